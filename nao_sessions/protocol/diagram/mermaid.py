"""The diagram as Mermaid: a flowchart that pages and editors draw themselves.

Steps have the numbers of the SVG drawing. What an author wrote is written in Mermaid's entity codes wherever
Mermaid would take a sign for its own (mermaid.js.org/syntax/flowchart.html, "Special characters").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nao_sessions.protocol.diagram.cards import MOST_ROWS, CardRow, WayOut, done_of, drawn_target
from nao_sessions.protocol.diagram.legend import COMMANDS, EVERYWHERE, KEYS, LEGEND, explained
from nao_sessions.protocol.diagram.plan import START_WORD, DiagramLevel, DiagramPlan, end_word, plan
from nao_sessions.protocol.diagram.sizes import SizedCard
from nao_sessions.protocol.diagram.style import clean
from nao_sessions.protocol.diagram.words import DiagramWords
from nao_sessions.protocol.flow import BACK, Protocol
from nao_sessions.protocol.wording import quote
from nao_sessions.text.languages import Language, unbroken
from nao_sessions.text.messages import msg

LONGEST = 160
"""Signs of one line in a node; the SVG drawing and the sheet have all."""

SIGNS = {
    "adult": "♟", "lot": "⚄",
    "note": "✎", "after": "◷", "silence": "◷", "button": "▣", "touch": "☞",
    "word": "♫", "board": "▤", "card": "▦", "gaze": "◉", "face": "☺", "speech": "♪", "professional": "♟",
    "next": "→", "give_up": "⚑", "end": "■",
    "each": "↻", "use": "❏", "help": "?", "right": "✓", "trials": "☰",
}  # fmt: skip
"""Signs of the text that stand for the signs of the drawing: none that only a font of emoji has."""

_SPECIAL = re.compile(r"[#&<>\"`|{}\[\]\\%$]|:(?=fa-)")
_GOES_ON = msg("then on with it")
_GOES_BACK = msg("back to the step left")
_GROUP = "fill:#f5f8fa,stroke:#6c7b8a,color:#1c2733"
_STYLES = (
    "classDef step fill:#ffffff,stroke:#4d6f8f,color:#1c2733",
    "classDef trials fill:#f3effa,stroke:#6b5095,color:#1c2733",
    "classDef ending fill:#33475b,stroke:#1c2733,color:#ffffff",
    "classDef mark fill:#e6e9ec,stroke:#1c2733,color:#1c2733",
    "classDef aside fill:#f5f8fa,stroke:#6c7b8a,color:#1c2733",
)


def mermaid(protocol: Protocol, language: Language) -> str:
    """Return a protocol as a Mermaid flowchart.

    Args:
        protocol: what is drawn.
        language: of the diagram's own words; the author's are in it where the protocol has it.
    """
    return "\n".join([*_Flowchart(DiagramWords(protocol, language)).lines(), ""])


def coded(text: str) -> str:
    """Return a text escaped so that Mermaid shows it unchanged."""
    return _SPECIAL.sub(lambda match: f"#{ord(match.group())};", unbroken(clean(text)))


class _Flowchart:
    def __init__(self, words: DiagramWords) -> None:
        self._words = words
        self._plan: DiagramPlan = plan(words)
        self._used: set[str] = set()

    def lines(self) -> Iterator[str]:
        yield "flowchart TD"
        yield f"  accTitle: {coded(self._words.speech(self._words.protocol.title))}"
        yield f'  start(["{coded(self._words.of(START_WORD))}"]):::mark'
        yield from self._level(self._plan.root, "  ")
        yield f"  start --> {self._entry(self._words.protocol.start)}"
        for level in self._plan.root.whole():
            for name in self._names(level):
                yield from self._edges(level.sized[name], level.parent)
        yield from self._aside()
        yield self._legend()
        yield from (f"  {style}" for style in _STYLES)

    def _names(self, level: DiagramLevel) -> Iterator[str]:
        for band in level.bands:
            yield from (name for name in band.names if name in level.sized)

    def _level(self, level: DiagramLevel, indent: str) -> Iterator[str]:
        for name in self._names(level):
            below = level.inner.get(name) or level.apart.get(name)
            card = level.sized[name]
            if below is None:
                yield f"{indent}{self._node(card)}"
                continue
            step = self._words.protocol.steps[name]
            title, *content = self._node_lines(card)
            yield f'{indent}subgraph {self._id(name)}["{title}"]'
            entry = f'(["{"<br/>".join(content)}"])' if content else '(("●"))'
            yield f"{indent}  {self._entry(name)}{entry}:::mark"
            assert step.start is not None
            yield f"{indent}  {self._entry(name)} --> {self._entry(step.start)}"
            yield from self._level(below, f"{indent}  ")
            yield f'{indent}  {self._end(name)}(["{coded(self._words.of(end_word(step)))}"]):::mark'
            yield f"{indent}end"
            yield f"{indent}style {self._id(name)} {_GROUP}"

    def _node(self, card: SizedCard) -> str:
        text = "<br/>".join(self._node_lines(card))
        name = self._id(card.card.name)
        match card.card.kind:
            case "trials":
                return f'{name}[["{text}"]]:::trials'
            case "end":
                return f'{name}(["{text}"]):::ending'
            case _:
                return f'{name}["{text}"]:::step'

    def _node_lines(self, card: SizedCard) -> list[str]:
        """Return the lines of a node: title, what Nao does, and the ways that lead nowhere else."""
        title = f"{self._plan.numbers[card.card.name]} · {card.card.title}"
        lines = [f"<b>{coded(_short(title))}</b>"]
        rows = card.card.rows if card.card.kind == "trials" else card.card.rows[:MOST_ROWS]
        lines += [coded(_short(self._row(row))) for row in rows]
        lines += [coded(_short(text)) for text in map(self._stays, card.card.ways) if text is not None]
        return lines

    def _stays(self, way: WayOut) -> str | None:
        """Return the words for a way without an arrow (an end, back, on with what was cut), or None."""
        if way.kind == "end" and way.target is None:
            return self._label(way)
        if way.target in (None, BACK):
            where = self._words.of(_GOES_ON if way.target is None else _GOES_BACK)
            return f"{self._label(way)} ↩ {where}"
        return None

    def _edges(self, card: SizedCard, parent: str | None) -> Iterator[str]:
        """Yield the arrows of a step; ways to the same step share an arrow, as their words would overlap."""
        name = card.card.name
        group = self._words.protocol.steps[name].start is not None
        source = self._end(name) if group else self._id(name)
        by_goal: dict[str, list[str]] = {}
        for way in card.card.ways:
            target = drawn_target(way, parent)
            if target is None:
                continue
            goal = (
                self._end(parent) if parent is not None and target == done_of(parent) else self._entry(target)
            )
            by_goal.setdefault(goal, []).append(coded(_short(self._label(way))))
        for goal, labels in by_goal.items():
            yield f'  {source} -->|"{"<br/>".join(labels)}"| {goal}'

    def _aside(self) -> Iterator[str]:
        """Yield nodes without arrows for ``always`` and for the commands."""
        for name, title, ways in (
            ("always", EVERYWHERE, self._plan.always),
            ("commands", COMMANDS, self._plan.commands),
        ):
            if ways:
                lines = [f"<b>{coded(self._words.of(title))}</b>"]
                lines += [coded(_short(f"{self._label(way)} {self._leads(way)}")) for way in ways]
                yield f'  {name}["{"<br/>".join(lines)}"]:::aside'

    def _legend(self) -> str:
        """Return the node that explains the signs that were used; it is written last."""
        signs = {"say": self._words.of(quote("…")), **SIGNS}
        meanings = dict.fromkeys(
            coded(f"{sign} {self._words.of(explained(name))}")
            for name, sign in signs.items()
            if name in self._used and name in KEYS
        )
        lines = [f"<b>{coded(self._words.of(LEGEND))}</b>", *meanings]
        return f'  legend["{"<br/>".join(lines)}"]:::aside'

    def _leads(self, way: WayOut) -> str:
        if way.target in self._plan.numbers:
            assert way.target is not None
            return f"→ {self._plan.numbers[way.target]}"
        return f"↩ {self._words.of(_GOES_BACK if way.target == BACK else _GOES_ON)}"

    def _label(self, way: WayOut) -> str:
        self._used.update(way.signs)
        signs = [SIGNS[sign] for sign in way.signs if sign in SIGNS]
        condition = (
            [] if way.condition is None else [way.condition if not way.label else f"({way.condition})"]
        )
        return " ".join([*signs, way.label, *condition]).strip() or "→"

    def _row(self, row: CardRow) -> str:
        self._used.add(row.sign or "")
        # What Nao says stands between quotes, and needs no sign.
        return f"{SIGNS.get(row.sign or '', '')} {row.text}".strip()

    def _id(self, name: str) -> str:
        return "s" + self._plan.numbers[name].replace(".", "_")

    def _entry(self, name: str) -> str:
        """Return the id of the node that a way to a step leads to; for a group, its entry."""
        group = self._words.protocol.steps[name].start is not None
        return f"{self._id(name)}_in" if group else self._id(name)

    def _end(self, group: str) -> str:
        return f"{self._id(group)}_out"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
