"""What follows from a trial for the next ones of a child: which help comes first, which level is next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.oracle.values import read_duration

DEFAULT_DELAY = "4 s"
PASSED = ("correct", "prompted")
FAILED = ("incorrect", "no_response")


@dataclass(frozen=True)
class Fade:
    """Which help a child begins with for an item: its number, -1 for none, None where nothing is known."""

    level: int | None = None
    right: int = 0
    wrong: int = 0
    trials: int = 0


@dataclass(frozen=True)
class Stair:
    """Where an adaptive level stands; right and wrong answers since it changed, and which way it went."""

    level: int
    right: int = 0
    wrong: int = 0
    way: int = 0
    reversals: int = 0


def procedure_of(source: dict[str, Any]) -> dict[str, Any]:
    """Return the prompting procedure of a block, as it is written at length."""
    prompting = source.get("prompting", "least_to_most")
    return prompting if isinstance(prompting, dict) else {"procedure": prompting}


def first_help(source: dict[str, Any], fade: Fade, correction: str) -> int | None:
    """Return the number of the help that comes with the question, or None."""
    prompts, procedure = source.get("prompts", []), procedure_of(source)["procedure"]
    if not prompts or correction == "without":
        return None
    strongest = len(prompts) - 1
    if correction == "with_prompt" or procedure == "simultaneous":
        return strongest
    if procedure == "most_to_least":
        level = strongest if fade.level is None else fade.level
        return None if level < 0 else level
    return None


def delay_of(source: dict[str, Any], fade: Fade) -> int | None:
    """Return the delay before the first help, in milliseconds; None where the procedure has none."""
    prompting = procedure_of(source)
    if prompting["procedure"] not in ("constant_delay", "progressive_delay"):
        return None
    later = fade.trials - prompting.get("zero_delay_trials", 1)
    if later < 0:
        return 0
    longest = read_duration(prompting.get("delay", DEFAULT_DELAY))
    if prompting["procedure"] == "constant_delay":
        return longest
    grown = read_duration(prompting.get("step", "1 s")) * (later // prompting.get("every", 1) + 1)
    return min(grown, longest) if "delay" in prompting else grown


def faded(fade: Fade, source: dict[str, Any], record: dict[str, Any]) -> Fade:
    """Return the help that comes first after a trial: less after successes at it, more after errors."""
    judgement = record["judgement"]
    if judgement not in (*PASSED, *FAILED) or record["correction"] or not source.get("prompts"):
        return fade
    trials = fade.trials + 1
    prompting = procedure_of(source)
    if prompting["procedure"] != "most_to_least":
        return Fade(fade.level, fade.right, fade.wrong, trials)
    strongest = len(source["prompts"]) - 1
    level = strongest if fade.level is None else fade.level
    passed = judgement in PASSED and record["prompts"] <= (1 if level >= 0 else 0)
    right, wrong = (fade.right + 1, 0) if passed else (0, fade.wrong + 1)
    if right >= prompting.get("fade_after", 2):
        return Fade(max(level - 1, -1), 0, 0, trials)
    if wrong >= prompting.get("raise_after", 1):
        return Fade(min(level + 1, strongest), 0, 0, trials)
    return Fade(level, right, wrong, trials)


def climbed(stair: Stair, adapt: dict[str, Any], bounds: tuple[int, int], record: dict[str, Any]) -> Stair:
    """Return where the level stands after a trial; one passed with help moves nothing."""
    if record["correction"] or record["judgement"] not in ("correct", *FAILED):
        return stair
    right, wrong = (stair.right + 1, 0) if record["judgement"] == "correct" else (0, stair.wrong + 1)
    way = 1 if right >= adapt.get("up", 2) else -1 if wrong >= adapt.get("down", 1) else 0
    if not way:
        return Stair(stair.level, right, wrong, stair.way, stair.reversals)
    level = min(max(stair.level + way, bounds[0]), bounds[1])
    return Stair(level, 0, 0, way, stair.reversals + (stair.way == -way))
