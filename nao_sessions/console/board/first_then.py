"""*D'abord, ensuite*: what is done now and what comes next, as the titles of the protocol's steps say it.

Worked out from the flow alone: where a branch decides, the usual way on is told, as the main button leads.
"""

from __future__ import annotations

from nao_sessions.protocol.flow import BACK, DONE, Branch, Level, Protocol, Step

_FURTHEST = 12
"""How many steps without a title of their own are passed over on the way to the next one."""


def first_then(protocol: Protocol, step: str, language: str) -> tuple[str, str] | None:
    """Give the titles of what is done and of what comes next; None where there are not two.

    Args:
        protocol: the protocol that runs.
        step: the step that the session is in (its dotted name).
        language: the session's.
    """
    first = _title_around(protocol, step, language)
    if first is None:
        return None
    here = step
    for _ in range(_FURTHEST):
        following = _next_of(protocol, here)
        if following is None:
            return None
        then = _title_around(protocol, following, language)
        if then is not None and then != first:
            return first, then
        here = following
    return None


def _title_around(protocol: Protocol, name: str, language: str) -> str | None:
    """Give the title of a step, or of the nearest group around it; a title with places in it is none."""
    for each in (name, *protocol.ancestors(name)):
        title = protocol.steps[each].title
        if title is not None and "{" not in title.template(language).source:
            return title.template(language).source
    return None


def _next_of(protocol: Protocol, name: str) -> str | None:
    """Give the step that usually follows: the step's own way on, else that of the group that it ends."""
    for each in (name, *protocol.ancestors(name)):
        target = _usual(protocol.steps[each])
        if target == DONE or target is None:
            continue
        return target
    return None


def _usual(step: Step) -> str | None:
    if step.next:
        return _last(step.next)
    return _of_level(step.level)


def _of_level(level: Level) -> str | None:
    buttons = sorted(level.buttons, key=lambda entry: not entry.main)
    for entry in (*buttons, *level.when, *level.after):
        target = _last(entry.next)
        if target is not None:
            return target
    return None


def _last(branches: tuple[Branch, ...]) -> str | None:
    """Give the target of the branch that has no condition: the last one."""
    return branches[-1].target if branches and branches[-1].target != BACK else None
