"""A help points at the answer, and the picture is the item's.

Values that hang on the item, or on how many trials there were, are computed for every item and every such
count. That a picture's file is called as another item is a remark: a name is only a name.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.places import deck_of_block
from nao_sessions.protocol.checks.promises.breach import Breach, acts_of, moments_of
from nao_sessions.protocol.checks.robot import PICTURES
from nao_sessions.protocol.checks.trials import answers_for, for_item, items_of, right_for
from nao_sessions.protocol.expression import Expression, ExpressionFailed, Path, Value, as_words
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import Act, Protocol, Show, Step
from nao_sessions.protocol.trials import ANY, NOT_PASSED, NOTHING, Answer, AnswersFrom, Item, Trials
from nao_sessions.text.messages import msg

MOST_COUNTS = 6
"""Trials of one visit that a value is computed for, where it hangs on how many there were."""

DIRECTIONS = frozenset({"left", "right"})
FELLOWS = 3
"""Items that must agree before one that does not stands out: a convention of this project."""

NEAR = 5
"""Lines between two words that are described in one table, or in one choice."""

SHORT = 3
"""Words that a name has at most: « un lapin » is one, « C'est un animal qui nage. » is not."""

_WORD = re.compile(r"[a-z]{3,}")
_FLAT = {"œ": "oe", "æ": "ae"}


def broken_showing(protocol: Protocol) -> Iterator[Breach]:
    """Yield helps that point at something else than the answer, and pictures of something else."""
    for step in protocol.steps.values():
        if step.trials is not None:
            yield from _helps(protocol, step, step.trials)
            yield from _sides(protocol, step, step.trials)
            yield from _pictures(protocol, step, step.trials)
            yield from _answered_pictures(protocol, step.trials)
    yield from _named_pictures(protocol)
    yield from _twice(protocol)


class Case(NamedTuple):
    """One question as it may come: its item, and how many trials there were before in the visit."""

    item: Item | None
    before: int

    def value(self, value: Value | Expression) -> tuple[bool, Value]:
        """Compute a value: (True, value), or (False, None) where it depends on the session."""
        if not isinstance(value, Expression):
            return True, value
        known = all(path[0] == "item" or path == ("trials", "count") for path in value.paths)
        if not known or (self.item is None and any(path[0] == "item" for path in value.paths)):
            return False, None
        try:
            return True, value.evaluate(self._lookup)
        except ExpressionFailed:
            return False, None

    def holds(self, *conditions: Expression | None) -> bool:
        """Return whether conditions hold, as far as is known; an unknown one may hold."""
        return all(one is None or self.value(one) != (True, False) for one in conditions)

    def _lookup(self, path: Path) -> Value:
        return self.before if path[0] == "trials" or self.item is None else self.item.values.get(path[1])


def _cases(protocol: Protocol, step: Step, trials: Trials) -> list[Case]:
    found = []
    for item in items_of(protocol, step):
        known, count = Case(item, 0).value(trials.count if trials.count is not None else 1)
        turns = count if known and isinstance(count, int) else 1
        found += [Case(item, number) for number in range(max(1, min(turns, MOST_COUNTS)))]
    return found


def _right(trials: Trials, case: Case) -> tuple[str, ...] | None:
    known, right = case.value(trials.correct)
    words = as_words(right) if known and trials.correct is not None else ()
    return None if not words or ANY in words or NOTHING in words else words


def _answers(trials: Trials, case: Case) -> tuple[str, ...] | None:
    if not isinstance(trials.answers, AnswersFrom):
        return tuple(answer.value for answer in trials.answers)
    known, elements = case.value(trials.answers.elements)
    return as_words(elements) if known else None


def _helps(protocol: Protocol, step: Step, trials: Trials) -> Iterator[Breach]:
    """Yield a breach where a help, or the feedback after a failure, points at a wrong answer."""
    blocks = [(prompt.block, prompt.condition, True) for prompt in trials.prompts]
    blocks += [(block, None, False) for key, block in trials.feedback if key in NOT_PASSED]
    cases = _cases(protocol, step, trials)
    every = {answer for case in cases for answer in _answers(trials, case) or ()}
    for block, condition, helps in blocks:
        for moment in moments_of(protocol, block):
            for act in moment.acts:
                met = [case for case in cases if case.holds(condition, moment.condition)]
                if helps and any(_other_answer(trials, act, case.item) for case in met):
                    continue
                breaches = (
                    _pointed(trials, act, case, helps, every, _on_board(protocol, trials, case))
                    for case in met
                )
                yield from list(filter(None, breaches))[:1]


def _other_answer(trials: Trials, act: Act, item: Item | None) -> bool:
    """Return whether an act marks a wrong answer whatever came before; check P219 reports that already."""
    right, answers = right_for(trials, item), answers_for(trials, item)
    if act.verb not in ("point", "highlight") or not isinstance(act.argument, str | Expression):
        return False
    if right is None or answers is None or ANY in right:
        return False
    known, value = for_item(act.argument, item)
    shown = set(as_words(value))
    return known and bool(shown & set(answers)) and not shown & set(right)


def _pointed(
    trials: Trials, act: Act, case: Case, helps: bool, every: set[str], on_board: set[str]
) -> Breach | None:
    right, answers = _right(trials, case), _answers(trials, case)
    if right is None or answers is None:
        return None
    if act.verb == "show" and isinstance(act.argument, Show) and act.argument.choices:
        known, value = case.value(act.argument.choices)
        shown = as_words(value)
        # Other words than answers are an example; answers without the right one are a help that misleads.
        if known and helps and set(shown) & set(answers) and not set(shown) & set(right):
            return _elsewhere(act.place, case, ", ".join(shown[:3]))
        return None
    if act.verb not in ("point", "highlight") or not isinstance(act.argument, str | Expression):
        return None
    known, value = case.value(act.argument)
    shown = as_words(value)
    if not known or not shown or set(shown) & set(right):
        return None
    if set(shown) & (on_board - set(answers)):
        return None  # what the question is about, and no answer
    if not set(shown) & set(answers) and act.verb == "point" and not set(shown) & every:
        return None  # a side, or something in the room
    return _elsewhere(act.place, case, shown[0])


def _on_board(protocol: Protocol, trials: Trials, case: Case) -> set[str]:
    """Return the words that a question shows to choose from on the board."""
    shows = [act.argument for act in acts_of(protocol, trials.ask) if isinstance(act.argument, Show)]
    return {word for show in shows for word in as_words(case.value(show.choices)[1])}


def _elsewhere(place: Place, case: Case, shown: str) -> Breach:
    words = msg("'{shown}' is shown, and it is not the right answer", shown=quoted(shown))
    if case.item is not None:
        words = msg(
            "'{shown}' is shown for the item '{item}', and it is not the right answer",
            shown=quoted(shown),
            item=quoted(case.item.id),
        )
    return Breach(
        "P245",
        place,
        words,
        msg("name it through the item: = item.answer"),
    )


def _sides(protocol: Protocol, step: Step, trials: Trials) -> Iterator[Breach]:
    """Yield helps that show another side than the question did, and an item whose side is not usual."""
    cases = [case for case in _cases(protocol, step, trials) if case.before == 0]
    reported: set[Place] = set()
    questions: list[tuple[Case, str, str]] = []
    for case in cases:
        sides, right = _sides_in(protocol, trials.ask, case), _right(trials, case)
        shown = {side for side, _ in sides}
        if not sides or right is None:
            continue
        if len(shown) == 1:
            questions.append((case, right[0], min(shown)))
        for prompt in trials.prompts:
            for side, place in _sides_in(protocol, prompt.block, case):
                if side not in shown and place not in reported:
                    reported.add(place)
                    yield _other_side(place, case, side)
    yield from _odd_side(questions)


def _odd_side(questions: list[tuple[Case, str, str]]) -> Iterator[Breach]:
    """Yield the one item whose side goes with another answer than in all other items.

    ``questions`` holds (case, right answer, side that the question shows).
    """
    of_side: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for _, answer, side in questions:
        of_side[side][answer] += 1
    odd = [
        (case, answer, side)
        for case, answer, side in questions
        if answer != max(of_side[side], key=lambda one: of_side[side][one])
    ]
    if len(questions) > FELLOWS and len(of_side) > 1 and len(odd) == 1:
        case, answer, side = odd[0]
        if case.item is not None:
            yield Breach(
                "P245",
                case.item.place,
                msg(
                    "the question shows '{side}' and expects '{answer}': everywhere else this "
                    "side "
                    "goes with another answer",
                    side=side,
                    answer=quoted(answer),
                ),
                msg("correct the side, or the answer"),
            )


def _sides_in(protocol: Protocol, block: str, case: Case) -> set[tuple[str, Place]]:
    found = set()
    for moment in moments_of(protocol, block):
        for act in moment.acts:
            if act.verb in ("look", "point") and case.holds(moment.condition):
                known, value = case.value(act.argument if isinstance(act.argument, str | Expression) else "")
                if known and value in DIRECTIONS:
                    found.add((str(value), act.place))
    return found


def _other_side(place: Place, case: Case, side: str) -> Breach:
    name = "" if case.item is None else quoted(case.item.id)
    return Breach(
        "P245",
        place,
        msg(
            "this help shows '{side}' for the item '{name}', and the question showed the other side",
            side=side,
            name=name,
        ),
        msg("name the side through the item, as the question does"),
    )


def _pictures(protocol: Protocol, step: Step, trials: Trials) -> Iterator[Breach]:
    """Yield a breach where a question shows one picture for all items, or not the column of pictures."""
    deck = protocol.deck_of(step.name)
    if deck is None or len(deck.items) < 2:
        return
    columns = {
        name: {str(item.values.get(name)) for item in deck.items}
        for name in deck.columns
        if all(_is_picture(item.values.get(name)) for item in deck.items)
    }
    columns = {name: files for name, files in columns.items() if len(files) > 1}
    blocks = [trials.ask, *(prompt.block for prompt in trials.prompts)]
    blocks += [block for _, block in trials.feedback]
    shown: set[str] = set()
    for block in blocks:
        for moment in moments_of(protocol, block):
            for act in moment.acts:
                picture = act.argument.picture if isinstance(act.argument, Show) else None
                if isinstance(picture, Expression):
                    shown |= {path[1] for path in picture.paths if path[0] == "item"}
                elif picture and any(picture in files for files in columns.values()):
                    yield Breach(
                        "P246",
                        act.place,
                        msg(
                            "'{basename}' is shown for all items, and each has its own",
                            basename=quoted(posixpath.basename(picture)),
                        ),
                        msg("write picture: = item.picture"),
                    )
                    shown |= set(columns)
    unseen = sorted(set(columns) - shown - _read_elsewhere(protocol, deck.name))
    if unseen:
        yield Breach(
            "P246",
            trials.place,
            msg("the items have a picture ({unseen}), and nothing shows it", unseen=unseen[0]),
            msg("add to ask: show: {picture: = item.{unseen}}", unseen=unseen[0]),
        )


def _read_elsewhere(protocol: Protocol, table: str) -> set[str]:
    """Return the columns of a table that some ``show`` reads."""
    return {
        path[1]
        for block, moments in protocol.blocks.items()
        for moment in moments
        for act in moment.acts
        if isinstance(act.argument, Show) and isinstance(act.argument.picture, Expression)
        for path in act.argument.picture.paths
        if path[0] == "item" and (deck := deck_of_block(protocol, block)) and deck.name == table
    }


def _answered_pictures(protocol: Protocol, trials: Trials) -> Iterator[Breach]:
    """Yield feedback of an answer that shows another answer's picture."""
    keys = {key for key, _ in trials.feedback} & _all_answers(trials)
    for key, block in trials.feedback:
        if key not in keys:
            continue
        for moment in moments_of(protocol, block):
            for act in moment.acts:
                picture = act.argument.picture if isinstance(act.argument, Show) else None
                if isinstance(picture, str) and _is_of_another(
                    picture, [key], [[one] for one in keys - {key}]
                ):
                    yield _called(act.place, picture, key)


def _all_answers(trials: Trials) -> set[str]:
    if isinstance(trials.answers, AnswersFrom):
        elements = trials.answers.elements
        return set(elements) if isinstance(elements, tuple) else set()
    return {answer.value for answer in trials.answers if isinstance(answer, Answer)}


class _Pictured(NamedTuple):
    """Something with a picture: what it is called, its picture, where that stands."""

    names: tuple[str, ...]
    picture: str
    place: Place


def _named_pictures(protocol: Protocol) -> Iterator[Breach]:
    """Yield items and words whose picture's file is named after another of them, or after none."""
    for fellows in _tables(protocol):
        own = [_is_called(one.picture, one.names) for one in fellows]
        usual = sum(own) >= FELLOWS and sum(own) >= len(own) - 2
        for one, called in zip(fellows, own, strict=True):
            others = [other.names for other in fellows if other.names != one.names]
            if not called and _is_of_another(one.picture, one.names, others):
                yield _called(one.place, one.picture, one.names[0])
            elif not called and usual:
                yield _called(one.place, one.picture, one.names[0], alone=True)


def _twice(protocol: Protocol) -> Iterator[Breach]:
    """Yield a picture that stands for two words of the same choice."""
    for fellows in _words_with_pictures(protocol):
        first: dict[str, str] = {}
        for pictured in fellows:
            word = first.setdefault(pictured.picture, pictured.names[0])
            if word != pictured.names[0]:
                yield Breach(
                    "P246",
                    pictured.place,
                    msg(
                        "'{names}' and '{word}' have the same picture",
                        names=quoted(pictured.names[0]),
                        word=quoted(word),
                    ),
                    msg("give every word a picture of its own"),
                )


def _tables(protocol: Protocol) -> Iterator[list[_Pictured]]:
    for deck in protocol.decks.values():
        for column in deck.columns:
            files = [item.values.get(column) for item in deck.items]
            if all(_is_picture(file) for file in files):
                yield [
                    _Pictured(_names_of(item, column), str(item.values[column]), item.place)
                    for item in deck.items
                ]
    yield from _words_with_pictures(protocol)


def _words_with_pictures(protocol: Protocol) -> Iterator[list[_Pictured]]:
    """Yield groups of words with pictures that stand together in the file, line after line."""
    elements = sorted((one for one in protocol.elements.values() if one.picture), key=lambda one: one.place)
    run: list[_Pictured] = []
    for before, one in zip([None, *elements], elements, strict=False):
        apart = before is not None and (
            before.place.file != one.place.file or one.place.line - before.place.line > NEAR
        )
        if apart:
            yield run
            run = []
        names = (one.word, *one.words, *([one.say] if one.say else []))
        run.append(_Pictured(names, one.picture or "", one.place))
    yield run


def _names_of(item: Item, picture: str) -> tuple[str, ...]:
    """Return the names of an item: its id and its short texts, but not its lists of choices."""
    texts = [value for name, value in item.values.items() if isinstance(value, str) and name != picture]
    return (item.id, *(text for text in texts if len(text.split()) <= SHORT and not _is_picture(text)))


def _is_picture(value: Value) -> bool:
    return isinstance(value, str) and posixpath.splitext(value)[1].lower() in PICTURES


def _is_called(picture: str, names: Sequence[str]) -> bool:
    """Return whether a picture's file name shares a word, but for its ending, with one of some names."""
    called = {word for name in names for word in _words(name)}
    return any(_alike(word, other) for word in _words(_stem(picture)) for other in called)


def _is_of_another(picture: str, names: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    return not _is_called(picture, names) and any(_is_called(picture, other) for other in others)


def _stem(picture: str) -> str:
    return posixpath.splitext(posixpath.basename(picture))[0]


def _words(text: str) -> set[str]:
    for letter, letters in _FLAT.items():
        text = text.replace(letter, letters)
    flat = unicodedata.normalize("NFD", text.casefold())
    return set(_WORD.findall("".join(char for char in flat if not unicodedata.combining(char))))


def _alike(one: str, other: str) -> bool:
    """Return whether two words differ in their ending only: animal and animaux, fruit and fruits."""
    common = len(posixpath.commonprefix([one, other]))
    return common >= min(3, len(one), len(other)) and common >= max(len(one), len(other)) - 2


def _called(place: Place, picture: str, name: str, *, alone: bool = False) -> Breach:
    file = quoted(posixpath.basename(picture))
    words = msg("the picture of '{name}' is called '{file}', as that of something else")
    if alone:
        words = msg(
            "the picture of '{name}' is called '{file}', while the pictures beside it are called as what "
            "they show"
        )
    return Breach(
        "P250",
        place,
        words.format(name=quoted(name), file=file),
        msg("look at the picture: is it the right one?"),
    )
