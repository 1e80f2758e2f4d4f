"""The pages of docs that are worked through: their YAML loads, their commands print what the page shows.

A page builds one protocol up. Its ``yaml`` blocks are the reader's file, or a part to add to it or to put in
the place of the part of that name; a block after the comment ``<!-- faux -->`` or ``<!-- wrong -->`` is tried
and taken back. A ``console`` block is run on the file as it stands; in what it shows, a line ``…`` stands for
any lines. After ``<!-- non exécuté -->`` or ``<!-- not run -->`` its commands are asked for their options
alone.

Run alone it writes the outputs into the pages again; ``--check`` only compares.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALES = {"fr": "fr_FR.UTF-8", "en": "en_GB.UTF-8"}
PAGES = {
    "docs/fr/votre-premier-protocole.md": "laver-manger.yaml",
    "docs/en/your-first-protocol.md": "wash-eat.yaml",
}
"""The pages, each with the name that the reader gives to the file."""

PICTURES = {
    "docs/fr/votre-premier-protocole.md": "docs/pictures/premier-protocole.svg",
    "docs/en/your-first-protocol.md": "docs/pictures/first-protocol.svg",
}
"""Where the drawing of the finished protocol of each page is kept."""

ANY_LINES = "…"
_WRONG = ("<!-- faux -->", "<!-- wrong -->")
_NOT_RUN = ("<!-- non exécuté -->", "<!-- not run -->")
_BLOCK = re.compile(r"^```(yaml|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_KEY = re.compile(r"^([a-z_]+):")
_INNER_KEY = re.compile(r"^  ([a-z_]+):")
_PARTED = ("steps", "commands")
"""Keys whose own keys are added or replaced one by one; any other is replaced as a whole."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page: where its text begins and ends, and what the comment above it says."""

    kind: str
    text: str
    start: int
    end: int
    wrong: bool
    not_run: bool


def blocks(page: str) -> Iterator[Block]:
    """Give the fenced blocks of a page, in order."""
    for match in _BLOCK.finditer(page):
        above = page[: match.start()].rstrip().rpartition("\n")[2]
        yield Block(match[1], match[2], match.start(2), match.end(2), above in _WRONG, above in _NOT_RUN)


def added(file: str, part: str) -> str:
    """Give the file once a part is put into it.

    A whole file replaces it. A new key goes above ``commands``, a new step or command to the end of its own.
    """
    if part.startswith("protocol:"):
        return part
    whole, new = _keyed(file, _KEY), _keyed(part, _KEY)
    for key, lines in new.items():
        if key in _PARTED and key in whole:
            inner = _keyed(whole[key], _INNER_KEY) | _keyed(lines, _INNER_KEY)
            whole[key] = "".join(inner.values())
        elif key in whole:
            whole[key] = lines
        else:
            names = list(whole)
            names.insert(names.index("commands"), key)
            whole = {name: lines if name == key else whole[name] for name in names}
    return "".join(whole.values())


def _keyed(text: str, key: re.Pattern[str]) -> dict[str, str]:
    """Give the lines of each key; those before the first one stand under an empty name."""
    found = {"": ""}
    name = ""
    for line in text.splitlines(keepends=True):
        match = key.match(line)
        name = match[1] if match else name
        found[name] = found.get(name, "") + line
    return found


def commands(console: str) -> Iterator[tuple[str, str]]:
    """Give the commands of a console block, each with what the page shows of its output."""
    for piece in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, shown = piece.partition("\n")
        yield command, shown


def run(command: str, folder: Path, language: str) -> str:
    """Run a command of the page as its reader would; give all that it prints."""
    program, *arguments = shlex.split(command)
    assert program == "nao-sessions", command
    environment = {**os.environ, "LC_ALL": LOCALES[language], "COLUMNS": "100", "NO_COLOR": "1"}
    environment.pop("LANGUAGE", None)
    done = subprocess.run(
        [sys.executable, "-m", "nao_sessions", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
        check=False,
    )
    return "".join(line.rstrip() + "\n" for line in done.stdout.decode().splitlines())


def agrees(shown: str, printed: str) -> bool:
    """Tell whether a page shows what was printed; a line ``…`` stands for any lines."""
    parts = [re.escape(part) for part in re.split(rf"^{ANY_LINES}\n", shown, flags=re.MULTILINE)]
    return re.fullmatch("(?:.*\n)*?".join(parts), printed) is not None


def worked(page: str, name: str, language: str, folder: Path) -> Iterator[tuple[Block, str, str, str]]:
    """Work through a page: for every block the file as it stands, a command or none, what was printed."""
    file = tried = ""
    for block in blocks(page):
        if block.kind == "yaml":
            tried = added(file, block.text)
            file = file if block.wrong else tried
            yield block, tried, "", ""
            continue
        (folder / name).write_text(tried, encoding="utf-8")
        for command, _ in commands(block.text):
            printed = "" if block.not_run else run(command, folder, language)
            yield block, tried, command, printed
        tried = file


def written(page: str, name: str, language: str) -> str:
    """Give the page with what its commands print now, where it differs from what the page shows."""
    with tempfile.TemporaryDirectory() as folder:
        outputs: dict[int, list[str]] = {}
        shown = {block.start: dict(commands(block.text)) for block in blocks(page) if block.kind == "console"}
        for block, _, command, printed in worked(page, name, language, Path(folder)):
            if command:
                kept = shown[block.start][command]
                output = kept if block.not_run or agrees(kept, printed) else printed
                outputs.setdefault(block.start, []).append(f"$ {command}\n{output}")
    for block in reversed(list(blocks(page))):
        if block.kind == "console":
            page = page[: block.start] + "".join(outputs[block.start]) + page[block.end :]
    return page


def picture(page: str, name: str, language: str) -> str:
    """Give the drawing of the protocol that a page ends with."""
    with tempfile.TemporaryDirectory() as folder:
        *_, last = (block.text for block in blocks(page) if block.kind == "yaml")
        (Path(folder) / name).write_text(last, encoding="utf-8")
        run(f"nao-sessions diagram {name} -o drawing.svg", Path(folder), language)
        return (Path(folder) / "drawing.svg").read_text(encoding="utf-8")


def made() -> Iterator[tuple[Path, str]]:
    """Give every page and every picture as it has to be."""
    for path, name in PAGES.items():
        language = path.split("/")[1]
        page = (ROOT / path).read_text(encoding="utf-8")
        yield ROOT / path, written(page, name, language)
        yield ROOT / PICTURES[path], picture(page, name, language)


def main() -> int:
    """Write pages and pictures again, or with ``--check`` name those that differ; give the exit code."""
    code = 0
    for path, text in made():
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        if "--check" in sys.argv[1:]:
            print(f"{path.relative_to(ROOT)}: out of date; run: python tools/worked_pages.py")
            code = 1
        else:
            path.write_text(text, encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: written")
    return code


if __name__ == "__main__":
    sys.exit(main())
