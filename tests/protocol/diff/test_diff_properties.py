"""Properties of the comparison: writing a file otherwise is no difference, changing one value is one.

The oracle of what changed is the flow itself, compared whole with its places left out.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nao_sessions.core.errors import ProtocolRefused
from nao_sessions.protocol import load, load_files
from nao_sessions.protocol.diff import compare
from nao_sessions.protocol.flow import Protocol
from tests.protocol.diff.rewriting import mutations, rewritten, without_places

HERE = Path(__file__).parent
EVERYTHING = HERE.parent / "everything" / "everything.yaml"
LIBRARY = [
    path for path in sorted((HERE.parents[2] / "protocols").glob("*.yaml")) if path.suffixes == [".yaml"]
]
MUTATIONS = int(os.environ.get("DIFF_MUTATIONS", "150"))
"""Of each file, by lot; there are some 1,000 of the largest: set the variable to try them all."""

FILES = [EVERYTHING, *LIBRARY]


def read(path: Path, text: str) -> Protocol:
    """Load a text as if it stood where a file stands."""
    beside = {one.name: one.content for one in load(path).sources[1:]}
    return load_files({**beside, path.name: text.encode()}, path.name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_protocol_does_what_it_does_itself(path: Path) -> None:
    assert compare(load(path), load(path)) == ()


@pytest.mark.parametrize(
    ("path", "seed"),
    [*((EVERYTHING, seed) for seed in range(8)), *((path, 0) for path in LIBRARY)],
    ids=lambda one: one.stem if isinstance(one, Path) else str(one),
)
def test_writing_it_another_way_is_no_difference(path: Path, seed: int) -> None:
    again = rewritten(path.read_text(encoding="utf-8"), seed)
    assert again != path.read_text(encoding="utf-8")
    assert [one.sentence.en for one in compare(load(path), read(path, again))] == []
    assert [one.sentence.en for one in compare(read(path, again), load(path))] == []


def test_comments_and_empty_lines_are_no_difference() -> None:
    text = EVERYTHING.read_text(encoding="utf-8")
    spaced = "# un commentaire\n" + text.replace("\nsteps:", "\n\n\n# les étapes\nsteps:")
    assert compare(load(EVERYTHING), read(EVERYTHING, spaced)) == ()


def test_a_duration_in_another_unit_is_no_difference() -> None:
    text = EVERYTHING.read_text(encoding="utf-8")
    again = text.replace("wait: 30 s", "wait: 30000 ms").replace("limit: 3 min", "limit: 180 s")
    assert again != text
    assert compare(load(EVERYTHING), read(EVERYTHING, again)) == ()


@pytest.mark.long
@pytest.mark.parametrize("path", [EVERYTHING, LIBRARY[0]], ids=lambda path: path.stem)
def test_every_mutation_is_told_and_names_its_step(path: Path) -> None:
    before = load(path)
    whole = without_places(before)
    silent, nameless, tried = [], [], 0
    for mutation in mutations(path.read_text(encoding="utf-8"), MUTATIONS):
        try:
            after = read(path, mutation.text)
        except ProtocolRefused:
            continue
        if without_places(after) == whole:
            continue  # a default that was written out, say
        tried += 1
        found = compare(before, after)
        if not found and not no_matter(mutation.where):
            silent.append(mutation.where)
        named = {one.part.name.rpartition(".")[2] for one in found if one.part.scope == "step"}
        if found and mutation.step is not None and mutation.step not in named:
            nameless.append(mutation.where)
    assert (silent, nameless) == ([], [])
    assert tried >= min(MUTATIONS, 600) // 4, tried


def no_matter(where: str) -> bool:
    """Tell a swap in a list whose order means nothing: ways to answer, words that mean the same."""
    if not where.endswith("(swapped)"):
        return False
    return any(word in where for word in (".answers.", ".word[", ".touch[", ".by[", ".prompt_on["))


@pytest.mark.long
def test_both_directions_find_the_same_parts() -> None:
    before = load(EVERYTHING)
    for mutation in mutations(EVERYTHING.read_text(encoding="utf-8"), 60, seed=1):
        try:
            after = read(EVERYTHING, mutation.text)
        except ProtocolRefused:
            continue
        there = {one.part.name for one in compare(before, after)}
        back = {one.part.name for one in compare(after, before)}
        assert there == back, mutation.where


def test_the_order_of_the_differences_is_the_same_each_time() -> None:
    before, after = load(EVERYTHING), load(LIBRARY[0])
    once = [one.sentence.fr for one in compare(before, after)]
    assert once == [one.sentence.fr for one in compare(before, after)]
    assert len(once) > 30
