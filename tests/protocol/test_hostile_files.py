"""Files that are made to be slow, deep or large: refused or checked, with work that is counted.

Work is counted in calls of functions, so that a loaded machine changes nothing. What C code does in one call
is not in it; where that grew with the square of a file, the file is refused, and the refusal is tested.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.core.errors import Finding
from nao_sessions.protocol import check
from tests.protocol.counted_work import counted
from tests.protocol.small_protocols import GOOD, HEAD, with_do, with_head, with_steps, with_trials

MOST_WORK = 4_000_000
"""Calls: three seconds or so. A file of sixty steps needs 100,000."""

_BLOCK = (
    "  trials: {items: mots, ask: [{say: 'Quoi ?'}], answers: {from: [a, b], by: [board]}, "
    "correct: = item.answer}\n  next: "
)
_WORDS = ", ".join(f"m{n}" for n in range(6_000))


def table(rows: int, answer: str = "m") -> str:
    """Give a table with so many items."""
    return "id,answer\n" + "".join(f"i{n},{answer}{n}\n" for n in range(rows))


def chain(count: int, wrong: str = "") -> str:
    """Give so many steps, each leading to the next."""
    return "accueil: {next: s0}\n" + "".join(f"s{n}: {{next: {wrong}s{n + 1}}}\n" for n in range(count))


def routines(calls: str, count: int) -> str:
    """Give a protocol with so many routines, each calling the next one once or more."""
    lines = [f"  r{n}: [{calls.replace('N', str(n + 1))}]\n" for n in range(count)]
    return with_do("- routine: r0\n", f"routines:\n{''.join(lines)}  r{count}: [{{gesture: hello}}]\n")


REFUSED = {
    "brackets": ("P109", "[" * 250_000),
    "braces": ("P109", "{a: " * 60_000),
    "keys": ("P104", "{" + "a," * 120_000),
    "a quote with escapes, never closed": ("P100", 'a: "' + '\\"' * 120_000),
    "quotes and colons on one line": ("P100", "a: " + ": '" * 80_000),
    "accents heaped on a letter": ("P107", "a" + "\u0315\u0300\u031b" * 38_000),
    "unknown names in one text": (
        "P132",
        with_do('- say: "' + "{data.x} " * 27_000 + '"\n', "data: {n: 0}\n"),
    ),
    "unknown steps": ("P102", with_steps(chain(2_500, "t") + "s2500: {next: fin}\n")),
    "thousands of keys that are none": ("P104", with_do("- {say: a" + ", b" * 20_000 + "}\n")),
    "buttons": ("P106", with_steps("accueil:\n  buttons:\n" + "    - {label: 'a', next: fin}\n" * 4_000)),
    "languages": (
        "P128",
        with_do("- say: {" + ", ".join(f'l{n}: "a"' for n in range(5_000)) + ', fr: "b"}\n'),
    ),
    "right answers that are none": (
        "P124",
        with_trials("correct: [" + ", ".join(f"w{n}" for n in range(5_000)) + "]\n"),
    ),
    "an item's answers": ("P124", with_trials("answers: {from: [a], by: [board]}\n", items="mots.csv")),
    "a large table and as many answers": (
        "P106",
        with_trials(
            f"answers: {{from: [{_WORDS}], by: [board]}}\ncorrect: = item.answer\n",
            items="mots.csv",
        ),
    ),
    "a large table and as many questions": (
        "P106",
        with_steps(
            "accueil: {next: s0}\n"
            + "".join(f"s{n}:\n{_BLOCK}s{n + 1}\n" for n in range(300))
            + "s300: {next: fin}\n",
            "items: {mots: bons.csv}\n",
        ),
    ),
    "a table of ten thousand lines": ("P106", with_trials("", items="longs.csv")),
    "routines in a chain": ("P109", routines("{routine: rN}", 1_500)),
    "routines that double": ("P109", routines("{routine: rN}, {routine: rN}", 40)),
    "routines that multiply": ("P109", routines(", ".join(["{routine: rN}"] * 9), 6)),
    "a routine that calls itself": (
        "P234",
        with_do(
            "- routine: a\n",
            "routines: {a: [{routine: b}], b: [{choose: [{routine: a}, {gesture: hello}]}]}\n",
        ),
    ),
    "conditions": ("P134", with_do('- {say: "a", if: "' + " or ".join(["true"] * 28) + '"}\n')),
}

CHECKED = {
    "one text of places": with_do('- say: "' + "{data.n} " * 12_000 + '"\n', "data: {n: 0}\n"),
    "one text of children": with_do('- say: "' + "{participant}" * 9_000 + '"\n'),
    "one long text": with_do('- note: "' + "é " * 60_000 + '"\n'),
    "steps": with_steps(chain(1_200) + "s1200: {next: fin}\n"),
    "sentences": with_do("".join(f'- say: "Tu vas bien, numéro {n} ?"\n' for n in range(1_500))),
    "words": with_steps(
        "accueil:\n  buttons: [{label: 'a', next: fin}]\n  when:\n"
        + "".join(f"    - {{word: m{n}, next: fin}}\n" for n in range(1_200))
    ),
    "settings": with_head(
        "settings: {" + ", ".join(f"s{n}: {{type: integer, default: 1}}" for n in range(1_000)) + "}\n"
    ),
    "columns": HEAD + "items: {mots: large.csv}\n" + GOOD.removeprefix(HEAD),
    "groups in groups": with_steps(
        "accueil: {start: g0, next: fin, steps: {g0: "
        + "".join(f"{{start: g{n}, next: done, steps: {{g{n}: " for n in range(1, 14))
        + "{next: done}"
        + "}}" * 14
        + "\n"
    ),
    "choices in choices": with_do("- choose: " + "[{do: [{choose: " * 6 + "[{say: 'a'}]" + "}]}]" * 6 + "\n"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with the tables that the files name."""
    (tmp_path / "mots.csv").write_text(table(2_000))
    (tmp_path / "bons.csv").write_text("id,answer\n" + "".join(f"i{n},a\n" for n in range(2_000)))
    (tmp_path / "longs.csv").write_text(table(10_000))
    (tmp_path / "large.csv").write_text(
        ";".join(f"c{n}" for n in range(20_000)) + "\n" + "1;" * 19_999 + "1\n"
    )
    return tmp_path


def checked(text: str, folder: Path) -> tuple[tuple[Finding, ...], int]:
    """Check a file, and count the work."""
    path = folder / "essai.yaml"
    path.write_text(text, encoding="utf-8")
    return counted(lambda: check(path))


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_bounded_work(name: str, folder: Path) -> None:
    code, text = REFUSED[name]
    found, work = checked(text, folder)
    print(f"{name}: {work:,} calls, {len(found)} findings")
    errors = [one for one in found if one.severity == "error"]
    assert code in {one.code for one in errors}
    assert all(one.place.line for one in errors)
    assert work < MOST_WORK


@pytest.mark.parametrize("name", CHECKED)
def test_a_large_file_is_checked_with_bounded_work(name: str, folder: Path) -> None:
    found, work = checked(CHECKED[name], folder)
    print(f"{name}: {work:,} calls, {len(found)} findings")
    assert not {one.code for one in found if one.code.startswith("P1")}
    assert work < MOST_WORK
