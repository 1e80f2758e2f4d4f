"""The protocol language: files in YAML become a checked, frozen flow.

This room is pure: it reads files and nothing else, and it loads no device, no page and no robot.
"""

from __future__ import annotations

from nao_sessions.protocol.building.settings import setting_values
from nao_sessions.protocol.loading import check, load, load_files

__all__ = ["check", "load", "load_files", "setting_values"]
