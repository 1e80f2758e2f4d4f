"""What `info` says of a session is what its manifest says."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.cli.info import lines
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.results.summary import summarise
from tests.console.rehearsed_folder import make_session


@pytest.mark.parametrize(
    ("simulator", "told"),
    [
        (False, "rehearsal: adults played the children's parts"),
        (True, "rehearsal with a simulated Nao: adults, or a script, played the children's parts"),
    ],
)
def test_who_played_the_children_of_a_rehearsal_is_said_as_far_as_it_is_known(
    tmp_path: Path, simulator: bool, told: str
) -> None:
    folder = SessionFolder.open(make_session(tmp_path, "consignes", children=("P07",)))
    told_there = {"rehearsal": True, "robot": {"simulator": simulator}}
    manifest = folder.read_manifest().model_copy(update=told_there)
    second = lines(manifest, summarise(folder.read_events()), {}, "en")[1]
    assert second.endswith(f" · {told}")
