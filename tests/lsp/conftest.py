"""The real language server, with a folder that holds the schema as it is made from the table now."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

from nao_sessions.protocol.schema.reference import (  # noqa: E402
    as_text,
    expectations_schema,
    protocol_schema,
    series_schema,
)
from tests.lsp.language_server import LanguageServer  # noqa: E402 (beside this file)

SCHEMAS = {
    "protocol.schema.json": protocol_schema,
    "series.schema.json": series_schema,
    "expectations.schema.json": expectations_schema,
}


def _lacking(reason: str) -> None:
    """Skip where a tool is missing; where the tests were asked for, that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """Give the server, as an editor starts it in a folder of protocols."""
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            _lacking(f"{tool} is not installed: Debian's packages are nodejs and npm")
    installed = subprocess.run(
        ["sh", str(ROOT / "tools" / "editor-server")], capture_output=True, text=True, check=False
    )
    if installed.returncode:
        _lacking(f"yaml-language-server could not be installed: {installed.stderr[-400:]}")
    folder = tmp_path_factory.mktemp("editor")
    for name, make in SCHEMAS.items():
        (folder / name).write_text(as_text(make()), encoding="utf-8")
    command = ["node", installed.stdout.strip(), "--stdio"]
    with LanguageServer(command, folder, folder / "protocol.schema.json") as server:
        yield server
