"""The plain values of a protocol: counts, delays, limits. Nothing promises them, so a person confirms each.

A value that is computed is not listed: what it is computed from is. A condition that holds a number is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.sites import CONDITIONS, sites_of
from nao_sessions.protocol.computed import formula, path_name
from nao_sessions.protocol.flow import Await, Level, Protocol, Speech, Step
from nao_sessions.protocol.outline.trials import LABELS
from nao_sessions.protocol.part_names import Names
from nao_sessions.protocol.trials import Trials
from nao_sessions.protocol.wording import HELPS, duration, plain
from nao_sessions.text.messages import Text, msg, msgc, verbatim

_NUMBER = re.compile(r"(?<![\w.])\d")


class PlainValue(NamedTuple):
    """One value: where it stands, what it is about (a step, a setting), which value it is, how much."""

    place: Place
    about: Text
    name: Text
    value: Text

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "place": str(self.place),
            "fr": f"{self.about.fr} : {self.name.fr} {self.value.fr}",
            "en": f"{self.about.en}: {self.name.en} {self.value.en}",
        }


def plain_values(protocol: Protocol) -> tuple[PlainValue, ...]:
    """Return the plain values of a protocol in the order of its flow; those of the files that it uses too."""
    return tuple(dict.fromkeys(_values(protocol)))


def _values(protocol: Protocol) -> Iterator[PlainValue]:
    head = Place(protocol.sources[0].name)
    session = msg("session")
    for ms, name in (
        (protocol.expected_ms, msg("expected duration")),
        (protocol.limit_ms, msgc("the name of a duration", "limit")),
        (
            None if protocol.limit_ms is None else protocol.closing_ms,
            msg("closing at most, after the limit"),
        ),
    ):
        if ms is not None:
            yield PlainValue(head, session, name, duration(ms))
    for setting in protocol.settings:
        label = verbatim(setting.name) if setting.label is None else setting.label.as_written()
        about = msg("setting '{label}'", label=label)
        name = msg("default")
        if not isinstance(setting.default, str):
            yield PlainValue(head, about, name, plain(setting.default, setting.type))
        for bound, named in (
            (setting.minimum, msg("at least")),
            (setting.maximum, msg("at most")),
        ):
            if bound is not None:
                yield PlainValue(head, about, named, plain(bound, setting.type))
    names = Names(protocol)
    limits = defaultdict(list)
    for site in sites_of(protocol):
        if site.kind in CONDITIONS and site.expression is not None and _NUMBER.search(site.expression.source):
            limits[site.step].append((site.place, site.expression))
    for step in protocol.steps.values():
        yield from _of_step(protocol, names, step)
        for place, expression in limits[step.name]:
            value = formula(expression, lambda path: path_name(protocol, path, Speech.as_written))
            yield PlainValue(place, names.step(step.name), msg("condition"), value)
    yield from _waits(protocol.always, msg("everywhere"))


def _of_step(protocol: Protocol, names: Names, step: Step) -> Iterator[PlainValue]:
    about = names.step(step.name)
    if step.each is not None and isinstance(step.each.rounds, int) and step.each.rounds > 1:
        yield PlainValue(step.place, about, msg("rounds"), plain(step.each.rounds))
    if step.trials is not None:
        yield from _of_trials(step.trials, about)
    for block in step.blocks():
        for moment in protocol.blocks.get(block, ()):
            for act in moment.acts:
                if act.verb == "wait" and isinstance(act.argument, int):
                    name = msg("wait")
                    yield PlainValue(act.place, about, name, duration(act.argument))
                elif isinstance(act.argument, Await) and isinstance(act.argument.limit, int):
                    name = msg("wait at most")
                    yield PlainValue(act.place, about, name, duration(act.argument.limit))
    yield from _waits(step.level, about)


def _of_trials(trials: Trials, about: Text) -> Iterator[PlainValue]:
    adapt, give_up = trials.adapt, trials.give_up
    counts: list[tuple[object, Text]] = [
        (getattr(trials, key), LABELS[key]) for key in ("count", "each_item")
    ]
    if adapt is not None:
        counts += [
            (adapt.up, msg("right in a row to go up")),
            (adapt.down, msg("errors in a row to go down")),
            (adapt.stop_after, msg("reversals to end")),
        ]
    for count, name in counts:
        if isinstance(count, int):
            yield PlainValue(trials.place, about, name, plain(count))
    if give_up is not None:
        name = msg("errors in a row before giving up")
        yield PlainValue(give_up.place, about, name, plain(give_up.errors_in_row))
    for key in ("patience", "pause"):
        ms = getattr(trials, key)
        if isinstance(ms, int) and ms:
            yield PlainValue(trials.place, about, LABELS[key], duration(ms))
    for prompt in trials.prompts:
        if prompt.attempts > 1:
            name = msg("attempts with {help}", help=HELPS[prompt.help])
            yield PlainValue(prompt.place, about, name, plain(prompt.attempts))
        if isinstance(prompt.after, int):
            name = msg("silence before {help}", help=HELPS[prompt.help])
            yield PlainValue(prompt.place, about, name, duration(prompt.after))


def _waits(level: Level, about: Text) -> Iterator[PlainValue]:
    for entry in (*level.after, *level.silence):
        delay, limit = msg("delay"), msg("limit")
        for ms, name in ((entry.wait, delay), (entry.limit, limit)):
            if isinstance(ms, int):
                yield PlainValue(entry.place, about, name, duration(ms))
