"""What the page shows, from a recording: times, verdicts, spans, facts; and the page itself as text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nao_sessions.core.events import Event
from nao_sessions.record.additions.destructions import append_destroyed
from nao_sessions.review.replay.app import PreparedReplay, application
from nao_sessions.review.replay.page_model import ReplayPage, page_of
from nao_sessions.review.replay.reading import Pictures, ReplayedSegment, ReplayedSession, Stream
from nao_sessions.review.replay.rows import CODER, Further
from nao_sessions.review.replay.words import clock_time, date
from nao_sessions.room.sync.sync_file import Sync, Verdict
from nao_sessions.room.sync.words import sync_words, uncertainty
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import Localized
from nao_sessions.web.access_policy import AccessPolicy
from tests.review.replay.synthetic_folder import manifest
from tests.review.replay.synthetic_session import scripted_events
from tests.web.asking import ask
from tests.web.attacks import good_request

SECOND_NS = 1_000_000_000
ONE_PICTURE = Pictures(*(np.zeros(1, dtype=np.int64),) * 3)


def _recording(events: list[Event], **facts: Any) -> ReplayedSession:
    return ReplayedSession(Path("nowhere"), {**manifest().model_dump(), **facts}, tuple(events), (), ())


def _page(events: list[Event], **facts: Any) -> ReplayPage:
    return page_of(_recording(events, **facts), "fr", UTC)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("ns", "language", "expected"),
    [
        (0, "fr", "0:00,000"),
        (187_250_000_000, "fr", "3:07,250"),
        (187_250_000_000, "en", "3:07.250"),
        (3_787_250_999_999, "fr", "1:03:07,250"),
        (-1_500_000_000, "fr", "−0:01,500"),
        (-10, "fr", "0:00,000"),
    ],
)
def test_times_are_written_as_on_a_stopwatch(ns: int, language: Language, expected: str) -> None:
    assert clock_time(ns, language) == expected


@pytest.mark.parametrize(
    ("milliseconds", "expected"),
    [(4.0, "±4 ms"), (0.41, "±0,5 ms"), (9.91, "±10 ms"), (41.04, "±42 ms"), (0.0, "±0 ms")],
)
def test_an_uncertainty_is_never_written_as_less_than_it_is(milliseconds: float, expected: str) -> None:
    assert _plain(uncertainty(milliseconds, "fr")) == expected


@pytest.mark.parametrize(
    ("verdict", "spread", "method", "expected"),
    [
        ("measured", 4.0, "clap", "synchro : ±4 ms (95 %), mesurée"),
        ("estimated", 4.0, "marks", "synchro : ±4 ms (95 %), estimée"),
        (
            "estimated",
            4.0,
            "arrival",
            "synchro : ±4 ms (95 %), estimée ; s'y ajoute le retard propre de la caméra, inconnu sans clap",
        ),
        ("absent", None, "accelerated", "synchro : absente (séance accélérée)"),
        ("absent", None, "none", "synchro : absente"),
    ],
)
def test_the_verdict_is_in_words(verdict: Verdict, spread: float | None, method: str, expected: str) -> None:
    assert _plain(sync_words(verdict, method, spread, "fr")) == expected


def test_french_spaces_do_not_break() -> None:
    assert typeset("« Oui » : 4 ms ! 60 %", "fr") == "«\u00a0Oui\u00a0»\u00a0: 4\u00a0ms\u00a0! 60\u00a0%"
    assert typeset("Yes: 4 ms", "en") == "Yes: 4\u00a0ms"


def test_dates_are_written_in_the_readers_zone() -> None:
    moment = datetime(2026, 11, 1, 14, 3, tzinfo=UTC)
    assert date(moment, UTC, "fr") == "1er nov. 2026 à 14:03"
    assert date(moment, UTC, "en") == "1 Nov 2026, 14:03"


def test_what_lasts_has_an_end() -> None:
    events = {event["seq"]: event for event in _page(scripted_events()).data["events"]}
    sentence = next(event for event in scripted_events() if event.data.get("text", "").startswith("Bonjour"))
    touch = next(event for event in scripted_events() if event.kind == "touch")
    steps = [event for event in events.values() if event["lane"] == 0]
    assert events[sentence.seq]["end"] == 6.2 * SECOND_NS
    assert events[touch.seq]["end"] == 12.74 * SECOND_NS
    assert [step["end"] for step in steps] == [step["t"] for step in steps[1:]] + [42.5 * SECOND_NS]


def test_a_touch_whose_end_was_lost_is_a_moment() -> None:
    touch = Event(0, "in", 0, "robot", "touch", {"part": "chest", "pressed": True})
    later = Event(1, "in", 9 * SECOND_NS, "engine", "timer")
    assert "end" not in _page([touch, later]).data["events"][0]


def test_an_event_stands_where_it_happened_not_where_it_was_taken_up() -> None:
    event = Event(0, "in", 5_000, "robot", "word", {"word": "oui"}, t=4_000)
    assert _page([event]).data["events"][0]["t"] == 4_000


def test_the_facts_of_a_session_are_in_words() -> None:
    facts = {label: _plain(value) for label, value in _page(scripted_events()).facts}
    assert facts == {
        "Protocole": "Reconnaître les émotions, version 1.2.0",
        "Date": "24 nov. 2026 à 14:03",
        "Durée": "42 s",
        "Participants": "P07",
        "Ce qui permet d'enregistrer": "répétition entre adultes",
        "Robot": "Nao simulé, système 2.8.7",
        "Réglages": "patience : 10 s",
        "Numéro du tirage au sort": "7",
        "État": "fermée",
        "Programme": "nao_sessions 0.1.0",
    }


def test_of_a_session_without_a_robot_no_nao_is_named() -> None:
    about = {"kind": "none", "system": "none", "simulated": False, "adult_led": True}
    facts = dict(_page([Event(0, "note", 0, "robot", "about", about)]).facts)
    assert facts["Robot"] == "aucun\u00a0: l'adulte a mené"


@pytest.mark.parametrize("participants", [["P07"], ["P07", "P08"]])
@pytest.mark.parametrize("further", [Further(), CODER])
def test_without_a_robot_what_was_to_be_said_and_done_is_not_called_naos(
    participants: list[str], further: Further
) -> None:
    about = Event(9, "note", 0, "robot", "about", {"kind": "none", "simulated": False, "adult_led": True})
    recording = _recording([*_done_by_two(), about], participants=participants)
    lanes = page_of(recording, "fr", UTC, further).data["lanes"]
    assert lanes[:3] == ["Étapes", "À dire", "À faire"]
    assert not [one for one in lanes if "Nao" in one]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "Temps d'attente : 1 min 2,5 s ; Avec images : oui ; tours : 2"),
        ("en", "Waiting time: 1 min 2.5 s; With pictures: yes; tours: 2"),
    ],
)
def test_settings_are_in_the_words_of_the_protocol(language: Language, expected: str) -> None:
    named = {
        "patience": (Localized(fr="Temps d'attente", en="Waiting time"), "duration"),
        "images": (Localized(fr="Avec images", en="With pictures"), "bool"),
    }
    given = {"patience": 62.5, "images": True, "tours": 2}
    recording = replace(_recording([], settings=given), settings=named)
    label = {"fr": "Réglages", "en": "Settings"}[language]
    assert _plain(dict(page_of(recording, language, UTC).facts)[label]) == expected


def test_a_session_without_facts_is_shown() -> None:
    page = page_of(ReplayedSession(Path("x"), {}, (), (), ()), "en", UTC)
    assert page.title == "Session replay"
    assert page.facts == ()


def test_the_length_is_from_begin_to_end_as_after_the_session() -> None:
    events = [
        Event(0, "in", 0, "session", "start"),
        Event(1, "in", 900_000_000, "session", "begin"),
        Event(2, "out", 254_900_000_000, "engine", "ended", {"outcome": "completed"}),
        Event(3, "note", 255_102_000_000, "recorder", "closed", {"name": "room"}),
    ]
    page = _page(events)
    assert _plain(dict(page.facts)["Durée"]) == "4 min 14 s"
    assert page.data["end"] == 255_102_000_000


def test_a_session_of_no_line_is_shown() -> None:
    assert _page([]).data["end"] == SECOND_NS


def test_a_microphone_is_called_one() -> None:
    sync = Sync(Fraction(1, 90_000), 0, 1.0, 4.0, "estimated", "arrival")

    def stream(name: str, file: str) -> Stream:
        return Stream(name, (ReplayedSegment(1, Path(file), sync, ONE_PICTURE),))

    streams = (stream("room", "room.01.mp4"), stream("table", "table.01.m4a"))
    page = page_of(ReplayedSession(Path("x"), {}, (), streams, ()), "fr", UTC)
    assert [told["name"] for told in page.data["streams"]] == ["Caméra room", "Micro table"]


@pytest.mark.parametrize(
    ("verdict", "known_ms", "off_ms"),
    [("estimated", 4.0, 4.0), ("estimated", None, None), ("absent", 4.0, None)],
)
def test_what_is_absent_or_unknown_is_no_small_error(
    verdict: Verdict, known_ms: float | None, off_ms: float | None
) -> None:
    sync = Sync(Fraction(1, 90_000), 0, 1.0, known_ms, verdict, "arrival")
    stream = Stream("room", (ReplayedSegment(1, Path("room.01.mp4"), sync, ONE_PICTURE),))
    data = page_of(ReplayedSession(Path("x"), {}, (), (stream,), ()), "fr", UTC).data
    assert data["streams"][0]["segments"][0]["off_ms"] == off_ms


def test_the_page_says_when_it_is_a_rehearsal() -> None:
    door = AccessPolicy(port=1)
    request = good_request(door, "/")
    for rehearsal in (True, False):
        app = application(
            PreparedReplay.of(_recording(scripted_events(), rehearsal=rehearsal), "fr"), door, "fr"
        )
        html = ask(app, "GET", "/", request.headers).body.decode()
        assert ("badge-rehearsal" in html) == rehearsal
        assert ('class="rehearsal"' in html) == rehearsal


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_stands_in_a_log_cannot_become_part_of_the_page(language: Language) -> None:
    door = AccessPolicy(port=1)
    protocol = {"id": "<i>", "version": "1", "title": "<script>alert(1)</script>"}
    app = application(
        PreparedReplay.of(_recording(scripted_events(), protocol=protocol), language), door, language
    )
    html = ask(app, "GET", "/", good_request(door, "/").headers).body.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
    assert re.findall(r"built-in|object at|None", html) == []


def test_a_sentence_in_a_turn_is_told_with_the_code_of_that_child() -> None:
    events = scripted_events()
    asked = next(event for event in events if "{participant}" in str(event.data.get("text")))
    at = events.index(asked)
    turns = Event(
        0, "out", asked.at, "engine", "turn", {"group": "accueil", "participant": "P12", "number": 2}
    )
    page = _page([*events[:at], turns, *events[at:]], participants=["P07", "P12"])
    told = [_plain(event["text"]) for event in page.data["events"] if "On va jouer" in event["text"]]
    assert told[0] == "Nao dit « Bonjour ‹P12› ! On va jouer ensemble. »"


def _lanes(events: list[Event], **facts: Any) -> tuple[list[str], dict[int, str]]:
    data = page_of(_recording(events, **facts), "fr", UTC, Further()).data
    return data["lanes"], {event["seq"]: data["lanes"][event["lane"]] for event in data["events"]}


def _done_by_two() -> list[Event]:
    choice = {"sense": "board", "value": "mal", "why": "decides", "by": "P08"}
    trial = {
        "number": 1,
        "item": "",
        "answer": "",
        "help": "none",
        "judgement": "correct",
        "latency_ns": None,
    }
    return [
        Event(0, "in", 1, "robot", "touch", {"part": "hand.left", "pressed": True}, participant="P07"),
        Event(1, "out", 2, "engine", "response", {"sense": "touch", "value": "hand.left"}, cause=0),
        Event(2, "in", 3, "board", "board", {"choice": "mal"}, participant="P08"),
        Event(3, "out", 4, "engine", "response", choice, cause=2),
        Event(4, "out", 5, "engine", "trial", {**trial, "child": "P07"}),
        Event(5, "in", 6, "robot", "word", {"word": "stop"}),
        Event(6, "out", 7, "engine", "response", {"sense": "word", "value": "stop"}, cause=5),
        Event(7, "in", 8, "professional", "button", {"id": "fini"}),
    ]


def test_each_child_has_a_lane_and_so_has_what_nobody_is_known_for() -> None:
    names, lanes = _lanes(_done_by_two(), participants=["P07", "P08", "P09"])
    children = ["P07", "P08", "P09", "Enfant non identifié"]
    assert names[3:8] == [*children, "Adulte"]
    assert [lanes[seq] for seq in range(8)] == [
        "P07", "P07", "P08", "P08", "P07", children[-1], children[-1], "Adulte"
    ]  # fmt: skip


def test_where_every_act_is_somebodys_there_is_no_lane_of_nobody() -> None:
    names, _ = _lanes(_done_by_two()[:5], participants=["P07", "P08"])
    assert names[3:6] == ["P07", "P08", "Adulte"]


def test_one_child_and_a_coder_at_work_have_one_lane_of_children() -> None:
    names, lanes = _lanes(_done_by_two()[:2], participants=["P07"])
    assert (names[3], lanes[1]) == ("Enfant", "Enfant")
    assert _page(_done_by_two(), participants=["P07", "P08"]).data["lanes"][3] == "Enfant"


def test_who_judges_or_presses_is_no_child() -> None:
    judged = {
        "number": 1,
        "item": "",
        "answer": "",
        "help": "none",
        "judgement": "correct",
        "latency_ns": None,
    }
    events = [
        *_done_by_two()[:2],
        Event(2, "in", 9, "professional", "command", {"command": "skip", "by": "second"}),
        Event(3, "out", 10, "engine", "trial", {**judged, "child": "", "by": "professional"}, cause=2),
        Event(
            4, "out", 11, "engine", "response", {"sense": "board", "value": "mal", "by": "second"}, cause=2
        ),
    ]
    names, _ = _lanes(events, participants=["P07"])
    assert names[3:5] == ["Enfant", "Adulte"]
    names, _ = _lanes(events, participants=["P07", "P12"])
    assert names[3:7] == ["P07", "P12", "Enfant non identifié", "Adulte"]
    # of an imported session nobody said who took part: those whose events it has
    names, _ = _lanes(
        [*events, *(event._replace(seq=event.seq + 9) for event in _done_by_two()[2:3])], participants=[]
    )
    assert names[3:6] == ["P07", "P08", "Enfant non identifié"]


def test_of_a_film_that_was_destroyed_it_is_not_said_that_there_was_none(tmp_path: Path) -> None:
    recording = ReplayedSession(tmp_path, {}, (), (), ())
    assert page_of(recording, "fr", UTC).data["words"]["no_video"] == "Cette séance n'a pas de vidéo."
    append_destroyed(tmp_path, "2026-11-30T23:12:40Z", ("room/room.01.mp4",))
    assert (
        page_of(recording, "fr", UTC).data["words"]["no_video"] == "La vidéo de cette séance a été détruite."
    )
