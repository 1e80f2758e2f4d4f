"""The grammar of expressions: a white list of Python's syntax, typed and compiled to closures.

Nothing is ever evaluated by name or from text: what is not in the tables of this module is a finding.
"""

from __future__ import annotations

import ast
import math
import operator
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nao_sessions.protocol.building.scope import Scope, write_hint
from nao_sessions.protocol.expression import Expression, ExpressionFailed, Lookup, Path, Value
from nao_sessions.protocol.findings import Findings, quoted
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.yaml_traps import HIDDEN
from nao_sessions.text.messages import Text, msg

# The operations of expressions, as closures over a lookup.
#
# Numbers stay bounded, so that a counter that is squared at every turn fails instead of filling the memory.

Closure = Callable[[Lookup], Value]
Link = Callable[[Value, Value], bool]

LARGEST = 2**53
"""The largest whole number that a float, and so any reader of the log, holds exactly (IEEE 754)."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A compiled part of an expression: its type, how to compute it, and the type of a list's elements."""

    type: str
    evaluate: Closure
    element: str = "any"


def constant(value: Value) -> Closure:
    """Return a closure that always returns ``value``."""
    return lambda look: value


def lookup(path: Path) -> Closure:
    """Return a closure that returns the value at a path."""
    return lambda look: look(path)


def listed(parts: Sequence[Closure]) -> Closure:
    """Return a closure that returns the values of some parts as a list."""
    return lambda look: tuple(part(look) for part in parts)


def every(parts: Sequence[Closure]) -> Closure:
    """Return a closure for ``and``, which stops at the first part that does not hold."""
    return lambda look: all(_truth(part(look)) for part in parts)


def some(parts: Sequence[Closure]) -> Closure:
    """Return a closure for ``or``, which stops at the first part that holds."""
    return lambda look: any(_truth(part(look)) for part in parts)


def negated(part: Closure) -> Closure:
    """Return a closure for ``not``."""
    return lambda look: not _truth(part(look))


def opposite(part: Closure) -> Closure:
    """Return a closure that returns a number with the other sign."""
    return lambda look: -_number(part(look))


def choice(condition: Closure, yes: Closure, no: Closure) -> Closure:
    """Return a closure for ``yes if condition else no``, which does not compute the other side."""
    return lambda look: yes(look) if _truth(condition(look)) else no(look)


def chain(parts: Sequence[Closure], links: Sequence[Link]) -> Closure:
    """Return a closure that compares neighbours, each computed once, up to the first that does not hold."""

    def compare(look: Lookup) -> Value:
        left = parts[0](look)
        for part, link in zip(parts[1:], links, strict=True):
            right = part(look)
            if not link(left, right):
                return False
            left = right
        return True

    return compare


def function(name: str, parts: Sequence[Closure]) -> Closure:
    """Return a closure for ``len`` of one value, or ``min`` or ``max`` of several numbers."""
    if name == "len":
        return lambda look: len(_sized(parts[0](look)))
    pick: Callable[[list[int | float]], int | float] = min if name == "min" else max
    return lambda look: pick([_number(part(look)) for part in parts])


def equal(left: Value, right: Value) -> bool:
    """Return whether two values are equal: 1 equals 1.0, but true does not equal 1."""
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def contains(left: Value, right: Value) -> bool:
    """Return whether a list contains a value, or a text contains another text."""
    if isinstance(right, str):
        if not isinstance(left, str):
            raise ExpressionFailed("only a text is looked for in a text")
        return left in right
    if not isinstance(right, tuple):
        raise ExpressionFailed("'in' looks into a list or a text")
    return any(equal(left, item) for item in right)


def _ordered(compare: Callable[[int | float, int | float], bool]) -> Link:
    return lambda left, right: compare(_number(left), _number(right))


def _arithmetic(
    compute: Callable[[int | float, int | float], int | float],
) -> Callable[[Closure, Closure], Closure]:
    return lambda left, right: lambda look: _bounded(compute(_number(left(look)), _number(right(look))))


ORDER: Mapping[type[ast.cmpop], Link] = {
    ast.Lt: _ordered(operator.lt),
    ast.LtE: _ordered(operator.le),
    ast.Gt: _ordered(operator.gt),
    ast.GtE: _ordered(operator.ge),
}

ARITHMETIC: Mapping[type[ast.operator], Callable[[Closure, Closure], Closure]] = {
    ast.Add: _arithmetic(operator.add),
    ast.Sub: _arithmetic(operator.sub),
    ast.Mult: _arithmetic(operator.mul),
    ast.Div: _arithmetic(operator.truediv),
}


def _truth(value: Value) -> bool:
    if not isinstance(value, bool):
        raise ExpressionFailed(f"yes or no is needed, not {value!r}")
    return value


def _number(value: Value) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExpressionFailed(f"a number is needed, not {value!r}")
    return value


def _sized(value: Value) -> str | tuple[Value, ...]:
    if not isinstance(value, str | tuple):
        raise ExpressionFailed(f"a text or a list is needed, not {value!r}")
    return value


def _bounded(value: int | float) -> int | float:
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ExpressionFailed("the number is too large")
    return value


# What authors write in expressions instead of the language's own signs, and what to tell them.
#
# Only words come from here: whether an expression is right is decided in the grammar alone.

_STRINGS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")


_MISSPELT: tuple[tuple[re.Pattern[str], Text], ...] = (
    (
        HIDDEN,
        msg("an invisible space is there: type an ordinary space"),
    ),
    (re.compile(r"&&|&"), write_hint("and")),
    (re.compile(r"\|\|?"), write_hint("or")),
    (re.compile(r"<>|≠|=/=|=!"), write_hint("!=")),
    (re.compile(r"≤|=<"), write_hint("<=")),
    (re.compile(r"≥|=>"), write_hint(">=")),
    (re.compile(r"===?=|(?<![=!<>:])=(?![=])"), write_hint("==")),
    (re.compile(r"\bet\b"), write_hint("and")),
    (re.compile(r"\bou\b"), write_hint("or")),
    (re.compile(r"\bnon\b|!(?!=)"), write_hint("not")),
    (re.compile(r"\bsi\b"), write_hint("if")),
    (re.compile(r"\bsinon\b"), write_hint("else")),
    (re.compile(r"\bplus\b"), write_hint("+")),
    (re.compile(r"\bmoins\b"), write_hint("-")),
    (re.compile(r"\bfois\b"), write_hint("*")),
    (re.compile(r"×|÷"), msg("write '*' or '/'")),
    (
        re.compile(r"[«»“”„‘’]"),
        msg("a text goes between straight single quotes: 'red'"),
    ),
    (
        re.compile(r"\d,\d"),
        msg("write numbers with a point: 2.5"),
    ),
)

_OPERATORS: dict[type[ast.AST], Text] = {
    ast.BitAnd: write_hint("and"),
    ast.BitOr: write_hint("or"),
    ast.Invert: write_hint("not"),
    ast.FloorDiv: write_hint("/"),
}

_CUT = msg("YAML cut the line at the # sign: put the whole expression between double quotes")


_PLAIN_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,12})?", re.ASCII)
_PLAIN_STRING = re.compile(r"'[^'\\]*'|\"[^\"\\]*\"")


def comment_in(source: str) -> int | None:
    """Return the index where a comment begins in an expression, or None."""
    at = _STRINGS.sub(lambda match: "_" * len(match.group()), source).find("#")
    return None if at < 0 else at


def odd_constant(written: str, value: bool | int | float | str) -> Text | None:
    """Return how to rewrite a constant that only Python programmers would understand; None if it is plain."""
    if isinstance(value, str) and not _PLAIN_STRING.fullmatch(written):
        return msg("a text goes between two single quotes, without \\ or a prefix: 'red'")
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and not _PLAIN_NUMBER.fullmatch(written):
        return msg("a number is written in digits, twelve at most, with a point: 10, 2.5")
    return None


def tell_syntax(error: Exception, source: str, *, cut: bool) -> tuple[int, Text, Text | None]:
    """Return where an expression's syntax breaks, and what to say: (index, sentence, hint or None)."""
    sentence = msg("the expression is malformed")
    if cut:
        return len(source), sentence, _CUT
    blanked = _STRINGS.sub(lambda match: "_" * len(match.group()), source)
    for pattern, hint in _MISSPELT:
        match = pattern.search(blanked)
        if match is not None:
            return match.start(), sentence, hint
    offset = getattr(error, "offset", None) or 1
    unclosed: Text | None = None
    if blanked.count("'") % 2 or blanked.count('"') % 2:
        unclosed = msg("a quote is not closed")
        offset = max(blanked.rfind("'"), blanked.rfind('"')) + 1
    elif blanked.count("(") != blanked.count(")"):
        unclosed = msg("count the parentheses")
    return min(offset - 1, max(len(source) - 1, 0)), sentence, unclosed


def misused(node: ast.expr, source: str, at: int) -> tuple[int, Text | None]:
    """Return what to write instead of Python syntax that expressions do not have: (index, hint)."""
    if isinstance(node, ast.BinOp | ast.UnaryOp) and type(node.op) in _OPERATORS:
        return at, _OPERATORS[type(node.op)]
    if isinstance(node, ast.Tuple) and re.search(r"\d,\d", source):
        return at, _MISSPELT[-1][1]
    if isinstance(node, ast.NamedExpr):
        return at, write_hint("==")
    return at, msg(
        "there are names, numbers, texts, == != < > in, and or not, + - * /, a if c else b, min max len"
    )


LONGEST = 200
"""Characters of one expression: language, section 1."""

DEEPEST = 20
"""Levels of one expression: more than 200 characters of sense can hold."""

_ANY = Typed("any", constant(None))
_NAMES = {
    "bool": msg("a yes/no"),
    "number": msg("a number"),
    "text": msg("a text"),
    "list": msg("a list"),
    "any": msg("a value"),
}
_TRUTH = {"true": True, "false": False}


def compile_expression(
    scalar: Scalar, start: int, scope: Scope, findings: Findings, wanted: str = "any"
) -> Expression | None:
    """Compile the text of a scalar from ``start`` on.

    Args:
        scalar: what the author wrote.
        start: index of the expression's first character (after ``=``).
        scope: the names that are known there.
        findings: takes up what is wrong, each with its column in the file.
        wanted: the type that the field takes; ``any`` takes all.

    Returns:
        The expression, or None when it has findings.
    """
    text = scalar.text[start:]
    start += len(text) - len(text.lstrip())
    source = text.strip().replace("\n", " ").replace("\t", " ")
    if len(source) > LONGEST:
        findings.add(
            "P134",
            scalar.place_at(start + LONGEST),
            msg(
                "the expression has {count} characters, more than the {longest} allowed",
                count=len(source),
                longest=LONGEST,
            ),
            msg("compute it in two goes with set"),
        )
        return None
    compiler = _Compiler(scalar, start, source, scope, findings)
    typed = compiler.compile()
    if typed is None:
        return None
    if wanted not in ("any", typed.type) and typed.type != "any":
        hint = None
        if wanted == "bool":
            hint = msg("compare: for example data.essais > 0")
        findings.add(
            "P133",
            scalar.place_at(start),
            msg(
                "{named} is needed here, and the expression gives {named2}",
                named=_named(wanted),
                named2=_named(typed.type),
            ),
            hint,
        )
        return None
    return Expression(
        source, scalar.place_at(start), typed.type, tuple(compiler.paths), _guarded(typed.evaluate)
    )


def _guarded(evaluate: Closure) -> Callable[[Lookup], Value]:
    """Return a closure whose every error becomes ExpressionFailed, the one that callers expect."""

    def run(look: Lookup) -> Value:
        try:
            return evaluate(look)
        except (ArithmeticError, TypeError, ValueError, LookupError) as error:
            raise ExpressionFailed(f"{type(error).__name__}: {error}") from error

    return run


def _named(kind: str) -> Text:
    return _NAMES[kind]


class _Compiler:
    """The compiler of one expression, from syntax to a closure; it reports every wrong part."""

    def __init__(self, scalar: Scalar, start: int, source: str, scope: Scope, findings: Findings) -> None:
        self.paths: list[Path] = []
        self._scalar = scalar
        self._start = start
        self._source = source
        self._scope = scope
        self._findings = findings
        self._wrong = False

    def compile(self) -> Typed | None:
        if not self._source:
            self._tell("P130", 0, msg("there is nothing to compute"))
            return None
        try:
            with warnings.catch_warnings():
                # "1 is 1" warns; whatever is not in the language is refused below anyway.
                warnings.simplefilter("ignore")
                tree = ast.parse(self._source, mode="eval")
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            offset, sentence, hint = tell_syntax(error, self._source, cut=self._scalar.cut)
            self._tell("P130", offset, sentence, hint)
            return None
        comment = comment_in(self._source)
        if comment is not None:
            sentence = msg("'#' and what follows would not be read")
            self._tell("P131", comment, sentence, msg("delete them"))
        typed = self._visit(tree.body, 0)
        return None if self._wrong else typed

    def _tell(self, code: str, offset: int, sentence: Text, hint: Text | None = None) -> Typed:
        self._wrong = True
        self._findings.add(code, self._scalar.place_at(self._start + offset), sentence, hint)
        return _ANY

    def _at(self, node: ast.expr) -> int:
        """Return the index of a node's first character; the parser counts bytes of UTF-8."""
        return len(self._source.encode()[: node.col_offset].decode("utf-8", "ignore"))

    def _visit(self, node: ast.expr, depth: int) -> Typed:
        if depth > DEEPEST:
            return self._tell(
                "P134",
                self._at(node),
                msg("expression nested too deeply"),
            )
        match node:
            case ast.Constant(value=bool() | int() | float() | str() as value):
                return self._constant(node, value)
            case ast.Name() | ast.Attribute():
                return self._path(node)
            case ast.List(elts=elements):
                return self._list(elements, depth)
            case ast.BoolOp(op=op, values=values):
                parts = [self._want("bool", value, depth) for value in values]
                return Typed("bool", (every if isinstance(op, ast.And) else some)(parts))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Typed("bool", negated(self._want("bool", operand, depth)))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Typed("number", opposite(self._want("number", operand, depth)))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return Typed("number", self._want("number", operand, depth))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
                make = ARITHMETIC[type(op)]
                return Typed(
                    "number", make(self._want("number", left, depth), self._want("number", right, depth))
                )
            case ast.Compare():
                return self._compare(node, depth)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                condition = self._want("bool", test, depth)
                yes, no = self._visit(body, depth + 1), self._visit(orelse, depth + 1)
                return Typed(
                    yes.type if yes.type == no.type else "any", choice(condition, yes.evaluate, no.evaluate)
                )
            case ast.Call():
                return self._call(node, depth)
        offset, hint = misused(node, self._source, self._at(node))
        part = quoted(ast.get_source_segment(self._source, node) or self._source)
        return self._tell(
            "P131",
            offset,
            msg("'{part}' is not in the language", part=part),
            hint,
        )

    def _constant(self, node: ast.expr, value: bool | int | float | str) -> Typed:
        """Compile a constant; refuse Python notations that authors would not know."""
        hint = odd_constant(self._written(node), value)
        if hint is not None:
            part = quoted(self._written(node))
            sentence = msg("'{part}' is not in the language", part=part)
            return self._tell("P131", self._at(node), sentence, hint)
        return Typed(_type_of(value), constant(value))

    def _written(self, node: ast.expr) -> str:
        """Return the source text of a node as its author wrote it; the parser counts bytes of UTF-8."""
        return self._source.encode()[node.col_offset : node.end_col_offset].decode("utf-8", "ignore")

    def _want(self, wanted: str, node: ast.expr, depth: int) -> Closure:
        """Compile a node whose value must be of one type."""
        typed = self._visit(node, depth + 1)
        if typed.type not in (wanted, "any"):
            hint = None
            if wanted == "number" and typed.type == "text":
                hint = msg("a number is written without quotes")
            self._tell(
                "P133",
                self._at(node),
                msg("{named} is needed here, not {named2}", named=_named(wanted), named2=_named(typed.type)),
                hint,
            )
        return typed.evaluate

    def _path(self, node: ast.Name | ast.Attribute) -> Typed:
        names: list[str] = []
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            names.append(inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name):
            return self._tell(
                "P131",
                self._at(node),
                msg("a point follows a name only"),
            )
        path = (inner.id, *reversed(names))
        if len(path) == 1 and path[0] in _TRUTH:
            return Typed("bool", constant(_TRUTH[path[0]]))
        if "".join(self._written(node).split()) != ".".join(path):
            # Python takes ｄａｔａ for data; people would not see the difference.
            part = quoted(self._written(node))
            sentence = msg("unknown name '{part}'", part=part)
            hint = msg("write it in ordinary letters")
            return self._tell("P132", self._at(node), sentence, hint)
        kind = self._scope.resolve(path, self._scalar.place_at(self._start + self._at(node)), self._findings)
        if kind is None:
            self._wrong = True
            return _ANY
        stored = self._scope.at(path)
        if stored not in self.paths:
            self.paths.append(stored)
        return Typed(kind, lookup(stored))

    def _list(self, elements: list[ast.expr], depth: int) -> Typed:
        parts = [self._visit(element, depth + 1) for element in elements]
        for element in elements:
            bare = element.operand if isinstance(element, ast.UnaryOp) else element
            if not isinstance(bare, ast.Constant) and not (isinstance(bare, ast.Name) and bare.id in _TRUTH):
                return self._tell(
                    "P131",
                    self._at(element),
                    msg("a list holds numbers and texts only"),
                )
        kinds = {part.type for part in parts}
        return Typed(
            "list", listed([part.evaluate for part in parts]), kinds.pop() if len(kinds) == 1 else "any"
        )

    def _compare(self, node: ast.Compare, depth: int) -> Typed:
        operands = [node.left, *node.comparators]
        parts = [self._visit(operand, depth + 1) for operand in operands]
        links: list[Callable[[Value, Value], bool]] = []
        for index, op in enumerate(node.ops):
            left, right = parts[index], parts[index + 1]
            place = self._at(operands[index + 1])
            if isinstance(op, ast.Eq | ast.NotEq):
                self._same(left, right, place)
                links.append(equal if isinstance(op, ast.Eq) else lambda a, b: not equal(a, b))
            elif isinstance(op, ast.In | ast.NotIn):
                self._within(left, right, place)
                links.append(contains if isinstance(op, ast.In) else lambda a, b: not contains(a, b))
            elif type(op) in ORDER:
                for part, operand in ((left, operands[index]), (right, operands[index + 1])):
                    if part.type not in ("number", "any"):
                        self._tell(
                            "P133",
                            self._at(operand),
                            msg("numbers alone are compared this way, not {named}", named=_named(part.type)),
                        )
                links.append(ORDER[type(op)])
            else:
                self._tell(
                    "P131",
                    place,
                    msg("'is' is not in the language"),
                    msg("write == or !="),
                )
                links.append(equal)
        return Typed("bool", chain([part.evaluate for part in parts], links))

    def _same(self, left: Typed, right: Typed, place: int) -> None:
        if left.type != right.type and "any" not in (left.type, right.type):
            self._tell(
                "P133",
                place,
                msg("{named} never equals {named2}", named=_named(left.type), named2=_named(right.type)),
            )

    def _within(self, left: Typed, right: Typed, place: int) -> None:
        inner = {"list": right.element, "text": "text", "any": "any"}.get(right.type)
        if inner is None:
            self._tell(
                "P133",
                place,
                msg("'in' looks into a list or a text, not into {named}", named=_named(right.type)),
            )
        elif left.type != inner and "any" not in (left.type, inner):
            self._tell(
                "P133",
                place,
                msg("{named} is never found there", named=_named(left.type)),
            )

    def _call(self, node: ast.Call, depth: int) -> Typed:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        offset = self._at(node)
        if name not in ("min", "max", "len") or node.keywords:
            called = quoted(ast.get_source_segment(self._source, node.func) or "")
            return self._tell(
                "P131",
                offset,
                msg("'{called}' is no function of the language", called=called),
                msg("there are min, max and len"),
            )
        if name == "len":
            if len(node.args) != 1:
                return self._tell("P133", offset, msg("len takes one value"))
            part = self._visit(node.args[0], depth + 1)
            if part.type in ("number", "bool"):
                return self._tell(
                    "P133",
                    self._at(node.args[0]),
                    msg("len counts a text or a list, not {named}", named=_named(part.type)),
                )
            return Typed("number", function("len", [part.evaluate]))
        if len(node.args) < 2:
            return self._tell(
                "P133",
                offset,
                msg("{name} takes two numbers or more", name=name),
            )
        return Typed("number", function(name, [self._want("number", arg, depth) for arg in node.args]))


def _type_of(value: Value) -> str:
    if isinstance(value, bool):
        return "bool"
    return "text" if isinstance(value, str) else "number"
