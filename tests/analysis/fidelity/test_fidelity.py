"""Fidelity from a log: what was planned and done, trial by trial, and a person's check of a drawn sample."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.analysis.fidelity.checking import check_table, draw, read_check
from nao_sessions.analysis.fidelity.trials import TrialFidelity, TrialPart, fidelity_of
from nao_sessions.analysis.fidelity.words import check_lines, lines, total
from nao_sessions.analysis.tables.source import Film
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import TableRefused
from nao_sessions.core.events import Event
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.record.results.trials import live_annotations
from nao_sessions.room.files.index import Frame
from nao_sessions.room.sync.sync_file import Sync
from nao_sessions.text.languages import Language, unbroken

PROTOCOL = """\
protocol: 1
id: small
version: "1.0.0"
title: "Petit"
language: fr
start: jeu
commands:
  finish: {next: fin}
settings:
  patience: {type: duration, default: 8 s, min: 4 s, max: 20 s, label: "Délai"}
steps:
  jeu:
    trials:
      ask:
        - say: "Touche ma main."
      answers: {main: {touch: hand.left}}
      correct: main
      patience: = settings.patience
      prompts:
        - {help: verbal, do: [{say: "Ma main est là."}]}
        - {help: model, do: [{say: "Regarde."}]}
      feedback:
        correct: [{say: "Bravo !"}]
    next: fin
  fin:
    do:
      - say: "Au revoir."
    end: completed
"""


class Log:
    """Writes a log for a test: times are seconds."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._names = (f"a{n}" for n in count(1))
        self.note("in", "start", 0, settings={})

    def note(self, direction: Any, kind: str, at_s: float, **data: Any) -> None:
        self.events.append(Event(len(self.events), direction, round(at_s * SECOND_NS), "engine", kind, data))

    def act(self, at_s: float, how: str = "finished", text: str = "Oui.") -> None:
        name = next(self._names)
        self.note("out", "do", at_s, id=name, verb="say", text=text)
        self.note("in", "done", at_s + 0.5, action=name, how=how)

    def trial(
        self,
        at_s: float,
        *,
        asked: str = "finished",
        helps: tuple[tuple[float, int, str], ...] = (),
        judgement: str = "correct",
        end_s: float = 5,
        feedback: str | None = "finished",
    ) -> None:
        """Ask at a moment; answers count a second later; helps are (seconds after that, index, cause)."""
        number = sum(event.kind == "question" for event in self.events) + 1
        self.note("out", "question", at_s, step="jeu", number=number, item="")
        self.act(at_s, asked, "Touche ma main.")
        opened = at_s + 1
        self.note("out", "open", opened, step="jeu", number=number)
        for after, index, cause in helps:
            self.note("out", "prompt", opened + after, step="jeu", number=number, help="verbal", index=index,
                      cause=cause, times=1)  # fmt: skip
            self.act(opened + after, text=("Ma main est là.", "Regarde.")[index])
        end = opened + end_s
        self.note("out", "trial", end, step="jeu", number=number, item="", child="P07", answer="main",
                  judgement=judgement, way="touch", opened_at=round(opened * SECOND_NS),
                  latency_ns=round(end_s * SECOND_NS))  # fmt: skip
        if feedback is not None:
            self.act(end, feedback, "Bravo !")
        self.note("out", "block", end + 1, step="jeu")


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return load_files({"small.yaml": PROTOCOL.encode()}, "small.yaml")


def parts(log: Log, protocol: Protocol) -> list[dict[str, str]]:
    return [
        {part.component: part.verdict for part in trial.parts} for trial in fidelity_of(log.events, protocol)
    ]


def test_a_trial_as_planned_is_done(protocol: Protocol) -> None:
    log = Log()
    log.trial(1)
    assert parts(log, protocol) == [
        {"instruction": "done", "wait": "done", "help": "unplanned", "feedback": "done"}
    ]


def test_an_instruction_that_was_cut_is_no_whole_one(protocol: Protocol) -> None:
    log = Log()
    log.trial(1, asked="stopped")
    assert parts(log, protocol)[0]["instruction"] == "otherwise"


def test_a_help_that_silence_brought_keeps_the_wait(protocol: Protocol) -> None:
    log = Log()
    log.trial(1, helps=((8.0, 0, "silence"), (16.5, 1, "silence")), end_s=20, judgement="prompted")
    assert parts(log, protocol)[0] == {
        "instruction": "done",
        "wait": "done",
        "help": "done",
        "feedback": "done",
    }


def test_a_help_given_sooner_is_told_with_both_times_and_no_blame(protocol: Protocol) -> None:
    log = Log()
    log.trial(1, helps=((3.0, 0, "professional"),), end_s=9, judgement="prompted")
    trials = fidelity_of(log.events, protocol)
    assert trials[0].part("wait") == TrialPart("wait", "adapted", 8 * SECOND_NS, 3 * SECOND_NS)
    assert total(trials) == 1  # it is hers to decide, and no infidelity
    said = "\n".join(lines(trials, "fr"))
    assert "aide donnée après 3,0 s, 8,0 s étaient prévues – adapté par l'adulte" in said
    assert (
        "délai de réponse laissé : jamais mené à son terme comme prévu ; adapté par l'adulte dans 1 essai"
        in said
    )
    assert "une adaptation à l'enfant" in said
    assert "erreur" not in said
    assert "faute" not in said


def test_a_help_that_was_passed_over_is_told(protocol: Protocol) -> None:
    log = Log()
    log.trial(1, helps=((8.0, 1, "silence"),), end_s=12, judgement="prompted")
    assert fidelity_of(log.events, protocol)[0].part("help") == TrialPart("help", "partly", 2, 1)


def test_a_help_that_goes_back_is_out_of_order(protocol: Protocol) -> None:
    log = Log()
    log.trial(1, helps=((8.0, 1, "silence"), (16.5, 0, "silence")), end_s=20, judgement="prompted")
    assert fidelity_of(log.events, protocol)[0].part("help") == TrialPart("help", "partly", 3, 1)


def test_a_feedback_that_did_not_come_is_told(protocol: Protocol) -> None:
    log = Log()
    log.trial(1, feedback=None)
    assert parts(log, protocol)[0]["feedback"] == "otherwise"


def test_no_feedback_is_planned_for_an_error_here(protocol: Protocol) -> None:
    log = Log()
    log.trial(1, judgement="incorrect", feedback=None)
    assert parts(log, protocol)[0]["feedback"] == "unplanned"


def test_a_session_without_trials_has_nothing_to_compare(protocol: Protocol) -> None:
    assert fidelity_of(Log().events, protocol) == ()
    assert total(()) is None


def sample(protocol: Protocol) -> dict[str, tuple[TrialFidelity, ...]]:
    log = Log()
    for number in range(10):
        log.trial(1 + 20 * number)
    return {"s1": fidelity_of(log.events, protocol)}


def table(found: Mapping[str, Sequence[TrialFidelity]], share: float, language: Language = "fr") -> str:
    return check_table(draw(found, share=share, seed=3), {}, language)


def test_the_check_tells_what_was_planned_and_not_what_the_log_found(protocol: Protocol) -> None:
    drawn = draw(sample(protocol), share=0.2, seed=3)
    assert len(drawn) == 2
    assert drawn == draw(sample(protocol), share=0.2, seed=3)
    rows = list(csv.DictReader(io.StringIO(table(sample(protocol), 0.2)), delimiter=";"))
    assert [(row["component"], row["planned"], row["seen"]) for row in rows[:3]] == [
        ("consigne", unbroken("« Touche ma main. »"), ""),
        ("délai", "silences, dans l'ordre : 8 s, 8 s, 8 s", ""),
        ("retour", unbroken("« Bravo ! »"), ""),
    ]
    english = list(csv.DictReader(io.StringIO(table(sample(protocol), 0.2, "en"))))
    assert [row["component"] for row in english[:3]] == ["instruction", "wait", "feedback"]


def test_what_was_not_planned_is_not_drawn(protocol: Protocol) -> None:
    """No help was due in these trials, so that there is nothing to see of it."""
    assert "aides" not in table(sample(protocol), 1)
    log = Log()
    log.trial(1, helps=((8.0, 0, "silence"),), judgement="prompted", end_s=12)
    found = csv.DictReader(io.StringIO(table({"s1": fidelity_of(log.events, protocol)}, 1)), delimiter=";")
    planned = {row["component"]: row["planned"] for row in found}
    assert planned["aides"] == unbroken("aide verbale : « Ma main est là. » / modèle : « Regarde. »")


def test_the_check_says_where_in_the_video_a_trial_lies(protocol: Protocol) -> None:
    frames = tuple(Frame(1, n, n * 1_000, True, 0, None, "") for n in range(200))
    sync = Sync(Fraction(1, 1_000), 2 * SECOND_NS, 1.0, None, "measured", "test")
    film = Film("room", 1, Path("room.01.mp4"), sync, frames)
    log = Log()
    log.trial(109)
    drawn = draw({"s1": fidelity_of(log.events, protocol)}, share=1, seed=3)
    row = next(csv.DictReader(io.StringIO(check_table(drawn, {"s1": [film]}, "fr")), delimiter=";"))
    assert (row["video"], row["video_from"], row["from_s"]) == ("room.01.mp4", "1 min 47,0 s", "109,0")


def test_a_check_that_was_filled_in_is_compared_with_the_log(protocol: Protocol) -> None:
    found = sample(protocol)
    head, *rows = table(found, 0.2).splitlines()
    answers = ["oui", "oui", "non", "Oui", "", ""]
    filled = "\n".join([head, *(row + answer for row, answer in zip(rows, answers, strict=True))])
    checked = read_check(filled, "check.csv", found)
    assert (len(checked.pairs), checked.drawn, checked.percentage) == (4, 6, pytest.approx(0.75))
    assert [component for _, _, component in checked.differing] == ["feedback"]
    # the log says "done" of all of them: kappa would be 0 whatever the person saw
    assert checked.kappa is None
    assert "75 fois sur cent (pas de kappa" in check_lines(checked, "fr")[0]


def test_a_check_that_is_still_empty_says_so(protocol: Protocol) -> None:
    found = sample(protocol)
    said = check_lines(read_check(table(found, 0.2), "check.csv", found), "fr")
    assert said == ["Vérification humaine : aucune case sur 6 n'est remplie, il n'y a rien à comparer."]


def test_the_report_gives_the_result_of_every_trial(protocol: Protocol) -> None:
    log = Log()
    log.trial(1)
    log.trial(21, feedback=None)
    said = "\n".join(lines(fidelity_of(log.events, protocol), "fr"))
    assert "essai 1 de jeu (à 1,0 s) : consigne oui, délai oui, aides sans objet, retour oui" in said
    assert "essai 2 de jeu (à 21,0 s) : consigne oui, délai oui, aides sans objet, retour non" in said


@pytest.mark.parametrize(
    ("before", "after"), [("main.\u00a0»;", "main.\u00a0»;peut-être"), (";consigne;", ";salut;")]
)
def test_a_line_that_cannot_be_is_told_with_its_number(protocol: Protocol, before: str, after: str) -> None:
    found = sample(protocol)
    filled = table(found, 0.1).replace(before, after, 1)
    filled = filled.replace("main.\u00a0»;\n", "main.\u00a0»;oui\n", 1)
    with pytest.raises(TableRefused) as refused:
        read_check(filled, "check.csv", found)
    assert (refused.value.findings[0].code, refused.value.findings[0].place.line) == ("K131", 2)


def test_live_judgements_are_a_coder_of_their_own() -> None:
    log = Log()
    log.trial(1, end_s=4)
    log.note("note", "mark", 9, text="sourire")
    log.note("out", "rejudged", 10, step="jeu", child="P07", number=1, judgement="prompted")
    judged, marked = live_annotations(log.events)
    assert (judged.behaviour, judged.start_ns, judged.subject) == ("prompted", 6 * SECOND_NS, "P07")
    assert (marked.behaviour, marked.start_ns, marked.comment) == ("mark", 9 * SECOND_NS, "sourire")
