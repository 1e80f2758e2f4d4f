"""The room's cameras look for cards while the engine asks the robot to, and their cards are inputs."""

from __future__ import annotations

import asyncio
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine
from nao_sessions.live.loop import Incoming
from nao_sessions.live.session import RoomCards
from nao_sessions.record.journal import Journal
from nao_sessions.room.room_file import RecordedSource
from tests.course import protocol_of
from tests.room.cameras import camera

GAME = """
commands:
  finish: {next: fin}
start: jeu
steps:
  jeu:
    do: [{look: participant}]
    when: [{card: [12], next: fin}]
    after: {wait: 10 min, next: fin}
  fin:
    do: [{look: participant}]
    end: completed
"""


def test_a_card_before_a_camera_of_the_room_is_an_input_of_that_camera() -> None:
    journal = Journal(Engine(protocol_of(GAME)), lambda lines: None)
    inputs: list[Incoming] = []
    notes: list[tuple[str, str]] = []
    came = asyncio.Event()

    def put(incoming: Incoming) -> None:
        inputs.append(incoming)
        came.set()

    def note(source: str, kind: str, facts: dict[str, Any]) -> None:
        notes.append((source, kind))

    def feed(kind: str, data: dict[str, Any] | None = None, source: str = "session") -> tuple[Event, ...]:
        return journal.feed(0, source, kind, data or {})

    async def run(url: str) -> None:
        cards = RoomCards([RecordedSource("salle", url)], put, note)
        try:
            feed("start", {"participants": [], "language": "fr", "settings": {}})
            cards.watch(journal.view, feed("begin"))
            async with asyncio.timeout(20):
                await came.wait()
            (card,) = inputs
            outputs = feed(card.kind, dict(card.data), card.source)
            assert any(output.kind == "entered" and output.data["step"] == "fin" for output in outputs)
            cards.watch(journal.view, outputs)
        finally:
            await cards.close()

    with camera("--viewers", "1", "--card", "12", "1", "1000") as addresses:
        asyncio.run(run(addresses.tcp))
    assert [(one.source, one.kind, one.data) for one in inputs] == [("camera:salle", "card", {"card": "12"})]
    assert inputs[0].monotonic_ns is not None
    assert ("camera:salle", "cards_reading") in notes


def test_a_room_that_nobody_asks_for_cards_starts_no_process() -> None:
    async def run() -> None:
        cards = RoomCards(
            [RecordedSource("salle", "tcp://127.0.0.1:1")], lambda incoming: None, lambda *facts: None
        )
        watch = Event(1, "out", 0, "engine", "do", {"id": "a1", "verb": "watch", "senses": ["gaze"]})
        journal = Journal(Engine(protocol_of(GAME)), lambda lines: None)
        cards.watch(journal.view, (watch,))
        assert [task.get_name() for task in asyncio.all_tasks() if "cards" in task.get_name()] == []
        await cards.close()

    asyncio.run(run())
