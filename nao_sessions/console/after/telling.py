"""A session that is over in sentences: what was done, for how long, by whom, what came of it and between.

Pure; and nothing here counts what an adult did.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from statistics import median

from nao_sessions.console.after.reading import Finished
from nao_sessions.console.after.words import LIKINGS, PAUSES
from nao_sessions.console.counting import counted
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.core.text import Language, Text
from nao_sessions.protocol.wording import HELPS, OUTCOMES, duration, joined, same
from nao_sessions.replay.words import date
from nao_sessions.room.voice.latencies import EVENT_UNSURE_MS
from nao_sessions.room.voice.latency_words import seconds_words
from nao_sessions.session.summary import summarise
from nao_sessions.session.trials import SessionTrial, count_judgements

Naming = Callable[[str], Text]
"""Gives how a child is called in a sentence, by its code: the first name too where it is unlocked."""

_ORDER = ("correct", "prompted", "incorrect", "no_response", "refused", "void", "unscored")


def summary(finished: Finished, naming: Naming, language: Language, zone: tzinfo | None) -> list[Text]:
    """Tell the session, a sentence a line; who took part is shown beside, by their badges."""
    told = [_what(finished, language, zone)]
    if finished.children == ("",):
        told.append(_NOBODY)
    steps = steps_done(finished)
    if steps:
        told.append(_DONE.format(steps=joined(steps, ", ")))
    told += [child_counts(finished, child, naming) for child in finished.children if _asked(finished, child)]
    told += interruptions(finished, naming)
    told.append(ending(finished))
    return told


def title_of(finished: Finished) -> Text:
    """Give what the protocol is called."""
    return same(finished.manifest.protocol.title or finished.manifest.protocol.id)


def when(finished: Finished, language: Language, zone: tzinfo | None) -> str:
    """Give the date and time of the session; nothing where nobody knows (an imported one)."""
    utc_ns = finished.manifest.clock.utc_ns
    return date(datetime.fromtimestamp(utc_ns / SECOND_NS, UTC), zone, language) if utc_ns else ""


def length(finished: Finished) -> Text:
    """Give how long it was, from its begin to its end."""
    began, ended = _bounds(finished.events)
    return duration(round((ended - began) / SECOND_NS) * 1_000)


def steps_done(finished: Finished) -> list[Text]:
    """Give what was done: the activities that the protocol has a title for, each once, in order."""
    activities = finished.words.activities
    return list(
        dict.fromkeys(
            activities[str(event.data["step"])]
            for event in finished.events
            if (event.dir, event.kind) == ("out", "entered") and event.data["step"] in activities
        )
    )


def child_counts(finished: Finished, child: str, naming: Naming) -> Text:
    """Say what came of a child's trials: « P07 : 5 essais, dont 2 réussis avec aide… »."""
    return _CHILD.format(who=naming(child), what=answered(finished, child))


def answered(finished: Finished, child: str) -> Text:
    """Say how a child answered: by its trials; where a session of one child has none, by its responses."""
    trials = finished.trials_of(child)
    if trials or len(finished.children) > 1:
        return counts(trials)
    found = summarise(finished.events)
    if not found.responses + found.silences:
        return counts(trials)
    return _RESPONSES.format(
        responses=counted("responses", found.responses), silences=counted("silences", found.silences)
    )


def counts(trials: Sequence[SessionTrial]) -> Text:
    """Say how trials were judged, repetitions left out."""
    judged = count_judgements(trials)
    total = sum(judged.values())
    each = [counted(name, judged[name]) for name in _ORDER if judged.get(name)]
    return _COUNTS.format(total=counted("trials", total), each=joined(each, ", ")) if each else _NO_TRIAL


def helps(trials: Sequence[SessionTrial]) -> Text:
    """Say which help a success came with."""
    helped = [one.help for one in trials if one.judgement == "prompted" and one.help in HELPS]
    if helped:
        kinds = [HELPS[name] for name in HELPS if name in helped and name != "none"]
        return _HELPED.format(kinds=joined(kinds, ", ")) if kinds else _HELPED_SOMEHOW
    if any(one.judgement == "correct" for one in trials):
        return _NO_HELP
    return _NOTHING_HELPED if any(one.prompts for one in trials) else _NO_HELP_GIVEN


def latency(finished: Finished, trials: Sequence[SessionTrial]) -> Text:
    """Say how long answers took, as no surer than that is known."""
    found = [
        finished.latencies[one.seq]
        for one in trials
        if one.own and one.judgement != "void" and one.seq in finished.latencies
    ]
    if found:
        values = [one.ns / SECOND_NS for one in found]
        known = [one.uncertainty_ms for one in found]
        unsure = None if None in known else max(ms for ms in known if ms is not None) / 1e3
        how = _IN_SOUND if all(one.in_sound for one in found) else _BY_ROBOT
    else:
        values = [
            one.latency_ns / SECOND_NS
            for one in trials
            if one.own and one.judgement != "void" and one.latency_ns is not None
        ]
        if not trials and len(finished.children) == 1:
            values = [one / 1e3 for one in summarise(finished.events).latencies_ms]
        unsure, how = EVENT_UNSURE_MS / 1e3, _BY_ROBOT
    if not values:
        return _NO_LATENCY
    if len(values) == 1:
        return _ONE_LATENCY.format(time=seconds_words(values[0], unsure), how=how)
    return _LATENCY.format(
        count=len(values),
        middle=seconds_words(median(values), unsure),
        least=seconds_words(min(values), None),
        most=seconds_words(max(values), None),
        how=how,
    )


def interruptions(finished: Finished, naming: Naming) -> list[Text]:
    """Tell what interrupted the session, and who left before its end."""
    began, ended = _bounds(finished.events)
    told: list[Text] = []
    away: list[str] = []
    open_pause: Event | None = None
    for event in finished.events:
        if event.dir != "out":
            continue
        if event.kind == "paused":
            open_pause = event
        elif open_pause is not None and event.kind in ("continued", "ended"):
            told.append(_pause(open_pause, event.at, began))
            open_pause = None
        if event.kind == "left":
            away.append(str(event.data["participant"]))
        elif event.kind == "returned" and event.data["participant"] in away:
            away.remove(str(event.data["participant"]))
    if open_pause is not None:
        told.append(_pause(open_pause, ended, began))
    return told + [_LEFT.format(who=naming(code)) for code in dict.fromkeys(away)]


def ending(finished: Finished, child: str | None = None) -> Text:
    """Say how the session ended, and never who ended it; what is about one child tells nothing of another."""
    outcome = finished.manifest.outcome
    if finished.manifest.state == "imported":
        return _IMPORTED
    words = OUTCOMES.get(outcome)
    if len(finished.children) > 1 and outcome in _OF_ONE_CHILD:
        words = None if child is not None else _OF_ONE_CHILD[outcome]
    if words is None:
        return _BEFORE_ITS_END
    return Text(fr=f"{words.fr[0].upper()}{words.fr[1:]}.", en=f"{words.en[0].upper()}{words.en[1:]}.")


def childs_word(finished: Finished, child: str) -> Text:
    """Give what the child said of the session."""
    word = finished.said.word_of(child)
    if word is None:
        return _NOT_ASKED
    return _NO_ANSWER if word == "no_answer" else _SAID.format(word=LIKINGS[word])


def _what(finished: Finished, language: Language, zone: tzinfo | None) -> Text:
    moment = when(finished, language, zone)
    words = _WHAT if moment else _WHAT_UNDATED
    return words.format(title=title_of(finished), when=moment, length=length(finished))


def _asked(finished: Finished, child: str) -> bool:
    return answered(finished, child) is not _NO_TRIAL


def _pause(event: Event, until: int, began: int) -> Text:
    why = PAUSES.get(str(event.data.get("why")), PAUSES["paused"])
    return _PAUSE.format(
        why=why,
        at=duration(max(0, round((event.at - began) / SECOND_NS)) * 1_000),
        length=duration(round((until - event.at) / SECOND_NS) * 1_000),
    )


def _bounds(events: Sequence[Event]) -> tuple[int, int]:
    """Give when the session began and ended, in session time."""
    began = next((one.at for one in events if (one.dir, one.kind) == ("in", "begin")), 0)
    ended = next((one.at for one in reversed(events) if (one.dir, one.kind) == ("out", "ended")), None)
    if ended is None:
        ended = events[-1].at if events else began
    return began, max(began, ended)


_WHAT = Text(fr="« {title} », le {when}, pendant {length}.", en='"{title}", on {when}, for {length}.')
_WHAT_UNDATED = Text(fr="« {title} », pendant {length}.", en='"{title}", for {length}.')
_NOBODY = Text(fr="Personne n'a de code dans cette séance.", en="Nobody has a code in this session.")
_DONE = Text(fr="Au programme : {steps}.", en="What was done: {steps}.")
_CHILD = Text(fr="{who} : {what}", en="{who}: {what}")
_COUNTS = Text(fr="{total} : {each}.", en="{total}: {each}.")
_NO_TRIAL = Text(fr="pas d'essai dans cette séance.", en="no trial in this session.")
_RESPONSES = Text(fr="{responses}, {silences}.", en="{responses}, {silences}.")
_HELPED = Text(fr="A réussi avec : {kinds}.", en="Succeeded with: {kinds}.")
_HELPED_SOMEHOW = Text(fr="A réussi avec de l'aide.", en="Succeeded with help.")
_NO_HELP = Text(fr="A réussi sans aide.", en="Succeeded without help.")
_NOTHING_HELPED = Text(
    fr="Les aides données n'ont pas suffi cette fois.",
    en="The help that was given did not suffice this time.",
)
_NO_HELP_GIVEN = Text(fr="Aucune aide n'a été donnée.", en="No help was given.")
_IN_SOUND = Text(
    fr="mesuré dans le son (±\u00a0: 95 fois sur 100)", en="measured in the sound (±: 95 times in 100)"
)
_BY_ROBOT = Text(fr="d'après Nao", en="by Nao's word")
_NO_LATENCY = Text(fr="Temps de latence : aucun à dire.", en="Latency: none to tell.")
_ONE_LATENCY = Text(fr="Temps de latence : {time}, {how}.", en="Latency: {time}, {how}.")
_LATENCY = Text(
    fr="Temps de latence : {middle} (médiane de {count} réponses, de {least} à {most}), {how}.",
    en="Latency: {middle} (median of {count} responses, from {least} to {most}), {how}.",
)
_PAUSE = Text(
    fr="Interruption à {at} du début : {why}, pendant {length}.",
    en="Interrupted {at} after the beginning: {why}, for {length}.",
)
_LEFT = Text(fr="{who} est sorti·e avant la fin.", en="{who} left before the end.")
_IMPORTED = Text(fr="Séance importée.", en="An imported session.")
_BEFORE_ITS_END = Text(fr="La séance a pris fin avant son terme.", en="The session ended early.")
_OF_ONE_CHILD = {
    "refused": Text(fr="séance arrêtée : refus d'un enfant", en="session ended: a child refused"),
    "distress": Text(fr="séance arrêtée : détresse d'un enfant", en="session ended: a child in distress"),
}
"""Of a group nobody knows from the log which child it was."""

_NOT_ASKED = Text(fr="Sa parole n'a pas été recueillie.", en="The child was not asked.")
_NO_ANSWER = Text(fr="N'a pas souhaité répondre.", en="Did not wish to answer.")
_SAID = Text(fr="A dit : « {word} ».", en='Said: "{word}".')
