"""A session that is over in sentences: what was done, for how long, by whom, what came of it and between.

Pure; and nothing here counts what an adult did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from statistics import median
from typing import NamedTuple

from nao_sessions.console.after.reading import Finished
from nao_sessions.console.after.words import LIKINGS, PAUSES
from nao_sessions.console.counting import counted, told_counts
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.codes import code_words
from nao_sessions.privacy.ledger.words import why_over
from nao_sessions.protocol.trials import FAILED
from nao_sessions.protocol.wording import ENDINGS, HELPS_EXPLAINED, duration
from nao_sessions.record.film import LEAST_DROPPED, LEAST_MISSING_NS, read_film
from nao_sessions.record.results.absences import read_absences, was_away
from nao_sessions.record.results.counts import (
    UNJUDGED,
    bounds,
    completed_words,
    count_child,
    count_trials,
)
from nao_sessions.record.results.interruptions import BACK, STOPS, Interruption, InterruptionMoment
from nao_sessions.record.results.responses import (
    PROFESSIONAL,
    is_answer,
    is_heard_in_pause,
    is_word_heard_everywhere,
    responses_of_trials,
)
from nao_sessions.record.results.summary import summarise
from nao_sessions.record.results.trials import (
    BY_ADULT,
    BY_NOBODY,
    BY_OTHER,
    UNSCORED,
    SessionTrial,
)
from nao_sessions.record.results.uncounted import UNCOUNTED, Remark, count_remarks, remarks_of
from nao_sessions.review.replay.words import date
from nao_sessions.room.voice.latency_words import rounded, seconds_words
from nao_sessions.text import glossary
from nao_sessions.text.formats import THEN, Day, joined, listed
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg, msgn, verbatim

Naming = Callable[[str], Text]
"""A function that returns what a sentence calls a child, by its code: with the first name if unlocked."""

MOST_PAUSES = 2
"""How many interruptions get a sentence each; more of them would be most of a short summary."""
LEAST_TOLD_NS = SECOND_NS
"""How long before the session went on Nao must have answered again for a sentence to say so."""


def summary(finished: Finished, naming: Naming, language: Language, zone: tzinfo | None) -> list[Text]:
    """Return the session's summary, one sentence a line, without who took part (the badges show that)."""
    sentences = [_what(finished, language, zone)]
    if finished.children == ("",):
        sentences.append(_NOBODY)
    steps = steps_done(finished)
    if steps:
        sentences.append(_DONE.format(steps=joined(steps, ", ")))
    sentences += [
        child_counts(finished, child, naming)
        for child in finished.children
        if answered(finished, child) is not _NO_TRIAL
    ]
    nobodys = count_trials(finished.trials_of("")) if finished.children != ("",) else None
    if nobodys is not None and nobodys.total:
        sentences.append(_NOBODYS.format(counts=told_counts(nobodys)))
    sentences += interruptions(finished, naming)
    sentences += heard(finished)
    sentences += film(finished, zone)
    sentences.append(ending(finished))
    return sentences


def title_of(finished: Finished) -> Text:
    """Return the protocol's title, or words that say it has none; never its name in a file."""
    return verbatim(finished.manifest.protocol.title) if finished.manifest.protocol.title else _NO_TITLE


def when(finished: Finished, language: Language, zone: tzinfo | None) -> str:
    """Return the date and time of the session; empty where it is not known (an imported one)."""
    utc_ns = finished.manifest.clock.utc_ns
    return date(datetime.fromtimestamp(utc_ns / SECOND_NS, UTC), zone, language) if utc_ns else ""


def span(began: datetime, ended: datetime, zone: tzinfo | None) -> Text:
    """Return a day with two times on it, in the zone of the house; None: that of the computer."""
    began, ended = began.astimezone(zone), ended.astimezone(zone)
    return _SPAN.format(day=Day(began.date()), began=f"{began:%H:%M}", ended=f"{ended:%H:%M}")


def length(finished: Finished) -> Text:
    """Return how long the session lasted, from begin to end."""
    began, ended = bounds(finished.events)
    return _lasting(ended - began)


def steps_done(finished: Finished, child: str = "") -> list[Text]:
    """Return the titles of the activities that the session went through, each once, in order.

    Of a *child* those are left out that began while it was away.
    """
    activities = finished.words.activities
    away = [one for one in read_absences(finished.events) if one.child == child]
    return list(
        dict.fromkeys(
            activities[str(event.data["step"])]
            for event in finished.events
            if (event.dir, event.kind) == ("out", "entered")
            and event.data["step"] in activities
            and not any(
                one.left_ns <= event.at and (one.back_ns is None or event.at < one.back_ns) for one in away
            )
        )
    )


def child_counts(finished: Finished, child: str, naming: Naming) -> Text:
    """Return a sentence that counts a child's trials: « P07 : 5 essais, dont 2 réussis avec aide… »."""
    return _CHILD.format(who=naming(child), what=answered(finished, child))


def answered(finished: Finished, child: str) -> Text:
    """Return a sentence that counts a child's trials; its responses where a single child had no trials."""
    counts = finished.counts_of(child).trials
    if counts.total:
        return told_counts(counts)
    if tried(finished, child):
        return _NONE_COUNTED
    if finished.trials_of(child) or len(finished.children) > 1:
        return _NO_TRIAL
    own = {one.seq for one in finished.responses if one.participant == child}
    responses = sum(
        (one.dir, one.kind) == ("out", "response") and one.seq in own and is_answer(one)
        for one in finished.events
    )
    silences = summarise(finished.events).silences
    if not responses + silences:
        return _NO_TRIAL
    said = counted("responses", responses)
    return _RESPONSES.format(responses=said, silences=counted("silences", silences))


def changed(finished: Finished, child: str) -> list[Text]:
    """Return a sentence on how many of a child's judgements were changed afterwards; none where none was."""
    n = finished.counts_of(child).trials.judged_afterwards
    return [_CHANGED.format(n=n)] if n else []


def helps(trials: Sequence[SessionTrial]) -> Text:
    """Return sentences on the helps that a child succeeded with, or on the help that led to no success.

    A trial that an adult judged correct, in the session without an answer or afterwards, is no success with
    help, nor one without: that help had been given is told. So are helps that came too late to count.
    """
    counted = _helps_counted(trials)
    late = sum(one.late_helps > 0 for one in trials if not one.again)
    if not late:
        return counted
    told = _HELP_LATE.format(n=late)
    return told if counted is _NO_HELP_GIVEN else joined([counted, told], " ")


def _helps_counted(trials: Sequence[SessionTrial]) -> Text:
    found = count_child(trials, {})
    judged_so = [
        one
        for one in trials
        if one.counted_as == "correct"
        and one.help != "none"
        and not one.again
        and (one.judged_afterwards or one.earlier or not one.answer)
    ]
    known = _kinds(one.help for one in judged_so)
    had = [] if known is None else [_HAD_HELP.format(n=len(judged_so), kinds=known)]
    if found.helps:
        kinds = _kinds(found.helps)
        return joined([_HELPED_SOMEHOW if kinds is None else _HELPED.format(kinds=kinds), *had], " ")
    judged = {one.counted_as for one in trials if one.prompts and not one.again}
    unaided = found.trials.by_judgement.get("correct", 0) > len(judged_so)
    succeeded = [*([_NO_HELP] if unaided else []), *had]
    if judged & {*FAILED}:
        if succeeded:
            return joined([*succeeded, _OTHERS_HELPED_NOT], " ")
        return _SOME_HELPED_NOT if judged & {BY_NOBODY, BY_OTHER, BY_ADULT} else _NOTHING_HELPED
    if "refused" in judged and judged & set(UNJUDGED):
        return joined([*succeeded, _HELP_REFUSED_OR_UNJUDGED], " ")
    if "refused" in judged:
        return joined([*succeeded, _HELP_REFUSED_TOO], " ") if succeeded else _HELP_REFUSED
    if judged & set(UNJUDGED):
        return joined([*succeeded, _HELP_UNJUDGED_TOO], " ") if succeeded else _HELP_UNJUDGED
    if succeeded:
        return joined(succeeded, " ")
    if BY_NOBODY in judged:
        return _HELP_NOBODYS
    if BY_OTHER in judged:
        return _HELP_OTHERS
    return _HELP_ADULT if BY_ADULT in judged else _NO_HELP_GIVEN


def _kinds(given: Iterable[str]) -> Text | None:
    """Return kinds of help in words, from the least to the most; None where no kind is known."""
    given = set(given)
    kinds = [HELPS_EXPLAINED[name] for name in HELPS_EXPLAINED if name in given and name != "none"]
    return joined(kinds, ", ") if kinds else None


def latency(finished: Finished, child: str) -> Text:
    """Return sentences on how long a child's answers took, how surely, and which answers are not counted."""
    latencies = finished.latencies_of(child)
    values = [one.ns / SECOND_NS for one in latencies]
    known = [(one.uncertainty_ms, one.covered) for one in latencies]
    sounds = sum(one.method == "sound" for one in latencies)
    openings = sum(one.method == "opening" for one in latencies)
    unsure, covered = max(
        ((ms / 1e3, covered) for ms, covered in known if ms is not None), default=(None, False)
    )
    if any(ms is None for ms, _ in known):
        unsure = None
    how = _BY_ROBOT if not sounds else _IN_SOUND if sounds == len(values) else _IN_PART
    if any(one.method == "model" for one in latencies):
        how = _MODELLED
    if openings:
        how = _AWAITED if openings == len(values) else _OR_AWAITED.format(how=how)
    if any(one.helped for one in latencies):
        how = _WITH_HELPS.format(how=how)
    whys = _uncounted(finished, child)
    if not values and {*whys} <= {"untimed"}:
        return NO_LATENCY
    left_out = [
        words.sentence.format(n=n)
        for why, words in UNCOUNTED.items()
        if words.sentence is not None and (n := whys[why])
    ]
    if not values:
        return joined([NO_LATENCY, *left_out], " ")
    sure = _COVERED if covered else _SUPPOSED
    middle, spread = rounded(median(values), unsure)
    # a "±" behind a median would be read as a spread
    surely = how if spread is None else sure.format(time=spread, how=how)
    sentence = _LATENCY.format(
        n=len(values),
        middle=middle,
        least=seconds_words(min(values), None),
        most=seconds_words(max(values), None),
        how=surely,
    )
    return joined([sentence, *left_out], " ")


def _uncounted(finished: Finished, child: str) -> Counter[Remark]:
    """Return how many of a child's answers have no latency that counts, by why."""
    remarks = remarks_of(finished.events, finished.trials)
    told: Counter[Remark] = Counter()
    for trial in finished.trials_of(child):
        for why in count_remarks([trial], remarks):
            told[why] += bool(UNCOUNTED[why].sentence) and (why == "interrupted" or not trial.kept_silent)
    return +told


def interruptions(finished: Finished, naming: Naming) -> list[Text]:
    """Return sentences on what interrupted the session, who was away for a time, and who left early."""
    began, _ = bounds(finished.events)
    found = finished.interruptions
    pauses = [_pause(one, began) for one in found] if len(found) <= MOST_PAUSES else [_pauses(found)]
    return pauses + [text for _, text in _absences(finished, naming)]


def absences(finished: Finished, child: str) -> list[Text]:
    """Return sentences on when a child was not there, for its own papers: by its code, of no other child."""
    return [text for code, text in _absences(finished, code_words) if code == child]


def _absences(finished: Finished, naming: Naming) -> list[tuple[str, Text]]:
    """Return, each with the child's code, sentences on who was away for a time, and who left early.

    Who was absent before it had a turn or answered, and came after that, arrived late.
    """
    began, _ = bounds(finished.events)
    told = []
    for one in read_absences(finished.events):
        if one.back_ns is not None:
            words = _AWAY if one.had_been else _LATE
        else:
            words = _LEFT if one.had_been else _ABSENT_SINCE if one.left_ns > began else _ABSENT
        length_ns = 0 if one.back_ns is None else one.back_ns - one.left_ns
        told.append((one.child, _away(words, naming(one.child), one.left_ns - began, length_ns)))
    return told


def heard(finished: Finished, child: str | None = None) -> list[Text]:
    """Return sentences on the words listened for throughout, such as « stop », in the order they came in.

    Those that Nao reacted to and those said in a pause are told apart; where there are both, with the times.
    Of a *child* among several those alone that are known to be its own.
    """
    responses = [one for one in finished.events if (one.dir, one.kind) == ("out", "response")]
    if child is not None and len(finished.children) > 1:
        own = {one.seq for one in finished.responses if one.participant == child}
        responses = [one for one in responses if one.seq in own]
    taken = [one for one in responses if is_word_heard_everywhere(one)]
    paused = [one for one in responses if is_heard_in_pause(one, finished.words.everywhere)]
    began, _ = bounds(finished.events)
    at_ns = {one.seq: one.happened_ns for one in finished.events}
    times: dict[tuple[str, bool], list[int]] = {}
    for one in sorted([*taken, *paused], key=lambda one: one.seq):
        heard_ns = at_ns[one.seq if one.cause not in at_ns else one.cause]
        times.setdefault((str(one.data["value"]), one in taken), []).append(heard_ns - began)
    sentences = [
        (_HEARD if acted else _HEARD_PAUSED).format(word=word, n=len(each))
        for (word, acted), each in times.items()
    ]
    if len(sentences) < 2:
        return sentences
    return [
        _HEARD_AT.format(at=joined([_lasting(max(0, at)) for at in each], ", "), sentence=sentence)
        for each, sentence in zip(times.values(), sentences, strict=True)
    ]


def film(finished: Finished, zone: tzinfo | None = None) -> list[Text]:
    """Return sentences on what the recordings lack, where that is much, and on recordings that went on after
    the session's program died: those who were recorded must know.

    Where all was destroyed, nothing else is missing. Of an accelerated session lengths are the computer's, as
    in the files; nobody knows what was dropped.
    """
    sentences = []
    speed = finished.manifest.clock.speed
    began, _ = bounds(finished.events)
    over: dict[tuple[Text, str], list[str]] = {}
    for end in finished.films_over:
        over.setdefault((_lasting(max(0, end.at_ns - began)), end.why), []).append(end.name)
    for (after, why), names in over.items():
        words = why_over(why)
        sentence = _FILM_OVER_OF if words is None else _FILM_OVER_BECAUSE.format(why=words)
        sentences.append(sentence.format(names=listed(names), after=after))
    if finished.film_over_ns is not None and not finished.films_all_over:
        sentences.append(_FILM_OVER.format(after=_lasting(max(0, finished.film_over_ns - began))))
    if finished.is_unfilmed:
        sentences.append(_UNFILMED)
    if finished.log_objected:
        sentences.append(_LOG_OBJECTED)
    for done in finished.destroyed:
        try:
            at = datetime.strptime(done.when_utc, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).astimezone(zone)
        except ValueError:  # in a folder from elsewhere
            sentences.append(_DESTROYED_ONCE)
        else:
            sentences.append(_DESTROYED.format(day=Day(at.date()), time=f"{at:%H:%M}"))
    if finished.destroyed:
        return sentences
    for one in read_film(finished.events, finished.recorded):
        missing_ns, interrupted_ns = one.missing_ns / speed, one.interrupted_ns / speed
        if missing_ns >= LEAST_MISSING_NS:
            sentences.append(_MISSING.format(name=one.name, length=_lasting(missing_ns)))
        if interrupted_ns >= LEAST_MISSING_NS:
            sentences.append(_WENT_ON.format(name=one.name, length=_lasting(interrupted_ns)))
        if one.dropped_share >= LEAST_DROPPED and speed == 1:
            sentences.append(_DROPPED.format(name=one.name, percent=round(100 * one.dropped_share)))
    return sentences


_FILM_OVER = msg("Filming was ended after {after}; the session went on without it.")
_FILM_OVER_OF = msg("{names}: filming was ended after {after}.")
_FILM_OVER_BECAUSE = msg("{names}: filming was ended after {after}, since {why}.")
_UNFILMED = msg("Neither picture nor sound of this session was recorded.")
_LOG_OBJECTED = msg(
    "Somebody no longer agreed to the log of this session while it was written: whoever looks after the "
    "computer erases it ('nao-sessions erase')."
)
_DESTROYED_ONCE = msg("What had been filmed was destroyed.")
_DESTROYED = msg("What had been filmed was destroyed on {day} at {time}.")


def ending(finished: Finished, child: str | None = None) -> Text:
    """Return how the session ended, never by whom; with ``child``, nothing about another child."""
    outcome = finished.manifest.outcome
    if finished.manifest.state == "imported":
        return _IMPORTED
    term = glossary.OUTCOMES.get(outcome) if outcome in ENDINGS else None
    if outcome == "completed" and term is not None:
        how = completed_words(finished.events)
        return (_ENDED if how == term.label else _LED).format(how=how)
    words = None if term is None else term.label
    if len(finished.children) > 1 and term is not None and term.of_group is not None:
        words = None if child is not None else term.of_group
    return _BEFORE_ITS_END if words is None else _ENDED.format(how=words)


def childs_word(finished: Finished, child: str) -> Text:
    """Return what the child said of the session afterwards; else also its last answer where none is right.

    Which question asks for an opinion, no protocol says: the answer stands with the title of its step.
    """
    word = finished.said.word_of(child)
    if word is not None:
        return _NO_ANSWER if word == "no_answer" else _SAID.format(word=LIKINGS[word])
    own = _free_answers(finished, child)
    if not own:
        return _NOT_ASKED
    last = max(own, key=lambda one: one.seq)
    title = finished.words.titles.get(last.trial.step)
    to_nao = _TO_NAO if title is None else _TO_NAO_IN_STEP
    if last.entered:
        to_nao = _ENTERED_LAST if title is None else _ENTERED_LAST_IN_STEP
    said = to_nao.format(answer=last.answer.replace("_", " "), step=title or EMPTY_TEXT)
    noted = [
        *([_TOLD[last.uncounted]] if last.uncounted else []),
        *([_TOLD_AWAY] if last.away else []),
        *([_TOLD_VOID] if last.trial.judgement == "void" else []),
    ]
    return joined([_NOT_ASKED, said, *noted], " ")


class _FreeAnswer(NamedTuple):
    """An answer of a child to a question without a right one; ``trial`` is what came of that question.

    ``entered``: by the adult; ``uncounted``: why it counted for nothing, a value of ``responses.UNSCORED``;
    ``away``: the child was marked so.
    """

    seq: int
    answer: str
    trial: SessionTrial
    entered: bool = False
    uncounted: str = ""
    away: bool = False


def _free_answers(finished: Finished, child: str) -> list[_FreeAnswer]:
    """Return a child's answers to questions without a right answer, whatever became of their trials.

    Those that no trial rests on are among them, such as what came after the first answer.
    """
    asked = [one for one in finished.trials if one.child in ("", child)]
    free = [one for one in asked if not one.correct]
    rests = responses_of_trials(finished.events)
    absences, at_ns = read_absences(finished.events), {one.seq: one.at for one in finished.events}

    def away(seq: int) -> bool:
        return was_away(absences, child, at_ns.get(seq, 0), at_ns.get(seq, 0) + 1)

    found = [
        _FreeAnswer(seq, one.answer, one, entered=one.by == PROFESSIONAL, away=away(seq))
        for one in reversed(free)
        for seq in [rests.get(one.seq, one.seq)]
        if child and one.answer and one.judgement in (UNSCORED, "void")
        if one.by == child
        or (
            one.participant == child
            and not one.nobodys
            and (one.own or (one.by == PROFESSIONAL and one.entered))
        )
    ]
    of_child = {one.seq for one in finished.responses if child and one.participant == child}
    for trial in free:
        others = [(one.seq, one.answer, one.why) for one in finished.unscored.get(trial.seq, ())]
        others += [(seq, answer, "") for seq, answer in finished.free_before.get(trial.seq, ())]
        found += [
            _FreeAnswer(seq, answer, trial, uncounted=why, away=away(seq))
            for seq, answer, why in others
            if seq in of_child
        ]
    return found


def put_to_all(finished: Finished, child: str) -> Text | None:
    """Return a sentence on the questions put to the whole group, and how many count for a child, or None."""
    every = [one for one in finished.put_to_all(child) if not one.again]
    if not every:
        return None
    own = sum(one.participant == child for one in every)
    sentence = _PUT_TO_ALL.format(every=counted("questions", len(every)), own=own)
    each = [_WRONG.format(answer=one.replace("_", " ")) for one in tried(finished, child)]
    return joined([sentence, _TRIED.format(each=joined(each, ", "))], " ") if each else sentence


def tried(finished: Finished, child: str) -> tuple[str, ...]:
    """Return a child's wrong answers to questions put to all that somebody else's answer closed."""
    authors = {one.seq: one.participant for one in finished.responses}
    return tuple(
        answer
        for trial in finished.put_to_all(child)
        if not trial.again and trial.participant != child
        for seq, answer in finished.wrong.get(trial.seq, ())
        if authors.get(seq) == child
    )


def out_of_turn(finished: Finished, child: str) -> list[Text]:
    """Return a sentence on how often a child answered another child's question; none where it never did."""
    n = sum(one.child == child for one in finished.out_of_turn)
    return [_OUT_OF_TURN.format(n=n)] if n else []


def _what(finished: Finished, language: Language, zone: tzinfo | None) -> Text:
    moment = when(finished, language, zone)
    words = _WHAT if moment else _WHAT_UNDATED
    return words.format(title=title_of(finished), when=moment, length=length(finished))


def _pause(one: Interruption, began: int) -> Text:
    """Return a sentence on one interruption: what happened in it, in order, and how long each part was.

    How long the last was of one in which the session died, nobody knows.
    """
    moments = [InterruptionMoment(one.start_ns, one.why), *_later(one)]
    ends = [moment.at_ns for moment in moments[1:]]
    timed = [
        _FOR.format(why=_why(moment), length=_lasting(end - moment.at_ns))
        for moment, end in zip(moments, [*ends, one.stop_ns] if one.over else ends, strict=False)
    ]
    parts = timed if one.over else [*timed, _why(moments[-1])]
    if not one.over and (one.why != "crash" or one.later):
        parts = [*parts, PAUSES["crash"]]
    return (_PAUSE if one.over else _DIED).format(
        at=_lasting(max(0, one.start_ns - began)), each=joined(parts, THEN)
    )


def _later(one: Interruption) -> list[InterruptionMoment]:
    """Return what happened within an interruption, as its sentence says it.

    That is without Nao's answering again just before the session goes on, and without the crash that ended
    the session, which the end of the sentence says.
    """
    later = list(one.later)
    if later and not one.over and later[-1].why == "crash":
        later.pop()
    ends = [moment.at_ns for moment in later[1:]] + [one.stop_ns]
    return [
        moment
        for moment, end_ns in zip(later, ends, strict=False)
        if moment.why != BACK or end_ns - moment.at_ns >= LEAST_TOLD_NS
    ]


def _why(moment: InterruptionMoment) -> Text:
    return _ANSWERED if moment.why == BACK else PAUSES.get(moment.why, PAUSES["paused"])


def _away(words: Text, who: Text, after_ns: int, length_ns: int) -> Text:
    return words.format(who=who, at=_lasting(max(0, after_ns)), length=_lasting(max(0, length_ns)))


def _pauses(found: Sequence[Interruption]) -> Text:
    """Return one sentence on many interruptions: how many, how long in all, and why, most frequent first.

    What came in one that was already open follows, the stops last, with how long they were. The one in which
    the session died, the last, counts for no length.
    """
    whys = Counter(one.why if one.why in PAUSES else "paused" for one in found)
    sentence = _PAUSES.format(
        count=counted("interruptions", len(found)),
        length=_lasting(sum(one.stop_ns - one.start_ns for one in found if one.over)),
        each=_each(whys),
    )
    last = [] if found[-1].over else [_DIED_LAST]
    came = Counter(
        moment.why if moment.why in PAUSES else "paused"
        for one in found
        for moment in _later(one)
        if moment.why not in STOPS and moment.why != BACK
    )
    others = [_LATER.format(each=_each(came))] if came else []
    stops = [(one, halt) for one in found if (halt := one.halt) is not None]
    if not stops:
        return joined([sentence, *others, *last], " ")
    length_ns = sum(one.stop_ns - halt.at_ns for one, halt in stops if one.over)
    later = _STOPPED_LATER.format(
        each=_each(Counter(halt.why for _, halt in stops)), length=_lasting(length_ns)
    )
    return joined([sentence, *others, later, *last], " ")


def _each(whys: Counter[str]) -> Text:
    each = [PAUSES[why] if n == 1 else _TIMES.format(why=PAUSES[why], n=n) for why, n in whys.most_common()]
    return joined(each, ", ")


def _lasting(length_ns: float) -> Text:
    """Return a duration in words, to the nearest second: of half a second, to the later one."""
    return duration(int(length_ns / SECOND_NS + 0.5) * 1_000)


_WHAT = msg('"{title}", on {when}, for {length}.')
_WHAT_UNDATED = msg('"{title}", for {length}.')
_NOBODY = msg("Nobody has a code in this session.")
_DONE = msg("What was done: {steps}.")
_NO_TITLE = msg("An untitled session")
_NOBODYS = msg("For no child in particular: {counts}")
_CHILD = msg("{who}: {what}")
_NO_TRIAL = msg("no trial in this session.")
_NONE_COUNTED = msg("no trial counted here.")
_PUT_TO_ALL = msg(
    "Put to the whole group: {every} (counted here: {own}); each counts for the child whose answer closed it."
)
_TRIED = msg("Before the answer that closed such a question, this child had answered: {each}.")
_WRONG = msg("{answer} (wrong)")
_OUT_OF_TURN = msgn("Answered once in another child's turn.", "Answered {n} times in another child's turn.")
_RESPONSES = msg("{responses}, {silences}.")
_HELPED = msg("Succeeded with: {kinds}.")
_HELPED_SOMEHOW = msg("Succeeded with help.")
_HAD_HELP = msgn(
    "In one trial that an adult judged correct, help had been given: {kinds}.",
    "In {n} trials that an adult judged correct, help had been given: {kinds}.",
)
_NO_HELP = msg("Succeeded without help.")
_NOTHING_HELPED = msg("The help that was given did not suffice this time.")
_OTHERS_HELPED_NOT = msg("The help that was given in other trials did not suffice.")
_SOME_HELPED_NOT = msg("In some trials the help that was given did not suffice.")
_HELP_REFUSED = msg("Help was given, in trials that the child refused.")
_HELP_REFUSED_OR_UNJUDGED = msg("Help was given, in trials that the child refused, or that are not judged.")
_HELP_REFUSED_TOO = msg("Help was given too, in trials that the child refused.")
_HELP_UNJUDGED = msg("Help was given, in trials that are not judged.")
_HELP_UNJUDGED_TOO = msg("Help was given too, in trials that are not judged.")
_HELP_NOBODYS = msg("Help was given, in trials of which nobody knows who answered.")
_HELP_OTHERS = msg("Help was given, in trials that somebody else answered.")
_HELP_ADULT = msg("Help was given, in trials that the adult answered.")
_HELP_LATE = msgn(
    "In one trial a help came too late to count for the answer.",
    "In {n} trials a help came too late to count for the answer.",
)
_NO_HELP_GIVEN = msg("No help was given in the trials counted here.")
_CHANGED = msgn(
    "One judgement was changed after the session.", "{n} judgements were changed after the session."
)
_IN_SOUND = msg("measured in the sound")
_IN_PART = msg("in part measured in the sound")
_BY_ROBOT = msg("by Nao's word")
_MODELLED = msg("counted from the planned end of the question, which nobody observed: no robot took part")
_AWAITED = msg("counted from when a response was awaited")
_OR_AWAITED = msg("{how}, or counted from when a response was awaited")
_WITH_HELPS = msg("up to the answer that counted, helps and new tries included, {how}")
_COVERED = msg("to within {time} s (95 times in 100), {how}")
_SUPPOSED = msg("to within {time} s (supposed), {how}")
NO_LATENCY = msg("Latency: none to count.")
_LATENCY = msgn(
    "Latency: {middle}\u00a0s, {how}.",
    "Latency: {middle}\u00a0s (median of {n} responses, from {least} to {most}), {how}.",
)
_FOR = msg("{why}, for {length}")
_ANSWERED = msg("Nao answered again")
_PAUSE = msg("Interrupted {at} after the beginning: {each}.")
_DIED = msg("Interrupted {at} after the beginning: {each}, and the session did not go on.")
_DIED_LAST = msg("The last one had no end: the program was interrupted, and the session did not go on.")
_LATER = msg("In an interruption that was already open: {each}.")
_STOPPED_LATER = msg("In an interruption that was already open: {each}, {length} in all.")
_PAUSES = msg("{count}, {length} in all: {each}.")
_TIMES = msg("{why} ({n} times)")
_LEFT = msg("{who} left {at} after the beginning, and did not come back.")
_AWAY = msg("{who} left and came back: {at} after the beginning, for {length}.")
_ABSENT = msg("{who} was marked absent.")
_ABSENT_SINCE = msg("{who} was marked absent {at} after the beginning.")
_LATE = msg("{who} was marked absent {at} after the beginning, and there {length} later.")
_HEARD = msgn(
    "Nao heard '{word}', and did what is foreseen for that word.",
    "Nao heard '{word}' {n} times, and did what is foreseen for that word.",
)
_HEARD_AT = msg("{at} after the beginning: {sentence}")
_HEARD_PAUSED = msgn(
    "Nao heard '{word}' while the session was paused: nothing followed.",
    "Nao heard '{word}' {n} times while the session was paused: nothing followed.",
)
_MISSING = msg("The recording '{name}' stopped: {length} of it are missing.")
_WENT_ON = msg("The recording '{name}' went on for {length} after the session was interrupted.")
_DROPPED = msg("Of the recording '{name}', {percent} % of the pictures are missing.")
_LED = msg("The session was {how}.")
_IMPORTED = msg("An imported session.")
_ENDED = msg("Session {how}.")
_BEFORE_ITS_END = msg("The session ended early.")
_NOT_ASKED = msg("What the child thought was not noted after the session.")
_TO_NAO = msg('Where no answer is right or wrong, the child answered last: "{answer}".')
_TO_NAO_IN_STEP = msg('In "{step}", where no answer is right or wrong, the child answered last: "{answer}".')
_TOLD: Mapping[str, Text] = {
    "early": msg("That answer came before the question was whole."),
    "paused": msg("That answer came while the session was paused."),
    "over": msg("That answer came after another one, or too late."),
}
_TOLD_AWAY = msg("The child was marked away then.")
_TOLD_VOID = msg("That question counts as not scored.")
_ENTERED_LAST = msg('Where no answer is right or wrong, the last answer is "{answer}", entered by the adult.')
_ENTERED_LAST_IN_STEP = msg(
    'In "{step}", where no answer is right or wrong, the last answer is "{answer}", entered by the adult.'
)
_NO_ANSWER = msg("Did not wish to answer.")
_SAID = msg('Chose, from pictures: "{word}".')

_SPAN = msg("{day}, from {began} to {ended}")
