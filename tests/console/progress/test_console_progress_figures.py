"""What progress counts: each session's figures, with corrections; the phases; the process that reads all."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.console.people import People, Person
from nao_sessions.console.progress.figures import (
    KEPT_FILE,
    ChildFigures,
    SessionFigures,
    read_figures,
    up_to_date,
)
from nao_sessions.console.progress.reader import planned_sessions, read_all
from nao_sessions.console.progress.routes import read_of
from nao_sessions.console.progress.view import MOST_DRAWN, participants_of, progress_of
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.protocol.series import HeldSession, PlannedPart, parts_held
from nao_sessions.record.additions.corrections import RecordCorrection, append_correction
from nao_sessions.record.log import read_log
from nao_sessions.record.results.trials import read_trials
from nao_sessions.robot.names import Pseudonyms
from tests.console.rehearsed_folder import LIBRARY, make_session

FIRST_S = 1_795_528_992
DAY_S = 86_400


def figures(
    day: int = 0,
    protocol: str = "emotions",
    children: Mapping[str, ChildFigures] | None = None,
    **changed: Any,
) -> SessionFigures:
    """Give the figures of a session."""
    given: dict[str, Any] = {
        "id": f"session-{protocol}-{day:03}",
        "protocol": protocol,
        "version": "1.0.0",
        "title": f"Titre de {protocol}",
        "utc_s": FIRST_S + day * DAY_S,
        "seconds": 600,
        "rehearsal": False,
        "closed": True,
        "phase": "",
        "children": {
            "P07": ChildFigures(
                {"correct": 2, "prompted": 1}, {"verbal": 1}, (2 * SECOND_NS, 4 * SECOND_NS, 3 * SECOND_NS)
            )
        }
        if children is None
        else children,
    }
    return SessionFigures(**{**given, **changed})


def test_the_figures_of_a_session_are_those_of_its_trials_with_the_corrections(tmp_path: Path) -> None:
    folder = make_session(tmp_path, "emotions", profile="steady", seed=4)
    trials = read_trials(read_log(folder / "events.jsonl").events)
    before = read_figures(folder).children["P07"]
    assert sum(before.judgements.values()) == len(trials)
    helped = next(one for one in trials if one.judgement == "prompted")
    made = RecordCorrection(
        helped.seq, "judgement", "prompted", "correct", "professional", "2026-11-24T15:00:00Z"
    )
    append_correction(folder, made)
    after = read_figures(folder).children["P07"]
    assert after.judgements["correct"] == before.judgements["correct"] + 1
    assert sum(after.helps.values()) == sum(before.helps.values()) - 1


def test_an_answer_that_was_the_adults_is_no_latency_of_the_child(tmp_path: Path) -> None:
    folder = make_session(tmp_path, "emotions", profile="steady", seed=4)
    trial = next(one for one in read_trials(read_log(folder / "events.jsonl").events) if one.latency_ns)
    before = read_figures(folder).children["P07"].latencies_ns
    append_correction(
        folder,
        RecordCorrection(trial.seq, "by", "P07", "professional", "professional", "2026-11-24T15:00:00Z"),
    )
    assert len(read_figures(folder).children["P07"].latencies_ns) == len(before) - 1


def test_each_child_of_a_group_has_figures_of_its_own(tmp_path: Path) -> None:
    read = read_figures(make_session(tmp_path, "tour-de-role", children=("P07", "P12")))
    assert set(read.children) == {"P07", "P12"}
    assert all(one.judgements for one in read.children.values())


def test_figures_are_kept_as_json_and_read_again(tmp_path: Path) -> None:
    read = read_figures(make_session(tmp_path, "rimes"))
    assert SessionFigures.from_json(json.loads(json.dumps(read.to_json()))) == read


def test_what_has_not_changed_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions, keep = tmp_path / "sessions", tmp_path / "keep"
    folders = [make_session(sessions, day=day, seed=day + 1) for day in range(3)]
    first = read_all(sessions, tmp_path / "protocols", keep)
    read: list[str] = []

    def counted(path: Path) -> SessionFigures:
        read.append(path.name)
        return read_figures(path)

    monkeypatch.setattr("nao_sessions.console.progress.reader.read_figures", counted)
    assert read_all(sessions, tmp_path / "protocols", keep) == first
    assert read == []
    assert up_to_date(sessions, tmp_path / "protocols", keep) == first
    append_correction(
        folders[1], RecordCorrection(1, "by", "x", "P07", "professional", "2026-11-24T15:00:00Z")
    )
    assert up_to_date(sessions, tmp_path / "protocols", keep) is None
    assert read_all(sessions, tmp_path / "protocols", keep) == first
    assert read == [folders[1].name]
    assert (keep / KEPT_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kept", ["", "[]", '{"format": 99}', '{"format":1,"sessions":{"x":{}},"series":{}}'])
def test_a_cache_that_is_broken_is_made_again(tmp_path: Path, kept: str) -> None:
    make_session(tmp_path / "sessions")
    (tmp_path / "keep").mkdir()
    (tmp_path / "keep" / KEPT_FILE).write_text(kept, encoding="utf-8")
    assert len(read_all(tmp_path / "sessions", tmp_path, tmp_path / "keep")["sessions"]) == 1


def test_a_series_that_changes_is_planned_again(tmp_path: Path) -> None:
    protocols, keep = tmp_path / "protocols", tmp_path / "keep"
    shutil.copytree(LIBRARY, protocols)
    planned = read_all(tmp_path / "sessions", protocols, keep)["planned"]
    assert "P07" in planned
    assert up_to_date(tmp_path / "sessions", protocols, keep) is not None
    for series in (protocols / "series").glob("*.yaml"):
        series.unlink()
    assert up_to_date(tmp_path / "sessions", protocols, keep) is None
    assert read_all(tmp_path / "sessions", protocols, keep)["planned"] == {}


def test_a_session_that_is_gone_is_gone_from_what_is_kept(tmp_path: Path) -> None:
    folder = make_session(tmp_path / "sessions")
    read_all(tmp_path / "sessions", tmp_path, tmp_path / "keep")
    folder.rename(tmp_path / "elsewhere")
    assert read_all(tmp_path / "sessions", tmp_path, tmp_path / "keep")["sessions"] == []
    assert folder.name not in (tmp_path / "keep" / KEPT_FILE).read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_read_is_named_and_costs_no_other(tmp_path: Path) -> None:
    broken = make_session(tmp_path / "sessions", day=1)
    make_session(tmp_path / "sessions", day=2)
    (broken / "events.jsonl").write_text("{\n", encoding="utf-8")
    read = read_all(tmp_path / "sessions", tmp_path, tmp_path / "keep")
    why = read["unread"][broken.name]
    assert (why["code"], "events.jsonl:1" in why["fr"], "events.jsonl:1" in why["en"]) == ("R102", True, True)
    assert len(read["sessions"]) == 1
    assert read_all(tmp_path / "sessions", tmp_path, tmp_path / "keep") == read


@pytest.mark.parametrize("rehearsal", [False, True])
def test_rehearsals_and_real_sessions_are_never_mixed(rehearsal: bool) -> None:
    record = {
        "sessions": [
            figures(0, rehearsal=True).to_json(),
            figures(1).to_json(),
            figures(2, closed=False).to_json(),
        ],
        "unread": {},
        "planned": {},
    }
    read = read_of(json.loads(json.dumps(record)), rehearsal=rehearsal)
    assert [one.rehearsal for one in read.sessions] == [rehearsal]


def planned_part(kind: str, title: str = "", overall: int = 1) -> PlannedPart:
    """Return a planned session of emotions, in a phase that is called as its kind."""
    return PlannedPart("series", "emotions", kind, kind, title, overall)


def test_the_phases_of_a_series_are_given_to_sessions_in_their_order() -> None:
    planned = planned_sessions(LIBRARY / "series")["P07"]
    assert {one.kind for one in planned} >= {"baseline", "intervention"}
    held = [HeldSession(planned[0].protocol), HeldSession("another"), HeldSession(planned[1].protocol)]
    assert [found for found, _ in parts_held(held, planned)] == [planned[0], None, planned[1]]


def test_the_phase_that_was_said_stands_on_the_page_as_in_the_tables() -> None:
    planned = [planned_part("baseline"), planned_part("intervention", "L'atelier", 2)]
    sessions = [figures(0, phase="baseline"), figures(1, phase="baseline"), figures(2)]
    (shown,) = page(sessions, planned).parts
    assert [row[1] for row in shown.rows] == ["ligne de base", "ligne de base", "L'atelier"]


def page(sessions: list[SessionFigures], planned: list[PlannedPart] | None = None) -> Any:
    """Lay out the progress of P07."""
    return progress_of("P07", sessions, planned or [], People(), Pseudonyms(), "fr", UTC)


def test_sessions_of_one_day_are_told_apart_by_the_hour() -> None:
    """Two of the 24th, three hours apart, and one of the day after, which needs no hour."""
    later = figures(0, id="later", utc_s=FIRST_S + 3 * 3600)
    (part,) = page([figures(0), later, figures(1)]).parts
    days = [row[0].replace("\u00a0", " ").partition(" (")[0] for row in part.rows]
    assert days == ["24 nov. 2026 à 14:03", "24 nov. 2026 à 17:03", "25 nov. 2026"]
    for plot in (part.trials, part.latency):
        axis = re.findall(r">(24 nov\.|25 nov\.|\d+:\d\d)</text>", plot)
        assert axis == ["24 nov.", "14:03", "24 nov.", "17:03", "25 nov."]
        assert "24 nov.\u00a017:03" in plot
    (one,) = participants_of([figures(0), later], People(), Pseudonyms(), "fr", UTC)
    assert one.sessions.replace("\u00a0", " ") == "2 séances, la dernière le 24 nov. 2026 à 17:03"
    (part,) = page([figures(0), later]).parts
    assert part.words.replace("\u00a0", " ").startswith("La dernière fois, le 24 nov. 2026 à 17:03 :")


def test_the_table_says_what_the_plots_show() -> None:
    (part,) = page([figures(0), figures(7)]).parts
    row = dict(zip(part.heads, part.rows[1], strict=True))
    assert row["Séance"].startswith("1er\u00a0déc.\u00a02026")
    assert (row["Essais"], row["Réussi"], row["Réussi avec aide"]) == ("3", "2", "1")
    assert row["Aide qui a suffi"] == "verbale\u00a01"
    assert row["Latence"].replace("\u00a0", " ") == "3 s (2 à 4 s)"
    for plot in (part.trials, part.latency):
        assert "<title" in plot
        assert "<desc" in plot
        assert 'role="img"' in plot
    assert part.level == ""


def test_the_version_is_told_where_another_one_ran_before() -> None:
    sessions = [figures(0), figures(1), figures(2, version="2.0.0"), figures(3, version="2.0.0")]
    (part,) = page(sessions).parts
    assert ["version" in row[0] for row in part.rows] == [True, False, True, False]


def test_every_trial_is_in_the_table_the_plot_and_the_words() -> None:
    child = ChildFigures({"correct": 1, "void": 3, "unscored": 2})
    (part,) = page([figures(0, children={"P07": child})]).parts
    row = dict(zip(part.heads, part.rows[0], strict=True))
    assert (row["Essais"], row["Réussi"], row["Non coté"], row["Sans jugement"]) == ("6", "1", "3", "2")
    assert "6 essais : 1 réussi, 3 non cotés, 2 sans jugement." in part.words.replace("\u00a0", " ")
    assert "réussi 1, non coté 3, sans jugement 2" in part.trials.replace("\u00a0", " ")


def test_wrong_answers_before_the_last_help_are_told_beside_no_response() -> None:
    child = ChildFigures({"no_response": 7, "correct": 1}, errors_before_silence=4)
    (part,) = page([figures(0, children={"P07": child})]).parts
    assert dict(zip(part.heads, part.rows[0], strict=True))["Pas de réponse"] == "7 (dont 4)"
    assert "7 fois pas de réponse (dont 4 avec au moins une réponse fausse avant" in part.words.replace(
        "\u00a0", " "
    )
    assert [line[:16] for line in part.unjudged] == ["Pas de réponse\u00a0:"]
    (none,) = page([figures(0, children={"P07": ChildFigures({"no_response": 7})})]).parts
    assert none.unjudged == ()


def test_a_success_whose_help_is_not_known_is_said_so() -> None:
    child = ChildFigures({"prompted": 1}, {"none": 1})
    (part,) = page([figures(0, children={"P07": child})]).parts
    assert dict(zip(part.heads, part.rows[0], strict=True))["Aide qui a suffi"] == "sans précision\u00a01"


def test_a_last_session_without_trials_does_not_take_the_sentence_away() -> None:
    (part,) = page([figures(0), figures(1, children={"P07": ChildFigures()})]).parts
    assert part.words.replace("\u00a0", " ") == (
        "La dernière séance, le 25 nov. 2026, n'a pas d'essai jugé. "
        "La dernière qui en a, le 24 nov. 2026 : 3 essais : 2 réussis, 1 réussi avec aide."
    )


def test_sessions_without_a_judged_trial_are_not_said_to_be_of_a_protocol_without_any() -> None:
    child = ChildFigures({"unscored": 2}, latencies_ns=(2 * SECOND_NS,))
    (part,) = page([figures(0, children={"P07": child})]).parts
    assert part.words == "Aucun essai de ces séances n'a été jugé."
    assert [one.replace("\u00a0", " ") for one in part.unjudged] == [
        "Sans jugement : rien n'y est juste ou faux, personne n'a confirmé la réponse, ou aucune n'est venue."
    ]


def test_no_line_is_drawn_through_a_session_without_latencies_or_from_phase_to_phase() -> None:
    timed, untimed = ChildFigures({"correct": 1}, latencies_ns=(SECOND_NS,)), ChildFigures({"correct": 1})
    sessions = [figures(day, children={"P07": one}) for day, one in enumerate((timed, timed, untimed, timed))]
    (part,) = page(sessions).parts
    assert points_of_lines(part.latency) == [2]
    sessions = [figures(day, children={"P07": timed}) for day in range(5)]
    phases = [planned_part(kind) for kind in ("baseline", "baseline", "intervention")]
    (drawn,) = page(sessions, phases).parts
    assert points_of_lines(drawn.latency) == [2, 2]


def points_of_lines(drawn: str) -> list[int]:
    """Return how many points each line of a plot joins."""
    return [len(points.split()) for points in re.findall(r'<polyline[^>]*points="([^"]*)"', drawn)]


def test_a_latency_that_was_cut_is_counted_beside_the_others() -> None:
    child = ChildFigures({"correct": 2}, latencies_ns=(2 * SECOND_NS,), interrupted=1)
    (part,) = page([figures(0, children={"P07": child})]).parts
    latency = dict(zip(part.heads, part.rows[0], strict=True))["Latence"]
    assert latency.replace("\u00a0", " ") == "2 s, 1 non comptée (interruption)"


def test_a_protocol_without_trials_draws_nothing() -> None:
    (part,) = page([figures(0, children={"P07": ChildFigures()})]).parts
    assert (part.trials, part.latency, part.level, part.words) == ("", "", "", "")


def test_plots_show_the_last_sessions_and_the_table_all() -> None:
    (part,) = page([figures(day) for day in range(MOST_DRAWN + 5)]).parts
    assert part.shortened
    assert len(part.rows) == MOST_DRAWN + 5


def test_the_phase_stands_in_the_table_and_above_the_plots() -> None:
    planned = [planned_part("baseline"), planned_part("intervention", "L'atelier", 2)]
    (shown,) = page([figures(0), figures(1), figures(2)], planned).parts
    assert shown.heads[1] == "Phase"
    assert [row[1] for row in shown.rows] == ["ligne de base", "L'atelier", "—"]
    assert shown.trials.count("plot-phase-name") == 3


def test_another_childs_figures_are_in_no_page() -> None:
    children = {"P07": ChildFigures({"correct": 1}), "P12": ChildFigures({"incorrect": 77})}
    told = repr(page([figures(0, children=children)]))
    assert "P12" not in told
    assert "77" not in told


def test_a_title_that_somebody_wrote_is_text_in_a_plot() -> None:
    child = ChildFigures({"correct": 1})
    told = page([figures(0, protocol="x", title="<script>", children={"P07": child}, id="<b>", utc_s=0)])
    assert "<b>" not in told.parts[0].trials


def test_everybody_with_a_session_is_offered_with_name_where_it_is_unlocked() -> None:
    people = People((Person("P07", "boat", "blue"),))
    (one,) = participants_of([figures(0)], people, Pseudonyms(["P07"], {"P07": "Léa"}), "fr", UTC)
    assert (one.code, one.name, one.person.symbol) == ("P07", "Léa", "boat")
    assert one.sessions.replace("\u00a0", " ") == "1 séance, la dernière le 24 nov. 2026"
