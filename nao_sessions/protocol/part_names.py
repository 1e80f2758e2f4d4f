"""What the parts of a protocol are called in a report: in words, not by the names that its file knows.

``humeur/buttons.1`` is what a file and an expectation say; « étape « Comment ça va ? », bouton « Ça ne va
pas » » is what people know. The words are read from the files that ran; one that can no longer be read leaves
the names that stand in the log.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.protocol.catalogue import TOUCH_PARTS
from nao_sessions.protocol.checks.promises.breach import acts_of
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import BACK, DONE, Entry, Protocol, Speech, Step
from nao_sessions.protocol.loading import load_files
from nao_sessions.protocol.trials import NOTHING
from nao_sessions.protocol.wording import COMMANDS, HELPS, JUDGEMENTS, SENSES, quote, without_names
from nao_sessions.text.formats import SEMICOLON, joined
from nao_sessions.text.messages import Text, by_language, msg, msgc, verbatim


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of steps and pictures and the labels of buttons, by the ids that the log writes.

    ``untitled`` holds, for each step without a title, what is said in it, else its line, no two alike;
    ``items`` has what an item of a table is about, by its id, where items that have that id agree;
    ``settings``, by their names, the label and the type of the value, which says the unit: those of the
    protocol, and as ``STEP:NAME`` those of the files that it uses.
    """

    titles: Mapping[str, Text] = field(default_factory=dict)
    untitled: Mapping[str, Text] = field(default_factory=dict)
    settings: Mapping[str, tuple[Text, str]] = field(default_factory=dict)
    items: Mapping[str, Text] = field(default_factory=dict)


def titles_of(files: Mapping[str, bytes], entry: str) -> Titles:
    """Return the titles and labels of the protocol ``entry`` among files; empty where it cannot be read."""
    try:
        return titles_in(load_files(files, entry))
    except NaoSessionsError:
        return Titles()


def titles_in(protocol: Protocol) -> Titles:
    """Return the titles and labels of a protocol."""
    steps = protocol.steps.values()
    levels = [*(step.level for step in steps), protocol.always]
    titles = {step.name: step.title.as_written() for step in steps if step.title is not None}
    names = PartNames(protocol)
    untitled = {step.name: names.title(step.name) for step in steps if step.title is None}
    buttons = [button for level in levels for button in level.buttons]
    labels = {button.id: button.label.as_written() for button in buttons if button.label is not None}
    settings = [*protocol.settings, *(one for step in steps if step.use for one in step.use.settings)]
    return Titles(
        titles | labels | _picture_titles(protocol),
        untitled,
        {
            one.name: (
                verbatim(one.name.rpartition(":")[2]) if one.label is None else one.label.as_written(),
                one.type,
            )
            for one in settings
        },
        items_in(protocol),
    )


def items_in(protocol: Protocol) -> dict[str, Text]:
    """Return what each item is about, by its id: the title of its picture, else its first sentence, else its
    words in their order; an id that items of several tables have is left out where these differ.
    """
    pictures = _picture_titles(protocol)
    found: dict[str, dict[str, Text]] = {}
    for deck in protocol.decks.values():
        for item in deck.items:
            words = {
                name: value
                for name, value in item.values.items()
                if name not in ("id", "picture") and isinstance(value, str) and value != NOTHING
            }
            sentences = (one for one in words.values() if one.endswith((".", "!", "?")))
            text = pictures.get(str(item.values.get("picture")))
            text = text or verbatim(next(sentences, None) or ", ".join(words.values()))
            found.setdefault(item.id, {})[text.fr] = text
    return {
        name: next(iter(said.values())) for name, said in found.items() if len(said) == 1 and "" not in said
    }


_TITLE = re.compile(rb"<title>([^<]{1,200})</title>")
_HEAD_BYTES = 4_096


def _picture_titles(protocol: Protocol) -> dict[str, Text]:
    """Return the titles of pictures by their files: the word that one stands for, else what it calls itself.

    An SVG's title stands among its first elements (SVG 2, 5.7); of other pictures without a word there is
    none.
    """
    own = {source.name: _TITLE.search(source.content[:_HEAD_BYTES]) for source in protocol.sources}
    titles = {
        name: verbatim(" ".join(unescape(found[1].decode("utf-8", "replace")).split()))
        for name, found in own.items()
        if found is not None
    }
    words = {one.picture: verbatim(one.word) for one in protocol.elements.values() if one.picture is not None}
    return titles | words


QUESTION = msg("the question")
_ACTS = {
    "do": msgc("a heading", "what Nao does"),
    "ask": QUESTION,
    "next": msg("what follows"),
    "give_up": msg("giving up after errors"),
    "end": msg("the end"),
    "turn": msg("a turn"),
    "next_turn": msg("the next turn"),
}
_TARGETS = {
    DONE: msg("the end of the group or the turn"),
    BACK: msg("what was under way"),
}
_INSIDE = msg("{title} (in {group})")
_DO = "/do"
_OPTION = re.compile(r"(.+)\.(\d+)/choose\.(\d+)")


class PartNames:
    """Words for the parts of one protocol: steps, exits, moments, helps, by the names that its file has."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        levels = [protocol.always, *(step.level for step in protocol.steps.values())]
        self._entries = {entry.id: entry for level in levels for entry in level.entries()}
        self._words = {name: self._of_step(step) for name, step in protocol.steps.items()}
        self._often = Counter(words.fr for words in self._words.values())

    def of(self, name: str) -> Text:
        """Return the name of a part in words, its step first; its name in the file where it has no words."""
        exit_name, _, target = name.partition(" -> ")
        if target:
            text = msg("{of}, to {target}")
            known = target in self._protocol.steps
            leads = self.title(target) if known else _TARGETS.get(target, verbatim(target))
            return text.format(of=self.of(exit_name), target=leads)
        block, _, number = name.rpartition(".")
        if block in self._protocol.blocks:
            text = msg("{of}, moment {n}")
            return text.format(of=self.of(block), n=int(number) + 1)
        option = _OPTION.fullmatch(name)
        if option is not None:
            text = msg("{of}, moment {moment}, possibility {n} drawn by lot")
            return text.format(of=self.of(option[1]), moment=int(option[2]) + 1, n=int(option[3]) + 1)
        if name in self._protocol.steps:
            return self.step(name)
        step, _, part = name.partition("/")
        if step == "routines":
            return msg("routine '{name}'", name=part)
        words = self._in_words(name, step, part)
        if words is None:
            return verbatim(name)
        if step in self._protocol.steps:
            return msg("{step}, {words}", step=self.step(step), words=words)
        return words

    def knows(self, step: str) -> bool:
        """Return whether the protocol has a step of that name."""
        return step in self._words

    def step(self, name: str) -> Text:
        """Return the words for a step in a report: "step", then its title, or what stands for one."""
        return msg("step {title}", title=self.title(name))

    def title(self, name: str) -> Text:
        """Return a step's title in quotes, else what is said in it, else its line; no two are alike."""
        words = self._words[name]
        if self._often[words.fr] == 1:
            return words
        parent = self._protocol.steps[name].parent
        if parent is not None:
            alike = [one for one, said in self._words.items() if said.fr == words.fr]
            if sum(self._protocol.steps[one].parent == parent for one in alike) == 1:
                return _INSIDE.format(title=words, group=self.title(parent))
        return msg("{title} ({at})", title=words, at=self._line(name))

    def placed(self, name: str) -> Text:
        """Return a step's title; of one that has none, where it is: its words may be said elsewhere."""
        step, title = self._protocol.steps[name], self.title(name)
        parent = step.parent
        while parent is not None and self._protocol.steps[parent].title is None:
            parent = self._protocol.steps[parent].parent
        if step.title is not None or parent is None or self._often[self._words[name].fr] > 1:
            return title
        return _INSIDE.format(title=title, group=self.title(parent))

    def _of_step(self, step: Step) -> Text:
        if step.title is not None:
            return _quoted(step.title)
        for verb, text in (
            ("say", msg("in which Nao says {words}")),
            ("adult", msg("in which the adult reads {words}")),
        ):
            for block in (step.block, *(() if step.trials is None else (step.trials.ask,))):
                for act in acts_of(self._protocol, block):
                    if act.verb == verb and isinstance(act.argument, Speech):
                        words = _quoted(act.argument)
                        if "{" not in words.fr:  # else it is another one with each item
                            return text.format(words=words)
        return msg("without a title ({at})", at=self._line(step.name))

    def _line(self, name: str) -> str:
        place = self._protocol.steps[name].place
        own = place.file == self._protocol.sources[0].name
        return f"l. {place.line}" if own else f"{place.file}:{place.line}"

    def _in_words(self, name: str, step: str, part: str) -> Text | None:
        entry = self._entries.get(name.removesuffix(_DO))
        if entry is not None:
            words = _entry(entry)
            if name.endswith(_DO):
                words = msg("what Nao does: {words}", words=words)
            return words
        if step == "commands":
            called = COMMANDS.get(part.removesuffix(_DO))
            if called is not None and part.endswith(_DO):
                words = msg("what Nao does at the command '{name}'")
                return words.format(name=called)
            text = msg("command '{name}'")
            return None if called is None else text.format(name=called)
        trials = self._protocol.steps[step].trials if step in self._protocol.steps else None
        kind, _, number = part.partition(".")
        if kind == "prompts" and trials is not None:
            return help_name(int(number) + 1, HELPS[trials.prompts[int(number)].help])
        if part.startswith("feedback/"):
            key = part.removeprefix("feedback/")
            return msg("feedback: {key}", key=JUDGEMENTS.get(key, quote(key)))
        return _ACTS.get(part)


def help_name(number: int, kind: Text) -> Text:
    """Return the name of a help (a prompt) in reports: its number in the block, from 1, and its kind."""
    return msg("help {n}: {help}", n=number, help=kind)


def _quoted(speech: Speech) -> Text:
    words = without_names(speech.as_written())
    short = by_language(lambda language: quoted(words.in_language(language)))
    return msg("'{words}'", words=short)


def _entry(entry: Entry) -> Text:
    if entry.label is not None:
        return msg("button '{label}'", label=entry.label.as_written())
    if entry.kind in ("after", "silence"):
        return msg("delay") if entry.kind == "after" else msg("silence")
    ways = [
        msg(
            "{sense}: {values}",
            sense=SENSES[stimulus.sense],
            values=joined([TOUCH_PARTS.get(value, verbatim(value)) for value in stimulus.values], ", "),
        )
        for stimulus in entry.stimuli
    ]
    return joined(ways, SEMICOLON)
