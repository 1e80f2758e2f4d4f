"""Which program a decision is about: every letter of it counts, and nothing that is made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.record.manifest import program_version


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Lay a program down: two modules, one of them in a room of its own."""
    for name in ("gate.py", "room/rules.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("FILMED = False\n", encoding="utf-8")
    return tmp_path


def version_now(package: Path) -> str:
    program_version.cache_clear()
    return program_version(package)


@pytest.mark.parametrize("change", ["a letter", "a name", "one more", "one less"])
def test_a_program_that_differs_at_all_is_another(change: str, package: Path) -> None:
    before = version_now(package)
    rules = package / "room" / "rules.py"
    match change:
        case "a letter":
            rules.write_text("FILMED = True_\n", encoding="utf-8")
        case "a name":
            rules.rename(rules.with_name("rule.py"))
        case "one more":
            (package / "room" / "template.html").write_text("", encoding="utf-8")
        case _:
            rules.unlink()
    assert version_now(package) != before
    assert version_now(package).partition("+")[0] == before.partition("+")[0]


def test_what_is_made_of_a_program_is_no_other_program(package: Path) -> None:
    before = version_now(package)
    (package / "room" / "__pycache__").mkdir()
    (package / "room" / "__pycache__" / "rules.cpython-312.pyc").write_bytes(b"compiled")
    (package / "words.mo").write_bytes(b"compiled")
    assert version_now(package) == before
