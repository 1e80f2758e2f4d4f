"""Small protocols for tests: one that is right, and ways to make it wrong, the place marked by ``§``."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

from nao_sessions.core.errors import Finding, Place
from nao_sessions.protocol import check

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
    """Give the small protocol with one part replaced."""
    assert GOOD.count(old) == 1, f"{old!r} stands {GOOD.count(old)} times"
    return GOOD.replace(old, new)


def with_head(lines: str, say: str = '"Bonjour."') -> str:
    """Give the small protocol with more keys in its head, and another sentence."""
    return HEAD + dedent(lines) + COMMANDS + STEPS.replace('"Bonjour."', say)


def with_do(dash: str, head: str = "") -> str:
    """Give the small protocol with another dash in its first step."""
    return HEAD + head + COMMANDS + STEPS.replace('      - say: "Bonjour."\n', indent(dedent(dash), " " * 6))


def with_steps(steps: str, head: str = "") -> str:
    """Give a protocol of these steps, and ``fin`` after them; the first is ``accueil``."""
    last = '  fin: {do: [{say: "Fin."}], end: completed}\n'
    return HEAD + head + COMMANDS + "start: accueil\nsteps:\n" + indent(dedent(steps), "  ") + last


def with_trials(lines: str, items: str = "", head: str = "") -> str:
    """Give a protocol with one block of trials; lines given take the place of its own keys."""
    own = {
        "ask": '[{say: "Quoi ?"}]',
        "answers": "{pomme: [{board: pomme}], prune: [{touch: hand.left}]}",
        "correct": "pomme",
        "patience": "5 s",
    }
    if items:
        head, own = f"{head}items: {{mots: {items}}}\n", {"items": "mots", **own}
    for line in dedent(lines).splitlines():
        name, _, value = line.partition(":")
        own.pop(name.strip("§"), None)
        own[name] = value.strip()
    keys = "".join(f"    {name}: {value}\n" for name, value in own.items())
    return with_steps(f"accueil:\n  trials:\n{keys}  next: fin\n", head)


def place_of_mark(text: str, file: str) -> tuple[str, Place]:
    """Take the mark out of a text, and give where it stood; without a mark, the file as a whole."""
    before, mark, after = text.partition("§")
    if not mark:
        return text, Place(file)
    assert "§" not in after
    return before + after, Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


def check_text(text: str, folder: Path) -> tuple[Finding, ...]:
    """Check a text as a file."""
    path = folder / "essai.yaml"
    path.write_text(text, encoding="utf-8")
    return check(path)
