"""The sentences of the methods section: what they say is true of the log and of the coders' files."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.core.events import Event
from nao_sessions.export.judges import judges_of
from nao_sessions.export.methods import methods_text
from nao_sessions.export.source import Source, read_source
from nao_sessions.room.voice.latencies import once


def paragraph(sources: Sequence[Source], word: str) -> str:
    """Give the English paragraph that holds a word; "" where none does."""
    told = methods_text(sources, "en").strip().split("\n\n")
    return next((one for one in told if word in one), "")


def test_each_trial_is_said_to_be_judged_by_who_or_what_judged_it(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    source = read_source(make(tmp_path, "positions"))
    assert Counter(judges_of(source.events).values()) == {"program": 8, "adult": 3, "silence": 2, "void": 1}
    assert paragraph([source], " trials") == (
        "The session had 14 trials: 3 were judged by the adult, 8 were judged by the program from the "
        "response, 2 were judged by the program after a time without a response and 1 was void."
    )
    assert (
        "La séance compte 14 essais\u00a0: 3 ont été jugés par l'adulte, 8 ont été jugés par le programme "
        "d'après la réponse, 2 ont été jugés par le programme après un temps sans réponse et 1 n'a pas été "
        "coté."
    ) in methods_text([source], "fr")


def test_what_the_adult_judged_again_or_confirmed_is_the_adults() -> None:
    asked = {"step": "jeu", "child": "", "number": 1, "judgement": "correct", "way": "word"}
    log = (
        Event(0, "in", 0, "board", "board", {}),
        Event(1, "out", 0, "engine", "trial", asked, cause=0),
        Event(2, "in", 1, "professional", "command", {}),
        Event(3, "out", 1, "engine", "rejudged", {**asked, "judgement": "incorrect"}, cause=2),
        Event(4, "out", 2, "engine", "trial", {**asked, "number": 2}, cause=2),
        Event(5, "out", 2, "engine", "trial", {**asked, "number": 3, "judgement": None}, cause=2),
    )
    assert judges_of(log) == {1: "adult", 4: "adult", 5: "unscored"}
    assert judges_of(log[:2]) == {1: "program"}


def answer(seq: int, kind: str, opened_ns: int, answered_ns: int, **more: Any) -> dict[str, Any]:
    """Give an answer as latencies.json has it."""
    took = answered_ns - opened_ns
    return {"seq": seq, "kind": kind, "opened_ns": opened_ns, "answered_ns": answered_ns, "latency_ns": took,
            "method": "sound", "uncertainty_ms": 11.2, **more}  # fmt: skip


DOUBLED = (
    answer(5, "response", 10, 30),
    answer(9, "response", 10, 50),
    answer(10, "trial", 10, 50),
    answer(20, "trial", 70, 90, method="event"),
)


def test_the_answer_that_decided_a_trial_is_one_latency(source: Source) -> None:
    assert [one["seq"] for one in once(DOUBLED)] == [5, 9, 20]
    measured = replace(source, latencies={one["seq"]: one for one in DOUBLED})
    assert "sound for 2 of 3" in paragraph([measured], "Latencies run")


def coded(folder: Path, place: Path, sittings: Mapping[str, Sequence[Mapping[str, Any]]]) -> Source:
    """Give a copy of a session that coders opened, each sitting with what its line says."""
    path = Path(shutil.copytree(folder, place / folder.name))
    shutil.rmtree(path / "annotations")
    (path / "annotations").mkdir()
    for coder, facts in sittings.items():
        lines = [json.dumps({"op": "open", "act": act, "at_utc": "", **one}) for act, one in enumerate(facts)]
        (path / "annotations" / f"{coder}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_source(path)


HIDDEN = {"hidden": ["robot", "judgements"]}


@pytest.mark.parametrize(
    ("sittings", "told"),
    [
        (
            {"C01": [HIDDEN]},
            "Coding was blind: the coding page did not show what Nao says and does and the session's "
            "judgements.",
        ),
        ({"C01": [HIDDEN, {"hidden": []}]}, "Coding was not blind."),
        (
            {"C01": [{"hidden": [], "from": {}}]},
            "Nothing tells whether coding, done in another program, was blind.",
        ),
        (
            {"C01": [HIDDEN], "C02": [{"hidden": []}], "CONSENSUS": [{"hidden": []}]},
            "Of 2 codings, each of a session by one person, one was blind (the page did not show what Nao "
            "says and does and the session's judgements) and one was not blind.",
        ),
    ],
)
def test_it_says_whether_coders_were_blind(
    folder: Path, tmp_path: Path, sittings: Mapping[str, Sequence[Mapping[str, Any]]], told: str
) -> None:
    assert paragraph([coded(folder, tmp_path, sittings)], "blind") == told


def test_what_coders_agreed_on_is_no_coder(folder: Path, tmp_path: Path) -> None:
    source = coded(folder, tmp_path, {"C01": [HIDDEN], "CONSENSUS": [HIDDEN]})
    assert paragraph([source], "coded by") == "The session was coded by one coder (C01)."
