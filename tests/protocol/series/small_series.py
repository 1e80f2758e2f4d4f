"""A small series that is right, beside two small protocols, and ways to make it wrong."""

from __future__ import annotations

from pathlib import Path

from nao_sessions.core.errors import Finding, Place
from nao_sessions.protocol import check
from tests.protocol.small_protocols import GOOD, place_of_mark, with_trials

HEAD = """\
series: 1
id: essai
version: "1.0.0"
title: "Essai"
language: fr
"""

SERIES = (
    HEAD
    + """\
participants: [P07, P09, P12, P15]
phases:
  avant:
    kind: baseline
    protocols: [{protocol: jeu.yaml, version: "1.0.0"}]
    sessions: 3
  pendant:
    kind: intervention
    protocols:
      - {protocol: jeu.yaml, version: "1.0.0", with: {patience: 15 s}}
      - {protocol: mots.yaml, version: "1.0.0"}
    sessions: 4
    order: {counterbalanced: latin_square, seed: 7}
    spacing: {least: 2 days, most: 1 week}
  apres:
    kind: follow_up
    protocols: [{protocol: mots.yaml, version: "1.0.0"}]
    sessions: 1
    after: 4 weeks
    mastery: {measure: justes, least: 0.8}
measures:
  justes: {label: "Part juste", value: results.accueil.rate}
"""
)

GAME = GOOD.replace(
    "commands:", "settings: {patience: {type: duration, default: 10 s, min: 3 s, max: 60 s}}\ncommands:"
)
WORDS = with_trials("")


def library(folder: Path, series: str = SERIES) -> Path:
    """Write a small library: two protocols and a series; give the series."""
    (folder / "series").mkdir(exist_ok=True)
    (folder / "jeu.yaml").write_text(GAME, encoding="utf-8")
    (folder / "mots.yaml").write_text(WORDS, encoding="utf-8")
    path = folder / "series" / "essai.yaml"
    path.write_text(series, encoding="utf-8")
    return path


def changed(*replacements: tuple[str, str]) -> str:
    """Give the series with some parts replaced, each of which stands there once."""
    text = SERIES
    for old, new in replacements:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def tripped(marked: str, folder: Path) -> tuple[tuple[Finding, ...], Place]:
    """Check a series in its library; give what was found, and the place that was marked."""
    text, place = place_of_mark(marked, str(folder / "series" / "essai.yaml"))
    return check(library(folder, text)), place
