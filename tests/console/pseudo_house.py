"""A house whose pages are in a language made by machine, also where a process of its own works them out."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.replay import routes as replay
from nao_sessions.console.replay.reader import read
from nao_sessions.console.texts.examiner import Examiner
from nao_sessions.console.texts.jobs import do
from nao_sessions.text import messages
from tests.console.console_house import house_in, put_people, put_protocol, put_session
from tests.text.pseudo_locale import PseudoLocale

CLOSED, OPEN = "2026-11-24T140312Z_demo_k3f9", "2026-11-26T090000Z_demo_op3n"


def pseudo_house(place: Path, monkeypatch: pytest.MonkeyPatch) -> ConsoleConfig:
    """Make a house with protocols, children, a session that is over and one that was interrupted."""
    monkeypatch.setattr(messages, "catalogue", lambda language: PseudoLocale())
    monkeypatch.setattr(Examiner, "_asked", lambda self, asked: do(asked["job"], asked["arguments"]))
    monkeypatch.setattr(replay, "_ask", lambda folder, language: read(folder, language, ""))
    config = house_in(place, language="en")
    put_protocol(config, "emotions")
    put_protocol(config, "demo", status="draft")
    put_people(config, 2)
    put_session(config, "fresh", CLOSED)
    put_session(config, "cut-2", OPEN)
    return config
