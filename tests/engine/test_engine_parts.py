"""Routines, lots, waits for something, used files, groups over items, the silence that is everywhere."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from tests.course import HEAD, Course, protocol_of
from tests.played import Played

FINISH = "commands: {finish: {next: fin}}\n"
LAST = "  fin: {end: completed}\n"


def settled(body: str | Protocol, **start: object) -> Played:
    """Begin a session and let Nao do its part."""
    played = Played(body, **start)
    played.settle()
    return played


def test_a_routine_is_done_in_place_and_its_condition_is_asked_once() -> None:
    played = settled(
        FINISH
        + """
data: {n: 0}
routines:
  danse: [{say: "Un."}, {set: {n: 5}}, {say: "Deux."}]
start: a
steps:
  a:
    do:
      - say: "Avant."
      - {routine: danse, if: data.n < 1}
      - {routine: danse, if: data.n < 1}
      - say: "Après."
    next: fin
"""
        + LAST
    )
    assert played.said == ["Avant.", "Un.", "Deux.", "Après."]


def test_a_routine_that_is_cut_goes_on_at_the_sentence_that_was_cut() -> None:
    course = Course(
        FINISH
        + """
routines: {danse: [{say: "Un."}, {say: "Deux."}]}
start: a
steps:
  a: {do: [{routine: danse}, {say: "Trois."}], next: fin}
"""
        + LAST
    )
    course.done()
    course.command("pause", after_s=0.3)
    course.command("resume", after_s=5)
    assert course.said == ["Un.", "Deux.", "Deux."]
    course.done()
    assert course.said[-1] == "Trois."


def test_a_lot_never_gives_the_same_twice_and_heeds_weights() -> None:
    played = settled(
        FINISH
        + """
start: a
steps:
  a:
    do: [{choose: [{say: "Bravo !"}, {say: "Super !", weight: 2}, {do: [{say: "Oui,"}, {say: "oui !"}]}]}]
    buttons: [{label: "Encore", next: a}, {label: "Fini", next: fin}]
"""
        + LAST
    )
    for _ in range(15):
        played.presses("Encore")
    options = [chosen["option"] for chosen in played.told("chosen")]
    assert all(a != b for a, b in pairwise(options))
    assert sorted(options) == [0] * 4 + [1] * 8 + [2] * 4


def test_another_step_s_lot_is_another_stream() -> None:
    body = (
        FINISH
        + """
start: a
steps:
  a:
    do: [{choose: [{say: "1"}, {say: "2"}, {say: "3"}, {say: "4"}, {say: "5"}]}]
    next: b
  b:
    do: [{choose: [{say: "1"}, {say: "2"}, {say: "3"}, {say: "4"}, {say: "5"}]}]
    next: fin
"""
        + LAST
    )
    firsts = {(settled(body, seed=seed).said[0], settled(body, seed=seed).said[1]) for seed in range(25)}
    assert len(firsts) > 5
    assert settled(body, seed=3).said == settled(body, seed=3).said


LOOK = (
    FINISH
    + """
start: a
steps:
  a:
    do:
      - say: "Regarde-moi."
      - wait: {gaze: robot, hold: 3 s, limit: 20 s}
      - say: "Merci."
    next: fin
"""
    + LAST
)


def test_a_look_has_to_last() -> None:
    played = settled(LOOK)
    assert played.view.awaits == "gaze"
    played.give("gaze", {"looking": True}, after_s=1.0)
    played.give("gaze", {"looking": False}, after_s=2.0)
    played.give("gaze", {"looking": True}, after_s=1.0)
    assert played.journal.deadline == round((played.now_s + 3) * 1e9)
    played.silence()
    assert played.told("awaited") == [{"how": "seen"}]
    assert played.said[-1] == "Merci."


def test_what_does_not_come_is_waited_for_no_longer_than_its_limit() -> None:
    played = settled(LOOK)
    began = played.now_s
    played.silence()
    assert played.told("awaited") == [{"how": "limit"}]
    assert played.lines[-1].at / 1e9 >= began + 20


def test_the_adult_can_pass_over_a_wait() -> None:
    played = settled(LOOK)
    played.commands("skip")
    assert played.told("awaited") == [{"how": "passed"}]
    assert played.outcome == "completed"


def test_a_wait_asks_the_robot_to_watch_and_to_stop() -> None:
    played = settled(LOOK)
    played.commands("skip")
    watches = [e.data["senses"] for e in played.lines if e.kind == "do" and e.data["verb"] == "watch"]
    assert watches == [["gaze"], []]


@pytest.mark.parametrize(
    ("sense", "kind", "data"),
    [
        ("touch: head", "touch", {"part": "head.rear", "pressed": True}),
        ("word: oui", "word", {"word": "oui"}),
        ("board: pont", "board", {"choice": "pont"}),
        ("card: 12", "card", {"card": "12"}),
        ("face: any", "face", {"seen": True}),
        ("speech: any", "utterance", {"speaking": True}),
    ],
)
def test_any_sense_can_be_waited_for_and_reacted_to(sense: str, kind: str, data: dict[str, object]) -> None:
    waiting = settled(
        FINISH + "start: a\nsteps:\n  a: {do: [{wait: {" + sense + ", limit: 20 s}}], next: fin}\n" + LAST
    )
    waiting.give(kind, data, after_s=1.0)
    assert waiting.told("awaited") == [{"how": "seen"}]
    reacting = settled(
        FINISH
        + "start: a\nsteps:\n  a: {when: [{"
        + sense
        + ", next: fin}], after: {wait: 20 s, next: fin}}\n"
        + LAST
    )
    reacting.give(kind, data, after_s=1.0)
    assert reacting.outcome == "completed"


def test_follow_takes_and_holds_each_pose() -> None:
    played = settled(
        FINISH
        + "start: a\nsteps:\n  a: {do: [{follow: {poses: [arms_up, arms_out], hold: 4 s}}], next: fin}\n"
        + LAST
    )
    poses = [e.data["name"] for e in played.lines if e.kind == "do" and e.data["verb"] == "pose"]
    assert poses == ["arms_up", "arms_out"]
    assert played.now_s >= 8


def test_a_group_goes_through_a_table() -> None:
    played = settled(
        FINISH
        + """
items: {mots: [{id: un, mot: chat}, {id: deux, mot: rat}]}
start: tous
steps:
  tous:
    each: mots
    start: dis
    steps: {dis: {do: [{say: "Voici {item.mot}."}], next: done}}
    next: fin
"""
        + LAST
    )
    assert played.said == ["Voici chat.", "Voici rat."]
    assert [turn["item"] for turn in played.told("turn")] == ["un", "deux"]


def test_a_group_goes_round_the_children_as_often_as_is_said() -> None:
    body = (
        FINISH
        + """
participants: {max: 3, remember: {points: {type: integer, default: 0}}}
settings: {tours: {type: integer, default: 2}}
start: tous
steps:
  tous:
    each: participant
    rounds: = settings.tours
    start: dis
    steps:
      dis:
        do: [{set: {participant.points: = participant.points + 1}}, {note: "{participant.points}"}]
        next: done
    next: fin
"""
        + LAST
    )
    played = settled(body, participants=["P1", "P2"])
    assert [(t["round"], t["participant"]) for t in played.told("turn")] == [
        (1, "P1"),
        (1, "P2"),
        (2, "P1"),
        (2, "P2"),
    ]
    assert [note["text"] for note in played.told("note")] == ["1", "1", "2", "2"]
    nobody = settled(body, participants=[])
    assert (nobody.outcome, nobody.told("turn")) == ("completed", [])


ROUND = HEAD + FINISH + "start: a\nsteps:\n"
GREETING = (
    HEAD.replace("essai", "bonjour")
    + FINISH
    + """
settings: {fois: {type: integer, default: 1}}
data: {n: 0}
start: salut
steps:
  salut:
    do: [{say: "Bonjour."}, {set: {n: = data.n + 1}}]
    next: [{if: data.n < settings.fois, next: salut}, {next: question}]
  question:
    buttons: [{label: "Oui", next: fin}, {label: "Non", next: refus}]
  fin: {do: [{say: "Bien."}], end: completed}
  refus: {end: refused}
"""
)


def using(with_: str = "") -> Protocol:
    """Load a protocol that uses another one, and branches by how that ended."""
    text = (
        ROUND
        + f"  a: {{use: rituels/bonjour.yaml{with_}, next: b}}\n"
        + "  b: {next: [{if: results.a.end == 'refused', next: non}, {next: fin}]}\n"
        + '  non: {do: [{say: "Une autre fois."}], next: fin}\n'
        + LAST
    )
    return load_files({"e.yaml": text.encode(), "rituels/bonjour.yaml": GREETING.encode()}, "e.yaml")


def test_a_used_file_runs_as_a_group_and_its_end_is_an_outcome() -> None:
    played = settled(using())
    played.presses("Oui")
    assert (played.said, played.outcome) == (["Bonjour.", "Bien."], "completed")
    refused = settled(using())
    refused.presses("Non")
    assert refused.said == ["Bonjour.", "Une autre fois."]


def test_a_used_file_takes_settings_and_begins_with_its_own_data() -> None:
    played = settled(using(", with: {fois: 3}"))
    assert played.said == ["Bonjour."] * 3
    assert [source.name for source in using().sources] == ["e.yaml", "rituels/bonjour.yaml"]


def test_the_silence_that_is_everywhere_says_the_question_again() -> None:
    played = settled(
        FINISH
        + """
always: {silence: 30 s}
start: a
steps:
  a:
    do: [{say: "On joue ?"}]
    buttons: [{label: "Oui", next: fin}]
"""
        + LAST
    )
    began = played.now_s
    played.silence()
    assert played.said == ["On joue ?", "On joue ?"]
    assert played.told("quiet") == [{"step": "a"}]
    assert played.now_s >= began + 30
    played.touch("chest", after_s=20.0)
    assert played.journal.deadline == round((played.now_s + 30) * 1e9)


def test_a_silence_can_lead_elsewhere() -> None:
    played = settled(
        FINISH
        + """
always: {silence: {wait: 15 s, do: [{say: "On s'arrête là."}], next: fin}}
start: a
steps:
  a: {do: [{say: "On joue ?"}], buttons: [{label: "Oui", next: fin}]}
"""
        + LAST
    )
    played.silence()
    assert (played.said[-1], played.outcome) == ("On s'arrête là.", "completed")


def test_a_word_and_a_sound_may_begin_together_and_a_board_is_cleared() -> None:
    played = settled(
        FINISH
        + """
start: a
steps:
  a:
    do:
      - {show: {picture: ours.svg, choices: [{word: pont, picture: pont.svg}, bateau]}, say: "Regarde."}
      - {show: nothing}
    buttons: [{label: "Oui", next: fin}]
"""
        + LAST
    )
    boards = played.told("board")
    assert boards[0] == {
        "picture": "ours.svg",
        "choices": ["pont", "bateau"],
        "text": None,
        "highlight": None,
    }
    assert played.view.board is None
    assert protocol_of(FINISH + "start: fin\nsteps:\n" + LAST).elements == {}
