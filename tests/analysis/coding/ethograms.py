"""BORIS projects as somebody may have made them: odd keys, colours, sets without names or of one name."""

from __future__ import annotations

from functools import partial
from typing import Any
from unicodedata import normalize

from hypothesis import strategies as st

from nao_sessions.analysis.formats.name_filter import holds_first_name

SIGNS = st.characters(exclude_categories=("C", "Z"), exclude_characters="|,()")
# of two ways to write an accent, a scheme knows one
WORDS = (
    st.text(SIGNS, min_size=1, max_size=8)
    .map(partial(normalize, "NFC"))
    .filter(lambda word: not holds_first_name(word))
)
SAYINGS = st.just("") | WORDS
MORE = {
    "behavioral_categories_config": {"0": {"name": "c", "color": "#00ff00"}},
    "independent_variables": {"0": {"label": "âge", "type": "numeric", "possible values": ""}},
    "converters": {"h": {"name": "h", "code": "OUTPUT = int(INPUT)\nx = '\"'"}},
}


@st.composite
def sets(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.integers(0, 3))
    values = draw(st.lists(WORDS | st.just("None"), max_size=3, unique=True)) if kind < 2 else []
    keys = [draw(st.sampled_from(["", " (a)", " (F1)", "(b)", " (z)"])) for _ in values]
    return {
        "name": draw(SAYINGS | st.just("main")), "description": draw(SAYINGS), "type": kind,
        "ask at stop": draw(st.booleans()),
        "values": [value + key for value, key in zip(values, keys, strict=True)],
    }  # fmt: skip


@st.composite
def ethograms(draw: st.DrawFn) -> dict[str, Any]:
    """Give a project as somebody may have made it: keys that are none here, colours, odd exclusions."""
    names = draw(st.lists(WORDS, min_size=1, max_size=5, unique=True))
    behaviours = [
        {
            "type": draw(st.sampled_from(["State event", "Point event"])),
            "key": draw(st.sampled_from(["", "a", "b", "Z", "F1", "é"])),
            "code": name, "description": draw(SAYINGS),
            "color": draw(st.sampled_from(["", "#ff0000"])),
            "category": draw(st.sampled_from(["", "c", "Vers l'autre"])),
            "modifiers": {str(n): one for n, one in enumerate(draw(st.lists(sets(), max_size=2)))},
            "excluded": ",".join(draw(st.lists(st.sampled_from(names), max_size=3, unique=True))),
            "coding map": "",
        }
        for name in names
    ]  # fmt: skip
    return {
        "project_name": draw(SAYINGS), "project_description": draw(SAYINGS), "project_date": "2026-03-01",
        "project_format_version": "7.0", "time_format": draw(st.sampled_from(["s", "hh:mm:ss"])),
        "subjects_conf": {"0": {"key": "", "name": "P07", "description": ""}},
        "behaviors_conf": {str(n): one for n, one in enumerate(behaviours)},
        "behavioral_categories": ["c", "Vers l'autre", "vide"],
        **draw(st.fixed_dictionaries({}, optional={key: st.just(value) for key, value in MORE.items()})),
    }  # fmt: skip
