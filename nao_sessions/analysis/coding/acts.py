"""What a press does: a point is set, a state begins or ends; of a group one state at a time.

Where the press falls decides, as in BORIS, and not the order of the presses: a state is ended from inside it.

Pure functions: from the annotations that stand and what a coder asks for to the lines of one act, which are
written together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nao_sessions.analysis.schemes.model import Behaviour, Scheme
from nao_sessions.core.errors import UsageError
from nao_sessions.record.additions.annotations import Annotation, AnnotationLine, Op
from nao_sessions.text.messages import msg


@dataclass(frozen=True, slots=True)
class Press:
    """The press of a behaviour's key at a moment (session ns), for a subject, with modifiers."""

    behaviour: str
    at_ns: int
    subject: str = ""
    modifiers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Ops:
    """The lines of one act, without their number and time."""

    lines: tuple[tuple[Op, Annotation], ...]

    def numbered(self, act: int, at_utc: str, facts: Mapping[str, Any] | None = None) -> list[AnnotationLine]:
        """Return the operations as lines of the coder's file, with the act's number, time and facts."""
        return [
            AnnotationLine(op, act, at_utc, one.id, one if op != "remove" else None, facts=facts or {})
            for op, one in self.lines
        ]


def press(standing: Sequence[Annotation], scheme: Scheme, pressed: Press, new_id: str) -> Ops:
    """Return the operations by which a press of a behaviour's key changes the standing annotations.

    Inside a state of that behaviour and subject it ends there, also where its end was coded before. Before
    one whose end was not coded yet it is its other end, where nothing of the group lies between. Anywhere
    else one begins: it ends what goes on there of its group, and where something of its group stands later,
    it ends there until it is ended before.

    Raises:
        UsageError: the scheme has no such behaviour, or no such modifier.
    """
    behaviour = scheme.behaviour(pressed.behaviour)
    if behaviour is None:
        raise not_of_coding(pressed.behaviour)
    modifiers = _checked(scheme, behaviour, pressed.modifiers or {})
    new = Annotation(
        id=new_id,
        scheme=scheme.id,
        behaviour=behaviour.code,
        start_ns=pressed.at_ns,
        open=behaviour.kind == "state",
        modifiers=modifiers,
        subject=pressed.subject,
    )
    if behaviour.kind == "point":
        return Ops((("add", new),))
    mine = [one for one in standing if (one.scheme, one.subject) == (scheme.id, pressed.subject)]
    rivals = [one for one in mine if _excludes(scheme, behaviour, one.behaviour)]
    ended = _ended(rivals, behaviour, pressed.at_ns)
    if ended is None:
        return _begin(new, rivals)
    first, last = sorted((ended.start_ns, pressed.at_ns))
    later = [one.start_ns for one in rivals if one is not ended and first < one.start_ns < last]
    return Ops((("change", replace(ended, start_ns=first, stop_ns=min([last, *later]), open=False)),))


def _ended(rivals: Sequence[Annotation], behaviour: Behaviour, at_ns: int) -> Annotation | None:
    """Return the state that a press ends, or None; the page's ``wouldEnd`` says the same before the press."""
    own = [one for one in rivals if one.behaviour == behaviour.code]
    inside = [one for one in own if one.start_ns <= at_ns and (one.open or at_ns < (one.stop_ns or 0))]
    if inside:
        return max(inside, key=lambda one: one.start_ns)
    opened = min((one for one in own if one.open), key=lambda one: one.start_ns, default=None)
    if opened is None:
        return None
    before = [one for one in rivals if one.start_ns < opened.start_ns]
    return None if any(one.open or at_ns < (one.stop_ns or 0) for one in before) else opened


def _begin(new: Annotation, rivals: Sequence[Annotation]) -> Ops:
    """Return the operations that begin a state: what goes on there ends, what comes later ends it."""
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
    """Return the operation that changes an annotation's start, stop, comment, modifiers or subject.

    Raises:
        UsageError: there is no such annotation, or it would end before it begins.
    """
    before = _standing(standing, name)
    behaviour = scheme.behaviour(before.behaviour)
    if behaviour is None:
        raise not_of_coding(before.behaviour)
    known = {key: changes[key] for key in ("start_ns", "stop_ns", "comment", "subject") if key in changes}
    if "modifiers" in changes:
        known["modifiers"] = _checked(scheme, behaviour, changes["modifiers"])
    after: Annotation = replace(before, **known)
    if behaviour.kind == "point":
        after = replace(after, stop_ns=None, open=False)
    elif after.stop_ns is not None:
        if after.stop_ns < after.start_ns:
            raise UsageError(
                msg("The end would be before the beginning: nothing was changed."),
                code="K115",
            )
        after = replace(after, open=False)
    return Ops((("change", after),)) if after != before else Ops(())


def remove(standing: Sequence[Annotation], name: str) -> Ops:
    """Return the operation that removes an annotation. Raises: UsageError, when there is none."""
    return Ops((("remove", _standing(standing, name)),))


def _excludes(scheme: Scheme, behaviour: Behaviour, other: str) -> bool:
    """Return whether another behaviour is the same one, or one of its group, so that one ends the other."""
    if other == behaviour.code:
        return True
    rival = scheme.behaviour(other)
    return rival is not None and bool(behaviour.group) and rival.group == behaviour.group


def _checked(scheme: Scheme, behaviour: Behaviour, modifiers: Mapping[str, str]) -> dict[str, str]:
    for name, value in modifiers.items():
        if name not in behaviour.modifiers or not scheme.modifiers[name].holds(value):
            raise not_of_coding(f"{name}={value}")
    return {name: modifiers[name] for name in behaviour.modifiers if name in modifiers}


def _standing(standing: Sequence[Annotation], name: str) -> Annotation:
    found = next((one for one in standing if one.id == name), None)
    if found is None:
        raise not_of_coding(name)
    return found


def not_of_coding(name: str) -> UsageError:
    """Return the error to raise for a code, an annotation or a subject that is not in the coding."""
    return UsageError(
        msg("'{name}' is not in this coding.", name=name[:40]),
        msg("Reload the page."),
        code="K115",
    )
