r"""The tags in a text to say, ``\rspd=80\`` or ``\pau=500\``, and annotations such as ``^start(name)``.

Tags are never spoken; one that is not known is consumed all the same, as on the robot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAMES = "rspd|vct|pau|vol|mrk|rst|bound|emph|eos|readmode|tn|spell|wait|audio|toi|style"
# A tag may end with one backslash or two; the second is another tag's where a tag's name follows it.
_TAG = re.compile(
    rf"\\{{1,8}}(?P<name>{_NAMES})(?:=(?P<value>[^\\]*))?\\(?:\\(?!(?:{_NAMES})[=\\]))?", re.IGNORECASE
)
_ANNOTATION = re.compile(
    r"\^(?P<command>[a-zA-Z]+)\((?P<argument>(?:[^()]|\([^()]*\))*)\)|\^(?P<bare>stopTag|waitTag)\b"
)
_EVENT = re.compile(r"\$(?P<event>[A-Za-z_][\w/]*)=(?P<value>[^\s$]+)")


@dataclass(frozen=True, slots=True)
class Style:
    """How a stretch of text is spoken: speed, pitch and volume in per cent; a normal volume is 80."""

    speed: float = 100.0
    pitch: float = 100.0
    volume: float = 80.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of an utterance: text in one style after a pause (s); ``bookmark`` is passed at its start."""

    text: str
    style: Style
    pause_s: float = 0.0
    bookmark: int | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """One ``^command(argument)`` or ``$event=value`` (command ``event``, argument ``name=value``)."""

    command: str
    argument: str


def stretches(text: str, style: Style) -> list[Stretch]:
    """Return a text split at its tags; a text without tags is one stretch."""
    found: list[Stretch] = []
    base, pause_s, bookmark = style, 0.0, None
    at = 0
    for match in (*_TAG.finditer(text), None):
        piece = text[at : match.start() if match else len(text)]
        if piece.strip() or (match is None and (pause_s or bookmark is not None)):
            found.append(Stretch(piece, style, pause_s, bookmark))
            pause_s, bookmark = 0.0, None
        if match is None:
            break
        at = match.end()
        name, number = match["name"].lower(), _number(match["value"])
        if name == "rst":
            style = base
        elif number is None:
            continue
        elif name == "rspd":
            style = Style(min(max(number, 50), 400), style.pitch, style.volume)
        elif name == "vct":
            style = Style(style.speed, min(max(number, 50), 200), style.volume)
        elif name == "vol":
            style = Style(style.speed, style.pitch, min(max(number, 0), 100))
        elif name == "pau":
            pause_s += max(number, 0) / 1000
        elif name == "wait":
            pause_s += min(max(number, 0), 9) * 0.2
        elif name == "mrk":
            if bookmark is not None:
                found.append(Stretch("", style, pause_s, bookmark))
                pause_s = 0.0
            bookmark = int(number)
    return found


def plain(text: str) -> str:
    """Return a text without tags and annotations: the words that are heard."""
    return " ".join(_EVENT.sub(" ", _ANNOTATION.sub(" ", _TAG.sub(" ", text))).split())


def annotated(text: str) -> list[str | Annotation]:
    """Return a text for ALAnimatedSpeech split into words to say and annotations to carry out, in order."""
    parts: list[str | Annotation] = []
    at = 0
    matches = sorted((*_ANNOTATION.finditer(text), *_EVENT.finditer(text)), key=lambda match: match.start())
    for match in matches:
        if match.start() < at:
            continue  # inside an annotation already read
        _say(parts, text[at : match.start()])
        groups = match.groupdict()
        if "event" in groups:
            parts.append(Annotation("event", f"{groups['event']}={groups['value']}"))
        else:
            parts.append(Annotation(groups["command"] or groups["bare"], (groups["argument"] or "").strip()))
        at = match.end()
    _say(parts, text[at:])
    return parts


def _say(parts: list[str | Annotation], text: str) -> None:
    if text.strip():
        parts.append(text.strip())


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None
