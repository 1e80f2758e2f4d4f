"""A trial that something broke off is compared up to there; what was cut is told as that, and counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nao_sessions.analysis.fidelity.checking import check_table, draw, read_check
from nao_sessions.analysis.fidelity.trials import (
    FAULTS,
    Component,
    TrialBreak,
    TrialFidelity,
    Verdict,
    fidelity_of,
)
from nao_sessions.analysis.fidelity.words import interrupted, lines, to_json, total
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine.state import State
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.people.behaviour import PersonActs
from tests.analysis.coding.rehearsed import Once, Tamper, drop, played, put, tampered

PROTOCOL = """\
protocol: 1
id: coupe
version: "1.0.0"
title: "Coupé"
language: fr
start: jeu
commands:
  finish: {next: fin}
  calm: {do: [{say: "On souffle un peu."}], next: calme}
items:
  mains:
    - {id: une, question: "Touche ma main."}
    - {id: deux, question: "Touche encore ma main."}
steps:
  jeu:
    trials:
      items: mains
      ask:
        - show: {text: "Ma main"}
          gesture: hello
        - say: "{item.question}"
      answers: {main: {touch: hand.left}}
      correct: main
      patience: 10 s
      prompts:
        - {help: verbal, do: [{say: "Ma main est là."}, {highlight: main, say: "Juste ici."}]}
      feedback:
        no_response: [{say: "Ce n'est pas grave."}, {gesture: hello}]
    buttons:
      - {label: "Assez", next: calme}
    when:
      - {touch: head.front, do: [{say: "Oh, ma tête !"}], next: calme}
    next: fin
  calme:
    do:
      - say: "On respire."
    next: fin
  fin:
    do:
      - say: "Au revoir."
    end: completed
"""


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return load_files({"coupe.yaml": PROTOCOL.encode()}, "coupe.yaml")


def asking(state: State) -> bool:
    return _phase(state) == "ask"


def silent(state: State) -> bool:
    return _phase(state) == "open" and not state.frames


def helping(state: State) -> bool:
    return _phase(state) == "open" and state.speaking is not None and state.speaking[1] == "Ma main est là."


def marking(state: State) -> bool:
    return _phase(state) == "open" and state.speaking is not None and state.speaking[1] == "Juste ici."


def feeding_back(state: State) -> bool:
    return _phase(state) == "feedback"


def _phase(state: State) -> str:
    return "" if state.block is None else state.block.phase


TOUCH = PersonActs(SECOND_NS // 2, "touch", {"part": "head.front", "pressed": True})
BUTTON = PersonActs(SECOND_NS // 2, "button", {"id": "jeu/buttons.0"})
CALM = PersonActs(SECOND_NS // 2, "command", {"name": "calm"})
REDO = PersonActs(SECOND_NS // 2, "command", {"name": "redo"})
CRASH = PersonActs(SECOND_NS // 2, "resumed", {})
RESUME = PersonActs(4 * SECOND_NS, "command", {"name": "resume"})


def broken_off(protocol: Protocol, when: Callable[[State], bool], *acts: PersonActs) -> list[Event]:
    """Give the log of a child who does nothing, in whose first trial something else comes once."""
    return played(protocol, "silent", 1, "presses_nothing", lambda people: Once(people, when, *acts))


def first(log: list[Event], protocol: Protocol) -> TrialFidelity:
    return fidelity_of(log, protocol)[0]


def verdicts(trial: TrialFidelity) -> tuple[Verdict, ...]:
    return tuple(part.verdict for part in trial.parts)


BUTTON_PRESSED = TrialBreak("adult", "jeu/buttons.0")


@pytest.mark.parametrize(
    ("acts", "by"),
    [
        ((TOUCH,), TrialBreak("reaction", "jeu/when.0")),
        ((BUTTON,), BUTTON_PRESSED),
        ((CALM,), TrialBreak("adult", "calm")),
        ((REDO,), TrialBreak("adult", "redo")),
        ((CRASH, RESUME), TrialBreak("crash")),
    ],
)
@pytest.mark.parametrize(
    ("when", "found"),
    [
        (asking, ("interrupted", "unplanned", "unplanned", "unplanned")),
        (silent, ("done", "interrupted", "unplanned", "unplanned")),
        (helping, ("done", "done", "interrupted", "unplanned")),
    ],
)
def test_what_was_cut_is_told_and_what_came_before_it_is_done(
    protocol: Protocol,
    when: Callable[[State], bool],
    found: tuple[Verdict, ...],
    acts: tuple[PersonActs, ...],
    by: TrialBreak,
) -> None:
    trial = first(broken_off(protocol, when, *acts), protocol)
    assert (verdicts(trial), trial.interruption) == (found, by)


def test_a_feedback_that_another_step_cut_is_told(protocol: Protocol) -> None:
    trial = first(broken_off(protocol, feeding_back, BUTTON), protocol)
    assert (trial.judgement, verdicts(trial)) == ("no_response", ("done", "done", "done", "interrupted"))
    assert trial.interruption == BUTTON_PRESSED


def test_a_log_that_stops_in_a_trial_is_compared_up_to_there(protocol: Protocol) -> None:
    log = broken_off(protocol, asking)
    stop = next(n for n, event in enumerate(log) if event.data.get("text") == "Touche ma main.")
    trial = first(log[: stop + 1], protocol)
    assert verdicts(trial) == ("interrupted", "unplanned", "unplanned", "unplanned")
    assert (trial.interruption, trial.judgement) == (TrialBreak("end"), "")


def test_the_same_item_is_asked_again_as_a_trial_of_its_own(protocol: Protocol) -> None:
    found = fidelity_of(broken_off(protocol, silent, REDO), protocol)
    assert [(one.item, one.judgement == "void") for one in found] == [
        ("une", True),
        ("une", False),
        ("deux", False),
    ]


@pytest.mark.parametrize(
    ("when", "component", "change"),
    [
        (asking, "instruction", drop("board", text="Ma main")),
        (silent, "instruction", drop("do", text="Touche ma main.")),
        (silent, "instruction", put("board", "text", "Ma main", "Ma tête")),
        (helping, "help", drop("do", text="Ma main est là.")),
        (marking, "help", drop("board", highlight="main")),
        (feeding_back, "feedback", drop("do", text="Ce n'est pas grave.")),
    ],
)
def test_what_was_otherwise_before_an_interruption_is_found(
    protocol: Protocol, when: Callable[[State], bool], component: Component, change: Tamper
) -> None:
    log = broken_off(protocol, when, BUTTON)
    assert first(log, protocol).part(component).verdict in ("done", "interrupted")
    trial = first(tampered(log, change), protocol)
    assert trial.part(component).verdict in FAULTS


def test_what_the_routine_that_a_list_begins_with_begins_with_is_due_at_once() -> None:
    routine = 'routines:\n  montre:\n    - {say: "Regarde.", eyes: blue}\n    - {say: "Bien."}\nsteps:\n'
    text = PROTOCOL.replace("steps:\n", routine, 1).replace(
        '- show: {text: "Ma main"}\n          gesture: hello', "- {routine: montre}"
    )
    led = load_files({"coupe.yaml": text.encode()}, "coupe.yaml")
    log = broken_off(led, asking, PersonActs(SECOND_NS // 5, "command", {"name": "finish"}))
    assert first(log, led).part("instruction").verdict == "interrupted"
    begun = [event.data["id"] for event in log if event.kind == "do"][:2]
    none = [e for e in log if e.data.get("id") not in begun and e.data.get("action") not in begun]
    part = first(none, led).part("instruction")
    assert (part.verdict, part.planned, part.done) == ("otherwise", 2, 0)


def test_a_help_that_was_due_before_an_interruption_is_missed_with_its_silence(protocol: Protocol) -> None:
    log = broken_off(protocol, silent, BUTTON)
    pressed = next(n for n, event in enumerate(log) if event.kind == "button")
    later = [
        event._replace(at=event.at + 12 * SECOND_NS) if n >= pressed else event for n, event in enumerate(log)
    ]
    trial = first(later, protocol)
    assert verdicts(trial) == ("done", "otherwise", "otherwise", "unplanned")
    assert trial.waits[0].waited_ns == 12 * SECOND_NS + SECOND_NS // 2
    assert trial.interruption == BUTTON_PRESSED


def died(log: list[Event], *, away_ns: int) -> list[Event]:
    """Give a log as of a program that was away for a time before it was taken up, and noted things then."""
    place = next(n for n, event in enumerate(log) if event.kind == "resumed")
    ran = log[place]
    noted = ran._replace(dir="note", source="guard", kind="ready", at=ran.at + away_ns - 1, t=None, data={})
    after = [event._replace(at=event.at + away_ns, t=None) for event in log[place:]]
    after[0] = after[0]._replace(data={"last_ns": ran.at})
    return [event._replace(t=None) for event in log[:place]] + [noted, *after]


@pytest.mark.parametrize("when", [silent, helping])
def test_the_time_in_which_no_program_ran_is_no_silence_and_no_infidelity(
    protocol: Protocol, when: Callable[[State], bool]
) -> None:
    known = broken_off(protocol, when, CRASH, RESUME)
    log = died(known, away_ns=170 * SECOND_NS)
    place = next(n for n, event in enumerate(log) if event.kind == "resumed")
    last_ns = log[place].data["last_ns"]
    assert log[place].at - last_ns == 170 * SECOND_NS
    trial = first(log, protocol)
    assert verdicts(trial) == verdicts(first(known, protocol))
    assert not FAULTS & set(verdicts(trial))
    assert (trial.end_ns, trial.interruption) == (last_ns, TrialBreak("crash"))
    if when is silent:  # by the log itself: from the last thing that Nao did to when the program died
        acted = max(event.at for event in log[:place] if event.kind == "done")
        assert [one.waited_ns for one in trial.waits] == [last_ns - acted]


def test_the_report_counts_what_was_interrupted_and_blames_nothing(protocol: Protocol) -> None:
    found = fidelity_of(broken_off(protocol, silent, TOUCH), protocol)
    assert (interrupted(found), len(found), total(found)) == (1, 1, 1.0)
    french, english = lines(found, "fr"), lines(found, "en")
    assert french[1] == "Essais interrompus : 1 sur 1, comparés jusqu'à l'interruption."
    assert "    essai 1 de jeu (une, à 0,0 s, interrompu par une réaction du protocole : jeu/when.0) : " in (
        "\n".join(french)
    )
    assert "délai interrompu" in "\n".join(french)
    assert "silence of 0.5 s to the interruption, 10.0 s were planned - interrupted" in "\n".join(english)
    assert "time to answer left: never came to its end as planned; interrupted in 1 trial" in (
        "\n".join(english)
    )
    told = to_json(found)
    assert (told["interrupted"], told["components"]["wait"]["interrupted"]) == (1, 1)
    assert told["trials"][0]["interruption"] == {"by": "reaction", "what": "jeu/when.0"}


def test_a_button_that_broke_a_trial_off_is_called_as_it_is_on_the_screen(protocol: Protocol) -> None:
    found = fidelity_of(broken_off(protocol, asking, BUTTON), protocol)
    assert "interrompu par l'adulte : « Assez »)" in "\n".join(lines(found, "fr")).replace("\u00a0", " ")
    assert "interrupted by the adult: 'Assez')" in "\n".join(lines(found, "en"))
    assert to_json(found)["trials"][0]["interruption"] == {"by": "adult", "what": "jeu/buttons.0"}


def test_one_trial_and_one_time_are_said_as_one_in_words_that_agree(protocol: Protocol) -> None:
    void = PersonActs(SECOND_NS // 10, "command", {"name": "judge", "as": "void"})
    found = fidelity_of(broken_off(protocol, asking, void), protocol)[:1]
    assert lines(found, "fr")[:4] == [
        "1 essai, dont rien de ce qui était prévu n'est allé à son terme.",
        "Essais interrompus : 1 sur 1, comparés jusqu'à l'interruption.",
        "  consigne dite en entier : jamais menée à son terme comme prévu ; interrompue dans 1 essai",
        "  délai de réponse laissé : rien de prévu dans ces essais",
    ]
    assert "\n".join(lines(found, "fr")[6:8]) == (
        "    essai 1 de jeu (une, à 0,0 s, interrompu par l'adulte : juger la réponse) : "
        "consigne interrompue, délai sans objet, aides sans objet, retour sans objet\n"
        "      consigne dite en entier, 1 sur 3 – interrompue"
    )
    english = "\n".join(lines(found, "en"))
    assert english.startswith("1 trial, in which nothing")
    assert "never came to its end as planned; interrupted in 1 trial\n" in english
    cut = fidelity_of(broken_off(protocol, helping, BUTTON), protocol)[:1]
    assert "aides interrompues, retour sans objet" in "\n".join(lines(cut, "fr"))
    assert "instruction given whole: in 1 of 1 trial (100%)" in "\n".join(lines(cut, "en"))


def test_a_log_that_stops_is_not_said_to_be_a_program_that_ended(protocol: Protocol) -> None:
    log = broken_off(protocol, asking)
    stop = next(n for n, event in enumerate(log) if event.data.get("text") == "Touche ma main.")
    stopped = fidelity_of(log[: stop + 1], protocol)
    assert "(une, à 0,0 s, interrompu : le journal s'arrête là)" in "\n".join(lines(stopped, "fr"))
    assert "interrupted: the log stops here)" in "\n".join(lines(stopped, "en"))
    assert to_json(stopped)["trials"][0]["interruption"] == {"by": "end", "what": ""}
    resumed = fidelity_of(broken_off(protocol, asking, CRASH, RESUME), protocol)
    assert "interrompu : le programme s'est arrêté)" in "\n".join(lines(resumed, "fr"))


def test_a_person_may_see_that_a_trial_was_interrupted(protocol: Protocol) -> None:
    found = {"s1": fidelity_of(broken_off(protocol, silent, BUTTON), protocol)}
    head, *rows = check_table(draw(found, share=1, seed=1), {}, "fr").splitlines()
    assert [row.split(";")[10] for row in rows] == ["consigne", "délai"]
    filled = "\n".join([head, rows[0] + "oui", rows[1] + "interrompu"])
    checked = read_check(filled, "check.csv", found)
    assert checked.pairs == (("done", "done"), ("interrupted", "interrupted"))
