"""ALTextToSpeech: the voice as its clients know it; the mouth does the speaking."""

from __future__ import annotations

from nao_simulator.errors import CallError
from nao_simulator.pending import Pending
from nao_simulator.robot import Robot
from nao_simulator.sound.markup import Style, plain
from nao_simulator.sound.mouth import Utterance

SUPPORTED = [
    "Arabic", "Brazilian", "Chinese", "Czech", "Danish", "Dutch", "English", "Finnish", "French", "German",
    "Greek", "Italian", "Japanese", "Korean", "Norwegian", "Polish", "Portuguese", "Russian", "Spanish",
    "Swedish", "Turkish",
]  # fmt: skip
_VOICES = {"French": "naofrf", "English": "naoenu"}
_LOCALES = {"French": "fr_FR", "English": "en_US"}
_DEFAULTS = {
    "pitchShift": 0.0,
    "doubleVoice": 0.0,
    "doubleVoiceLevel": 0.0,
    "doubleVoiceTimeShift": 0.0,
    "speed": 100.0,
    "defaultVoiceSpeed": 100.0,
    "volume": 80.0,
    "pitch": 100.0,
}
_RANGES = {
    "pitchShift": (0.0, 4.0),
    "doubleVoice": (0.0, 4.0),
    "doubleVoiceLevel": (0.0, 4.0),
    "doubleVoiceTimeShift": (0.0, 0.5),
    "speed": (50.0, 400.0),
    "defaultVoiceSpeed": (50.0, 400.0),
    "volume": (0.0, 100.0),
    "pitch": (50.0, 200.0),
}


class TextToSpeech:
    """ALTextToSpeech."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._volume = 1.0
        self._parameters = dict(_DEFAULTS)
        self._dictionary: dict[str, str] = {}
        robot.life.on_enter = self._entered_life_state

    def say(self, text: str, language: str | None = None) -> Pending:
        """Say a text; ends when it was said or cut."""
        utterance = self.utter(text, None if language is None else self._installed(language))
        return Pending.ended(None) if utterance is None else utterance.pending

    def utter(self, text: str, language: str | None = None) -> Utterance | None:
        """Queue a text in the present voice and return its utterance; None if there is nothing to hear."""
        if not plain(text) and "\\" not in text:
            return None
        for word, replacement in self._dictionary.items():
            text = text.replace(word, replacement)
        utterance = Utterance(text, language or self._robot.language, self._style(), self._volume)
        self._robot.mouth.say(utterance)
        return utterance

    def say_to_file(self, text: str, path: str) -> None:
        """Refuse: the robot's disk is not simulated."""
        raise CallError(f"Cannot write to {path}.")

    def stop_all(self) -> None:
        """Cut what is being said and forget what waits."""
        self._robot.mouth.cut_all()

    def set_language(self, language: str) -> None:
        """Choose the language of what is said next."""
        self._robot.language = self._installed(language)  # type: ignore[assignment]

    def get_language(self) -> str:
        """Return the present language."""
        return self._robot.language

    def get_available_languages(self) -> list[str]:
        """Return the installed languages."""
        return sorted(self._robot.settings.languages)

    def get_supported_languages(self) -> list[str]:
        """Return the languages that could be installed."""
        return SUPPORTED

    def locale(self) -> str:
        """Return the locale of the present language."""
        return _LOCALES[self._robot.language]

    def set_voice(self, voice: str) -> None:
        """Choose a voice, and with it its language."""
        language = next((name for name, known in _VOICES.items() if known == voice), None)
        if language is None:
            raise CallError(f"Voice {voice} is not available.")
        self.set_language(language)

    def get_voice(self) -> str:
        """Return the present voice."""
        return _VOICES[self._robot.language]

    def get_available_voices(self) -> list[str]:
        """Return the installed voices."""
        return [_VOICES[language] for language in self.get_available_languages()]

    def set_language_default_voice(self, language: str, voice: str) -> None:
        """Accept the only voice that a language has."""
        if _VOICES[self._installed(language)] != voice:
            raise CallError(f"Voice {voice} is not available for {language}.")

    def set_volume(self, volume: float) -> None:
        """Set the gain of the voice, 0 to 2; above 1 it clips."""
        if not 0.0 <= volume <= 2.0:
            raise CallError(f"The volume {volume} is out of range.")
        self._volume = volume

    def get_volume(self) -> float:
        """Return the gain of the voice."""
        return self._volume

    def set_parameter(self, name: str, value: float) -> None:
        """Set one of the voice's parameters."""
        if name not in _RANGES:
            raise CallError(f"Unknown parameter {name}.")
        low, high = _RANGES[name]
        if not low <= value <= high:
            raise CallError(f"The value {value:g} of parameter {name} is not in [{low:g}, {high:g}].")
        self._parameters[name] = value

    def get_parameter(self, name: str) -> float:
        """Return one of the voice's parameters."""
        if name not in self._parameters:
            raise CallError(f"Unknown parameter {name}.")
        return self._parameters[name]

    def reset_speed(self) -> None:
        """Speak at the default speed again."""
        self._parameters["speed"] = self._parameters["defaultVoiceSpeed"]

    def reset(self) -> None:
        """Set every parameter to its default."""
        self._parameters = dict(_DEFAULTS)

    def add_to_dictionary(self, word: str, replacement: str, *_phonetics: str) -> bool:
        """Replace a word by another spelling in what is said from now on; return True."""
        self._dictionary[word] = replacement
        return True

    def delete_from_dictionary(self, word: str, *_language: str) -> bool:
        """Remove a word from the dictionary; return whether it was there."""
        return self._dictionary.pop(word, None) is not None

    def show_dictionary(self) -> None:
        """Accept the call without effect: a robot prints its dictionary in its own log."""

    def load_voice_preference(self, _name: str) -> None:
        """Accept a name without effect (deprecated)."""

    def _style(self) -> Style:
        shift = self._parameters["pitchShift"] or 1.0
        pitch = self._parameters["pitch"] * shift
        return Style(self._parameters["speed"], pitch, self._parameters["volume"])

    def _entered_life_state(self, _state: str) -> None:
        self.reset()
        self._robot.language = self._robot.settings.language

    def _installed(self, language: str) -> str:
        if language not in self._robot.settings.languages:
            raise CallError(f"Language {language} is not installed.")
        return language
