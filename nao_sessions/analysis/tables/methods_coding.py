"""How trials were judged, latencies counted and sessions coded, in sentences of the methods section.

What the log and the coders' files do not hold is not said.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from nao_sessions.analysis.tables.columns import VOIDS
from nao_sessions.analysis.tables.source import SessionSource
from nao_sessions.core.events import Event
from nao_sessions.record.additions.annotations import CONSENSUS, scheme_of
from nao_sessions.record.results.counts import count_trials, why_uncounted
from nao_sessions.record.results.responses import NOBODY
from nao_sessions.record.results.trials import UNSCORED, SessionTrial
from nao_sessions.room.sync.words import uncertainty
from nao_sessions.room.voice.ending import COVERAGE
from nao_sessions.room.voice.latencies import once
from nao_sessions.text.formats import SEMICOLON, joined, listed
from nao_sessions.text.messages import Text, by_language, msg, msgn

Judge = Literal["adult", "program", "silence", "corrected", "void", "unscored"]
"""``adult``: judged, answered for the child, or confirmed by the adult; ``program``: an answer that was
compared with the right ones; ``silence``: nobody answered for as long as is waited; ``corrected``: a person
judged otherwise after the session; ``void``, ``unscored``: not judged."""
JUDGES: tuple[Judge, ...] = ("adult", "program", "silence", "corrected", "void", "unscored")

_HANDS = frozenset({"command", "button"})
"""What only an adult's console sends."""


def judges_of(events: Iterable[Event]) -> dict[int, Judge]:
    """Return, by the seq of each trial's record, who or what judged the trial when the session ended.

    A judgement has the line that led to it as its cause.
    """
    causes: dict[int, Event] = {}
    last: dict[tuple[object, ...], int] = {}
    found: dict[int, Judge] = {}
    for event in events:
        causes[event.seq] = event
        if event.dir != "out" or event.kind not in ("trial", "rejudged"):
            continue
        key = (event.data.get("step"), event.data.get("child"), event.data.get("number"))
        if event.kind == "trial":
            last[key] = event.seq
            found[event.seq] = _judge(event, causes.get(-1 if event.cause is None else event.cause))
        elif key in last:
            found[last[key]] = _unjudged(event) or "adult"
    return found


def judge_now(trial: SessionTrial, in_session: Judge) -> Judge:
    """Return who or what a trial's judgement comes from now, after its correction if there was one."""
    if trial.judgement == trial.in_session:
        return in_session
    return _none_by(trial.judgement) or "corrected"


def _judge(trial: Event, cause: Event | None) -> Judge:
    if (unjudged := _unjudged(trial)) is not None:
        return unjudged
    # an answer of the adult may be taken up later, when Nao's sentence ends, and a silence may come after it
    if cause is not None and cause.kind == "timer":
        return "silence"
    by_hand = cause is not None and (cause.source == "professional" or cause.kind in _HANDS)
    return "adult" if by_hand or trial.data.get("way") == "professional" else "program"


def _unjudged(trial: Event) -> Judge | None:
    return _none_by(trial.data.get("judgement") or UNSCORED)


def _none_by(judgement: str) -> Judge | None:
    """Return ``void`` or ``unscored`` where a judgement is nobody's; None for a real one."""
    return "void" if judgement == "void" else "unscored" if judgement == UNSCORED else None


def judged(sources: Sequence[SessionSource]) -> Iterator[Text]:
    """Yield sentences on who or what judged the trials, after correction, and on how many were corrected."""
    trials = [trial for source in sources for trial in source.trials]
    counts: Counter[Judge] = Counter()
    for source in sources:
        judges = judges_of(source.events)
        counts.update(judge_now(trial, judges[trial.seq]) for trial in source.trials if not trial.again)
    yield from _authors(sources)
    counting = sum(counts.values())
    if not counting:
        return
    again = len(trials) - counting
    number = _TRIALS.format(n=counting)
    if again:
        number = _WITHOUT.format(n=again, trials=number)
    had = _HAD.format(n=len(sources), trials=number)
    if len(counts) == 1:
        [judge] = counts
        how = _THEY.format(n=counting, how=_HOW[judge].format(n=counting))
    else:
        how = listed(
            [
                _SO_MANY.format(count=counts[judge], how=_HOW[judge].format(n=counts[judge]))
                for judge in JUDGES
                if counts[judge]
            ]
        )
    yield (_ALIKE if len(counts) == 1 else _EACH).format(had=had, told=how)
    counts_now = count_trials(trials)
    if counts_now.void_reasons:
        reasons = [
            _BECAUSE.format(count=n, why=why)
            for name, why in VOIDS.items()
            if (n := counts_now.void_reasons.get(name))
        ]
        yield _VOID_BECAUSE.format(n=counts_now.by_judgement["void"], reasons=listed(reasons))
    if counts_now.easy:
        yield _EASY.format(n=counts_now.easy)
    if errors := counts_now.errors_before_silence:
        yield _ERRORS_BEFORE.format(n=errors, of=counts_now.by_judgement["no_response"])
    corrected = sum(trial.corrected for trial in trials)
    if corrected:
        yield _CORRECTED.format(n=corrected)


def _authors(sources: Sequence[SessionSource]) -> Iterator[Text]:
    """Yield sentences on the responses whose author was named afterwards, and on those of unknown author.

    Of a session with one child, what Nao or the board sensed counts as that child's: that is supposed.
    """
    responses = [one for source in sources for one in source.responses.values()]
    named = sum(one.named for one in responses)
    nobody = sum(one.nameless for one in responses)
    supposed = sum(bool(one.participant) and one.by in NOBODY for one in responses)
    if named:
        yield _NAMED.format(n=named)
    if nobody:
        yield _NAMELESS.format(n=nobody, all=len(responses))
    if supposed:
        yield _SUPPOSED_OWN.format(n=supposed, all=len(responses))


def latencies(sources: Sequence[SessionSource]) -> Iterator[Text]:
    """Yield sentences on latencies: from where to where they run, how that was known, and their uncertainty.

    What the tables do not count is not counted here, for the same reasons; answers that did not end their
    trial have a latency, and are counted by themselves.
    """
    every = [
        (source, one, _why(source, one))
        for source in sources
        for one in once(tuple(source.latencies.values()))
    ]
    left_out = Counter(why for _, _, why in every if why not in _COUNTED)
    for why, sentence in _LEFT_OUT.items():
        if left_out[why]:
            yield sentence.format(n=left_out[why])
    for led in (False, True):  # of a modelled time and of an observed one nothing is counted together
        whole = [(source, one) for source, one, why in every if why in _COUNTED and source.adult_led is led]
        if whole:
            yield joined(_counted(whole, [source for source in sources if source.adult_led is led]), " ")


def _counted(
    whole: Sequence[tuple[SessionSource, Mapping[str, Any]]], sources: Sequence[SessionSource]
) -> list[Text]:
    """Return sentences on the latencies that count of some sessions, ``whole``, each with its session."""
    answers = [answer for _, answer in whole]
    sound = sum(answer["method"] == "sound" for answer in answers)
    from_end = [answer for answer in answers if answer["method"] not in ("opening", "model")]
    methods = Counter(str(answer["method"]) for answer in answers)
    if sound in (0, len(from_end)):
        sentence = (_IN_SOUND if sound else _BY_ROBOT).format(n=len(from_end))
    else:
        sentence = _IN_BOTH.format(sound=sound, count=len(from_end))
    sentences = [_how_sure(sentence, from_end)] if from_end else []
    if methods["model"]:
        sentences.append(_FROM_MODEL.format(n=methods["model"]))
    if methods["opening"]:
        sentences.append(_FROM_OPENING.format(n=methods["opening"]))
    timed = [one for source in sources for one in source.trials if one.latency_ns is not None]
    ended = sum(why_uncounted(one) is None for one in timed)
    if 0 < ended < len(answers):
        sentences.append(_OF_TRIALS.format(n=ended))
    helped = sum(_helped(source, answer) for source, answer in whole)
    if helped and len(answers) == 1:
        sentences.append(_HELPED_ALONE)
    elif helped:
        sentences.append(_HELPED.format(n=helped, all=len(answers)))
    return sentences


def _why(source: SessionSource, answer: Mapping[str, Any]) -> str | None:
    """Return why a latency is not counted, or None; of an answer that is no response, as that of its trial.

    What the adult entered has a word of its own (``entered``): the answer may be the child's.
    """
    seq = int(answer["seq"])
    if answer.get("kind") == "trial":
        trial = next((one for one in source.trials if one.seq == seq), None)
        why = None if trial is None else why_uncounted(trial)
        return "entered" if why == "not_own" and trial is not None and trial.entered else why
    if seq in source.responses and seq not in source.answering and source.uncounted.get(seq) == "not_final":
        return "out_of_turn" if source.reasons[seq] == "out_of_turn" else "after_the_answer"
    return source.uncounted.get(seq)


def _how_sure(sentence: Text, answers: Sequence[Mapping[str, Any]]) -> Text:
    """Return a sentence on latencies with their uncertainty added, and what it was held against."""
    known = [answer for answer in answers if answer.get("uncertainty_ms") is not None]
    by_words: dict[Text, list[float]] = {}
    for one in known:
        supposed = _SUPPOSED if one["method"] == "event" else _AT_MOST  # an older file does not say
        words = _WITHIN if one.get("coverage") == COVERAGE else supposed
        by_words.setdefault(words, []).append(float(one["uncertainty_ms"]))
    parts = [
        words.format(
            n=len(unsure),
            spread=_spread(unsure) if words is _WITHIN else _in_words(max(unsure)),
            share=round(COVERAGE * 100),
        )
        for words in (_WITHIN, _AT_MOST, _SUPPOSED)
        if (unsure := by_words.get(words))
    ]
    if not parts:
        return _UNSURE.format(told=sentence)
    sure = _SURE if len(known) == len(answers) else _SURE_WHERE_KNOWN
    return sure.format(told=sentence, parts=joined(parts, SEMICOLON))


def _spread(unsure: Sequence[float]) -> Text:
    """Return the least, the greatest and the median of some uncertainties (ms), or the one that all are."""
    least, most = min(unsure), max(unsure)
    if least == most:
        return _in_words(most)
    return _FROM_TO.format(
        least=_in_words(least), most=_in_words(most), median=_in_words(statistics.median(unsure))
    )


def _in_words(unsure_ms: float) -> Text:
    return by_language(partial(uncertainty, unsure_ms))


def _helped(source: SessionSource, answer: Mapping[str, Any]) -> bool:
    """Return whether a help was given between the question's end and the answer."""
    opened, answered = _window(answer)
    return any(one.kind == "prompt" and opened <= one.at < answered for one in source.events)


def _window(answer: Mapping[str, Any]) -> tuple[int, int]:
    """Return when the question ended and when the answer came, in session ns; (0, 0) if not known."""
    opened, answered = answer.get("opened_ns"), answer.get("answered_ns")
    known = isinstance(opened, int) and isinstance(answered, int)
    return (int(opened or 0), int(answered or 0)) if known else (0, 0)


def coded(sources: Sequence[SessionSource]) -> Iterator[Text]:
    """Yield sentences on who coded how many sessions, how much of them, and what was hidden from whom."""
    people = [[one for one in sorted(source.coded) if one != CONSENSUS] for source in sources]
    coders = [tuple(one for one in names if source.coded_by(one))
              for source, names in zip(sources, people, strict=True)]  # fmt: skip
    codings = [(source, one, scheme)
               for source, names in zip(sources, coders, strict=True) for one in names
               for scheme in sorted(source.coded_by(one))]  # fmt: skip
    empty = sum(_opened_alone(source, one) for source, names in zip(sources, people, strict=True)
                for one in names)  # fmt: skip
    if not codings:
        if empty:
            yield _EMPTY.format(n=empty)
        return
    yield _who_coded(Counter(names for names in coders if names), len(sources))
    if empty:
        yield _EMPTY.format(n=empty)
    known = Counter(source.stated(coder, scheme).source for source, coder, scheme in codings)
    if known["planned"]:
        yield _PLANNED.format(n=known["planned"], of=len(codings))
    if known["unstated"]:
        yield _UNOBSERVED.format(n=known["unstated"], of=len(codings))
    if known["coder"]:
        yield _SAID.format(n=known["coder"], of=len(codings))
    if known["page"] == len(codings):
        yield _OBSERVED.format(n=len(codings))
    yield joined([_concealment(Counter(_hidden(*one) for one in codings)), *_film(codings)], " ")


def _opened_alone(source: SessionSource, coder: str) -> int:
    """Return the number of schemes by which a coder opened a session and coded nothing of it."""
    coded = source.coded_by(coder)
    opened = {scheme for one in source.sittings.get(coder, ()) if (scheme := scheme_of(one))}
    return len(opened - coded) if opened or coded else 1


def _who_coded(sessions: Mapping[tuple[str, ...], int], of: int) -> Text:
    """Return a sentence on who coded how many sessions, those with the most coders first."""
    if len(sessions) == 1:
        [(names, count)] = sessions.items()
        people = _PEOPLE.format(n=len(names), codes=listed(names))
        return (
            _ALL_CODED.format(n=count, people=people)
            if count == of
            else _CODED.format(n=count, of=of, people=people)
        )
    groups = sorted(sessions.items(), key=lambda one: (-len(one[0]), one[0]))
    parts = [
        _BY.format(n=count, people=_PEOPLE.format(n=len(names), codes=listed(names)))
        for names, count in groups
    ]
    total = sum(sessions.values())
    return (_EACH_CODED if total == of else _SOME_CODED).format(n=total, of=of, parts=listed(parts))


def _concealment(hidden: Mapping[tuple[str, ...] | None, int]) -> Text:
    """Return sentences on what was hidden in how many codings, and what was not; unknown ones last."""
    if len(hidden) == 1:
        [names] = hidden
        told = _all_hidden(names) if names else _NOTHING_HIDDEN if names == () else _UNTOLD
    else:
        parts = [
            _IN_SOME.format(n=count, hidden=_list_of(names), shown=_shown(names))
            if len(names) < len(_HIDDEN)
            else _IN_SOME_ALL.format(n=count, hidden=_list_of(names))
            for names, count in hidden.items()
            if names
        ]
        parts += [
            some.format(n=hidden[key]) for key, some in (((), _SEEING), (None, _UNKNOWN)) if key in hidden
        ]
        told = _CODINGS.format(count=sum(hidden.values()), parts=joined(parts, SEMICOLON))
    sentences = [told]
    if any("judgements" in names and "robot" not in names for names in hidden if names):
        sentences.append(_GIVEN_AWAY)
    return joined(sentences, " ")


def _film(codings: Sequence[tuple[SessionSource, str, str]]) -> Iterator[Text]:
    """Yield sentences on the film that was shown in codings done here; where there was sound alone, none."""
    here = [source for source, coder, scheme in codings if _hidden(source, coder, scheme) is not None]
    without = sum(not source.filmed and not source.films for source in here)
    if any(source.filmed for source in here):
        yield _FILM if any(map(_is_heard, here)) else _SILENT_FILM
    if without:
        filmed = any(source.filmed for source, _, _ in codings)
        yield _NO_FILM_IN.format(n=without, of=len(codings)) if filmed else _NO_FILM


def _is_heard(source: SessionSource) -> bool:
    return any(film.sound_alone or film.sync.has_sound for film in source.films)


def _all_hidden(names: tuple[str, ...]) -> Text:
    if len(names) == len(_HIDDEN):
        return _ALL_HIDDEN.format(hidden=_list_of(names))
    return _PART_HIDDEN.format(hidden=_list_of(names), shown=_shown(names))


def _shown(hidden: tuple[str, ...]) -> Text:
    return _list_of(tuple(name for name in _HIDDEN if name not in hidden))


def _hidden(source: SessionSource, coder: str, scheme: str) -> tuple[str, ...] | None:
    """Return what was hidden from a coder in each sitting by a scheme; None where that is not known.

    A sitting that does not say by which scheme it was may have been by this one.
    """
    sittings = [one for one in source.sittings.get(coder, ()) if scheme_of(one) in ("", scheme)]
    if not sittings or any("from" in one or not isinstance(one.get("hidden"), list) for one in sittings):
        return None
    always = set(_HIDDEN).intersection(*(map(str, one["hidden"]) for one in sittings))
    return tuple(name for name in _HIDDEN if name in always)


def _list_of(names: tuple[str, ...]) -> Text:
    return listed([text for name in names for text in _HIDDEN[name]])


_HOW: Mapping[Judge, Text] = {
    "adult": msgn("was judged by the adult", "were judged by the adult"),
    "program": msgn(
        "was judged by the program from the response", "were judged by the program from the response"
    ),
    "silence": msgn(
        "was judged by the program after a time without a response",
        "were judged by the program after a time without a response",
    ),
    "corrected": msgn(
        "was judged by a person after the session", "were judged by a person after the session"
    ),
    "void": msgn("was not scored", "were not scored"),
    "unscored": msgn(
        "was not judged (nothing in it is right or wrong, nobody confirmed the response, or none came)",
        "were not judged (nothing in them is right or wrong, or nobody confirmed the response)",
    ),
}
_SO_MANY = msg("{count} {how}")
_HAD = msgn("The session had {trials}", "The sessions had {trials}")
_TRIALS = msgn("one trial", "{n} trials")
_WITHOUT = msgn(
    "{trials} (not counting one repetition for correction)",
    "{trials} (not counting {n} repetitions for correction)",
)
_THEY = msgn("it {how}", "they {how}")
_ALIKE = msg("{had}; {told}.")
_EACH = msg("{had}: {told}.")
_VOID_BECAUSE = msgn("Why one trial was not scored: {reasons}.", "Why {n} trials were not scored: {reasons}.")
_BECAUSE = msg("{count} since {why}")
_EASY = msgn(
    "One trial was the easy one that the adult asked for before the end: an item that had been "
    "passed was asked once more. It is counted here, and its success was likelier (easy in the "
    "tables).",
    "{n} trials were easy ones that the adult asked for before the end: an item that had been "
    "passed was asked once more. They are counted here, and their success was likelier (easy in "
    "the tables).",
)
_ERRORS_BEFORE = msgn(
    "Of the trials with 'no response' ({of} in the tables) one had wrong answers before the last "
    "help (errors_before_help).",
    "Of the trials with 'no response' ({of} in the tables) {n} had wrong answers before the last "
    "help (errors_before_help).",
)
_CORRECTED = msgn(
    "The judgement of one trial, or who answered in it, was corrected after the session: all "
    "counts are after that correction.",
    "For {n} trials the judgement, or who answered, was corrected after the session: all counts "
    "are after these corrections.",
)
_NAMED = msgn(
    "Who gave one response was said after the session, by a person.",
    "Who gave {n} responses was said after the session, by a person.",
)
_NAMELESS = msgn(
    "Of one response in {all} nobody knows who gave it.",
    "Of {n} responses in {all} nobody knows who gave them.",
)
_SUPPOSED_OWN = msgn(
    "One response in {all}, of a session with a single child, is supposed to be that child's: "
    "nothing tells so.",
    "Of {all} responses, {n} of sessions with a single child are supposed to be that child's: "
    "nothing tells so.",
)
_CUT = msgn(
    "One latency is not counted: the session stood still between the question and the response.",
    "Not counted are {n} latencies: the session stood still between the question and the response.",
)
_AWAY = msgn(
    "One latency is not counted: the child was marked away meanwhile.",
    "Not counted are {n} latencies: the child was marked away meanwhile.",
)
_NO_ANSWER = msgn(
    "Not counted is the time of one thing that was said or done in answer to no trial's question "
    "(a 'stop' for instance).",
    "Not counted are the times of {n} things that were said or done in answer to no trial's "
    "question (a 'stop' for instance).",
)
_AFTER_THE_ANSWER = msgn(
    "Not counted is the time of one answer that came after another one, or too late.",
    "Not counted are the times of {n} answers that came after another one, or too late.",
)
_OUT_OF_TURN = msgn(
    "Not counted is the time of one answer that a child gave out of its turn.",
    "Not counted are the times of {n} answers that children gave out of their turns.",
)
_NOT_OWN = msgn(
    "Not counted is the latency of one trial in which somebody else than the child answered.",
    "Not counted are the latencies of {n} trials in which somebody else than the child answered.",
)
_ENTERED = msgn(
    "Not counted is the latency of one trial whose answer was entered by the adult, whose press "
    "tells no time of the child's.",
    "Not counted are the latencies of {n} trials whose answers were entered by the adult, whose "
    "press tells no time of the child's.",
)
_VOID = msgn(
    "Not counted is the latency of one trial that is not scored.",
    "Not counted are the latencies of {n} trials that are not scored.",
)
_NO_ANSWER_AFTER_ALL = msgn(
    "Not counted is the latency of one trial judged as no response, or refused, though an answer "
    "had been taken in it.",
    "Not counted are the latencies of {n} trials judged as no response, or refused, though an "
    "answer had been taken in them.",
)
_REPEATED = msgn(
    "Not counted is the latency of one repetition for correction.",
    "Not counted are the latencies of {n} repetitions for correction.",
)
_NOBODYS = msgn(
    "Not counted is the latency of one trial of which nobody knows who answered.",
    "Not counted are the latencies of {n} trials of which nobody knows who answered.",
)
_COUNTED = (None, "not_final")
"""The words of :func:`_why` with which a latency is counted here."""
_LEFT_OUT: Mapping[str, Text] = {
    "no_question": _NO_ANSWER,
    "after_the_answer": _AFTER_THE_ANSWER,
    "out_of_turn": _OUT_OF_TURN,
    "interrupted": _CUT,
    "away": _AWAY,
    "entered": _ENTERED,
    "not_own": _NOT_OWN,
    "nobody": _NOBODYS,
    "no_answer": _NO_ANSWER_AFTER_ALL,
    "void": _VOID,
    "repeated": _REPEATED,
}
"""The sentences on latencies that are not counted, by the word of :func:`_why`."""
_OF_TRIALS = msgn(
    "One of them is of the response that ended a trial.",
    "{n} of them are of the response that ended a trial.",
)
_HELPED = msgn(
    "In one of these {all} help was given between question and response.",
    "In {n} of these {all} help was given between question and response.",
)
_HELPED_ALONE = msg("Help was given between question and response.")
_IN_SOUND = msgn(
    "The latency of one response runs from the end of Nao's question to the response; that end was "
    "measured in the sound",
    "The latencies of {n} responses run from the end of Nao's question to the response; that end was "
    "measured in the sound",
)
_BY_ROBOT = msgn(
    "The latency of one response runs from the end of Nao's question, by the robot's word, to the response",
    "The latencies of {n} responses run from the end of Nao's question, by the robot's word, to the response",
)
_IN_BOTH = msg(
    "Latencies run from the end of Nao's question to the response; that end was measured in the "
    "sound for {sound} of {count}, and taken from the robot's word for the others"
)
_FROM_MODEL = msgn(
    "The adult's delivery was not observed: the latency of one response, without a robot, runs from a "
    "modelled time of the question's end to the response.",
    "The adult's delivery was not observed: the latencies of {n} responses, without a robot, run from a "
    "modelled time of the question's end to the response.",
)
_FROM_OPENING = msgn(
    "The latency of one response runs from when answers counted to the response: no sentence of its question "
    "was said to its end right before (opening in the tables).",
    "The latencies of {n} responses run from when answers counted to the response: no sentence of their "
    "questions was said to its end right before (opening in the tables).",
)
_UNSURE = msg("{told}.")
_SURE = msg("{told} (uncertainty: {parts}).")
_SURE_WHERE_KNOWN = msg("{told} (uncertainty, where it is known: {parts}).")
_FROM_TO = msg("from {least} to {most} (median {median})")
_WITHIN = msgn(
    "{spread}, meant to hold {share} times in 100, which was checked on synthesised speech and never on "
    "a Nao",
    "{spread}, each meant to hold {share} times in 100, which was checked on synthesised speech and never on "
    "a Nao",
)
_AT_MOST = msg("at most {spread}")
_SUPPOSED = msg("a supposed {spread}, which nobody has measured on a Nao")
_PEOPLE = msgn("one coder ({codes})", "{n} coders ({codes})")
_ALL_CODED = msgn("The session was coded by {people}.", "All {n} sessions were coded by {people}.")
_CODED = msgn("One of {of} sessions was coded by {people}.", "Of {of} sessions, {n} were coded by {people}.")
_EACH_CODED = msgn("The session was coded: {parts}.", "All {n} sessions were coded: {parts}.")
_SOME_CODED = msgn("One of {of} sessions was coded: {parts}.", "Of {of} sessions, {n} were coded: {parts}.")
_BY = msgn("one by {people}", "{n} by {people}")
_EMPTY = msgn(
    "One coding was opened, and nothing was noted in it nor was it called done: it does not count.",
    "Moreover, {n} codings were opened, and nothing was noted in them nor were they called done: "
    "they do not count.",
)
_OBSERVED = msgn(
    "What was looked at is on record in the coding, as the coding page played it.",
    "What was looked at is on record in all {n} codings, as the coding page played it.",
)
_SAID = msgn(
    "Of one coding of {of} what was looked at is what the coder said, and no record of what was played.",
    "Of {n} codings of {of} what was looked at is what the coder said, and no record of what was played.",
)
_UNOBSERVED = msgn(
    "Of one coding of {of} nothing tells what was looked at: the whole session is assumed.",
    "Of {n} codings of {of} nothing tells what was looked at: the whole session is assumed.",
)
_PLANNED = msgn(
    "Of one coding of {of} it is on record what was planned to be looked at, and that is "
    "supposed to be what was.",
    "Of {n} codings of {of} it is on record what was planned to be looked at, and that is "
    "supposed to be what was.",
)
_HIDDEN: Mapping[str, tuple[Text, ...]] = {
    "robot": (msg("the lines on what Nao says and does"),),
    "judgements": (msg("the session's judgements"),),
    "phase": (msg("the phase"), msg("the steps")),
    "number": (
        msg("the session's number"),
        msg("its date"),
    ),
}
"""What may be hidden from a coder in words, by the word of the coder's file (``annotate --blind``)."""
_PART_HIDDEN = msg("Of the session's log, the coding page did not show {hidden}; it showed {shown}.")
_ALL_HIDDEN = msg("Of the session's log, the coding page did not show {hidden}.")
_NOTHING_HIDDEN = msg("Nothing of the session's log was hidden throughout the coding.")
_UNTOLD = msg("Coding was done in another program: nothing tells what was hidden there.")
_CODINGS = msg("Of {count} codings, each of a session by one person and one scheme: {parts}.")
_IN_SOME = msgn(
    "in one the coding page did not show, of the session's log, {hidden} (it showed {shown})",
    "in {n} the coding page did not show, of the session's log, {hidden} (it showed {shown})",
)
_IN_SOME_ALL = msgn(
    "in one the coding page did not show, of the session's log, {hidden}",
    "in {n} the coding page did not show, of the session's log, {hidden}",
)
_SEEING = msgn(
    "in one nothing of the log was hidden throughout", "in {n} nothing of the log was hidden throughout"
)
_UNKNOWN = msgn(
    "one was done in another program, and nothing tells what was hidden there",
    "{n} were done in another program, and nothing tells what was hidden there",
)
_GIVEN_AWAY = msg("What Nao says next gives a judgement away.")
_FILM = msg("On the coding page the film was shown, and could be heard.")
_SILENT_FILM = msg("On the coding page the film was shown.")
_NO_FILM = msg("There was no film: the log alone was coded.")
_NO_FILM_IN = msgn(
    "In one of {of} codings there was no film: the log alone was coded.",
    "In {n} of {of} codings there was no film: the log alone was coded.",
)
