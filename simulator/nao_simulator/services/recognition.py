"""ALSpeechRecognition: vocabulary, subscribers, pause; what is heard comes from NaoSimulator or the panel."""

from __future__ import annotations

from typing import Any

from nao_simulator.errors import CallError, ExactError
from nao_simulator.hearing import GRAMMAR
from nao_simulator.robot import Robot
from nao_simulator.services.speech import INSTALLED

AUTO_SUBSCRIBER = "ALMemory"  # the name under which a listener of WordRecognized starts the engine
_ALREADY = (
    "ALSpeechRecognition::setVocabulary\n\t\tNuanceContext::addContext\n\t"
    f'A grammar named "{GRAMMAR}" already exists.'
)
_EVENTS = ["WordRecognized", "WordRecognizedAndGrammar", "SpeechDetected", "ALSpeechRecognition/Status"]
_PARAMETERS = {"Sensitivity": 0.4, "NbHypotheses": 1.0}


class SpeechRecognition:
    """ALSpeechRecognition."""

    def __init__(self, robot: Robot) -> None:
        self._robot, self._hearing = robot, robot.hearing
        self._language: str = robot.settings.language
        self._parameters = dict(_PARAMETERS)
        self._expressions = {"audio": True, "visual": True}
        for event in _EVENTS:
            robot.memory.declare(event)

    def set_language(self, language: str) -> None:
        """Choose the language; the vocabulary is forgotten."""
        if language not in INSTALLED:
            raise CallError(f"Language {language} is not installed.")
        self._language = language
        self._hearing.set_vocabulary([], False)

    def get_language(self) -> str:
        """Give the language."""
        return self._language

    def get_available_languages(self) -> list[str]:
        """Give the installed languages."""
        return INSTALLED

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

    def subscribe(self, name: str, period_ms: int = 300, precision: float = 1.0) -> None:
        """Run the engine for a subscriber."""
        self._hearing.subscribe(name, period_ms, precision)

    def unsubscribe(self, name: str) -> None:
        """Run it for one subscriber less."""
        if not self._hearing.unsubscribe(name):
            raise CallError(f"{name} is not subscribed.")

    def update_period(self, name: str, period_ms: int) -> None:
        """Change the period of a subscriber."""
        self._hearing.subscribers[name] = (period_ms, self._of(name)[1])

    def update_precision(self, name: str, precision: float) -> None:
        """Change the precision of a subscriber."""
        self._hearing.subscribers[name] = (self._of(name)[0], precision)

    def get_current_period(self) -> int:
        """Give the shortest period asked for, in ms."""
        return min((period for period, _ in self._hearing.subscribers.values()), default=300)

    def get_current_precision(self) -> float:
        """Give the finest precision asked for."""
        return max((precision for _, precision in self._hearing.subscribers.values()), default=1.0)

    def get_my_period(self, name: str) -> int:
        """Give the period of a subscriber, in ms."""
        return self._of(name)[0]

    def get_my_precision(self, name: str) -> float:
        """Give the precision of a subscriber."""
        return self._of(name)[1]

    def get_subscribers_info(self) -> Any:
        """Give [name, period, precision] of each subscriber."""
        return [[name, *values] for name, values in self._hearing.subscribers.items()]

    def get_output_names(self) -> list[str]:
        """Give the keys that the engine writes."""
        return list(_EVENTS)

    def get_event_list(self) -> list[str]:
        """Give the events that the engine raises."""
        return list(_EVENTS)

    def get_memory_key_list(self) -> list[str]:
        """Give the further keys that the engine writes."""
        return []

    def set_parameter(self, name: str, value: Any) -> None:
        """Set Sensitivity (0 to 1) or NbHypotheses."""
        if name not in self._parameters:
            raise CallError(f"Unknown parameter {name}.")
        self._parameters[name] = float(value)

    def get_parameter(self, name: str) -> float:
        """Give a parameter."""
        if name not in self._parameters:
            raise CallError(f"Unknown parameter {name}.")
        return self._parameters[name]

    def set_audio_expression(self, enabled: bool) -> None:
        """Switch the bips."""
        self._expressions["audio"] = enabled

    def get_audio_expression(self) -> bool:
        """Tell whether it bips."""
        return self._expressions["audio"]

    def set_visual_expression(self, enabled: bool) -> None:
        """Switch what the eyes show while listening."""
        self._expressions["visual"] = enabled

    def set_visual_expression_mode(self, _mode: int) -> None:
        """Accept: without effect since 2.7."""

    def remove_all_context(self) -> None:
        """Forget the vocabulary."""
        self._hearing.set_vocabulary([], False)

    def _of(self, name: str) -> tuple[int, float]:
        known = self._hearing.subscribers.get(name)
        if known is None:
            raise CallError(f"{name} is not subscribed.")
        return known
