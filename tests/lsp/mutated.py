"""Protocols with one mistake in their structure, drawn by a seed: what a hurried author does to a file.

A mistake is made in the tree and written back as YAML: what is wrong with a file is wrong with the protocol,
and not with its YAML.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import yaml

Tree = Any
"""What a file holds: maps, lists and texts; every value is the text that its author wrote."""


class _Quoted(str):
    """A text that was written in quotes."""


class _Texts(yaml.SafeLoader):
    """Reads every value as the text that stands there, as the language does."""


class _Writer(yaml.SafeDumper):
    """Writes texts as they were: with quotes or without."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out: the language has no aliases."""
        return True


def _scalar(loader: yaml.SafeLoader, node: yaml.Node) -> str:
    assert isinstance(node, yaml.ScalarNode)
    text = str(loader.construct_scalar(node))
    return text if node.style is None else _Quoted(text)


def _plain(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None)


def _quoted(dumper: yaml.SafeDumper, text: _Quoted) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')


_Texts.yaml_implicit_resolvers = {}
_Texts.add_constructor("tag:yaml.org,2002:str", _scalar)
_Writer.yaml_implicit_resolvers = {}
_Writer.add_representer(str, _plain)
_Writer.add_representer(_Quoted, _quoted)

WORDS = ["hello", "10 s", "10", "2,5 s", "1:30", "head", "any", "fruit", "true", "oui", "= item.answer"]
WORDS += ["accueil", "fin", "Bonjour toi", "3", "-1", "1.5", "École", "arms_up", "green", "correct", "0 s"]
KEYS = ["say", "do", "next", "if", "end", "after", "wait", "limit", "touch", "board", "label", "steps"]
KEYS += ["gesture", "adult", "note", "choose", "trials", "ask", "answers", "correct", "items", "default"]
KEYS += ["start", "type"]


def read(text: str) -> Tree:
    """Give the tree of a file."""
    return yaml.load(text, Loader=_Texts)


def write(tree: Tree) -> str:
    """Write a tree as a file."""
    return yaml.dump(tree, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=1_000)


def mutated(tree: Tree, rng: random.Random) -> Tree:
    """Make one mistake in a tree, which is changed."""
    while True:
        spot = rng.choice(list(_spots(tree)))
        if rng.choice(_MISTAKES)(spot[0], spot[1], rng):
            return tree


def _spots(tree: Tree) -> list[tuple[Any, Any]]:
    """Give every place of a tree: what it is in, and its key or number there."""
    found: list[tuple[Any, Any]] = []
    todo = [tree]
    while todo:
        holder = todo.pop()
        inside = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for at, value in inside:
            found.append((holder, at))
            if isinstance(value, dict | list):
                todo.append(value)
    return found


def _drop(holder: Any, at: Any, rng: random.Random) -> bool:
    del holder[at]
    return True


def _misspell(holder: Any, at: Any, rng: random.Random) -> bool:
    """Write a key with two letters swapped, or one too many."""
    if not isinstance(holder, dict) or len(at) < 3:
        return False
    cut = rng.randrange(1, len(at) - 1)
    swapped = at[:cut] + at[cut + 1] + at[cut] + at[cut + 2 :]
    return _renamed(holder, at, swapped if rng.random() < 0.5 else at[:cut] + at[cut - 1 :])


def _rename(holder: Any, at: Any, rng: random.Random) -> bool:
    """Write another key of the language."""
    return isinstance(holder, dict) and _renamed(holder, at, rng.choice(KEYS))


def _renamed(holder: dict[str, Any], at: str, other: str) -> bool:
    if other in holder:
        return False
    kept = [(other if name == at else name, value) for name, value in holder.items()]
    holder.clear()
    holder.update(kept)
    return True


def _retype(holder: Any, at: Any, rng: random.Random) -> bool:
    """Put something of another kind: a word, a list, a map, nothing."""
    word = rng.choice(WORDS)
    old = holder[at]
    lists: list[Any] = [[], [old], [word]]
    maps: list[Any] = [{}, {word: word}, {"say": _Quoted("Oui.")}]
    holder[at] = rng.choice([word, _Quoted(word), "", *lists, *maps])
    return True


def _unwrap(holder: Any, at: Any, rng: random.Random) -> bool:
    """Forget the dash, or the key."""
    old = holder[at]
    if not isinstance(old, dict | list) or not old:
        return False
    holder[at] = next(iter(old.values())) if isinstance(old, dict) else old[0]
    return True


def _add(holder: Any, at: Any, rng: random.Random) -> bool:
    """Add a key where it may not belong."""
    if not isinstance(holder, dict):
        return False
    holder.setdefault(rng.choice(KEYS), rng.choice([rng.choice(WORDS), [{"say": _Quoted("Oui.")}]]))
    return True


def _word(holder: Any, at: Any, rng: random.Random) -> bool:
    """Misspell a word."""
    old = holder[at]
    if not isinstance(old, str) or len(old) < 3:
        return False
    cut = rng.randrange(1, len(old) - 1)
    holder[at] = type(old)(old[:cut] + old[cut + 1 :])
    return True


_MISTAKES: list[Callable[[Any, Any, random.Random], bool]] = [
    _drop,
    _misspell,
    _rename,
    _retype,
    _retype,
    _unwrap,
    _add,
    _word,
]
