"""The digest of an approval: it covers every byte that runs, and not the words that say who approved."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.protocol.approvals import approval_digest, vouched_bytes
from nao_sessions.protocol.flow import SourceFile
from tests.protocol.small_protocols import GOOD

LINE = "  - {role: psychologue, date: 2026-11-24}\n"
APPROVED = GOOD.replace("language: fr\n", f"language: fr\nstatus: approved\napproved:\n{LINE}")


def digest(text: str, *others: tuple[str, bytes]) -> str:
    sources = [SourceFile("essai.yaml", "", text.encode())]
    sources += [SourceFile(name, "", content) for name, content in others]
    return approval_digest(sources)


@pytest.mark.parametrize(
    "text",
    [
        APPROVED,
        APPROVED.replace("psychologue", "médecin"),
        APPROVED.replace("status: approved\n", ""),
        APPROVED.replace("  - {role", "- {role"),
        APPROVED.replace(LINE, "  - role: a\n    date: b\n    sha256: c\n"),
        APPROVED.replace("approved:\n" + LINE, "approved: [{role: a},\n  {role: c, date: d}\n]\n"),
        GOOD + "status: review\n",
        GOOD + "approved: {role: a, date: b}\n",
    ],
)  # fmt: skip
def test_who_approved_and_the_status_do_not_count(text: str) -> None:
    assert digest(text) == digest(GOOD)


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("Bonjour.", "Bonsoir."),
        GOOD + "# un commentaire\n",
        GOOD.replace("\n", "\r\n"),
        GOOD.replace('version: "1.0.0"', 'version: "1.0.1"'),
        APPROVED.replace("commands:", "# relu\ncommands:").replace("Bonjour.", "Salut."),
    ],
)
def test_everything_else_counts_to_the_byte(text: str) -> None:
    assert digest(text) != digest(GOOD)


def test_the_files_that_it_uses_count_by_name_and_content() -> None:
    whole = digest(GOOD, ("a.svg", b"1"), ("b.svg", b"2"))
    assert whole != digest(GOOD)
    assert whole != digest(GOOD, ("a.svg", b"1"), ("b.svg", b"3"))
    assert whole != digest(GOOD, ("a.svg", b"1"), ("c.svg", b"2"))
    assert whole != digest(GOOD, ("a.svg", b"12"), ("b.svg", b""))


@pytest.mark.parametrize("content", [b"", b"\xff", b"- 1\n", b"a: [", b"{approved: x, id: y}\n"])
def test_what_is_no_protocol_is_vouched_for_as_it_stands(content: bytes) -> None:
    assert vouched_bytes(content) == content


def test_what_the_digest_covers_is_the_file_without_those_lines(tmp_path: Path) -> None:
    assert vouched_bytes(APPROVED.encode()) == GOOD.encode()
