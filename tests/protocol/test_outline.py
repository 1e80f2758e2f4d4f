"""The outline tells everything: no field of a step, an entry, a help or a block of trials is left out."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.protocol.flow import Entry, Protocol, Speech, Step
from nao_sessions.protocol.loading import load
from nao_sessions.protocol.outline import Facts, StepOutline, Telling, step_outline
from nao_sessions.protocol.outline.trials import LABELS
from nao_sessions.protocol.trials import Prompt, Trials
from nao_sessions.text.messages import verbatim

ROOT = Path(__file__).resolve().parents[2]
APART = {
    Step: {"name", "place", "block", "level", "title", "children", "trials"},
    Entry: {"id", "kind", "place", "block", "label"},
    Prompt: {"help", "place", "block"},
    Trials: {"place", "correct_at", "ask", "answers", "prompts", "feedback"},
}
"""Fields that are no fact: names, places, and what has an outline, a block or a text of its own."""


@pytest.fixture(scope="module")
def outlines() -> list[StepOutline]:
    protocol: Protocol = load(ROOT / "protocols" / "emotions.yaml")
    telling = Telling(protocol, Speech.as_written, lambda one: verbatim(one.source), verbatim)
    return [step_outline(telling, step) for step in protocol.steps.values()]


def told(kind: type[Any], facts: Facts) -> None:
    """Hold that facts are those of a kind, each with what it is called; what has a dot is a part of one."""
    keys = {key for key in facts if "." not in key}
    assert keys == {field.name for field in fields(kind)} - APART[kind]
    assert all(fact.label.fr for fact in facts.values())


def test_every_field_of_a_step_and_of_its_entries_is_told(outlines: list[StepOutline]) -> None:
    for outline in outlines:
        told(Step, outline.facts)
        for entry in outline.entries:
            told(Entry, entry.facts)


def test_every_field_of_a_block_of_trials_and_of_its_helps_is_told(outlines: list[StepOutline]) -> None:
    blocks = [outline.trials for outline in outlines if outline.trials is not None]
    assert blocks
    for block in blocks:
        told(Trials, block.facts)
        assert set(LABELS) <= {field.name for field in fields(Trials)}
        for one in block.helps:
            told(Prompt, one.facts)
