"""What narrations of events are made of: lanes, a sentence, and what a sentence needs besides its event.

Values and small words only; which event has which sentence stands in ``sentences`` and ``imported``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Literal

from nao_sessions.core.events import Event
from nao_sessions.record.results.responses import fill
from nao_sessions.text import glossary
from nao_sessions.text.formats import number
from nao_sessions.text.messages import Text, msg, verbatim

Lane = Literal["step", "speech", "action", "child", "adult", "note", "technical"]
LANES: tuple[Lane, ...] = ("step", "speech", "action", "child", "adult", "note", "technical")
"""The kinds of lanes of the timeline, from top to bottom."""


@dataclass(frozen=True, slots=True)
class EventNarration:
    """An event as a person reads it; ``alert`` marks what went wrong, ``label`` is short, for a bar."""

    lane: Lane
    sentence: Text
    alert: bool = False
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence needs besides its event.

    ``actions`` are the events that asked for each action, by its id; ``titles`` the protocol's own words
    for its steps, buttons and pictures, by their ids; ``untitled`` words for steps without a title,
    ``items`` what items are about; ``settings`` the label and type of each setting; ``latencies`` the
    latency of each answer in words, by the seq of its event, and ``remarks`` why it is not counted;
    ``easy`` are the seqs of the easy trial before the end, ``easy_presses`` those of commands that led to
    one, ``stopped_already`` those of halts of a Nao that was stopped, ``not_been`` those of the commands that
    marked a child absent or as arriving; ``child`` is whom the event's text is
    for, else whose turn it is; ``completed`` says how far a completed session came; ``called`` gives what a
    participant is called, by the code. ``adult_led``: no robot took part, the adult did its part.
    """

    participants: Sequence[str] = ()
    actions: Mapping[str, Event] = field(default_factory=dict)
    titles: Mapping[str, Text] = field(default_factory=dict)
    untitled: Mapping[str, Text] = field(default_factory=dict)
    items: Mapping[str, Text] = field(default_factory=dict)
    settings: Mapping[str, tuple[Text, str]] = field(default_factory=dict)
    latencies: Mapping[int, Text] = field(default_factory=dict)
    remarks: Mapping[int, Text] = field(default_factory=dict)
    easy: Set[int] = frozenset()
    easy_presses: Set[int] = frozenset()
    stopped_already: Set[int] = frozenset()
    not_been: Set[int] = frozenset()
    child: str | None = None
    completed: Text = glossary.OUTCOMES["completed"].label
    called: Callable[[str], str] = str
    adult_led: bool = False

    def name_of(self, step: str, logged: object = None) -> tuple[Text, Text]:
        """Return the name of a step twice: alone, and in a sentence, where titles stand between quotes.

        A step without a title is called as the nearest group around it that has one; outside such groups by
        what is said in it, else by its line. ``logged`` is the title in the log, if any.
        """
        path = step.split(".")
        groups = (".".join(path[:length]) for length in range(len(path), 0, -1))
        title = self.titles.get(step) or (verbatim(logged) if logged else None)
        title = title or next((self.titles[group] for group in groups if group in self.titles), None)
        if title is not None:
            return title, quoted(title)
        words = self.untitled.get(step, _UNTITLED)
        return words, words

    def filled(self, text: str, unnamed: str = "{}", child: str | None = None) -> str:
        """Return a text with codes in its places for first names: *child*'s, else the event's child's."""
        return fill(
            text, child or self.child, self.participants, lambda code: unnamed.format(self.called(code))
        )

    def quoted(self, text: str, child: str | None) -> str:
        """Return a sentence of Nao's with codes as ‹P07›: Nao said a name there, or left it out, and no code.

        *child* is the code of whom it was said to, by the log.
        """
        return self.filled(text, "‹{}›", child)


_UNTITLED = msg("without a title")

Teller = Callable[[Event, Context], EventNarration]
"""A function that returns the narration of an event of one kind."""


def quoted(text: str | Text) -> Text:
    """Return a text between each language's quotation marks."""
    both = verbatim(text) if isinstance(text, str) else text
    return msg("“{both}”", both=both)


def named(table: Mapping[str, Any], name: object) -> Text:
    """Return the catalogue's words for a name, or the name itself."""
    entry = table.get(str(name))
    if isinstance(entry, Text):
        return entry
    return entry.description if entry is not None else quoted(str(name))


def worded(table: Mapping[str, Text], word: object) -> Text:
    """Return the words for a word of the log, or the word itself where there are none."""
    return table.get(str(word)) or verbatim(word)


def fields_of(data: Mapping[str, Any]) -> str:
    """Return the fields of an event as text, without the id that a page gave to a press."""
    return ", ".join(f"{name} = {value}" for name, value in data.items() if name != "press")


def with_latency(words: Text, event: Event, context: Context, by_log: Text) -> Text:
    """Return words with the answer's latency added, and why it does not count; ``by_log``: from the log."""
    latency_ns, took = event.data.get("latency_ns"), context.latencies.get(event.seq)
    if took is not None:
        words = msg("{what}, latency {took}", what=words, took=took)
    elif latency_ns is not None:
        words = by_log.format(what=words, seconds=number(latency_ns / 1e9, 1))
    else:
        return words
    remark = context.remarks.get(event.seq)
    return words if remark is None else msg("{words} ({remark})", words=words, remark=remark)


def as_it_stands(event: Event, context: Context) -> EventNarration:
    """Return the narration of an event of an unknown kind: its kind and its fields as they stand."""
    fields = fields_of(event.data)
    return EventNarration("technical", verbatim(f"{event.kind} ({fields})" if fields else event.kind))
