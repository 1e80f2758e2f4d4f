"""The head of a sheet: what it is called, whom it is for, what it needs, and who approved which bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nao_sessions.paper.html import Html, el, html, lines, table
from nao_sessions.protocol.approvals import approval_digest
from nao_sessions.protocol.flow import Approval, Protocol, SourceFile, Speech
from nao_sessions.protocol.sheet.moments import SHORT, facts
from nao_sessions.protocol.sheet.writing import Hand, Writing
from nao_sessions.protocol.wording import COMPREHENSION, STATUSES, VALUE_TYPES, duration, plain
from nao_sessions.text.formats import SEMICOLON, joined
from nao_sessions.text.messages import Text, msg, verbatim

EMPTY_ROWS = 3
"""Empty lines to sign on, on paper."""


def title(writing: Hand, kind: Text, speech: Speech, name: str, version: str, status: str) -> Html:
    """Return the title and the status of a protocol or series, as HTML."""
    state = STATUSES[status]
    return el(
        "header",
        el("p", writing(kind), class_="kind"),
        el("h1", writing.speech(speech)),
        el(
            "p",
            el("code", name),
            " · ",
            writing(msg("version {version}", version=version)),
            " · ",
            writing(msg("status:")),
            " ",
            el("b", writing(state)),
            class_="state",
        ),
    )


def summary(writing: Writing) -> Html:
    """Return the facts of a protocol that are read first, as HTML."""
    protocol, about = writing.protocol, writing.protocol.about
    return facts(
        writing,
        [
            (msg("Goals"), speeches(writing, about.goals)),
            (msg("Who it is for"), speeches(writing, about.inclusion)),
            (msg("Who it is not for"), speeches(writing, about.non_inclusion)),
            (msg("Comprehension needed"), comprehension(writing)),
            (msg("Number of children"), writing(_children(protocol))),
            (msg("Duration of a session"), writing(_duration(protocol))),
            (msg("Language spoken"), writing(_languages(protocol))),
            (msg("Material"), speeches(writing, about.material)),
            (
                msg("Sources of the method"),
                lines(writing(verbatim(one)) for one in about.sources),
            ),
            (msg("Authors"), ", ".join(about.authors)),
        ],
    )


def speeches(writing: Hand, texts: Sequence[Speech]) -> Html:
    """Return texts as an HTML list."""
    return lines(writing.speech(text) for text in texts)


def comprehension(writing: Writing) -> str:
    """Return the name of the level of comprehension that the protocol needs."""
    level = writing.protocol.about.comprehension
    return "" if level is None else writing(COMPREHENSION.get(level, verbatim(level)))


def _children(protocol: Protocol) -> Text:
    least, most = protocol.participants_min, protocol.participants_max
    if least == most:
        return verbatim(most)
    if least == 0:
        return msg("{most} at most", most=most)
    return msg("{least} to {most}", least=least, most=most)


def _duration(protocol: Protocol) -> Text:
    parts = []
    if protocol.expected_ms is not None:
        expected = duration(protocol.expected_ms)
        parts.append(msg("{expected} expected", expected=expected))
    if protocol.limit_ms is not None:
        limit = duration(protocol.limit_ms)
        parts.append(msg("{limit} at most, pauses included", limit=limit))
    return joined(parts, SEMICOLON)


def _languages(protocol: Protocol) -> Text:
    names = {"fr": msg("French"), "en": msg("English")}
    return names.get(protocol.language, verbatim(protocol.language))


def settings(writing: Writing) -> Html:
    """Return, as an HTML table, the settings that the professional may change before a session."""
    heads = [
        writing(msg("Setting")),
        writing(msg("Default")),
        writing(msg("Limits")),
    ]
    rows = []
    for setting in writing.protocol.settings:
        label = (
            el("code", setting.name)
            if setting.label is None
            else html(writing.speech(setting.label), " ", el("code", setting.name))
        )
        limits = ", ".join(setting.choices)
        if not limits:
            low = "" if setting.minimum is None else writing(plain(setting.minimum, setting.type))
            high = "" if setting.maximum is None else writing(plain(setting.maximum, setting.type))
            limits = writing(_between(low, high)) or writing(VALUE_TYPES[setting.type])
        rows.append((label, writing(plain(setting.default, setting.type)), limits))
    return table(rows, heads, class_="short" if len(rows) <= SHORT else "")


def _between(low: str, high: str) -> Text:
    if low and high:
        return msg("{low} to {high}", low=low, high=high)
    if low:
        return msg("at least {low}", low=low)
    return msg("at most {high}", high=high) if high else verbatim("")


def approvals(writing: Hand, approved: Iterable[Approval], sources: Sequence[SourceFile]) -> Html:
    """Return, as HTML, who approved which bytes, lines to sign on, and the digest to write down."""
    digest = approval_digest(sources)
    heads = [
        writing(msg("Role")),
        writing(msg("Date")),
        writing(msg("What was approved")),
    ]
    signed = table([(one.role, one.date, writing(_state(one, digest))) for one in approved], heads)
    if not signed:
        signed = el("p", writing(msg("Nobody has approved it yet.")))
    sign = [*heads[:2], writing(msg("Signature"))]
    rows = [("", "", "")] * EMPTY_ROWS
    label = msg("Digest of what is printed here, to be written into “approved” (sha256):")
    return el(
        "section",
        signed,
        table(rows, sign, class_="signs"),
        el("p", writing(label), " ", el("code", digest), class_="note digest"),
        class_="keep",
    )


def _state(approval: Approval, digest: str) -> Text:
    if approval.sha256 is None:
        return msg("no digest: unknown version")
    if approval.sha256.lower() == digest:
        return msg("exactly this (same digest)")
    return msg("another version (the digest differs)")
