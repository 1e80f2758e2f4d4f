"""What devices tell, in sentences: the robot, the recorders, the clocks, the guard.

News of trouble is an alert on the lane of notes; what is as it should be stays among the technical lines.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.events import Event
from nao_sessions.review.replay.narration import Context, EventNarration, as_it_stands
from nao_sessions.review.replay.vocabulary import CALM_NEWS, RECORDER_NEWS, ROBOT_NEWS
from nao_sessions.text.messages import msg


def robot_news(event: Event, context: Context) -> EventNarration:
    """Tell what the robot told of itself."""
    what = _news(event, "robot")
    sentence = ROBOT_NEWS[what].format(percent=event.data.get("percent", "?"))
    if what == "battery":
        return EventNarration("technical", sentence)
    return EventNarration("note", sentence, alert=what not in CALM_NEWS)


def recorder_news(event: Event, context: Context) -> EventNarration:
    """Tell what a recorder told; ``data`` may name the camera or microphone, and the segment."""
    what = _news(event, "recorder")
    if what not in RECORDER_NEWS:
        return as_it_stands(event, context)
    sentence = RECORDER_NEWS[what]
    name, segment = event.data.get("name"), event.data.get("segment")
    which = ", ".join(
        [*([str(name)] if name else []), *([f"segment {segment}"] if segment is not None else [])]
    )
    if which:
        sentence = msg("{sentence} ({which})", sentence=sentence, which=which)
    return EventNarration("note", sentence, alert=what not in CALM_NEWS)


def clock_news(event: Event, context: Context) -> EventNarration:
    """Tell what was read off the clocks."""
    if event.kind == "slept":
        return slept(event, context)
    return EventNarration("technical", msg("Clocks read"))


def slept(event: Event, context: Context) -> EventNarration:
    """Tell that the computer slept."""
    words = msg("The computer slept for {seconds:.0f} s")
    return EventNarration("note", words.format(seconds=float(event.data["seconds"])), alert=True)


def halted(event: Event, context: Context) -> EventNarration:
    """Tell that the guard stopped Nao, and whether somebody held its head."""
    if event.data.get("why") == "head":
        words = msg("Nao was stopped: its head was held")
    else:
        words = msg("Nao was stopped by the guard")
    return EventNarration("note", words, alert=True)


def about(event: Event, context: Context) -> EventNarration:
    """Tell what the robot said that it is, or that there is none."""
    if event.data.get("kind") == "none":
        return EventNarration("technical", msg("Without a robot: the adult leads"))
    words = msg("Nao: system {system}, body {body}")
    return EventNarration("technical", words.format(system=event.data["system"], body=event.data["body"]))


def guard_ready(event: Event, context: Context) -> EventNarration:
    """Tell that the guard watches."""
    return EventNarration("technical", msg("The guard watches"))


def speech(event: Event, context: Context) -> EventNarration:
    """Tell that Nao's own word of speaking came."""
    if event.data["speaking"]:
        return EventNarration("technical", msg("Nao's voice begins"))
    return EventNarration("technical", msg("Nao's voice ends"))


def seen(event: Event, context: Context) -> EventNarration:
    """Tell that a look, a face, or somebody's voice came or went."""
    came = bool(event.data.get("looking") or event.data.get("seen") or event.data.get("speaking"))
    words = {
        ("gaze", True): msg("The child looks at Nao"),
        ("gaze", False): msg("The child looks away from Nao"),
        ("face", True): msg("Nao sees a face"),
        ("face", False): msg("Nao sees no face any more"),
        ("utterance", True): msg("Somebody speaks"),
        ("utterance", False): msg("Nobody speaks any more"),
    }
    return EventNarration("child" if came else "technical", words[event.kind, came])


def _news(event: Event, source: str) -> str:
    """Return the news of a line whose kind is either the news or the name of its source."""
    if event.kind != source:
        return event.kind
    data: Mapping[str, object] = event.data
    return str(data.get("event") or data.get("what"))
