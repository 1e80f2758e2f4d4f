"""Facts and sentences about the values of a flow: what a moment or an act does, how an answer is given.

Each sentence is plain text in both languages. How an author's text, an expression and a step are written
belongs to the reader's page, and comes in: the sheet and the comparison differ in that and in nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from nao_sessions.protocol.catalogue import (
    COLOURS,
    GESTURES,
    LOOKS,
    POSES,
    POSTURES,
    TOUCH_GROUPS,
    TOUCH_PARTS,
)
from nao_sessions.protocol.computed import kept_name
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.flow import (
    BACK,
    DONE,
    Act,
    Assignments,
    Await,
    Branch,
    Choose,
    Duration,
    Moment,
    Protocol,
    Show,
    Speech,
)
from nao_sessions.protocol.trials import Element, Stimulus, WordLists
from nao_sessions.protocol.wording import duration, plain, quote
from nao_sessions.text import glossary
from nao_sessions.text.formats import SEMICOLON, alternatives, joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, by_language, msg, msgc, verbatim


@dataclass(frozen=True, slots=True)
class OutlineFact:
    """One fact about a value of the flow.

    Attributes:
        key: The field of the flow that holds it.
        label: What it is called, as a row of a table or the head of a line.
        words: What it is, beside its label; None where there is nothing.
        full: The fact in a sentence for paper; None where none is due.
        brief: The fact in a few words for a card; None where none are due.
        beside: The key of another fact; wherever that one is shown, this one follows it.
    """

    key: str
    label: Text
    words: Text | None
    full: Text | None = None
    brief: Text | None = None
    beside: str = ""


class Facts(dict[str, OutlineFact]):
    """Facts about one value by their keys, in the order in which they are shown."""

    def __init__(self, facts: Iterable[OutlineFact]) -> None:
        super().__init__((fact.key, fact) for fact in facts)

    def full(self, *keys: str) -> list[Text]:
        """Return the full sentences of some facts, without facts that have none."""
        return [fact.full for fact in self.shown(*keys) if fact.full is not None]

    def brief(self, *keys: str) -> list[Text]:
        """Return the brief words of some facts, without facts that have none."""
        return [fact.brief for fact in self.shown(*keys) if fact.brief is not None]

    def shown(self, *keys: str) -> Iterator[OutlineFact]:
        """Yield the facts of some keys, each followed by the facts to be shown beside it."""
        for key in keys:
            if key in self:
                yield self[key]
            yield from (fact for fact in self.values() if fact.beside == key)


Who = Literal["nao", "board", "adult", "time", "record"]

NAO_LEFT = msg("the facing child's right side")
NAO_RIGHT = msg("the facing child's left side")
"""Left and right are Nao's own everywhere in the language: which side that is for a child facing Nao."""

_SIDES = {
    "left": (msgc("noun", "Nao's left"), NAO_LEFT),
    "right": (msgc("noun", "Nao's right"), NAO_RIGHT),
}
_CATALOGUES: Mapping[str, Mapping[str, Text]] = {
    "gesture": {name: one.description for name, one in GESTURES.items()},
    "posture": {name: one.description for name, one in POSTURES.items()},
    "look": {name: one.description for name, one in LOOKS.items()},
    "eyes": {name: one.description for name, one in COLOURS.items()},
    "pose": {name: one.description for name, one in POSES.items()},
}
_OPENINGS = {
    "gesture": msg("gesture: {what}"),
    "posture": msg("posture: {what}"),
    "look": msg("look: {what}"),
    "eyes": msg("eyes: {what}"),
    "pose": msg("pose to copy: {what}"),
    "sound": msg("sound: {what}"),
    "point": msg("points to: {what}"),
    "highlight": msg("highlighted: {what}"),
}


@dataclass(frozen=True, slots=True)
class ActOutline:
    """One act in words: who acts, and what; ``said``: Nao speaks it; ``speech``: the author's text in it."""

    who: Who
    text: Text
    said: bool = False
    speech: Speech | None = None
    options: tuple[tuple[str, int], ...] = ()
    """Blocks that this line stands for (by lot, or a routine), and how often each lies in the bag."""


def under(condition: Text, what: Text) -> Text:
    """Return a sentence with a condition before what is done under it."""
    return msg("{condition}: {what}", condition=condition, what=what)


def facing(side: str) -> Text:
    """Return the name of one of Nao's sides, and of that side as seen by a child facing Nao."""
    own, childs = _SIDES[side]
    return msg("{own} ({seen})", own=own, seen=childs)


@dataclass(frozen=True, slots=True)
class Telling:
    """Writes the parts of one protocol in sentences, as the page of a reader wants them."""

    protocol: Protocol
    write: Callable[[Speech], Text]
    """How an author's text is written."""
    compute: Callable[[Expression], Text]
    """How a computed value is written."""
    step: Callable[[str], Text]
    """How a step is named."""
    lasting: Callable[[Expression], Text] | None = None
    """How a computed number of seconds is written; None: as any computed value."""
    counting: Callable[[Expression, Text], Text] | None = None
    """How a computed number is put into a sentence, as ``{n}``; None: as any computed value."""
    brief: bool = False
    """Whether words to choose from are named alone, without what stands for them."""
    turn: bool = False
    """Whether ``done`` ends a child's turn, not a group."""
    languages: bool = False
    """Whether words are given in every language of the protocol, not in the reader's alone."""

    def act(self, act: Act) -> ActOutline:
        """Return one act in words."""
        argument = act.argument
        match act.verb, argument:
            case "say", Speech():
                return ActOutline("nao", self.quoted(argument), said=True, speech=argument)
            case "adult", Speech():
                return ActOutline("adult", self.write(argument), speech=argument)
            case "note", Speech():
                return ActOutline(
                    "record",
                    _labelled(msgc("before the words that are noted", "note"), self.quoted(argument)),
                )
            case "show", Show():
                return ActOutline("board", self.show(argument))
            case "highlight", str() | Expression():
                return ActOutline("board", _OPENINGS["highlight"].format(what=self.word(argument)))
            case "wait", Await():
                return ActOutline("time", self.awaited(argument))
            case "wait", int() | Expression():
                least = self.duration(argument)
                return ActOutline("time", msg("at least {least}", least=least))
            case "set", tuple():
                return ActOutline("record", self.assigned(argument))
            case "choose", Choose():
                text = msg("one of these, drawn at random, never the same twice in a row")  # fmt: skip
                return ActOutline("nao", text, options=argument.options)
            case "routine", str():
                name = argument.rpartition("/")[2]
                return ActOutline("nao", _labelled(msg("routine"), quote(name)), options=((argument, 1),))
            case "repeat", _:
                if argument == "sentence":
                    return ActOutline("nao", msg("repeats the sentence"))
                return ActOutline("nao", msg("repeats the question"))
            case "open", _:
                return ActOutline("time", msg("answers count from here on"))  # fmt: skip
            case _, str() | Expression():
                return ActOutline("nao", _OPENINGS[act.verb].format(what=self.movement(act)))
        raise AssertionError(act.verb)

    def movement(self, act: Act, word: str | None = None) -> Text:
        """Return the name of a gesture, a look or a colour; ``word``: as computed for one item."""
        argument = act.argument if word is None else word
        assert isinstance(argument, str | Expression)
        return self._catalogued(act.verb, argument)

    def _catalogued(self, verb: str, argument: str | Expression) -> Text:
        """Return the name of a word of Nao's catalogue, with the child's side if it means one of Nao's."""
        if isinstance(argument, Expression):
            return self.compute(argument)
        known = _CATALOGUES.get(verb, {}).get(argument)
        side = argument.rpartition("_")[2]
        if known is None:
            return facing(side) if side in _SIDES else self.word(argument)
        if side not in _SIDES or verb == "pose":
            return known
        return msg("{known} ({seen})", known=known, seen=_SIDES[side][1])

    def word(self, argument: str | Expression) -> Text:
        """Return a word between quotes, or the expression that computes it in words."""
        return self.compute(argument) if isinstance(argument, Expression) else quote(argument)

    def quoted(self, speech: Speech) -> Text:
        """Return an author's text between quotes."""
        return quote(self.write(speech))

    def duration(self, length: Duration) -> Text:
        """Return a duration (milliseconds, or an expression in seconds) in words."""
        if isinstance(length, Expression):
            return (self.lasting or self.compute)(length)
        return duration(length)

    def number(self, number: int | Expression) -> Text:
        """Return a number in words."""
        return self.compute(number) if isinstance(number, Expression) else verbatim(number)

    def counted(self, number: int | Expression, sentence: Text) -> Text:
        """Return a sentence (:func:`msgn`) with a number in its place ``{n}``."""
        if isinstance(number, int):
            return sentence.format(n=number)
        return self.counting(number, sentence) if self.counting else sentence.format(n=self.compute(number))

    def show(self, show: Show) -> Text:
        """Return in words what the board shows."""
        parts: list[Text] = []
        if show.picture is not None:
            parts.append(_labelled(msg("picture"), self._file(show.picture)))
        if show.text is not None:
            parts.append(_labelled(msg("text"), self.quoted(show.text)))
        if show.page is not None:
            page = self.protocol.pages[show.page]
            named = msg("'{title}' ({file})", title=page.title, file=page.file)
            parts.append(_labelled(msg("communication board"), named))
        if isinstance(show.choices, Expression) or show.choices:
            parts.append(_labelled(msg("to choose from"), self.elements(show.choices)))
        return joined(parts, SEMICOLON) if parts else msg("nothing (empty board)")

    def _file(self, name: str | Expression) -> Text:
        return self.compute(name) if isinstance(name, Expression) else verbatim(name)

    def elements(self, words: tuple[str, ...] | Expression) -> Text:
        """Return words to choose from, each with its picture and sound."""
        if isinstance(words, Expression):
            return self.compute(words)
        return joined([self._element(word) for word in words], ", ")

    def _element(self, word: str) -> Text:
        if self.brief:
            return quote(word)
        element = self.protocol.elements.get(word, Element(word))
        extra: list[Text] = []
        if element.picture is not None:
            extra.append(verbatim(element.picture))
        if element.say is not None:
            elsewhere = tuple((language, (said,)) for language, said in element.say_elsewhere)
            extra.append(_labelled(msg("said"), self._any_of((element.say,), elsewhere)))
        if element.words:
            extra.append(_labelled(msg("heard"), self._any_of(element.words, element.words_elsewhere)))
        if element.card is not None:
            extra.append(_labelled(msg("card"), verbatim(element.card), ""))
        if not extra:
            return quote(word)
        inside = joined(extra, ", ")
        named = quote(word)
        return msg("{named} ({inside})", named=named, inside=inside)

    def awaited(self, wait: Await) -> Text:
        """Return in words what an ``await`` waits for, and how long."""
        limit, hold = self.duration(wait.limit), self.duration(wait.hold)
        what = self.stimulus(wait.stimulus)
        if wait.hold:
            what = msg("{what}, held {hold}", what=what, hold=hold)
        return msg("waits for: {what}; {limit} at most", what=what, limit=limit)

    def assigned(self, assignments: Assignments) -> Text:
        """Return in words what a ``set`` assigns."""
        parts = []
        for name, value in assignments:
            new = self.compute(value) if isinstance(value, Expression) else plain(value)
            parts.append(msg("{kept} = {given}", kept=self._datum(name), given=new))
        return _labelled(msg("kept"), joined(parts, ", "))

    def _datum(self, name: str) -> Text:
        """Return the name of what a ``set`` changes: a datum, or a value remembered of a child."""
        owner, _, own = name.rpartition(".")
        return kept_name(self.protocol, own, self.write) if owner == "participant" else verbatim(name)

    def stimuli(self, stimuli: Sequence[Stimulus]) -> Text:
        """Return in words the stimuli that are waited for, any of which is enough."""
        return alternatives([self.stimulus(one) for one in stimuli])

    def stimulus(self, stimulus: Stimulus) -> Text:
        """Return in words what is waited for by one sense."""
        words = self._any_of(stimulus.values, stimulus.elsewhere)
        match stimulus.sense:
            case "touch":
                return _labelled(msg("touch"), _parts(stimulus.values), "")
            case "word":
                return _labelled(msg("say"), words, "")
            case "board":
                return _labelled(msg("choose on the board"), words, "")
            case "card":
                cards = alternatives([verbatim(value) for value in stimulus.values])
                return _labelled(msg("show card"), cards, "")
            case _:
                return glossary.SENSES[stimulus.sense].act

    def brief_stimulus(self, stimulus: Stimulus) -> Text:
        """Return a stimulus in few words, beside its sense's sign: « la tête », « oui, prêt », « n° 12 »."""
        match stimulus.sense:
            case "touch":
                return by_language(lambda language: _bare_parts(stimulus.values, language))
            case "word" | "board":
                return by_language(lambda language: ", ".join(stimulus.in_language(language).values))
            case "card":
                return joined([msg("no. {n}", n=one) for one in stimulus.values], ", ")
            case _:
                return self.stimulus(stimulus)

    def _any_of(self, words: tuple[str, ...], elsewhere: WordLists) -> Text:
        """Return alternative words in each language, or all languages with their names."""
        other = dict(elsewhere)
        if not self.languages:
            return by_language(
                lambda language: _quoted_words(other.get(language, words)).in_language(language)
            )
        lists = [_quoted_words(words)]
        lists += [_labelled(verbatim(language), _quoted_words(those)) for language, those in elsewhere]
        return joined(lists, SEMICOLON)

    def branches(self, branches: Sequence[Branch]) -> Text:
        """Return in words where some branches lead."""
        targets: list[Text] = []
        for branch, condition in zip(branches, self.conditions(branches), strict=True):
            target = self.target(branch.target)
            targets.append(target if condition is None else under(condition, target))
        return joined(targets, SEMICOLON)

    def conditions(self, branches: Sequence[Branch]) -> list[Text | None]:
        """Return the condition of each branch in words; None for the only branch, if it has none."""
        otherwise = msg("otherwise") if len(branches) > 1 else None
        return [otherwise if one.condition is None else self.when(one.condition) for one in branches]

    def when(self, condition: Expression) -> Text:
        """Return a condition in words: « si essais ≥ 2 »."""
        return msg("if {what}", what=self.compute(condition))

    def target(self, name: str) -> Text:
        """Return the name of a branch's target in words."""
        if name == BACK:
            return msg("back to what was left")
        if name == DONE and self.turn:
            return msg("end of the turn")
        if name == DONE:
            return msg("end of the group")
        return self.step(name)


def _quoted_words(words: Sequence[str]) -> Text:
    return alternatives([quote(one) for one in words])


def _parts(values: tuple[str, ...]) -> Text:
    """Return the names of parts of Nao's body; all parts of one kind have one name."""
    for group, parts in TOUCH_GROUPS.items():
        if set(values) == set(parts):
            return _WHOLE[group]
    return alternatives([_part(value) for value in values])


def _bare_parts(parts: tuple[str, ...], language: Language) -> str:
    """Return the names of parts of Nao's body without articles; left and right are Nao's own."""
    left = dict.fromkeys(parts)
    named: list[str] = []
    for group, members in TOUCH_GROUPS.items():
        if set(members) <= set(left):
            named.append(_BARE[group].in_language(language))
            for member in members:
                del left[member]
    return ", ".join(named + [_ARTICLE.sub("", TOUCH_PARTS[part].in_language(language)) for part in left])


def _part(value: str) -> Text:
    return _SIDED.get(value, TOUCH_PARTS[value])


_SIDED: Mapping[str, Text] = {
    "hand.left": msg("Nao's hand on its left ({seen})", seen=NAO_LEFT),
    "hand.right": msg("Nao's hand on its right ({seen})", seen=NAO_RIGHT),
    "foot.left": msg("Nao's foot on its left ({seen})", seen=NAO_LEFT),
    "foot.right": msg("Nao's foot on its right ({seen})", seen=NAO_RIGHT),
}


_BARE = {"head": msg("head"), "hand": msg("hand"), "foot": msg("foot")}
_ARTICLE = re.compile(r"^(?:le|la|the) |^l'")
_WHOLE = {
    "head": msg("Nao's head"),
    "hand": msg("a hand of Nao's"),
    "foot": msg("a foot of Nao's"),
}


def _labelled(word: Text, what: Text, mark: str = ":") -> Text:
    """Return a text with a word before it, with a colon as the language sets it."""
    if not mark:
        return msg("{word} {what}", word=word, what=what)
    return msg("{word}: {what}", word=word, what=what)


ONLY_IF = msg("only if")
ACTS: Mapping[str, Text] = {
    "say": msg("Nao's sentence"),
    "adult": msg("the adult's line"),
    "note": msg("note"),
    "show": msg("board"),
    "wait": msg("wait"),
    "set": msg("values kept"),
    "choose": msg("possibilities by lot"),
    "routine": msg("routine"),
    "repeat": msg("repetition"),
    "open": msg("answers open"),
    "sound": msg("sound"),
    "gesture": msg("gesture"),
    "pose": msg("pose"),
    "posture": msg("posture"),
    "point": msg("what Nao points to"),
    "look": msg("look"),
    "eyes": msg("eyes"),
    "highlight": msg("answer highlighted"),
}
"""What an act is called, by its verb."""

_MOVEMENTS = frozenset({"gesture", "pose", "posture", "point", "look", "eyes", "sound", "highlight"})


def only_if(telling: Telling, condition: Expression | None) -> OutlineFact:
    """Return the fact of the condition under which something is done; without one, an empty fact."""
    if condition is None:
        return OutlineFact("condition", ONLY_IF, None)
    words = telling.compute(condition)
    full = msg("only if {condition}", condition=words)
    return OutlineFact("condition", ONLY_IF, words, full, telling.when(condition))


def moment_line(telling: Telling, moment: Moment) -> Text:
    """Return one moment (one dash of a ``do`` list) in words, in one line."""
    acts = joined([act_line(telling, act) for act in moment.acts], " + ")
    return acts if moment.condition is None else under(telling.when(moment.condition), acts)


def block_line(telling: Telling, block: str) -> Text:
    """Return all moments of a block in words, in one line."""
    return joined([moment_line(telling, moment) for moment in telling.protocol.blocks[block]], ", ")


def act_line(telling: Telling, act: Act, *, labelled: bool = False) -> Text:
    """Return one act in words, in one line; ``labelled``: after a label that already names its verb."""
    match act.verb, act.argument:
        case verb, str() | Expression() if labelled and verb in _MOVEMENTS:
            return telling.movement(act)
        case _, Choose():
            return joined([block_line(telling, block) for block, _ in act.argument.options], " / ")
        case _, Await():
            return telling.awaited(act.argument)
        case "wait", int() | Expression():
            return telling.duration(act.argument)
    return telling.act(act).text
