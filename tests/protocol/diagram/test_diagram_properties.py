"""Protocols that nobody chose: whatever their steps, groups and ways, their drawing covers nothing."""

from __future__ import annotations

import tempfile
from itertools import combinations
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nao_sessions.protocol.diagram import svg
from nao_sessions.protocol.flow import Protocol
from tests.protocol.diagram.drawn import Drawn
from tests.protocol.diagram.drawn_protocols import HOSTILE
from tests.protocol.diagram.generated_protocols import generated
from tests.protocol.diagram.test_diagram_geometry import leads_to, written_area

TITLES = st.one_of(st.just(()), st.just(HOSTILE), st.tuples(st.text("abcdé ’-,;:!?« »(){}<>&", max_size=90)))


def protocol(steps: int, seed: int, titles: tuple[str, ...]) -> Protocol:
    said = (title.replace("{", "").replace("}", "") for title in titles)
    clean = tuple(title if title.strip() else "x" for title in said)
    with tempfile.TemporaryDirectory() as folder:
        return generated(Path(folder), steps, seed, clean)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.integers(3, 40), seed=st.integers(0, 10**6), titles=TITLES)
def test_whatever_the_protocol_no_card_no_word_and_no_line_covers_another(
    steps: int, seed: int, titles: tuple[str, ...]
) -> None:
    made = protocol(steps, seed, titles)
    picture = Drawn(svg(made, "fr" if seed % 2 else "en"))
    cards = picture.cards()
    for (one, first), (other, second) in combinations(cards.items(), 2):
        if first.overlaps(second):
            inner, outer = (one, other) if second.holds(first) else (other, one)
            assert outer in made.ancestors(inner), (one, other)
    for line in picture.lines:
        source = line.source.partition("!")[0]
        around = {*made.ancestors(source), source if "!" in line.source else ""} if source else set()
        crossed = [
            card
            for card, box in {**cards, **picture.marks}.items()
            if card not in around and any(box.crossed_by(*piece) for piece in line.pieces())
        ]
        assert crossed == [], line
        assert leads_to(line, picture, {**picture.boxes, **picture.marks}[line.target]), line
    by_card: dict[str | None, list[tuple[str, float, float, float, float]]] = {}
    for written in picture.texts:
        area = written_area(written.text, written.look, written.x, written.y)
        assert picture.canvas.holds(area), written
        assert written.card is None or cards[written.card].holds(area), written
        ink = (written.text, area.x, written.y - area.height / 2, area.x + area.width, written.y)
        by_card.setdefault(written.card, []).append(ink)
    for texts in by_card.values():
        for (text, left, top, right, bottom), (text2, left2, top2, right2, bottom2) in combinations(texts, 2):
            assert left >= right2 or left2 >= right or top >= bottom2 or top2 >= bottom, (text, text2)
