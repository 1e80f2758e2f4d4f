"""What devices tell, in sentences: the robot, the recorders, the clocks, the guard.

News of trouble is an alert on the lane of notes; what is as it should be stays among the technical lines.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.events import Event
from nao_sessions.core.text import Text
from nao_sessions.replay.telling import Context, Told, as_it_stands
from nao_sessions.replay.vocabulary import CALM_NEWS, RECORDER_NEWS, ROBOT_NEWS


def robot_news(event: Event, context: Context) -> Told:
    """Tell what the robot told of itself."""
    what = _news(event, "robot")
    sentence = ROBOT_NEWS[what].format(percent=event.data.get("percent", "?"))
    if what == "battery":
        return Told("technical", sentence)
    return Told("note", sentence, alert=what not in CALM_NEWS)


def recorder_news(event: Event, context: Context) -> Told:
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
        sentence = Text(fr=f"{sentence.fr} ({which})", en=f"{sentence.en} ({which})")
    return Told("note", sentence, alert=what not in CALM_NEWS)


def clock_news(event: Event, context: Context) -> Told:
    """Tell what was read off the clocks."""
    if event.kind == "slept":
        return slept(event, context)
    return Told("technical", Text(fr="Lecture des horloges", en="Clocks read"))


def slept(event: Event, context: Context) -> Told:
    """Tell that the computer slept."""
    words = Text(
        fr="L'ordinateur s'est mis en veille pendant {seconds:.0f} s",
        en="The computer slept for {seconds:.0f} s",
    )
    return Told("note", words.format(seconds=float(event.data["seconds"])), alert=True)


def halted(event: Event, context: Context) -> Told:
    """Tell that the guard stopped Nao, and whether somebody held its head."""
    if event.data.get("why") == "head":
        words = Text(fr="Nao est arrêté : sa tête a été tenue", en="Nao was stopped: its head was held")
    else:
        words = Text(fr="Nao est arrêté par le gardien", en="Nao was stopped by the guard")
    return Told("note", words, alert=True)


def about(event: Event, context: Context) -> Told:
    """Tell what the robot said that it is, or that there is none."""
    if event.data.get("kind") == "none":
        return Told("technical", Text(fr="Sans robot : l'adulte mène", en="Without a robot: the adult leads"))
    words = Text(fr="Nao : système {system}, corps {body}", en="Nao: system {system}, body {body}")
    return Told("technical", words.format(system=event.data["system"], body=event.data["body"]))


def guard_ready(event: Event, context: Context) -> Told:
    """Tell that the guard watches."""
    return Told("technical", Text(fr="Le gardien veille", en="The guard watches"))


def speech(event: Event, context: Context) -> Told:
    """Tell that Nao's own word of speaking came."""
    if event.data["speaking"]:
        return Told("technical", Text(fr="La voix de Nao commence", en="Nao's voice begins"))
    return Told("technical", Text(fr="La voix de Nao se tait", en="Nao's voice ends"))


def seen(event: Event, context: Context) -> Told:
    """Tell that a look, a face, or somebody's voice came or went."""
    came = bool(event.data.get("looking") or event.data.get("seen") or event.data.get("speaking"))
    words = {
        ("gaze", True): Text(fr="L'enfant regarde Nao", en="The child looks at Nao"),
        ("gaze", False): Text(fr="L'enfant ne regarde plus Nao", en="The child looks away from Nao"),
        ("face", True): Text(fr="Nao voit un visage", en="Nao sees a face"),
        ("face", False): Text(fr="Nao ne voit plus de visage", en="Nao sees no face any more"),
        ("utterance", True): Text(fr="Quelqu'un parle", en="Somebody speaks"),
        ("utterance", False): Text(fr="Plus personne ne parle", en="Nobody speaks any more"),
    }
    return Told("child" if came else "technical", words[event.kind, came])


def _news(event: Event, source: str) -> str:
    """Give the news of a line whose kind is either the news or the name of its source."""
    if event.kind != source:
        return event.kind
    data: Mapping[str, object] = event.data
    return str(data.get("event") or data.get("what"))
