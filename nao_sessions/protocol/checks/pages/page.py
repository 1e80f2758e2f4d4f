"""What a page of a check holds; and the small protocol of its example, with ways to make it wrong.

The place where the author has to look is marked by ``§``. The pages show the examples, the tests run them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent, indent

from nao_sessions.protocol.checks.subject import NOWHERE, Situation
from nao_sessions.text.messages import Text


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One check, for people: what it finds, why that matters, what to do, and a protocol that trips it.

    ``example`` holds the mark before the reported place. ``files`` lie beside it; ``situation`` is where
    it is checked. ``shown``: whether a page prints the example (some hold signs that nobody sees, or are
    huge). ``loaded``: the check is met where a session loads the file, and not where it is checked.
    """

    code: str
    what: Text
    why: Text
    remedy: Text
    example: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    situation: Situation = NOWHERE
    shown: bool = True
    loaded: bool = False


MARK = "§"
"""Stands before the place where the author has to look."""

HEAD = """\
protocol: 1
id: essai
version: "1.0.0"
title: "Essai"
language: fr
"""

COMMANDS = """\
commands:
  finish: {next: fin}
"""

STEPS = """\
start: accueil
steps:
  accueil:
    do:
      - say: "Bonjour."
    buttons:
      - {label: "Suite", next: fin}
    after: {wait: 10 s, next: fin}
  fin:
    do: [{posture: rest}]
    end: completed
"""

GOOD = HEAD + COMMANDS + STEPS


def changed(old: str, new: str) -> str:
    """Return the small protocol with one part replaced."""
    assert GOOD.count(old) == 1, f"{old!r} stands {GOOD.count(old)} times"
    return GOOD.replace(old, new)


def with_head(lines: str, say: str = '"Bonjour."') -> str:
    """Return the small protocol with more lines in its head, and Nao's sentence replaced by ``say``."""
    return HEAD + dedent(lines) + COMMANDS + STEPS.replace('"Bonjour."', say)


def with_do(dash: str, head: str = "") -> str:
    """Return the small protocol with another moment in its first step."""
    return HEAD + head + COMMANDS + STEPS.replace('      - say: "Bonjour."\n', indent(dedent(dash), " " * 6))


def with_steps(steps: str, head: str = "") -> str:
    """Return a protocol of these steps, beginning with ``accueil``, and a last step ``fin`` after them."""
    last = '  fin: {do: [{say: "Fin."}], end: completed}\n'
    return HEAD + head + COMMANDS + "start: accueil\nsteps:\n" + indent(dedent(steps), "  ") + last


def with_trials(lines: str, items: str = "", head: str = "", *, marked: bool = False) -> str:
    """Return a protocol with one block of trials, some of whose keys are replaced by ``lines``.

    A line without a value takes its key away; ``marked`` puts the mark before the block, whose first key
    is then the first one given: the line that a reader sees marked is the one that matters.
    """
    own = {
        "ask": '[{show: {choices: [pomme]}, say: "Quoi ?"}]',
        "answers": "{pomme: [{board: pomme}], prune: [{touch: hand.left}]}",
        "correct": "pomme",
        "patience": "5 s",
        "prompts": '[{help: verbal, do: [{say: "Regarde bien."}]}]',
    }
    if items:
        head, own = f"{head}items: {{mots: {items}}}\n", {"items": "mots", **own}
    replaced: dict[str, str] = {}
    for line in dedent(lines).splitlines():
        name, _, value = line.partition(":")
        own.pop(name.strip(MARK), None)
        if value.strip():
            replaced[name] = value.strip()
    own = {**replaced, **own} if marked else {**own, **replaced}
    keys = "".join(f"    {name}: {value}\n" for name, value in own.items())
    if marked:
        keys = keys.replace("    ", f"    {MARK}", 1)
    return with_steps(f"accueil:\n  trials:\n{keys}  next: fin\n", head)


def split_at_mark(text: str) -> tuple[str, int, int]:
    """Return a text without its mark, and the line and column where the mark stood; 0, 0 without one."""
    before, mark, after = text.partition(MARK)
    if not mark:
        return text, 0, 0
    assert MARK not in after
    return before + after, before.count("\n") + 1, len(before) - before.rfind("\n")
