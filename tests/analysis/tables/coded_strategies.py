"""Annotations of every kind that a coder may write, for the properties of the formats that carry them."""

from __future__ import annotations

from hypothesis import strategies as st

from nao_sessions.record.additions.annotations import Annotation

HOUR_NS = 3600 * 10**9
_words = st.text(min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
_names = st.from_regex(r"[a-zé ]{1,8}", fullmatch=True).filter(lambda text: bool(text.strip()))


@st.composite
def coded(draw: st.DrawFn) -> Annotation:
    """Give one annotation: a point, a state, or a state whose end was not coded."""
    start = draw(st.integers(0, HOUR_NS))
    stop = draw(st.none() | st.integers(0, 10**11).map(lambda length: start + length))
    return Annotation(
        id=draw(st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True)),
        scheme=draw(_names),
        behaviour=draw(_words),
        start_ns=start,
        stop_ns=stop,
        open=stop is None and draw(st.booleans()),
        modifiers=draw(st.dictionaries(_words, st.text(max_size=8), max_size=3)),
        subject=draw(st.sampled_from(["P07", "P12", "adulte", ""])),
        comment=draw(st.text(max_size=20)),
    )


def codings() -> st.SearchStrategy[tuple[Annotation, ...]]:
    """Give what a coder wrote of a session, in the order of time."""
    return st.lists(coded(), max_size=12, unique_by=lambda one: one.id).map(
        lambda found: tuple(sorted(found, key=lambda one: one.order))
    )
