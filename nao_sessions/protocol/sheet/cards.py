"""The cards of a protocol for printing: four a page, each with its square, its word, its picture, cut lines.

Which square a number is, and how far it is read, come from the caller: nothing here knows a camera. Sizes are
millimetres of paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nao_sessions.paper.page import Html, document, el, html, html_list, html_table
from nao_sessions.protocol.flow import Await, Protocol, Speech
from nao_sessions.protocol.sheet.tables import picture
from nao_sessions.protocol.sheet.writing import Writing
from nao_sessions.protocol.trials import AnswersFrom, Stimulus
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

Square = Callable[[int], Sequence[Sequence[bool]]]
"""A function that returns the fields of the square of a card's number, row by row; True is black."""

A_PAGE = 4
RULER_MM = 100

TITLE = msg("Cards to print")


@dataclass(frozen=True, slots=True)
class CardPrinting:
    """How cards are printed: the side of the square (mm), what draws it, and how far it is read."""

    side_mm: int
    square: Square
    reach: Text


@dataclass(frozen=True, slots=True)
class SheetCard:
    """One card: its number, what it means to the child, a picture of that, where it is waited for."""

    number: int
    labels: tuple[str, ...]
    picture: str | None
    steps: tuple[str, ...]


def cards_of(protocol: Protocol, language: str) -> tuple[SheetCard, ...]:
    """Return every card that a protocol uses, in the order of their numbers."""
    elements = {word: element.in_language(language) for word, element in protocol.elements.items()}
    labels: dict[int, dict[str, None]] = {}
    pictures: dict[int, str] = {}
    steps: dict[int, dict[str, None]] = {}
    for word, element in elements.items():
        if element.card is not None and element.card.isdigit():
            number = int(element.card)
            labels.setdefault(number, {})[word] = None
            if element.picture is not None:
                pictures.setdefault(number, element.picture)
    for step, label, stimulus in _waited_for(protocol):
        for number in map(int, stimulus.values if stimulus.sense == "card" else ()):
            named = labels.setdefault(number, {})
            if label:
                named[label] = None
                shown = elements[label].picture if label in elements else None
                if shown is not None:
                    pictures.setdefault(number, shown)
            if step:
                steps.setdefault(number, {})[step] = None
    foreign = language != protocol.language

    def said(label: str) -> str:
        """Return a word as the child reads it: in another language, as it is said there."""
        return (foreign and label in elements and elements[label].say) or label

    return tuple(
        SheetCard(
            number,
            tuple(dict.fromkeys(said(label) for label in labels[number])),
            pictures.get(number),
            tuple(steps.get(number, ())),
        )
        for number in sorted(labels)
    )


def cards_sheet(
    protocol: Protocol, cards: Sequence[SheetCard], printed: CardPrinting, language: Language
) -> str:
    """Return the pages of some cards of a protocol as a self-contained HTML document."""
    writing = Writing.of(protocol, language)
    groups = [cards[first : first + A_PAGE] for first in range(0, len(cards), A_PAGE)]
    body = html(
        _first_page(writing, cards, printed),
        *(
            el("section", *(_card(writing, card, printed) for card in group), class_="cards")
            for group in groups
        ),
    )
    name = f"{writing(TITLE)} — {writing(writing.telling.write(protocol.title))}"
    return document(language, name, f"{protocol.id} · {protocol.version}", body, _style(printed.side_mm))


def _waited_for(protocol: Protocol) -> Iterator[tuple[str, str, Stimulus]]:
    """Yield what is waited for: the step, the answer that it means (empty for none), the stimulus."""
    for step in protocol.steps.values():
        answers = () if step.trials is None else step.trials.answers
        if not isinstance(answers, AnswersFrom):
            yield from ((step.name, answer.value, way) for answer in answers for way in answer.ways)
        elif "card" in answers.by:
            # Which words an expression gives is known in a session: all that have a card may be meant.
            words = answers.elements if isinstance(answers.elements, tuple) else tuple(protocol.elements)
            found = (protocol.elements[word] for word in words if word in protocol.elements)
            yield from ((step.name, one.word, Stimulus("card", (one.card,))) for one in found if one.card)
        for entry in step.level.when:
            yield from ((step.name, "", stimulus) for stimulus in entry.stimuli)
    for entry in protocol.always.when:
        yield from (("", "", stimulus) for stimulus in entry.stimuli)
    for block, moments in protocol.blocks.items():
        owner = block.partition("/")[0]
        step_name = owner if owner in protocol.steps else ""
        for act in (act for moment in moments for act in moment.acts):
            if isinstance(act.argument, Await):
                yield step_name, "", act.argument.stimulus


def _first_page(writing: Writing, cards: Sequence[SheetCard], printed: CardPrinting) -> Html:
    """Return the first page: what to know before printing, a ruler, and the list of the cards."""
    protocol, side = writing.protocol, f"{printed.side_mm}\u00a0mm"
    advice = (
        msg("Print at 100 % (“actual size”), in black, on thick matt paper: a reflection hides the square."),
        msg(
            "Measure: the line below is {ruler_mm}\u00a0mm long, the black square of each card {side}.",
            ruler_mm=RULER_MM,
            side=side,
        ),
        msg("Cut along the dashes. Keep the white around the square: without it the card is not read."),
        msg(
            "The child holds the card by its lower end, the square facing the camera, for a second, no "
            "finger on it."
        ),
        msg("A card is {reach}.", reach=printed.reach),
        msg(
            "These distances were measured on drawn pictures (card tilted, dim light, blur, "
            "noise), not in a room: try with your own camera."
        ),
    )
    heads = [
        writing(msg("Card")),
        writing(msg("Answer")),
        writing(msg("Waited for in")),
    ]
    rows = [(str(card.number), ", ".join(card.labels), _steps(writing, card)) for card in cards]
    return html(
        el(
            "header",
            el("p", writing(TITLE), class_="kind"),
            el("h1", writing.speech(protocol.title), " ", el("code", protocol.id)),
        ),
        html_list(writing(text) for text in advice),
        Html(f'<div class="ruler">{RULER_MM}\u00a0mm</div>'),
        html_table(rows, heads),
    )


def _steps(writing: Writing, card: SheetCard) -> str:
    titles: list[str] = []
    for name in card.steps:
        title: Speech | None = writing.protocol.steps[name].title
        short = name.rpartition(".")[2]
        titles.append(short if title is None else writing(writing.telling.write(title)))
    return ", ".join(dict.fromkeys(titles))


def _card(writing: Writing, card: SheetCard, printed: CardPrinting) -> Html:
    """Return one card: its square, its meaning, its number, and from how far it can be read."""
    shown = Html("") if card.picture is None else picture(writing, card.picture)
    number = writing(msg("card {n}", n=card.number))
    return el(
        "article",
        _drawn(printed.square(card.number)),
        el("div", el("div", shown, class_="shown"), el("p", " / ".join(card.labels), class_="label")),
        el("p", f"{number} · {printed.side_mm}\u00a0mm · {writing(printed.reach)}", class_="about"),
        class_="card",
    )


def _drawn(square: Sequence[Sequence[bool]]) -> Html:
    """Return a card's square as one SVG path: printers may leave out backgrounds, but not a drawing."""
    size = len(square)
    black = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, line in enumerate(square)
        for column, filled in enumerate(line)
        if filled
    )
    return Html(
        f'<svg class="square" viewBox="0 0 {size} {size}" shape-rendering="crispEdges" role="img">'
        f'<path d="{black}"/></svg>'
    )


def _style(side_mm: int) -> str:
    """Return the style sheet of pages of cards; white around a square is at least a sixth of it wide."""
    return f"""
.ruler {{ width: {RULER_MM}mm; margin: 5mm 0; border: solid #000; border-width: 0 0.4mm 0.4mm;
  text-align: center; font-size: 9pt; }}
.cards {{ break-before: page; display: grid; grid-template-columns: 90mm 90mm; grid-auto-rows: 125mm; }}
.card {{ outline: 0.25mm dashed #888; outline-offset: -0.25mm; text-align: center;
  padding-top: 15mm; overflow: hidden; break-inside: avoid; background: #fff; }}
.square {{ display: block; width: {side_mm}mm; height: {side_mm}mm; margin: 0 auto 11mm; }}
.shown {{ height: 20mm; }}
.card img {{ max-height: 20mm; max-width: 60mm; margin: 0 auto; }}
.card .label {{ font-size: 15pt; font-weight: 600; margin: 1mm 4mm 0.5mm; line-height: 1.1; }}
.card .about {{ font-size: 6.5pt; margin: 0 5mm; color: #333; line-height: 1.2; }}
"""
