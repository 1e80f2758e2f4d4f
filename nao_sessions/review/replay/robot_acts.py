"""What Nao does, in sentences: speech, sounds, gestures, postures, looks, eyes, and how each ended.

The catalogue's own words are used, so that the page and the protocol speak alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.protocol.catalogue import COLOURS, GESTURES, LOOKS, POSTURES
from nao_sessions.protocol.poses import POSES
from nao_sessions.review.replay.narration import Context, EventNarration, fields_of, named, quoted, worded
from nao_sessions.review.replay.vocabulary import ENDINGS, SENSES
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import msg, verbatim


def do(event: Event, context: Context) -> EventNarration:
    """Tell what Nao was asked to do."""
    deed = _DEEDS.get(event.data["verb"])
    if deed is not None:
        return deed(event.data, context)
    rest = {name: value for name, value in event.data.items() if name not in ("id", "verb")}
    return EventNarration("action", verbatim(f"Nao : {event.data['verb']} ({fields_of(rest)})"))


def done(event: Event, context: Context) -> EventNarration:
    """Tell how something that Nao did ended."""
    begun = context.actions.get(str(event.data["action"]))
    what = do(begun, context).sentence if begun else verbatim(event.data["action"])
    how = event.data["how"]
    sentence = ENDINGS[how].format(what=what)
    error = event.data.get("error")
    if error:
        sentence = msg("{sentence} ({error})", sentence=sentence, error=error)
    alert = how in ("failed", "lost")
    return EventNarration("note" if alert else "technical", sentence, alert)


def _say(data: Mapping[str, Any], context: Context) -> EventNarration:
    text = context.quoted(str(data["text"]), data.get("participant"))
    sentence = msg("Nao says {text}", text=quoted(text))
    return EventNarration("speech", sentence, label=verbatim(text))


def _sound(data: Mapping[str, Any], context: Context) -> EventNarration:
    words = msg("Nao plays the sound {what}")
    return EventNarration("speech", words.format(what=quoted(str(data["file"]))))


def _gesture(data: Mapping[str, Any], context: Context) -> EventNarration:
    words = msg("Nao {what}")
    return EventNarration("action", words.format(what=named(GESTURES, data["name"])))


def _posture(data: Mapping[str, Any], context: Context) -> EventNarration:
    words = msg("Nao's posture: {what}")
    return EventNarration("action", words.format(what=named(POSTURES, data["name"])))


def _look(data: Mapping[str, Any], context: Context) -> EventNarration:
    words = msg("Nao's look: {what}")
    return EventNarration("action", words.format(what=named(LOOKS, data["where"])))


def _eyes(data: Mapping[str, Any], context: Context) -> EventNarration:
    words = msg("Nao's eyes: {what}")
    return EventNarration("action", words.format(what=named(COLOURS, data["colour"])))


def _pose(data: Mapping[str, Any], context: Context) -> EventNarration:
    words = msg("Nao's pose: {what}")
    return EventNarration("action", words.format(what=named(POSES, data["name"])))


def _watch(data: Mapping[str, Any], context: Context) -> EventNarration:
    senses = [worded(SENSES, sense) for sense in data.get("senses", ())]
    if not senses:
        return EventNarration("technical", msg("Nao stops watching"))
    words = msg("Nao watches for: {what}")
    listed = joined(senses)
    return EventNarration("technical", words.format(what=listed))


def _listen(data: Mapping[str, Any], context: Context) -> EventNarration:
    words = ", ".join(map(str, data.get("words", ())))
    if not words:
        return EventNarration("technical", msg("Nao stops listening"))
    return EventNarration("technical", msg("Nao listens for: {words}", words=words))


_DEEDS: Mapping[str, Callable[[Mapping[str, Any], Context], EventNarration]] = {
    "say": _say,
    "sound": _sound,
    "gesture": _gesture,
    "posture": _posture,
    "look": _look,
    "eyes": _eyes,
    "listen": _listen,
    "pose": _pose,
    "watch": _watch,
}
