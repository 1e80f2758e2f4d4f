"""The whole sheet of a protocol: its parts in the order in which a team and a committee read them."""

from __future__ import annotations

from nao_sessions.paper.document import document
from nao_sessions.paper.html import Html, el, html, lines, table
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.sheet.boards import boards
from nao_sessions.protocol.sheet.durations import durations
from nao_sessions.protocol.sheet.head import approvals, settings, summary, title
from nao_sessions.protocol.sheet.missing import NOTHING_MISSING, TITLE, Question, missing
from nao_sessions.protocol.sheet.roles import roles
from nao_sessions.protocol.sheet.safety import buttons, recorded, stopping
from nao_sessions.protocol.sheet.steps import all_steps
from nao_sessions.protocol.sheet.tables import decks, elements, shown
from nao_sessions.protocol.sheet.writing import Hand, Writing
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgc

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PROTOCOL = msg("Protocol of a workshop with Nao")
OTHER_LANGUAGE = msg("Sentences that the author wrote in another language only are given as they stand.")


def protocol_sheet(protocol: Protocol, language: Language) -> str:
    """Give the sheet of a protocol as a page of HTML, whole in itself."""
    writing = Writing.of(protocol, language)
    name = writing.telling.write(protocol.title)
    foot = f"{protocol.id} · {protocol.version}"
    return document(language, writing(name), foot, _whole(writing, PROTOCOL))


def annex(protocol: Protocol, language: Language, number: int) -> Html:
    """Give the sheet of a protocol as an annex to that of a series, on a page of its own."""
    kind = msg("Annex {number} — {protocol}", number=number, protocol=PROTOCOL)
    return el("article", _whole(Writing.of(protocol, language), kind), class_="annex")


def _whole(writing: Writing, kind: Text) -> Html:
    """Give everything that stands on the sheet of a protocol."""
    protocol = writing.protocol
    parts: list[tuple[Text, Html]] = [
        (msg("Who does what"), roles(writing)),
        (msg("Stopping"), stopping(writing)),
        (msg("What is recorded, and why"), recorded(writing)),
        (msg("Durations"), durations(writing)),
        (msg("The course, step by step"), all_steps(writing)),
        (msgc("a heading, with an article", "The adult's commands"), buttons(writing)),
        (msgc("a heading, with an article", "Settings before a session"), settings(writing)),
        (msg("The items"), decks(writing)),
        (msg("The words to choose from"), elements(writing)),
        (msg("The communication boards"), boards(writing)),
        (msg("The pictures shown"), shown(writing)),
        (
            msg("Checks that the author suppressed"),
            _allowed(protocol),
        ),
        (
            msg("Approvals"),
            approvals(writing, protocol.about.approved, protocol.sources),
        ),
    ]
    foreign = writing.language != protocol.language
    return html(
        title(writing, kind, protocol.title, protocol.id, protocol.version, protocol.status),
        el("p", writing(OTHER_LANGUAGE), class_="note") if foreign else "",
        summary(writing),
        missing_box(writing, missing(protocol)),
        sections(writing, parts),
    )


def sections(writing: Hand, parts: list[tuple[Text, Html]]) -> Html:
    """Give the parts of a sheet that hold something, by letter: numbers are those of steps."""
    filled = [(heading, content) for heading, content in parts if content]
    return html(
        *(
            html(el("h2", f"{letter}. {writing(heading)}"), content)
            for letter, (heading, content) in zip(LETTERS, filled, strict=False)
        )
    )


def missing_box(writing: Hand, questions: tuple[Question, ...]) -> Html:
    """Give the box of what a committee will ask for; whoever fills it in is told the key, apart."""
    content = lines(
        html(writing(one.text), " ", el("code", one.key, class_="key") if one.key else "")
        for one in questions
    )
    note = msg("Between square brackets, for the author: where to write it in the file.")
    return el(
        "section",
        el("h2", writing(TITLE)),
        html(content, el("p", writing(note), class_="note"))
        if content
        else el("p", writing(NOTHING_MISSING)),
        class_="missing",
    )


def _allowed(protocol: Protocol) -> Html:
    rows = [(code, reason) for code, reason in protocol.allowed.items()]
    return table(rows)
