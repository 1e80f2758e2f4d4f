"""Whatever happens to a protocol's file, a check tells where, and never falls over.

A hundred mutants of each file of the library here; ``benchmarks/protocol_mutations.py`` makes thousands.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.protocol.protocol_mutants import EXAMPLES, LIBRARY, ROOT, examined, mutant
from tests.protocol.small_protocols import GOOD

MUTANTS = 100


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the library and of the examples, in which one file after the other is spoilt."""
    folder = tmp_path_factory.mktemp("mutants")
    shutil.copytree(ROOT / "protocols", folder / "protocols")
    shutil.copytree(EXAMPLES, folder / "examples")
    return folder


def in_tree(tree: Path, file: Path) -> Path:
    """Give the copy of a file."""
    return tree / (
        file.relative_to(ROOT) if file.is_relative_to(ROOT / "protocols") else f"examples/{file.name}"
    )


@pytest.mark.long
@pytest.mark.parametrize("file", LIBRARY, ids=[file.stem for file in LIBRARY])
def test_a_mutant_is_loaded_or_refused_with_a_place(file: Path, tree: Path) -> None:
    content, path = file.read_bytes(), in_tree(tree, file)
    faults = {}
    try:
        for number in range(MUTANTS):
            found = examined(mutant(content, file.name, number), path)
            if found.faults:
                faults[number] = found.faults
    finally:
        path.write_bytes(content)
    assert faults == {}


@pytest.mark.parametrize("length", range(0, len(GOOD), 7))
def test_a_truncated_protocol_is_refused(length: int, tmp_path: Path) -> None:
    found = examined(GOOD[:length].encode(), tmp_path / "essai.yaml")
    assert found.refused
    assert found.faults == ()


def test_the_mutants_are_the_same_every_time() -> None:
    content = GOOD.encode()
    assert [mutant(content, "a", n) for n in range(30)] == [mutant(content, "a", n) for n in range(30)]
    assert len({mutant(content, "a", n) for n in range(200)}) > 180
