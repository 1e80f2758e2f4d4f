"""Events in sentences: what a person reads in the list, and on which lane of the timeline it lies.

One table holds a teller for each kind; an event that no teller knows is shown as it stands, never left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.events import Event
from nao_sessions.protocol.catalogue import TOUCH_PARTS
from nao_sessions.record.results.interruptions import CLOSER
from nao_sessions.review.replay import boards, devices, imported, trials
from nao_sessions.review.replay import robot_acts as deeds
from nao_sessions.review.replay.narration import (
    Context,
    EventNarration,
    Teller,
    as_it_stands,
    fields_of,
    named,
    quoted,
    with_latency,
    worded,
)
from nao_sessions.review.replay.vocabulary import (
    COMMANDS,
    INPUTS,
    JUDGED_AS,
    PAUSES,
    REFUSALS,
    RESPONSES,
    SAID_WITH,
)
from nao_sessions.text import glossary
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg, msgc, verbatim


def told(event: Event, context: Context) -> EventNarration:
    """Say what an event was."""
    teller = _TELLERS.get((event.dir, event.kind)) or _BY_SOURCE.get((event.dir, event.source), as_it_stands)
    try:
        return teller(event, context)
    except (KeyError, TypeError, ValueError, AttributeError):
        # a newer program may write other fields: the line is shown all the same
        return as_it_stands(event, context)


# ---- what the people did ----


def _who(event: Event) -> Text:
    if event.participant in (None, "unknown"):
        return msg("Somebody")
    return verbatim(event.participant)


def _touch(event: Event, context: Context) -> EventNarration:
    part = named(TOUCH_PARTS, event.data["part"])
    if event.data["pressed"]:
        sentence = msg("{who} touches {part}")
        return EventNarration("child", sentence.format(who=_who(event), part=part))
    sentence = msg("{who} lets go of {part}")
    return EventNarration("technical", sentence.format(who=_who(event), part=part))


def _word(event: Event, context: Context) -> EventNarration:
    word = quoted(str(event.data["word"]))
    if event.data.get("confidence") is None:
        return EventNarration("child", msg("Nao hears {word}", word=word))
    sentence = msg("Nao hears {word} (confidence {percent:.0f}%)")
    return EventNarration("child", sentence.format(word=word, percent=float(event.data["confidence"]) * 100))


def _choice(event: Event, context: Context) -> EventNarration:
    words = msg("Chosen on the board: {what}", what=quoted(str(event.data.get("choice", ""))))
    if event.participant:
        words = msg("{words} ({participant})", words=words, participant=event.participant)
    return EventNarration("child", words)


def _card(event: Event, context: Context) -> EventNarration:
    words = msg("Card shown: {what}")
    return EventNarration("child", words.format(what=event.data.get("card", "")))


def _response(event: Event, context: Context) -> EventNarration:
    value = str(event.data["value"])
    what = named(TOUCH_PARTS, value) if event.data["sense"] == "touch" else quoted(value)
    why = str(event.data.get("why", "taken"))
    sentence = RESPONSES[why].format(what=what)
    sentence = with_latency(sentence, event, context, msg("{what}, {seconds} s after the sentence"))
    acted = ("taken", "deferred", "extra", "decides", "proposes", "early", "late", "out_of_turn", "awaited")
    return EventNarration("child" if why in acted else "technical", sentence)


def _button(event: Event, context: Context) -> EventNarration:
    identity = str(event.data["id"])
    label = event.data.get("label") or context.titles.get(identity) or identity
    return EventNarration("adult", msg("Button {label}", label=quoted(label)))


def _command(event: Event, context: Context) -> EventNarration:
    if event.source == "console":  # nobody pressed: the console was ended, and closed its session
        sentence = msg("The console was ended: it closes the session")
        return EventNarration("note", sentence)
    words = worded(COMMANDS, event.data["name"])
    said = {name: value for name, value in event.data.items() if name not in ("name", "press") and value}
    rest = [
        worded(SAID_WITH[name], value) if name in SAID_WITH else verbatim(context.filled(str(value)))
        for name, value in said.items()
    ]
    if not rest:
        return EventNarration("adult", msg("Command: {command}", command=words))
    sentence = msg("Command: {command}, {rest}")
    if said.get("after") == "easy_trial" and event.seq not in context.easy_presses:
        sentence = msg("Command: {command}, {rest}; none was asked")
    return EventNarration("adult", sentence.format(command=words, rest=quoted(joined(rest, ", "))))


def _adaptation(event: Event, context: Context) -> EventNarration:
    words = msg("Adaptation: {what}")
    return EventNarration("adult", words.format(what=worded(COMMANDS, event.data["command"])))


def _adult(event: Event, context: Context) -> EventNarration:
    words = msg("For the adult to do: {text}")
    return EventNarration("adult", words.format(text=context.filled(event.data["text"])))


def _refused(event: Event, context: Context) -> EventNarration:
    words = msg("No effect: {what} ({why})")
    what = context.titles.get(str(event.data["what"])) or _asked(str(event.data["what"]))
    return EventNarration("technical", words.format(what=what, why=worded(REFUSALS, event.data["why"])))


def _asked(what: str) -> Text:
    """Say what was asked for: a command, with what it was about, or what came in."""
    name, _, rest = what.partition(" ")
    if name not in COMMANDS:
        return worded(INPUTS, what)
    if not rest:
        return COMMANDS[name]
    return msg("{command}, {rest}", command=COMMANDS[name], rest=quoted(worded(JUDGED_AS, rest)))


# ---- the course of the session ----


def _start(event: Event, context: Context) -> EventNarration:
    return EventNarration("note", msgc("a moment of the log", "The session begins"))


def _begin(event: Event, context: Context) -> EventNarration:
    return EventNarration("technical", msg("The protocol begins"))


def _entered(event: Event, context: Context) -> EventNarration:
    title, named = context.name_of(str(event.data["step"]), event.data.get("title"))
    return EventNarration("step", msg("Step {step}", step=named), label=title)


def _group_done(event: Event, context: Context) -> EventNarration:
    _, named = context.name_of(str(event.data["step"]))
    return EventNarration("technical", msg("Group {step} done", step=named))


def _timer(event: Event, context: Context) -> EventNarration:
    return EventNarration("technical", msg("The time is up"))


def _notice(event: Event, context: Context) -> EventNarration:
    seconds = int(event.data["seconds_left"])
    if seconds <= 0:
        return EventNarration("note", msg("The time planned is over"))
    return EventNarration("note", msg("{left} s are left", left=seconds))


def _halt(event: Event, context: Context) -> EventNarration:
    return EventNarration("action", msg("Nao is cut short"))


def _set(event: Event, context: Context) -> EventNarration:
    return EventNarration("technical", verbatim(f"{event.data['name']} = {event.data['value']}"))


def _voice(event: Event, context: Context) -> EventNarration:
    words = msg("Nao's voice: {fields}")
    return EventNarration("technical", words.format(fields=fields_of(event.data)))


def _note(event: Event, context: Context) -> EventNarration:
    words = msg("Note: {text}")
    return EventNarration("note", words.format(text=context.filled(event.data["text"])))


def _error(event: Event, context: Context) -> EventNarration:
    words = msg("Error: {text} ({code})")
    return EventNarration(
        "note", words.format(text=event.data.get("text", ""), code=event.data["code"]), alert=True
    )


def _unsaid(event: Event, context: Context) -> EventNarration:
    text = quoted(context.filled(str(event.data["text"])))
    words = msg("The adult says in Nao's place: {text}")
    return EventNarration("note", words.format(text=text), alert=True)


def _paused(event: Event, context: Context) -> EventNarration:
    why = event.data.get("why")
    if why in (None, "", "pause", "paused"):
        return EventNarration("note", msgc("a moment of the log", "Paused"))
    words = msg("Paused: {why}", why=worded(PAUSES, why))
    return EventNarration("note", words, alert=why not in ("stopped", "calm"))


def _continued(event: Event, context: Context) -> EventNarration:
    return EventNarration("note", msg("The session goes on"))


def _resumed(event: Event, context: Context) -> EventNarration:
    closed = event.source == CLOSER
    return EventNarration("note", _CLOSED_AFTERWARDS if closed else _TAKEN_UP, alert=True)


_TAKEN_UP = msg("Taken up again after an interruption")
_CLOSED_AFTERWARDS = msg("The session was interrupted here, and did not go on")


def _ended(event: Event, context: Context) -> EventNarration:
    outcome = event.data["outcome"]
    how = context.completed if outcome == "completed" else worded(_OUTCOMES, outcome)
    return EventNarration("note", msg("The session was {how}", how=how))


_OUTCOMES = glossary.labels(glossary.OUTCOMES)

_TELLERS: Mapping[tuple[str, str], Teller] = {
    ("in", "start"): _start,
    ("in", "begin"): _begin,
    ("in", "touch"): _touch,
    ("in", "word"): _word,
    ("in", "speech"): devices.speech,
    ("in", "button"): _button,
    ("in", "command"): _command,
    ("in", "timer"): _timer,
    ("in", "done"): deeds.done,
    ("in", "resumed"): _resumed,
    ("in", "halted"): devices.halted,
    ("in", "slept"): devices.slept,
    ("out", "entered"): _entered,
    ("out", "group_done"): _group_done,
    ("out", "do"): deeds.do,
    ("out", "halt"): _halt,
    ("out", "set"): _set,
    ("out", "voice"): _voice,
    ("out", "note"): _note,
    ("out", "adult"): _adult,
    ("out", "adaptation"): _adaptation,
    ("out", "response"): _response,
    ("out", "refused"): _refused,
    ("out", "notice"): _notice,
    ("out", "error"): _error,
    ("out", "unsaid"): _unsaid,
    ("out", "paused"): _paused,
    ("out", "continued"): _continued,
    ("out", "robot_back"): devices.robot_news,
    ("out", "ended"): _ended,
    ("note", "halted"): devices.halted,
    ("note", "about"): devices.about,
    ("note", "ready"): devices.guard_ready,
    ("note", "imported"): imported.beginning,
    ("in", "board"): _choice,
    ("in", "card"): _card,
    ("in", "gaze"): devices.seen,
    ("in", "face"): devices.seen,
    ("in", "utterance"): devices.seen,
    **trials.TELLERS,
}
# Where the kind is the news itself, its source tells how to read it.
_BY_SOURCE: Mapping[tuple[str, str], Teller] = {
    ("in", "robot"): devices.robot_news,
    ("note", "robot"): devices.robot_news,
    ("note", "board"): boards.board_news,
    ("note", "recorder"): devices.recorder_news,
    ("note", "clocks"): devices.clock_news,
    ("note", "import"): imported.coded,
}
