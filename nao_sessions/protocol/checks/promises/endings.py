"""A refusal ends as refused, distress as distress; and *finish* goes to the end by itself, soon.

A refusal is known by its place: an exit that asks how a used file ended, the reaction to a sign by which the
child stops, the command *calm*, a step's ``end``. The words of a button or a title give a remark, never an
error: an author may mean them otherwise. Here are those that mean a refusal, distress, praise, consolation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.graph import Edge, FlowGraph, step_of
from nao_sessions.protocol.checks.lexicon import plain
from nao_sessions.protocol.checks.promises.breach import Breach
from nao_sessions.protocol.expression import ExpressionFailed, Path
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import BACK, DONE, Branch, Entry, Protocol, Speech
from nao_sessions.protocol.timing.values import KnownValues
from nao_sessions.protocol.wording import ENDINGS, duration
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, by_language, msg

REFUSED, DISTRESS = "refused", "distress"
_SAYS = re.compile(r"\b(?:dire|dit|say|says|saying)\b")
_QUOTED = re.compile(r"«([^«»]+)»|“([^“”]+)”|\"([^\"]+)\"")


def broken_endings(protocol: Protocol, graph: FlowGraph) -> Iterator[Breach]:
    """Yield the places where a refusal or distress ends as something else."""
    ways = Ways(protocol, graph)
    yield from _used_files(ways)
    yield from _stop_signs(ways)
    yield from _calm(ways)
    for entry in (entry for level in protocol.all_levels() for entry in level.entries()):
        yield from _labelled(ways, entry)
    for step in protocol.steps.values():
        for meaning, outcome in (("refuses", REFUSED), ("declines", REFUSED), ("distressed", DISTRESS)):
            if means(step.title, meaning):
                yield from _worded(ways, step.place, step.title, [step.name], meaning, outcome)


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a place leads by itself: the outcomes of its ends, what waits there, what asks a question."""

    outcomes: frozenset[str]
    waits: frozenset[str]
    asks: frozenset[str]


class Ways:
    """Where the steps of one protocol lead."""

    def __init__(self, protocol: Protocol, graph: FlowGraph) -> None:
        self.protocol = protocol
        self.graph = graph

    def by_itself(self, *steps: str, with_time: bool = False) -> Onward:
        """Return where steps lead if nobody does anything; ``with_time``: once delays have run out, too."""
        files = {self.protocol.used_by(step) for step in steps}
        outcomes: set[str] = set()
        waits: set[str] = set()
        asks: set[str] = set()
        todo, done = list(steps), set()
        while todo:
            place = todo.pop()
            if place in done:
                continue
            done.add(place)
            step = self.protocol.steps[step_of(place)]
            if step.trials is not None and place == step.name:
                asks.add(step.name)
            elif step.end is not None and self.protocol.used_by(step.name) in files:
                # A used file's own ends are its outcomes; whoever uses it decides where they lead.
                outcomes.add(step.end)
            else:
                kinds = ("auto", "after") if with_time else ("auto",)
                onward = [edge.target for edge in self.graph.edges[place] if edge.kind in kinds]
                todo += onward
                if not any(edge.kind == "auto" for edge in self.graph.edges[place]):
                    waits.add(step.name)
        return Onward(frozenset(outcomes), frozenset(waits), frozenset(asks))

    def goes_on(self, steps: Sequence[str]) -> bool:
        """Return whether steps lead back to the start, or, given time, to a question in their own file."""
        files = {self.protocol.used_by(step) for step in steps}
        asks = self.by_itself(*steps, with_time=True).asks
        return self.protocol.start in steps or any(self.protocol.used_by(name) in files for name in asks)

    def settles_as(self, steps: Sequence[str], outcome: str) -> bool:
        """Return whether steps can only end as one outcome, unless somebody presses a button.

        A step that asks the adult to confirm may stand between: a button of it then leads to that end.
        """
        alone = self.by_itself(*steps, with_time=True)
        if alone.asks or alone.outcomes - {outcome}:
            return False
        return bool(alone.outcomes) or any(self._offers(name, outcome) for name in alone.waits)

    def _offers(self, name: str, outcome: str) -> bool:
        return any(
            self.by_itself(*_targets(entry.next)).outcomes == {outcome}
            for entry in self.protocol.steps[name].level.buttons
        )

    def may_end_as(self, steps: Sequence[str], outcomes: set[str]) -> bool:
        """Return whether the ways out of steps and their groups can reach an end with one of the outcomes."""

        def own(edge_target: str) -> bool:
            return not edge_target.startswith("always!")

        files = {self.protocol.used_by(step) for step in steps}
        reached = self.graph.reached(steps, lambda edge: own(edge.target))
        ended = (self.protocol.steps[step_of(place)] for place in reached if not place.endswith("!live"))
        return any(step.end in outcomes and self.protocol.used_by(step.name) in files for step in ended)


def _targets(branches: Iterable[Branch]) -> list[str]:
    return [branch.target for branch in branches if branch.target not in (BACK, DONE)]


def _used_files(ways: Ways) -> Iterator[Breach]:
    """Yield exits that end otherwise after a used file that ended as refused or in distress.

    Where no exit asks how the file ended, P235 reports that.
    """
    protocol = ways.protocol
    for step in protocol.steps.values():
        end = ("results", step.name, "end")
        if step.use is None or not any(one.condition and end in one.condition.paths for one in step.next):
            continue
        inside = [one.end for name, one in protocol.steps.items() if protocol.used_by(name) == step.name]
        for outcome in (REFUSED, DISTRESS):
            branch = _branch_after(step.next, end, outcome) if outcome in inside else None
            if branch is None or branch.target in (BACK, DONE) or ways.settles_as([branch.target], outcome):
                continue
            yield Breach(
                "P241" if outcome == REFUSED else "P242",
                branch.place,
                msg(
                    "the used file ended so: {endings}, and the session ends otherwise",
                    endings=ENDINGS[outcome],
                ),
                msg("lead to a step that has end: {outcome}", outcome=outcome),
            )


def _branch_after(branches: Iterable[Branch], end: Path, outcome: str) -> Branch | None:
    """Return the branch taken after an outcome of a used file, which the path ``end`` reads.

    None where it depends on other values too.
    """
    for branch in branches:
        if branch.condition is None:
            return branch
        if set(branch.condition.paths) != {end}:
            return None
        try:
            if branch.condition.evaluate(lambda path: outcome):
                return branch
        except ExpressionFailed:
            return None
    return None


def _stop_signs(ways: Ways) -> Iterator[Breach]:
    """Yield reactions to a child's sign to stop that go on, or end as if all were well."""
    protocol = ways.protocol
    signs = {
        plain(next(filter(None, found)).strip())
        for speech in protocol.about.stop_signs
        for _, template in speech.by_language
        for found in _QUOTED.findall(template.source)
    }
    yield from _unheard(protocol)
    for entry in protocol.always.when:
        words = {
            plain(word) for one in entry.stimuli if one.sense == "word" for word in one.in_any_language()
        }
        if not words & signs:
            continue
        if not entry.next:
            yield Breach(
                "P241",
                entry.place,
                msg("the child asks to stop, and nothing changes: what was under way goes on"),
                msg("lead to a step where the adult chooses: go on, or end by end: refused"),
            )
            continue
        targets = _targets(entry.next)
        after = ways.by_itself(*targets)
        if ways.goes_on(targets) or after.outcomes - {REFUSED, DISTRESS}:
            yield Breach(
                "P241",
                entry.place,
                msg(
                    "the child asks to stop, and the session does not: it goes on, or ends as if all were "
                    "well"
                ),
                msg("lead to a step where the adult chooses: go on, or end by end: refused"),
            )
        elif not ways.may_end_as(targets, {REFUSED, DISTRESS}):
            yield Breach(
                "P241",
                entry.place,
                msg("the child asks to stop, and nothing that follows can end as a refusal"),
                msg("add a button 'Does not want to' there, to a step that has end: refused"),
            )


def _unheard(protocol: Protocol) -> Iterator[Breach]:
    """Yield words that a child may say to stop, but that no reaction listens for everywhere."""
    listened_for = {
        plain(word)
        for entry in protocol.always.when
        for one in entry.stimuli
        if one.sense == "word"
        for word in one.in_any_language()
    }
    for speech in protocol.about.stop_signs:
        said = [
            plain(next(filter(None, found)).strip())
            for _, template in speech.by_language
            if _SAYS.search(plain(template.source))
            for found in _QUOTED.findall(template.source)
        ]
        if said and not listened_for.intersection(said):
            yield Breach(
                "P248",
                _place_of_stop_signs(protocol),
                msg(
                    "the child may say '{said}' to stop, and Nao does not hear it everywhere",
                    said=quoted(said[0]),
                ),
                msg("add always: {when: [{word: {said}, next: ...}]}", said=quoted(said[0])),
            )


def _place_of_stop_signs(protocol: Protocol) -> Place:
    """Return where the child's signs to stop stand in the file; its begin where the key is written oddly."""
    source = protocol.sources[0]
    lines = source.content.decode("utf-8", "replace").splitlines()
    written = (number for number, line in enumerate(lines, start=1) if line.startswith("stop_signs:"))
    return Place(source.name, next(written, 1), 1)


def _calm(ways: Ways) -> Iterator[Breach]:
    """Yield a breach where *calm* ends the session, asks questions, or leaves no way to end in distress."""
    protocol = ways.protocol
    command = protocol.commands.get("calm")
    if command is None or not command.next:
        return
    targets = _targets(command.next)
    after = ways.by_itself(*targets)
    known = any(step.end == DISTRESS for step in protocol.steps.values())
    if after.outcomes - {DISTRESS} or ways.goes_on(targets):
        yield Breach(
            "P242",
            command.place,
            msg("calming down ends the session, or asks the child a question again"),
            msg("lead to a calm step that waits: a button next: back, a button to end: distress"),
        )
    elif known and not ways.may_end_as(targets, {DISTRESS}):
        yield Breach(
            "P242",
            command.place,
            msg("from calming down, nothing leads to the end 'the child in distress', though there is one"),
            msg("add a button there to the step that has end: distress"),
        )


def _labelled(ways: Ways, entry: Entry) -> Iterator[Breach]:
    """Yield a breach where a button whose label means refusal or distress ends as something else."""
    targets = _targets(entry.next)
    if entry.label is None or not entry.next or (not targets and entry.next[0].target == DONE):
        return
    for meaning, outcome in (("refuses", REFUSED), ("distressed", DISTRESS), ("declines", REFUSED)):
        if means(entry.label, meaning):
            yield from _worded(ways, entry.place, entry.label, targets, meaning, outcome)
            return


def _worded(
    ways: Ways, place: Place, speech: Speech | None, steps: Sequence[str], meaning: str, outcome: str
) -> Iterator[Breach]:
    after = ways.by_itself(*steps)
    # « Pas maintenant » may decline one game alone: then the session goes on.
    right = not after.outcomes - {outcome} if meaning == "declines" else ways.settles_as(steps, outcome)
    if not right:
        yield _words(place, speech, after.outcomes, outcome)


def _words(place: Place, speech: Speech | None, outcomes: frozenset[str], outcome: str) -> Breach:
    assert speech is not None, "words were found in it"
    said = speech.as_written()
    ends = joined([ENDINGS[one] for one in sorted(outcomes)], ", ")
    words = msg("'{said}': one expects the end '{end}', and the session ends so: {ends}")
    if not outcomes:
        words = msg("'{said}': one expects the end '{end}', and the session does not end so")
    return Breach(
        "P248",
        place,
        words.format(
            said=by_language(lambda language: quoted(said.in_language(language))),
            end=ENDINGS[outcome],
            ends=ends,
        ),
        msg("lead to a step that has end: {outcome}, or change these words", outcome=outcome),
    )


LONGEST_WAIT_MS = 120_000
"""The longest wait in the closing that is not reported: a convention of this project, two minutes being the
notice that precedes the limit."""


def broken_closing(protocol: Protocol, graph: FlowGraph) -> Iterator[Breach]:
    """Yield the places where the closing (``finish``) does not end the session."""
    finish = protocol.commands.get("finish")
    if finish is None or not finish.next:
        return

    def by_itself(edge: Edge) -> bool:
        return edge.kind in ("auto", "after") or (
            edge.kind == "hub" and not edge.target.startswith("always!")
        )

    closing = graph.reached(graph.commands["finish"], by_itself)
    steps = {step_of(place) for place in closing if not place.endswith("!live")}
    place = finish.next[0].place
    if protocol.start in steps:
        yield _broken(place, msg("it begins the session again"))
        return
    ends = {protocol.steps[step_of(end)].end for end in graph.ends() & closing}
    if ends and not ends & {"completed", "time"}:
        yield _broken(
            place,
            msg("every session that reaches its limit would end as a refusal or in distress"),
        )
    known = KnownValues(protocol)
    for name in sorted(steps):
        step = protocol.steps[name]
        if step.trials is not None and step.trials.correct is not None:
            yield _broken(
                step.trials.place,
                msg("a trial in it is still asked and judged"),
            )
        for entry in step.level.after:
            wait = known.milliseconds(entry.wait if entry.wait is not None else entry.limit or 0)
            if wait > LONGEST_WAIT_MS:
                own = duration(wait)
                yield _broken(entry.place, msg("it waits {own}", own=own))
    if _leads_back(protocol, graph, steps):
        yield _broken(
            place,
            msg("one can go back into the activity from it"),
        )


def _leads_back(protocol: Protocol, graph: FlowGraph, alone: set[str]) -> bool:
    """Return whether anybody can lead from the closing back to where the session was, or into its activity.

    The activity is what waits for somebody or asks, and is come to from the session's beginning without the
    closing; what is first come to is the activity, too. ``alone``: the steps that the closing comes to
    by itself.
    """
    targets = set(graph.commands["finish"])
    whole = graph.reached(targets, lambda edge: not edge.target.startswith("always!"))
    names = {step_of(place) for place in whole if not place.endswith("!live")}
    before = graph.reached([protocol.start], lambda edge: edge.target not in targets)
    first = {edge.target for edge in graph.edges[protocol.start] if edge.kind != "hub"}
    for name in names:
        step = protocol.steps[name]
        asks = step.trials is not None or bool(step.level.entries())
        goes_back = any(branch.target == BACK for one in step.level.entries() for branch in one.next)
        if (goes_back and name in alone) or (asks and name in before and name not in targets):
            return True
        again = graph.reached([name], lambda edge: not edge.target.startswith("always!"))
        if name in before and name not in targets and targets & again:
            return True
    asking = any(protocol.steps[name].trials is not None for name in names)
    return asking and bool(first & targets)


def _broken(place: Place, why: Text) -> Breach:
    return Breach(
        "P247",
        place,
        msg("the closing, where 'finish' leads at the limit, does not close: {why}", why=why),
        msg("lead finish to the goodbye alone: a few sentences, then end: completed"),
    )


@dataclass(frozen=True, slots=True)
class Meanings:
    """Patterns of one language, for text that went through ``plain``.

    ``refuses``: the child does not want; ``declines``: not now, which may be said of one game alone;
    ``distressed``: the child is unwell. ``praise`` and ``comfort`` are looked for where a sentence begins.
    """

    refuses: re.Pattern[str]
    declines: re.Pattern[str]
    distressed: re.Pattern[str]
    praise: re.Pattern[str]
    comfort: re.Pattern[str]
    cheers: re.Pattern[str]
    """Praise that cannot be meant as "all right": no *très bien, on arrête*."""


MEANINGS: Mapping[str, Meanings] = {
    "fr": Meanings(
        re.compile(
            r"\bne (?:le |la |l'|les )?(?:veu(?:t|lent)|souhaitent?) "
            r"(?:pas|plus)\b|\brefus|\bdi(?:t|sent) non\b"
        ),
        re.compile(r"\bpas maintenant\b|\bpas aujourd'hui\b"),
        re.compile(r"(?<!ça )\bva (?:très |trop )?mal\b|\bdétresse\b|\ben crise\b|\bpleure\b|\bpanique\b"),
        re.compile(
            r"^(?:oui\b|bravo\b|super\b|génial|parfait|excellent|magnifique|félicitations|très bien\b"
            r"|c'est (?:bien|ça|juste|gagné|exact)\b|bien (?:joué|vu|fait|rangé|trouvé)"
            r"|tu as (?:réussi|trouvé|gagné|tout)\b|(?:quel|quelle) (?:beau|belle)\b)"
        ),
        re.compile(
            r"^(?:on (?:continue|passe|essaie|essaye|essaiera|recommence|regarde encore|regardera encore)\b"
            r"|pas (?:cette fois|encore|tout à fait)\b|merci d'avoir essayé|je te montre\b|presque\b"
            r"|(?:regarde|écoute) (?:bien|encore)\b|ce n'est pas\b|c'est pas\b|non\b|dommage|tant pis"
            r"|la prochaine fois\b|je n'avais pas\b)"
        ),
        re.compile(
            r"^(?:bravo\b|super\b|génial|excellent|magnifique|félicitations|bien joué|champion"
            r"|c'est gagné\b|tu as (?:réussi|gagné)\b)"
        ),
    ),
    "en": Meanings(
        re.compile(r"\b(?:does|do)(?:n't| not) want\b|\brefus|\bsays? no\b|\bdeclin"),
        re.compile(r"\bnot (?:now|today)\b"),
        re.compile(r"\bdistress|\bis (?:unwell|upset|crying)\b|\bpanic"),
        re.compile(
            r"^(?:yes\b|well done\b|great\b|bravo\b|super\b|perfect|excellent|wonderful|very good\b"
            r"|good (?:job|work)\b|that's (?:it|right)\b|you (?:did it|found|got it|won)\b|what a "
            r"(?:nice|fine)\b)"
        ),
        re.compile(
            r"^(?:let's (?:go on|do another|try|look again|start again)\b|not (?:this time|yet|quite)\b"
            r"|thank you for trying|(?:look|listen) (?:well|carefully|again)\b|let me show\b|i will show\b"
            r"|almost\b|that's not\b|it is not\b|no\b|never mind|too bad|next time\b|i did not\b)"
        ),
        re.compile(r"^(?:bravo\b|well done\b|super\b|excellent|wonderful|hooray|you (?:did it|won)\b)"),
    ),
}  # fmt: skip

_SENTENCE_END = re.compile(r"[.!?…]+")


def sentences(speech: Speech) -> Iterator[tuple[str, str]]:
    """Yield each sentence of a text in lower case: (language, sentence)."""
    for language, template in speech.by_language:
        if language in MEANINGS:
            for one in _SENTENCE_END.split(plain(template.source)):
                if one.strip(" «»“”"):
                    yield language, one.strip(" «»“”")


def means(speech: Speech | None, meaning: str) -> bool:
    """Return whether a text has a meaning (the name of a field of ``Meanings``) in one of its languages."""
    if speech is None:
        return False
    for language, template in speech.by_language:
        pattern: re.Pattern[str] | None = getattr(MEANINGS.get(language), meaning, None)
        if pattern is not None and pattern.search(plain(template.source)):
            return True
    return False


def begins_with(speech: Speech, meaning: str) -> bool:
    """Return whether a sentence of a text begins with words of a meaning."""
    return any(getattr(MEANINGS[language], meaning).search(one) for language, one in sentences(speech))
