"""What the methods section says of coders: who coded what, what was looked at, what was hidden from them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.analysis.tables.methods import methods_text
from nao_sessions.analysis.tables.source import SessionSource, read_source
from nao_sessions.record.additions.periods import Periods
from tests.analysis.tables.test_tables_methods import HIDDEN, paragraph


def coded(folder: Path, place: Path, sittings: Mapping[str, Sequence[Mapping[str, Any]]]) -> SessionSource:
    """Give a copy of a session that coders opened and are done with, each sitting as its line says."""
    path = Path(shutil.copytree(folder, place / folder.name))
    shutil.rmtree(path / "annotations")
    (path / "annotations").mkdir()
    for coder, facts in sittings.items():
        lines = [json.dumps({"op": "open", "act": act, "at_utc": "", **one}) for act, one in enumerate(facts)]
        lines.append(json.dumps({"op": "done", "act": len(facts), "at_utc": "", "scheme": "engagement"}))
        (path / "annotations" / f"{coder}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_source(path)


BARE = " There was no film: the log alone was coded."
GIVEN_AWAY = " What Nao says next gives a judgement away."


@pytest.mark.parametrize(
    ("sittings", "told"),
    [
        (
            {"C01": [HIDDEN]},
            "Of the session's log, the coding page did not show the lines on what Nao says and does and the "
            "session's judgements; it showed the phase, the steps, the session's number and its date." + BARE,
        ),
        (
            {"C01": [{"hidden": ["robot", "judgements", "phase", "number"]}]},
            "Of the session's log, the coding page did not show the lines on what Nao says and does, the "
            "session's judgements, the phase, the steps, the session's number and its date." + BARE,
        ),
        (
            {"C01": [{"hidden": ["judgements"]}]},
            "Of the session's log, the coding page did not show the session's judgements; it showed the "
            "lines on what Nao says and does, the phase, the steps, the session's number and its date."
            + GIVEN_AWAY
            + BARE,
        ),
        (
            {"C01": [{"hidden": ["number"]}]},
            "Of the session's log, the coding page did not show the session's number and its date; it showed "
            "the lines on what Nao says and does, the session's judgements, the phase and the steps." + BARE,
        ),
        (
            {"C01": [HIDDEN, {"hidden": []}]},
            "Nothing of the session's log was hidden throughout the coding." + BARE,
        ),
        (
            {"C01": [{"hidden": [["robot"]]}]},
            "Nothing of the session's log was hidden throughout the coding." + BARE,
        ),
        (
            {"C01": [{"hidden": [], "from": {}}]},
            "Coding was done in another program: nothing tells what was hidden there.",
        ),
        (
            {
                "C01": [HIDDEN],
                "C02": [{"hidden": []}],
                "C03": [{"hidden": ["judgements"]}],
                "C04": [{"hidden": [], "from": {}}],
                "CONSENSUS": [{"hidden": []}],
            },
            "Of 4 codings, each of a session by one person and one scheme: in one the coding page did not "
            "show, of the session's log, the lines on what Nao says and does and the session's judgements "
            "(it showed the phase, the steps, the session's number and its date); in one the coding page did "
            "not show, of the session's log, the session's judgements (it showed the lines on what Nao says "
            "and does, the phase, the steps, the session's number and its date); in one nothing of the log "
            "was hidden throughout; one was done in another program, and nothing tells what was hidden there."
            + GIVEN_AWAY
            + BARE,
        ),
    ],
)
def test_it_says_what_was_hidden_from_coders_and_what_was_not(
    folder: Path, tmp_path: Path, sittings: Mapping[str, Sequence[Mapping[str, Any]]], told: str
) -> None:
    source = coded(folder, tmp_path, sittings)
    text = methods_text([source], "en")
    assert told in text.strip().split("\n\n")
    assert "blind" not in text
    assert "aveugle" not in methods_text([source], "fr")


def sat(scheme: str, *hidden: str, **more: Any) -> dict[str, Any]:
    """Give the facts of a sitting by a scheme, with what was hidden meanwhile."""
    return {"scheme": {"id": scheme}, "hidden": list(hidden), **more}


def test_codings_are_counted_by_scheme_too(folder: Path, tmp_path: Path) -> None:
    lines = (sat("gaze"), sat("engagement", "robot", "judgements"))
    source = coded(folder, tmp_path, {"C01": lines, "C02": lines})
    both = frozenset({"gaze", "engagement"})
    watched = {"engagement": Periods(None, ((0, 5),), ((0, 5),), "page")}
    source = replace(source, done_by={"C01": both, "C02": both}, periods={"C01": watched, "C02": watched})
    assert paragraph([source], "looked at") == (
        "Of 2 codings of 4 nothing tells what was looked at: the whole session is assumed."
    )
    assert paragraph([source], "hidden") == (
        "Of 4 codings, each of a session by one person and one scheme: in 2 the coding page did not show, of "
        "the session's log, the lines on what Nao says and does and the session's judgements (it showed the "
        "phase, the steps, the session's number and its date); in 2 nothing of the log was hidden throughout."
        + BARE
    )
    one_scheme = replace(source, done_by=dict.fromkeys(("C01", "C02"), frozenset({"engagement"})))
    assert paragraph([one_scheme], "looked at") == (
        "What was looked at is on record in all 2 codings, as the coding page played it."
    )
    assert paragraph([one_scheme], "did not show").startswith("Of the session's log, the coding page did not")
    assert paragraph([one_scheme], "opened").startswith("Moreover, 2 codings were opened")


def test_what_a_coder_says_was_looked_at_is_told_as_said(folder: Path, tmp_path: Path) -> None:
    source = coded(folder, tmp_path, {"C01": [sat("engagement")], "C02": [sat("engagement")]})
    said = {"engagement": Periods(None, ((0, 5),), None, "coder")}
    for of, other in (("2 codings", "coder"), ("one coding", "page")):
        periods = {"C01": said, "C02": {"engagement": replace(said["engagement"], source=other)}}
        assert paragraph([replace(source, periods=periods)], "looked at") == (
            f"Of {of} of 2 what was looked at is what the coder said, and no record of what was played."
        )


def test_what_was_only_planned_to_be_looked_at_is_said_to_be_supposed(folder: Path, tmp_path: Path) -> None:
    source = coded(folder, tmp_path, {"C01": [sat("engagement")], "C02": [sat("engagement")]})
    planned = {"engagement": Periods(((0, 5),), None, None, "planned")}
    stated = {"engagement": Periods(((0, 5),), ((0, 5),), None, "coder")}
    said = replace(source, periods={"C01": planned, "C02": stated})
    assert paragraph([said], "planned") == (
        "Of one coding of 2 it is on record what was planned to be looked at, and that is supposed to be "
        "what was."
    )


def test_what_coders_agreed_on_is_no_coder(folder: Path, tmp_path: Path) -> None:
    source = coded(folder, tmp_path, {"C01": [HIDDEN], "CONSENSUS": [HIDDEN]})
    assert paragraph([source], "coded by") == "The session was coded by one coder (C01)."


def test_how_many_sessions_each_set_of_coders_coded_is_told(folder: Path, tmp_path: Path) -> None:
    both = coded(folder, tmp_path, {"C01": [HIDDEN], "C02": [HIDDEN]})
    alone = replace(both, coded={"C01": both.coded["C01"]}, done_by={"C01": both.done_by["C01"]})
    opened = replace(both, done_by={"C01": both.done_by["C01"]})
    nobody = replace(both, coded={}, done_by={})
    told = methods_text([both, both, alone, opened, nobody], "en")
    assert (
        "Of 5 sessions, 4 were coded: 2 by 2 coders (C01 and C02) and 2 by one coder (C01).\n\n"
        "One coding was opened, and nothing was noted in it nor was it called done: it does not count.\n"
    ) in told
    assert paragraph([both, alone], "coded:") == (
        "All 2 sessions were coded: one by 2 coders (C01 and C02) and one by one coder (C01)."
    )
    assert (
        "Les 2 séances ont été codées\u00a0: une par 2 personnes (C01 et C02) et une par une personne (C01)."
    ) in methods_text([both, alone], "fr")


def test_who_only_opened_a_session_is_no_coder_of_it(folder: Path, tmp_path: Path) -> None:
    source = coded(folder, tmp_path, {"C01": [HIDDEN], "C02": [{"hidden": []}]})
    opened = replace(source, done_by={"C01": source.done_by["C01"]})
    assert paragraph([opened], "coded by") == "The session was coded by one coder (C01)."
    assert paragraph([opened], "did not show").startswith("Of the session's log, the coding page did not")
    assert paragraph([replace(source, done_by={}), opened], "coded by").startswith("One of 2 sessions")
    assert paragraph([replace(source, done_by={})], "coded by") == ""
    assert paragraph([replace(source, done_by={})], "opened").startswith("Moreover, 2 codings were opened")
