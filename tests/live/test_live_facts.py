"""What analyses go by is said in the log as well, which checksums cover: a rehearsal, a phase."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.live.start import SessionParameters, begin_new
from nao_sessions.protocol import load
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.manifest import Grounds
from nao_sessions.record.recover import close
from nao_sessions.record.verify import verify

PROTOCOL = Path(__file__).parents[2] / "protocols" / "demo.yaml"


@pytest.fixture
def begun(tmp_path: Path) -> SessionFolder:
    """Give a session that was begun, as data of the baseline, and closed at once."""
    protocol = load(PROTOCOL)
    files = {source.name: source.content for source in protocol.sources}
    folder = SessionFolder.create(tmp_path, protocol.id, files)
    given = SessionParameters(
        protocol=protocol,
        settings={},
        participants=("P07",),
        language="fr",
        seed=3,
        speed=1.0,
        grounds=Grounds(text="accord"),
        rehearsal=False,
        robot={},
        cameras=(),
        phase="baseline",
    )
    session = begin_new(given, folder)
    session.log.close()
    close(folder, session.journal.state.outcome)
    return folder


def test_the_first_line_holds_them(begun: SessionFolder) -> None:
    start = read_log(begun.events).events[0].data
    assert (start["rehearsal"], start["phase"]) == (False, "baseline")
    assert verify(begun).problems == []


@pytest.mark.parametrize(("name", "value"), [("rehearsal", True), ("phase", "intervention"), ("phase", "")])
def test_one_that_was_changed_afterwards_is_named(begun: SessionFolder, name: str, value: Any) -> None:
    facts = json.loads(begun.manifest.read_text(encoding="utf-8"))
    begun.manifest.write_text(json.dumps(facts | {name: value}), encoding="utf-8")
    told = [problem.en for problem in verify(begun).problems]
    assert told == [f"session.json: '{name}' is not what the beginning of the log says."]
