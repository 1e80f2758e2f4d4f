"""The checks on the flow: whether a session can get everywhere, and out of everywhere (P201 to P215, P240).

With conditions (P211, P217, P218, P220), loops (P204, P214, P234), buttons, reactions and delays (P221, P227
to P229, P231), and names that nothing uses (P230). A loop here is one that turns by itself: contents that
end, and waits that run out. Only a flow in which every name has a meaning comes here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.domains import Domains
from nao_sessions.protocol.checks.graph import Edge, over, step_of
from nao_sessions.protocol.checks.places import CONDITIONS, ComputedPlace, inner_blocks
from nao_sessions.protocol.checks.subject import CheckedProtocol, short
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import BACK, DONE, Branch, Command, Entry, Level, Step, components, cyclic
from nao_sessions.protocol.timing.session import Branching, assignments, conditions_of, turns
from nao_sessions.protocol.wording import duration
from nao_sessions.text.messages import Text, msg


def check_flow(subject: CheckedProtocol) -> None:
    """Report what is wrong with the flow of a protocol whose names are all resolved."""
    _FlowCheck(subject).run()


class _FlowCheck:
    """One run of the checks on the flow; ``_reported`` holds the steps whose fault has been reported."""

    def __init__(self, subject: CheckedProtocol) -> None:
        self._subject = subject
        self._protocol = subject.protocol
        self._graph = subject.graph
        roots = {
            self._protocol.start,
            *(target for targets in self._graph.commands.values() for target in targets),
        }
        self._reached = self._graph.reached(roots)
        self._reported: set[str] = set()

    def run(self) -> None:
        self._unreachable()
        self._groups_without_end()
        self._waits()
        self._reported |= check_loops(self._subject, self._reached)
        self._dead_ends()
        self._returns()
        self._finish()
        self._repetitions()
        self._timeless_waits()

    def _unreachable(self) -> None:
        for name, step in self._protocol.steps.items():
            inside_one_reported = step.parent is not None and step.parent not in self._reached
            if name not in self._reached and not inside_one_reported:
                self._subject.tell(
                    "P201",
                    step.place,
                    msg("nothing leads to the step '{name}'", name=short(name)),
                    msg("lead to it with next, or take it out"),
                )

    def _groups_without_end(self) -> None:
        for name, step in self._protocol.steps.items():
            if step.start is not None and name in self._reached and over(name) not in self._reached:
                self._reported.add(name)
                self._subject.tell(
                    "P209",
                    step.place,
                    msg("no step of the group '{name}' leads to 'done'", name=short(name)),
                    msg("write next: done in its last step"),
                )

    def _waits(self) -> None:
        """Report waits that nobody can end, and waits that only a child can end."""
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
                self._reported.add(name)
                self._subject.tell(
                    "P202",
                    where,
                    msg("nothing leads on from the step '{name}'", name=short(name)),
                    msg("give a next to a button or to after"),
                )
            elif kinds == {"when"}:
                self._reported.add(name)
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
        """Report, once each, the parts of the flow that lead nowhere else and contain no end."""
        good = self._graph.leading_to(self._graph.ends() | self._graph.returns)
        for component in self._graph.components():
            part = set(component)
            if part & good or not part & self._reached:
                continue
            names = [name for name in self._protocol.steps if name in part]
            explained = {step_of(place) for place in part} & self._reported
            if not names or explained:
                continue
            if any(edge.target not in part for place in part for edge in self._graph.ways_on(place)):
                continue
            self._reported.update(names)
            self._subject.tell(
                "P202",
                self._protocol.steps[names[0]].place,
                msg("from the step '{names}' no end can be reached", names=short(names[0])),
                msg("lead to a step that has 'end'"),
            )

    def _returns(self) -> None:
        """Report a ``back`` in a step that no button, reaction or command leads to."""
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
        """Report a ``finish`` that does not come to an end by itself: the session's limit uses it, too."""
        finish = self._protocol.commands["finish"]

        def by_itself(edge: Edge) -> bool:
            return edge.kind in ("auto", "after", "hub")

        reached = self._graph.reached(self._graph.commands["finish"], by_itself)
        if not reached & self._graph.ends():
            self._reported |= {step_of(place) for place in reached}
            self._subject.tell(
                "P213",
                finish.next[0].place,
                msg("'finish' comes to no end unless somebody presses"),
                msg("lead to a step that has 'end', or add after: {wait: 60 s, next: ...} on the way"),
            )

    def _timeless_waits(self) -> None:
        """Report waits that last for ever if nobody presses anything; a ``silence`` would end them."""
        if self._protocol.always.silence:
            return
        for place in self._waiting_places():
            name = step_of(place)
            kinds = self._graph.kinds(place)
            if name in self._reported or "after" in kinds or not kinds & {"button", "when"}:
                continue
            self._subject.tell(
                "P215",
                self._protocol.steps[name].place,
                msg("the step '{name}' waits for ever when nobody does anything", name=short(name)),
                msg("add after: {wait: 60 s, next: ...}, or always: {silence: {wait: 60 s, next: ...}}"),
            )

    def _repetitions(self) -> None:
        """Report waits where delays only ever lead back to the same step, so that the wait never ends."""
        for place in self._waiting_places():
            name = step_of(place)
            timed = list(self._timed(name))
            back = [entry for entry in timed if entry.condition is None and not self._leads_on(entry)]
            if name in self._reported or not back or any(self._leads_on(entry) for entry in timed):
                continue
            self._reported.add(name)
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
        """Report rounds of steps that delays alone lead through for ever, at their first waiting step."""
        timed = self._graph.followed(lambda edge: edge.kind in ("auto", "after", "hub"))
        ends = self._graph.ends() | self._graph.returns
        for place in self._waiting_places():
            name = step_of(place)
            if name in self._reported or not self._protocol.steps[name].level.after:
                continue
            ahead = self._graph.reached(timed[place], lambda edge: edge.kind in ("auto", "after", "hub"))
            if (
                place not in ahead
                or ahead & ends
                or not all(timed.get(one) or one.endswith("!live") for one in ahead)
            ):
                continue
            self._reported |= {step_of(one) for one in ahead}
            self._repeated(name, self._protocol.steps[name].level.after[0].place)

    def _timed(self, name: str) -> Iterator[Entry]:
        """Yield the delays that can run out while a step waits: its own, those of its groups, ``silence``."""
        protocol = self._protocol
        yield from protocol.steps[name].level.after
        around = [protocol.steps[group].level for group in protocol.ancestors(name)]
        for level in (*around, protocol.always):
            yield from (entry for entry in level.after if entry.limit is not None)
        yield from protocol.always.silence

    def _leads_on(self, entry: Entry) -> bool:
        """Return whether an entry leads to a step other than one that only leads ``back``."""
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


def check_entries(subject: CheckedProtocol) -> None:
    """Report buttons, reactions and delays that do nothing or never happen."""
    for level in subject.protocol.all_levels():
        for entry in level.entries():
            _effect(subject, entry)
        _delays(subject, level)
        _main(subject, level)
    for spoken in subject.in_each_language:
        for level in spoken.protocol.all_levels():
            _shadowed(spoken, level)
    _silence(subject)
    _unused(subject)


def _effect(subject: CheckedProtocol, entry: Entry) -> None:
    if not entry.next and not entry.assignments and not subject.protocol.blocks.get(entry.block):
        subject.tell(
            "P227",
            entry.place,
            msg("this entry does nothing and leads nowhere"),
            msg("give it a do, a set or a next, or take it out"),
        )


def _shadowed(subject: CheckedProtocol, level: Level) -> None:
    """Report a reaction all of whose triggers an earlier one takes."""
    taken: set[tuple[str, str]] = set()
    for entry in level.when:
        own = {(one.sense, value) for one in entry.stimuli for value in one.values}
        if own and own <= taken:
            values = ", ".join(sorted(value for _, value in own))
            subject.tell(
                "P228",
                entry.place,
                msg(
                    "this reaction is never chosen: another one above takes '{values}' already",
                    values=quoted(values),
                ),
                msg("the first that fits is taken: give the other an 'if', or take this one out"),
            )
        elif entry.condition is None:
            taken |= own


def _delays(subject: CheckedProtocol, level: Level) -> None:
    """Report an ``after`` that never runs out, because a shorter one leads away or restarts the wait."""
    timed = [(entry.wait, entry) for entry in level.after if isinstance(entry.wait, int)]
    for number, (wait, entry) in enumerate(timed):
        for other_number, (other_wait, other) in enumerate(timed):
            sooner = other_wait < wait or (other_wait == wait and other_number < number)
            if other.condition is None and sooner:
                own, first = duration(wait), duration(other_wait)
                subject.tell(
                    "P229",
                    entry.place,
                    msg(
                        "this delay of {own} is never reached: the one of {first} always comes "
                        "before, "
                        "and the wait begins again",
                        own=own,
                        first=first,
                    ),
                    msg("write limit instead of wait: it counts from the entry of the step"),
                )
                break


def _main(subject: CheckedProtocol, level: Level) -> None:
    mains = [entry for entry in level.buttons if entry.main]
    for entry in mains[1:]:
        subject.tell(
            "P231",
            entry.place,
            msg("another button is the main one already"),
            msg("one button alone has main: true: it is the one of the space bar and of the clicker"),
        )


def _silence(subject: CheckedProtocol) -> None:
    """Report a ``silence`` that is shorter than the longest time a child has to answer."""
    protocol, known = subject.protocol, subject.known
    patiences = [known.milliseconds(step.trials.patience) for step in protocol.steps.values() if step.trials]
    longest = max(patiences, default=0)
    for entry in protocol.always.silence:
        silence = known.milliseconds(entry.wait or 0)
        if silence < longest:
            own, patience = duration(silence), duration(longest)
            subject.tell(
                "P221",
                entry.place,
                msg("this silence of {own} cuts a patience of {patience} short", own=own, patience=patience),
                msg("give it more than the longest patience"),
            )


def _unused(subject: CheckedProtocol) -> None:
    """Report settings, data, tables and routines that are declared and never used."""
    protocol, keys, read = subject.protocol, subject.keys, subject.read
    written = {name for name, _ in protocol.all_assignments()}
    adapted = {
        step.trials.adapt.level for step in protocol.steps.values() if step.trials and step.trials.adapt
    }

    def tell(place: Place, name: str) -> None:
        subject.tell(
            "P230",
            place,
            msg("'{name}' is used nowhere", name=quoted(name)),
            msg("use it, or take it out"),
        )

    for name, setting in (keys.settings or {}).items():
        if ("settings", name) not in read:
            tell(setting.named_at, name)
    for name, datum in (keys.data or {}).items():
        if ("data", name) not in read and name not in written:
            tell(datum.named_at, name)
    remembered = (None if keys.participants is None else keys.participants.remember) or {}
    for name, value in remembered.items():
        if ("participant", name) not in read and f"participant.{name}" not in written and name not in adapted:
            tell(value.named_at, name)
    used = {step.trials.deck for step in protocol.steps.values() if step.trials}
    used |= {step.each.over for step in protocol.steps.values() if step.each}
    for deck in protocol.decks.values():
        if deck.name not in used:
            tell(deck.place, deck.name.rpartition(":")[2])
    called = {block for act in protocol.all_acts() for block in inner_blocks(act)}
    for block, moments in protocol.blocks.items():
        owner, _, name = block.rpartition("/")
        if owner.endswith("routines") and block not in called and moments:
            tell(moments[0].place, name)


def check_branches(subject: CheckedProtocol) -> None:
    """Report branches and conditions that make no difference."""
    _after_the_last(subject)
    domains = Domains(subject.protocol, subject.known)
    for site in subject.sites:
        if site.kind in CONDITIONS:
            _decided(subject, site, domains)
    _too_early(subject)


def _after_the_last(subject: CheckedProtocol) -> None:
    """Report branches that come after one without a condition, and so are never taken."""
    protocol = subject.protocol
    entries = [entry for level in protocol.all_levels() for entry in level.entries()]
    exits: list[Step | Entry | Command] = [*protocol.steps.values(), *entries, *protocol.commands.values()]
    for exit_ in exits:
        for before, branch in pairwise(exit_.next):
            if before.condition is None:
                subject.tell(
                    "P211",
                    branch.place,
                    msg("this entry is never tried: the one before has no 'if'"),
                )


def _decided(subject: CheckedProtocol, site: ComputedPlace, domains: Domains) -> None:
    """Report a condition that never holds, or that always holds."""
    decided = domains.decided(site)
    if decided is None or site.expression is None:
        return
    source = quoted(site.expression.source)
    if decided:
        subject.tell(
            "P218",
            site.place,
            msg("this condition always holds: {source}", source=source),
            msg("take it out, or correct the value that is compared"),
        )
    else:
        subject.tell(
            "P217",
            site.place,
            msg("this condition never holds: {source}", source=source),
            msg("the value compared is none of those that can come; check its spelling"),
        )


def _too_early(subject: CheckedProtocol) -> None:
    """Report results that are read where their step cannot have been visited yet."""
    protocol, graph = subject.protocol, subject.graph
    after: dict[str, set[str]] = {}
    anywhere = graph.reached(target for targets in graph.commands.values() for target in targets)
    reported: set[tuple[str, str]] = set()
    for site in subject.sites:
        for path in site.paths:
            if path[0] != "results" or site.step is None or path[1] not in protocol.steps:
                continue
            reader, source = site.step, path[1]
            if source not in after:
                places = {source, over(source)} & set(graph.edges)
                after[source] = {step_of(place) for place in graph.reached(places) | anywhere} | {
                    *protocol.ancestors(source)
                }
            if reader in after[source] or (reader, source) in reported:
                continue
            reported.add((reader, source))
            subject.tell(
                "P220",
                site.place,
                msg(
                    "'{given}' never comes before '{read}': its results are empty here",
                    given=short(source),
                    read=short(reader),
                ),
                msg("read the results of a step that comes before"),
            )


NO_EXIT = msg("without a way out")
NO_TIME = msg("without ever waiting or changing a datum")
NO_CHANGE = msg("whose way out never opens")


def check_loops(subject: CheckedProtocol, reached: set[str]) -> set[str]:
    """Report loops of steps that do not end as they should; return the names of the steps in them."""
    reported: set[str] = set()
    for loop in _turning_loops(subject, reached):
        names = [name for name in subject.protocol.steps if name in loop]
        reason = _reason(subject, loop)
        if reason is None:
            continue
        reported.update(names)
        listed = " → ".join(short(name) for name in [*names[:5], names[0]])
        subject.tell(
            "P204",
            subject.protocol.steps[names[0]].place,
            msg("loop {reason}: {listed}", reason=reason, listed=listed),
            msg("wait for somebody (buttons, after), or leave it by an 'if' on a counter"),
        )
    reported |= _unbounded(subject, reported)
    _endless_routines(subject)
    return reported


def _turning_loops(subject: CheckedProtocol, reached: set[str]) -> Iterator[set[str]]:
    """Yield sets of places that lead to each other without anybody acting or time passing."""

    def at_once(edge: Edge) -> bool:
        return edge.kind == "auto" or (edge.kind == "after" and _without_time(subject, edge.entry))

    graph = subject.graph.followed(at_once)
    for component in components(graph):
        if cyclic(component, graph) and component[0] in reached:
            yield set(component)


def _without_time(subject: CheckedProtocol, entry: Entry | None) -> bool:
    """Return whether an entry waits no time at all, settings at their defaults."""
    waits = [] if entry is None else [one for one in (entry.wait, entry.limit) if one is not None]
    return bool(waits) and not max(map(subject.known.milliseconds, waits))


def _reason(subject: CheckedProtocol, loop: set[str]) -> Text | None:
    """Return why a loop is wrong, or None where it is not."""
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


def _choices(subject: CheckedProtocol, loop: set[str], steps: list[str]) -> Iterator[Branching]:
    """Yield the branchings in a loop that are decided without waiting."""
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


def _at_once(subject: CheckedProtocol, step: Step) -> tuple[Entry, ...]:
    """Return the ``after`` entries of a step that wait no time at all."""
    return tuple(entry for entry in step.level.after if _without_time(subject, entry))


def _target(branch: Branch, step: Step) -> str:
    if branch.target == DONE and step.parent is not None:
        return over(step.parent)
    return "" if branch.target == BACK else branch.target


def _takes_time(subject: CheckedProtocol, loop: set[str]) -> bool:
    """Return whether a step of a loop takes time by itself: by its content, its trials or its turns."""
    for name in {step_of(place) for place in loop}:
        step = subject.protocol.steps.get(name)
        if step is None or name not in loop:
            continue
        if step.trials is not None or step.each is not None or subject.blocks.span(step.block).best:
            return True
    return False


def _may_change(subject: CheckedProtocol, choices: list[Branching], steps: list[str]) -> bool:
    """Return whether anything that a loop's exits depend on can change while the loop turns."""
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


def _unbounded(subject: CheckedProtocol, reported: set[str]) -> set[str]:
    """Report loops that go on until somebody acts, in a protocol without a time limit; return their steps."""
    if subject.protocol.limit_ms is not None:
        return set()
    found: set[str] = set()
    for names in subject.time.endless:
        if reported & {
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


def _endless_routines(subject: CheckedProtocol) -> None:
    """Report routines that call themselves: Nao would never finish them."""
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
