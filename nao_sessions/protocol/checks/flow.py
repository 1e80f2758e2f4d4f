"""The checks on the flow: whether a session can get everywhere, and out of everywhere (P201 to P215, P240).

Only a flow in which every name has a meaning comes here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.graph import Edge, over, step_of
from nao_sessions.protocol.checks.loops import check_loops
from nao_sessions.protocol.checks.subject import Subject, short
from nao_sessions.protocol.flow import BACK, Branch, Entry
from nao_sessions.text.messages import msg


def check_flow(subject: Subject) -> None:
    """Tell what is wrong with the flow of a protocol whose names are all resolved."""
    _FlowCheck(subject).run()


class _FlowCheck:
    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._protocol = subject.protocol
        self._graph = subject.graph
        roots = {
            self._protocol.start,
            *(target for targets in self._graph.commands.values() for target in targets),
        }
        self._reached = self._graph.reached(roots)
        self._told: set[str] = set()

    def run(self) -> None:
        self._unreachable()
        self._groups_without_end()
        self._waits()
        self._told |= check_loops(self._subject, self._reached)
        self._dead_ends()
        self._returns()
        self._finish()
        self._repetitions()
        self._timeless_waits()

    def _unreachable(self) -> None:
        for name, step in self._protocol.steps.items():
            inside_one_told = step.parent is not None and step.parent not in self._reached
            if name not in self._reached and not inside_one_told:
                self._subject.tell(
                    "P201",
                    step.place,
                    msg("nothing leads to the step '{name}'", name=short(name)),
                    msg("lead to it with next, or take it out"),
                )

    def _groups_without_end(self) -> None:
        for name, step in self._protocol.steps.items():
            if step.start is not None and name in self._reached and over(name) not in self._reached:
                self._told.add(name)
                self._subject.tell(
                    "P209",
                    step.place,
                    msg("no step of the group '{name}' leads to 'done'", name=short(name)),
                    msg("write next: done in its last step"),
                )

    def _waits(self) -> None:
        """Tell the waits that nobody can leave, and those that only a child can."""
        for place in self._waiting_places():
            name = step_of(place)
            kinds = set(self._graph.kinds(place))
            if place in self._graph.returns:
                kinds |= {
                    "after" if entry.kind == "silence" else entry.kind
                    for entry in self._protocol.steps[name].level.entries()
                    if _goes_back(entry.next)
                }
            where = self._protocol.steps[name].place
            if not kinds:
                self._told.add(name)
                self._subject.tell(
                    "P202",
                    where,
                    msg("nothing leads on from the step '{name}'", name=short(name)),
                    msg("give a next to a button or to after"),
                )
            elif kinds == {"when"}:
                self._told.add(name)
                self._subject.tell(
                    "P203",
                    where,
                    msg("only a child can leave the step '{name}'", name=short(name)),
                    msg("add a button or after: {wait: 60 s, next: ...}"),
                )

    def _waiting_places(self) -> Iterator[str]:
        for name, step in self._protocol.steps.items():
            place = name if step.start is None else over(name)
            if place in self._reached and step.end is None and not step.next:
                yield place

    def _dead_ends(self) -> None:
        """Tell, once each, the parts of the flow that lead nowhere else and hold no end."""
        good = self._graph.leading_to(self._graph.ends() | self._graph.returns)
        for component in self._graph.components():
            part = set(component)
            if part & good or not part & self._reached:
                continue
            names = [name for name in self._protocol.steps if name in part]
            explained = {step_of(place) for place in part} & self._told
            if not names or explained:
                continue
            if any(edge.target not in part for place in part for edge in self._graph.ways_on(place)):
                continue
            self._told.update(names)
            self._subject.tell(
                "P202",
                self._protocol.steps[names[0]].place,
                msg("from the step '{names}' no end can be reached", names=short(names[0])),
                msg("lead to a step that has 'end'"),
            )

    def _returns(self) -> None:
        """Tell a ``back`` in a step that is only ever reached in the ordinary course."""
        targets = {target for targets in self._graph.commands.values() for target in targets}
        for edges in self._graph.edges.values():
            targets |= {edge.target for edge in edges if edge.kind in ("button", "when", "after")}
        led_to = self._graph.reached(targets, lambda edge: edge.kind == "auto")
        for name, step in self._protocol.steps.items():
            in_reach = name in led_to or over(name) in led_to or name not in self._reached
            if in_reach:
                continue
            for branch in (*step.next, *(b for entry in step.level.entries() for b in entry.next)):
                if branch.target == BACK:
                    self._subject.tell(
                        "P207",
                        branch.place,
                        msg(
                            "no reaction leads to '{name}': there is nothing to come back to",
                            name=short(name),
                        ),
                        msg("name the step to go to"),
                    )
        for command in self._protocol.commands.values():
            for branch in command.next:
                if branch.target == BACK:
                    self._subject.tell(
                        "P207",
                        branch.place,
                        msg("the command '{name}' leaves nothing to come back to", name=command.name),
                        msg("without next it comes back by itself"),
                    )

    def _finish(self) -> None:
        """Hold that ``finish`` comes to an end by itself: the session's limit uses it too."""
        finish = self._protocol.commands["finish"]

        def by_itself(edge: Edge) -> bool:
            return edge.kind in ("auto", "after", "hub")

        reached = self._graph.reached(self._graph.commands["finish"], by_itself)
        if not reached & self._graph.ends():
            self._told |= {step_of(place) for place in reached}
            self._subject.tell(
                "P213",
                finish.next[0].place,
                msg("'finish' comes to no end unless somebody presses"),
                msg("lead to a step that has 'end', or add after: {wait: 60 s, next: ...} on the way"),
            )

    def _timeless_waits(self) -> None:
        """Tell the waits that last for ever when nobody presses: ``silence`` would end them."""
        if self._protocol.always.silence:
            return
        for place in self._waiting_places():
            name = step_of(place)
            kinds = self._graph.kinds(place)
            if name in self._told or "after" in kinds or not kinds & {"button", "when"}:
                continue
            self._subject.tell(
                "P215",
                self._protocol.steps[name].place,
                msg("the step '{name}' waits for ever when nobody does anything", name=short(name)),
                msg("add after: {wait: 60 s, next: ...}, or always: {silence: {wait: 60 s, next: ...}}"),
            )

    def _repetitions(self) -> None:
        """Tell what time alone leads to again and again: a wait without an end, though Nao speaks in it."""
        for place in self._waiting_places():
            name = step_of(place)
            timed = list(self._timed(name))
            back = [entry for entry in timed if entry.condition is None and not self._leads_on(entry)]
            if name in self._told or not back or any(self._leads_on(entry) for entry in timed):
                continue
            self._told.add(name)
            self._repeated(name, back[0].place)
        self._rounds()

    def _repeated(self, name: str, place: Place) -> None:
        ends = self._protocol.limit_ms is not None
        at_limit = msg("until the limit")
        until = at_limit if ends else msg("without end")
        self._subject.tell(
            "P240",
            place,
            msg(
                "if nobody acts, the step '{name}' begins the same again {until}",
                name=short(name),
                until=until,
            ),
            msg("lead on after some times: a counter and an 'if', or after: {limit: 3 min, next: ...}"),
        )

    def _rounds(self) -> None:
        """Tell the rounds that time alone leads through for ever: each at its first step that waits."""
        timed = self._graph.followed(lambda edge: edge.kind in ("auto", "after", "hub"))
        ends = self._graph.ends() | self._graph.returns
        for place in self._waiting_places():
            name = step_of(place)
            if name in self._told or not self._protocol.steps[name].level.after:
                continue
            ahead = self._graph.reached(timed[place], lambda edge: edge.kind in ("auto", "after", "hub"))
            if (
                place not in ahead
                or ahead & ends
                or not all(timed.get(one) or one.endswith("!live") for one in ahead)
            ):
                continue
            self._told |= {step_of(one) for one in ahead}
            self._repeated(name, self._protocol.steps[name].level.after[0].place)

    def _timed(self, name: str) -> Iterator[Entry]:
        """Yield the entries that time leads to while a step waits: its own, those around it, the silence."""
        protocol = self._protocol
        yield from protocol.steps[name].level.after
        around = [protocol.steps[group].level for group in protocol.ancestors(name)]
        for level in (*around, protocol.always):
            yield from (entry for entry in level.after if entry.limit is not None)
        yield from protocol.always.silence

    def _leads_on(self, entry: Entry) -> bool:
        """Tell whether an entry leads anywhere but back, at once or by a step that itself only leads back."""
        if entry.kind == "after" and entry.limit is not None and not entry.next:
            return True  # it comes once: what follows it is another entry's affair
        return any(branch.target != BACK and not self._only_back(branch.target) for branch in entry.next)

    def _only_back(self, target: str) -> bool:
        step = self._protocol.steps.get(target)
        if step is None or step.end is not None or step.start is not None:
            return False
        ways = [*step.next, *(branch for entry in step.level.after for branch in entry.next)]
        return bool(ways) and all(branch.target == BACK for branch in ways)


def _goes_back(branches: Iterable[Branch]) -> bool:
    return any(branch.target == BACK for branch in branches)
