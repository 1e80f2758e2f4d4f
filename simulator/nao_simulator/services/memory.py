"""ALMemory: keys, events, subscribers by signal and, for older programs, by module and method."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nao_simulator.errors import CallError
from nao_simulator.memory import Entry
from nao_simulator.pending import Pending
from nao_simulator.robot import Robot
from nao_simulator.services.extractor import Runs
from nao_simulator.sight.people import EVENTS

Subscriber = Callable[[str, Callable[[bool], None]], tuple[Any, Callable[[Any], None] | None]]
ModuleCall = Callable[..., None]
AUTO_SUBSCRIBER = "ALMemory"  # the name under which a listener of an event starts its extractor
_EXTRACTOR_OF = dict.fromkeys(
    ("WordRecognized", "WordRecognizedAndGrammar", "SpeechDetected"), "ALSpeechRecognition"
) | {event: service for service, events in EVENTS.items() for event in events}


class MemoryService:
    """ALMemory. ``subscriber`` makes qi objects, ``call_module`` calls modules that clients registered."""

    def __init__(self, robot: Robot, subscriber: Subscriber, call_module: ModuleCall) -> None:
        self._robot, self._memory = robot, robot.memory
        self._subscriber, self._call_module = subscriber, call_module
        self._listened: dict[str, set[tuple[str, str]]] = {}
        self._extractors: dict[str, Runs] = {"ALSpeechRecognition": robot.hearing, **robot.sight.extractors}

    def get_data(self, key: str, _option: int = 0) -> Any:
        """Return a value."""
        try:
            return self._memory.get(key)
        except KeyError:
            raise CallError(f"Data not found {key}") from None

    def get_data_ptr(self, key: str) -> Any:
        """Refuse: there are no pointers to share."""
        raise CallError(f"No pointer to {key} can be given to another process.")

    def get_list_data(self, keys: Any) -> Any:
        """Return several values, None where there is none."""
        if not isinstance(keys, list | tuple):
            raise CallError("A list of keys was expected.")
        return [self._value_or_none(str(key)) for key in keys]

    def insert_data(self, key: str, value: Any) -> None:
        """Store a value without raising an event."""
        self._memory.insert(key, value)

    def insert_list_data(self, pairs: Any) -> None:
        """Store several values."""
        try:
            for key, value in pairs:
                self._memory.insert(str(key), value)
        except (TypeError, ValueError):
            raise CallError("A list of [key, value] was expected.") from None

    def remove_data(self, key: str) -> None:
        """Forget a key."""
        self._remove(key)

    def raise_event(self, key: str, value: Any) -> None:
        """Raise an event: store a value and notify every subscriber."""
        self._memory.raise_event(key, value)

    def raise_micro_event(self, key: str, value: Any) -> None:
        """Raise a micro-event: store a value and notify every subscriber."""
        self._memory.raise_event(key, value, "MicroEvent")

    def declare_event(self, key: str, _extractor: str = "") -> None:
        """Make a key an event."""
        self._memory.declare(key)

    def subscriber(self, event: str) -> Any:
        """Return the object whose signal carries an event; the event is created when it is missing."""

        def listened(somebody: bool) -> None:
            self._track_listeners(event, "signal", somebody)

        made, emit = self._subscriber(event, listened)
        if emit is not None:
            self._memory.listen(event, f"signal {event}", lambda _key, value: emit(value))
        return made

    def subscribe_to_event(self, event: str, module: str, *message_and_method: str) -> None:
        """Call a registered module's method with (key, value, message) at every raise of an event."""
        *message, method = message_and_method
        text = message[0] if message else ""

        def call(key: str, value: Any) -> None:
            self._call_module(module, method, key, value, text)

        self._memory.listen(event, module, call)
        self._track_listeners(event, module, True)

    def unsubscribe_to_event(self, event: str, module: str) -> None:
        """Stop calling a module."""
        if not self._memory.ignore(event, module):
            raise CallError(f"{module} is not subscribed to {event}.")
        self._track_listeners(event, module, False)

    def subscribe_to_micro_event(self, event: str, module: str, message: str, method: str) -> None:
        """Call a registered module's method with (key, value, message) at every raise of a micro-event."""
        self._memory.declare(event, "MicroEvent")
        self.subscribe_to_event(event, module, message, method)

    def unsubscribe_to_micro_event(self, event: str, module: str) -> None:
        """Stop calling a module."""
        self.unsubscribe_to_event(event, module)

    def unregister_module_reference(self, module: str) -> None:
        """Stop calling a module for any event."""
        for event in self._memory.names():
            if module in self._memory.tokens(event):
                self.unsubscribe_to_event(event, module)

    def remove_event(self, key: str) -> None:
        """Forget an event."""
        self._remove(key)

    def remove_micro_event(self, key: str) -> None:
        """Forget a micro-event."""
        self._remove(key)

    def get_data_list(self, part: str) -> list[str]:
        """Return the keys that contain a text."""
        return [key for key in self._memory.names() if part in key]

    def get_data_list_name(self) -> list[str]:
        """Return all keys."""
        return self._memory.names()

    def get_event_list(self) -> list[str]:
        """Return all events."""
        return self._memory.names("Event")

    def get_micro_event_list(self) -> list[str]:
        """Return all micro-events."""
        return self._memory.names("MicroEvent")

    def get_extractor_event(self, event: str) -> list[str]:
        """Return the extractors that raise an event."""
        return [_EXTRACTOR_OF[event]] if event in _EXTRACTOR_OF else []

    def get_event_history(self, key: str) -> Any:
        """Return [value, seconds, microseconds] of the last 100 raises at most, the oldest first."""
        return [list(item) for item in self._entry(key).history]

    def get_timestamp(self, key: str) -> Any:
        """Return [value, seconds, microseconds]: a key's value and the robot's time of it."""
        value = self.get_data(key)
        return [value, *self._memory.stamp(key)]

    def get_subscribers(self, event: str) -> list[str]:
        """Return the names of the subscribed modules."""
        return [str(token) for token in self._memory.tokens(event)]

    def get_type(self, key: str) -> str:
        """Return what a key is: Data, Event or MicroEvent."""
        return self._entry(key).kind

    def get_description_list(self, keys: list[str]) -> Any:
        """Return [name, description, type] of keys."""
        return [[key, self._entry(key).description, self._entry(key).kind] for key in keys]

    def set_description(self, key: str, description: str) -> None:
        """Describe a key."""
        self._entry(key).description = description

    def get_data_on_change(self, key: str, _timeout: int) -> Pending:
        """Return a call that ends with the value of the next raise of an event."""
        pending = Pending()
        token = object()
        self._memory.listen(key, token, lambda _key, value: pending.done(value))
        pending.when_ended(lambda _ended: self._memory.ignore(key, token))
        pending.on_cancel = pending.cancelled
        return pending

    def add_mapping(self, *_mapping: Any) -> None:
        """Accept a mapping without effect: there is no DCM to map keys to."""

    def _value_or_none(self, key: str) -> Any:
        try:
            return self._memory.get(key)
        except KeyError:
            return None

    def _entry(self, key: str) -> Entry:
        try:
            return self._memory.entry(key)
        except KeyError:
            raise CallError(f"Data not found {key}") from None

    def _remove(self, key: str) -> None:
        try:
            self._memory.remove(key)
        except KeyError:
            raise CallError(f"Data not found {key}") from None

    def _track_listeners(self, event: str, listener: str, listening: bool) -> None:
        """Start and stop an extractor with the first and the last listener of its events."""
        service = _EXTRACTOR_OF.get(event)
        if service is None:
            return
        listeners = self._listened.setdefault(service, set())
        (listeners.add if listening else listeners.discard)((event, listener))
        if listeners:
            self._extractors[service].subscribe(AUTO_SUBSCRIBER)
        else:
            self._extractors[service].unsubscribe(AUTO_SUBSCRIBER)
