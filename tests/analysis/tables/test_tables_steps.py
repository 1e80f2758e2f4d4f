"""How long what the log tells lasts, in tables and on timelines: steps that hold others, what was halted."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from nao_sessions.analysis.formats.tiers import Tier, tiers_of
from nao_sessions.analysis.formats.webvtt import chapters_of, subtitles_of
from nao_sessions.analysis.tables.rows import event_rows
from nao_sessions.analysis.tables.session_export import export_session
from nao_sessions.analysis.tables.source import SessionSource, read_source
from nao_sessions.analysis.tables.spans import endings
from nao_sessions.analysis.tables.tables import open_session
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event

GOLDEN = Path(__file__).parents[2] / "sessions"


def lasting(*told: tuple[str, str] | str) -> dict[str, tuple[int, int]]:
    """Give from when to when each step lasts, in seconds; a line a second, and a name alone is entered."""
    lines = [("entered", one) if isinstance(one, str) else one for one in told]
    log = [Event(s, "out", s * SECOND_NS, "engine", kind, {"step": step})
           for s, (kind, step) in enumerate(lines)]  # fmt: skip
    over = endings(log)
    return {
        event.data["step"]: (event.seq, over[event.seq].stop_ns // SECOND_NS)
        for event in reversed(log)
        if event.kind == "entered"
    }


def test_a_step_that_holds_others_lasts_until_the_last_of_them_ended() -> None:
    told = lasting("bonjour", "jeu", "jeu.un", "jeu.deux", ("group_done", "jeu"), "fin", ("ended", ""))
    assert told == {
        "bonjour": (0, 1), "jeu": (1, 5), "jeu.un": (2, 3), "jeu.deux": (3, 4), "fin": (5, 6),
    }  # fmt: skip


def test_it_lasts_through_its_rounds_and_what_is_in_what_it_holds() -> None:
    told = lasting("jeu", "jeu.a", "jeu.a.b", ("group_done", "jeu.a"), ("group_done", "jeu"), "jeu.c", "fin")
    assert (told["jeu"], told["jeu.a"], told["jeu.a.b"], told["jeu.c"]) == ((0, 6), (1, 4), (2, 3), (5, 6))


def test_what_interrupts_it_does_not_end_it_and_what_follows_it_does() -> None:
    assert lasting("jeu", "jeu.un", "calme", "jeu.un", "fin")["jeu"] == (0, 4)
    left = lasting("jeu", "jeu.un", ("group_done", "jeu"), "fin", "jeu.un", "autre")
    assert left["jeu"] == (0, 3)


def test_a_session_that_was_cut_ends_what_it_was_in_with_its_last_line() -> None:
    assert lasting("jeu", "jeu.un", ("note", "")) == {"jeu": (0, 2), "jeu.un": (1, 2)}


def said(*lines: Event) -> tuple[int, str | None]:
    """Give when a sentence that was asked for at 1 s was over, in seconds, and how it ended."""
    log = [Event(1, "out", SECOND_NS, "engine", "do", {"id": "a1", "verb": "say", "text": "Où ?"}), *lines]
    over = endings([*log, Event(9, "note", 90 * SECOND_NS, "room", "clap", {})])[1]
    return over.stop_ns // SECOND_NS, over.how


def test_what_nao_was_halted_in_is_over_then_or_when_nao_says_so() -> None:
    halt = Event(2, "out", 3 * SECOND_NS, "engine", "halt", {"ids": ["a1"]})
    done = Event(3, "in", 4 * SECOND_NS, "robot", "done", {"action": "a1", "how": "finished"})
    assert said() == (90, None)
    assert said(halt) == (3, "stopped")
    assert said(halt, done) == (4, "stopped")  # nobody knows how much of it was heard


def test_a_death_ends_what_nao_said_and_begins_the_pause_when_it_came() -> None:
    rows = {row["seq"]: row for row in event_rows(read_source(GOLDEN / "resumed-2"))}
    log = (GOLDEN / "resumed-2" / "events.jsonl").read_text("utf-8").splitlines()
    (died,) = [line["at"] for line in map(json.loads, log) if line["seq"] == 80]
    halts = [
        json.loads(line) for line in (GOLDEN / "resumed-2" / "halts.jsonl").read_text("utf-8").splitlines()
    ]
    latest = max([died, *(one["at"] for one in halts if one["at"] < 92 * SECOND_NS)])
    assert died <= rows[77]["stop_ns"] <= latest
    assert (rows[85]["start_ns"], rows[85]["stop_ns"]) == (rows[77]["stop_ns"], 93_073_036_440)
    assert rows[85]["at_ns"] == rows[83]["start_ns"] == 92_486_125_172  # when the session was taken up


def steps(source: SessionSource) -> list[Tier]:
    """Give the tiers of steps."""
    return [tier for tier in tiers_of(source, "en") if tier.kind == "steps"]


def test_the_table_the_tiers_and_the_files_say_so(make: Callable[..., Path], tmp_path: Path) -> None:
    path = make(tmp_path, "tour-de-role", children=("P07", "P12"))
    source = read_source(path)
    rows = [row for row in open_session(path).events.to_pylist() if row["kind"] == "entered"]
    for row in rows:
        held = [one for one in rows if one["what"].startswith(f"{row['what']}.") and one["seq"] > row["seq"]]
        visited = [one for one in held if one["start_ns"] < row["stop_ns"]]
        assert all(one["stop_ns"] <= row["stop_ns"] for one in visited)
        assert row["stop_ns"] > row["start_ns"] or not held
    made = steps(source)
    assert [tier.title("en") for tier in made][:2] == ["Steps", "Steps, level 2"]
    for tier in made:
        ends = [span.stop_ns for span in tier.spans]
        assert all(end <= span.start_ns for end, span in zip(ends, tier.spans[1:], strict=False))  # type: ignore[operator]
    [boris] = export_session(source, "boris", tmp_path / "x.boris", "en")
    observed, *_ = json.loads(boris.read_text(encoding="utf-8"))["observations"].values()
    for name in (tier.title("en") for tier in made):
        shown = [event[4] for event in observed["events"] if event[2] == name]
        assert all(shown[::2])  # a beginning, then its end: BORIS pairs them in their order
        assert not any(shown[1::2])


def test_a_step_is_shown_by_its_title_and_by_its_name_where_it_has_none(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    source = read_source(make(tmp_path, "demo"))
    shown = [span.label for tier in steps(source) for span in tier.spans]
    assert shown[:3] == ["Bonjour", "Toucher la main", "main_touchee"]
    for format_ in ("eaf", "boris", "textgrid", "webvtt", "bids"):
        written = export_session(source, format_, tmp_path / format_, "fr")
        assert any("Toucher la main" in path.read_text(encoding="utf-8") for path in written), format_


def test_chapters_say_that_they_are_chapters(make: Callable[..., Path], tmp_path: Path) -> None:
    source = read_source(make(tmp_path, "demo"))
    assert chapters_of(source, "en").startswith("WEBVTT\nKind: chapters\n\n")
    assert subtitles_of(source, "en").startswith("WEBVTT\nKind: captions\nLanguage: fr\n\n")


def test_a_protocol_that_is_gone_leaves_the_names(make: Callable[..., Path], tmp_path: Path) -> None:
    path = make(tmp_path, "demo")
    shutil.rmtree(path / "protocol")
    shown = [span.label for tier in steps(read_source(path)) for span in tier.spans]
    assert "accueil" in shown
