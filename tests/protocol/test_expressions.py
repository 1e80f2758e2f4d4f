"""Expressions: what they mean, what is refused and where, and that nothing in them can get out of hand."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simpleeval import EvalWithCompoundTypes

from nao_sessions.core.errors import Place
from nao_sessions.protocol.building.grammar import compile_expression
from nao_sessions.protocol.building.scope import Scope
from nao_sessions.protocol.expression import Expression, ExpressionFailed, Path, Value
from nao_sessions.protocol.findings import Findings
from nao_sessions.protocol.reading.nodes import Scalar

VALUES: dict[Path, Value] = {
    ("data", "n"): 3,
    ("data", "x"): 0.5,
    ("data", "nom"): "rouge",
    ("data", "vu"): True,
    ("settings", "tours"): 4,
}
SCOPE = Scope(
    {
        ("data", "n"): "number",
        ("data", "x"): "number",
        ("data", "nom"): "text",
        ("data", "vu"): "bool",
        ("settings", "tours"): "number",
    }
)


def compiled(source: str, scope: Scope = SCOPE, wanted: str = "any") -> tuple[Expression | None, Findings]:
    findings = Findings("essai.yaml")
    scalar = Scalar(source, Place("essai.yaml", 3, 10), "if", raw=source)
    return compile_expression(scalar, 0, scope, findings, wanted), findings


def value_of(source: str) -> Value:
    expression, findings = compiled(source)
    assert findings.sorted() == ()
    assert expression is not None
    return expression.evaluate(VALUES.__getitem__)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("data.n + 1", 4),
        ("data.n / 2", 1.5),
        ("1 < data.n <= 3", True),
        ("data.nom == 'rouge' and not data.vu", False),
        ("'ou' in data.nom", True),
        ("data.n in [1, 2, 3]", True),
        ("data.n not in [1, 2]", True),
        ("'oui' if data.vu else 'non'", "oui"),
        ("min(data.n, settings.tours, 2)", 2),
        ("max(data.n, -1)", 3),
        ("len(data.nom)", 5),
        ("len([1, 2])", 2),
        ("data.vu == true", True),
        ("data.vu and 1 / data.n > 0.3", True),
        ("(data.n - 1) * -2", -4),
        ("[1, 'a']", (1, "a")),
    ],
)
def test_an_expression_gives_its_value(source: str, value: Value) -> None:
    assert value_of(source) == value


def test_what_an_expression_reads_is_known() -> None:
    expression, _ = compiled("data.n > 0 and data.nom == 'a' or data.n < -1")
    assert expression is not None
    assert expression.paths == (("data", "n"), ("data", "nom"))
    assert expression.type == "bool"


@pytest.mark.parametrize(
    ("source", "code", "col", "hint"),
    [
        ("data.vu && data.vu", "P130", 18, "write 'and'"),
        ("data.vu || data.vu", "P130", 18, "write 'or'"),
        ("data.vu et data.vu", "P130", 18, "write 'and'"),
        ("data.vu ou data.vu", "P130", 18, "write 'or'"),
        ("non data.vu", "P130", 10, "write 'not'"),
        ("data.n = 3", "P130", 17, "write '=='"),
        ("data.n ≥ 3", "P130", 17, "write '>='"),
        ("data.nom == « rouge »", "P130", 22, "a text goes between straight single quotes: 'red'"),
        ("data.vu == vrai", "P132", 21, "write 'true'"),
        ("data.vu == faux", "P132", 21, "write 'false'"),
        ("data.n > 2,5", "P131", 10, "write numbers with a point: 2.5"),
        ("n > 2", "P132", 10, "did you mean 'data.n'?"),
        ("data.nn > 2", "P132", 10, "did you mean 'data.n'?"),
        ("data.nom == rouge", "P132", 22, "a text goes between single quotes: 'rouge'"),
        ("data.n > '2'", "P133", 19, None),
        ("data.n + '2' > 3", "P133", 19, "a number is written without quotes"),
        ("data.n == 'a'", "P133", 20, None),
        ("data.n and data.vu", "P133", 10, None),
        ("'a' in data.n", "P133", 17, None),
        ("1 in ['a']", "P133", 15, None),
        ("data.n is 3", "P131", 20, "write == or !="),
        ("data.n ** 9", "P131", 10, None),
        ("abs(data.n)", "P131", 10, "there are min, max and len"),
        ("data.nom.upper()", "P131", 10, "there are min, max and len"),
        ("data.nom[0]", "P131", 10, None),
        ("[data.n]", "P131", 11, None),
        ("'élève' == data.absent", "P132", 21, None),
        ("", "P130", 10, None),
        ("(data.n", "P130", 10, "count the parentheses"),
        ("data.nom == 'rouge", "P130", 22, "a quote is not closed"),
        ("__import__('os')", "P131", 10, "there are min, max and len"),
        ("(lambda: 1)()", "P131", 10, "there are min, max and len"),
        ("f'{data.n}'", "P131", 10, None),
        ("None", "P131", 10, None),
        ("1j", "P131", 10, None),
        ("min(1)", "P133", 10, None),
        ("len(3)", "P133", 14, None),
    ],
)
def test_a_mistake_is_told_at_its_column(source: str, code: str, col: int, hint: str | None) -> None:
    expression, findings = compiled(source)
    found = findings.sorted()
    assert expression is None
    assert (found[0].code, found[0].place) == (code, Place("essai.yaml", 3, col))
    if hint is not None:
        assert found[0].hint is not None
        assert found[0].hint.en == hint


def test_both_branches_are_checked() -> None:
    _, findings = compiled("data.absent1 if data.vu else data.absent2")
    assert [finding.place.col for finding in findings.sorted()] == [10, 39]


def test_event_value_is_known_inside_a_reaction_only() -> None:
    inside, findings = compiled("event.value == 'head.front'", replace(SCOPE, event="text"))
    assert inside is not None
    assert findings.sorted() == ()
    _, findings = compiled("event.value == 'head.front'")
    assert [finding.code for finding in findings.sorted()] == ["P135"]


@pytest.mark.parametrize("source", ["+" * 201, "not " * 49 + "true", "(" * 100 + "1" + ")" * 99])
def test_what_is_too_long_or_too_deep_is_refused(source: str) -> None:
    expression, findings = compiled(source)
    assert expression is None
    assert {finding.code for finding in findings.sorted()} <= {"P130", "P134"}


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("1 / (data.n - 3)", VALUES),
        ("data.n * data.n", {**VALUES, ("data", "n"): 10**12}),
        ("data.n + 1", {**VALUES, ("data", "n"): "trois"}),
        ("data.vu and data.vu", {**VALUES, ("data", "vu"): 1}),
        ("data.n + 1", {}),
    ],
)
def test_what_cannot_be_computed_fails_in_one_way(source: str, values: dict[Path, Value]) -> None:
    expression, _ = compiled(source)
    assert expression is not None
    with pytest.raises(ExpressionFailed):
        expression.evaluate(values.__getitem__)


# An oracle that shares nothing with ours: simpleeval, on expressions grown from the grammar.
NUMBERS = st.one_of(
    st.integers(0, 99).map(str), st.sampled_from(["data.n", "data.x", "settings.tours", "2.5"])
)
TEXTS = st.sampled_from(["data.nom", "'rouge'", "'ou'", "''", "'é'"])


def _numbers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("(-{})".format, inner),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
    )


ARITHMETIC = st.recursive(NUMBERS, _numbers, max_leaves=5)
COMPARISONS = st.one_of(
    st.builds("{} {} {}".format, ARITHMETIC, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), ARITHMETIC),
    st.builds("{} < {} <= {}".format, ARITHMETIC, ARITHMETIC, ARITHMETIC),
    st.builds("{} {} {}".format, TEXTS, st.sampled_from(["==", "!=", "in", "not in"]), TEXTS),
    st.builds("{} in [{}, {}]".format, ARITHMETIC, st.integers(0, 9), st.integers(0, 9)),
    st.builds("len({}) > {}".format, TEXTS, NUMBERS),
    st.just("data.vu"),
)


def _truths(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("(not {})".format, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
    )


TRUTHS = st.recursive(COMPARISONS.map("({})".format), _truths, max_leaves=4)


class _Names:
    def __init__(self, room: str) -> None:
        for (owner, name), value in VALUES.items():
            if owner == room:
                setattr(self, name, value)


@given(st.one_of(ARITHMETIC, TRUTHS).filter(lambda source: len(source) <= 200))
def test_an_expression_means_what_python_means(source: str) -> None:
    oracle = EvalWithCompoundTypes(
        names={"data": _Names("data"), "settings": _Names("settings")},
        functions={"min": min, "max": max, "len": len},
    )
    expression, findings = compiled(source)
    if expression is None:
        assert {finding.code for finding in findings.sorted()} == {"P134"}
        return
    try:
        wanted = oracle.eval(source)
    except ZeroDivisionError:
        with pytest.raises(ExpressionFailed):
            expression.evaluate(VALUES.__getitem__)
        return
    assert expression.evaluate(VALUES.__getitem__) == wanted


@given(st.text(alphabet=string.printable + "éà«»≥’", max_size=60))
def test_any_text_is_an_expression_or_a_finding(source: str) -> None:
    expression, findings = compiled(source)
    assert (expression is None) == bool(findings.sorted())
