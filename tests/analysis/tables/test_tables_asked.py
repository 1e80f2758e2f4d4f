"""What a response came after, and how long after it: the question, or the last help that had begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.analysis.tables.rows import LastHelp, last_asked
from nao_sessions.analysis.tables.tables import open_session
from nao_sessions.core.events import Event


def log(*lines: tuple[int, str, str, str, dict[str, object], int | None]) -> tuple[Event, ...]:
    """Give lines: when, direction, source, kind, data, cause."""
    return tuple(
        Event(seq, direction, at, source, kind, data, cause=cause)  # type: ignore[arg-type]
        for seq, (at, direction, source, kind, data, cause) in enumerate(lines)
    )


ASKED = log(
    (0, "in", "robot", "begin", {}, None),
    (0, "out", "engine", "question", {}, 0),
    (0, "out", "engine", "do", {"id": "a1", "verb": "say"}, 0),
    (20, "in", "robot", "done", {"action": "a1", "how": "finished"}, None),
    (50, "in", "board", "board", {}, None),
    (50, "out", "engine", "response", {"number": 1}, 4),
    (50, "out", "engine", "prompt", {"help": "verbal"}, 4),
    (50, "out", "engine", "do", {"id": "a2", "verb": "say"}, 4),
    (60, "in", "robot", "done", {"action": "a2", "how": "finished"}, None),
    (60, "out", "engine", "do", {"id": "a3", "verb": "gesture"}, 8),
    (65, "in", "professional", "command", {}, None),
    (65, "out", "engine", "do", {"id": "a4", "verb": "say"}, 10),
    (68, "in", "board", "board", {}, None),
    (68, "out", "engine", "response", {"number": 1}, 12),
    (80, "in", "robot", "done", {"action": "a3", "how": "finished"}, None),
    (90, "in", "robot", "done", {"action": "a4", "how": "finished"}, None),
    (95, "in", "board", "board", {}, None),
    (95, "out", "engine", "response", {"number": 1}, 16),
    (95, "out", "engine", "trial", {}, 16),
    (99, "in", "board", "board", {}, None),
    (99, "out", "engine", "response", {"number": 1}, 19),
)  # fmt: skip


def test_a_response_comes_after_the_question_or_the_last_help() -> None:
    found = last_asked(ASKED)
    assert found[5] == LastHelp("none", 0, 20)
    assert found[13] == LastHelp("verbal", 50, None)  # Nao was still at it
    assert found[17] == LastHelp("verbal", 50, 80)  # what the adult had Nao say is no part of the help
    assert 20 not in found  # the trial was over


def test_a_touch_just_before_a_help_came_after_what_was_before_it() -> None:
    touched = ASKED[12]._replace(t=49)
    assert last_asked((*ASKED[:12], touched, *ASKED[13:]))[13] == LastHelp("none", 0, 20)


def test_the_latency_from_a_help_is_counted_from_its_end(folder: Path) -> None:
    rows = [row for row in open_session(folder).responses.to_pylist() if row["trial"] == 1]
    assert [row["last_help"] for row in rows] == ["none", "verbal", "gestural"]
    assert rows[0]["latency_from_last_s"] == rows[0]["latency_s"]
    helped = open_session(folder).prompts.to_pylist()
    for row, prompt in zip(rows[1:], helped, strict=False):
        assert row["from_last_begun_s"] == pytest.approx(row["start_s"] - prompt["start_s"])
        assert 0 < row["latency_from_last_s"] < row["from_last_begun_s"] < row["latency_s"]
