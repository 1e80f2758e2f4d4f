"""One service behind the wire: each call is checked, traced and run, and kept while it runs if it was posted.

Every call, direct or by ``pCall``, passes :meth:`ServiceCalls.invoke`, so that trace and faults miss none.
"""

from __future__ import annotations

import itertools
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from nao_simulator.clock import Timeline
from nao_simulator.errors import CallError, ExactError, naoqi_text
from nao_simulator.pending import Pending
from nao_simulator.trace import Trace
from nao_simulator.wire import convert
from nao_simulator.wire.signatures import Declaration, Signature, module_signatures

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z](?!$))")


class Faults(Protocol):
    """The calls that are planned to fail; :meth:`take` returns a planned text once."""

    def take(self, service: str, method: str) -> str | None:
        """Return the planned error text of this call, if any, and forget it."""
        ...


def snake_name(method: str) -> str:
    """Return a wire method's Python name: ``set_angles`` for ``setAngles``, ``fade_rgb`` for ``fadeRGB``."""
    return _WORD_START.sub("_", method).lower()


class ServiceCalls:
    """The calls of one service.

    ``parts`` have one Python method a wire method (see snake_name); the first part that has it answers.
    ``refused`` are the wire methods that exist and answer that they are not simulated.
    """

    def __init__(
        self,
        declaration: Declaration,
        parts: Sequence[Any],
        refused: frozenset[str],
        trace: Trace,
        faults: Faults,
        timeline: Timeline,
    ) -> None:
        self.declaration = declaration
        self._trace = trace
        self._faults = faults
        self._timeline = timeline
        self._posted: dict[int, Pending] = {}
        self._task_ids = itertools.count(1)
        self._functions: dict[Signature, Callable[..., Any]] = {}
        for signature in declaration.signatures:
            refuses = signature.method in refused
            self._functions[signature] = _refuse if refuses else _function(parts, signature.method)
        if declaration.module:
            for signature in module_signatures():
                name = f"_module_{snake_name(signature.method)}"
                self._functions.setdefault(signature, getattr(self, name))

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """Return every signature this service answers, inherited ones included, without pCall."""
        return tuple(self._functions)

    def invoke(self, signature: Signature, values: Sequence[Any], **details: Any) -> Pending:
        """Run one call; never raises, an error is an ended Pending."""
        service, method = self.declaration.service, signature.method
        self._trace.call(service, method, values, **details)
        planned = self._faults.take(service, method)
        if planned is not None:
            return _failed(ExactError(planned))
        try:
            result = self._functions[signature](*convert.arguments(signature, values))
        except CallError as error:
            return _failed(ExactError(naoqi_text(service, method, str(error))))
        except ExactError as error:
            return _failed(error)
        except Exception as error:  # a fault of the simulator: reported, never a broken answer on the wire
            traceback.print_exc(file=sys.stderr)
            return _failed(ExactError(naoqi_text(service, method, f"The simulator failed: {error!r}")))
        return result if isinstance(result, Pending) else Pending.ended(result)

    def post(self, values: Sequence[Any]) -> Pending:
        """Start the call of ``pCall(method, arguments...)``; the returned one is its task id, at once."""
        self._trace.call(self.declaration.service, "pCall", values)
        if not values or not isinstance(values[0], str):
            text = naoqi_text(self.declaration.service, "pCall", "The first argument must be a method name.")
            return _failed(ExactError(text))
        method, arguments = values[0], values[1:]
        signature = self._overload(method, arguments)
        if signature is None:
            text = f"Function {method} does not exist in module {self.declaration.service}"
            return _failed(ExactError(naoqi_text(self.declaration.service, method, text)))
        task_id = next(self._task_ids)
        pending = self.invoke(signature, arguments, via="pCall", task=task_id)
        self._posted[task_id] = pending
        pending.when_ended(lambda _ended: self._posted.pop(task_id, None))
        return Pending.ended(task_id)

    def _overload(self, method: str, values: Sequence[Any]) -> Signature | None:
        candidates = [
            signature
            for signature in self._functions
            if signature.method == method and len(signature.parameters) == len(values)
        ]
        for signature in candidates:
            try:
                convert.arguments(signature, values)
            except CallError:
                continue
            return signature
        return candidates[0] if candidates else None

    # The methods that every ALModule inherits.

    def _module_ping(self) -> bool:
        return True

    def _module_version(self) -> str:
        return "2.8.6"

    def _module_exit(self) -> None:
        raise CallError("A module of the simulated robot cannot be unloaded.")

    def _module_get_method_list(self) -> list[str]:
        return sorted({signature.method for signature in self._functions} | {"pCall"})

    def _module_get_method_help(self, method: str) -> Any:
        found = [signature for signature in self._functions if signature.method == method]
        if not found:
            raise CallError(f"Function {method} does not exist in module {self.declaration.service}")
        return [[signature.method, signature.wire, signature.result] for signature in found]

    def _module_get_module_help(self) -> Any:
        return [self.declaration.service, "", []]

    def _module_get_usage(self, method: str) -> str:
        lines = [f"{s.method}{s.wire}->{s.result}" for s in self._functions if s.method == method]
        return "\n".join(lines)

    def _module_get_broker_name(self) -> str:
        return "MyBroker"

    def _module_is_running(self, task_id: int) -> bool:
        return task_id in self._posted

    def _module_wait(self, task_id: int, timeout_ms: int | None = None) -> Pending:
        """Wait for a posted call; ends with True when the timeout (ms; 0: for ever) came first.

        Without a timeout it ends with None, as the overload ``wait(i)`` does.
        """
        answer = Pending()
        with_timeout = timeout_ms is not None
        posted = self._posted.get(task_id)
        if posted is None:
            answer.done(False if with_timeout else None)
            return answer
        posted.when_ended(lambda _ended: answer.done(False if with_timeout else None))
        if timeout_ms:
            timer = self._timeline.after(timeout_ms / 1000, lambda: answer.done(True))
            answer.when_ended(lambda _ended: timer.cancel())
        answer.on_cancel = posted.cancel
        return answer

    def _module_stop(self, task_id: int) -> None:
        posted = self._posted.get(task_id)
        if posted is not None:
            posted.cancel()


def _function(parts: Sequence[Any], method: str) -> Callable[..., Any]:
    """Return the function of a declared method: that of the first part which has one.

    Raises:
        LookupError: no part has one; it is raised as the simulator starts.
    """
    name = snake_name(method)
    for part in parts:
        function: Callable[..., Any] | None = getattr(part, name, None)
        if function is not None:
            return function
    raise LookupError(f"no part has {name} for the declared method {method}")


def _refuse(*_arguments: Any) -> None:
    raise CallError("This method is not available on the simulated robot.")


def _failed(error: Exception) -> Pending:
    pending = Pending()
    pending.failed(error)
    return pending
