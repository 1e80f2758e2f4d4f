"""The language of a session is chosen on the command line, among those that the protocol is written in."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from nao_sessions.cli.main import VERBS, group, in_language
from tests.cli.command_line import PROTOCOL, QUICK, nao_sessions

USAGE = 2
BOTH = """\
protocol: 1
id: deux-langues
version: "1.0.0"
title: {fr: "Deux langues", en: "Two languages"}
language: fr
commands: {finish: {next: fin}}
start: accueil
steps:
  accueil:
    do: [{say: {fr: "Tu es prêt ?", en: "Are you ready?"}}]
    when: [{word: {fr: [oui], en: [yes]}, next: fin}]
    after: {wait: 2 s, next: fin}
  fin:
    do: [{say: {fr: "Au revoir.", en: "Goodbye."}}]
    end: completed
"""


@pytest.mark.parametrize(
    ("asked", "language", "words", "sentences"),
    [
        ((), "fr", ["oui"], ["Tu es prêt ?", "Au revoir."]),
        (("--language", "en"), "en", ["yes"], ["Are you ready?", "Goodbye."]),
    ],
)
def test_nao_speaks_and_listens_in_the_language_that_was_chosen(
    asked: tuple[str, ...], language: str, words: list[str], sentences: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "deux.yaml"
    path.write_text(BOTH, encoding="utf-8")
    ran = nao_sessions("run", path, *QUICK, *asked, "--out", tmp_path / "out")
    assert ran.returncode == 0, ran.stderr
    (folder,) = (tmp_path / "out").iterdir()
    lines = [json.loads(line) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]
    done = [line["data"] for line in lines if line["kind"] == "do"]
    assert [one["text"].replace("\u00a0", " ") for one in done if one["verb"] == "say"] == sentences
    heard = [(one["words"], one["language"]) for one in done if one["verb"] == "listen" and one["words"]]
    assert heard == [(words, language)]
    assert json.loads((folder / "session.json").read_text("utf-8"))["language"] == language


def test_a_language_that_the_protocol_lacks_is_refused_with_those_that_it_has(tmp_path: Path) -> None:
    ran = nao_sessions("run", PROTOCOL, *QUICK, "--language", "de", "--lang", "en", "--out", tmp_path / "out")
    assert (ran.returncode, (tmp_path / "out").exists()) == (USAGE, False)
    assert ran.stderr.splitlines() == [
        "U123 Nao has no sentences in 'de' in this protocol.",
        "  hint: Languages of this protocol: fr.",
    ]


def test_every_command_says_what_it_does_in_the_language_that_is_asked() -> None:
    """Under test a sentence without its French raises."""
    context = click.Context(group)
    for verb in VERBS:
        command = group.get_command(context, verb)
        assert command is not None
        assert in_language(command, "fr").get_help(click.Context(command)) != command.get_help(context)
    ran = nao_sessions("board", "export", "--help", "--lang", "fr")
    assert (ran.returncode, ran.stderr) == (0, "")
    for words in ("Usage\u00a0:", "Écrit des tableaux dans un autre format.", "Langue des messages."):
        assert words in ran.stdout
    assert "Write" not in ran.stdout


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("annotate",), "[par défaut : engagement]"),
        (("rehearse",), "[par défaut : 200 ; 1<=x<=1000000]"),
        (("board", "export"), "[obligatoire]"),
    ],
)
def test_what_holds_where_an_option_is_not_given_is_told_in_the_language_too(
    command: tuple[str, ...], words: str
) -> None:
    ran = nao_sessions(*command, "--help", "--lang", "fr")
    told = " ".join(ran.stdout.split())
    assert words in told
    assert "default:" not in told
    assert "[required]" not in told
