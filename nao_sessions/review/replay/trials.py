"""Trials, turns and the board in sentences: what was asked, answered, helped with, judged."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.events import Event
from nao_sessions.protocol.wording import HELPS, JUDGEMENTS
from nao_sessions.record.results.counts import JUDGED
from nao_sessions.record.results.responses import PROFESSIONAL
from nao_sessions.review.replay.narration import Context, EventNarration, Teller, quoted, with_latency, worded
from nao_sessions.review.replay.vocabulary import SENSES
from nao_sessions.text import glossary
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg, verbatim


def _question(event: Event, context: Context) -> EventNarration:
    item, turn = str(event.data["item"]), event.data.get("turn")
    words = msg("Trial {number}", number=event.data["number"])
    if item:
        words = msg("{words}: {item}", words=words, item=item)
    if turn:
        words = msg("{words}, {turn}'s turn", words=words, turn=turn)
    if event.seq in context.easy:
        words = msg("{words} (easy trial before the end, asked again since it had succeeded)", words=words)
    return EventNarration("step", words, label=verbatim(item or str(event.data["number"])))


def _open(event: Event, context: Context) -> EventNarration:
    return EventNarration("technical", msg("Answers count"))


def _prompt(event: Event, context: Context) -> EventNarration:
    words = msg("Help: {kind}")
    return EventNarration("action", words.format(kind=worded(_HELPS, event.data["help"])))


def _proposed(event: Event, context: Context) -> EventNarration:
    words = msg("Nao has understood {answer}: to be confirmed")
    return EventNarration("child", words.format(answer=quoted(str(event.data["answer"]))))


def _dismissed(event: Event, context: Context) -> EventNarration:
    words = msg("It was not {answer}")
    return EventNarration("adult", words.format(answer=quoted(str(event.data["answer"]))))


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
    judged = {one: int(event.data[one]) for one in JUDGED if event.data[one]}
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
    whose = event.data.get("participant") or event.data.get("item")
    words = msg("Round {round}: {whose}")
    return EventNarration("step", words.format(round=event.data["round"], whose=whose), label=verbatim(whose))


def _board(event: Event, context: Context) -> EventNarration:
    shown = [*event.data["choices"], *filter(None, (event.data["picture"], event.data["text"]))]
    if event.data["highlight"]:
        words = msg("The board highlights {what}")
        return EventNarration("action", words.format(what=quoted(str(event.data["highlight"]))))
    if not shown:
        return EventNarration("technical", msg("The board shows nothing"))
    words = msg("The board shows: {what}")
    return EventNarration("action", words.format(what=", ".join(map(str, shown))))


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
    words = msg("{code} leaves")
    return EventNarration("adult", words.format(code=event.data["participant"]))


def _returned(event: Event, context: Context) -> EventNarration:
    words = msg("{code} comes back")
    return EventNarration("adult", words.format(code=event.data["participant"]))


def _quiet(event: Event, context: Context) -> EventNarration:
    return EventNarration("note", msg("Nobody has done anything"))


def _with_answer(words: Text, event: Event, context: Context) -> Text:
    data = event.data
    if data["answer"]:
        entered = data.get("way") == PROFESSIONAL
        answer = msg("'{answer}', entered by the adult") if entered else msg("'{answer}'")
        words = msg("{words}, {answer}", words=words, answer=answer.format(answer=data["answer"]))
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
