"""ALAnimatedSpeech and ALAnimationPlayer: gestures, alone and with speech.

An animated text is one thread of its own: it waits for the mouth and the body, never on a qi thread.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

from nao_simulator.body import gestures
from nao_simulator.body.body import MotionTask
from nao_simulator.body.joints import JOINTS
from nao_simulator.body.tracks import Track, through
from nao_simulator.errors import CallError, ExactError, naoqi_text
from nao_simulator.pending import Pending
from nao_simulator.robot import Robot
from nao_simulator.services.speech import TextToSpeech
from nao_simulator.sound.markup import Annotation, annotated

MODES = ("disabled", "random", "contextual")


class AnimationPlayer:
    """ALAnimationPlayer."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self._draws = random.Random(robot.settings.seed)
        self._tags: dict[str, list[str]] = {}

    def run(self, path: str) -> Pending:
        """Play an animation; ends with its last keyframe, or when cancelled or stopped."""
        full = gestures.resolve(path, self._robot.posture_family())
        if full is None:
            raise CallError(f"Invalid animation path: {path}")
        return self._play(full)

    def run_tag(self, *path_and_tag: str) -> Pending:
        """Play one of the animations that carry a tag."""
        return self._play(self.choose(path_and_tag[-1]))

    def add_tag_for_animations(self, tags: dict[str, list[str]]) -> None:
        """Add animations to tags."""
        for tag, paths in tags.items():
            self._tags.setdefault(tag, []).extend(paths)

    def declare_path_for_tags(self, _path: str) -> None:
        """Accept a path without effect: the one library of the simulated robot is always searched."""

    def reset(self) -> None:
        """Forget added tags."""
        self._tags.clear()

    def choose(self, tag: str) -> str:
        """Return an animation that carries a tag, drawn at random.

        Raises:
            CallError: no animation carries it.
        """
        family = self._robot.posture_family()
        added = [gestures.resolve(path, family) for path in self._tags.get(tag, [])]
        choice = [*gestures.tagged(tag, family), *(path for path in added if path is not None)]
        if not choice:
            raise CallError(f"No animation found for tag: {tag}")
        return self._draws.choice(choice)

    def talk(self) -> str:
        """Return an animation that accompanies speech, drawn at random."""
        return self._draws.choice(gestures.body_talk(self._robot.posture_family()))

    def _play(self, path: str) -> Pending:
        gesture = gestures.gesture(path)

        def plan(now_s: float, position: Callable[[str], float]) -> dict[str, Track]:
            tracks: dict[str, Track] = {}
            for name, angles in gesture.angles.items():
                start = position(name)
                tracks[name] = through(
                    now_s, start, gesture.times_s, (*angles[:-1], start), JOINTS[name].speed
                )
            return tracks

        return self._robot.body.start(MotionTask(path, gestures.joints_of(path), plan))


class AnimatedSpeech:
    """ALAnimatedSpeech."""

    def __init__(self, robot: Robot, voice: TextToSpeech, player: AnimationPlayer) -> None:
        self._robot, self._voice, self._player = robot, voice, player
        self._mode = "contextual"

    def say(self, text: str, configuration: Any = None) -> Pending:
        """Say an annotated text; ends when text and awaited animations have."""
        speech = _AnimatedText(self._robot, self._voice, self._player, self._wanted_mode(configuration))
        threading.Thread(target=speech.run, args=(text,), name="animated speech", daemon=True).start()
        return speech.pending

    def set_body_language_mode(self, mode: int) -> None:
        """Set the body language mode by number: 0 disabled, 1 random, 2 contextual."""
        if mode not in range(len(MODES)):
            raise CallError(f"Invalid body language mode: {mode}")
        self._mode = MODES[mode]

    def set_body_language_mode_from_str(self, mode: str) -> None:
        """Set the body language mode by name: disabled, random or contextual."""
        self._mode = _known_mode(mode)

    def get_body_language_mode(self) -> int:
        """Return the body language mode as a number."""
        return MODES.index(self._mode)

    def get_body_language_mode_to_str(self) -> str:
        """Return the name of the body language mode."""
        return self._mode

    def set_body_language_enabled(self, enabled: bool) -> None:
        """Switch body language (deprecated)."""
        self._mode = "contextual" if enabled else "disabled"

    def is_body_language_enabled(self) -> bool:
        """Return whether body language is on (deprecated)."""
        return self._mode != "disabled"

    def set_body_talk_enabled(self, enabled: bool) -> None:
        """Switch body language (deprecated)."""
        self.set_body_language_enabled(enabled)

    def is_body_talk_enabled(self) -> bool:
        """Return whether body language is on (deprecated)."""
        return self.is_body_language_enabled()

    def add_tags_to_words(self, _tags: Any) -> None:
        """Accept tags without effect: words have no gestures of their own here."""

    def declare_animations_package(self, _package: str) -> None:
        """Accept a package without effect: there is one library."""

    def declare_tag_for_animations(self, tags: Any) -> None:
        """Add animations to tags (deprecated)."""
        if not isinstance(tags, dict) or not all(isinstance(paths, list) for paths in tags.values()):
            raise CallError("A map from tags to lists of animations was expected.")
        self._player.add_tag_for_animations({str(tag): list(map(str, paths)) for tag, paths in tags.items()})

    def _wanted_mode(self, configuration: Any) -> str:
        if configuration is None:
            return self._mode
        pairs = configuration.items() if isinstance(configuration, dict) else configuration
        try:
            options = {str(name): value for name, value in pairs}
        except (TypeError, ValueError):
            raise CallError("The configuration must be a map.") from None
        return _known_mode(options.get("bodyLanguageMode", self._mode))


class _AnimatedText:
    """One animated text under way, in a thread of its own."""

    def __init__(self, robot: Robot, voice: TextToSpeech, player: AnimationPlayer, mode: str) -> None:
        self._robot, self._voice, self._player, self._mode = robot, voice, player, mode
        self._started: dict[str, Pending] = {}
        self._talk: Pending | None = None
        self._said: Pending | None = None
        self._stopped = False
        self._cancelled = False
        self.pending = Pending(self._cancel)

    def run(self, text: str) -> None:
        """Say and do each part in order; what was started and not awaited is stopped at the end."""
        error: Exception | None = None
        try:
            for part in annotated(text):
                if self._stopped:
                    break
                if isinstance(part, str):
                    self._say(part)
                else:
                    self._do(part)
        except CallError as refused:
            error = ExactError(naoqi_text("ALAnimatedSpeech", "say", str(refused)))
        except ExactError as refused:
            error = refused
        self._stopped = True
        for animation in (*self._started.values(), *([self._talk] if self._talk else [])):
            animation.cancel()
        if error is not None:
            self.pending.failed(error)
        elif self._cancelled:
            self.pending.cancelled()
        else:
            self.pending.done(None)
        self._robot.memory.raise_event("ALAnimatedSpeech/EndOfAnimatedSpeech", 0)

    def _cancel(self) -> None:
        self._cancelled = self._stopped = True
        for action in (self._said, *self._started.values(), self._talk):
            if action is not None:
                action.cancel()

    def _say(self, text: str) -> None:
        utterance = self._voice.utter(text)
        if utterance is None:
            return
        self._said = utterance.pending
        self._move_along()
        utterance.pending.wait()
        if utterance.was_cut:
            self._stopped = True
        if utterance.pending.state == "failed":
            raise ExactError(str(utterance.pending.value))

    def _move_along(self) -> None:
        """Begin a movement to accompany speech, unless the body is busy or limp or the mode is disabled."""
        body = self._robot.body
        idle = self._talk is None or self._talk.state != "running"
        if self._mode == "disabled" or not self._robot.awake or self._stopped or not idle:
            return
        path = self._player.talk()
        if body.held(gestures.joints_of(path)):
            return
        talk = self._talk = self._player.run(path)
        talk.when_ended(lambda ended: self._next_movement(ended))

    def _next_movement(self, ended: Pending) -> None:
        said = self._said
        if ended.state == "done" and said is not None and said.state == "running":
            self._move_along()

    def _do(self, part: Annotation) -> None:
        command, argument = part.command, part.argument
        if command == "mode":
            self._mode = _known_mode(argument)
        elif command in ("run", "start", "runTag", "startTag"):
            if self._talk is not None:
                self._talk.cancel()
            name = argument.split(",")[-1].strip()
            playing = self._player.run_tag(name) if command.endswith("Tag") else self._player.run(name)
            self._started[argument] = playing
            if command.startswith("run"):
                playing.wait()
        elif command in ("wait", "waitTag"):
            for animation in self._named(argument):
                animation.wait()
        elif command in ("stop", "stopTag"):
            for animation in self._named(argument):
                animation.cancel()
        elif command == "event":
            name, _, value = argument.partition("=")
            self._robot.memory.raise_event(name, value)

    def _named(self, argument: str) -> list[Pending]:
        if argument in self._started:
            return [self._started[argument]]
        return list(self._started.values()) if not argument else []


def _known_mode(mode: Any) -> str:
    if mode not in MODES:
        raise CallError(f"Invalid body language mode: {mode}")
    return str(mode)
