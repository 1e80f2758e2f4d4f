"""What the terminal tells of a session, and that a broken one ends nothing."""

from __future__ import annotations

import io
import sys

import pytest

from nao_sessions.cli.run_terminal import Progress
from nao_sessions.core.events import Event
from nao_sessions.engine.values import View
from nao_sessions.launch.equipment import without_names
from nao_sessions.robot.names import Pseudonyms

VIEW = View("fin", "Fin", "doing", None, None, "Assis.", (), (), (), None, None, None)


class Broken(io.StringIO):
    """A terminal that has gone."""

    def write(self, text: str, /) -> int:
        raise BrokenPipeError


def out(kind: str, **data: object) -> Event:
    return Event(seq=1, at=0, t=0, dir="out", source="engine", kind=kind, data=data)


def test_a_broken_terminal_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Broken())
    progress = Progress("fr")
    assert progress.watch(VIEW, ()) is None  # type: ignore[func-returns-value]


def test_what_a_person_should_know_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("fr")
    news = (
        out("refused", what="resume", why="robot_lost"),
        out("refused", what="timer", why="not_due"),
        out("error", code="action_failed", text="busy"),
        out("notice", seconds_left=90),
    )
    progress.watch(VIEW._replace(paused_because="fell"), news)
    progress.guard("died")
    told = [line.partition("  ")[2] for line in capsys.readouterr().err.splitlines()]
    assert told == [
        "refusé : resume (Nao ne répond pas)",
        "erreur : Nao n'a pas pu agir (busy)",
        "il reste 1 min 30 s",
        "en pause (Nao est tombé) : « resume » pour continuer, « close » pour fermer  [adulte : Assis.]",
        "le gardien de l'arrêt est mort : un autre démarre",
    ]


def test_no_text_of_a_record_keeps_a_name() -> None:
    hide = Pseudonyms(("P07",), {"P07": "Zoé"}).hide
    record = {"why": "Zoé", "tasks": [{"text": "ZOE !"}], "at": 3}
    assert without_names(record, hide) == {
        "why": "{participant}",
        "tasks": [{"text": "{participant} !"}],
        "at": 3,
    }


def test_a_code_stands_in_brackets_where_a_sentence_has_a_name_since_nao_says_no_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    view = VIEW._replace(sentence="Bonjour {participant} !", adult=None, present=("P07",))
    Progress("en").watch(view, ())
    assert "Bonjour ‹P07› !" in capsys.readouterr().err
    bye = Event(3, "out", 0, "engine", "do", {"verb": "say", "participant": "P12"})
    left = VIEW._replace(sentence="Au revoir {participant} !", adult=None, present=("P07",), turn="P07")
    Progress("en").watch(left, (bye,))
    assert "Au revoir ‹P12› !" in capsys.readouterr().err


def test_a_sentence_that_nao_could_not_say_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    view = VIEW._replace(unsaid="Au revoir.", paused_because="speech_failed")
    progress = Progress("en")
    progress.watch(view, (out("error", code="speech_failed", text="no voice"),))
    progress.watch(view._replace(paused_because=None), ())
    told = capsys.readouterr().err
    assert "error: Nao could not speak (no voice)" in told
    assert "paused (Nao could not speak; 'resume' tries again" in told
    assert "[not said: 'Au revoir.']" in told
