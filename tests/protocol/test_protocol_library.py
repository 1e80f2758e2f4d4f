"""The library of protocols is right, in its flow and in its French; the key table is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from nao_sessions.protocol import check
from nao_sessions.protocol import load as load_afresh
from nao_sessions.protocol.checks.places import SpokenText, texts_of
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.keys.moments import ALONE, CHANNELS, MomentKeys
from nao_sessions.protocol.reading.shape import Shape, description_of
from nao_sessions.protocol.timing.values import KnownValues

LIBRARY = [
    path
    for path in sorted((Path(__file__).parents[2] / "protocols").glob("*.yaml"))
    if path.suffixes == [".yaml"]
]


@cache
def load(path: Path) -> Protocol:
    """Load a protocol of the library, once."""
    return load_afresh(path)


def texts(protocol: Protocol) -> tuple[SpokenText, ...]:
    """Every text that somebody hears or reads; one with values of items is given once for each item."""
    return tuple(texts_of(protocol, KnownValues(protocol)))


def head_texts(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """Every text of the head that has languages: the language and the text."""
    about = protocol.about
    for speech in (*about.goals, *about.inclusion, *about.non_inclusion, *about.material, *about.stop_signs,
                   *about.records):  # fmt: skip
        yield from ((language, template.source) for language, template in speech.by_language)


def said(protocol: Protocol, language: str) -> list[str]:
    """Everything that Nao says in a language: questions, helps and feedback too, item by item."""
    return [text.text for text in texts(protocol) if text.use == "say" and text.language == language]


def in_english(protocol: Protocol) -> bool:
    """Tell whether a protocol is in English too: its goals are."""
    return bool(protocol.about.goals) and all(len(goal.by_language) == 2 for goal in protocol.about.goals)


def test_there_are_twelve_protocols_at_least_and_four_of_them_in_english() -> None:
    assert len(LIBRARY) >= 13  # with the demonstration
    assert sum(in_english(load(path)) for path in LIBRARY) >= 4


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_a_library_protocol_has_no_finding(path: Path) -> None:
    assert check(path) == ()


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_its_sentences_have_french_spaces(path: Path) -> None:
    protocol = load(path)
    bare = re.compile(r"[^\u00a0\u202f][;!?»]|[^\u00a0\u202f:]:(?!\w)|«[^\u00a0\u202f]")
    french = [text.text for text in texts(protocol) if text.language == "fr"]
    french += [text for language, text in head_texts(protocol) if language == "fr"]
    assert [sentence for sentence in french if bare.search(sentence)] == []


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_its_english_has_english_spaces(path: Path) -> None:
    protocol = load(path)
    english = [text.text for text in texts(protocol) if text.language == "en" and text.use != "title"]
    english += [text for language, text in head_texts(protocol) if language == "en"]
    assert [text for text in english if re.search(r"[\u00a0\u202f«»]|\s[:;!?]", text)] == []


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_what_is_in_english_is_so_as_a_whole(path: Path) -> None:
    protocol = load(path)
    if in_english(protocol):
        assert all(len(speech.by_language) == 2 for speech in protocol.about.stop_signs)
        found = texts(protocol)
        french = {(text.use, text.place.line) for text in found if text.language == "fr"}
        missing = french - {(text.use, text.place.line) for text in found if text.language == "en"}
        assert sorted(missing) == []


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_nao_speaks_in_short_sentences_and_calls_nothing_wrong(path: Path) -> None:
    french, english = said(load(path), "fr"), said(load(path), "en")
    assert [sentence for sentence in french if len(sentence.split()) > 12] == []
    assert [sentence for sentence in english if len(sentence.split()) > 12] == []
    judging = re.compile(r"\b(faux|non|erreur|raté|trompée?s?)\b", re.IGNORECASE)
    assert [sentence for sentence in french if judging.search(sentence)] == []
    judging = re.compile(r"\b(wrong|mistaken?|error|incorrect|failed)\b", re.IGNORECASE)
    assert [sentence for sentence in english if judging.search(sentence)] == []


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_the_child_is_told_tu_and_the_adult_vous(path: Path) -> None:
    found = [text for text in texts(load(path)) if text.language == "fr"]
    polite = re.compile(r"\b(vous|votre|vos)\b", re.IGNORECASE)
    familiar = re.compile(r"\b(tu|toi|ton|tes)\b", re.IGNORECASE)
    assert [text.text for text in found if text.use == "say" and polite.search(text.text)] == []
    assert [text.text for text in found if text.use == "adult" and familiar.search(text.text)] == []


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_every_trial_waits_as_long_as_is_set_helps_and_never_ends_in_silence(path: Path) -> None:
    protocol = load(path)
    patience = next(setting for setting in protocol.settings if setting.name == "patience")
    for step in protocol.steps.values():
        if step.trials is None:
            continue
        assert isinstance(step.trials.patience, Expression), step.name
        assert any(path[-1].endswith("patience") for path in step.trials.patience.paths), step.name
        assert step.trials.prompts, step.name
        feedback = {key for key, _ in step.trials.feedback}
        assert step.trials.correct is None or feedback >= {"incorrect", "no_response"}, step.name
        assert isinstance(patience.default, int | float)
        assert patience.default >= 8


@pytest.mark.parametrize(
    "path", [path for path in LIBRARY if path.stem != "demo"], ids=lambda path: path.stem
)
def test_its_head_answers_what_a_committee_asks(path: Path) -> None:
    protocol = load(path)
    about = protocol.about
    assert all((about.goals, about.inclusion, about.non_inclusion, about.material, about.sources,
                about.comprehension, about.stop_signs, about.records))  # fmt: skip
    assert protocol.expected_ms
    assert protocol.limit_ms
    # Authors, a year, a title, where it was published: a reference that can be found again.
    reference = re.compile(
        r"^.+ \(\d{4}\)\. .+\. .+\.$|^.+ \(\d{4}\)\. .+\? .+\.$|^.+ \(\d{4}\)\. .+ : .+\.$"
    )
    assert [source for source in about.sources if not reference.match(source)] == []


@pytest.mark.parametrize("path", LIBRARY, ids=[path.stem for path in LIBRARY])
def test_its_first_line_tells_an_editor_where_the_schema_is(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first == "# yaml-language-server: $schema=./protocol.schema.json"


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
            described = description_of(field)
            assert described.fr, f"{shape.__name__}.{name}"
            assert described.en, f"{shape.__name__}.{name}"


def test_every_verb_of_a_moment_has_a_channel_or_stands_alone() -> None:
    assert set(MomentKeys.keys()) - {"if"} == set(CHANNELS) | ALONE


def test_the_table_begins_with_what_every_file_needs() -> None:
    needed = [name for name, field in ProtocolKeys.keys().items() if field.is_required()]
    assert needed == ["protocol", "id", "version", "title", "language", "start", "steps"]
