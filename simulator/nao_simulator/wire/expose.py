"""The object that qi exports for one service: exactly the declared methods, nothing else.

No method blocks a qi thread: a call that is not over at once answers with a promise, and can be cancelled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import qi

from nao_simulator.pending import Pending
from nao_simulator.wire.calls import ServiceCalls
from nao_simulator.wire.signatures import Signature


def qi_object(calls: ServiceCalls, members: dict[str, Any] | None = None) -> Any:
    """Return a multi-threaded qi object for a service's calls; ``members`` (signals) are added to it."""
    namespace: dict[str, Any] = dict(members or {})
    for number, signature in enumerate(calls.signatures):
        namespace[f"{signature.method}_{number}"] = _method(calls, signature)
    if calls.declaration.module:
        namespace["pCall"] = _posting_method(calls)
    exported = type(calls.declaration.service, (), namespace)
    return qi.multiThreaded()(exported)()


def _method(calls: ServiceCalls, signature: Signature) -> Callable[..., Any]:
    def call(_self: object, *values: Any) -> Any:
        return answer(calls.invoke(signature, values))

    call.__doc__ = ""
    bound: Callable[..., Any] = qi.bind(
        returnType=signature.result, paramsType=["".join(signature.parameters)], methodName=signature.method
    )(call)
    return bound


def _posting_method(calls: ServiceCalls) -> Callable[..., Any]:
    def post(_self: object, *values: Any) -> Any:
        return answer(calls.post(values))

    post.__doc__ = ""
    bound: Callable[..., Any] = qi.bind(methodName="pCall")(post)
    return bound


def answer(pending: Pending) -> Any:
    """Return the value of a call that is over, else a future for qi, which it can cancel.

    An error always travels as a failed promise: an exception would reach the client decorated with Python
    file names.
    """
    if pending.state == "done":
        return pending.value
    promise = qi.Promise(lambda _promise: pending.cancel())

    def settle(ended: Pending) -> None:
        if ended.state == "failed":
            promise.setError(str(ended.value))
        elif ended.state == "cancelled":
            promise.setCanceled()
        else:
            try:
                promise.setValue(ended.value)
            except RuntimeError as error:  # a result of the wrong type must not leave the client waiting
                promise.setError(str(error))

    pending.when_ended(settle)
    return promise.future()
