"""A draft has a version of its own, says that it is a draft, and carries no approval of other bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.console.texts.drafts import as_draft, next_version

LIBRARY = Path(__file__).parents[3] / "protocols"

APPROVED = """\
protocol: 1
id: jeu
version: "1.2.0"  # après l'essai de mai
status: approved
# Les approbations.
approved:
  - {role: psychologue, date: 2026-05-04, sha256: "ab"}
  - role: médecin
    date: 2026-05-05   # en réunion

# La suite.
title: "Jeu"
"""

DRAFT = """\
protocol: 1
id: jeu
version: "1.2.1"  # après l'essai de mai
status: draft
# Les approbations.

# La suite.
title: "Jeu"
"""


def test_a_draft_has_its_version_raised_and_no_approval_and_keeps_every_other_byte() -> None:
    assert as_draft(APPROVED, "1.2.1") == DRAFT


@pytest.mark.parametrize(
    ("approvals", "left"),
    [
        ("approved: [{role: psychologue, date: 2026-05-04}]  # seul\n", ""),
        ("approved:\n- role: psychologue\n  date: 2026-05-04\n", ""),
        ("approved:\n  - role: |\n      psychologue\n    date: 2026-05-04\n", ""),
        ("approved:\n  [\n    {role: a, date: 2026-05-04},\n  ]\n", ""),
        ("approved: {role: psychologue, date: 2026-05-04}", ""),
    ],
)
def test_approvals_go_however_they_are_written(approvals: str, left: str) -> None:
    text = f"id: jeu\nversion: 1.2.0\n{approvals}"
    assert as_draft(text, "1.2.1") == f"id: jeu\nversion: 1.2.1\n{left}"


def test_approvals_go_from_a_file_in_braces() -> None:
    text = "{id: jeu, approved: [{role: a, date: 2026-05-04}], version: 1.2.0, status: approved}"
    assert as_draft(text, "1.2.1") == "{id: jeu, version: 1.2.1, status: draft}"


def test_a_file_without_a_status_gets_none() -> None:
    assert as_draft("id: jeu\nversion: 1.0\n", "1.1") == "id: jeu\nversion: 1.1\n"


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*[!t].yaml")), ids=lambda path: path.name)
def test_of_the_library_only_the_version_changes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    before, after = text.splitlines(), as_draft(text, "9.9.9").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed == ['version: "9.9.9"']


def test_what_has_no_version_is_no_protocol() -> None:
    with pytest.raises(ValueError, match="version"):
        as_draft("id: jeu\n", "1.0")
    with pytest.raises(ValueError, match="map"):
        as_draft("- jeu\n", "1.0")


def test_the_last_number_of_a_version_is_raised_until_it_is_free() -> None:
    assert next_version("2.0.9", ()) == "2.0.10"
    assert next_version("2.0.0", {"2.0.1", "2.0.2"}) == "2.0.3"
    assert next_version("1.0-essai", ()) == "1.1-essai"
    assert next_version("final", ()) == "final.1"
