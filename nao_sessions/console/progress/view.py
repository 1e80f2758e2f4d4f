"""What the progress pages show, as values: who has sessions; one participant's, protocol by protocol.

Pure functions of figures; a child is set beside itself alone.

The words of the progress pages, in both languages. Plain spaces here: French typography is put in where a
sentence is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from statistics import median
from typing import NamedTuple

from nao_sessions.console.counting import told_counts
from nao_sessions.console.counting import unjudged as unjudged_words
from nao_sessions.console.people import People, Person, first_name
from nao_sessions.console.plots import PlotColumn, Range, judgement_columns, number, ranges
from nao_sessions.console.progress.figures import ChildFigures, SessionFigures
from nao_sessions.core.codes import code_words
from nao_sessions.paper.page import Html
from nao_sessions.protocol.series import HeldSession, PlannedPart, parts_held
from nao_sessions.protocol.wording import PHASES
from nao_sessions.record.results.counts import COUNT_LABELS, COUNTED, JUDGED, TrialCounts
from nao_sessions.review.replay.words import date
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text import glossary
from nao_sessions.text.glossary import shorts
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import Text, msg, msgn

WORDS: Mapping[str, Text] = {
    "title": msg("Progress"),
    "title_of": msg("Progress of {who}"),
    "choose": msg("The progress of a participant"),
    "sessions": msgn("{n} session", "{n} sessions"),
    "last_on": msg("the last on {when}"),
    "nobody": msg("Nobody has a session yet. Progress begins after the first one."),
    "establishment": msg("Figures for the establishment"),
    "establishment_hint": msg(
        "How many sessions, minutes and participants, month by month: without names, codes or ranking. "
        "Nothing under five is given exactly."
    ),
    "see_establishment": msg("See the figures"),
    "csv": msg("Download the table (CSV)"),
    "by_month": msg("By month"),
    "by_protocol": msg("By protocol"),
    "no_sessions": msg("No closed session yet."),
    "how": msg(
        "These drawings compare the child with itself, from session to session, and with nobody else."
    ),
    "rehearsals_out": msg("Rehearsals are not among them."),
    "rehearsals_only": msg("These are rehearsals: they say nothing about real children."),
    "corrected": msg("Corrections made after sessions are applied."),
    "trials_plot": msg("How trials went, session by session"),
    "latency_plot": msg("The time to answer, session by session"),
    "latency_hint": msg(
        "From the end of the question, or, where no sentence of it was said to its end, from when a response "
        "was awaited, to the answer that counted, after helps and further tries, without "
        "those that an interruption cut, or during which the child was marked away. The dot is the median: "
        "half of the answers came sooner, half later. The line runs from the quickest to the slowest."
    ),
    "level_plot": msg("The level, session by session"),
    "of_which": msg("{n} of them"),
    "easy": msg(
        "Trials: in brackets, the easy ones that were asked again before the end since they had succeeded "
        "then, alone or with help."
    ),
    "easy_ones": msgn("{n} easy", "{n} easy"),
    "errors_before": msg(
        "No response: nothing came after the last help; in brackets, the trials in which wrong answers "
        "had come before."
    ),
    "in_words": msg("Last time, on {when}: {counts}"),
    "in_words_before": msg(
        "The last session, on {last}, has no judged trial. The last that has, on {when}: {counts}"
    ),
    "none_judged": msg("No trial of these sessions was judged."),
    "help_unnamed": msg("not specified"),
    "cut": msgn("{n} not counted (interruption)", "{n} not counted (interruption)"),
    "away": msgn("{n} not counted (child marked away)", "{n} not counted (child marked away)"),
    "undated": msg("date unknown"),
    "untitled": msg("Untitled sessions"),
    "date": msg("Session"),
    "trials": msg("Trials"),
    "help": msg("Help that sufficed"),
    "latency": msg("Latency"),
    "level": msg("Level"),
    "phase": msg("Phase"),
    "phase_hint": msg(
        "The phase is the one said when a session began; else the one that the series plans, in order."
    ),
    "version": msg("version {version}"),
    "table": msg("The same figures as a table ({title})"),
    "no_trials": msg("No judged trial, and no time to count: there is nothing to draw."),
    "last_only": msg("The drawings show the last {n} sessions, the table shows them all."),
    "unread": msg("Folders that cannot be read are not counted:"),
    "back": msg("Back to progress"),
}
VOIDS: Mapping[str, Text] = {
    "heard": msg("word heard"),
    "left": msg("child left"),
    "crash": msg("program ended"),
    "adult": msg("set aside"),
    "redone": msg("asked again"),
    "skipped": msg("passed over"),
    "calm": msg("calming down"),
    "ended": msg("session ended"),
    "button": msg("button"),
    "time": msg("time over"),
    "interrupted": msg("interrupted"),
    "corrected": msg("corrected afterwards"),
}
"""Why trials are not scored, by the words of :data:`~nao_sessions.record.results.trials.VoidReason`."""


MOST_DRAWN = 18
"""How many sessions a plot shows: more would be stripes."""


@dataclass(frozen=True, slots=True)
class Participant:
    """One participant with sessions; ``sessions`` says how many, and when the last one was."""

    code: str
    name: str
    person: Person
    sessions: str


@dataclass(frozen=True, slots=True)
class ProtocolPart:
    """A participant's sessions of one protocol; plots are empty where there is nothing to draw.

    ``words`` is a sentence on the last time, ``shortened``: the plots leave out the oldest sessions.
    """

    id: str
    title: str
    sessions: str
    words: str
    unjudged: tuple[str, ...]
    trials: Html
    latency: Html
    level: Html
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shortened: bool
    phases: bool


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """The progress of one participant."""

    code: str
    title: str
    name: str
    person: Person
    parts: tuple[ProtocolPart, ...]


def participants_of(
    sessions: Sequence[SessionFigures],
    people: People,
    names: Pseudonyms,
    language: Language,
    zone: tzinfo | None = None,
) -> tuple[Participant, ...]:
    """Return everybody who has sessions, in the order of the codes."""
    codes = sorted({code for one in sessions for code in one.children})
    return tuple(
        Participant(
            code,
            first_name(names, code),
            people.get(code),
            _how_many([one for one in sessions if code in one.children], language, zone),
        )
        for code in codes
    )


def progress_of(
    code: str,
    sessions: Sequence[SessionFigures],
    planned: Sequence[PlannedPart],
    people: People,
    names: Pseudonyms,
    language: Language,
    zone: tzinfo | None = None,
) -> ProgressPage:
    """Return a participant's sessions by protocol, oldest first; the last played protocol comes first."""
    theirs = [one for one in sessions if code in one.children]
    # What was said is of the session: of several children the plan of each counts.
    held = [HeldSession(one.protocol, one.phase if len(one.children) == 1 else "") for one in theirs]
    phases = {one.id: part for one, (part, _) in zip(theirs, parts_held(held, planned), strict=True)}
    by_protocol: dict[str, list[SessionFigures]] = {}
    for one in reversed(theirs):
        by_protocol.setdefault(one.protocol, []).insert(0, one)
    name = first_name(names, code)
    shown = code_words(code).in_language(language)
    called = f"{name} ({shown})" if name else shown
    return ProgressPage(
        code=code,
        title=_word("title_of", language, who=called),
        name=name,
        person=people.get(code),
        parts=tuple(
            _part(code, group, [phases[one.id] for one in group], language, zone)
            for group in by_protocol.values()
        ),
    )


def _part(
    code: str,
    sessions: Sequence[SessionFigures],
    phases: Sequence[PlannedPart | None],
    language: Language,
    zone: tzinfo | None,
) -> ProtocolPart:
    figures = [one.children[code] for one in sessions]
    moments = _moments(sessions, language, zone)
    labels = [one.label for one in moments]
    drawn = slice(max(0, len(sessions) - MOST_DRAWN), None)
    protocol = sessions[-1].protocol
    judged = any(one.trials.scored for one in figures)
    timed = any(one.latencies_ns for one in figures)
    levelled = any(one.level is not None for one in figures)
    ticks = [one.tick for one in moments]
    columns = [PlotColumn(tick, one.judgements) for tick, one in zip(ticks, figures, strict=True)][drawn]
    times = [_times(tick, one) for tick, one in zip(ticks, figures, strict=True)][drawn]
    levels = [_level(tick, one) for tick, one in zip(ticks, figures, strict=True)][drawn]
    unjudged = tuple(
        one for one in COUNTED if one not in JUDGED and any(child.judgements.get(one) for child in figures)
    )
    names = [_phase(one, language) for one in phases]
    above = names[drawn] if any(phases) else []
    return ProtocolPart(
        id=f"part-{protocol}",
        title=sessions[-1].title or _word("untitled", language),
        sessions=_how_many(sessions, language, zone),
        words=_last_time(labels, figures, language),
        unjudged=tuple(
            typeset(one.in_language(language), language)
            for one in (
                *([WORDS["errors_before"]] if any(one.errors_before_silence for one in figures) else []),
                *([WORDS["easy"]] if any(one.easy for one in figures) else []),
                *unjudged_words(TrialCounts(dict.fromkeys(unjudged, 1))),
            )
        ),
        trials=judgement_columns(
            columns, f"trials-{protocol}", _word("trials_plot", language), language, above
        )
        if judged
        else Html(""),
        latency=ranges(times, f"latency-{protocol}", _word("latency_plot", language), "s", language, above)
        if timed
        else Html(""),
        level=ranges(levels, f"level-{protocol}", _word("level_plot", language), "", language, above)
        if levelled
        else Html(""),
        heads=_heads(unjudged, levelled, any(phases), language),
        rows=tuple(
            _row(day, one, phase if any(phases) else None, unjudged, levelled, language)
            for day, one, phase in zip(_days(labels, sessions, language), figures, names, strict=True)
        ),
        shortened=len(sessions) > MOST_DRAWN,
        phases=any(phases),
    )


def _phase(planned: PlannedPart | None, language: Language) -> str:
    if planned is None:
        return "—"
    return planned.title or PHASES[planned.kind].in_language(language)


def _heads(unjudged: Sequence[str], levelled: bool, phased: bool, language: Language) -> tuple[str, ...]:
    judgements = [_capital(COUNT_LABELS[one].in_language(language)) for one in (*JUDGED, *unjudged)]
    first = [_word(name, language) for name in ("date", *(["phase"] if phased else []), "trials")]
    last = [_word(name, language) for name in ("help", "latency", *(["level"] if levelled else []))]
    return (*first, *judgements, *last)


def _days(labels: Sequence[str], sessions: Sequence[SessionFigures], language: Language) -> list[str]:
    """Return the name of each row: when it was, with the protocol's version where it changed."""
    days, before = [], ""
    for label, session in zip(labels, sessions, strict=True):
        version = _word("version", language, version=session.version)
        day = label.replace(" ", "\u00a0")
        days.append(day if session.version == before else f"{day} ({version})")
        before = session.version
    return days


def _row(
    day: str,
    figures: ChildFigures,
    phase: str | None,
    unjudged: Sequence[str],
    levelled: bool,
    language: Language,
) -> tuple[str, ...]:
    cells = [day]
    if phase is not None:
        cells.append(phase)
    easy = f" ({_word('easy_ones', language, n=figures.easy)})" if figures.easy else ""
    cells.append(f"{figures.trials.total}{easy}")
    for word in (*JUDGED, *unjudged):
        cell = str(figures.judgements.get(word, 0))
        if word == "no_response" and figures.errors_before_silence:
            cell = f"{cell} ({_word('of_which', language, n=figures.errors_before_silence)})"
        if word == "void" and figures.void_reasons:
            cell = f"{cell} ({_reasons(figures.void_reasons, language)})"
        cells.append(cell)
    helps = [
        f"{words.in_language(language)}\u00a0{figures.helps[kind]}"
        for kind, words in shorts(glossary.HELPS).items()
        if kind != "none" and figures.helps.get(kind)
    ]
    if figures.helps.get("none"):  # judged or corrected by an adult: the program knows of no help
        helps.append(f"{_word('help_unnamed', language)}\u00a0{figures.helps['none']}")
    cells.append(", ".join(helps) or "—")
    cells.append(_spread(figures, language))
    if levelled:
        cells.append("—" if figures.level is None else str(figures.level))
    return tuple(typeset(cell, language) for cell in cells)


def _reasons(counts: Mapping[str, int], language: Language) -> str:
    """Return why trials are not scored, with their numbers: « mot entendu 2, mis de côté 1 »."""
    return ", ".join(
        f"{words.in_language(language)}\u00a0{counts[reason]}"
        for reason, words in VOIDS.items()
        if reason in counts
    )


def _spread(figures: ChildFigures, language: Language) -> str:
    """Return the median and the range of a session's latencies: « 3,2 s (1,8 à 6 s) »."""
    uncounted = {"cut": figures.interrupted, "away": figures.away}
    left_out = ", ".join(_word(why, language, n=n) for why, n in uncounted.items() if n)
    if not figures.latencies_s:
        return left_out or "—"
    least, most = min(figures.latencies_s), max(figures.latencies_s)
    text = f"{number(median(figures.latencies_s), language)}\u00a0s"
    if len(figures.latencies_s) > 1:
        spread = msg("({least} to {most} s)")
        words = spread.format(least=number(least, language), most=number(most, language))
        text += " " + words.in_language(language).replace(" ", "\u00a0")
    return f"{text}, {left_out}" if left_out else text


def _times(label: str, figures: ChildFigures) -> Range:
    if not figures.latencies_s:
        return Range(label, None, None, None)
    seconds = figures.latencies_s
    return Range(label, min(seconds), median(seconds), max(seconds))


def _level(label: str, figures: ChildFigures) -> Range:
    level = None if figures.level is None else float(figures.level)
    return Range(label, level, level, level)


def _last_time(labels: Sequence[str], figures: Sequence[ChildFigures], language: Language) -> str:
    """Return a sentence on the results of the last session that has judged trials."""
    scored = [place for place, one in enumerate(figures) if one.trials.scored]
    if not scored:
        return _word("none_judged", language) if any(one.trials.total for one in figures) else ""
    last = scored[-1]
    words = WORDS["in_words" if last == len(figures) - 1 else "in_words_before"]
    counts = told_counts(figures[last].trials)
    return typeset(
        words.format(when=labels[last], last=labels[-1], counts=counts).in_language(language), language
    )


def _how_many(sessions: Sequence[SessionFigures], language: Language, zone: tzinfo | None) -> str:
    number_words = _word("sessions", language, n=len(sessions))
    day = _moments(sessions, language, zone)[-1].label
    return f"{number_words}, {_word('last_on', language, when=day)}" if sessions[-1].utc_s else number_words


class _Moment(NamedTuple):
    """When a session was: « 24 nov. 2026 »; on an axis, without the year, which stands in the table."""

    label: str
    tick: str


def _moments(sessions: Sequence[SessionFigures], language: Language, zone: tzinfo | None) -> list[_Moment]:
    """Return when each session was: the day, and the hour too where another one was on that day."""
    written = [
        date(datetime.fromtimestamp(one.utc_s, UTC), zone, language) if one.utc_s else "" for one in sessions
    ]
    parts = [one.partition(" à " if language == "fr" else ", ") for one in written]
    on_day = Counter(day for day, _, _ in parts)
    moments = []
    for whole, (day, _, hour) in zip(written, parts, strict=True):
        tick = day.rsplit(" ", 1)[0]
        if not day:
            moments.append(_Moment(_word("undated", language), "?"))
        elif on_day[day] > 1:
            moments.append(_Moment(whole, f"{tick}\n{hour}"))
        else:
            moments.append(_Moment(day, tick))
    return moments


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _word(name: str, language: Language, **values: object) -> str:
    return typeset(WORDS[name].format(**values).in_language(language), language)
