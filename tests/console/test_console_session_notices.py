"""What is told beside the protocol: each notice has a severity, a place, and an end that the log gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pytest

from nao_sessions.console.session.notices import SHOWN_FOR_S, Notice, NoticeLog
from nao_sessions.console.session.words import NOTICES, REFUSALS
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from tests.engine.test_session_limit import CLOSING
from tests.engine.test_trials import begun, block
from tests.played import Played

SHOWN_FOR_NS = round(SHOWN_FOR_S * SECOND_NS)


def line(seq: int, direction: str, source: str, kind: str, /, **data: object) -> Event:
    """Give a line of a log whose lines come a second after each other."""
    return Event(seq, direction, seq * SECOND_NS, source, kind, data)  # type: ignore[arg-type]


def notices(
    events: Iterable[Event],
    recorders: Collection[Mapping[str, Any]],
    now_ns: int,
    speed: float = 1.0,
    everywhere: Collection[str] = (),
) -> tuple[Notice, ...]:
    """Return the notices that stand after *events*."""
    log = NoticeLog(speed, everywhere)
    for event in events:
        log.take(event)
    return log.standing(recorders, now_ns)


def told(*events: Event, now_ns: int | None = None, speed: float = 1.0) -> list[tuple[str, str, str]]:
    """Give what stands after some lines: what it is about, how severe it is, where it is shown."""
    now_ns = events[-1].at if now_ns is None else now_ns
    return [(one.id, one.severity, one.place) for one in notices(events, (), now_ns, speed)]


def test_a_refused_press_is_told_until_the_next_one_counts() -> None:
    refused = (
        line(1, "in", "professional", "command", name="prompt", press="a"),
        line(2, "out", "engine", "refused", what="prompt", why="no_trial"),
    )
    assert told(*refused) == [("press", "note", "press")]
    assert told(*refused, line(3, "in", "professional", "command", name="pause", press="b")) == []
    assert told(*refused, line(3, "note", "professional", "mark", press="b")) == []


def test_an_answer_that_nothing_waits_for_any_more_is_told_for_a_while_with_whose_it_is() -> None:
    asked = (
        line(1, "out", "engine", "question", number=1, answers=["bien", "moyen"]),
        line(2, "out", "engine", "trial", number=1, child="V02", judgement=None),
        line(3, "out", "engine", "entered", step="gardee"),
    )
    late = line(4, "out", "engine", "response", sense="board", value="moyen", why="nothing_waits", by="V02")
    [one] = notices([*asked, late], (), late.at)
    assert (one.severity, one.place, one.participant) == ("note", "top", "V02")
    assert one.text.fr == "Réponse non comptée (venue après) de {participant} : moyen"
    assert notices([*asked, late], (), late.at + SHOWN_FOR_NS) == ()
    again = line(10, "out", "engine", "question", number=2, answers=["bien", "moyen"])
    assert notices([*asked, late, again], (), again.at) == ()
    other = line(4, "out", "engine", "response", sense="board", value="chat", why="nothing_waits", by="V02")
    assert notices([*asked, other], (), other.at) == ()


def test_a_mark_that_was_changed_is_told_with_what_it_was() -> None:
    pressed = line(1, "in", "professional", "command", name="judge", press="a")
    changed = line(2, "out", "engine", "rejudged", number=6, was="no_response", judgement="incorrect")
    [one] = notices([pressed, changed], (), changed.at)
    assert (one.place, one.severity) == ("press", "note")
    assert one.text.fr == "Noté autrement : essai 6, non réussi (avant : pas de réponse)."
    same = line(2, "out", "engine", "rejudged", number=6, was="incorrect", judgement="incorrect")
    assert told(pressed, same) == []
    unscored = line(2, "out", "engine", "rejudged", number=6, was=None, judgement="correct")
    [one] = notices([pressed, unscored], (), unscored.at)
    assert one.text.en == "Scored otherwise: trial 6, correct (before: without a score)."


def test_what_a_child_or_a_timer_does_leaves_the_refusal_of_a_press_where_it_is() -> None:
    refused = (
        line(1, "in", "professional", "command", name="prompt"),
        line(2, "out", "engine", "refused", what="prompt", why="no_trial"),
        line(3, "in", "robot", "touch", part="head.front"),
        line(4, "out", "engine", "refused", what="timer", why="not_due"),
    )
    assert told(*refused) == [("press", "note", "press")]


def test_a_refusal_passes_with_the_next_trial_once_it_can_have_been_read() -> None:
    refused = line(10, "out", "engine", "refused", what="prompt", why="no_trial")
    soon, later = (
        line(12, "out", "engine", "question", number=2),
        line(18, "out", "engine", "question", number=2),
    )
    assert told(refused, soon, now_ns=14 * SECOND_NS) == [("press", "note", "press")]
    assert told(refused, soon, now_ns=15 * SECOND_NS) == []
    assert told(refused, later) == []


@pytest.mark.parametrize("speed", [1.0, 20.0])
def test_a_refusal_passes_after_twenty_real_seconds(speed: float) -> None:
    refused = line(1, "out", "engine", "refused", what="prompt", why="no_trial")
    over_ns = refused.at + round(SHOWN_FOR_NS * speed)
    assert told(refused, now_ns=over_ns - 1, speed=speed) == [("press", "note", "press")]
    assert told(refused, now_ns=over_ns, speed=speed) == []


def test_the_newest_refusal_alone_is_told() -> None:
    first = line(1, "out", "engine", "refused", what="prompt", why="no_trial")
    second = line(2, "out", "engine", "refused", what="extend", why="no_limit")
    [one] = notices([first, second], (), second.at)
    assert one.text == REFUSALS["no_limit"]


@pytest.mark.parametrize(
    ("begins", "about", "severity", "ends"),
    [
        (("guard", "robot_lost", {}), "guard_robot", "warning", ("guard", "robot_back", {})),
        (("guard", "robot_lost", {}), "guard_robot", "warning", ("guard", "ready", {"robot": True})),
        (("guard", "ready", {"robot": False}), "guard_robot", "warning", ("guard", "robot_back", {})),
        (("guard", "died", {"code": -9}), "guard", "warning", ("guard", "ready", {"robot": True})),
        (("guard", "failed", {"text": "x"}), "guard", "alarm", ("guard", "ready", {"robot": True})),
        (("guard", "still", {"doing": ["say"]}), "still", "alarm", ("guard", "quiet", {})),
        (("recorder", "disk", {"state": "low"}), "disk", "warning", ("session", "resumed", {})),
        (("recorder", "disk", {"state": "full"}), "disk", "alarm", ("session", "resumed", {})),
        (("recorder", "disk_full", {"name": "room"}), "disk", "alarm", ("session", "resumed", {})),
    ],
)
def test_what_is_so_is_told_for_as_long_as_it_is_so(
    begins: tuple[str, str, dict[str, object]],
    about: str,
    severity: str,
    ends: tuple[str, str, dict[str, object]],
) -> None:
    first = line(1, "note", begins[0], begins[1], **begins[2])
    assert told(first, now_ns=3600 * SECOND_NS) == [(about, severity, "top")]
    assert told(first, line(2, "note", ends[0], ends[1], **ends[2])) == []


def test_a_halt_that_is_not_through_is_told_until_a_person_goes_on() -> None:
    still = line(1, "note", "guard", "still", doing=["no answer"])
    assert told(still) == [("still", "alarm", "top")]
    assert told(still, line(2, "out", "engine", "continued", by="resume", paused_ns=1)) == []


def test_a_disk_that_has_room_again_says_so_for_a_while_and_a_full_one_takes_the_place_of_a_filling_one() -> (
    None
):
    low = line(1, "note", "recorder", "disk", state="low", free_bytes=10, minutes_left=9)
    full = line(2, "note", "recorder", "disk", state="full", free_bytes=0, minutes_left=0)
    again = line(3, "note", "recorder", "disk", state="well_again", free_bytes=10**9, minutes_left=90)
    assert told(low, full) == [("disk", "alarm", "top")]
    assert told(low, full, again) == [("disk", "note", "top")]
    assert told(low, full, again, now_ns=again.at + SHOWN_FOR_NS) == []


def test_a_camera_that_does_not_record_is_told_by_its_name_for_as_long_as_the_devices_say_so() -> None:
    devices = [{"name": "table", "records": False}, {"name": "room", "records": True}]
    [one] = notices([], devices, 0)
    assert (one.id, one.severity) == ("recorder table", "warning")
    assert "« table »" in one.text.fr
    assert notices([], [{"name": "table", "records": True}], 0) == ()


@pytest.mark.parametrize(
    ("kind", "data"),
    [("no_ground", {"recorder": "sound:room", "why": ["silent"]}), ("sound_over", {"name": "room"})],
)
def test_a_camera_that_films_without_its_sound_says_so_all_through(kind: str, data: dict[str, Any]) -> None:
    about = line(4, "note", "session", kind, **data)
    [one] = notices([about], (), 3600 * SECOND_NS)
    assert (one.id, one.severity, one.place) == ("mute room", "note", "top")
    assert one.text.en.startswith("'room' films without its sound")
    of_picture = line(4, "note", "session", "no_ground", recorder="camera:room", why=["silent"])
    assert notices([of_picture], (), 0) == ()


def test_what_is_told_of_a_recording_ends_with_it() -> None:
    mute = line(4, "note", "session", "sound_over", name="room")
    [thin] = [
        one
        for one in notices([], [{"name": "room", "records": True, "frames": 900, "dropped": 100}], 0)
        if one.id == "thin room"
    ]
    assert thin.severity == "note"
    over = line(5, "note", "session", "film_over", name="room", why="unlisted")
    told = NoticeLog(1.0, frozenset())
    told.take(mute)
    told.standing([{"name": "room", "records": True, "frames": 900, "dropped": 100}], 0)
    told.take(over)
    assert [one.id for one in told.standing([], 0)] == ["film_over room"]


def test_alarms_come_first_and_of_two_alike_the_newer_one() -> None:
    lines = (
        line(1, "note", "guard", "robot_lost"),
        line(2, "out", "engine", "error", code="action_failed", verb="gesture"),
        line(3, "note", "recorder", "disk", state="low", minutes_left=9),
        line(4, "note", "guard", "still", doing=[]),
    )
    assert [one[0] for one in told(*lines)] == ["still", "disk", "guard_robot", "action"]


def test_a_sentence_that_failed_is_told_by_the_pause_and_a_gesture_that_failed_by_a_notice() -> None:
    speech = line(1, "out", "engine", "error", code="speech_failed", verb="say")
    gesture = line(2, "out", "engine", "error", code="action_failed", verb="gesture")
    assert told(speech) == []
    assert told(speech, gesture) == [("action", "note", "top")]


def test_that_nao_may_hear_no_word_is_told_until_it_listens_again() -> None:
    first = line(1, "out", "engine", "do", id="a1", verb="listen", words=["stop", "chat"])
    failed = line(2, "out", "engine", "error", code="action_failed", action="a1")
    other = line(3, "in", "robot", "done", action="a2", how="finished")
    again = line(4, "out", "engine", "do", id="a3", verb="listen", words=["stop"])
    heard = line(5, "in", "robot", "done", action="a3", how="finished")
    assert told(first, failed) == [("deaf", "warning", "top")]
    assert told(first, failed, other, again) == [("deaf", "warning", "top")]
    assert told(first, failed, other, again, heard) == []
    nothing = line(4, "out", "engine", "do", id="a3", verb="listen", words=[])
    assert told(first, failed, nothing) == []


def test_that_a_question_was_passed_over_is_told() -> None:
    trial = {"judgement": None, "way": "professional"}
    assert told(line(1, "out", "engine", "trial", answer="", **trial)) == [("press", "note", "press")]
    assert told(line(1, "out", "engine", "trial", answer="oui", **trial)) == []


def test_the_log_of_a_whole_trial_leaves_no_notice_and_a_refusal_in_it_one() -> None:
    played = begun(block())
    assert notices(played.lines, (), round(played.now_s * SECOND_NS)) == ()
    played.commands("extend")
    played.commands("change")
    assert [one.text for one in notices(played.lines, (), round(played.now_s * SECOND_NS))] == [
        REFUSALS["not_in_protocol"]
    ]
    played.judges("yes")
    assert notices(played.lines, (), round(played.now_s * SECOND_NS)) == ()


def test_five_minutes_more_are_told_under_a_limit_and_refused_without_one() -> None:
    for head, words in (
        ("duration: {expected: 5 min, limit: 40 min}\n", NOTICES["extended"]),
        ("", REFUSALS["no_limit"]),
    ):
        played = begun(block(head=head))
        played.commands("extend")
        [one] = notices(played.lines, (), round(played.now_s * SECOND_NS))
        assert (one.text, one.place) == (words, "press")


@pytest.mark.parametrize("way", ["goto", "finish", "button"])
def test_a_trial_that_is_left_open_is_told_on_the_spot_not_to_be_scored(way: str) -> None:
    played = begun(block(step='buttons: [{label: "Suite", next: fin}]\nnext: fin\n'))
    if way == "button":
        played.press("Suite", after_s=0.5)
    else:
        played.command(way, after_s=0.5, **({"step": "fin"} if way == "goto" else {}))
    assert played.judgements == ["void"]
    [one] = notices(played.lines, (), round(played.now_s * SECOND_NS))
    assert (one.text, one.place) == (NOTICES["left_trial"], "press")


def test_a_trial_that_she_scores_as_void_herself_is_no_news() -> None:
    played = begun(block())
    played.command("judge", after_s=0.5, **{"as": "void"})
    assert played.judgements == ["void"]
    assert notices(played.lines, (), round(played.now_s * SECOND_NS)) == ()


STOP = 'always: {when: [{word: [stop], do: [{say: "On fait une pause."}], next: fin}]}\n'


def test_a_word_that_is_listened_for_everywhere_is_told_with_what_became_of_the_trial() -> None:
    """The child's « stop », heard or misheard, is why Nao does something else."""
    played = begun(block(head=STOP))
    played.says("stop")
    assert played.judgements == ["void"]
    [one] = notices(played.lines, (), 3600 * SECOND_NS)
    assert one.text == NOTICES["heard_left"].format(word="stop")
    assert (one.severity, one.place) == ("warning", "top")
    played.commands("repeat")
    assert [one.id for one in notices(played.lines, (), 3600 * SECOND_NS)] == []


@pytest.mark.parametrize(
    ("pause", "way_out"),
    [
        ("pause", "Terminer."),
        ("stop", "Plus, puis Fermer tout de suite."),
    ],
)
def test_a_stop_that_comes_in_a_pause_is_told_with_what_the_adult_may_do(pause: str, way_out: str) -> None:
    """What the adult does next puts the question again to a child who has just said stop."""
    played = begun(block(head=STOP))
    played.commands(pause)
    played.says("fruit")
    assert notices(played.lines, (), 3600 * SECOND_NS, everywhere={"stop"}) == ()
    played.says("stop")
    [one] = notices(played.lines, (), 3600 * SECOND_NS, everywhere={"stop"})
    assert (one.severity, one.place) == ("warning", "top")
    assert one.text.fr == (
        "Nao a entendu « stop ». La séance est en pause : rien n'en suit, et Reprendre continue là où elle "
        f"en était. Pour arrêter là : {way_out}"
    )
    played.commands("resume")
    assert [one.id for one in notices(played.lines, (), 3600 * SECOND_NS, everywhere={"stop"})] == []


def test_a_stop_that_comes_while_nao_is_lost_offers_no_goodbye() -> None:
    played = begun(block(head=STOP))
    played.give("lost", {})
    played.says("stop")
    [one] = notices(played.lines, (), 3600 * SECOND_NS, everywhere={"stop"})
    assert "Terminer" not in one.text.fr


def test_a_word_of_a_step_is_the_way_on_and_no_news() -> None:
    played = Played(
        "commands: {finish: {next: fin}}\nstart: accueil\nsteps:\n  accueil:\n"
        "    when: [{word: [bonjour], next: fin}]\n    after: {wait: 20 s, next: fin}\n"
        "  fin: {do: [{say: 'Fini.'}], end: completed}\n"
    )
    played.says("bonjour")
    assert played.state.outcome == "completed"
    assert notices(played.lines, (), round(played.now_s * SECOND_NS)) == ()


def test_a_finish_after_an_easy_trial_says_what_it_will_do_unless_it_is_done_at_once() -> None:
    played = begun(block())
    played.judges("yes")
    played.commands("finish", after="easy_trial")
    [one] = notices(played.lines, (), round(played.now_s * SECOND_NS))
    assert (one.text, one.place) == (NOTICES["easy_trial"], "press")
    at_once = begun(block())
    at_once.commands("finish", after="easy_trial")
    [left] = notices(at_once.lines, (), round(at_once.now_s * SECOND_NS))
    assert left.text == NOTICES["no_easy_trial_left"]
    played.judges("yes")
    assert played.told("question")[-1]["number"] == 3  # the easy trial; then the end, as was said
    played.judges("yes")
    assert played.outcome == "completed"
    assert NOTICES["no_easy_trial"] not in [
        one.text for n in range(len(played.lines)) for one in notices(played.lines[: n + 1], (), 0)
    ]


@pytest.mark.parametrize("press", ["resume", "extend"])
def test_the_limit_is_told_in_a_pause_too_until_more_time_is_given_or_the_end_begins(press: str) -> None:
    def time(played: Played) -> list[tuple[str, str]]:
        standing = notices(played.lines, (), round(played.now_s * SECOND_NS))
        return [(one.severity, one.text.fr) for one in standing if one.id == "time"]

    played = Played(CLOSING % "")
    played.settle()
    played.commands("pause")
    assert time(played) == []
    played.wait()
    [(severity, near)] = time(played)
    assert (severity, near.partition(".")[0]) == ("warning", "Le temps permis s'achève dans 2 min au plus")
    played.wait()
    assert played.state.paused
    [(severity, over)] = time(played)
    assert (severity, over.partition(" :")[0]) == ("warning", "Le temps permis est écoulé")
    played.commands(press)
    assert time(played) == []


LOST = line(1, "in", "robot", "lost", why="no answer")
UNSENT = line(2, "in", "guard", "halted", why="page", stages={"latch": 5, "sent": None})


def test_a_stop_that_has_not_reached_nao_says_so_at_once_and_not_that_nao_moves() -> None:
    [one] = notices([LOST, UNSENT], (), UNSENT.at)
    assert (one.text, one.severity) == (NOTICES["stop_unsent"], "alarm")
    unanswered = line(3, "note", "guard", "still", doing=["no answer"], stages={"latch": 5, "sent": None})
    [still] = notices([LOST, UNSENT, unanswered], (), unanswered.at)
    assert still.text == NOTICES["stop_unsent"]
    assert told(LOST, UNSENT, unanswered, line(4, "note", "guard", "quiet")) == []


def test_a_stop_of_a_guard_without_a_link_goes_by_the_session_s() -> None:
    assert told(UNSENT) == []
    asked = line(3, "note", "guard", "still", doing=["no answer"], stages={"latch": 5, "sent": None})
    [unknown] = notices([UNSENT, asked], (), asked.at)
    assert unknown.text == NOTICES["still_unknown"]


def rolling(seq: int, from_s: float) -> Event:
    """Give the line of a camera whose file begins."""
    return line(seq, "note", "recorder", "rolling", name="room", **{"from": round(from_s * SECOND_NS)})


def test_a_hole_in_the_film_is_told_once_when_the_camera_records_again() -> None:
    hole = {"from": round(129.5 * SECOND_NS), "to": round(145.7 * SECOND_NS)}
    gap = line(149, "note", "recorder", "gap", name="room", **hole)
    [one] = notices([rolling(4, 4.0), gap], (), gap.at)
    assert one.text == NOTICES["film_missing"].format(name="room", seconds=16)
    assert (one.severity, one.place) == ("note", "top")
    assert told(rolling(4, 4.0), gap, rolling(150, 145.7), now_ns=gap.at + SHOWN_FOR_NS) == []
    seam = line(151, "note", "recorder", "gap", name="room", **{"from": 0, "to": SECOND_NS // 10})
    assert told(rolling(4, 4.0), seam) == []


def test_what_an_interruption_of_the_session_cost_of_the_film_is_not_told_before_it_is_known() -> None:
    """The recorder of the session that died may film on, longer than the new one needs to begin."""
    resumed = line(281, "in", "session", "resumed", last_ns=224 * SECOND_NS)
    [one] = notices([rolling(4, 4.0), resumed, rolling(285, 284.7)], (), 285 * SECOND_NS)
    assert one.text == NOTICES["film_again"].format(name="room")
    assert not any(sign.isdigit() for words in (one.text.fr, one.text.en) for sign in words)
    assert told(rolling(4, 4.0), resumed, rolling(285, 284.7), now_ns=285 * SECOND_NS + SHOWN_FOR_NS) == []
    assert told(resumed, rolling(285, 284.7)) == []  # of this camera nothing was recorded before


def test_a_film_with_many_pictures_missing_is_told_once() -> None:
    log = NoticeLog()
    few = [{"name": "room", "records": True, "frames": 80, "dropped": 20}]
    many = [{"name": "room", "records": True, "frames": 800, "dropped": 200}]
    well = [{"name": "room", "records": True, "frames": 990, "dropped": 10}]
    assert log.standing(few, 0) == log.standing(well, 0) == ()
    [one] = log.standing(many, SECOND_NS)
    assert one.text == NOTICES["film_thin"].format(name="room", percent=20)
    assert one.severity == "note"
    assert log.standing(many, SECOND_NS + SHOWN_FOR_NS) == ()


def test_without_a_robot_what_is_to_be_said_is_told_until_it_has_been_said() -> None:
    log = NoticeLog()
    log.take(line(1, "note", "robot", "about", kind="none"))
    log.take(line(2, "out", "engine", "do", id="a1", verb="say", text="Bonjour {participant} !"))
    assert log.to_do is not None
    assert "Bonjour {participant} !" in log.to_do.fr
    log.take(line(3, "in", "robot", "done", action="a1", how="finished"))
    assert log.to_do is None


def test_with_a_robot_nothing_is_the_adults_to_do() -> None:
    log = NoticeLog()
    log.take(line(1, "note", "robot", "about", kind="nao"))
    log.take(line(2, "out", "engine", "do", id="a1", verb="say", text="Bonjour !"))
    assert log.to_do is None


def test_a_session_that_goes_on_tells_nothing_of_what_was_told_before_it_broke_off() -> None:
    before = (
        line(1, "note", "recorder", "disk", state="low", minutes_left=9),
        line(2, "out", "engine", "refused", what="prompt", why="no_trial"),
        line(3, "note", "guard", "still", doing=[]),
    )
    assert told(*before, line(4, "in", "session", "resumed")) == []


def test_every_notice_is_there_in_both_languages() -> None:
    for text in NOTICES.values():
        assert text.fr
        assert text.en
