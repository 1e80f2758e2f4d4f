"""The catalogues of sentences: ``update`` them from the code, ``compile`` them, ``check`` them.

update   add what the code says to each .po, mark what changed as fuzzy, drop what nothing says any more
compile  write the .mo beside each .po (the program reads the .mo)
check    name what is missing or wrong, and exit with 1 if anything is
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages import extract, mofile, pofile
from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a build has this tree, and nothing installed

from nao_sessions.text.languages import PROFILES, Language  # noqa: E402
from nao_sessions.text.messages import PLACE  # noqa: E402

PACKAGE = "nao_sessions"
LOCALE = Path(PACKAGE, "text", "locale")
LANGUAGES = tuple(language for language in PROFILES if language != "en")
"""Those that need a catalogue: English sentences are the keys."""
KEYWORDS = {"msg": None, "msgc": ((1, "c"), 2), "msgn": (1, 2)}
BETWEEN = "between parts"
"""The context of what stands between sentences that are shown in a row, such as ``"; "``."""
PIECE = re.compile(r"^(?!\.\.\.)[\s,;:.)]|[\s,(]$")
"""How a piece of a sentence begins or ends: another one would be glued to it, whatever the language."""
HELP = "help"
"""The context of what a command says of itself and of its options: click has it as plain strings."""
COMMENT = "L10N:"
"""A comment that begins so, on the line above a sentence, reaches the translator."""

HEAD = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
Key = tuple[str, tuple[str, ...]]
"""Context, and the English: one sentence, or singular and plural."""


@dataclass(frozen=True, slots=True)
class Call:
    """A sentence in the code: where it stands, its key (None when it is no literal), the places it fills."""

    where: str
    key: Key | None
    fills: frozenset[str] = frozenset()


def source(root: Path, language: str) -> Path:
    """Return the path of a language's .po."""
    return root / LOCALE / language / "LC_MESSAGES" / "nao_sessions.po"


def key_of(message: Message) -> Key:
    """Return what tells a message of a catalogue from the others."""
    return message.context or "", (message.id,) if isinstance(message.id, str) else tuple(message.id)


def extracted(root: Path) -> Catalog:
    """Return every sentence of the code as Babel finds it."""
    catalogue = Catalog(domain=PACKAGE)
    found = extract.extract_from_dir(
        str(root / PACKAGE), method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=(COMMENT,)
    )
    # By place: a folder is listed in another order on another file system, and with it the .po would be.
    for name, line, words, comments, context in sorted(found, key=lambda one: one[:2]):
        catalogue.add(words, None, [(f"{PACKAGE}/{name}", line)], auto_comments=comments, context=context)
    for path in sorted((root / PACKAGE / "cli").glob("*.py")):
        for line, words in _helps(ast.parse(path.read_text(encoding="utf-8"))):
            catalogue.add(words, None, [(str(path.relative_to(root)), line)], context=HELP)
    return catalogue


def _helps(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield what the commands of a module say of themselves and of their options, as click cleans it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(
            "command" in ast.unparse(one).partition("(")[0] or "group" in ast.unparse(one).partition("(")[0]
            for one in node.decorator_list
        ):
            if words := ast.get_docstring(node):
                yield node.lineno, words
        elif isinstance(node, ast.Call):
            for given in node.keywords:
                if given.arg in ("help", "short_help") and isinstance(given.value, ast.Constant):
                    yield node.lineno, str(given.value.value)


def calls(root: Path) -> Iterator[Call]:
    """Yield every sentence of the code as Python's own parser finds it."""
    places = {"msg": ("", (0,)), "msgc": (0, (1,)), "msgn": ("", (0, 1))}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not re.search(r"\bmsg[cn]?\(", text):
            continue
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id not in places:
                continue
            context, words = places[node.func.id]
            try:
                said = tuple(_literal(node.args[at]) for at in words)
                of = context if isinstance(context, str) else _literal(node.args[context])
            except (IndexError, ValueError):
                yield Call(f"{path.relative_to(root)}:{node.lineno}", None)
            else:
                fills = frozenset(one.arg for one in node.keywords if one.arg)
                yield Call(f"{path.relative_to(root)}:{node.lineno}", (of, said), fills)


def _literal(node: ast.expr) -> str:
    """Return a literal string. Raises ValueError for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise ValueError


def head(language: Language) -> bytes:
    """Return how the .po of a language begins."""
    return HEAD.format(language=language, plurals=PROFILES[language].plurals).encode()


def read(path: Path, language: Language) -> Catalog:
    """Return a .po as a catalogue; an empty one when there is none."""
    text = path.read_bytes() if path.is_file() else head(language)
    return pofile.read_po(io.BytesIO(text), locale=language, domain=PACKAGE)


def write(path: Path, catalogue: Catalog, language: Language) -> None:
    """Write a .po in the order of the files, a sentence a line, without line numbers: diffs stay small."""
    for message in catalogue:
        message.flags &= {"fuzzy"}  # the others are Babel's guesses from signs: "100 % of" is no printf
    content = io.BytesIO()
    pofile.write_po(
        content,
        catalogue,
        width=0,
        sort_by_file=True,
        include_lineno=False,
        omit_header=True,
        ignore_obsolete=True,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((head(language) + content.getvalue().lstrip()).rstrip() + b"\n")


def update(root: Path) -> None:
    """Bring each .po up to what the code says."""
    template = extracted(root)
    for language in LANGUAGES:
        catalogue = read(source(root, language), language)
        catalogue.update(template)
        write(source(root, language), catalogue, language)


def compile_all(root: Path) -> None:
    """Write the .mo of each .po. A reader sees the old one or the new one, never half of one."""
    for language in LANGUAGES:
        path = source(root, language)
        content = io.BytesIO()
        mofile.write_mo(content, read(path, language))
        part = path.with_name(f"{path.stem}.{os.getpid()}.part")
        part.write_bytes(content.getvalue())
        part.replace(path.with_suffix(".mo"))


def stale(root: Path) -> bool:
    """Return whether a .mo is missing or older than its .po."""
    for language in LANGUAGES:
        path = source(root, language)
        compiled = path.with_suffix(".mo")
        if not compiled.is_file() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns:
            return True
    return False


def faults(root: Path) -> list[str]:
    """Return what is wrong with the sentences of the code and with their translations, a line each."""
    template = {key_of(message): message for message in extracted(root) if message.id}
    found = []
    for call in calls(root):
        if call.key is None:
            found.append(f"{call.where}: a sentence must be a literal string")
        elif call.key[0] != BETWEEN and any(map(PIECE.search, call.key[1])):
            found.append(
                f"{call.where}: {_short(call.key)} is a piece: give the whole sentence, with a place"
            )
        elif call.key not in template:
            found.append(f"{call.where}: Babel does not see {_short(call.key)} (two pairs of parentheses?)")
        elif unused := call.fills - _places(call.key[1]):
            found.append(f"{call.where}: {_short(call.key)} has no place {', '.join(sorted(unused))}")
    for language in LANGUAGES:
        found += _faults_of(read(source(root, language), language), template, language)
    return found


def _faults_of(catalogue: Catalog, template: dict[Key, Message], language: str) -> Iterator[str]:
    known = {key_of(message): message for message in catalogue if message.id}
    for key in template.keys() - known.keys():
        yield f"{language}: {_short(key)} is not in the catalogue; run: python tools/catalogues.py update"
    for one in catalogue.obsolete.values():
        yield f"{language}: {_short(key_of(one))} is obsolete; run: python tools/catalogues.py update"
    contexts: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for key, message in known.items():
        words = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        contexts[key[1]].append(words)
        if key not in template:
            yield f"{language}: nothing says {_short(key)} any more; run: python tools/catalogues.py update"
        elif not all(words):
            yield f"{language}: {_short(key)} has no translation"
        elif message.fuzzy:
            yield f"{language}: {_short(key)} is fuzzy: read it, mend it, remove the mark"
        elif extra := _places(words) - _places(key[1]):
            yield f"{language}: {_short(key)} has no place {', '.join(sorted(extra))}"
    for english, each in contexts.items():
        if len(each) > 1 and len(set(each)) == 1:
            yield f"{language}: {english[0]!r} has contexts that nobody needs: every translation is the same"


def _places(words: tuple[str, ...]) -> set[str]:
    return {place[1] for one in words for place in PLACE.finditer(one)}


def _short(key: Key) -> str:
    context, words = key
    return f"{words[0][:70]!r}" + (f" ({context})" if context else "")


def main() -> int:
    """Do what is asked, and return the exit code."""
    match sys.argv[1:]:
        case ["update"]:
            update(ROOT)
        case ["compile"]:
            compile_all(ROOT)
        case ["check"]:
            found = faults(ROOT)
            print("\n".join(found), end="\n" if found else "")
            return 1 if found else 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
