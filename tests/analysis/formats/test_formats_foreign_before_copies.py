"""Imports from before copies were kept: what their logs say of the file lets it leave as before."""

from __future__ import annotations

import json
import lzma
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.analysis.formats.boris.write import boris_of
from nao_sessions.analysis.formats.elan.write import eaf_of
from nao_sessions.analysis.tables.source import SessionSource, read_source
from nao_sessions.core.events import Event
from tests.analysis.tables.imported_source import SAMPLE

LOGS: list[dict[str, Any]] = json.loads(
    lzma.decompress((Path(__file__).parent / "files" / "logs_before_copies.json.xz").read_bytes())
)
"""Logs, each with the file that the program of its time made of it: 14 of ELAN, with tiers that hang in all
four ways, and 8 of BORIS."""


def imported(log: list[str]) -> SessionSource:
    sample = read_source(SAMPLE)
    events = tuple(map(Event.from_line, log))
    those = list(dict.fromkeys(one.participant for one in events if one.participant))
    facts = sample.facts.model_copy(update={"state": "imported", "participants": those})
    return replace(sample, events=events, facts=facts, coded={})


@pytest.mark.parametrize("number", range(len(LOGS)))
def test_an_import_without_a_copy_leaves_byte_for_byte_as_it_did(number: int) -> None:
    one = LOGS[number]
    to = eaf_of if one["program"] == "eaf" else boris_of
    exported = to(imported(one["log"]), "fr", {}).decode("utf-8")
    exported = exported.replace(" ms (95 times in 100)", " ms")  # what a ± stands for is said since
    assert exported == one["exported"]
