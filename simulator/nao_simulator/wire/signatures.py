"""The declared signatures of every service, as a real robot's metaObject lists them.

``signatures.json`` beside this module is data: NAOqi 2.4 introspection, and the documented methods of 2.8.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Signature:
    """One overload: ``say(ss)>v`` is method ``say`` with parameters ``("s", "s")`` and result ``v``."""

    method: str
    parameters: tuple[str, ...]
    result: str

    @property
    def wire(self) -> str:
        """Return the parameters as they stand on the wire, in parentheses."""
        return f"({''.join(self.parameters)})"


@dataclass(frozen=True, slots=True)
class Declaration:
    """The methods of one service; ``module`` adds those that every ALModule inherits."""

    service: str
    module: bool
    signatures: tuple[Signature, ...]


MODULE_METHODS = (
    "ping()>b",
    "version()>s",
    "exit()>v",
    "getMethodList()>[s]",
    "getMethodHelp(s)>m",
    "getModuleHelp()>m",
    "getUsage(s)>s",
    "getBrokerName()>s",
    "isRunning(i)>b",
    "wait(ii)>b",
    "wait(i)>v",
    "stop(i)>v",
)
"""The methods that every ALModule inherits, beside ``pCall`` (naoqi 2.8, almodule-api)."""

_CLOSING = {"[": "]", "{": "}", "(": ")"}


def parse(text: str) -> Signature:
    """Return the signature in a text such as ``say(ss)>v``."""
    method, _, rest = text.partition("(")
    depth, end = 1, 0
    while depth:
        depth += {"(": 1, ")": -1}.get(rest[end], 0)
        end += 1
    return Signature(method, split_types(rest[: end - 1]), rest[end + 1 :])


def split_types(text: str) -> tuple[str, ...]:
    """Return the types in a text such as ``s[m]{ss}f``, one by one."""
    types: list[str] = []
    at = 0
    while at < len(text):
        end = _end_of_type(text, at)
        types.append(text[at:end])
        at = end
    return tuple(types)


def _end_of_type(text: str, at: int) -> int:
    closing = _CLOSING.get(text[at])
    if closing is None:
        return at + 1
    at += 1
    while text[at] != closing:
        at = _end_of_type(text, at)
    at += 1
    if at < len(text) and text[at] == "<":
        at = text.index(">", at) + 1
    return at


@cache
def declarations() -> dict[str, Declaration]:
    """Return every declared service by its name, read once from ``signatures.json``."""
    text = resources.files(__package__).joinpath("signatures.json").read_text(encoding="utf-8")
    return {
        name: Declaration(name, entry["module"], tuple(parse(method) for method in entry["methods"]))
        for name, entry in json.loads(text).items()
    }


@cache
def module_signatures() -> tuple[Signature, ...]:
    """Return the inherited methods of an ALModule."""
    return tuple(parse(method) for method in MODULE_METHODS)
