"""What the professional types."""

from __future__ import annotations

from typing import Any

import pytest
from course import Course
from test_engine_speech import GAME

from nao_sessions.live.terminal import parse
from nao_sessions.robot.names import Pseudonyms

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
