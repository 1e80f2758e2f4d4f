"""The doctor is tried on the cameras of the room's own tests."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "room"))
sys.path.insert(0, str(Path(__file__).parent.parent / "robot"))
