"""What a session's papers say of answers: whose they were, what was heard, what was changed afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest

from nao_sessions.console.after.reading import Finished, read_finished
from nao_sessions.console.after.view import page_of
from nao_sessions.console.people import People
from nao_sessions.core.events import Event
from nao_sessions.robot.names import Pseudonyms
from tests.console.after.after_house import plain
from tests.console.after.test_console_after_telling import trials, with_trials
from tests.console.rehearsed_folder import make_session


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return read_finished(make_session(tmp_path_factory.mktemp("sessions")))


def test_a_word_that_counted_as_another_answer_is_told_as_it_was_heard(finished: Finished) -> None:
    def facts(value: str) -> list[str]:
        word = {"sense": "word", "value": value, "answer": "bien", "why": "proposes", "number": 1}
        events = (
            Event(0, "out", 0, "engine", "question", {}),
            Event(1, "out", 0, "engine", "response", word),
            Event(2, "out", 0, "engine", "trial", {"number": 1, "answer": "bien", "way": "word"}),
        )
        (trial,) = trials("unscored", answer="bien", way="word", by="P07")
        given = replace(with_trials(finished, replace(trial, seq=2)), events=events)
        page = page_of(given, People(), Pseudonyms(), "fr", UTC)
        return [plain(fact) for block in page.blocks for row in block.rows for fact in row.facts]

    assert facts("super") == ["Nao a entendu : « super »", "Réponse : bien, par P07"]
    assert facts("bien") == ["Réponse : bien, par P07"]
