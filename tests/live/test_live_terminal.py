"""What the professional types."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import Any

import pytest

from nao_sessions.live.terminal import parse, read_lines
from nao_sessions.robot.names import Pseudonyms
from tests.course import Course
from tests.engine.test_engine_speech import GAME

NAMES = Pseudonyms(("P07",), {"P07": "Zoé"})


@pytest.mark.parametrize(
    ("line", "kind", "data"),
    [
        ("1", "button", {"id": "jeu/buttons.0"}),
        ("2", "button", {"id": "jeu/buttons.1"}),
        ("pause", "command", {"name": "pause"}),
        ("say Bravo Zoé !", "command", {"name": "improvise", "text": "Bravo {participant} !"}),
        ("gesture hello", "command", {"name": "improvise", "gesture": "hello"}),
        ("goto fin", "command", {"name": "goto", "step": "fin"}),
        ("goto ZOE", "command", {"name": "goto", "step": "{participant}"}),
        ("gesture Zoé", "command", {"name": "improvise", "gesture": "{participant}"}),
        ("button zoé", "button", {"id": "{participant}"}),
        *((word, "command", {"name": "stop"}) for word in ("Stop", "stop!", "STOP !", "arrête", "Arrêter.")),
        *((word, "command", {"name": "resume"}) for word in ("reprendre", "Continuer !", "Resume")),
    ],
)
def test_a_line_is_one_act(line: str, kind: str, data: dict[str, Any]) -> None:
    incoming = parse(line, Course(GAME).view, NAMES.hide)
    assert incoming is not None
    assert (incoming.source, incoming.kind, dict(incoming.data)) == ("professional", kind, data)


@pytest.mark.parametrize("line", ["", "9", "bonjour", "goto", "pause now", "²", "!"])
def test_what_means_nothing_does_nothing(line: str) -> None:
    assert parse(line, Course(GAME).view, NAMES.hide) is None


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ([b"pause\nresume\n"], ["pause", "resume"]),
        ([b"pause\nresume"], ["pause", "resume"]),
        ([b"pau", b"se\nres", b"ume"], ["pause", "resume"]),
        ([b"say \xc3", b"\xa9t\xc3\xa9"], ["say été"]),
        ([b"\n\n"], ["", ""]),
        ([], []),
    ],
)
def test_every_line_is_taken_and_the_last_one_needs_no_end(written: list[bytes], lines: list[str]) -> None:
    async def story() -> list[str]:
        read_from, write_to = os.pipe()
        taken: list[str] = []
        read_lines(read_from, taken.append)
        (reader,) = (thread for thread in threading.enumerate() if thread.name == "terminal")
        for piece in written:
            os.write(write_to, piece)
        os.close(write_to)
        await asyncio.to_thread(reader.join)
        os.close(read_from)
        return taken

    assert asyncio.run(story()) == lines
