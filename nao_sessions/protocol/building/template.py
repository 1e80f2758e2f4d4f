"""Texts with ``{path}`` places, parsed and resolved when a protocol is loaded.

A place holds a path and nothing else; the child's first name is never filled in here.
"""

from __future__ import annotations

import re

from nao_sessions.protocol.building.scope import Scope
from nao_sessions.protocol.expression import Path, Template
from nao_sessions.protocol.findings import Findings, quoted
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.text.messages import msg

_PLACE = re.compile(r"\{([^{}]*)\}|[{}]")
_PATH = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")


def compile_template(scalar: Scalar, scope: Scope, findings: Findings) -> Template:
    """Give the text of a scalar in parts, every path resolved; findings tell what is wrong in it."""
    # A text in a block (``|``) ends with a line end, which nobody says.
    text = scalar.text.rstrip()
    parts: list[str | Path] = []
    done = 0
    for match in _PLACE.finditer(text):
        inner = match.group(1)
        path = inner.strip() if inner is not None else ""
        at = scalar.place_at(match.start())
        if inner is None:
            findings.add(
                "P123",
                at,
                msg("lone brace '{match}' in a text", match=match.group()),
                msg("a place is written {data.name}"),
            )
        elif path in ("participant", "participants"):
            if path == "participant" and not scope.one_participant:
                findings.add(
                    "P122",
                    at,
                    msg(
                        "{participant} means nobody when several children take part",
                        participant="{participant}",
                    ),
                    msg("write {participants}", participants="{participants}"),
                )
            # It stays text: the engine never knows a first name.
            parts.extend((text[done : match.start()], f"{{{path}}}"))
            done = match.end()
        elif not _PATH.fullmatch(path):
            findings.add(
                "P123",
                at,
                msg("'{inner}' is no path", inner=quoted(inner)),
                msg("between braces, a name alone: {data.count}; compute it first with set"),
            )
        else:
            names = tuple(path.split("."))
            scope.resolve(names, scalar.place_at(match.start() + 1), findings)
            parts.extend((text[done : match.start()], scope.at(names)))
            done = match.end()
    parts.append(text[done:])
    return Template(text, _joined(parts))


def _joined(parts: list[str | Path]) -> tuple[str | Path, ...]:
    """Join neighbouring texts, and leave out empty ones."""
    joined: list[str | Path] = []
    texts: list[str] = []
    for part in (*parts, ()):
        if isinstance(part, str):
            texts.append(part)
            continue
        text = "".join(texts)
        joined += [one for one in (text, part) if one]
        texts = []
    return tuple(joined)
