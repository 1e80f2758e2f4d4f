"""The promises that every protocol makes, without an earlier version to compare.

``endings``: refusal and distress end as such, *finish* ends the session, and the words that mean a refusal or
distress; ``praise``: it follows success only; ``showing``: helps and pictures show the right thing;
``breach``: what a broken promise is, as a value. Which checks hold which promise is listed here. What a
rehearsal must see happen is in ``rehearsal/``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nao_sessions.protocol.checks.graph import FlowGraph
from nao_sessions.protocol.checks.promises.breach import Breach
from nao_sessions.protocol.checks.promises.endings import broken_closing, broken_endings
from nao_sessions.protocol.checks.promises.praise import broken_praise
from nao_sessions.protocol.checks.promises.showing import broken_showing
from nao_sessions.protocol.flow import Protocol


class Promise(NamedTuple):
    """One promise: its name, and the checks that hold it.

    How grave each check is, and what it finds, stands in the registry and on the check's page.
    """

    name: str
    checks: tuple[str, ...]


PROMISES = (
    Promise("refusal", ("P235", "P241", "P248")),
    Promise("distress", ("P235", "P242", "P248")),
    Promise("praise", ("P243", "P249", "P251")),
    Promise("consolation", ("P243", "P244", "P249")),
    Promise("help", ("P219", "P245")),
    Promise("picture", ("P246", "P250")),
    Promise("limit", ("P205", "P213", "P247")),
)
"""What every protocol promises; in words in the guide of rehearsals (``docs/en/rehearsing.md``)."""


def broken_promises(protocol: Protocol, graph: FlowGraph | None = None) -> Iterator[Breach]:
    """Yield every place of a protocol where its flow breaks a promise."""
    graph = graph or FlowGraph(protocol)
    yield from broken_endings(protocol, graph)
    yield from broken_praise(protocol)
    yield from broken_showing(protocol)
    yield from broken_closing(protocol, graph)


__all__ = ["PROMISES", "Breach", "Promise", "broken_promises"]
