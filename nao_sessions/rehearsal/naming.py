"""What the parts of a protocol are called in a report: in words, beside the names that its file knows.

``humeur/buttons.1`` is what a file and an expectation say; « bouton « Ça ne va pas » » is what people know.
"""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.protocol.catalogue import TOUCH_PARTS
from nao_sessions.protocol.flow import Entry, Protocol, Speech
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


class Names:
    """The names of one protocol's parts."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        levels = [protocol.always, *(step.level for step in protocol.steps.values())]
        self._entries = {entry.id: entry for level in levels for entry in level.entries()}

    def of(self, name: str) -> Text:
        """Give a part's name in the file, and what it is in words."""
        exit_name, _, target = name.partition(" -> ")
        block, _, number = name.rpartition(".")
        words = self._words(exit_name)
        if target and words is not None:
            words = Text(fr="{words}, vers {target}", en="{words}, to {target}").format(
                words=words, target=target
            )
        elif block in self._protocol.blocks:
            words = Text(fr="moment {n} de la liste", en="moment {n} of the list").format(n=int(number) + 1)
        if words is None:
            return Text(fr=name, en=name)
        return Text(fr="{name} ({words})", en="{name} ({words})").format(name=name, words=words)

    def _words(self, name: str) -> Text | None:
        if name in self._protocol.steps:
            return _titled(self._protocol.steps[name].title)
        entry = self._entries.get(name.removesuffix(_DO))
        if entry is not None:
            words = _entry(entry)
            if name.endswith(_DO):
                words = Text(fr="ce que fait Nao : {words}", en="what Nao does: {words}").format(words=words)
            return words
        step, _, part = name.partition("/")
        if step == "commands":
            called = COMMANDS.get(part.removesuffix(_DO))
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


def _titled(title: Speech | None) -> Text:
    if title is None:
        return Text(fr="étape", en="step")
    return Text(fr="étape « {title} »", en="step '{title}'").format(title=title.as_written())


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
