"""A protocol of many steps, two languages and a large table: the longest that anybody would write."""

from __future__ import annotations

_HEAD = """\
protocol: 1
id: long
version: "1.0.0"
title: {fr: "Un long protocole", en: "A long protocol"}
language: fr
status: draft
goals: [{fr: "tenir", en: "hold out"}]
comprehension: short_sentences
duration: {expected: 30 min, limit: 45 min}
participants: {min: 1, max: 1}
items:
  mots:
"""

_STEP = """\
  etape_{n}:
    title: {{fr: "Étape {n}", en: "Step {n}"}}
    do:
      - say: {{fr: "Voici la phrase {n}.", en: "Here is sentence {n}."}}
      - adult: {{fr: "Montrez l'image {n}.", en: "Show picture {n}."}}
      - say: {{fr: "On continue ?", en: "Shall we go on?"}}
    buttons:
      - {{label: {{fr: "Suite", en: "Next"}}, next: {next}, main: true}}
      - {{label: {{fr: "Arrêter", en: "Stop"}}, next: fin}}
    after: {{wait: 30 s, next: {next}}}
"""

_END = """\
  essais:
    trials:
      items: mots
      ask:
        - say: "{item.question}"
      answers: {from: = item.answer, by: [professional]}
      correct: = item.answer
    next: fin
  fin:
    do:
      - say: {fr: "Au revoir.", en: "Goodbye."}
    end: completed
"""


def long_protocol(steps: int = 60, items: int = 60) -> str:
    """Give the text of a protocol with so many steps and items."""
    rows = "".join(
        f'    - {{id: m{n}, question: "Où est le mot {n} ?", answer: m{n}}}\n' for n in range(items)
    )
    ways = "".join(
        _STEP.format(n=n, next=f"etape_{n + 1}" if n < steps else "essais") for n in range(1, steps + 1)
    )
    return f"{_HEAD}{rows}commands:\n  finish: {{next: fin}}\nstart: etape_1\nsteps:\n{ways}{_END}"
