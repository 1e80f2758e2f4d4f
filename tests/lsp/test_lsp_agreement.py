"""The editor and ``check`` agree on the structure of protocols that a hurried author has spoilt."""

from __future__ import annotations

import copy
import random
import re
from pathlib import Path

import pytest

from nao_sessions.core.errors import Finding
from nao_sessions.protocol import check
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.schema.table import keys_of, shapes_from
from tests.lsp.language_server import LanguageServer
from tests.lsp.mutated import mutated, read, write

pytestmark = pytest.mark.lsp

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    *(path for path in sorted((ROOT / "protocols").glob("*.yaml")) if path.suffixes == [".yaml"]),
    *sorted(Path(__file__).parent.parent.glob("protocol/examples/*.yaml")),
]
MUTANTS = 300
STRUCTURE = ("P101", "P103", "P105")
KEYS = {key.name for shape in shapes_from(ProtocolKeys) for key in keys_of(shape)}


def spoilt(number: int) -> str:
    """Give a protocol with one mistake, or two."""
    rng = random.Random(number)
    tree = copy.deepcopy(read(rng.choice(FILES).read_text("utf-8")))
    for _ in range(rng.choice([1, 1, 1, 2])):
        mutated(tree, rng)
    return write(tree)


def beyond_a_schema(finding: Finding) -> bool:
    """Tell whether a mistake hangs on what another place declares: a datum's type, a column's, a table's."""
    taken = re.match(r"'([^']*)' takes", finding.sentence.en)
    if taken is None:
        return "table" in finding.sentence.en
    return taken[1] not in KEYS or taken[1] in ("share", "level")


@pytest.fixture(scope="module")
def judged(
    editor: LanguageServer, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[str, bool, tuple[Finding, ...]]]:
    """Give mutants: the text, whether the schema says anything, and what check says."""
    folder = tmp_path_factory.mktemp("mutants")
    texts = {f"{number}.yaml": spoilt(number) for number in range(MUTANTS)}
    underlined = editor.diagnose(texts)
    found = []
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
        by_schema = any(str(one["source"]).startswith("yaml-schema") for one in underlined[name])
        found.append((text, by_schema, check(folder / name)))
    return found


def test_what_the_editor_underlines_check_refuses(
    judged: list[tuple[str, bool, tuple[Finding, ...]]],
) -> None:
    underlined = [(text, findings) for text, by_schema, findings in judged if by_schema]
    assert len(underlined) > MUTANTS / 2
    alone = [text for text, findings in underlined if not any(one.severity == "error" for one in findings)]
    assert alone == []


def test_where_the_editor_is_silent_check_tells_no_structure(
    judged: list[tuple[str, bool, tuple[Finding, ...]]],
) -> None:
    silent = [findings for _, by_schema, findings in judged if not by_schema]
    assert len(silent) > MUTANTS / 10
    told = [one for findings in silent for one in findings if one.code in STRUCTURE]
    assert [one.render("en") for one in told if not beyond_a_schema(one)] == []
