"""Mutants of protocols, each of which breaks one promise: what an author's slip makes of a file.

Made on the YAML nodes alone, by places that the language names (``end``, ``feedback``, ``prompts``, ``show``,
``commands``): nothing here knows how a promise is checked. A mutant is chosen by a seed, and the operators of
a promise take turns, so that none is favoured.

- ``refusal``, ``distress``: another ``end``; the end gone; a way to it led elsewhere; the ways of stop words,
  of *calm*, of a used file's end led elsewhere.
- ``praise``: the feedback of success copied to a failure, or changed over with it; a gesture, a lamp of
  success in a failure, a help, a question; the way of a delay, or a branch after trials, led to praise.
- ``consolation``: the feedback of a failure copied to success; a sign or the words of failure in success;
  a sign of success where a refusal, a distress, a calming down is.
- ``help``: what a help or the feedback of a failure points at is a constant, another column, another side.
- ``picture``: two pictures changed over; one for all; another one; none.
- ``limit``: *finish* led elsewhere, or taken away; its end turned into something that goes on, or waits.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_STRING = "tag:yaml.org,2002:str"
PICTURE_ENDINGS = (".svg", ".png", ".jpg")
FAILURES = ("incorrect", "no_response")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A protocol with one promise broken: which, by which operator, where, and its bytes."""

    promise: str
    operator: str
    file: str
    place: str
    content: bytes


Change = Callable[[], None]
Places = Iterator[tuple[str, Change]]
Operator = Callable[["Tree", random.Random], Places]


def mutants(files: Mapping[str, bytes], promise: str, count: int, seed: str = "1") -> list[Mutant]:
    """Return so many mutants of a promise, over all files: the operators take turns, files are drawn."""
    queues = []
    for name, operator in OPERATORS[promise].items():
        places = [
            (file, number)
            for file in sorted(files)
            for number in range(len(_places(files[file], operator, f"{seed}/{file}")))
        ]
        random.Random(f"{seed}/{promise}/{name}").shuffle(places)
        queues.append((name, operator, places))
    found: list[Mutant] = []
    known: set[bytes] = set(map(unchanged, files.values()))
    while len(found) < count and any(places for _, _, places in queues):
        for name, operator, places in queues:
            while places and len(found) < count:
                file, number = places.pop()
                place, content = _mutated(files[file], operator, f"{seed}/{file}", number)
                if content not in known:
                    known.add(content)
                    found.append(Mutant(promise, name, file, place, content))
                    break
    return found


def unchanged(content: bytes) -> bytes:
    """Return a file as a mutant is written, without a fault."""
    return Tree(content).written()


def _places(content: bytes, operator: Operator, seed: str) -> list[tuple[str, Change]]:
    return list(operator(Tree(content), random.Random(seed)))


def _mutated(content: bytes, operator: Operator, seed: str, number: int) -> tuple[str, bytes]:
    tree = Tree(content)
    place, change = list(operator(tree, random.Random(seed)))[number]
    change()
    return place, tree.written()


class Tree:
    """A protocol's file as nodes, with the places that operators look for."""

    def __init__(self, content: bytes) -> None:
        root = yaml.compose(content.decode(), Loader=yaml.CSafeLoader)
        assert isinstance(root, MappingNode)
        self.root = root

    def written(self) -> bytes:
        text: str = yaml.serialize(self.root, Dumper=yaml.CSafeDumper, allow_unicode=True, width=100_000)
        return text.encode()

    def steps(self) -> Iterator[tuple[str, MappingNode]]:
        """Yield every step of every level."""

        def of(node: Node) -> Iterator[tuple[str, MappingNode]]:
            for name, step in _pairs(get(node, "steps")):
                yield name, step
                yield from of(step)

        yield from of(self.root)

    def games(self, *but: str) -> list[str]:
        """Return the steps in which something is done with the child, else all that do not end."""
        steps = [(name, step) for name, step in _pairs(get(self.root, "steps")) if name not in but]
        asking = [name for name, step in steps if get(step, "trials") or get(step, "steps")]
        return asking or [name for name, step in steps if get(step, "end") is None]

    def named_from(self, name: str) -> list[str]:
        """Return the steps that a step may name: its siblings, and those of the levels around."""

        def of(node: Node, around: list[str]) -> list[str] | None:
            steps = dict(_pairs(get(node, "steps")))
            level = [*around, *steps]
            if name in steps:
                return level
            return next((found for one in steps.values() if (found := of(one, level))), None)

        return of(self.root, []) or []

    def top_steps(self) -> list[str]:
        return [name for name, _ in _pairs(get(self.root, "steps"))]

    def ending(self, outcome: str) -> list[str]:
        return [name for name, step in self.steps() if scalar(get(step, "end")) == outcome]

    def trials(self) -> Iterator[tuple[str, MappingNode]]:
        for name, step in self.steps():
            block = get(step, "trials")
            if isinstance(block, MappingNode):
                yield name, block

    def judged(self) -> Iterator[tuple[str, MappingNode]]:
        yield from ((name, block) for name, block in self.trials() if get(block, "correct") is not None)

    def table(self, block: Node) -> list[MappingNode]:
        """Return the inline items of a block of trials."""
        rows = get(get(self.root, "items"), scalar(get(block, "items")))
        return [row for row in rows.value if isinstance(row, MappingNode)] if rows is not None else []

    def targets(self) -> Iterator[tuple[str, ScalarNode]]:
        """Yield every scalar that names where to go."""
        for where, _, _, key, value in walk(self.root):
            if key in ("next", "start") and isinstance(value, ScalarNode):
                yield where, value

    def praising(self) -> list[str]:
        """Return the steps whose own content shows a cheer, joy or a green lamp."""
        found = []
        for name, step in self.steps():
            shown = {(key, scalar(value)) for _, _, _, key, value in walk(get(step, "do"))}
            if shown & {("gesture", "cheer"), ("gesture", "happy"), ("eyes", "green")}:
                found.append(name)
        return found


def get(node: Node | None, key: str | None) -> Node | None:
    """Return a value of a mapping node, or None."""
    if isinstance(node, MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    return None


def scalar(node: Node | None) -> str:
    return node.value if isinstance(node, ScalarNode) else ""


def text(value: str, style: str | None = None) -> ScalarNode:
    return ScalarNode(_STRING, value, style=style)


def mapping(**values: str | Node) -> MappingNode:
    pairs = [(text(key), text(one) if isinstance(one, str) else one) for key, one in values.items()]
    return MappingNode("tag:yaml.org,2002:map", pairs)


def sequence(*values: Node) -> SequenceNode:
    return SequenceNode("tag:yaml.org,2002:seq", list(values))


def dashes(node: Node | None) -> list[Node]:
    return node.value if isinstance(node, SequenceNode) else []


def _pairs(node: Node | None) -> Iterator[tuple[str, MappingNode]]:
    for name, value in node.value if isinstance(node, MappingNode) else []:
        if isinstance(value, MappingNode):
            yield name.value, value


def walk(node: Node | None, where: str = "") -> Iterator[tuple[str, MappingNode, int, str, Node]]:
    """Yield every key of a tree: where, its mapping, its position there, the key, its value."""
    if isinstance(node, MappingNode):
        for index, (key, value) in enumerate(node.value):
            yield where, node, index, key.value, value
            yield from walk(value, f"{where}/{key.value}".lstrip("/"))
    elif isinstance(node, SequenceNode):
        for number, one in enumerate(node.value):
            yield from walk(one, f"{where}.{number}")


def put(node: MappingNode, key: str, value: Node) -> Change:
    """Return a change that sets a key."""

    def change() -> None:
        node.value[:] = [pair for pair in node.value if pair[0].value != key]
        node.value.append((text(key), value))

    return change


def take(node: MappingNode, key: str) -> Change:
    """Return a change that takes a key away."""

    def change() -> None:
        node.value[:] = [pair for pair in node.value if pair[0].value != key]

    return change


def write(node: ScalarNode, value: str) -> Change:
    def change() -> None:
        node.value, node.tag = value, _STRING

    return change


def all_of(*changes: Change) -> Change:
    def change() -> None:
        for one in changes:
            one()

    return change


# Refusal and distress


def _another_end(outcome: str, other: str) -> Operator:
    def operator(tree: Tree, rng: random.Random) -> Places:
        for name, step in tree.steps():
            end = get(step, "end")
            if isinstance(end, ScalarNode) and end.value == outcome:
                yield f"{name}/end: {other}", write(end, other)

    return operator


def _end_goes_on(outcome: str) -> Operator:
    def operator(tree: Tree, rng: random.Random) -> Places:
        for name, step in tree.steps():
            others = [one for one in tree.top_steps() if one != name]
            if scalar(get(step, "end")) == outcome and others:
                other = rng.choice(others)
                yield (
                    f"{name}/end -> next: {other}",
                    all_of(take(step, "end"), put(step, "next", text(other))),
                )

    return operator


def _way_led(outcome: str, elsewhere: str) -> Operator:
    """Lead a way to an end of an outcome to an end that is completed, or to any other step."""

    def operator(tree: Tree, rng: random.Random) -> Places:
        own = tree.ending(outcome)
        ends = tree.ending("completed")
        others = (
            ends if elsewhere == "completed" else [one for one in tree.top_steps() if one not in own + ends]
        )
        for where, target in tree.targets():
            if target.value in own and others:
                other = rng.choice(others)
                yield f"{where} {target.value} -> {other}", write(target, other)

    return operator


def _stop_led(tree: Tree, rng: random.Random) -> Places:
    for entry in dashes(get(get(tree.root, "always"), "when")):
        target = get(entry, "next")
        if isinstance(target, ScalarNode):
            for other in sorted({*tree.ending("completed"), rng.choice(tree.games())} - {target.value}):
                yield f"always/when {target.value} -> {other}", write(target, other)


def _calm_led(tree: Tree, rng: random.Random) -> Places:
    target = get(get(get(tree.root, "commands"), "calm"), "next")
    if isinstance(target, ScalarNode):
        for other in sorted({*tree.ending("completed"), rng.choice(tree.games())} - {target.value}):
            yield f"commands/calm {target.value} -> {other}", write(target, other)


def _used_end_dropped(outcome: str) -> Operator:
    def operator(tree: Tree, rng: random.Random) -> Places:
        for name, step in tree.steps():
            branches = dashes(get(step, "next"))
            for number, branch in enumerate(branches):
                if f".end == '{outcome}'" in scalar(get(branch, "if")):
                    last = scalar(get(branches[-1], "next"))
                    target = get(branch, "next")
                    yield f"{name}/next.{number} dropped", _deleting(branches, number)
                    if isinstance(target, ScalarNode):
                        yield f"{name}/next.{number} -> {last}", write(target, last)

    return operator


def _deleting(values: list[Node], number: int) -> Change:
    def change() -> None:
        del values[number]

    return change


# Praise and consolation


def _feedback_copied(source: Sequence[str], goals: Sequence[str]) -> Operator:
    def operator(tree: Tree, rng: random.Random) -> Places:
        for name, block in tree.judged():
            feedback = get(block, "feedback")
            for one in source:
                for other in goals:
                    given = get(feedback, one)
                    if given is not None and get(feedback, other) is not None:
                        assert isinstance(feedback, MappingNode)
                        yield f"{name}/{one} => {other}", put(feedback, other, copy.deepcopy(given))

    return operator


def _feedback_swapped(tree: Tree, rng: random.Random) -> Places:
    for name, block in tree.judged():
        feedback = get(block, "feedback")
        for other in FAILURES:
            one, two = get(feedback, "correct"), get(feedback, other)
            if one is not None and two is not None:
                assert isinstance(feedback, MappingNode)
                yield (
                    f"{name}/correct <-> {other}",
                    all_of(
                        put(feedback, "correct", copy.deepcopy(two)), put(feedback, other, copy.deepcopy(one))
                    ),
                )


def _sign_added(keys: Sequence[str], signs: Sequence[tuple[str, str]]) -> Operator:
    def operator(tree: Tree, rng: random.Random) -> Places:
        for name, block in tree.judged():
            for key in keys:
                moments = dashes(get(get(block, "feedback"), key))
                if moments and isinstance(moments[0], MappingNode):
                    verb, shown = rng.choice(list(signs))
                    taken = {"gesture": ("pose",), "eyes": ()}[verb]
                    if not any(get(moments[0], one) is not None for one in taken):
                        yield f"{name}/{key} + {verb}: {shown}", put(moments[0], verb, text(shown))

    return operator


def _sign_in_help(tree: Tree, rng: random.Random) -> Places:
    for name, block in tree.judged():
        for number, prompt in enumerate(dashes(get(block, "prompts"))):
            for moment in dashes(get(prompt, "do"))[:1]:
                taken = get(moment, "point") is not None or get(moment, "repeat") is not None
                if isinstance(moment, MappingNode) and not taken:
                    yield f"{name}/prompts.{number} + cheer", put(moment, "gesture", text("cheer"))


def _sign_in_question(tree: Tree, rng: random.Random) -> Places:
    """Ask with the lamp that answers: the colour of the feedback of success."""
    for name, block in tree.judged():
        colours = [
            scalar(value)
            for _, _, _, key, value in walk(get(get(block, "feedback"), "correct"))
            if key == "eyes"
        ]
        for where, _, _, key, value in walk(get(block, "ask")):
            if key == "eyes" and colours and isinstance(value, ScalarNode):
                yield f"{name}/ask{where}/eyes -> {colours[0]}", write(value, colours[0])


def _delay_led_to_praise(tree: Tree, rng: random.Random) -> Places:
    praising = tree.praising()
    for name, step in tree.steps():
        target = get(get(step, "after"), "next")
        if isinstance(target, ScalarNode):
            others = [one for one in tree.named_from(name) if one in praising and one != target.value]
            if others and name not in praising:
                other = rng.choice(others)
                yield f"{name}/after {target.value} -> {other}", write(target, other)


def _branch_led_to_praise(tree: Tree, rng: random.Random) -> Places:
    """Lead what follows trials that were not passed to the step that praises."""
    praising = tree.praising()
    for name, _ in tree.trials():
        step = dict(tree.steps())[name]
        branches = dashes(get(step, "next"))
        led = [one for one in branches if scalar(get(one, "next")) in praising]
        others = [one for one in branches if scalar(get(one, "next")) not in praising]
        for one in led:
            for other in others:
                here, there = get(one, "next"), get(other, "next")
                assert isinstance(here, ScalarNode)
                assert isinstance(there, ScalarNode)
                yield (
                    f"{name}/next {here.value} <-> {there.value}",
                    all_of(write(here, there.value), write(there, here.value)),
                )


def _words_changed(source: str, goal: str) -> Operator:
    """Put the words of one feedback into another, its signs as they are."""

    def operator(tree: Tree, rng: random.Random) -> Places:
        for name, block in tree.judged():
            feedback = get(block, "feedback")
            words = [value for _, _, _, key, value in walk(get(feedback, source)) if key == "say"]
            for moment in dashes(get(feedback, goal)):
                if words and isinstance(moment, MappingNode) and get(moment, "say") is not None:
                    yield f"{name}/{source} says => {goal}", put(moment, "say", copy.deepcopy(words[0]))
                    break

    return operator


def _praise_where_it_ends_badly(tree: Tree, rng: random.Random) -> Places:
    calm = scalar(get(get(get(tree.root, "commands"), "calm"), "next"))
    for name, step in tree.steps():
        if scalar(get(step, "end")) in ("refused", "distress") or name == calm:
            for number, moment in enumerate(dashes(get(step, "do"))):
                alone = any(get(moment, one) is not None for one in ("posture", "adult", "gesture", "pose"))
                if isinstance(moment, MappingNode) and not alone:
                    verb, shown = rng.choice([("gesture", "cheer"), ("gesture", "happy"), ("eyes", "green")])
                    yield f"{name}/do.{number} + {verb}: {shown}", put(moment, verb, text(shown))
                    break


# Help


def _pointing(tree: Tree) -> Iterator[tuple[str, MappingNode, str, str, ScalarNode]]:
    """Yield what helps and the feedback of failures point at: step, block, where, verb, value."""
    for name, block in tree.judged():
        parts = [(f"prompts.{n}", get(one, "do")) for n, one in enumerate(dashes(get(block, "prompts")))]
        parts += [(key, get(get(block, "feedback"), key)) for key in FAILURES]
        for part, node in parts:
            for _, _, _, key, value in walk(node):
                if key in ("highlight", "point", "look", "gesture") and isinstance(value, ScalarNode):
                    yield name, block, part, key, value


def _points_at_a_constant(tree: Tree, rng: random.Random) -> Places:
    for name, block, part, verb, value in _pointing(tree):
        answers = sorted({scalar(get(row, "answer")) for row in tree.table(block)} - {"", "nothing"})
        if verb in ("highlight", "point") and value.value == "= item.answer" and answers:
            answer = rng.choice(answers)
            yield f"{name}/{part}/{verb}: {answer}", write(value, answer)


def _points_at_another_column(tree: Tree, rng: random.Random) -> Places:
    for name, block, part, verb, value in _pointing(tree):
        rows = tree.table(block)
        columns = [key.value for key, one in rows[0].value if isinstance(one, ScalarNode)] if rows else []
        others = [one for one in columns if one not in ("answer", "level", "share", "longueur")]
        if verb == "highlight" and value.value.startswith("= item.") and others:
            column = rng.choice(others)
            yield f"{name}/{part}/{verb}: = item.{column}", write(value, f"= item.{column}")


def _points_to_one_side(tree: Tree, rng: random.Random) -> Places:
    for name, block, part, verb, value in _pointing(tree):
        column = value.value.removeprefix("= item.")
        sides = sorted({scalar(get(row, column)) for row in tree.table(block)} - {""})
        of_item = value.value.startswith("= item.") and column != "answer"
        two = {"left", "right"} <= set(sides) or {"point_left", "point_right"} <= set(sides)
        if verb in ("look", "point", "gesture") and of_item and two:
            side = rng.choice(sides)
            yield f"{name}/{part}/{verb}: {side}", write(value, side)


def _side_of_an_item(tree: Tree, rng: random.Random) -> Places:
    """Turn the side of one item round, where questions or helps show it."""
    other = {"left": "right", "right": "left", "point_left": "point_right", "point_right": "point_left"}
    for name, block in tree.judged():
        for row in tree.table(block):
            for key, value in row.value:
                if scalar(value) in other and key.value != "answer":
                    place = f"{name}/{scalar(get(row, 'id'))}.{key.value} -> {other[value.value]}"
                    yield place, write(value, other[value.value])


def _points_a_trial_late(tree: Tree, rng: random.Random) -> Places:
    """Where the right answer hangs on how many trials there were: point at another one of them."""
    for name, _, part, verb, value in _pointing(tree):
        if verb in ("highlight", "point") and "trials.count == 0" in value.value:
            later = value.value.replace("trials.count == 1", "trials.count == 2")
            later = later.replace("trials.count == 0", "trials.count == 1")
            yield f"{name}/{part}/{verb}: a trial late", write(value, later)


def _help_without_the_answer(tree: Tree, rng: random.Random) -> Places:
    """Take one answer out of the choices that a help shows."""
    for name, block in tree.judged():
        for number, prompt in enumerate(dashes(get(block, "prompts"))):
            for _, _, _, key, value in walk(get(prompt, "do")):
                if key == "choices" and isinstance(value, SequenceNode):
                    for place in range(len(value.value)):
                        yield (
                            f"{name}/prompts.{number}/choices.{place} dropped",
                            _deleting(value.value, place),
                        )


# Pictures


def _item_pictures(tree: Tree) -> Iterator[tuple[str, list[ScalarNode]]]:
    """Yield the pictures of things that stand together: rows of a table, words to choose from."""
    for table, rows in get(tree.root, "items").value if get(tree.root, "items") is not None else []:
        by_column: dict[str, list[ScalarNode]] = {}
        for row in dashes(rows):
            for key, value in row.value if isinstance(row, MappingNode) else []:
                if scalar(value).endswith(PICTURE_ENDINGS):
                    by_column.setdefault(key.value, []).append(value)
                for word in dashes(value):
                    if scalar(get(word, "picture")):
                        by_column.setdefault(f"{key.value}.", []).append(get(word, "picture"))
        yield from ((f"items/{table.value}/{column}", nodes) for column, nodes in by_column.items())
    for where, _, _, key, value in walk(tree.root):
        nodes = [get(word, "picture") for word in dashes(value)] if key == "choices" else []
        if not where.startswith("items/"):
            yield f"{where}/choices", [one for one in nodes if isinstance(one, ScalarNode)]


def _two_changed_over(tree: Tree, rng: random.Random) -> Places:
    for where, nodes in _item_pictures(tree):
        for number, one in enumerate(nodes):
            others = [other for other in nodes if other.value != one.value]
            if others:
                other = rng.choice(others)
                place = f"{where}.{number} {one.value} <-> {other.value}"
                yield place, all_of(write(one, other.value), write(other, one.value))


def _another_picture(tree: Tree, rng: random.Random) -> Places:
    everything = sorted({one.value for _, nodes in _item_pictures(tree) for one in nodes})
    for where, nodes in _item_pictures(tree):
        for number, one in enumerate(nodes):
            others = [other for other in everything if other != one.value]
            if others:
                other = rng.choice(others)
                yield f"{where}.{number} {one.value} -> {other}", write(one, other)


def _shown(tree: Tree) -> Iterator[tuple[str, MappingNode, MappingNode, Node]]:
    """Yield each ``show`` of a table's picture in a block of trials: step, block, its moment, its picture."""
    for name, block in tree.trials():
        for part in ("ask", "prompts", "feedback"):
            for _, moment, _, key, value in walk(get(block, part)):
                picture = get(value, "picture") if key == "show" else None
                if scalar(picture).startswith("= item."):
                    assert isinstance(picture, ScalarNode)
                    yield name, block, moment, picture


def _one_for_all(tree: Tree, rng: random.Random) -> Places:
    for name, block, _, picture in _shown(tree):
        column = scalar(picture).removeprefix("= item.")
        pictures = sorted({scalar(get(row, column)) for row in tree.table(block)} - {""})
        if pictures:
            assert isinstance(picture, ScalarNode)
            one = rng.choice(pictures)
            yield f"{name}/show -> {one}", write(picture, one)


def _none_shown(tree: Tree, rng: random.Random) -> Places:
    for name, block in tree.trials():
        shows = [
            value for where, _, _, key, value in walk(get(block, "ask"))
            if key == "show" and scalar(get(value, "picture")).startswith("= item.")
        ]  # fmt: skip
        columns = {scalar(get(one, "picture")).removeprefix("= item.") for one in shows}
        there = all(get(row, column) for row in tree.table(block) for column in columns)
        both = [one for one in shows if isinstance(one, MappingNode) and len(one.value) > 1 and there]
        if shows and len(both) == len(shows):
            yield f"{name}/ask without its picture", all_of(*(take(one, "picture") for one in both))


def _answers_changed_over(tree: Tree, rng: random.Random) -> Places:
    """Change over the pictures that the feedback of two answers shows."""
    for name, block in tree.trials():
        pictures = [
            value for _, _, _, key, value in walk(get(block, "feedback"))
            if key == "picture" and scalar(value).endswith(PICTURE_ENDINGS)
        ]  # fmt: skip
        if len({scalar(one) for one in pictures}) == 2:
            one, two = pictures[:2]
            assert isinstance(one, ScalarNode)
            assert isinstance(two, ScalarNode)
            yield (
                f"{name}/feedback {PurePosixPath(one.value).stem} <-> {PurePosixPath(two.value).stem}",
                all_of(write(one, two.value), write(two, one.value)),
            )


# The limit


def _finish(tree: Tree) -> ScalarNode:
    target = get(get(get(tree.root, "commands"), "finish"), "next")
    assert isinstance(target, ScalarNode)
    return target


def _finish_led(tree: Tree, rng: random.Random) -> Places:
    target = _finish(tree)
    ends = tree.ending("completed")
    for other in tree.top_steps():
        if other not in (target.value, *ends):
            yield f"commands/finish {target.value} -> {other}", write(target, other)


def _finish_gone(tree: Tree, rng: random.Random) -> Places:
    commands = get(tree.root, "commands")
    assert isinstance(commands, MappingNode)
    yield "commands/finish gone", take(commands, "finish")


def _closing(tree: Tree) -> tuple[str, MappingNode] | None:
    """Return the step that *finish* comes to and that ends, through plain ``next``."""
    name, steps = _finish(tree).value, dict(tree.steps())
    for _ in range(len(steps)):
        step = steps.get(name)
        if step is None:
            return None
        if get(step, "end") is not None:
            return name, step
        following = get(step, "next")
        name = scalar(following) or scalar(get(dashes(following)[-1], "next") if dashes(following) else None)
    return None


def _closing_turned(kind: str) -> Operator:
    def operator(tree: Tree, rng: random.Random) -> Places:
        found = _closing(tree)
        if found is None:
            return
        name, step = found
        steps = get(tree.root, "steps")
        assert isinstance(steps, MappingNode)
        games = tree.games(name)
        last = put(steps, "fini", mapping(end="completed"))
        button = mapping(label="C'est fini", next="fini", main="true")
        dict(button.value)  # the pairs are plain
        again = mapping(label="On rejoue", next=rng.choice(games))
        turned = {
            "goes on": [("next", text(rng.choice(games)))],
            "waits for a press": [("buttons", sequence(button))],
            "waits for long": [
                ("buttons", sequence(button)),
                ("after", mapping(wait="15 min", next="fini")),
            ],
            "waits for itself": [
                ("buttons", sequence(button)),
                ("after", mapping(wait="30 s", next=name)),
            ],
            "offers the game": [
                ("buttons", sequence(button, again)),
                ("after", mapping(wait="30 s", next="fini")),
            ],
        }[kind]
        yield f"{name} {kind}", all_of(take(step, "end"), last, *(put(step, key, one) for key, one in turned))

    return operator


def _closing_ends_badly(tree: Tree, rng: random.Random) -> Places:
    found = _closing(tree)
    if found is not None:
        for outcome in ("refused", "distress"):
            yield f"{found[0]}/end: {outcome}", put(found[1], "end", text(outcome))


OPERATORS: Mapping[str, Mapping[str, Operator]] = {
    "refusal": {
        "ends completed": _another_end("refused", "completed"),
        "ends in distress": _another_end("refused", "distress"),
        "goes on": _end_goes_on("refused"),
        "led to the ordinary end": _way_led("refused", "completed"),
        "led into the activity": _way_led("refused", "activity"),
        "used file's refusal": _used_end_dropped("refused"),
        "stop led elsewhere": _stop_led,
    },
    "distress": {
        "ends completed": _another_end("distress", "completed"),
        "ends refused": _another_end("distress", "refused"),
        "goes on": _end_goes_on("distress"),
        "led to the ordinary end": _way_led("distress", "completed"),
        "led into the activity": _way_led("distress", "activity"),
        "used file's distress": _used_end_dropped("distress"),
        "calm led elsewhere": _calm_led,
    },
    "praise": {
        "success copied to failure": _feedback_copied(["correct"], FAILURES),
        "changed over": _feedback_swapped,
        "sign in failure": _sign_added(
            FAILURES, [("gesture", "cheer"), ("gesture", "happy"), ("eyes", "green")]
        ),
        "sign in help": _sign_in_help,
        "lamp in question": _sign_in_question,
        "delay led to praise": _delay_led_to_praise,
        "branch led to praise": _branch_led_to_praise,
        "words of success in failure": _words_changed("correct", "incorrect"),
    },
    "consolation": {
        "failure copied to success": _feedback_copied(FAILURES, ["correct"]),
        "sign in success": _sign_added(
            ["correct"], [("gesture", "sad"), ("gesture", "no"), ("gesture", "unsure"), ("eyes", "blue")]
        ),
        "words of failure in success": _words_changed("incorrect", "correct"),
        "words of silence in success": _words_changed("no_response", "correct"),
        "praise in refusal, distress, calm": _praise_where_it_ends_badly,
    },
    "help": {
        "a constant": _points_at_a_constant,
        "another column": _points_at_another_column,
        "one side": _points_to_one_side,
        "an item's side": _side_of_an_item,
        "a trial late": _points_a_trial_late,
        "without the answer": _help_without_the_answer,
    },
    "picture": {
        "changed over": _two_changed_over,
        "another": _another_picture,
        "one for all": _one_for_all,
        "none": _none_shown,
        "of another answer": _answers_changed_over,
    },
    "limit": {
        "finish led elsewhere": _finish_led,
        "finish gone": _finish_gone,
        "closing goes on": _closing_turned("goes on"),
        "closing waits for a press": _closing_turned("waits for a press"),
        "closing waits for long": _closing_turned("waits for long"),
        "closing waits for itself": _closing_turned("waits for itself"),
        "closing offers the game": _closing_turned("offers the game"),
        "closing ends badly": _closing_ends_badly,
    },
}
