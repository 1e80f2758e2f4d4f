"""Why a trial was not scored, and which words end one, as they are read from a folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import get_args

import pytest

from nao_sessions.console.after.reading import read_finished
from nao_sessions.console.after.routes import sheets
from nao_sessions.console.after.words import WORDS
from nao_sessions.record.results.trials import VoidReason, void_reasons
from tests.console.after.after_house import plain
from tests.console.after.test_console_after_telling import trials, with_trials
from tests.console.rehearsed_folder import make_session
from tests.engine.test_trials import begun, block
from tests.played import Played

STOP = 'always: {when: [{word: [stop], do: [{say: "On fait une pause."}], next: fin}]}\n'


@pytest.mark.parametrize(
    ("done", "why"),
    [
        (lambda played: played.judges("void"), "adult"),
        (lambda played: played.commands("redo"), "redone"),
        (lambda played: played.commands("skip"), "skipped"),
        (lambda played: played.commands("finish"), "ended"),
        (lambda played: played.commands("close"), "ended"),
        (lambda played: played.give("resumed", {}), "crash"),
        (lambda played: played.says("stop"), "heard"),
    ],
)
def test_of_a_trial_that_was_not_scored_the_reason_is_read_from_what_caused_its_line(
    done: Callable[[Played], None], why: str
) -> None:
    played = begun(block(head=STOP))
    done(played)
    lines = played.lines
    [void] = [one.seq for one in lines if one.kind == "trial" and one.data["judgement"] == "void"]
    assert void_reasons(lines) == {void: why}
    assert {f"void_{one}" for one in get_args(VoidReason) if one != "corrected"} <= set(WORDS)


def test_the_words_that_a_protocol_listens_for_everywhere_are_read_from_its_folder(tmp_path: Path) -> None:
    assert read_finished(make_session(tmp_path)).words.everywhere == {"stop", "arrête"}
    group = make_session(tmp_path, "tour-de-role", children=("P07", "P12"))
    assert "stop" in read_finished(group).words.everywhere


def test_a_trial_that_a_calming_down_or_a_button_ended_is_told_as_interrupted(tmp_path: Path) -> None:
    finished = read_finished(make_session(tmp_path))
    given = (
        *trials("void", void_reason="calm"),
        *trials("void", void_reason="button"),
        *trials("void", void_reason="skipped"),
    )
    (sheet,) = sheets(with_trials(finished, *given), "fr", UTC)
    assert [plain(one) for one in sheet.unjudged] == [
        "Non coté, 1 essai : interrompu, retour au calme.",
        "Non coté, 1 essai : interrompu par un bouton du protocole.",
        "Non coté, 1 essai : il a été interrompu ou écarté, et ne dit rien de l'enfant.",
    ]
