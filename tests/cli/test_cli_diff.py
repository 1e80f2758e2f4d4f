"""The command `diff`: sentences by step on stdout, a count on stderr, an exit code for scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command_line import PROTOCOL, nao_sessions

SAME, DIFFERENT, UNREADABLE = 0, 1, 2
TEXT = PROTOCOL.read_text(encoding="utf-8")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The short protocol with another sentence in its first step, and a comment."""
    line = next(line for line in TEXT.splitlines() if "say:" in line)
    path = tmp_path / "autre.yaml"
    path.write_text(
        "# autrement\n" + TEXT.replace(line, line.replace('say: "', 'say: "Eh bien, ')), encoding="utf-8"
    )
    return path


def test_the_same_protocol_in_other_clothes_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "copie.yaml"
    path.write_text("# une copie\n\n" + TEXT, encoding="utf-8")
    ran = nao_sessions("diff", PROTOCOL, path, "--lang", "en")
    assert (ran.returncode, ran.stdout, ran.stderr) == (SAME, "", "the two protocols do the same\n")


def test_a_difference_is_told_under_its_step(other: Path) -> None:
    ran = nao_sessions("diff", PROTOCOL, other, "--lang", "fr")
    assert (ran.returncode, ran.stderr) == (DIFFERENT, "1 différence\n")
    heading, empty, step, sentence = ran.stdout.splitlines()
    assert heading.startswith(f"{PROTOCOL} (")
    assert empty == ""
    assert step.startswith("Étape «\u00a0")
    assert sentence.startswith("  ")
    assert "Eh bien, " in sentence


def test_json_has_every_field_for_a_machine(other: Path) -> None:
    ran = nao_sessions("diff", PROTOCOL, other, "--json", "--lang", "en")
    record = json.loads(ran.stdout)
    assert ran.returncode == DIFFERENT
    assert record["before"]["path"] == str(PROTOCOL)
    (one,) = record["differences"]
    assert set(one) == {"part", "name", "how", "what", "before", "after", "sentence"}
    assert (one["part"], one["how"]) == ("step", "changed")
    assert one["what"].endswith(".say")
    assert "Eh bien, " in one["after"]


def test_what_cannot_be_read_is_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text("protocol: 1\n", encoding="utf-8")
    ran = nao_sessions("diff", PROTOCOL, path, "--lang", "en")
    assert (ran.returncode, ran.stdout) == (UNREADABLE, "")
    assert "P105" in ran.stderr
