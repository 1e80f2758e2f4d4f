"""Protocols made by lot, for the diagram's tests: any number of steps, groups, trials, and ways everywhere.

The same seed gives the same protocol. Every step can be reached and every step leads to the end.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from nao_sessions.protocol import load
from nao_sessions.protocol.flow import Protocol

HOSTILE = (
    "« Dire » : \"bonjour\" & 'au revoir'",
    "<script>alert('x')</script><b onload=x>",
    "]]> --> %% ; graph TD; end; `code` #quot; &amp; #35;",
    "🧑‍🤝‍🧑 ensemble 🎉 👩🏽‍🚀",
    "Anticonstitutionnellement" * 8,
    "mot " * 50,
    "1. première ‮ étape",
    "漢字かな交じり文の長いタイトル" * 3,
)

_SENSES = (
    "touch: head",
    "touch: [hand.left, foot.right]",
    "word: [oui, d'accord]",
    "board: pomme",
    "card: 7",
    "gaze: robot",
    "face: any",
    "speech: any",
)
_HELPS = ("visual", "verbal", "gestural")


@dataclass
class _Maker:
    lot: random.Random
    titles: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)
    made: int = 0

    def group(self, names: list[str], indent: str, outside: list[str], last: str) -> None:
        """Write steps one after the other; some become groups of those that follow."""
        blocks = self._blocks(names, deep=len(indent) < 6)
        heads = [block[0] for block in blocks]
        for place, block in enumerate(blocks):
            follower = heads[place + 1] if place + 1 < len(heads) else last
            near = [name for name in heads if name != follower] + outside
            self._step(block, indent, follower, near)

    def _blocks(self, names: list[str], *, deep: bool) -> list[list[str]]:
        blocks: list[list[str]] = []
        while names:
            size = self.lot.choice((1, 1, 1, 1, 4, 7)) if deep and len(names) > 3 else 1
            blocks.append(names[:size])
            names = names[size:]
        return blocks

    def _step(self, block: list[str], indent: str, follower: str, near: list[str]) -> None:
        name, *inner = block
        put = self.lines.append
        put(f"{indent}{name}:")
        self.made += 1
        if self.titles:
            put(f"{indent}  title: {quoted(self.titles[self.made % len(self.titles)])}")
        if inner:
            if self.lot.random() < 0.4:
                put(f"{indent}  each: participant")
                put(f"{indent}  rounds: {self.lot.randint(1, 4)}")
            put(f"{indent}  start: {inner[0]}")
            put(f"{indent}  steps:")
            self.group(inner, indent + "    ", [target for target in near if self.lot.random() < 0.5], "done")
            put(f"{indent}  next: {follower}")
        elif self.lot.random() < 0.2:
            self._trials(name, indent, near)
            put(f"{indent}  next: {follower}")
        else:
            # What goes round without waiting changes a datum, or it would be an endless loop.
            put(f"{indent}  do:")
            put(f"{indent}    - set: {{n: = data.n + 1}}")
            for number in range(self.lot.randint(0, 3)):
                put(f'{indent}    - say: "Phrase numéro {number}, pour {{participants}}."')
            self._ways(indent, follower, near)

    def _ways(self, indent: str, follower: str, near: list[str]) -> None:
        put = self.lines.append
        kind = self.lot.random()
        if kind < 0.3 or not near:
            put(f"{indent}  next: {follower}")
            return
        if kind < 0.5:
            limit, other = self.lot.randint(1, 9), self.lot.choice(near)
            put(f"{indent}  next: [{{if: data.n > {limit}, next: {other}}}, {{next: {follower}}}]")
            return
        put(f"{indent}  buttons:")
        put(f'{indent}    - {{label: "Suite", next: {follower}, main: true}}')
        for number in range(self.lot.randint(0, 2)):
            put(f'{indent}    - {{label: "Vers le choix {number}", next: {self.lot.choice(near)}}}')
        put(f'{indent}    - {{label: "Encore une fois", do: [{{say: "Encore."}}]}}')
        if self.lot.random() < 0.6:
            put(f"{indent}  when:")
            sense, target = self.lot.choice(_SENSES), self.lot.choice(near)
            put(f"{indent}    - {{{sense}, if: data.n < 3, set: {{n: = data.n + 1}}, next: {target}}}")
        put(f"{indent}  after: {{wait: {self.lot.randint(5, 90)} s, next: {follower}}}")

    def _trials(self, name: str, indent: str, near: list[str]) -> None:
        put = self.lines.append
        put(f"{indent}  trials:")
        put(f"{indent}    items: mots")
        put(f"{indent}    count: {self.lot.randint(1, 20)}")
        put(f'{indent}    ask: [{{say: "Où est {{item.nom}} ?"}}]')
        put(f"{indent}    answers:")
        put(f"{indent}      pomme: [{{board: pomme}}, {{touch: hand.left}}]")
        put(f"{indent}      prune: [{{word: prune}}, {{card: 3}}]")
        put(f"{indent}    correct: = item.answer")
        put(f"{indent}    prompts:")
        for kind in _HELPS[: self.lot.randint(1, 3)]:
            put(f'{indent}      - {{help: {kind}, do: [{{say: "Regarde bien."}}]}}')
        put(f'{indent}    feedback: {{correct: [{{say: "Oui !"}}], incorrect: [{{say: "On continue."}}]}}')
        if near and self.lot.random() < 0.6:
            put(f"{indent}    give_up: {{errors_in_row: 3, next: {self.lot.choice(near)}}}")


def quoted(text: str) -> str:
    """Put a text between YAML's double quotes; braces are the language's own."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def generated_text(steps: int, seed: int, titles: tuple[str, ...] = ()) -> str:
    """Make the text of a protocol of so many steps, the last one included."""
    maker = _Maker(random.Random(seed), titles)
    maker.group([f"e{number}" for number in range(1, steps - 1)], "  ", ["calme"], "fin")
    title = quoted(titles[0] if titles else f"Protocole tiré au sort, {steps} étapes")
    head = [
        "protocol: 1",
        f"id: tirage-{steps}-{seed}",
        'version: "1.0.0"',
        f"title: {title}",
        "language: fr",
        "participants: {max: 3}",
        "data: {n: 0}",
        "items: {mots: [{id: a, nom: la pomme, answer: pomme}, {id: b, nom: la prune, answer: prune}]}",
        'commands: {finish: {next: fin}, calm: {next: calme}, encourage: {do: [{say: "Continue."}]}}',
        "always: {when: [{word: stop, next: calme}]}",
        "start: e1",
        "steps:",
    ]
    tail = [
        '  calme: {buttons: [{label: "Reprendre", next: back}], after: {wait: 5 min, next: fin}}',
        '  fin: {do: [{say: "Au revoir."}], end: completed}',
    ]
    return "\n".join([*head, *maker.lines, *tail, ""])


def generated(folder: Path, steps: int, seed: int, titles: tuple[str, ...] = ()) -> Protocol:
    """Load a protocol made by lot."""
    path = folder / f"tirage-{steps}-{seed}.yaml"
    path.write_text(generated_text(steps, seed, titles), encoding="utf-8")
    return load(path)
