"""The library of protocols is right, in its flow and in its French; the key table is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from nao_sessions.protocol import check, load
from nao_sessions.protocol.flow import Moment, Protocol, Speech
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.keys.moments import ALONE, CHANNELS, MomentKeys
from nao_sessions.protocol.reading.shape import Shape

LIBRARY = sorted((Path(__file__).parents[2] / "protocols").glob("*.yaml"))


def sentences(protocol: Protocol) -> Iterator[str]:
    moments: Iterator[Moment] = (moment for block in protocol.blocks.values() for moment in block)
    speeches = [act.argument for moment in moments for act in moment.acts if isinstance(act.argument, Speech)]
    levels = [protocol.always, *(step.level for step in protocol.steps.values())]
    speeches += [entry.label for level in levels for entry in level.buttons if entry.label is not None]
    speeches += [step.title for step in protocol.steps.values() if step.title is not None]
    return (speech.template("fr").source for speech in speeches)


def spoken_sentences(protocol: Protocol) -> Iterator[str]:
    for block in protocol.blocks.values():
        for moment in block:
            for act in moment.acts:
                if act.verb == "say" and isinstance(act.argument, Speech):
                    yield act.argument.template("fr").source


def test_there_are_three_protocols_at_least() -> None:
    assert {path.stem for path in LIBRARY} >= {"rituel-bonjour", "emotions", "consignes"}


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_a_library_protocol_has_no_finding(path: Path) -> None:
    assert check(path) == ()


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_its_sentences_have_french_spaces(path: Path) -> None:
    bare = re.compile(r"[^\u00a0\u202f][;!?»]|[^\u00a0\u202f:]:(?!\w)|«[^\u00a0\u202f]")
    assert [sentence for sentence in sentences(load(path)) if bare.search(sentence)] == []


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_nao_speaks_in_short_sentences_and_calls_nothing_wrong(path: Path) -> None:
    said = list(spoken_sentences(load(path)))
    assert [sentence for sentence in said if len(sentence.split()) > 12] == []
    judging = re.compile(r"\b(faux|non|erreur|raté|trompée?s?)\b", re.IGNORECASE)
    assert [sentence for sentence in said if judging.search(sentence)] == []


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_every_wait_has_a_button_and_a_limit_in_time(path: Path) -> None:
    protocol = load(path)
    waits = [step for step in protocol.steps.values() if not step.next and step.end is None]
    assert [step.name for step in waits if not step.level.buttons or not step.level.after] == []


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_it_can_be_calmed_changed_and_finished(path: Path) -> None:
    protocol = load(path)
    assert {"encourage", "calm", "change", "finish"} <= set(protocol.commands)
    assert "patience" in {setting.name for setting in protocol.settings}


def shapes(shape: type[Shape] = Shape) -> Iterator[type[Shape]]:
    for child in shape.__subclasses__():
        yield child
        yield from shapes(child)


def test_every_key_is_described_in_both_languages() -> None:
    for shape in shapes():
        for name, field in shape.keys().items():
            extra = field.json_schema_extra
            assert field.description, f"{shape.__name__}.{name}"
            assert isinstance(extra, dict), f"{shape.__name__}.{name}"
            assert extra["fr"], f"{shape.__name__}.{name}"


def test_every_verb_of_a_moment_has_a_channel_or_stands_alone() -> None:
    assert set(MomentKeys.keys()) - {"if"} == set(CHANNELS) | ALONE


def test_the_table_begins_with_what_every_file_needs() -> None:
    needed = [name for name, field in ProtocolKeys.keys().items() if field.is_required()]
    assert needed == ["protocol", "id", "version", "title", "language", "start", "steps"]
