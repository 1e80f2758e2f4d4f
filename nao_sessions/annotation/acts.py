"""What a press does: a point is set, a state begins or ends; of a group one state at a time.

Pure functions: from what stands and what was asked to the lines of one act, which are written together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nao_sessions.annotation.scheme import Behaviour, Scheme
from nao_sessions.core.errors import UsageError
from nao_sessions.core.text import Text
from nao_sessions.session.annotations import Annotation, Line, Op


@dataclass(frozen=True, slots=True)
class Press:
    """A behaviour's key was pressed at a moment (session ns), for a subject, with modifiers."""

    behaviour: str
    at_ns: int
    subject: str = ""
    modifiers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Ops:
    """The lines of one act, without their number and time."""

    lines: tuple[tuple[Op, Annotation], ...]

    def numbered(self, act: int, at_utc: str, facts: Mapping[str, Any] | None = None) -> list[Line]:
        """Give them as the file has them."""
        return [
            Line(op, act, at_utc, one.id, one if op != "remove" else None, facts=facts or {})
            for op, one in self.lines
        ]


def press(standing: Sequence[Annotation], scheme: Scheme, asked: Press, new_id: str) -> Ops:
    """Take up a press.

    A state that goes on ends; one that would begin ends what goes on of its group for the same subject, and
    where something of its group stands already later, it ends there.

    Raises:
        UsageError: the scheme has no such behaviour, or no such modifier.
    """
    behaviour = scheme.behaviour(asked.behaviour)
    if behaviour is None:
        raise _unknown(asked.behaviour)
    modifiers = _checked(scheme, behaviour, asked.modifiers or {})
    new = Annotation(
        id=new_id,
        scheme=scheme.id,
        behaviour=behaviour.code,
        start_ns=asked.at_ns,
        open=behaviour.kind == "state",
        modifiers=modifiers,
        subject=asked.subject,
    )
    if behaviour.kind == "point":
        return Ops((("add", new),))
    mine = [one for one in standing if (one.scheme, one.subject) == (scheme.id, asked.subject)]
    going_on = next((one for one in mine if one.open and one.behaviour == behaviour.code), None)
    rivals = [one for one in mine if one is not going_on and _excludes(scheme, behaviour, one.behaviour)]
    if going_on is not None:
        first, last = sorted((going_on.start_ns, asked.at_ns))
        later = [one.start_ns for one in rivals if first < one.start_ns < last]
        return Ops((("change", replace(going_on, start_ns=first, stop_ns=min([last, *later]), open=False)),))
    return _begin(new, rivals)


def _begin(new: Annotation, rivals: Sequence[Annotation]) -> Ops:
    """Begin a state: what goes on there ends, and what comes later ends it."""
    lines: list[tuple[Op, Annotation]] = []
    at_ns = new.start_ns
    for one in rivals:
        if one.open and one.start_ns <= at_ns:
            lines.append(("change", replace(one, stop_ns=at_ns, open=False)))
        elif one.stop_ns is not None and one.start_ns <= at_ns < one.stop_ns:
            new = replace(new, stop_ns=one.stop_ns, open=False)
            lines.append(("change", replace(one, stop_ns=at_ns)))
    later = [one.start_ns for one in rivals if one.start_ns > at_ns]
    if later and (new.stop_ns is None or new.stop_ns > min(later)):
        new = replace(new, stop_ns=min(later), open=False)
    return Ops((*lines, ("add", new)))


def change(standing: Sequence[Annotation], scheme: Scheme, name: str, changes: Mapping[str, Any]) -> Ops:
    """Change an annotation: its ``start_ns``, ``stop_ns``, ``comment``, ``modifiers``, ``subject``.

    Raises:
        UsageError: there is no such annotation, or it would end before it begins.
    """
    before = _standing(standing, name)
    behaviour = scheme.behaviour(before.behaviour)
    if behaviour is None:
        raise _unknown(before.behaviour)
    known = {key: changes[key] for key in ("start_ns", "stop_ns", "comment", "subject") if key in changes}
    if "modifiers" in changes:
        known["modifiers"] = _checked(scheme, behaviour, changes["modifiers"])
    after: Annotation = replace(before, **known)
    if behaviour.kind == "point":
        after = replace(after, stop_ns=None, open=False)
    elif after.stop_ns is not None:
        if after.stop_ns < after.start_ns:
            raise UsageError(
                Text(
                    fr="La fin serait avant le début : rien n'a changé.",
                    en="The end would be before the beginning: nothing was changed.",
                ),
                code="K115",
            )
        after = replace(after, open=False)
    return Ops((("change", after),)) if after != before else Ops(())


def remove(standing: Sequence[Annotation], name: str) -> Ops:
    """Remove an annotation. Raises: UsageError, when there is none."""
    return Ops((("remove", _standing(standing, name)),))


def _excludes(scheme: Scheme, behaviour: Behaviour, other: str) -> bool:
    if other == behaviour.code:
        return True
    rival = scheme.behaviour(other)
    return rival is not None and bool(behaviour.group) and rival.group == behaviour.group


def _checked(scheme: Scheme, behaviour: Behaviour, given: Mapping[str, str]) -> dict[str, str]:
    for name, value in given.items():
        if name not in behaviour.modifiers or not scheme.modifiers[name].holds(value):
            raise _unknown(f"{name}={value}")
    return {name: given[name] for name in behaviour.modifiers if name in given}


def _standing(standing: Sequence[Annotation], name: str) -> Annotation:
    found = next((one for one in standing if one.id == name), None)
    if found is None:
        raise _unknown(name)
    return found


def _unknown(name: str) -> UsageError:
    return UsageError(
        Text(fr=f"« {name[:40]} » n'est pas dans ce codage.", en=f"'{name[:40]}' is not in this coding."),
        Text(fr="Rechargez la page.", en="Reload the page."),
        code="K115",
    )
