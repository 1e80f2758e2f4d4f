"""The head of a sheet: what it is called, whom it is for, what it needs, and who approved which bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nao_sessions.core.paper.html import Html, el, html, lines, table
from nao_sessions.core.text import Text
from nao_sessions.protocol.approvals import approval_digest
from nao_sessions.protocol.flow import Approval, Protocol, SourceFile, Speech
from nao_sessions.protocol.sheet.moments import SHORT, facts
from nao_sessions.protocol.sheet.writing import Hand, Writing
from nao_sessions.protocol.wording import (
    COMPREHENSION,
    SEMICOLON,
    STATUSES,
    VALUE_TYPES,
    duration,
    joined,
    plain,
    same,
)

EMPTY_ROWS = 3
"""Lines to sign on."""


def title(writing: Hand, kind: Text, speech: Speech, name: str, version: str, status: str) -> Html:
    """Give the title and the state of what the sheet is about."""
    state = STATUSES[status]
    return el(
        "header",
        el("p", writing(kind), class_="kind"),
        el("h1", writing.speech(speech)),
        el(
            "p",
            el("code", name),
            writing(Text(fr=f" · version {version} · état : ", en=f" · version {version} · status: ")),
            el("b", writing(state)),
            class_="state",
        ),
    )


def summary(writing: Writing) -> Html:
    """Give the facts of a protocol that are read first."""
    protocol, about = writing.protocol, writing.protocol.about
    return facts(
        writing,
        [
            (Text(fr="Objectifs", en="Goals"), speeches(writing, about.goals)),
            (Text(fr="Enfants concernés", en="Who it is for"), speeches(writing, about.inclusion)),
            (Text(fr="Ne pas proposer à", en="Who it is not for"), speeches(writing, about.non_inclusion)),
            (Text(fr="Compréhension demandée", en="Comprehension needed"), comprehension(writing)),
            (Text(fr="Nombre d'enfants", en="Number of children"), writing(_children(protocol))),
            (Text(fr="Durée d'une séance", en="Duration of a session"), writing(_duration(protocol))),
            (Text(fr="Langue parlée", en="Language spoken"), writing(_languages(protocol))),
            (Text(fr="Matériel", en="Material"), speeches(writing, about.material)),
            (
                Text(fr="Sources de la méthode", en="Sources of the method"),
                lines(writing(same(one)) for one in about.sources),
            ),
            (Text(fr="Auteurs", en="Authors"), ", ".join(about.authors)),
        ],
    )


def speeches(writing: Hand, texts: Sequence[Speech]) -> Html:
    """Give texts as a list."""
    return lines(writing.speech(text) for text in texts)


def comprehension(writing: Writing) -> str:
    """Name the level of comprehension that is needed."""
    level = writing.protocol.about.comprehension
    return "" if level is None else writing(COMPREHENSION.get(level, same(level)))


def _children(protocol: Protocol) -> Text:
    least, most = protocol.participants_min, protocol.participants_max
    if least == most:
        return same(str(most))
    if least == 0:
        return Text(fr=f"{most} au plus", en=f"{most} at most")
    return Text(fr=f"de {least} à {most}", en=f"{least} to {most}")


def _duration(protocol: Protocol) -> Text:
    parts = []
    if protocol.expected_ms is not None:
        expected = duration(protocol.expected_ms)
        parts.append(Text(fr=f"{expected.fr} prévues", en=f"{expected.en} expected"))
    if protocol.limit_ms is not None:
        limit = duration(protocol.limit_ms)
        parts.append(
            Text(fr=f"{limit.fr} au plus, pauses comprises", en=f"{limit.en} at most, pauses included")
        )
    return joined(parts, SEMICOLON)


def _languages(protocol: Protocol) -> Text:
    names = {"fr": Text(fr="français", en="French"), "en": Text(fr="anglais", en="English")}
    return names.get(protocol.language, same(protocol.language))


def settings(writing: Writing) -> Html:
    """Give what the professional may tune before a session."""
    heads = [
        writing(Text(fr="Réglage", en="Setting")),
        writing(Text(fr="Valeur de départ", en="Default")),
        writing(Text(fr="Limites", en="Limits")),
    ]
    rows = []
    for one in writing.protocol.settings:
        label = (
            el("code", one.name)
            if one.label is None
            else html(writing.speech(one.label), " ", el("code", one.name))
        )
        limits = ", ".join(one.choices)
        if not limits:
            low = "" if one.minimum is None else writing(plain(one.minimum, one.type))
            high = "" if one.maximum is None else writing(plain(one.maximum, one.type))
            limits = writing(_between(low, high)) or writing(VALUE_TYPES[one.type])
        rows.append((label, writing(plain(one.default, one.type)), limits))
    return table(rows, heads, class_="short" if len(rows) <= SHORT else "")


def _between(low: str, high: str) -> Text:
    if low and high:
        return Text(fr=f"de {low} à {high}", en=f"{low} to {high}")
    if low:
        return Text(fr=f"au moins {low}", en=f"at least {low}")
    return Text(fr=f"au plus {high}", en=f"at most {high}") if high else same("")


def approvals(writing: Hand, approved: Iterable[Approval], sources: Sequence[SourceFile]) -> Html:
    """Give who approved which bytes, lines to sign on, and the digest that an approval writes down."""
    digest = approval_digest(sources)
    heads = [
        writing(Text(fr="Fonction", en="Role")),
        writing(Text(fr="Date", en="Date")),
        writing(Text(fr="Ce qui a été approuvé", en="What was approved")),
    ]
    given = table([(one.role, one.date, writing(_state(one, digest))) for one in approved], heads)
    if not given:
        given = el(
            "p", writing(Text(fr="Personne ne l'a encore approuvé.", en="Nobody has approved it yet."))
        )
    sign = [*heads[:2], writing(Text(fr="Signature", en="Signature"))]
    rows = [("", "", "")] * EMPTY_ROWS
    told = Text(
        fr="Empreinte de ce qui est imprimé ici, à reporter dans « approved » (sha256) :",
        en="Digest of what is printed here, to be written into “approved” (sha256):",
    )
    return el(
        "section",
        given,
        table(rows, sign, class_="signs"),
        el("p", writing(told), " ", el("code", digest), class_="note digest"),
        class_="keep",
    )


def _state(approval: Approval, digest: str) -> Text:
    if approval.sha256 is None:
        return Text(fr="aucune empreinte : version inconnue", en="no digest: unknown version")
    if approval.sha256.lower() == digest:
        return Text(fr="exactement ce protocole (empreinte identique)", en="exactly this (same digest)")
    return Text(fr="une autre version (empreinte différente)", en="another version (the digest differs)")
