"""A session that two people coded otherwise, each by two schemes, and the page that compares them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from nao_sessions.analysis.coding.acts import Press
from nao_sessions.analysis.coding.comparison import ComparedCodings
from nao_sessions.analysis.coding.folder import read_coded, scheme_used
from nao_sessions.analysis.coding.session import CodingSession
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.annotations import CONSENSUS, read_coding
from tests.analysis.coding.coded import AT

GOLDEN = Path(__file__).parents[2] / "sessions" / "fresh"
ANSWERS = """\
scheme: 1
id: answers
title: {fr: Réponses, en: Answers}
version: "1.0.0"
behaviours:
  answers: {title: {fr: Répond, en: Answers}, kind: point, key: r}
  points: {title: {fr: Montre, en: Points}, kind: point, key: p}
"""


def coded_by_two(below: Path) -> Path:
    """Make the session: both saw a smile, and each another gaze and another answer."""
    copied = Path(shutil.copytree(GOLDEN, below / GOLDEN.name))
    (below / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    for coder, gaze, answer in (("C01", "looks_nao", "answers"), ("C02", "looks_adult", "points")):
        code(copied, coder, "engagement", ("smiles", 2), (gaze, 4), (gaze, 6))
        code(copied, coder, str(below / "answers.yaml"), (answer, 5))
    return copied


def code(folder: Path, coder: str, scheme: str, *presses: tuple[str, float]) -> None:
    desk = CodingSession(folder, coder, find_scheme(scheme), now=lambda: AT)
    for behaviour, at_s in presses:
        desk.press(Press(behaviour, round(at_s * SECOND_NS)))
    desk.close()


def code_again(folder: Path, coder: str, behaviour: str, changes: dict[str, Any] | None = None) -> None:
    """Change the last annotation of a behaviour of the engagement; without changes, remove it."""
    desk = CodingSession(folder, coder, find_scheme("engagement"), now=lambda: AT)
    last = [one for one in desk.coding.annotations if one.behaviour == behaviour][-1]
    if changes is None:
        desk.remove(last.id)
    else:
        desk.change(last.id, changes)
    desk.close()


def table(
    folder: Path, scheme: str, coders: tuple[str, str] = ("C01", "C02"), tolerance_s: float = 1
) -> ComparedCodings:
    coded = read_coded(folder)
    used = scheme_used([coded], scheme)
    return ComparedCodings(coded, coders, used, round(tolerance_s * SECOND_NS), now=lambda: AT)


def differing(of: ComparedCodings, difference: str | None = None) -> str:
    """Give the first pair that differs, or that differs in one way."""
    return next(
        pair.key
        for pair in of.pairs
        if pair.difference == difference or (not difference and not pair.is_agreed)
    )


def chosen(folder: Path) -> list[str]:
    return [one.behaviour for one in read_coding(folder, CONSENSUS).annotations]
