"""What an activity is made of: its items, what is asked, what counts as an answer, how help is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Tongue = Callable[[str, str], str]
"""A function of a French and an English text that returns the one in the protocol's language."""


@dataclass(frozen=True, slots=True)
class Help:
    """One help: its kind, the lines of what Nao does, or the words for the adult."""

    kind: str
    do: tuple[str, ...] = ()
    adult: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity. Texts are bare; ``rows``, ``ask``, ``answers`` and ``order`` are lines of the file."""

    title: str
    material: str
    intro: tuple[str, ...]
    about_items: str
    rows: tuple[str, ...]
    ask: tuple[str, ...]
    about_answers: str
    answers: tuple[str, ...]
    told: str
    """What Nao says after an error, or no answer: the right thing, without a word about wrong."""
    nao_helps: tuple[Help, ...]
    adult_helps: tuple[Help, ...]
    correct: str = "= item.answer"
    praise: str = ""
    order: tuple[str, ...] = ("order: shuffled",)
    prompt_on_wrong_only: bool = False
    after: tuple[str, ...] = ()
    """Further lines of what Nao does at the end of each trial."""


def quote(text: str) -> str:
    """Return a text between double quotes, escaped as in a file."""
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


def indented(lines: Iterable[str], by: int) -> list[str]:
    """Return lines with an indent added."""
    return [" " * by + line if line else "" for line in lines]


PLAIN = frozenset({"id", "pose", "share"})
"""Columns whose values are words of the language, or numbers: they stand without quotes."""


Cell = str | int | tuple["Cell", ...] | Mapping[str, "Cell"]


def row(**cells: Cell) -> str:
    """Return an item as one line of YAML: texts in quotes, lists in brackets, maps in braces."""
    return f"- {_cell('', cells)}"


def _cell(name: str, value: Cell) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_cell("", one) for one in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_cell(key, one)}" for key, one in value.items()) + "}"
    return str(value) if name in PLAIN or isinstance(value, int) else quote(value)


def say(text: str) -> str:
    """Return the line of a ``do`` list on which Nao says something."""
    return f'- say: "{text}"'


def with_say(text: str) -> str:
    """Return the line with which Nao says something in a moment that already has an act."""
    return f'  say: "{text}"'


def highlighted(text: str) -> tuple[str, ...]:
    """Return the lines that highlight the right answer while Nao says a sentence."""
    return ("- highlight: = item.answer", with_say(text))


def pointing(t: Tongue) -> tuple[Help, ...]:
    """Return the adult's helps for a choice on the board."""
    return (
        Help("verbal",
             adult=t("Redites la question, avec vos mots.", "Say the question again, in your words.")),
        Help("gestural", adult=t("Montrez la bonne réponse du doigt.", "Point to the right answer.")),
        Help("physical_partial",
             adult=t("Guidez sa main vers la réponse, avec son accord.",
                     "Guide the hand to the answer, if the child agrees.")),
    )  # fmt: skip


def look_again(t: Tongue) -> Help:
    """Return the least help, which is the question once more."""
    return Help("verbal", (say(t("Regarde bien.", "Look closely.")), "- repeat: question"))


def on_board(t: Tongue) -> str:
    """Return a sentence on how an answer is given by choosing on the board."""
    return t("l'enfant touche l'image ; ou l'adulte le dit, d'une touche de l'écran",
             "the child touches the picture; or the adult says so, by a key of the screen")  # fmt: skip
