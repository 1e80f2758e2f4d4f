"""What is told afterwards of the times that a session stood still: why, in which order, for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from nao_sessions.console.after.reading import Finished
from nao_sessions.console.after.telling import (
    interruptions,
    summary,
)
from nao_sessions.console.after.view import naming
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.record.results.interruptions import Interruption, InterruptionMoment, read_interruptions
from nao_sessions.robot.names import Pseudonyms
from tests.console.after.after_house import pause, plain

NOBODY = naming(Pseudonyms())


def french(finished: Finished) -> list[str]:
    """Give the summary as it is read."""
    return [plain(text.fr) for text in summary(finished, NOBODY, "fr", UTC)]


def told_of(finished: Finished, *events: Event) -> list[str]:
    """Give what is told of the interruptions of a log."""
    found = replace(finished, events=tuple(events), interruptions=read_interruptions(events))
    return [plain(one.fr) for one in interruptions(found, NOBODY)]


def later(*, seq: int, at_s: float, why: str) -> Event:
    """Give the engine's line of one more reason for which a session stands still."""
    return Event(seq, "out", round(at_s * SECOND_NS), "engine", "paused", {"why": why})


def died(*events: Event) -> tuple[Interruption, ...]:
    """Give the interruptions of a log whose session died after these lines, and that nobody took up."""
    at = events[-1].at + 2 * SECOND_NS
    dead = Event(90, "in", at, "recover", "resumed", {"last_ns": at})
    return read_interruptions([*events, dead, Event(91, "out", at, "engine", "paused", {"why": "crash"})])


def replace_at(events: list[Event], minutes: int) -> list[Event]:
    """Give the pause of some lines as many minutes later, and no end."""
    return [one._replace(at=one.at + 60 * minutes * SECOND_NS) for one in events[1:3]]


def test_what_interrupted_the_session_is_told_with_its_moment(finished: Finished) -> None:
    events = tuple(pause("fell"))
    told = interruptions(replace(finished, events=events, interruptions=read_interruptions(events)), NOBODY)
    assert [plain(one.fr) for one in told] == ["Interruption à 1 min du début : Nao est tombé, pendant 20 s."]


def test_many_interruptions_are_one_sentence(finished: Finished) -> None:
    whys = ("paused", "paused", "stopped", "lost", "paused")
    found = tuple(
        Interruption(n * 60 * SECOND_NS, (n * 60 + 10) * SECOND_NS, why) for n, why in enumerate(whys)
    )
    told = interruptions(replace(finished, events=(), interruptions=found), NOBODY)
    assert [plain(one.fr) for one in told] == [
        "5 interruptions, 50 s en tout : une pause (3 fois), l'adulte a appuyé sur Arrêter, Nao n'a "
        "plus répondu."
    ]


def test_a_stop_of_a_nao_that_was_lost_is_told_with_what_of_the_time_is_its_own(finished: Finished) -> None:
    stop = Event(3, "in", 66 * SECOND_NS, "professional", "command", {"name": "stop"})
    events = pause("lost")
    events[2:2] = [stop, Event(4, "out", 66 * SECOND_NS, "engine", "paused", {"why": "stopped"})]
    found = read_interruptions(events)
    told = interruptions(replace(finished, events=tuple(events), interruptions=found), NOBODY)
    assert [plain(one.fr) for one in told] == [
        "Interruption à 1 min du début : Nao n'a plus répondu, pendant 1 s, puis l'adulte a appuyé "
        "sur Arrêter, "
        "pendant 19 s."
    ]


def test_what_happens_in_an_open_interruption_is_told_in_its_order_with_times_that_add_up(
    finished: Finished,
) -> None:
    begin, paused, goes_on, ended = pause("paused")
    stop = Event(4, "in", 80 * SECOND_NS, "professional", "command", {"name": "stop"})
    halted = later(seq=5, at_s=80, why="stopped")
    fell = later(seq=3, at_s=70, why="fell")
    assert told_of(finished, begin, paused, fell, stop, halted, goes_on, ended) == [
        "Interruption à 1 min du début : une pause, pendant 5 s, puis Nao est tombé, pendant 10 s, puis "
        "l'adulte a appuyé sur Arrêter, pendant 5 s."
    ]
    dead = Event(6, "in", 83 * SECOND_NS, "session", "resumed", {"last_ns": 82 * SECOND_NS})
    crash = later(seq=7, at_s=83, why="crash")
    assert told_of(finished, begin, paused, stop, halted, dead, crash, goes_on, ended) == [
        "Interruption à 1 min du début : une pause, pendant 15 s, puis l'adulte a appuyé sur "
        "Arrêter, pendant 2 s, "
        "puis le programme s'est interrompu, pendant 3 s."
    ]
    lost, back = (
        later(seq=3, at_s=66, why="lost"),
        Event(4, "in", 76 * SECOND_NS, "robot", "back", {}),
    )
    assert told_of(finished, begin, paused, lost, back, goes_on, ended) == [
        "Interruption à 1 min du début : une pause, pendant 1 s, puis Nao n'a plus répondu, pendant 10 s, "
        "puis Nao a répondu de nouveau, pendant 9 s."
    ]
    soon = back._replace(at=round(84.5 * SECOND_NS))
    assert told_of(finished, begin, paused, lost, soon, goes_on, ended) == [
        "Interruption à 1 min du début : une pause, pendant 1 s, puis Nao n'a plus répondu, pendant 19 s."
    ]


def test_what_happens_in_one_of_many_open_interruptions_is_counted_too(finished: Finished) -> None:
    begin, *_ = pause("")
    pauses = [one for n in range(3) for one in replace_at(pause("paused"), n)]
    fell = later(seq=9, at_s=70, why="fell")
    stop = Event(4, "in", 80 * SECOND_NS, "professional", "command", {"name": "stop"})
    halted = later(seq=5, at_s=80, why="stopped")
    assert told_of(finished, begin, pauses[0], fell, stop, halted, *pauses[1:]) == [
        "3 interruptions, 1 min en tout : une pause (3 fois). Pendant une interruption déjà ouverte : Nao "
        "est tombé. Pendant une interruption déjà ouverte : l'adulte a appuyé sur Arrêter, 5 s en tout."
    ]


def test_a_session_that_died_and_was_closed_is_told_as_interrupted_without_a_length(
    finished: Finished,
) -> None:
    """Nobody knows how long a stop lasted whose end no line tells."""
    stop = [
        Event(1, "in", 65 * SECOND_NS, "professional", "command", {"name": "stop"}),
        Event(2, "out", 65 * SECOND_NS, "engine", "paused", {"why": "stopped"}),
    ]
    lost = Event(1, "out", 62 * SECOND_NS, "engine", "paused", {"why": "lost"})

    def told(*events: Event) -> list[str]:
        found = replace(finished, events=tuple(pause("")[:1]), interruptions=died(*events))
        return [plain(one.fr) for one in interruptions(found, NOBODY)]

    begin = pause("")[0]
    assert told(begin) == [
        "Interruption à 2 s du début : le programme s'est interrompu, et la séance n'a pas repris."
    ]
    assert told(begin, *stop) == [
        "Interruption à 1 min du début : l'adulte a appuyé sur Arrêter, puis le programme s'est "
        "interrompu, et la "
        "séance n'a pas repris."
    ]
    assert told(begin, lost, *stop) == [
        "Interruption à 57 s du début : Nao n'a plus répondu, pendant 3 s, puis l'adulte a appuyé "
        "sur Arrêter, puis "
        "le programme s'est interrompu, et la séance n'a pas repris."
    ]
    pauses = [one for n in range(2) for one in (replace_at(pause("paused"), n))]
    assert told(*pauses, *stop) == [
        "3 interruptions, 40 s en tout : une pause (2 fois), l'adulte a appuyé sur Arrêter. La "
        "dernière n'a pas pris "
        "fin : le programme s'est interrompu, et la séance n'a pas repris."
    ]


def test_stops_in_many_interruptions_are_counted_with_who_and_how_long(finished: Finished) -> None:
    whys = ("fell", "lost", "lost", "stopped")
    found = [Interruption(n * 60 * SECOND_NS, (n * 60 + 10) * SECOND_NS, why) for n, why in enumerate(whys)]
    for n, by, after_s in ((0, "head", 4), (1, "stopped", 1), (2, "stopped", 2)):
        halted = InterruptionMoment(found[n].start_ns + after_s * SECOND_NS, by)
        found[n] = replace(found[n], later=(halted,))
    told = interruptions(replace(finished, events=(), interruptions=tuple(found)), NOBODY)
    assert [plain(one.fr) for one in told] == [
        "4 interruptions, 40 s en tout : Nao n'a plus répondu (2 fois), Nao est tombé, l'adulte a appuyé sur "
        "Arrêter. Pendant une interruption déjà ouverte : l'adulte a appuyé sur Arrêter (2 fois), "
        "Nao a été arrêté par "
        "sa tête, 23 s en tout."
    ]
