"""The parts of a rehearsal on the pages that look back: `Rôle 1`, where the log has ``V01``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from nao_sessions.analysis.coding.session import CodingSession
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.console.session.routes import last_lines
from nao_sessions.core.events import Event
from nao_sessions.protocol import load
from nao_sessions.review.coding.pages import CodingPages, application
from nao_sessions.review.coding.rows import coding_rows
from nao_sessions.review.replay.narration import Context
from nao_sessions.review.replay.page_model import page_of
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.review.replay.rows import Further
from nao_sessions.review.replay.sentences import halts_when_stopped, told
from nao_sessions.web.access_policy import AccessPolicy
from tests.console.rehearsed_folder import make_session

PORT = 41_238
IDENTITIES = ("by", "present")
"""The names under which a page's data hold codes for its script, and no words."""


def _shown(value: Any) -> Iterator[str]:
    """Yield every text in a page's data that its script may show."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in IDENTITIES:
                yield from _shown(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _shown(part)


def _has_code(text: str) -> bool:
    return re.search(r"\bV\d\d\b", text) is not None


def test_replay_calls_a_part_by_its_number_in_every_lane_fact_and_sentence(tmp_path: Path) -> None:
    folder = make_session(tmp_path, "tour-de-role", children=("V01", "V02"), rehearsal=True)
    recording = read_recording(folder)
    further = Further(rows=coding_rows(folder, recording.events), asks_who=True)
    page = page_of(recording, "fr", further=further)
    texts = [*_shown(page.data), *(text for fact in page.facts for text in fact)]
    assert [text for text in texts if _has_code(text)] == []
    plain = [text.replace("\u00a0", " ") for text in texts]
    assert [name for name in plain if name in ("Rôle 1", "Rôle 2")]
    assert "Rôle 1, Rôle 2" in plain
    assert any("‹Rôle 1›, c'est à toi" in text for text in plain)
    assert any(text.startswith("Essai 1") and "Rôle 1" in text for text in plain)
    assert any(re.search(r"^Tour \d+ : Rôle 1$", text) for text in plain)
    assert {one["by"] for one in page.data["attribution"]["authors"]} >= {"V01", "V02"}


def test_a_child_keeps_its_code(tmp_path: Path) -> None:
    folder = make_session(tmp_path, "tour-de-role", children=("P07", "P12"))
    texts = list(_shown(page_of(read_recording(folder), "fr").data))
    assert {"P07", "P12"} <= set(texts)
    assert not any("Rôle 1" in text for text in texts)


def test_coding_names_parts_to_the_coder_and_writes_their_codes(tmp_path: Path) -> None:
    folder = make_session(tmp_path, "tour-de-role", children=("V01", "V02"), rehearsal=True)
    desk = CodingSession(folder, "C01", find_scheme("engagement"))
    pages = CodingPages(read_recording(folder), find_scheme("engagement"), "fr", desk=desk, coder="C01")
    door = AccessPolicy(port=PORT)
    client = TestClient(application(1, lambda place: pages, door, "fr"), base_url=f"http://127.0.0.1:{PORT}")
    client.cookies.set(door.cookie_name, door.cookie)
    html = client.get("/s/1/").text
    assert 'value="V01" checked> Rôle' in html.replace("\u00a0", " ")
    asked = client.get("/s/1/coding.json").json()
    assert asked["subjects"] == ["V01", "V02"]
    assert asked["called"]["V02"].replace("\u00a0", " ") == "Rôle 2"
    desk.close()


def test_the_journal_of_a_running_session_calls_a_part_by_its_number(tmp_path: Path) -> None:
    folder = make_session(tmp_path, "tour-de-role", children=("V01", "V02"), rehearsal=True)
    protocol = load(folder / "protocol" / "tour-de-role.yaml")
    begun = tmp_path / "begun.jsonl"
    begun.write_bytes(b"".join((folder / "events.jsonl").read_bytes().splitlines(keepends=True)[:60]))
    lines = last_lines(begun, ("V01", "V02"), protocol, "fr")
    sentences = [line["sentence"].replace("\u00a0", " ") for line in lines]
    assert not any(map(_has_code, sentences))
    assert any("‹Rôle 1›" in sentence or "‹Rôle 2›" in sentence for sentence in sentences)


def test_a_command_about_a_part_calls_it_by_its_number() -> None:
    pressed = Event(3, "in", 5, "professional", "command", {"name": "leave", "participant": "V01"})
    sentence = told(pressed, Context(("V01", "V02"))).sentence.in_language("fr")
    assert not _has_code(sentence)
    assert "Rôle" in sentence


def test_one_press_of_stop_is_told_once_whichever_ways_it_went() -> None:
    halts = [
        Event(7, "in", 5, "guard", "halted", {"why": "page", "press": "a"}),
        Event(9, "in", 6, "guard", "halted", {"why": "professional"}),
        Event(12, "in", 9, "professional", "command", {"name": "resume"}),
        Event(14, "in", 12, "guard", "halted", {"why": "professional"}),
    ]
    again = halts_when_stopped(halts)
    assert again == {9}
    shown = [told(one, Context(stopped_already=again)) for one in halts if one.kind == "halted"]
    assert [one.lane for one in shown] == ["note", "technical", "note"]
    assert shown[0].sentence.fr == shown[2].sentence.fr == "Nao est arrêté : l'adulte a appuyé sur Arrêter"


def test_whatever_was_said_is_told_as_the_answer_that_it_counts_as(tmp_path: Path) -> None:
    folder = make_session(
        tmp_path, "histoire-ours", children=("V01",), profile="uneven", seed=40, rehearsal=True
    )
    recording = read_recording(folder)
    assert any(event.data.get("value") == "any" for event in recording.events)
    texts = [text.replace("\u00a0", " ") for text in _shown(page_of(recording, "fr").data)]
    assert not [text for text in texts if re.search(r"\bany\b", text)]
    assert any(text.startswith("Peut-être une réponse : « raconte »") for text in texts)


@pytest.mark.parametrize(("answer", "told_as"), [("any", "toute réponse"), ("chat", "« chat »")])
def test_what_stands_in_the_place_of_an_answer_is_told_in_words(answer: str, told_as: str) -> None:
    proposed = Event(3, "out", 5, "engine", "proposed", {"answer": answer})
    sentence = told(proposed, Context()).sentence.in_language("fr").replace("\u00a0", " ")
    assert told_as in sentence
