"""The components of a trial, and what may be said of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Component = Literal["instruction", "wait", "help", "feedback"]
COMPONENTS: tuple[Component, ...] = ("instruction", "wait", "help", "feedback")

Verdict = Literal["done", "partly", "otherwise", "adapted", "interrupted", "unplanned"]
"""done: as planned; partly: a part of it; otherwise: not, or in another way; adapted: an adult did it
otherwise, which is the adult's to decide; interrupted: as planned until something else broke the trial off;
unplanned: there was nothing to do here in this trial."""

FAULTS: frozenset[Verdict] = frozenset({"partly", "otherwise"})
APART: frozenset[Verdict] = frozenset({"adapted", "interrupted"})
"""The verdicts that are counted apart: neither as planned nor otherwise."""


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a trial; ``planned`` and ``done`` are counts, or for a wait lengths in nanoseconds.

    Of several silences, the lengths are those of the first that went another way, else of the first.
    """

    component: Component
    verdict: Verdict
    planned: int
    done: int
