"""How a text is written, and how it is found again: styles, and what a position for a text is.

A position is a small protocol with ``<T>`` where the text belongs, and how to find that text again in what
was loaded. A style is how a text is put on paper: as it comes, between quotes, in a block.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import dedent

from nao_sessions.protocol.flow import Act, Protocol, Show, Speech
from tests.protocol.small_protocols import COMMANDS, HEAD, STEPS, with_steps

Found = Callable[[Protocol], list[object]]
MARK = "<T>"
ELSEWHERE = "<A>"
"""The same text once more, written the right way: an answer that ``correct`` names."""

USED = HEAD + 'settings: {mot: {type: text, default: "rien"}}\n' + COMMANDS + STEPS

BLOCK = ("plain", "double", "single", "literal", "folded", "escaped")
FLOW = ("plain", "double", "single", "escaped")
CELL = ("plain", "double", "escaped")
"""In a CSV file: as it comes; between quotes, without thinking; between quotes, those inside doubled."""


def written(style: str, text: str, indent: int) -> str:
    """Give a text as an author would write it, with the space before it; ``escaped`` is the right way."""
    inside = " " * indent
    match style:
        case "plain":
            return f" {text}"
        case "double":
            return f' "{text}"'
        case "single":
            return f" '{text}'"
        case "literal":
            return f" |\n{inside}{text}"
        case "folded":
            return f" >-\n{inside}{text}"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f' "{escaped}"'


def in_cell(style: str, text: str) -> str:
    """Give a text as the cell of a CSV file."""
    match style:
        case "plain":
            return text
        case "double":
            return f'"{text}"'
    return '"' + text.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Position:
    """One place for a text. ``found`` gives what was loaded there: one text when all is well."""

    name: str
    template: str
    styles: tuple[str, ...]
    found: Found
    csv: str = ""
    """The table that stands beside the protocol, where the text stands in its cell."""

    def files(self, style: str, text: str) -> dict[str, bytes]:
        """Give the files, with a text written there in a style."""
        if self.csv:
            table = self.csv.replace(MARK, in_cell(style, text))
            return {"essai.yaml": self.template.encode(), "mots.csv": table.encode()}
        before, _, after = self.template.replace(ELSEWHERE, written("escaped", text, 0)).partition(MARK)
        line = before.rsplit("\n", 1)[-1]
        indent = len(line) - len(line.lstrip()) + 4
        entry = before + written(style, text, indent) + after
        return {"essai.yaml": entry.encode(), "autre.yaml": USED.encode()}

    def lines(self) -> tuple[str, range]:
        """Give the file and the lines in which the text stands, with its key's."""
        text = self.csv or self.template
        line = text[: text.index(MARK)].count("\n") + 1
        return ("mots.csv" if self.csv else "essai.yaml"), range(line - 1, line + 2)


def said(speech: object) -> str:
    """Give a text of the flow as it was meant, its places in braces again."""
    assert isinstance(speech, Speech)
    parts = dict(speech.by_language)["fr"].parts
    return "".join(part if isinstance(part, str) else "{" + ".".join(part) + "}" for part in parts)


def act_in(block: str = "accueil/do") -> Callable[[Protocol], Act]:
    """Give the first act of a block."""
    return lambda protocol: protocol.blocks[block][0].acts[0]


def said_in(block: str = "accueil/do") -> Found:
    """Find the text of the first act of a block."""
    return lambda protocol: [said(act_in(block)(protocol).argument)]


def word_of(block: str = "accueil/do") -> Found:
    """Find the word of the first act of a block."""
    return lambda protocol: [act_in(block)(protocol).argument]


def shown(protocol: Protocol) -> Show:
    """Give what the board shows first."""
    argument = act_in()(protocol).argument
    assert isinstance(argument, Show)
    return argument


def shown_text(protocol: Protocol) -> list[object]:
    """Find the text on the board."""
    return [said(shown(protocol).text)]


def choices(protocol: Protocol) -> list[object]:
    """Find the words to choose from."""
    choices = shown(protocol).choices
    assert isinstance(choices, tuple)
    return list(choices)


def about(name: str) -> Found:
    """Find texts of the head."""
    return lambda protocol: [said(speech) for speech in getattr(protocol.about, name)]


def plain_about(name: str) -> Found:
    """Find texts of the head that have one language."""
    return lambda protocol: list(getattr(protocol.about, name))


def item(column: str) -> Found:
    """Find a value of the first item."""
    return lambda protocol: [protocol.decks["mots"].items[0].values[column]]


def item_list(column: str) -> Found:
    """Find a list of the first item, without its last word."""

    def found(protocol: Protocol) -> list[object]:
        value = protocol.decks["mots"].items[0].values[column]
        assert isinstance(value, tuple)
        return list(value[:-1])

    return found


def stimulus(protocol: Protocol) -> list[object]:
    """Find what a reaction waits for."""
    return list(protocol.steps["accueil"].level.when[0].stimuli[0].values)


def way(protocol: Protocol) -> list[object]:
    """Find how the first answer is given."""
    answers = protocol.steps["accueil"].trials.answers
    return list(answers[0].ways[0].values)


def answer(protocol: Protocol) -> list[object]:
    """Find the answers, without the last."""
    answers = protocol.steps["accueil"].trials.answers
    return [answer.value for answer in answers][:-1]


def elements(protocol: Protocol) -> list[object]:
    """Find the answers that are listed, without the last."""
    return list(protocol.steps["accueil"].trials.answers.elements)[:-1]


def element(name: str) -> Found:
    """Find what stands for the first word that can be chosen."""

    def found(protocol: Protocol) -> list[object]:
        value = getattr(next(iter(protocol.elements.values())), name)
        return list(value) if isinstance(value, tuple) else [value]

    return found


def without_last(found: Found) -> Found:
    """Leave out the last text found."""
    return lambda protocol: found(protocol)[:-1]


def with_lines(lines: str) -> str:
    """Give the small protocol with more lines in its head."""
    return HEAD + dedent(lines) + COMMANDS + STEPS


def title_of(protocol: Protocol) -> list[object]:
    """Find the title."""
    return [said(protocol.title)]


def step_title(protocol: Protocol) -> list[object]:
    """Find the title of the first step."""
    return [said(protocol.steps["accueil"].title)]


def button(protocol: Protocol) -> list[object]:
    """Find the label of the first button."""
    return [said(protocol.steps["accueil"].level.buttons[0].label)]


def setting(protocol: Protocol) -> list[object]:
    """Find the label of the first setting."""
    return [said(protocol.settings[0].label)]


def setting_choices(protocol: Protocol) -> list[object]:
    """Find the choices of the first setting, without the last."""
    return list(protocol.settings[0].choices[:-1])


def given(protocol: Protocol) -> list[object]:
    """Find what a used file is given."""
    return [value for name, value in protocol.steps["accueil"].use.begin if name.endswith(":mot")]


def datum(protocol: Protocol) -> list[object]:
    """Give a datum as it was written: plain and without a type, 12 is a number, true a truth."""
    return [str(protocol.data[0].default).replace("True", "true")]


def allowed(protocol: Protocol) -> list[object]:
    """Find the reason for a check that is suppressed."""
    return [protocol.allowed["P201"]]


def one_trial(lines: str) -> str:
    """Give a protocol whose first step asks once, with these lines among its trials."""
    inside = "".join(f"    {line}\n" for line in dedent(lines).splitlines())
    asked = "" if "ask:" in lines else '    ask: [{say: "Quoi ?"}]\n'
    answers = "" if "answers:" in lines else "    answers: {pomme: [{board: pomme}]}\n"
    return with_steps(f"accueil:\n  trials:\n{asked}{answers}{inside}  next: fin\n")


def with_table(items: str) -> str:
    """Give the small protocol with tables of items."""
    return HEAD + "items:\n" + items + COMMANDS + STEPS
