"""What the parts of a protocol are called in a report: in words, not by the names that its file knows.

``humeur/buttons.1`` is what a file and an expectation say; « étape « Comment ça va ? », bouton « Ça ne va
pas » » is what people know.
"""

from __future__ import annotations

import re

from nao_sessions.core.text import Text
from nao_sessions.protocol.catalogue import TOUCH_PARTS
from nao_sessions.protocol.flow import Entry, Protocol
from nao_sessions.protocol.wording import COMMANDS, HELPS, JUDGEMENTS, SEMICOLON, SENSES, joined, quote, same

_ACTS = {
    "do": Text(fr="ce que fait Nao", en="what Nao does"),
    "ask": Text(fr="la question", en="the question"),
    "next": Text(fr="la suite", en="what follows"),
    "give_up": Text(fr="l'abandon après des erreurs", en="giving up after errors"),
    "end": Text(fr="la fin", en="the end"),
    "turn": Text(fr="un tour", en="a turn"),
    "next_turn": Text(fr="le tour suivant", en="the next turn"),
}
_DO = "/do"
_OPTION = re.compile(r"(.+)\.(\d+)/choose\.(\d+)")


class Names:
    """The names of one protocol's parts."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        levels = [protocol.always, *(step.level for step in protocol.steps.values())]
        self._entries = {entry.id: entry for level in levels for entry in level.entries()}

    def of(self, name: str) -> Text:
        """Return what a part is in words, its step first; its name in the file where there are no words."""
        exit_name, _, target = name.partition(" -> ")
        if target:
            text = Text(fr="{of}, vers {target}", en="{of}, to {target}")
            return text.format(of=self.of(exit_name), target=target)
        block, _, number = name.rpartition(".")
        if block in self._protocol.blocks:
            text = Text(fr="{of}, moment {n}", en="{of}, moment {n}")
            return text.format(of=self.of(block), n=int(number) + 1)
        option = _OPTION.fullmatch(name)
        if option is not None:
            text = Text(
                fr="{of}, moment {moment}, possibilité {n} tirée au sort",
                en="{of}, moment {moment}, possibility {n} drawn by lot",
            )
            return text.format(of=self.of(option[1]), moment=int(option[2]) + 1, n=int(option[3]) + 1)
        if name in self._protocol.steps:
            return self.step(name)
        step, _, part = name.partition("/")
        if step == "routines":
            return Text(fr="suite « {name} »", en="routine '{name}'").format(name=part)
        words = self._words(name, step, part)
        if words is None:
            return same(name)
        if step in self._protocol.steps:
            return Text(fr="{step}, {words}", en="{step}, {words}").format(step=self.step(step), words=words)
        return words

    def step(self, name: str) -> Text:
        """Return a step by its title; without one by its own name."""
        title = self._protocol.steps[name].title
        words = same(name.rpartition(".")[2]) if title is None else title.as_written()
        return Text(fr="étape « {title} »", en="step '{title}'").format(title=words)

    def _words(self, name: str, step: str, part: str) -> Text | None:
        entry = self._entries.get(name.removesuffix(_DO))
        if entry is not None:
            words = _entry(entry)
            if name.endswith(_DO):
                words = Text(fr="ce que fait Nao : {words}", en="what Nao does: {words}").format(words=words)
            return words
        if step == "commands":
            called = COMMANDS.get(part.removesuffix(_DO))
            if called is not None and part.endswith(_DO):
                words = Text(
                    fr="ce que fait Nao à la commande « {name} »", en="what Nao does at the command '{name}'"
                )
                return words.format(name=called)
            text = Text(fr="commande « {name} »", en="command '{name}'")
            return None if called is None else text.format(name=called)
        trials = self._protocol.steps[step].trials if step in self._protocol.steps else None
        kind, _, number = part.partition(".")
        if kind == "prompts" and trials is not None:
            told = HELPS[trials.prompts[int(number)].help]
            return Text(fr="aide {n} : {help}", en="help {n}: {help}").format(n=int(number) + 1, help=told)
        if part.startswith("feedback/"):
            key = part.removeprefix("feedback/")
            told = JUDGEMENTS.get(key, quote(key))
            return Text(fr="retour : {key}", en="feedback: {key}").format(key=told)
        return _ACTS.get(part)


def _entry(entry: Entry) -> Text:
    if entry.label is not None:
        return Text(fr="bouton « {label} »", en="button '{label}'").format(label=entry.label.as_written())
    if entry.kind in ("after", "silence"):
        return Text(fr="délai", en="delay") if entry.kind == "after" else Text(fr="silence", en="silence")
    ways = [
        Text(fr="{sense} : {values}", en="{sense}: {values}").format(
            sense=SENSES[stimulus.sense],
            values=joined([TOUCH_PARTS.get(value, same(value)) for value in stimulus.values], ", "),
        )
        for stimulus in entry.stimuli
    ]
    return joined(ways, SEMICOLON)
