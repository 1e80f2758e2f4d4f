"""ALSpeechRecognition: vocabulary, subscribers, pause; what is heard comes from NaoSimulator or the panel."""

from __future__ import annotations

from typing import Any

from nao_simulator.errors import CallError, ExactError
from nao_simulator.hearing import GRAMMAR
from nao_simulator.robot import Robot
from nao_simulator.services.extractor import ExtractorService
from nao_simulator.settings import LANGUAGES

_ALREADY = (
    "ALSpeechRecognition::setVocabulary\n\t\tNuanceContext::addContext\n\t"
    f'A grammar named "{GRAMMAR}" already exists.'
)
_EVENTS = ("WordRecognized", "WordRecognizedAndGrammar", "SpeechDetected", "ALSpeechRecognition/Status")
_DEFAULTS = (300, 1.0)
_PARAMETERS = {"Sensitivity": 0.4, "NbHypotheses": 1.0}


class SpeechRecognition(ExtractorService):
    """ALSpeechRecognition."""

    def __init__(self, robot: Robot) -> None:
        super().__init__(robot.hearing, _EVENTS, _DEFAULTS)
        self._robot, self._hearing = robot, robot.hearing
        self._language: str = robot.settings.language
        self._parameters = dict(_PARAMETERS)
        self._expressions = {"audio": True, "visual": True}
        for event in _EVENTS:
            robot.memory.declare(event)

    def set_language(self, language: str) -> None:
        """Choose the language; the vocabulary is forgotten."""
        if language not in LANGUAGES:
            raise CallError(f"Language {language} is not installed.")
        self._language = language
        self._hearing.set_vocabulary([], False)

    def get_language(self) -> str:
        """Return the language."""
        return self._language

    def get_available_languages(self) -> list[str]:
        """Return the installed languages: the ears' are installed apart from the voice's."""
        return sorted(LANGUAGES)

    def set_vocabulary(self, words: list[str], word_spotting: bool) -> None:
        """Choose the words; refused, as on the robot, while the engine runs."""
        if self._hearing.running:
            raise ExactError(_ALREADY)
        if not words:
            raise CallError("The vocabulary is empty.")
        self._hearing.set_vocabulary(words, word_spotting)

    def set_word_list_as_vocabulary(self, words: list[str]) -> None:
        """Choose the words (deprecated)."""
        self.set_vocabulary(words, False)

    def pause(self, paused: bool) -> None:
        """Stop listening for a while, or go on."""
        self._hearing.pause(paused)

    def set_parameter(self, name: str, value: Any) -> None:
        """Set Sensitivity (0 to 1) or NbHypotheses."""
        if name not in self._parameters:
            raise CallError(f"Unknown parameter {name}.")
        self._parameters[name] = float(value)

    def get_parameter(self, name: str) -> float:
        """Return the value of a parameter."""
        if name not in self._parameters:
            raise CallError(f"Unknown parameter {name}.")
        return self._parameters[name]

    def set_audio_expression(self, enabled: bool) -> None:
        """Switch the sounds that the robot plays as it begins and ends to listen; none are played here."""
        self._expressions["audio"] = enabled

    def get_audio_expression(self) -> bool:
        """Return whether the robot plays a sound as it begins and ends to listen."""
        return self._expressions["audio"]

    def set_visual_expression(self, enabled: bool) -> None:
        """Switch what the eyes show while listening; it has no effect here."""
        self._expressions["visual"] = enabled

    def set_visual_expression_mode(self, _mode: int) -> None:
        """Accept a mode without effect, as since 2.7."""

    def remove_all_context(self) -> None:
        """Forget the vocabulary."""
        self._hearing.set_vocabulary([], False)
