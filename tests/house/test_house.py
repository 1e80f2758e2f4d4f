"""The house itself: what its pages say is true of it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from nao_sessions.cli.main import VERBS
from nao_sessions.protocol import check

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md"))
OF_CHECKS = ("checks", "controles")
"""Folders of pages whose protocols trip a check on purpose; tests/protocol/test_check_pages.py runs those."""


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.parent.name not in OF_CHECKS],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_every_protocol_that_a_page_shows_is_clean(page: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(protocol: .*?)```", page.read_text(encoding="utf-8"), flags=re.S)
    for number, block in enumerate(blocks):
        path = tmp_path / f"{number}.yaml"
        path.write_text(block, encoding="utf-8")
        assert [finding.render("en") for finding in check(path)] == []


@pytest.mark.parametrize("page", ["en/commands.md", "fr/commandes.md"])
def test_every_verb_stands_among_the_commands(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert [verb for verb in VERBS if f"`{verb}" not in text and f"nao-sessions {verb}" not in text] == []


def test_every_refusal_and_every_note_of_a_record_stands_in_its_contract() -> None:
    contract = (ROOT / "docs" / "contracts" / "record.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "nao_sessions").rglob("*.py"))
    told = set(re.findall(r"\b[RU]1\d\d\b", contract))
    for first, last in re.findall(r"\bR(\d+) to R(\d+)\b", contract):
        told |= {f"R{number}" for number in range(int(first), int(last) + 1)}
    notes = {f"{source}/{kind}" for source, kind in re.findall(r'note\(\s*"(\w+)", "(\w+)"', code)}
    assert len(notes) > 5
    assert set(re.findall(r'code="(R1\d\d)"', code)) - told == set()
    assert {"U107", "U108"} <= told
    assert [note for note in sorted(notes) if f"`{note}`" not in contract and note not in OF_RECORDERS] == []


OF_RECORDERS = frozenset({"recorder/failed", "recorder/not_rolling"})
"""Told by their last word, in one row."""


def test_nothing_kept_names_a_registry_or_a_private_path() -> None:
    words = [
        "//" + "pypi",
        "//" + "files.py",
        "//" + "registry.",
        "//" + "deb.",
        "/" + "root/",
        "/" + "work/",
    ]
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.split(b"\0")
    found = [
        name.decode()
        for name in listed
        if name and (ROOT / name.decode()).is_file()
        for word in words
        if word.encode() in (ROOT / name.decode()).read_bytes()
    ]
    assert found == []
