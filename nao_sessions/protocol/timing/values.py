"""The values that are known before a session: settings at their default, data as they begin, a given item.

What hangs on what happens (results, answers, events) is not known, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nao_sessions.protocol.expression import Expression, ExpressionFailed, Path, Template, Value, spoken
from nao_sessions.protocol.flow import Duration, Protocol, Speech
from nao_sessions.protocol.trials import Item

UNKNOWN_WORD = "pomme"
"""What stands in a text for a value that is not known: an everyday word."""


class KnownValues:
    """The values that are known before a session of a protocol, for expressions and texts."""

    __slots__ = ("_data", "_participant", "_settings", "_trials", "language")

    def __init__(self, protocol: Protocol) -> None:
        self.language = protocol.language
        self._settings: Mapping[str, Value] = {one.name: one.default for one in protocol.settings}
        self._participant: Mapping[str, Value] = {one.name: one.default for one in protocol.remembered}
        self._data: dict[str, Value] = {one.name: one.default for one in protocol.data}
        self._trials: Mapping[str, Value] = {}
        for step in protocol.steps.values():
            for name, value in () if step.use is None else step.use.begin:
                found = self.value(value, None)
                if found is not None:
                    self._data[name] = found

    def lookup(self, path: Path, item: Item | None = None) -> Value:
        """Return the value of a path as far as known before a session. Raises: ExpressionFailed."""
        room = {"settings": self._settings, "data": self._data, "participant": self._participant}.get(path[0])
        if path[0] == "item" and item is not None:
            return item.values.get(path[1])
        if path[0] == "trials":
            room = self._trials
        if room is None or len(path) != 2 or path[1] not in room:
            raise ExpressionFailed(f"{'.'.join(path)} is not known yet")
        return room[path[1]]

    def value(self, value: Value | Expression, otherwise: Value, item: Item | None = None) -> Value:
        """Return a value, computed where possible; ``otherwise`` where it cannot be known."""
        if not isinstance(value, Expression):
            return value
        try:
            return value.evaluate(lambda path: self.lookup(path, item))
        except ExpressionFailed:
            return otherwise

    def milliseconds(self, duration: Duration, item: Item | None = None) -> int:
        """Return a duration in ms; 0 where it cannot be known, or is negative."""
        return self.maybe(duration, item) or 0

    def maybe(self, duration: Duration, item: Item | None = None) -> int | None:
        """Return a duration in ms; None where it cannot be known."""
        if isinstance(duration, int):
            return duration
        seconds = self.value(duration, None, item)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            return None
        return max(0, round(seconds * 1000))

    def count(self, count: Value | Expression, otherwise: int = 1) -> int:
        """Return a count; ``otherwise`` where it cannot be known."""
        value = self.value(count, otherwise)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return otherwise
        return max(0, int(value))

    def text(self, speech: Speech, item: Item | None = None) -> str:
        """Return a text in the protocol's language, with an everyday word for each unknown value."""
        return self.filled(speech.template(self.language), item)

    def filled(self, template: Template, item: Item | None = None) -> str:
        """Return a template with its places filled, with an everyday word for each unknown value."""
        parts = []
        for part in template.parts:
            if isinstance(part, str):
                parts.append(part)
                continue
            try:
                parts.append(spoken(self.lookup(part, item)))
            except ExpressionFailed:
                parts.append(UNKNOWN_WORD)
        return "".join(parts)

    def with_data(self, data: Mapping[str, Value]) -> KnownValues:
        """Return the known values with some data changed."""
        return self._changed({**self._data, **data}, self._trials)

    def without(self, names: Iterable[str]) -> KnownValues:
        """Return the known values without some data, which are then unknown."""
        hidden = set(names)
        return self._changed({k: v for k, v in self._data.items() if k not in hidden}, self._trials)

    def with_trials(self, counts: Mapping[str, Value]) -> KnownValues:
        """Return the known values with these counts under ``trials.``."""
        return self._changed(self._data, counts)

    def _changed(self, data: Mapping[str, Value], trials: Mapping[str, Value]) -> KnownValues:
        changed = object.__new__(KnownValues)
        changed.language = self.language
        changed._settings, changed._participant = self._settings, self._participant
        changed._data, changed._trials = dict(data), trials
        return changed
