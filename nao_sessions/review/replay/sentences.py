"""Events in sentences: what a person reads in the list, and on which lane of the timeline it lies.

One table holds a function for each kind of event; an event of another kind is shown as it stands, never left
out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.codes import code_words
from nao_sessions.core.events import Event
from nao_sessions.protocol.catalogue import COLOURS, GESTURES, LOOKS, POSES, POSTURES, TOUCH_PARTS
from nao_sessions.protocol.trials import ANY, BY_EVENT, NOTHING, SENSE_FACTS, THERE_OR_GONE
from nao_sessions.protocol.wording import HELPS, JUDGEMENTS, NO_ANSWERS, plain
from nao_sessions.record.film import FILM_OVER_OF_ONE, FILM_OVER_WORDS
from nao_sessions.record.results.counts import JUDGED
from nao_sessions.record.results.interruptions import CLOSER
from nao_sessions.record.results.responses import PROFESSIONAL
from nao_sessions.review.replay import imported
from nao_sessions.review.replay.narration import (
    Context,
    EventNarration,
    Lane,
    Teller,
    as_it_stands,
    fields_of,
    named,
    quoted,
    with_latency,
    worded,
)
from nao_sessions.review.replay.words import (
    CALM_NEWS,
    COMMANDS,
    ENDINGS,
    INPUTS,
    JUDGED_AS,
    NOTHING_CAME,
    PAUSES,
    RECORDER_NEWS,
    REFUSALS,
    RESPONSES,
    ROBOT_NEWS,
    SAID_WITH,
    SENSES,
)
from nao_sessions.text import glossary
from nao_sessions.text.formats import joined, number
from nao_sessions.text.messages import Text, msg, msgc, verbatim

# Trials, turns and the board in sentences: what was asked, answered, helped with, judged.


def _question(event: Event, context: Context) -> EventNarration:
    item, turn = _item(event, context), event.data.get("turn")
    words = msg("Trial {number}", number=event.data["number"])
    if item is not None:
        about = str(event.data["item"]) in context.items
        each = msg("{words}: {item}") if about else msg("{words} (expected: {item})")
        words = each.format(words=words, item=quoted(item))
    if turn:
        words = msg("{words}, {turn}'s turn", words=words, turn=code_words(str(turn)))
    if event.seq in context.easy:
        words = msg(
            "{words} (easy trial before the end, asked again since it had succeeded, alone or with help)",
            words=words,
        )
    return EventNarration("step", words, label=item or verbatim(event.data["number"]))


def _item(event: Event, context: Context) -> Text | None:
    """Return what a question is about, never by an id: as the protocol has it, else what is expected."""
    about = context.items.get(str(event.data["item"]))
    expected = [verbatim(one) for one in event.data.get("correct") or () if one not in (ANY, NOTHING)]
    return about or (joined(expected, ", ") if expected else None)


def _open(event: Event, context: Context) -> EventNarration:
    return EventNarration("technical", msg("Answers count"))


def _prompt(event: Event, context: Context) -> EventNarration:
    words = msg("Help: {kind}")
    return EventNarration("action", words.format(kind=worded(_HELPS, event.data["help"])))


def _answer(value: object) -> Text:
    """Return an answer between quotation marks; words for what stands in the place of one."""
    return NO_ANSWERS.get(str(value)) or quoted(str(value))


def _proposed(event: Event, context: Context) -> EventNarration:
    words = msg("Nao has understood {answer}: to be confirmed")
    return EventNarration("child", words.format(answer=_answer(event.data["answer"])))


def _dismissed(event: Event, context: Context) -> EventNarration:
    words = msg("It was not {answer}")
    return EventNarration("adult", words.format(answer=_answer(event.data["answer"])))


def _trial(event: Event, context: Context) -> EventNarration:
    judgement = event.data["judgement"] or "unscored"
    words = msg("Trial {number}: {judgement}")
    if event.seq in context.easy:
        words = msg("Trial {number} (easy trial before the end): {judgement}")
    words = words.format(number=event.data["number"], judgement=worded(JUDGEMENTS, judgement))
    return EventNarration("child", _with_answer(words, event, context), label=worded(JUDGEMENTS, judgement))


def _rejudged(event: Event, context: Context) -> EventNarration:
    words = msg("Trial {number} judged again: {judgement}")
    judgement = worded(JUDGEMENTS, event.data["judgement"] or "unscored")
    return EventNarration("adult", words.format(number=event.data["number"], judgement=judgement))


def _block(event: Event, context: Context) -> EventNarration:
    count = int(event.data["count"])
    judged: dict[str, int] = {one: int(event.data[one]) for one in JUDGED if event.data.get(one)}
    if judged and (rest := count - sum(judged.values())) > 0:
        judged["unscored"] = rest
    words = msg("Trials over: {count}", count=count)
    if judged:
        each = joined([_counted(one, n) for one, n in judged.items()], ", ")
        words = msg("Trials over: {count} ({each})", count=count, each=each)
    if void := int(event.data["void"]):
        words = msg("{words}; {void}", words=words, void=_counted("void", void))
    return EventNarration("note", words)


def _counted(judgement: str, n: int) -> Text:
    return glossary.JUDGEMENTS[judgement].counted(n)


def _turn(event: Event, context: Context) -> EventNarration:
    about = context.items.get(str(event.data.get("item")))
    whose = _who(event.data["participant"]) if event.data.get("participant") else about
    if whose is None:
        return EventNarration("step", msg("Round {round}", round=event.data["round"]))
    words = msg("Round {round}: {whose}", round=event.data["round"], whose=quoted(whose) if about else whose)
    return EventNarration("step", words, label=whose)


def _board(event: Event, context: Context) -> EventNarration:
    shown = [*map(verbatim, event.data["choices"])]
    if picture := event.data["picture"]:
        shown.append(context.titles.get(str(picture), msg("a picture")))
    if event.data["text"]:
        shown.append(verbatim(context.filled(str(event.data["text"]))))
    if event.data["highlight"]:
        words = msg("The board highlights {what}")
        return EventNarration("action", words.format(what=quoted(str(event.data["highlight"]))))
    if not shown:
        return EventNarration("technical", msg("The board shows nothing"))
    words = msg("The board shows: {what}")
    return EventNarration("action", words.format(what=joined(shown, ", ")))


def _awaits(event: Event, context: Context) -> EventNarration:
    words = msg("Waiting for: {sense}")
    return EventNarration("technical", words.format(sense=worded(SENSES, event.data["sense"])))


def _awaited(event: Event, context: Context) -> EventNarration:
    how = {
        "seen": msg("It came"),
        "passed": msg("The adult passed over it"),
        "limit": msg("The time is up"),
    }
    return EventNarration("child", worded(how, event.data["how"]))


def _chosen(event: Event, context: Context) -> EventNarration:
    words = msg("By lot: possibility {n}")
    return EventNarration("technical", words.format(n=int(event.data["option"]) + 1))


def _level(event: Event, context: Context) -> EventNarration:
    words = msg("Level {name}: {value}")
    return EventNarration("technical", words.format(name=event.data["name"], value=event.data["value"]))


def _levels(event: Event, context: Context) -> EventNarration:
    words = msg("Kept for the next session")
    return EventNarration("technical", words)


def _left(event: Event, context: Context) -> EventNarration:
    words = msg("{code} is not there")
    return EventNarration("adult", words.format(code=_who(event.data["participant"])))


def _returned(event: Event, context: Context) -> EventNarration:
    words = msg("{code} is there")
    return EventNarration("adult", words.format(code=_who(event.data["participant"])))


def _quiet(event: Event, context: Context) -> EventNarration:
    return EventNarration("note", msg("Nobody has done anything"))


def _with_answer(words: Text, event: Event, context: Context) -> Text:
    data = event.data
    if data["answer"]:
        entered = data.get("way") == PROFESSIONAL
        answer = _answer(data["answer"])
        if entered:
            answer = msg("{answer}, entered by the adult", answer=answer)
        if data["judgement"] == "no_response":
            answer = msg("{answer} at first", answer=answer)
        words = msg("{words}, {answer}", words=words, answer=answer)
    words = with_latency(words, event, context, msg("{what} in {seconds} s"))
    if data["help"] != "none":
        kind = worded(HELPS, data["help"])
        words = msg("{words}, {kind}", words=words, kind=kind)
    return words


_HELPS = glossary.shorts(glossary.HELPS)

TELLERS: Mapping[tuple[str, str], Teller] = {
    ("out", "question"): _question,
    ("out", "open"): _open,
    ("out", "prompt"): _prompt,
    ("out", "proposed"): _proposed,
    ("out", "dismissed"): _dismissed,
    ("out", "trial"): _trial,
    ("out", "rejudged"): _rejudged,
    ("out", "block"): _block,
    ("out", "turn"): _turn,
    ("out", "board"): _board,
    ("out", "awaits"): _awaits,
    ("out", "awaited"): _awaited,
    ("out", "chosen"): _chosen,
    ("out", "level"): _level,
    ("out", "levels"): _levels,
    ("out", "left"): _left,
    ("out", "returned"): _returned,
    ("out", "quiet"): _quiet,
}


# What Nao does, in sentences: speech, sounds, gestures, postures, looks, eyes, and how each ended.
#
# The catalogue's own words are used, so that the page and the protocol speak alike.


def do(event: Event, context: Context) -> EventNarration:
    """Return a sentence on what Nao was asked to do, or the adult where no robot took part."""
    deed = _DEEDS.get(event.data["verb"])
    if deed is not None:
        told = deed(event.data, context)
        return replace(told, sentence=_OF_THE_ADULT.format(what=told.sentence)) if context.adult_led else told
    rest = {name: value for name, value in event.data.items() if name not in ("id", "verb")}
    shown = f"{event.data['verb']} ({fields_of(rest)})"
    return EventNarration("action", msg("{label}: {shown}", label="Nao", shown=shown))


_OF_THE_ADULT = msg("Asked of the adult: {what}")


def done(event: Event, context: Context) -> EventNarration:
    """Return a sentence on how an action of Nao ended."""
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
    to_say = msg("to say {text}") if context.adult_led else msg("Nao says {text}")
    sentence = to_say.format(text=quoted(text))
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


# News of devices in sentences: the robot, the recorders, the clocks, the guard.
#
# News of trouble is an alert on the lane of notes; what is as it should be stays among the technical lines.


def robot_news(event: Event, context: Context) -> EventNarration:
    """Return a sentence on news of the robot."""
    what = _news(event, "robot")
    sentence = ROBOT_NEWS[what].format(percent=event.data.get("percent", "?"))
    if what == "battery":
        return EventNarration("technical", sentence)
    return EventNarration("note", sentence, alert=what not in CALM_NEWS)


def recorder_news(event: Event, context: Context) -> EventNarration:
    """Return a sentence on news of a recorder; ``data`` may name its camera or microphone, and segment."""
    what = _news(event, "recorder")
    if what not in RECORDER_NEWS:
        return as_it_stands(event, context)
    sentence = RECORDER_NEWS[what]
    if what == "gap" and event.data.get("reason") == "frozen":  # of a link that stood still all may be there
        seconds = round((int(event.data["to"]) - int(event.data["from"])) / SECOND_NS)
        sentence = NOTHING_CAME.format(n=seconds)
    name, segment = event.data.get("name"), event.data.get("segment")
    which = ", ".join(
        [*([str(name)] if name else []), *([f"segment {segment}"] if segment is not None else [])]
    )
    if which:
        sentence = msg("{sentence} ({which})", sentence=sentence, which=which)
    return EventNarration("note", sentence, alert=what not in CALM_NEWS)


def clock_news(event: Event, context: Context) -> EventNarration:
    """Return a sentence on a reading of the clocks."""
    if event.kind == "slept":
        return slept(event, context)
    return EventNarration("technical", msg("Clocks read"))


def slept(event: Event, context: Context) -> EventNarration:
    """Return a sentence on how long the computer slept."""
    words = msg("The computer slept for {seconds:.0f} s")
    return EventNarration("note", words.format(seconds=float(event.data["seconds"])), alert=True)


def halted(event: Event, context: Context) -> EventNarration:
    """Return a sentence on a halt by the guard, and whether somebody held Nao's head."""
    if event.seq in context.stopped_already:
        return EventNarration("technical", msg("Nao was stopped once more, by another way"))
    match event.data.get("why"):
        case "head":
            words = msg("Nao was stopped: its head was held")
        case "page" | "professional":
            words = msg("Nao was stopped: the adult pressed Stop")
        case _:
            words = msg("Nao was stopped by the program that watches over it")
    return EventNarration("note", words, alert=True)


def halts_when_stopped(events: Iterable[Event]) -> frozenset[int]:
    """Return the seqs of the halts of a Nao that was stopped already: a press goes more than one way."""
    found, stopped = set(), False
    for event in events:
        if event.kind == "halted":
            if stopped:
                found.add(event.seq)
            stopped = True
        elif event.kind == "resumed" or event.data.get("name") == "resume":
            stopped = False
    return frozenset(found)


def about(event: Event, context: Context) -> EventNarration:
    """Return a sentence on the robot's system and body, or on a session without a robot."""
    if event.data.get("kind") == "none":
        return EventNarration("technical", msg("Without a robot: the adult leads"))
    words = msg("Nao: system {system}, body {body}")
    return EventNarration("technical", words.format(system=event.data["system"], body=event.data["body"]))


def clock(event: Event, context: Context) -> EventNarration:
    """Return a sentence on how Nao's clock was compared with this computer's."""
    unsure_ns = event.data.get("uncertainty_ns")
    words = msg("Nao's clock was compared with the computer's")
    if unsure_ns is not None:
        words = msg("{what}: ±{ms} ms", what=words, ms=number(unsure_ns / 1e6, 1))
    return EventNarration("technical", words)


def come_to_rest(event: Event, context: Context) -> EventNarration:
    """Return a sentence on the end of a stop: Nao neither speaks nor moves."""
    return EventNarration("technical", msg("Nao has come to rest"))


def guard_ready(event: Event, context: Context) -> EventNarration:
    """Return a sentence on the guard being ready."""
    return EventNarration("technical", msg("The guard watches"))


def speech(event: Event, context: Context) -> EventNarration:
    """Return a sentence on Nao's report that its voice began or ended."""
    if event.data["speaking"]:
        return EventNarration("technical", msg("Nao's voice begins"))
    return EventNarration("technical", msg("Nao's voice ends"))


def seen(event: Event, context: Context) -> EventNarration:
    """Return a sentence on a look, a face, or somebody's voice that came or went."""
    sense = BY_EVENT[event.kind]
    came = bool(event.data.get(SENSE_FACTS[sense].state))
    words = {
        ("gaze", True): msg("The child looks at Nao"),
        ("gaze", False): msg("The child looks away from Nao"),
        ("face", True): msg("Nao sees a face"),
        ("face", False): msg("Nao sees no face any more"),
        ("speech", True): msg("Somebody speaks"),
        ("speech", False): msg("Nobody speaks any more"),
    }
    otherwise = msg("Nao notices: {what}") if came else msg("Nao no longer notices: {what}")
    sentence = words.get((sense, came)) or otherwise.format(what=worded(SENSES, sense))
    return EventNarration("child" if came else "technical", sentence)


def _news(event: Event, source: str) -> str:
    """Return the news in a line: its kind, or where that only names the source, a field of its data."""
    if event.kind != source:
        return event.kind
    data: Mapping[str, object] = event.data
    return str(data.get("event") or data.get("what"))


# Touches of a board that had no effect, in sentences, on the lane of who did it.
#
# No sentence says that somebody was wrong: a touch that was late, or meant for what was gone, is called that.

_GROUP = "group"
_WHOSE: Mapping[str, Text] = {_GROUP: msg("the group's screen")}
_WHY: Mapping[str, Text] = {
    "again": msg("second tap of a double tap"),
    "stale": msg("what it was meant for was gone"),
    "late": msg("came in too late"),
    "model": msg("the adult shows"),
}
_STROKES: Mapping[str, Text] = {
    "stroke_began": msg("Slate ({whose}): a stroke begins"),
    "stroke_ended": msg("Slate ({whose}): the stroke ends"),
}


def board_news(event: Event, context: Context) -> EventNarration:
    """Return a sentence on a touch of the board that did not act, or on a stroke on a slate."""
    whose = worded(_WHOSE, event.data.get("board", ""))
    if event.kind in _STROKES:
        return EventNarration("child", _STROKES[event.kind].format(whose=whose))
    if event.kind != "touch":
        return as_it_stands(event, context)
    why = str(event.data.get("why", ""))
    words = msg("A touch of the board without effect: {what} ({whose}, {why})")
    what = quoted(verbatim(context.filled(str(event.data.get("choice", "")))))
    lane: Lane = "adult" if why == "model" else "child"
    return EventNarration(lane, words.format(what=what, whose=whose, why=worded(_WHY, why)))


def told(event: Event, context: Context) -> EventNarration:
    """Return the narration of an event; one with unknown fields is shown as it stands."""
    teller = _TELLERS.get((event.dir, event.kind)) or _BY_SOURCE.get((event.dir, event.source), as_it_stands)
    try:
        return teller(event, context)
    except (KeyError, TypeError, ValueError, AttributeError):
        # a newer program may write other fields: the line is shown all the same
        return as_it_stands(event, context)


# ---- what the people did ----


def _who(code: str | None) -> Text:
    return msg("Somebody") if code in (None, "unknown") else code_words(code)


def _touch(event: Event, context: Context) -> EventNarration:
    part = named(TOUCH_PARTS, event.data["part"])
    if event.data["pressed"]:
        sentence = msg("{who} touches {part}")
        return EventNarration("child", sentence.format(who=_who(event.participant), part=part))
    sentence = msg("{who} lets go of {part}")
    return EventNarration("technical", sentence.format(who=_who(event.participant), part=part))


def _word(event: Event, context: Context) -> EventNarration:
    word = quoted(str(event.data["word"]))
    if event.data.get("confidence") is None:
        return EventNarration("child", msg("Nao hears {word}", word=word))
    sentence = msg("Nao hears {word} (confidence {percent:.0f}%)")
    return EventNarration("child", sentence.format(word=word, percent=float(event.data["confidence"]) * 100))


def _choice(event: Event, context: Context) -> EventNarration:
    words = msg("Chosen on the board: {what}", what=quoted(str(event.data.get("choice", ""))))
    if event.participant:
        words = msg("{words} ({participant})", words=words, participant=code_words(event.participant))
    return EventNarration("child", words)


def _card(event: Event, context: Context) -> EventNarration:
    words = msg("Card shown: {what}")
    return EventNarration("child", words.format(what=event.data.get("card", "")))


def _response(event: Event, context: Context) -> EventNarration:
    value = str(event.data["value"])
    if value == ANY and event.data.get("answer"):  # whatever was said counts as that answer
        value = str(event.data["answer"])
    what = named(TOUCH_PARTS, value) if event.data["sense"] == "touch" else _answer(value)
    why = str(event.data.get("why", "taken"))
    sentence = RESPONSES[why].format(what=what)
    sentence = with_latency(sentence, event, context, msg("{what}, {seconds} s after the sentence"))
    acted = ("taken", "deferred", "extra", "decides", "proposes", "early", "late", "out_of_turn", "awaited")
    late = why == "nothing_waits" and event.data["sense"] == "board"
    return EventNarration("child" if late or why in acted else "technical", sentence)


def _button(event: Event, context: Context) -> EventNarration:
    identity = str(event.data["id"])
    label = event.data.get("label") or context.titles.get(identity) or identity
    return EventNarration("adult", msg("Button {label}", label=quoted(label)))


def _command(event: Event, context: Context) -> EventNarration:
    if event.source == "console":  # nobody pressed: the console was ended, and closed its session
        sentence = msg("The console was ended: it closes the session")
        return EventNarration("note", sentence)
    gestures = event.data.get("gesture") and not event.data.get("text")
    words = msg("have Nao make a gesture") if gestures else worded(COMMANDS, event.data["name"])
    if event.seq in context.not_been:
        words = _NOT_BEEN.get(event.data["name"], words)
    fields = {name: value for name, value in event.data.items() if name not in ("name", "press") and value}
    step = fields.pop("step", None)
    parts = [] if step is None else [context.name_of(str(step))[1]]
    rest = [_said_with(name, value, context) for name, value in fields.items()]
    if rest:
        parts.append(quoted(joined(rest, ", ")))
    if not parts:
        return EventNarration("adult", msg("Command: {command}", command=words))
    sentence = msg("Command: {command}, {rest}")
    if fields.get("after") == "easy_trial" and event.seq not in context.easy_presses:
        sentence = msg("Command: {command}, {rest}; none was asked")
    return EventNarration("adult", sentence.format(command=words, rest=joined(parts, ", ")))


_NOT_BEEN = {"leave": msg("the child is absent"), "return": msg("the child arrives")}
"""What *a child leaves* and *comes back* are called as long as the child has not been there."""


def _said_with(name: str, value: Any, context: Context) -> Text:
    """Return in words what a command was given with: a child's code, an answer, a text."""
    if name in SAID_WITH:
        return worded(SAID_WITH[name], value)
    return code_words(str(value)) if name == "participant" else verbatim(context.filled(str(value)))


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
    """Return in words what the engine refused: a command, with what it was about, or an input."""
    name, _, rest = what.partition(" ")
    if name not in COMMANDS:
        return worded(INPUTS, what)
    if not rest:
        return COMMANDS[name]
    return msg("{command}, {rest}", command=COMMANDS[name], rest=quoted(worded(JUDGED_AS, rest)))


# ---- the course of the session ----


def _start(event: Event, context: Context) -> EventNarration:
    return EventNarration("technical", msg("The log begins"))


def _begin(event: Event, context: Context) -> EventNarration:
    return EventNarration("note", msgc("a moment of the log", "The session begins"))


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
    """Return what a value of the session is now: a used file's setting, a child's value, or another one."""
    name, value = str(event.data["name"]), event.data["value"]
    step, _, own = name.rpartition(":")
    label, kind = context.settings.get(name, (quoted(own.removeprefix("participant.").replace("_", " ")), ""))
    words = msg("{label}: {shown}", label=label, shown=plain(_tupled(value), kind))
    if step:
        words = msg("{words} ({step})", words=words, step=context.name_of(step)[1])
    if child := event.data.get("participant"):
        words = msg("{words} ({participant})", words=words, participant=code_words(str(child)))
    return EventNarration("technical", words)


def _tupled(value: Any) -> Any:
    """Return a value of the log as a protocol has it, whose lists are tuples."""
    return tuple(map(_tupled, value)) if isinstance(value, list) else value


def _voice(event: Event, context: Context) -> EventNarration:
    words = msg("Nao's voice: {fields}")
    return EventNarration("technical", words.format(fields=fields_of(event.data)))


def _note(event: Event, context: Context) -> EventNarration:
    words = msg("Note: {text}")
    return EventNarration("note", words.format(text=context.filled(event.data["text"])))


def _film_over(event: Event, context: Context) -> EventNarration:
    name = event.data.get("name")
    words = FILM_OVER_OF_ONE.format(name=name) if name else FILM_OVER_WORDS
    return EventNarration("note", words, label=words)


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
    nobody = context.adult_led and why == "stopped"  # no Nao that is stopped
    words = msg("Paused: {why}", why=glossary.PAUSES["stopped"].past if nobody else worded(PAUSES, why))
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
    ("in", "speech"): speech,
    ("in", "button"): _button,
    ("in", "command"): _command,
    ("in", "timer"): _timer,
    ("in", "done"): done,
    ("in", "resumed"): _resumed,
    ("in", "halted"): halted,
    ("in", "slept"): slept,
    ("out", "entered"): _entered,
    ("out", "group_done"): _group_done,
    ("out", "do"): do,
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
    ("out", "robot_back"): robot_news,
    ("out", "ended"): _ended,
    ("note", "halted"): halted,
    ("note", "film_over"): _film_over,
    ("note", "about"): about,
    ("note", "ready"): guard_ready,
    ("note", "clock"): clock,
    ("note", "quiet"): come_to_rest,
    ("note", "imported"): imported.beginning,
    ("in", "board"): _choice,
    ("in", "card"): _card,
    **{("in", SENSE_FACTS[sense].event): seen for sense in THERE_OR_GONE},
    **TELLERS,
}
# Where the kind is the news itself, the line's source decides how it is read.
_BY_SOURCE: Mapping[tuple[str, str], Teller] = {
    ("in", "robot"): robot_news,
    ("note", "robot"): robot_news,
    ("note", "board"): board_news,
    ("note", "recorder"): recorder_news,
    ("note", "clocks"): clock_news,
    ("note", "import"): imported.coded,
}
