"""The small protocols and series, and the ways to change one, are those of these tests too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "series"))
sys.path.insert(0, str(Path(__file__).parent.parent / "diff"))
sys.path.insert(0, str(Path(__file__).parents[2] / "browser"))
