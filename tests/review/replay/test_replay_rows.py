"""What stands on the timeline beside the log: codings, live judgements, what if, corrections, latencies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nao_sessions.cli.replay import seconds_of
from nao_sessions.cli.replay_what_if import with_what_if
from nao_sessions.core.errors import UsageError
from nao_sessions.core.events import Event
from nao_sessions.record.additions.corrections import RecordCorrection
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.telemetry.samples import TelemetryFile
from nao_sessions.review.coding.rows import coding_rows
from nao_sessions.review.replay.app import Curve, body_curves
from nao_sessions.review.replay.imported import imported_rows
from nao_sessions.review.replay.page_model import page_of
from nao_sessions.review.replay.reading import ReplayedSession, read_recording
from nao_sessions.review.replay.rows import CODER, Further
from tests.review.replay.synthetic_folder import make_folder, manifest
from tests.review.replay.synthetic_session import scripted_events

SECOND_NS = 1_000_000_000
GOLDEN = Path(__file__).parents[2] / "sessions"
CODED = GOLDEN / "coded"


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_each_coder_has_a_row_a_group_of_behaviours() -> None:
    rows = coding_rows(CODED, read_recording(CODED).events)
    titles = [row.title.fr for row in rows if row.kind == "coding"]
    assert titles[:3] == ["C01 · Regard", "C01 · Engagé", "C01 · Points"]
    gaze = rows[0].marks[0]
    assert gaze.until_ns is not None
    assert (gaze.at_ns, gaze.label is not None) == (SECOND_NS, True)
    assert "P07" in gaze.text.fr


def test_a_coding_that_cannot_be_read_is_told_and_takes_no_other_with_it(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, scripted_events(), pieces=())
    (folder / "annotations").mkdir()
    (folder / "annotations" / "C01.jsonl").write_text("not a line\n", encoding="utf-8")
    (folder / "annotations" / "C02.jsonl").write_bytes((CODED / "annotations" / "C02.jsonl").read_bytes())
    rows = coding_rows(folder, scripted_events())
    assert rows[0].title.en == "C01: a coding that cannot be read"
    # without its scheme the codes stand as they were written
    assert {row.title.fr for row in rows[1:]} >= {"C02 · Points", "C02 · looks_nao"}


def test_settings_have_the_labels_of_the_protocol_that_ran() -> None:
    label, kind = read_recording(GOLDEN / "fresh").settings["patience"]
    assert (label.fr, kind) == ("Délai de réponse accordé", "duration")


def test_two_children_who_were_coded_have_rows_of_their_own(tmp_path: Path) -> None:
    coded = (CODED / "annotations" / "C01.jsonl").read_text(encoding="utf-8").splitlines()
    (tmp_path / "annotations").mkdir()
    lines = [json.loads(line) for line in coded[:2]]
    for child, (start_s, stop_s) in {"P07": (3, 15), "P08": (9, 21)}.items():
        of = {"subject": child, "start_ns": start_s * SECOND_NS, "stop_ns": stop_s * SECOND_NS, "open": False}
        lines.append({**lines[1], "act": len(lines) + 1, "id": child, **of})
    written = "".join(json.dumps(line) + "\n" for line in [lines[0], *lines[2:]])
    (tmp_path / "annotations" / "C01.jsonl").write_text(written, encoding="utf-8")
    rows = coding_rows(tmp_path, [])
    assert [
        (row.title.fr, [(m.at_ns // SECOND_NS, (m.until_ns or 0) // SECOND_NS) for m in row.marks])
        for row in rows
    ] == [
        ("C01 · P07 · looks_nao", [(3, 15)]),
        ("C01 · P08 · looks_nao", [(9, 21)]),
    ]


def _trial(seq: int, judgement: str, **data: Any) -> Event:
    record = {"step": "jeu", "number": 1, "item": "pomme", "answer": "fruit", "help": "none", **data}
    record |= {"judgement": judgement, "latency_ns": None}
    return Event(seq, "out", 9 * SECOND_NS, "engine", "trial", record)


def test_what_was_judged_and_marked_live_is_a_row() -> None:
    mark = Event(2, "note", 4 * SECOND_NS, "professional", "mark", {"label": "rire"})
    (row,) = coding_rows(Path("nowhere"), [mark, _trial(3, "correct", child="P07")])
    assert (row.kind, [one.text.fr for one in row.marks]) == (
        "live",
        ["Repère · rire", "réussi · P07 · pomme"],
    )


def _coded(seq: int, at_s: float, kind: str = "event", who: str | None = "P07", **data: Any) -> Event:
    return Event(seq, "note", round(at_s * SECOND_NS), "import", kind, data, participant=who)


def _tier(name: str, number: int) -> dict[str, Any]:
    return {"tier": name, "original": {"tier": str(number)}}


def test_each_tier_that_was_imported_has_a_row_in_the_order_of_its_file() -> None:
    events = [
        Event(0, "note", 0, "import", "imported", {"file": "s.eaf", "events": 5}),
        _coded(1, 1, code="le", end_ns=2 * SECOND_NS, **_tier("mot", 1)),
        _coded(2, 1, code="le chat", end_ns=3 * SECOND_NS, **_tier("phrase", 0)),
        _coded(3, 2, "blank", end_ns=3 * SECOND_NS, **_tier("mot", 1)),
        _coded(4, 4, code="oui", end_ns=5 * SECOND_NS, **_tier("regard", 2)),
        _coded(5, 4, who=None, subject="adult", code="non", end_ns=5 * SECOND_NS, **_tier("regard", 3)),
    ]
    rows = imported_rows(_recording(events))
    assert [row.title.en for row in rows] == ["phrase", "mot", "regard · P07", "regard · Adult"]
    one, blank = rows[1].marks
    assert (one.at_ns, one.until_ns, one.label and one.label.fr) == (SECOND_NS, 2 * SECOND_NS, "le")
    assert (blank.until_ns, blank.label, blank.text.en) == (3 * SECOND_NS, None, "P07: (without text) · mot")


def test_states_of_a_table_without_tiers_do_not_cover_each_other() -> None:
    events = [
        _coded(1, 1, code="sourit"),
        _coded(2, 1, code="regarde", end_ns=9 * SECOND_NS),
        _coded(3, 2, code="parle", open=True),
        _coded(4, 3, code="pointe"),
    ]
    rows = imported_rows(_recording(events))
    assert [(row.title.fr, len(row.marks)) for row in rows] == [("regarde", 1), ("parle", 1), ("Moments", 2)]
    assert rows[1].marks[0].faint
    assert imported_rows(_recording(scripted_events())) == ()


def _recording(events: list[Event], **more: Any) -> ReplayedSession:
    return replace(ReplayedSession(Path("nowhere"), manifest().model_dump(), tuple(events), (), ()), **more)


def test_a_correction_is_told_beside_what_was_judged() -> None:
    correction = RecordCorrection(
        3, "judgement", "correct", "incorrect", "professional", "2026-11-24T15:00:00Z", "vidéo"
    )
    recording = _recording([_trial(3, "correct")], corrections=(correction,))
    page = page_of(recording, "fr", UTC, Further())
    (trial,) = page.data["events"]
    assert _plain(trial["text"]) == (
        "Essai 1 : réussi, « fruit » – corrigé après la séance : non réussi (jugé en séance : réussi), "
        "« vidéo »"
    )
    assert trial["label"] == "non réussi"
    assert ("Corrections", "un jugement changé après la séance ; celui d'alors reste montré") in [
        (label, _plain(value)) for label, value in page.facts
    ]
    assert page_of(recording, "en", UTC, Further()).data["events"][0]["text"].endswith(", “vidéo”")
    # a coder at work is told nothing of it
    coder = page_of(recording, "fr", UTC, CODER)
    assert _plain(coder.data["events"][0]["text"]) == "Essai 1 : réussi, « fruit »"
    assert "Corrections" not in dict(coder.facts)


def test_a_correction_that_was_taken_back_is_told_as_that_and_counts_as_none() -> None:
    there, back = (
        RecordCorrection(3, "judgement", old, new, "professional", "2026-11-24T15:00:00Z")
        for old, new in (("correct", "incorrect"), ("incorrect", "correct"))
    )
    page = page_of(_recording([_trial(3, "correct")], corrections=(there, back)), "fr", UTC, Further())
    assert _plain(page.data["events"][0]["text"]) == (
        "Essai 1 : réussi, « fruit » – corrigé, puis remis comme jugé en séance"
    )
    assert _plain(dict(page.facts)["Corrections"]) == "aucune qui compte"


def test_an_author_who_was_taken_back_is_told_as_that() -> None:
    def page(*new: str) -> str:
        said = tuple(
            RecordCorrection(3, "by", "", one, "professional", "2026-11-24T15:00:00Z", "") for one in new
        )
        recording = _recording([_trial(3, "correct", by="P07")], corrections=said)
        return _plain(page_of(recording, "fr", UTC, Further()).data["events"][0]["text"])

    told = "Essai 1 : réussi, « fruit » – réponse attribuée après la séance"
    assert page("P12") == f"{told} : P12"
    assert page("P12", "") == f"{told}, puis remise comme en séance : P07"


def test_only_changed_judgements_and_answers_that_were_given_are_counted_as_corrected() -> None:
    def said(seq: int, new: str) -> RecordCorrection:
        return RecordCorrection(seq, "by", "", new, "professional", "2026-11-24T15:00:00Z", "")

    recording = _recording(
        [_trial(3, "correct"), _trial(4, "correct", number=2), _trial(5, "no_response", answer="", number=3)],
        corrections=(said(3, "P07"), said(4, "unknown"), said(5, "P07")),
    )
    page = page_of(recording, "fr", UTC, Further())
    assert _plain(dict(page.facts)["Corrections"]) == (
        "une réponse attribuée après la séance ; une réponse dont on a dit ne pas savoir de qui elle est"
    )
    assert "P07" not in page.data["events"][2]["text"]


def test_who_answered_is_counted_also_of_a_trial_that_rests_on_no_response() -> None:
    def said(seq: int) -> RecordCorrection:
        return RecordCorrection(seq, "by", "", "P07", "professional", "2026-11-24T15:00:00Z", "")

    recording = _recording(
        [_trial(3, "void"), _trial(4, "refused", number=2)],
        corrections=(said(3), said(4)),
    )
    facts = dict(page_of(recording, "fr", UTC, Further()).facts)
    assert _plain(facts["Corrections"]).endswith("2 réponses attribuées après la séance")


def test_an_answer_before_the_last_help_is_not_told_as_that_of_a_trial_without_a_response() -> None:
    page = page_of(_recording([_trial(3, "no_response", help="model")]), "fr", UTC, Further())
    assert _plain(page.data["events"][0]["text"]) == "Essai 1 : pas de réponse, « fruit » d'abord, modèle"


def test_corrections_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, scripted_events(), pieces=())
    (folder / "corrections.jsonl").write_text('{"seq": "x"}\n', encoding="utf-8")
    assert "corrections.jsonl" in read_recording(folder).troubles[-1].en


def _answered() -> list[Event]:
    say = {"id": "a1", "verb": "say", "text": "Touche ma main."}
    return [
        Event(0, "out", SECOND_NS, "engine", "do", say),
        Event(1, "in", 3 * SECOND_NS, "robot", "done", {"action": "a1", "how": "finished"}),
        Event(2, "in", 5 * SECOND_NS, "robot", "touch", {"part": "hand.left", "pressed": True}),
        Event(
            3, "out", 5 * SECOND_NS, "engine", "response",
            {"sense": "touch", "value": "hand.left", "why": "taken", "latency_ns": 2 * SECOND_NS}, cause=2,
        ),
    ]  # fmt: skip


def _told(folder: Path, seq: int) -> Mapping[str, Any]:
    events = page_of(read_recording(folder), "fr", UTC).data["events"]
    return next(event for event in events if event["seq"] == seq)


def test_a_latency_has_its_beginning_and_how_far_off_that_may_be(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, _answered(), pieces=())
    by_the_robot = _told(folder, 3)
    assert by_the_robot["took"] == {"from": 3 * SECOND_NS, "to": 5 * SECOND_NS, "spread": 300_000_000}
    assert _plain(by_the_robot["text"]).endswith("latence 2,0 s ± 0,3 (supposé), d'après le robot")
    answer = {
        "seq": 3, "latency_ns": 1_900_000_000, "answered_ns": 5 * SECOND_NS,
        "uncertainty_ms": 30.0, "coverage": 0.95, "method": "sound", "why": None,
    }  # fmt: skip
    record = {"format": 1, "answers": [answer]}
    (folder / "latencies.json").write_text(json.dumps(record), encoding="utf-8")
    in_the_sound = _told(folder, 3)
    assert in_the_sound["took"] == {"from": 3_100_000_000, "to": 5 * SECOND_NS, "spread": 30_000_000}
    assert _plain(in_the_sound["text"]).endswith("latence 1,90 s ± 0,03 (95 %), mesurée dans le son")


def test_another_version_stands_beside_the_session_up_to_where_they_part(tmp_path: Path) -> None:
    folder = SessionFolder.open(GOLDEN / "fresh")
    entry = folder.read_manifest().protocol.entry
    same = tmp_path / entry
    for name, content in folder.protocol_files().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    found = with_what_if(Further(), folder.path, same)
    assert found.parting is not None
    assert (found.parting.at_ns, found.parting.lines, found.parting.first_ns) == (None, (), None)
    assert [row.title.en for row in found.rows] == ["What if: steps", "What if: course"]
    assert not any(mark.faint for row in found.rows for mark in row.marks)
    entered = [event.at for event in read_recording(folder.path).events if event.kind == "entered"]
    assert [mark.at_ns for mark in found.rows[0].marks] == pytest.approx(entered, abs=50_000_000)

    said = next(e.data["text"] for e in read_recording(folder.path).events if e.data.get("verb") == "say")
    text = same.read_text(encoding="utf-8")
    assert said in text
    same.write_text(text.replace(said, "Tout autre chose."), encoding="utf-8")
    parted = with_what_if(Further(), folder.path, same)
    assert parted.parting is not None
    assert parted.parting.at_ns is not None
    assert "Tout autre chose." in parted.parting.lines[1].fr
    assert any(mark.faint for row in parted.rows for mark in row.marks)


def test_a_curve_gives_the_greatest_of_each_column_and_nothing_for_a_gap() -> None:
    curve = Curve(np.array([0, 10, 20, 70]), (np.array([1.0, 5.0, 2.0, 7.0]),), hold_ns=10)
    assert curve.columns(0, 100, 10) == [[1.0, 5.0, 2.0, None, None, None, None, 7.0, None, None]]
    assert curve.columns(0, 100, 2) == [[5.0, 7.0]]
    assert curve.columns(12, 18, 3) == [[5.0, 5.0, 5.0]]
    nothing = np.zeros(0, dtype=np.int64)
    assert Curve(nothing, (nothing.astype(float),), 1).columns(0, 10, 2) == [[None, None]]


def test_heat_and_battery_are_curves_and_other_samples_are_not(tmp_path: Path) -> None:
    folder = SessionFolder(make_folder(tmp_path, scripted_events(), pieces=()))
    file = TelemetryFile(folder.telemetry_raw)
    file.append(SECOND_NS, 0, "joints", {"joint_HeadYaw_rad": 0.5})
    power = {"heat_LKneePitch_celsius": 71.0, "heat_LKneePitch_status": 1, "heat_HeadYaw_celsius": 40.0}
    file.append(5 * SECOND_NS, 0, "power", {"battery_percent": 82, **power})
    file.close()
    curves = body_curves(folder.path)
    assert curves["heat"].columns(0, 10 * SECOND_NS, 2)[:2] == [[None, 71.0], [None, 1.0]]
    assert curves["battery"].columns(0, 10 * SECOND_NS, 2) == [[None, 82.0]]
    recording = read_recording(folder.path)
    assert [one["id"] for one in page_of(recording, "fr", UTC, Further()).data["curves"]] == [
        "heat",
        "battery",
    ]
    curves = page_of(recording, "en", UTC, Further()).data["curves"]
    assert [(one["scale"], [_plain(end) for end in one["ends"]]) for one in curves] == [
        ([20, 90], ["90 °C", "20 °C"]),
        ([0, 100], ["100%", "0%"]),
    ]
    assert page_of(recording, "fr", UTC, CODER).data["curves"] == []


@pytest.mark.parametrize(
    ("written", "seconds"), [("3:07.25", 187.25), ("187,25", 187.25), ("1:00:01", 3601), ("0", 0)]
)
def test_a_moment_is_written_as_the_clock_writes_it(written: str, seconds: float) -> None:
    assert seconds_of(written) == seconds


def test_what_is_no_moment_is_refused() -> None:
    with pytest.raises(UsageError):
        seconds_of("soon")


def test_what_was_imported_is_not_drawn_a_second_time_on_the_lanes_of_the_log() -> None:
    """Four hundred annotations beside their rows were one solid bar; the list tells them as before."""
    events = [
        Event(0, "note", 0, "import", "imported", {"file": "s.eaf", "events": 2}),
        _coded(1, 1, code="le", end_ns=2 * SECOND_NS, **_tier("mot", 1)),
        _coded(2, 4, who=None, subject="adult", code="non", end_ns=5 * SECOND_NS, **_tier("regard", 3)),
    ]
    recording = replace(_recording(events), facts={"state": "imported", "participants": ["P07"]})
    data = page_of(recording, "fr", UTC, Further(imported_rows(recording))).data
    assert data["in_rows"] == sorted({event["lane"] for event in data["events"]})
    assert len(data["events"]) == 3
    assert page_of(recording, "fr", UTC, Further()).data["in_rows"] == []
    own = replace(recording, events=(*recording.events, *scripted_events()))
    shown = page_of(own, "fr", UTC, Further(imported_rows(own))).data
    of_the_log = {event["lane"] for event in shown["events"][3:]}
    assert of_the_log.isdisjoint(shown["in_rows"])


def test_what_is_expected_in_a_trial_is_not_told_as_its_answer() -> None:
    asked = {"step": "jeu", "number": 1, "item": "", "turn": None, "correct": ["chat"]}
    page = page_of(_recording([Event(1, "out", 0, "engine", "question", asked)]), "fr", UTC, Further())
    assert _plain(page.data["events"][0]["text"]) == "Essai 1 (attendu : « chat »)"


def test_a_child_who_has_not_been_there_yet_is_told_absent_and_arrived() -> None:
    def press(seq: int, name: str, code: str) -> Event:
        return Event(seq, "in", seq, "professional", "command", {"name": name, "participant": code})

    turn = {"group": "tour", "round": 1, "participant": "P07"}
    asked = {"step": "jeu", "number": 1, "item": "", "turn": "P07", "correct": None}
    events = [
        press(1, "leave", "P12"),
        Event(2, "out", 2, "engine", "turn", turn),
        Event(3, "out", 2, "engine", "question", asked),
        press(4, "return", "P12"),
        press(5, "leave", "P07"),
        press(6, "return", "P07"),
    ]
    told = [_plain(one["text"]) for one in page_of(_recording(events), "fr", UTC, Further()).data["events"]]
    assert [told[n] for n in (0, 3, 4, 5)] == [
        "Commande : l'enfant est absent, « P12 »",
        "Commande : l'enfant arrive, « P12 »",
        "Commande : l'enfant sort, « P07 »",
        "Commande : l'enfant revient, « P07 »",
    ]
