"""Speech recognition: a word counts only while the engine runs and knows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulator.simulator_wire import Wire, error_of, until

ALREADY = (
    "ALSpeechRecognition::setVocabulary\n\t\tNuanceContext::addContext\n\t"
    'A grammar named "modifiable_grammar" already exists.'
)


@pytest.fixture
def recognition(wire: Wire) -> Iterator[Any]:
    """ALSpeechRecognition that knows oui and non, and does not run."""
    recognition = wire.service("ALSpeechRecognition")
    recognition.pause(False)
    recognition.setVocabulary(["oui", "non"], False)
    yield recognition
    for name, _, _ in recognition.getSubscribersInfo():
        recognition.unsubscribe(name)


def test_a_word_is_recognised_only_while_somebody_is_subscribed(wire: Wire, recognition: Any) -> None:
    room, memory = wire.service("NaoSimulator"), wire.service("ALMemory")
    assert room.hear("oui", 0.5) is False
    recognition.subscribe("test")
    assert room.hear("oui", 0.5) is True
    assert memory.getData("WordRecognized") == ["oui", 0.5]
    assert memory.getData("WordRecognizedAndGrammar") == ["oui", 0.5, "modifiable_grammar"]
    recognition.unsubscribe("test")
    assert room.hear("oui", 0.5) is False


def test_a_word_outside_the_vocabulary_or_in_a_pause_is_not_recognised(wire: Wire, recognition: Any) -> None:
    room = wire.service("NaoSimulator")
    recognition.subscribe("test")
    assert room.hear("peut-être", 0.5) is False
    recognition.pause(True)
    assert room.hear("oui", 0.5) is False
    recognition.pause(False)
    assert room.hear("Oui", 0.5) is True


def test_the_vocabulary_cannot_be_changed_while_the_engine_runs(recognition: Any) -> None:
    recognition.subscribe("test")
    assert error_of(lambda: recognition.setVocabulary(["encore"], False)) == ALREADY
    recognition.pause(True)
    recognition.setVocabulary(["encore"], False)
    recognition.pause(False)


def test_a_listener_of_the_event_starts_the_engine_and_stops_it_when_it_leaves(
    wire: Wire, recognition: Any
) -> None:
    heard = wire.listen("WordRecognized")
    until(lambda: wire.state()["listening"])
    assert wire.service("NaoSimulator").hear("non", 0.25) is True
    assert heard.wait(1) == [["non", 0.25]]
    heard.forget()
    until(lambda: not wire.state()["listening"])


def test_word_spotting_shows_where_the_word_was(wire: Wire, recognition: Any) -> None:
    recognition.setVocabulary(["oui"], True)
    recognition.subscribe("test")
    wire.service("NaoSimulator").hear("oui", 0.5)
    assert wire.service("ALMemory").getData("WordRecognized") == ["<...> oui <...>", 0.5]


def test_the_status_follows_the_engine(wire: Wire, recognition: Any) -> None:
    status = wire.listen("ALSpeechRecognition/Status")
    recognition.subscribe("test")
    wire.service("NaoSimulator").hear("oui", 0.5)
    recognition.unsubscribe("test")
    assert status.wait(5) == ["ListenOn", "SpeechDetected", "EndOfProcess", "ListenOn", "Stop"]


def test_languages_and_subscribers_are_checked(recognition: Any) -> None:
    assert recognition.getLanguage() == "French"
    assert error_of(lambda: recognition.setLanguage("Klingon")) == (
        "\tALSpeechRecognition::setLanguage\n\tLanguage Klingon is not installed."
    )
    assert error_of(lambda: recognition.unsubscribe("nobody")) == (
        "\tALSpeechRecognition::unsubscribe\n\tnobody is not subscribed."
    )
    recognition.subscribe("test", 100, 0.5)
    assert recognition.getMyPeriod("test") == 100
