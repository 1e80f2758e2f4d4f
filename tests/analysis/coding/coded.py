"""Annotations and lines for the tests: short to write, plain to read. Times are seconds here."""

from __future__ import annotations

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.annotations import Annotation, AnnotationLine, Op

AT = "2026-11-24T14:03:12Z"


def point(behaviour: str, at_s: float, name: str = "", subject: str = "P07") -> Annotation:
    """Give a point."""
    return Annotation(
        name or f"{behaviour}-{at_s:g}".replace(".", "_"), "test", behaviour, _ns(at_s), subject=subject
    )


def state(
    behaviour: str, from_s: float, to_s: float | None, name: str = "", subject: str = "P07"
) -> Annotation:
    """Give a state; one without an end goes on."""
    stop = None if to_s is None else _ns(to_s)
    identity = name or f"{behaviour}-{from_s:g}".replace(".", "_")
    return Annotation(identity, "test", behaviour, _ns(from_s), stop, open=stop is None, subject=subject)


def line(
    op: Op, act: int, annotation: Annotation | None = None, *, removed: str = "", undoes: int | None = None
) -> AnnotationLine:
    """Give a line of a coder's file."""
    name = annotation.id if annotation is not None else removed
    return AnnotationLine(op, act, AT, name, annotation, undoes)


def _ns(seconds: float) -> int:
    return round(seconds * SECOND_NS)
