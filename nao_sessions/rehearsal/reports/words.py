"""The words of a report of rehearsals, for the terminal and for the page: outcomes, people, lengths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nao_sessions.core.errors import SEVERITIES, NaoSessionsError
from nao_sessions.protocol.wording import JUDGEMENTS, duration, plain
from nao_sessions.rehearsal.exploration.explore import rounds
from nao_sessions.rehearsal.people.behaviour import profile
from nao_sessions.rehearsal.reports.figures import Spread
from nao_sessions.rehearsal.reports.report import Report, ReportFinding
from nao_sessions.rehearsal.session import ENDLESS, STUCK
from nao_sessions.text import glossary
from nao_sessions.text.formats import joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, by_language, msg, msgn, verbatim

KINDS: Mapping[str, Text] = {
    "steps": msg("steps"),
    "exits": msg("transitions"),
    "reactions": msg("reactions"),
    "turns": msg("turns"),
    "ends": msg("ends"),
    "prompts": msg("prompts"),
    "feedback": msg("feedback"),
    "moments": msg("moments"),
}
POLICIES: Mapping[str, Text] = {
    "confirms": msg("confirms"),
    "helps": msg("helps after each silence"),
    "presses_everything": msg("presses everything"),
    "presses_nothing": msg("presses nothing"),
}
_ENDINGS: Mapping[str, Text] = {
    **glossary.labels(glossary.OUTCOMES),
    STUCK: msg("waits for ever"),
    ENDLESS: msg("does not end"),
}
NONE = verbatim("—")
TWENTY = 20
"""The least number of sessions of which one can say what nineteen of twenty take."""


def outcome(name: str) -> Text:
    """Return in words how a session ended."""
    return _ENDINGS.get(name) or verbatim(name)


def outcomes(found: Report) -> Text:
    """Return in words how all sessions ended, the most frequent way first."""
    ordered = sorted(found.outcomes.items(), key=lambda pair: (-pair[1], pair[0]))
    return joined([joined([outcome(name), verbatim(count)], " ") for name, count in ordered], ", ")


def judgements(counts: Mapping[str, int]) -> Text:
    """Return in words how many trials were judged how, in the order of the judgements."""
    known = [name for name in JUDGEMENTS if counts.get(name)]
    rest = sorted(name for name in counts if name not in JUDGEMENTS)
    parts = [
        joined([JUDGEMENTS.get(name, verbatim(name)), verbatim(counts[name])], " ")
        for name in (*known, *rest)
    ]
    return joined(parts, ", ") if parts else NONE


def length(seconds: float | None) -> Text:
    """Return a length of time in words: minutes and whole seconds."""
    return NONE if seconds is None else duration(round(seconds) * 1000)


def lengths(spread: Spread) -> Text:
    """Return in words the median of a length of time, and the bounds between which nine of ten lie."""
    return _spread(length(spread.p5), length(spread.p50), length(spread.p95))


def numbers(spread: Spread) -> Text:
    """Return in words the median of a number, and the bounds between which nine of ten lie."""
    return _spread(plain(spread.p5), plain(spread.p50), plain(spread.p95))


def _spread(low: Text, middle: Text, high: Text) -> Text:
    if low == high:
        return middle
    text = msg("{middle} ({low} to {high})")
    return text.format(low=low, middle=middle, high=high)


NINE_OF_TEN = msg(
    "A number followed by two others: the median (one session of two is below), and in brackets the "
    "bounds between which nine sessions of ten are."
)


def only_path(found: Report) -> bool:
    """Return whether all sessions took the same path: then none is the rarest."""
    return len(found.paths) == 1


def behaviours(names: Sequence[str]) -> Text:
    """Return in words how the children behave: each behaviour's title, else its name for a command."""
    return joined(list(map(_behaviour, names)), ", ")


def _behaviour(name: str) -> Text:
    try:
        title = profile(name).title
    except NaoSessionsError:
        return verbatim(name)  # a file that has gone, or that calls itself otherwise
    return by_language(lambda language: title.get(language, name))


def seeds(found: Report) -> Text:
    """Return in words how many sessions there were, and with which seeds."""
    text = msg("{n} (seeds {first} to {last})")
    if found.sessions == 1:
        text = msg("{n} (seed {first})")
    return text.format(n=found.sessions, first=found.seed, last=found.seed + found.sessions - 1)


def severity(finding: ReportFinding) -> Text:
    """Return the word for a finding's severity, which stands before it."""
    return SEVERITIES[finding.severity]


def slot(found: Report) -> Text:
    """Return in words how the sessions' lengths compare with the expected length and the limit."""
    parts: list[Text] = []
    for seconds, over, words in (
        (found.expected_s, found.over_expected, msg("expected {length}")),
        (found.limit_s, found.over_limit, msg("limit {length}")),
    ):
        if seconds is None:
            continue
        longest = max(found.durations_s) if found.sessions < TWENTY else found.duration_s.p95
        share = round(100 * longest / seconds)
        longer = msgn(
            "{words} (19 sessions of 20 take {share}% of it at most, {n} session longer)",
            "{words} (19 sessions of 20 take {share}% of it at most, {n} sessions longer)",
            over,
        )
        if found.sessions < TWENTY:
            longer = msg("{words} (the longest session takes {share}% of it)")
        elif not over:
            longer = msg("{words} (19 sessions of 20 take {share}% of it at most, none longer)")
        parts.append(longer.format(words=words.format(length=length(seconds)), share=share))
    return joined(parts, ", ") if parts else msg("no duration written")


def share_spoken(found: Report) -> Text:
    """Return in words how long Nao speaks, and which share of the session that is."""
    share = round(100 * found.spoken_s.p50 / found.duration_s.p50) if found.duration_s.p50 else 0
    text = msg("{lengths} ({share}% of the median session)")
    return text.format(lengths=lengths(found.spoken_s), share=share)


TIMES = msg("{steps}, {n} times")


def path(steps: tuple[str, ...], titles: Mapping[str, Text], most: int, language: Language) -> str:
    """Return a path through the steps in words; a round that repeats is written once, with its count.

    ``titles`` are what people call the steps. A long path is cut, and says how much is left out.
    """
    found = rounds(steps)
    called = {step: titles[step].in_language(language) for step in steps}
    shown = " → ".join(
        _round(tuple(called[step] for step in one), times, language) for one, times in found[:most]
    )
    left_out = sum(len(one) * times for one, times in found[most:])
    return f"{shown} → … (+ {left_out})" if left_out else shown


def _round(steps: tuple[str, ...], times: int, language: Language) -> str:
    one = " → ".join(steps)
    if times == 1:
        return one
    return TIMES.format(steps=one if len(steps) == 1 else f"({one})", n=times).in_language(language)
