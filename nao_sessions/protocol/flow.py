"""The flow of a protocol: what the loader gives and the engine runs, as frozen values.

Every name is resolved here and every text parsed; nothing in these values depends on YAML, on a robot or on
a clock. Durations are integer milliseconds, or an expression that gives seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from nao_sessions.core.errors import Place
from nao_sessions.protocol.expression import Expression, Template, Value
from nao_sessions.protocol.trials import Deck, Element, Stimulus, Trials
from nao_sessions.text.messages import Localized, Text

# Strongly connected components of a directed graph: the parts in which every place leads to every other.


def components(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the strongly connected components of a graph, each after those that it leads to.

    Tarjan (1972), "Depth-first search and linear graph algorithms", without recursion.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[list[str]] = []

    def begin(place: str) -> tuple[str, Iterator[str]]:
        index[place] = low[place] = len(index)
        stack.append(place)
        on_stack.add(place)
        return place, iter(graph.get(place, ()))

    for root in graph:
        if root in index:
            continue
        work = [begin(root)]
        while work:
            place, targets = work[-1]
            for target in targets:
                if target not in index:
                    work.append(begin(target))
                    break
                if target in on_stack:
                    low[place] = min(low[place], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[place])
                if low[place] == index[place]:
                    # Looked for from the top: in a long chain the place stands there, far from the bottom.
                    cut = len(stack) - 1
                    while stack[cut] != place:
                        cut -= 1
                    found.append(stack[cut:])
                    on_stack.difference_update(stack[cut:])
                    del stack[cut:]
    return found


def cyclic(component: list[str], graph: Mapping[str, Iterable[str]]) -> bool:
    """Return whether a component is a cycle: it has several places, or one that leads to itself."""
    return len(component) > 1 or component[0] in graph.get(component[0], ())


Verb = Literal[
    "say", "sound", "gesture", "pose", "posture", "point", "look", "eyes", "show", "highlight",
    "wait", "set", "note", "adult", "choose", "repeat", "open", "routine",
]  # fmt: skip
ROBOT_VERBS: frozenset[str] = frozenset({"say", "sound", "gesture", "pose", "posture", "look", "eyes"})
CLOSING_MS = 300_000
"""How long the closing may last after the session's limit, where a protocol does not say."""

Outcome = Literal["completed", "refused", "distress", "technical", "time"]

Duration = int | Expression
"""Milliseconds, or an expression whose value is a number of seconds."""

BACK = "back"
DONE = "done"


@dataclass(frozen=True, slots=True)
class Speech:
    """A text, in the protocol's language first; ``{participant}`` places stay for the robot's edge."""

    by_language: tuple[tuple[str, Template], ...]

    def template(self, language: str) -> Template:
        """Return the text's template in a language, else in the protocol's own."""
        for known, template in self.by_language:
            if known == language:
                return template
        return self.by_language[0][1]

    def as_written(self) -> Text:
        """Return the French and the English text (else the protocol's own) with its ``{path}`` places."""
        return Localized(fr=self.template("fr").source, en=self.template("en").source)


Assignments = tuple[tuple[str, Value | Expression], ...]
"""Names and values: a bare name is a datum, ``participant.NAME`` belongs to the child whose turn it is."""


@dataclass(frozen=True, slots=True)
class Show:
    """What the board shows: a picture, a text, elements to choose from; nothing of it: an empty board.

    ``page`` names the page of a communication board on which the choices have their places.
    """

    picture: str | Expression | None = None
    choices: tuple[str, ...] | Expression = ()
    text: Speech | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a communication board: its file, its title, and where each word lies, row by row.

    None is an empty cell; a word may lie in two.
    """

    file: str
    title: str
    cells: tuple[tuple[str | None, ...], ...]

    def words(self) -> tuple[str, ...]:
        """Return the words on the page in reading order, each once."""
        return tuple(dict.fromkeys(word for row in self.cells for word in row if word is not None))


@dataclass(frozen=True, slots=True)
class Await:
    """A wait for a stimulus, which must last ``hold`` (a gaze, say); given up after ``limit``."""

    stimulus: Stimulus
    hold: Duration
    limit: Duration


@dataclass(frozen=True, slots=True)
class Choose:
    """A draw of one of several blocks: ``deck`` is the draw's name, ``options`` hold (block, weight)."""

    deck: str
    options: tuple[tuple[str, int], ...]


Argument = Speech | str | int | Expression | Assignments | Show | Await | Choose


@dataclass(frozen=True, slots=True)
class Act:
    """One key of a moment: what Nao, the board or the adult does, or what is counted.

    ``argument`` is, by verb: say, note, adult: Speech; sound: str; gesture, pose, posture, look, eyes, point,
    highlight: a word or an Expression giving one; show: Show; wait: Duration or Await; set:
    Assignments; choose: Choose; repeat: ``question`` or ``sentence``; open: ``answers``; routine: a block.
    """

    verb: Verb
    argument: Argument
    place: Place


@dataclass(frozen=True, slots=True)
class Moment:
    """One dash of a ``do`` list: its acts begin together, and it is over when all are."""

    acts: tuple[Act, ...]
    condition: Expression | None
    place: Place


@dataclass(frozen=True, slots=True)
class Branch:
    """One way on: an absolute (dotted) step name, ``back`` or ``done``, taken when its condition holds."""

    target: str
    condition: Expression | None
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of ``buttons``, ``when`` or ``after``; ``id`` (``accueil/buttons.0``) is unique in a protocol.

    ``block`` names its ``do`` in ``Protocol.blocks`` (always there, perhaps empty). Without ``next`` it comes
    back to what it interrupted.
    """

    id: str
    kind: Literal["button", "when", "after", "silence"]
    place: Place
    block: str
    condition: Expression | None = None
    assignments: Assignments = ()
    next: tuple[Branch, ...] = ()
    label: Speech | None = None
    main: bool = False
    stimuli: tuple[Stimulus, ...] = ()
    cut: bool = False
    wait: Duration | None = None
    limit: Duration | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """The entries that are live somewhere: in a step, in a group, or everywhere (``always``).

    ``silence`` (``always`` alone has one) waits from when Nao was done and nobody had done anything.
    """

    buttons: tuple[Entry, ...] = ()
    when: tuple[Entry, ...] = ()
    after: tuple[Entry, ...] = ()
    silence: tuple[Entry, ...] = ()

    def entries(self) -> tuple[Entry, ...]:
        """Return all entries of the level, in the order of their priority."""
        return self.buttons + self.when + self.after + self.silence


@dataclass(frozen=True, slots=True)
class Each:
    """A group that is run once for every child present, or every item of a table, ``rounds`` times."""

    over: str
    rounds: int | Expression = 1

    @property
    def children(self) -> bool:
        """Return whether the group's turns are those of children, not of items."""
        return self.over == EACH_CHILD


EACH_CHILD = "participant"


@dataclass(frozen=True, slots=True)
class Use:
    """A protocol used as a group: its file, and what its settings and data are when it is entered.

    Its own ends are outcomes (``results.STEP.end``): they end the group, not the session.
    """

    file: str
    begin: Assignments
    settings: tuple[Setting, ...] = field(default=(), compare=False)
    """Its settings under the names that ``begin`` has: with their labels, for who reads of them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. A group has ``children`` and a ``start`` among them; its exits follow its content.

    Its content is its block, then at most one of: ``trials``; a group (perhaps ``each``, perhaps ``use``).
    Its exits are exactly one of: ``end``; ``next``; entries to wait for (in ``level``).
    """

    name: str
    place: Place
    block: str
    level: Level
    title: Speech | None = None
    parent: str | None = None
    children: tuple[str, ...] = ()
    start: str | None = None
    next: tuple[Branch, ...] = ()
    end: Outcome | None = None
    trials: Trials | None = None
    each: Each | None = None
    use: Use | None = None

    @property
    def gives_up(self) -> tuple[Branch, ...]:
        """Return the branch taken after too many errors in a row; empty where the step has none."""
        if self.trials is None or self.trials.give_up is None:
            return ()
        return (Branch(self.trials.give_up.target, None, self.trials.give_up.place),)

    def blocks(self) -> tuple[str, ...]:
        """Return the blocks of the step: its own, those of its trials, those of its entries."""
        names = [self.block]
        if self.trials is not None:
            names += [self.trials.ask, *(prompt.block for prompt in self.trials.prompts)]
            names += [block for _, block in self.trials.feedback]
        return (*names, *(entry.block for entry in self.level.entries()))


@dataclass(frozen=True, slots=True)
class Command:
    """A built-in command (``calm``, ``finish``), with the author's words for it (``block``) and way on."""

    name: str
    place: Place
    block: str
    next: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What the professional may tune before a session. A duration's value is a number of seconds."""

    name: str
    type: str
    default: Value
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    label: Speech | None = None


@dataclass(frozen=True, slots=True)
class Datum:
    """A value that the session keeps and changes by ``set``."""

    name: str
    type: str
    default: Value


@dataclass(frozen=True, slots=True)
class RememberedValue:
    """A value that belongs to a child; ``keep``: carried from session to session."""

    name: str
    type: str
    default: Value
    minimum: float | None = None
    maximum: float | None = None
    keep: bool = False
    label: Speech | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved which bytes, and when."""

    role: str
    date: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class About:
    """What a file's head says to people; nothing of it runs."""

    approved: tuple[Approval, ...] = ()
    authors: tuple[str, ...] = ()
    goals: tuple[Speech, ...] = ()
    inclusion: tuple[Speech, ...] = ()
    non_inclusion: tuple[Speech, ...] = ()
    material: tuple[Speech, ...] = ()
    sources: tuple[str, ...] = ()
    comprehension: str | None = None
    stop_signs: tuple[Speech, ...] = ()
    records: tuple[Speech, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that runs: its name, and the SHA-256 of its bytes as they were read.

    ``inside``: the file that these bytes stand in; a picture of a communication board is a file of its own.
    """

    name: str
    sha256: str
    content: bytes = field(repr=False)
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Protocol:
    """A whole protocol, checked and resolved; ``blocks`` hold the moments of each ``do`` list by its name."""

    id: str
    version: str
    title: Speech
    language: str
    status: str
    start: str
    steps: Mapping[str, Step]
    blocks: Mapping[str, tuple[Moment, ...]]
    commands: Mapping[str, Command]
    always: Level
    settings: tuple[Setting, ...]
    data: tuple[Datum, ...]
    sources: tuple[SourceFile, ...]
    participants_min: int = 0
    participants_max: int = 1
    expected_ms: int | None = None
    limit_ms: int | None = None
    closing_ms: int = CLOSING_MS
    decks: Mapping[str, Deck] = field(default_factory=dict)
    elements: Mapping[str, Element] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    remembered: tuple[RememberedValue, ...] = ()
    about: About = About()
    allowed: Mapping[str, str] = field(default_factory=dict)

    def ancestors(self, name: str) -> tuple[str, ...]:
        """Return the groups around a step, the innermost first."""
        found: list[str] = []
        parent = self.steps[name].parent
        while parent is not None:
            found.append(parent)
            parent = self.steps[parent].parent
        return tuple(found)

    def used_by(self, name: str) -> str | None:
        """Return the innermost step around a step that uses a file; None for a step of the first file."""
        return next((group for group in self.ancestors(name) if self.steps[group].use is not None), None)

    def levels(self, name: str) -> tuple[Level, ...]:
        """Return the levels that are live in a step: its own, its groups' from the inside out, ``always``."""
        return (
            self.steps[name].level,
            *(self.steps[group].level for group in self.ancestors(name)),
            self.always,
        )

    def all_levels(self) -> tuple[Level, ...]:
        """Return every level of the protocol: ``always``, then those of the steps."""
        return (self.always, *(step.level for step in self.steps.values()))

    def all_acts(self) -> Iterator[Act]:
        """Yield every act, block by block."""
        for moments in self.blocks.values():
            for moment in moments:
                yield from moment.acts

    def all_assignments(self) -> Iterator[tuple[str, Value | Expression]]:
        """Yield every assignment of the protocol: those of entries, then those of acts."""
        for level in self.all_levels():
            for entry in level.entries():
                yield from entry.assignments
        for act in self.all_acts():
            if act.verb == "set" and isinstance(act.argument, tuple):
                yield from act.argument

    def deck_of(self, name: str) -> Deck | None:
        """Return the table that ``item`` refers to in a step's trials: its own, else its group's; or None."""
        trials = self.steps[name].trials
        own = None if trials is None else trials.deck
        return self.deck_around(name) if own is None else self.decks[own]

    def deck_around(self, name: str) -> Deck | None:
        """Return the table whose items are the turns of the nearest group around a step; None without one."""
        for group in self.ancestors(name):
            each = self.steps[group].each
            if each is not None and not each.children:
                return self.decks[each.over]
        return None
