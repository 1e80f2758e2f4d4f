"""The calls in a module's source, each with the function that it stands in."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2] / "nao_sessions"


def functions_with(source: str, is_meant: Callable[[ast.Call], bool]) -> list[str]:
    """Return the innermost function around each call of a kind in a module, once for each call."""
    return [function for function, call in _calls(ast.parse(source)) if is_meant(call)]


def places_with(is_meant: Callable[[ast.Call], bool], *but: str) -> set[str]:
    """Return module and function around each call of a kind in the program, but for some modules."""
    return {
        f"{module}:{function}"
        for path in sorted(ROOT.rglob("*.py"))
        if (module := path.relative_to(ROOT).as_posix()) not in but
        for function in functions_with(path.read_text(encoding="utf-8"), is_meant)
    }


def argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    """Return an argument of a call by its place or its name; None where it is not given."""
    named = next((one.value for one in call.keywords if one.arg == name), None)
    return call.args[place] if len(call.args) > place else named


def module_of(call: ast.Call) -> str:
    """Return the name before the dot of what is called; "" where that is no name alone."""
    asked = call.func
    found = isinstance(asked, ast.Attribute) and isinstance(asked.value, ast.Name)
    return asked.value.id if found else ""  # type: ignore[attr-defined]


def is_for_writing(mode: ast.expr | None) -> bool:
    """Return whether a mode that is given opens for writing; one that is computed counts as such."""
    if mode is None:
        return False
    return not isinstance(mode, ast.Constant) or bool(set(str(mode.value)) & set("wax+"))


def _calls(tree: ast.AST, function: str = "") -> Iterator[tuple[str, ast.Call]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            yield function, node
        named = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        yield from _calls(node, node.name if named else function)
