"""How far an editor and ``check`` agree on protocols that were spoilt, and what a schema cannot see.

    .venv/bin/python benchmarks/editor_agreement.py [COUNT [SEED]]

The editor is the real yaml-language-server; a file is spoilt in its tree, by one mistake or two.
"""

from __future__ import annotations

import copy
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).parents[1]))

from nao_sessions.core.errors import Finding  # noqa: E402
from nao_sessions.protocol import check  # noqa: E402
from nao_sessions.protocol.schema.reference import as_text, protocol_schema  # noqa: E402
from tests.lsp.language_server import LanguageServer  # noqa: E402 (the tests' client)
from tests.lsp.mutated import mutated, read, write  # noqa: E402

AT_ONCE = 200
"""Files that are open in the editor at one time."""

STRUCTURE = frozenset(
    ("P101", "P103", "P104", "P105", "P109", "P114", "P115", "P117", "P120", "P125", "P126", "P127")
)


def main() -> None:
    """Spoil, ask both, and print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    files = [
        *(path for path in sorted((ROOT / "protocols").glob("*.yaml")) if path.suffixes == [".yaml"]),
        *sorted(ROOT.glob("tests/protocol/examples/*.yaml")),
    ]
    trees = [read(path.read_text("utf-8")) for path in files]
    texts = {f"{number}.yaml": _spoilt(trees, f"{seed}/{number}") for number in range(count)}
    program = subprocess.run(
        ["sh", str(ROOT / "tools" / "editor-server")], capture_output=True, text=True, check=True
    ).stdout.strip()
    table: Counter[tuple[bool, str]] = Counter()
    unseen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        schema = folder / "protocol.schema.json"
        schema.write_text(as_text(protocol_schema()), encoding="utf-8")
        with LanguageServer(["node", program, "--stdio"], folder, schema) as editor:
            names = list(texts)
            for begin in range(0, count, AT_ONCE):
                part = {name: texts[name] for name in names[begin : begin + AT_ONCE]}
                for file, told in editor.diagnose(part).items():
                    (folder / file).write_text(texts[file], encoding="utf-8")
                    errors = [one for one in check(folder / file) if one.severity == "error"]
                    table[bool(told), _kind(errors)] += 1
                    if not told:
                        unseen.update({one.code for one in errors})
                    (folder / file).unlink()
    _print(count, len(files), table, unseen)


def _spoilt(trees: list[object], seed: str) -> str:
    rng = random.Random(seed)
    tree = copy.deepcopy(rng.choice(trees))
    for _ in range(rng.choice([1, 1, 1, 2])):
        mutated(tree, rng)
    return write(tree)


def _kind(errors: list[Finding]) -> str:
    if any(one.code in STRUCTURE for one in errors):
        return "structure"
    return "other errors" if errors else "nothing"


def _print(count: int, files: int, table: Counter[tuple[bool, str]], unseen: Counter[str]) -> None:
    print(f"{count} spoilt files, made from {files} protocols")
    print(f"{'check tells':<14} {'editor underlines':>18} {'editor is silent':>18}")
    for kind in ("structure", "other errors", "nothing"):
        print(f"{kind:<14} {table[True, kind]:>18} {table[False, kind]:>18}")
    structure = table[True, "structure"] + table[False, "structure"]
    print(
        f"of the files with structure wrong, the editor underlines {table[True, 'structure'] / structure:.2%}"
    )
    print("what check tells of files where the editor is silent, files by code:")
    print("  " + ", ".join(f"{code} {files}" for code, files in unseen.most_common()))


if __name__ == "__main__":
    main()
