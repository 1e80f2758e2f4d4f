"""What the checks of a resolved protocol look at: its flow, its head as written, where it will run.

Computed once for all of them; nothing here reads a clock or a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.graph import FlowGraph
from nao_sessions.protocol.checks.places import ComputedPlace, SpokenText, sites_of, texts_of
from nao_sessions.protocol.expression import Path
from nao_sessions.protocol.findings import Findings
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.spoken import languages_of, spoken_in
from nao_sessions.protocol.timing.blocks import Blocks
from nao_sessions.protocol.timing.session import SessionTime, session_time
from nao_sessions.protocol.timing.values import KnownValues
from nao_sessions.protocol.wording import COMPREHENSION
from nao_sessions.text.messages import Text

TO_BE_READ = frozenset({"review", "approved"})
"""States of a protocol in which others read it: what they will ask is reported then, and not in a draft."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known beside the file.

    ``place`` is where Nao stands, ``cameras`` how many film; None: no room was named. ``today`` is a date
    (2026-11-24), or empty. ``committee``: report what a committee will ask, whatever the file's status.
    """

    place: Literal["table", "floor"] | None = None
    cameras: int | None = None
    today: str = ""
    committee: bool = False


NOWHERE = Situation()


@dataclass(frozen=True)
class CheckedProtocol:
    """One protocol under check, and what several checks need of it, computed when it is first needed."""

    protocol: Protocol
    keys: ProtocolKeys
    situation: Situation
    findings: Findings = field(repr=False)

    def tell(self, code: str, place: Place, sentence: Text, hint: Text | None = None) -> None:
        """Add a finding to the findings of the protocol."""
        self.findings.add(code, place, sentence, hint)

    @cached_property
    def graph(self) -> FlowGraph:
        """Return the flow of the protocol as a graph."""
        return FlowGraph(self.protocol)

    @cached_property
    def known(self) -> KnownValues:
        """Return the values that are known before a session."""
        return KnownValues(self.protocol)

    @cached_property
    def blocks(self) -> Blocks:
        """Return the durations of the protocol's blocks."""
        return Blocks(self.protocol, self.known)

    @cached_property
    def texts(self) -> tuple[SpokenText, ...]:
        """Return every text of the protocol that somebody hears or reads."""
        return tuple(texts_of(self.protocol, self.known))

    @cached_property
    def in_each_language(self) -> tuple[CheckedProtocol, ...]:
        """Return this subject once for each language of the protocol, the protocol's own language first."""
        others = languages_of(self.protocol)[1:]
        protocols = (replace(spoken_in(self.protocol, one), language=one) for one in others)
        return (self, *(replace(self, protocol=protocol) for protocol in protocols))

    @cached_property
    def sites(self) -> tuple[ComputedPlace, ...]:
        """Return every place of the protocol where something is computed."""
        return tuple(sites_of(self.protocol))

    @cached_property
    def read(self) -> frozenset[Path]:
        """Return every path whose value the protocol reads somewhere."""
        return frozenset(path for site in self.sites for path in site.paths)

    @cached_property
    def time(self) -> SessionTime:
        """Return how long a session of the protocol lasts, at best and at worst, and its endless loops."""
        return session_time(self.protocol, self.blocks)

    @property
    def level(self) -> str | None:
        """Return the level of comprehension that the head declares; None where it declares no known level."""
        level = self.protocol.about.comprehension
        return level if level in COMPREHENSION else None

    @property
    def is_read(self) -> bool:
        """Return whether a committee or others review the protocol, so that its head should be complete."""
        return self.situation.committee or self.protocol.status in TO_BE_READ


def short(name: str) -> str:
    """Return a step's name as the author wrote it, without the names of its groups."""
    return name.rsplit(".", 1)[-1]
