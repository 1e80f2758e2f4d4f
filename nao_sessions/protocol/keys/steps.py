"""The keys of steps: what they do, and how they are left."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, PlainValidator, ValidationInfo

from nao_sessions.protocol.flow import Outcome
from nao_sessions.protocol.keys.moments import IN_DO, SENSED, Do
from nao_sessions.protocol.keys.senses import ThereOrGoneKeys
from nao_sessions.protocol.keys.trials import TrialsKeys
from nao_sessions.protocol.keys.types import (
    Cards,
    Condition,
    Count,
    Duration,
    MapOr,
    Name,
    PlainWords,
    ProtocolFile,
    Sentence,
    Taking,
    Touches,
    Truth,
    Values,
    WordsByLanguage,
    read_a_duration,
    read_an_outcome,
)
from nao_sessions.protocol.keys.values import NAME, ONE_OR_EACH
from nao_sessions.protocol.reading.kinds import Narrowing
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.scalars import read_name
from nao_sessions.protocol.reading.shape import (
    Alone,
    AtLeastOne,
    AtMost,
    AtMostOne,
    Needs,
    Rule,
    Shape,
    as_items,
    as_items_or_one,
    as_named,
    key,
    needed,
)
from nao_sessions.text.messages import msg

OUTCOMES: tuple[Outcome, ...] = ("completed", "refused", "distress", "technical", "time")


class BranchKeys(Shape):
    """One entry of a ``next`` list."""

    called: ClassVar = msg("a branch")

    condition: Condition | None = key(msg("taken only if"), name="if")
    next: Name = needed(msg("the step to go to"))


def _as_branches(node: Node, info: ValidationInfo) -> Node:
    """Turn one name into a list of one branch."""
    if not isinstance(node, Scalar):
        return node
    branches = Items(node.place, "next")
    branch = Fields(node.place, "next")
    branch["next"] = node
    branch.places["next"] = node.place
    branches.append(branch)
    return branches


Next = Annotated[list[BranchKeys], BeforeValidator(as_items), BeforeValidator(Taking(_as_branches, NAME))]


class EntryKeys(Shape):
    """What the entries of ``buttons``, ``when`` and ``after`` have in common."""

    called: ClassVar = msg("a reaction")

    elsewhere: ClassVar = dict.fromkeys(
        ("say", "sound", "gesture", "pose", "posture", "look", "eyes", "show", "note", "adult"), IN_DO
    )

    condition: Condition | None = key(msg("only if"), name="if")
    do: Do | None = key(msg("what Nao does then"), example='[{say: "Merci !", gesture: bow}]')
    set: Values | None = key(
        msg("data to change: name and value"),
        example="{essais: = data.essais + 1}",
    )
    next: Next | None = key(
        msg("where to go then; without next, back to what was interrupted"),
    )


class ButtonKeys(EntryKeys):
    """A button of the professional's page."""

    called: ClassVar = msg("a button")

    label: Sentence = needed(msg("what is written on the button"), example='"Suite"')
    main: Truth = key(msg("true: the main button"), default=False)


class _Signs(EntryKeys):
    """The signs that a step may react to."""

    touch: Touches | None = key(msg("the parts touched: head, hand.left…"))
    word: WordsByLanguage | None = key(
        msg("the words heard, or those of each language"),
        example="{fr: [oui, d'accord], en: [yes, okay]}",
    )
    board: PlainWords | None = key(msg("what is chosen on the board"))
    card: Cards | None = key(msg("the numbers of the cards shown"))


class WhenKeys(ThereOrGoneKeys, _Signs):
    """A reaction to what the child does."""

    called: ClassVar = msg("a reaction to the child")
    rules: ClassVar = (
        Rule(
            AtLeastOne(SENSED),
            msg("nothing to wait for here: 'touch', 'word' or another thing to do is missing"),
            "P105",
        ),
    )

    cut: Truth = key(msg("true: cuts Nao short"), default=False)


class AfterKeys(EntryKeys):
    """A reaction to time."""

    called: ClassVar = msg("a reaction to time")
    rules: ClassVar = (
        Rule(AtLeastOne(("wait", "limit")), msg("the duration is missing: 'wait' or 'limit'"), "P105"),
    )

    wait: Duration | None = key(msg("duration since the end of the content"))
    limit: Duration | None = key(msg("duration since the entry"))


Buttons = Annotated[list[ButtonKeys], BeforeValidator(as_items)]
When = Annotated[list[WhenKeys], BeforeValidator(as_items)]
After = Annotated[list[AfterKeys], BeforeValidator(as_items_or_one)]


class LevelKeys(Shape):
    """The entries that are live somewhere."""

    called: ClassVar = msg("what holds somewhere")

    buttons: Buttons | None = key(
        msg("the adult's buttons"),
        example='[{label: "Suite", next: suite, main: true}]',
    )
    when: When | None = key(
        msg("what the child may do"),
        example="[{touch: head, next: suite}]",
    )
    after: After | None = key(msg("what time brings"), example="{wait: 30 s, next: suite}")


class SilenceKeys(EntryKeys):
    """What happens when nobody has done anything."""

    called: ClassVar = msg("a silence")

    wait: Duration = needed(msg("how long the silence lasts"))


_BUTTONS = msg("{count} buttons, more than the {most} of this zone")
NO_END = msg("in always nothing has an end to count 'wait' from")
WRITE_LIMIT = msg("write limit: it counts from the start")
_NO_WAIT = Narrowing(without={"wait": msg("{sentence} ({hint})", sentence=NO_END, hint=WRITE_LIMIT)})


class AlwaysKeys(LevelKeys):
    """The entries that are live everywhere."""

    called: ClassVar = msg("what holds everywhere")
    rules: ClassVar = (Rule(AtMost("buttons", 6), _BUTTONS, "P127"),)

    after: Annotated[list[Annotated[AfterKeys, _NO_WAIT]], BeforeValidator(as_items_or_one)] | None = key(
        msg("what time brings"),
        example="{limit: 15 min, next: au_revoir}",
    )
    silence: Annotated[SilenceKeys | Scalar, PlainValidator(MapOr(SilenceKeys, read_a_duration))] | None = (
        key(
            msg("nobody has done anything for: the question is said again, the adult told"),
        )
    )


_ONE_EXIT = msg("a step has 'end', or 'next', or it waits (buttons, when, after)")
_TWO = msg("'{key}' and '{other}' in the same step")


class StepKeys(LevelKeys):
    """A step: its content, then its exits."""

    called: ClassVar = msg("a step")
    rules: ClassVar = (
        Rule(AtLeastOne(("next", "end", "buttons", "when", "after"), named=True),
             msg("this step has no exit"), "P120", _ONE_EXIT),
        Rule(Alone("end", ("next", "buttons", "when", "after")), _TWO, "P120", _ONE_EXIT),
        Rule(Alone("next", ("after",), without="end"), _TWO, "P120", _ONE_EXIT),
        Rule(AtMostOne(("trials", "steps", "use")), _TWO, "P120", msg("make two steps of it")),
        Rule(Needs("steps", "start", named=True),
             msg("the key 'start' is missing, the group's first step"), "P105"),
        Rule(Needs("start", "steps", named=True),
             msg("'start' means something in a group only: 'steps' is missing"), "P105"),
        Rule(Needs("each", "steps", named=True),
             msg("'each' means something in a group only: 'steps' is missing"), "P105"),
        Rule(Needs("rounds", "each", named=True), msg("'rounds' goes with 'each'"), "P105"),
        Rule(Needs("with", "use", named=True), msg("'with' goes with 'use'"), "P105"),
        Rule(AtMost("buttons", 6, without="steps"), _BUTTONS, "P127"),
        Rule(AtMost("buttons", 3, beside="steps"), _BUTTONS, "P127"),
    )  # fmt: skip

    elsewhere: ClassVar = {
        **EntryKeys.elsewhere,
        "set": IN_DO,
        "wait": msg("write after: {wait: 10 s, next: ...}"),
        "limit": msg("write after: {limit: 5 min, next: ...}"),
        "touch": msg("write when: [{touch: ..., next: ...}]"),
        "word": msg("write when: [{word: ..., next: ...}]"),
    }

    title: Sentence | None = key(msg("the step's name on screens"), example='"Bonjour"')
    do: Do | None = key(
        msg("what Nao does: one dash, one moment"),
        example='[{say: "Bonjour !", gesture: hello}]',
    )
    trials: TrialsKeys | None = key(msg("trials"))
    use: ProtocolFile | None = key(msg("another protocol, taken as a group"))
    given: Values | None = key(
        msg("the settings given to it"),
        name="with",
        example="{tours: 2}",
    )
    each: Annotated[Scalar, PlainValidator(Taking(read_name, ONE_OR_EACH))] | None = key(
        msg("participant, or a table of items: the group is done once for each"),
    )
    rounds: Count | None = key(msg("how many rounds"))
    steps: Annotated[dict[str, StepKeys], BeforeValidator(as_named)] | None = key(msg("the steps of a group"))
    start: Name | None = key(msg("the group's first step"))
    next: Next | None = key(msg("the step that follows at once"))
    end: Annotated[str, PlainValidator(read_an_outcome)] | None = key(msg("the session ends this way"))
