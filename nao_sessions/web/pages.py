"""The files that pages are made of: styles, scripts and pictures that ship inside the package.

A name leads to bytes that were read at the start; no part of an address ever becomes a path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from types import MappingProxyType

import jinja2
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text


def environment(*packages: str) -> jinja2.Environment:
    """Return the templates of some packages, the nearest first, with the shared ones beneath."""
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [jinja2.PackageLoader(package) for package in (*packages, "nao_sessions.web")]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def in_language(words: Mapping[str, Text], language: Language) -> dict[str, str]:
    """Return the words of a page, by name, in one language."""
    return {name: text.in_language(language) for name, text in words.items()}


# A page's script and a page's style, each as one file, though they are written as many.
#
# What they are written in stays plain: modules that import each other, styles that ``@import`` each other,
# so that editors follow them and a browser would take them as they lie. But a browser asks for each by
# itself, six at a time, and on a page of twenty-five of them the videos waited behind the scripts. So they
# are joined as they are read: a module becomes a function that returns what it exports, after those that it
# imports; a style stands where it was imported.

_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function\*?|class|const) (\w+)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*|\bimport[(.].*", re.MULTILINE)
_STYLE = re.compile(r'^@import "([\w-]+\.css)";\n', re.MULTILINE)


def joined_script(name: str, texts: Mapping[str, str]) -> str:
    """Return a module and all that it imports as one module, with the same exports.

    ``texts`` holds the modules by file name.

    Raises:
        ValueError: a module is missing, imports itself by way of others or what another does not export, or
            has a form of import or export that is not joined (only ``import { a, b as c } from "./x.js";``
            and ``export`` before a function, a class or a constant are).
    """
    joined = []
    exports: dict[str, list[str]] = {}
    for module in _in_order(name, texts, _imported_modules):
        text = texts[module]
        for found in _IMPORT.finditer(text):
            _check_names(module, found[1] or "", found[2], exports[found[2]])
        body = _IMPORT.sub(lambda found: _in_place_of_import(found[2], found[1]), text)
        exports[module] = [found[2] for found in _EXPORT.finditer(body)]
        body = _EXPORT.sub(r"\1 \2", body)
        left = _LEFT.search(body)
        if left is not None:
            raise ValueError(f"{module}: {left[0].strip()!r} cannot be joined")
        names = ", ".join(exports[module])
        joined.append(
            f"// ---- {module}\nconst {_variable(module)} = (() => {{\n{body}return {{ {names} }};\n}})();\n"
        )
    if exports[name]:
        joined.append(f"export const {{ {', '.join(exports[name])} }} = {_variable(name)};\n")
    return "".join(joined)


def joined_style(name: str, texts: Mapping[str, str]) -> str:
    """Return a style sheet and all that it imports as one, each import once; ``texts`` is by file name.

    Raises:
        ValueError: a style is missing, or imports itself by way of others.
    """
    return "".join(_STYLE.sub("", texts[one]) for one in _in_order(name, texts, _STYLE.findall))


def _check_names(module: str, names: str, other: str, exported: list[str]) -> None:
    """Raise ValueError if a module imports a name that another one does not export."""
    for name in filter(None, (one.strip().split(" as ")[0] for one in names.split(","))):
        if name not in exported:
            raise ValueError(f"{module}: {other} does not export {name}")


def _imported_modules(text: str) -> list[str]:
    return [found[2] for found in _IMPORT.finditer(text)]


def _in_order(name: str, texts: Mapping[str, str], imports: Callable[[str], list[str]]) -> list[str]:
    """Return the names of a file and of all that it imports, each after its own imports."""
    done: list[str] = []

    def visit(one: str, on_the_way: tuple[str, ...]) -> None:
        if one in on_the_way:
            raise ValueError(f"{one} imports itself: {' -> '.join([*on_the_way, one])}")
        if one in done:
            return
        if one not in texts:
            raise ValueError(f"{on_the_way[-1] if on_the_way else one}: there is no {one}")
        for other in imports(texts[one]):
            visit(other, (*on_the_way, one))
        done.append(one)

    visit(name, ())
    return done


def _variable(module: str) -> str:
    return f"{re.sub(r'[^0-9A-Za-z]', '_', PurePosixPath(module).stem)}_js"


def _in_place_of_import(module: str, names: str | None) -> str:
    """Return the lines that replace an import, as many as it had."""
    if names is None:
        return "\n"
    return f"const {{{names.replace(' as ', ': ')}}} = {_variable(module)};\n"


MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent."""

    content: bytes
    media_type: str


_JOINED = {".js": joined_script, ".css": joined_style}


@cache
def read_static(*packages: str) -> Mapping[str, StaticFile]:
    """Return the files in the ``static`` folders of some packages, by file name.

    A script and a style have all that they import in them. They are read once in the life of a process:
    joining them takes longer than all else that an application is made of.

    Raises:
        ValueError: two packages have a file of one name, a file is of a kind that pages do not use, or a
            script or a style imports what cannot be joined to it.
    """
    table: dict[str, StaticFile] = {}
    for package in packages:
        for entry in files(package).joinpath("static").iterdir():
            if not entry.is_file():
                continue
            extension = entry.name[entry.name.rfind(".") :]
            if entry.name in table or extension not in MEDIA_TYPES:
                raise ValueError(f"{package}: {entry.name} cannot be served")
            table[entry.name] = StaticFile(entry.read_bytes(), MEDIA_TYPES[extension])
    for extension, joined in _JOINED.items():
        texts = {n: file.content.decode("utf-8") for n, file in table.items() if n.endswith(extension)}
        for name in texts:
            table[name] = StaticFile(joined(name, texts).encode("utf-8"), MEDIA_TYPES[extension])
    return MappingProxyType(table)


class StaticTable:
    """The answers to ``/static/{name}``, from a table of files."""

    def __init__(self, table: Mapping[str, StaticFile]) -> None:
        self._table = table

    async def answer(self, request: Request) -> Response:
        """Return the response with the file of a request's name, or 404."""
        found = self._table.get(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        return Response(found.content, media_type=found.media_type)
