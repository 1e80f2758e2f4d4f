"""ALAutonomousLife, ALBasicAwareness and the autonomous abilities."""

from __future__ import annotations

from typing import Any

from nao_simulator.errors import CallError
from nao_simulator.life import ABILITIES, STATES
from nao_simulator.robot import Robot

_SAFEGUARDS = ("RobotPushed", "RobotFell", "RobotMoved", "CriticalDiagnosis", "CriticalTemperature")
_ENGAGEMENTS = ("Unengaged", "FullyEngaged", "SemiEngaged")
_TRACKINGS = ("Head", "BodyRotation", "WholeBody", "MoveContextually")
_STIMULI = ("People", "Touch", "TabletTouch", "Sound", "Movement", "NavigationMotion")
_LOOK_SPEEDS = {"LookStimulusSpeed": 0.55, "LookBackSpeed": 0.55}


class AutonomousLife:
    """ALAutonomousLife. No activity is installed: there is nothing to focus."""

    def __init__(self, robot: Robot) -> None:
        self._robot, self._life = robot, robot.life
        self._safeguards = dict.fromkeys(_SAFEGUARDS, True)
        self._offset_m = 0.0
        self._monitoring = False
        self._plugins: dict[str, bool] = {}

    def set_state(self, state: str) -> None:
        """Enter a state; going back from interactive to solitary by hand is refused."""
        if state not in STATES:
            raise CallError(f"AutonomousLife::setState\n\t{state} is not a valid state.")
        if state == "solitary" and self._life.state == "interactive":
            raise CallError("AutonomousLife::setState\n\tCannot go from interactive to solitary.")
        if state == self._life.state:
            return
        self._robot.mouth.cut_all()
        if state in ("solitary", "interactive"):
            self._robot.body.set_stiffness(self._robot.all_joints, 1.0)
            self._robot.set_awake(True)
        self._life.enter(state)

    def get_state(self) -> str:
        """Return the state."""
        return self._life.state

    def focused_activity(self) -> str:
        """Return the focused activity: none."""
        return ""

    def switch_focus(self, activity: str, _mode: int = 1) -> None:
        """Refuse: no activity is installed."""
        raise CallError(f"The activity {activity} is not installed.")

    def stop_focus(self) -> None:
        """Accept the call without effect: there is no focused activity."""

    def stop_all(self) -> None:
        """Accept the call without effect: there is no activity to stop."""

    def get_life_time(self) -> int:
        """Return the seconds since life began."""
        return int(self._robot.clock.now_s())

    def set_autonomous_ability_enabled(self, ability: str, enabled: bool) -> None:
        """Switch an ability, or ``All``, on or off."""
        for name in ABILITIES if ability == "All" else (_ability(ability),):
            self._life.enable(name, enabled)

    def get_autonomous_ability_enabled(self, ability: str) -> bool:
        """Return whether an ability is on; for ``All``, whether all of them are."""
        names = ABILITIES if ability == "All" else (_ability(ability),)
        return all(self._life.enabled(name) for name in names)

    def get_autonomous_abilities_status(self) -> list[tuple[str, bool, bool]]:
        """Return name, enabled, running of every ability."""
        return [(name, self._life.enabled(name), self._life.running(name)) for name in ABILITIES]

    def set_safeguard_enabled(self, name: str, enabled: bool) -> None:
        """Switch a safeguard on or off; it has no effect here."""
        self._safeguards[_safeguard(name)] = enabled

    def is_safeguard_enabled(self, name: str) -> bool:
        """Return whether a safeguard is on."""
        return self._safeguards[_safeguard(name)]

    def set_robot_offset_from_floor(self, offset_m: float) -> None:
        """Set how high above the floor the robot stands, in m; it has no effect here."""
        self._offset_m = offset_m

    def get_robot_offset_from_floor(self) -> float:
        """Return how high above the floor the robot stands, in m."""
        return self._offset_m

    def get_activity_nature(self, activity: str) -> str:
        """Refuse: no activity is installed."""
        raise CallError(f"The activity {activity} is not installed.")

    def get_focus_context(self, activity: str) -> Any:
        """Refuse: no activity is installed."""
        raise CallError(f"The activity {activity} is not installed.")

    def get_activity_context_permission_violations(self, activity: str) -> list[str]:
        """Refuse: no activity is installed."""
        raise CallError(f"The activity {activity} is not installed.")

    def get_state_history(self, depth: int | None = None) -> list[tuple[str, int]]:
        """Return the states and when (s since 1970) they were entered, the last ones first."""
        return list(reversed(self._life.history))[:depth]

    def get_focus_history(self, _depth: int | None = None) -> list[tuple[str, int]]:
        """Return the focused activities: none."""
        return []

    def get_activity_statistics(self) -> dict[str, dict[str, int]]:
        """Return how often activities were focused: none."""
        return {}

    get_autonomous_activity_statistics = get_activity_statistics

    def start_monitoring_launchpad_conditions(self) -> None:
        """Begin to watch the conditions of activities: none are installed."""
        self._monitoring = True

    def stop_monitoring_launchpad_conditions(self) -> None:
        """Stop watching the conditions of activities."""
        self._monitoring = False

    def is_monitoring_launchpad_conditions(self) -> bool:
        """Return whether the conditions of activities are watched."""
        return self._monitoring

    def set_launchpad_plugin_enabled(self, plugin: str, enabled: bool) -> None:
        """Switch a plugin of the launchpad on or off; it has no effect here."""
        self._plugins[plugin] = enabled

    def get_enabled_launchpad_plugins(self) -> list[str]:
        """Return the plugins that are on."""
        return sorted(name for name, enabled in self._plugins.items() if enabled)

    def get_launchpad_plugins_for_group(self, _group: str) -> list[str]:
        """Return the plugins of a group: none are installed."""
        return []

    def on_ready(self, _name: str, _value: Any, _message: str) -> None:
        """Accept without effect the event by which NAOqi tells its own module that it has started."""


class BasicAwareness:
    """ALBasicAwareness. Nobody is there to be tracked, but every setting is kept."""

    def __init__(self, robot: Robot) -> None:
        self._life = robot.life
        self._engagement, self._tracking = "Unengaged", "Head"
        self._stimuli = dict.fromkeys(_STIMULI, True)
        self._parameters: dict[str, Any] = dict(_LOOK_SPEEDS)

    def set_enabled(self, enabled: bool) -> None:
        """Switch awareness on or off."""
        self._life.enable("BasicAwareness", enabled)

    def is_enabled(self) -> bool:
        """Return whether awareness is on."""
        return self._life.enabled("BasicAwareness")

    def is_running(self) -> bool:
        """Return whether awareness is on and not paused."""
        return self._life.running("BasicAwareness")

    def pause_awareness(self) -> None:
        """Pause awareness."""
        self._life.awareness_paused = True

    def resume_awareness(self) -> None:
        """Go on after a pause."""
        self._life.awareness_paused = False

    def is_awareness_paused(self) -> bool:
        """Return whether awareness is paused."""
        return self._life.awareness_paused

    def start_awareness(self) -> None:
        """Switch awareness on (2.1)."""
        self.set_enabled(True)

    def stop_awareness(self) -> None:
        """Switch awareness off (2.1)."""
        self.set_enabled(False)

    def is_awareness_running(self) -> bool:
        """Return whether awareness is on and not paused (2.1)."""
        return self.is_running()

    def set_engagement_mode(self, mode: str) -> None:
        """Choose how the robot engages people."""
        self._engagement = _one_of(mode, _ENGAGEMENTS, "engagement mode")

    def get_engagement_mode(self) -> str:
        """Return how the robot engages people: a mode's name."""
        return self._engagement

    def set_tracking_mode(self, mode: str) -> None:
        """Choose what follows people: the head, the body or both, by a mode's name."""
        self._tracking = _one_of(mode, _TRACKINGS, "tracking mode")

    def get_tracking_mode(self) -> str:
        """Return what follows people: a mode's name."""
        return self._tracking

    def set_stimulus_detection_enabled(self, stimulus: str, enabled: bool) -> None:
        """Switch a stimulus on or off; it has no effect here."""
        self._stimuli[_one_of(stimulus, _STIMULI, "stimulus")] = enabled

    def is_stimulus_detection_enabled(self, stimulus: str) -> bool:
        """Return whether a stimulus is on."""
        return self._stimuli[_one_of(stimulus, _STIMULI, "stimulus")]

    def set_parameter(self, name: str, value: Any) -> None:
        """Set a parameter."""
        self._parameters[_one_of(name, tuple(_LOOK_SPEEDS), "parameter")] = value

    def get_parameter(self, name: str) -> Any:
        """Return a parameter."""
        return self._parameters[_one_of(name, tuple(_LOOK_SPEEDS), "parameter")]

    def reset_all_parameters(self) -> None:
        """Set every parameter to its default."""
        self._parameters = dict(_LOOK_SPEEDS)

    def engage_person(self, _person: int) -> bool:
        """Return False: nobody could be engaged."""
        return False

    def trigger_stimulus(self, _position: list[float]) -> int:
        """Return -1: nobody is found at a place."""
        return -1


class Ability:
    """ALAutonomousBlinking, ALBackgroundMovement, ALListeningMovement: one switch each."""

    def __init__(self, robot: Robot, name: str) -> None:
        self._life, self._name = robot.life, name

    def set_enabled(self, enabled: bool) -> None:
        """Switch the ability on or off."""
        self._life.enable(self._name, enabled)

    def is_enabled(self) -> bool:
        """Return whether the ability is on."""
        return self._life.enabled(self._name)

    def is_running(self) -> bool:
        """Return whether the ability is on and does something."""
        return self._life.running(self._name)


class SpeakingMovementMode:
    """The part of ALSpeakingMovement that the other abilities do not have."""

    def __init__(self) -> None:
        self._mode = "contextual"

    def set_mode(self, mode: str) -> None:
        """Choose random or contextual."""
        self._mode = _one_of(mode, ("random", "contextual"), "mode")

    def get_mode(self) -> str:
        """Return the mode."""
        return self._mode

    def add_tags_to_words(self, _tags: Any) -> None:
        """Accept tags without effect: words have no gestures of their own here."""

    def reset_tags_to_words(self) -> None:
        """Accept the call without effect."""


def _ability(name: str) -> str:
    return _one_of(name, ABILITIES, "ability")


def _safeguard(name: str) -> str:
    return _one_of(name, _SAFEGUARDS, "safeguard")


def _one_of(name: str, allowed: tuple[str, ...], what: str) -> str:
    if name not in allowed:
        raise CallError(f"{name} is not a valid {what}: one of {', '.join(allowed)} was expected.")
    return name
