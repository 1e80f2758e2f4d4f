"""The protocols that the diagram's tests draw: the library, the examples, and some made by lot."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from nao_sessions.protocol import load
from nao_sessions.protocol.diagram import svg
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.series_loading import is_series
from nao_sessions.text.languages import Language
from tests.protocol.diagram.drawn import Drawn
from tests.protocol.diagram.generated_protocols import HOSTILE, generated

HERE = Path(__file__).parent
FILES = {
    path.stem: path
    for folder in (HERE.parents[2] / "protocols", HERE.parent / "examples")
    for path in sorted(folder.glob("*.yaml"))
    if path.suffixes == [".yaml"] and not is_series(path)
}
LOTS = {
    f"lot-{steps}-{seed}": (steps, seed)
    for steps, seeds in ((5, 6), (20, 6), (60, 4), (150, 2))
    for seed in range(seeds)
}
HOSTILE_LOT = "hostile-20"
NAMES = (*FILES, *LOTS, HOSTILE_LOT)
"""What is drawn: files by their name, ``lot-STEPS-SEED``, and one whose titles are as bad as can be."""


@cache
def protocol_of(name: str) -> Protocol:
    """Give a protocol by its name here."""
    if name in FILES:
        return load(FILES[name])
    with tempfile.TemporaryDirectory() as folder:
        if name == HOSTILE_LOT:
            return generated(Path(folder), 20, 3, HOSTILE)
        return generated(Path(folder), *LOTS[name])


@cache
def drawing_of(name: str, language: Language = "fr") -> str:
    """Give its drawing as text."""
    return svg(protocol_of(name), language)


@cache
def drawn(name: str, language: Language = "fr") -> Drawn:
    """Give its drawing, read back."""
    return Drawn(drawing_of(name, language))
