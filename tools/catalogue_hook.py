"""Hatch's hook: compile the catalogues of sentences, for a wheel and for an editable install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiled catalogues are not committed: they are made here, and shipped."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and have the compiled files in the wheel although git ignores them."""
        tool = Path(self.root, "tools", "catalogues.py")
        subprocess.run([sys.executable, str(tool), "compile"], check=True)
        build_data["artifacts"].append("nao_sessions/text/locale/**/*.mo")
