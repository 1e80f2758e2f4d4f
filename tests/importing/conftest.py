"""The command line of other tests is in the hands of these tests too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "cli"))
sys.path.insert(0, str(Path(__file__).parent.parent / "kills"))
sys.path.insert(0, str(Path(__file__).parent.parent / "robot"))
