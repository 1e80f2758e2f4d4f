"""The checks on loops: without a way out or without time (P204), without a bound (P214), routines that call
themselves (P234).

A loop here is one that turns by itself: contents that end, and waits that run out. What it counts is counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from nao_sessions.protocol.checks.graph import Edge, over, step_of
from nao_sessions.protocol.checks.subject import Subject, short
from nao_sessions.protocol.checks.texts import inner_blocks
from nao_sessions.protocol.cycles import components, cyclic
from nao_sessions.protocol.flow import BACK, DONE, Branch, Entry, Step
from nao_sessions.protocol.timing.loops import Branching, assignments, conditions_of, turns
from nao_sessions.text.messages import Text, msg

NO_EXIT = msg("without a way out")
NO_TIME = msg("without ever waiting or changing a datum")
NO_CHANGE = msg("whose way out never opens")


def check_loops(subject: Subject, reached: set[str]) -> set[str]:
    """Tell the loops that are wrong; give the steps in them."""
    told: set[str] = set()
    for loop in _turning_loops(subject, reached):
        names = [name for name in subject.protocol.steps if name in loop]
        reason = _reason(subject, loop)
        if reason is None:
            continue
        told.update(names)
        listed = " → ".join(short(name) for name in [*names[:5], names[0]])
        subject.tell(
            "P204",
            subject.protocol.steps[names[0]].place,
            msg("loop {reason}: {listed}", reason=reason, listed=listed),
            msg("wait for somebody (buttons, after), or leave it by an 'if' on a counter"),
        )
    told |= _unbounded(subject, told)
    _endless_routines(subject)
    return told


def _turning_loops(subject: Subject, reached: set[str]) -> Iterator[set[str]]:
    """Yield the sets of places that lead to each other by themselves: at once, or after no time at all."""

    def at_once(edge: Edge) -> bool:
        return edge.kind == "auto" or (edge.kind == "after" and _without_time(subject, edge.entry))

    graph = subject.graph.followed(at_once)
    for component in components(graph):
        if cyclic(component, graph) and component[0] in reached:
            yield set(component)


def _without_time(subject: Subject, entry: Entry | None) -> bool:
    """Tell whether a delay is none, settings at their defaults."""
    waits = [] if entry is None else [one for one in (entry.wait, entry.limit) if one is not None]
    return bool(waits) and not max(map(subject.known.milliseconds, waits))


def _reason(subject: Subject, loop: set[str]) -> Text | None:
    """Tell why a loop is wrong, or None."""
    graph, protocol = subject.graph, subject.protocol
    leading_out = [edge for place in loop for edge in graph.ways_on(place) if edge.target not in loop]
    returns = any(place in graph.returns for place in loop)
    if not leading_out and not returns:
        return NO_EXIT
    steps = [name for name in protocol.steps if name in loop]
    choices = list(_choices(subject, loop, steps))
    reactions = [entry for name in steps for entry in _at_once(subject, protocol.steps[name])]
    more = tuple(pair for entry in reactions for pair in entry.assignments)
    counted = turns(protocol, subject.known, steps, choices, more)
    if not _takes_time(subject, loop):
        sets, _ = assignments(protocol, steps)
        return NO_TIME if not (sets or more) or (counted.count is None and counted.certain) else None
    by_person = any(edge.kind in ("button", "when", "after") for edge in leading_out)
    if by_person or returns or counted.count is not None:
        return None
    return NO_CHANGE if counted.certain or not _may_change(subject, choices, steps) else None


def _choices(subject: Subject, loop: set[str], steps: list[str]) -> Iterator[Branching]:
    """Yield the choices in a loop that are made at once."""
    for name in steps:
        step = subject.protocol.steps[name]
        place = name if step.start is None else over(name)
        if place in loop and step.next:
            yield [(conditions_of(branch), _target(branch, step) not in loop) for branch in step.next]
        reactions = _at_once(subject, step) if place in loop else ()
        ways = [
            ((*conditions_of(entry), *conditions_of(branch)), _target(branch, step) not in loop)
            for entry in reactions
            for branch in entry.next
        ]
        if ways:
            yield ways


def _at_once(subject: Subject, step: Step) -> tuple[Entry, ...]:
    """Return the delays of a step that are none."""
    return tuple(entry for entry in step.level.after if _without_time(subject, entry))


def _target(branch: Branch, step: Step) -> str:
    if branch.target == DONE and step.parent is not None:
        return over(step.parent)
    return "" if branch.target == BACK else branch.target


def _takes_time(subject: Subject, loop: set[str]) -> bool:
    """Tell whether every turn of a loop takes time, for all that is known."""
    for name in {step_of(place) for place in loop}:
        step = subject.protocol.steps.get(name)
        if step is None or name not in loop:
            continue
        if step.trials is not None or step.each is not None or subject.blocks.span(step.block).best:
            return True
    return False


def _may_change(subject: Subject, choices: list[Branching], steps: list[str]) -> bool:
    """Tell whether anything that the ways out hang on can change while the loop turns."""
    protocol = subject.protocol
    inside = {
        name for step in steps for name in protocol.steps if name == step or name.startswith(f"{step}.")
    }
    trials = {name for name in inside if protocol.steps[name].trials is not None}
    reset = {name for name, _ in protocol.all_assignments()}
    for choice in choices:
        for conditions, _ in choice:
            for condition in conditions:
                for path in condition.paths:
                    match path:
                        case ("results", step, *_) if step in trials or step in inside:
                            return True
                        case ("data", name) if name in reset:
                            return True
                        case ("participant" | "event" | "item" | "trial" | "trials", *_):
                            return True
    return False


def _unbounded(subject: Subject, told: set[str]) -> set[str]:
    """Tell the loops that go on as long as nobody acts, where no limit of the session ends them."""
    if subject.protocol.limit_ms is not None:
        return set()
    found: set[str] = set()
    for names in subject.time.endless:
        if told & {
            name for step in names for name in subject.protocol.steps if f"{name}.".startswith(f"{step}.")
        }:
            continue
        found.update(names)
        listed = " → ".join(short(name) for name in [*names[:5], names[0]])
        subject.tell(
            "P214",
            subject.protocol.steps[names[0]].place,
            msg("as long as nobody acts, or succeeds, this loop goes on: {listed}", listed=listed),
            msg("count the turns with set and leave by an 'if', or set a limit: duration: {limit: 20 min}"),
        )
    return found


def _endless_routines(subject: Subject) -> None:
    """Tell the routines that call themselves: Nao would never come to their end."""
    blocks = subject.protocol.blocks
    inner = {
        name: [block for moment in moments for act in moment.acts for block in inner_blocks(act)]
        for name, moments in blocks.items()
    }
    for component in components(inner):
        if not cyclic(component, inner):
            continue
        for name in sorted(component):
            acts = [act for moment in blocks[name] for act in moment.acts if act.verb == "routine"]
            calls = [act for act in acts if act.argument in component]
            if calls:
                called = str(calls[0].argument).rpartition("/")[2]
                subject.tell(
                    "P234",
                    calls[0].place,
                    msg("the routine '{called}' calls itself, without end", called=called),
                    msg("take this call out; to repeat, make a step that counts"),
                )
                break
