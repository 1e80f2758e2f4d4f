"""What if: a recorded session's people, and another version of its protocol."""

from __future__ import annotations

import re
from pathlib import Path

from course import protocol_of
from played import Played
from test_trials import BLOCK, block

from nao_sessions.cli.rehearse_log import parting_head, parting_lines
from nao_sessions.protocol import load_files
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.rehearsal.whatif import what_if

GOLDEN = Path(__file__).parents[1] / "sessions"
STEP = 'buttons: [{label: "Fini", next: fin}]\nnext: fin\n'
OLD = block(BLOCK + "count: 3\n", step=STEP)


def recorded() -> Played:
    """Play a session: right, then silent until the end of the help, then wrong and right."""
    played = Played(OLD)
    played.settle()
    played.tap("fruit")
    played.silence(3)
    played.tap("légume")
    played.tap("fruit")
    assert played.outcome == "completed"
    return played


def test_the_same_version_does_not_part() -> None:
    played = recorded()
    found = what_if(played.lines, protocol_of(OLD), protocol_of(OLD))
    assert not found.parts
    assert found.same > 10


def test_a_real_session_does_not_part_from_its_own_protocol() -> None:
    for name in ("fresh", "resumed"):
        folder = SessionFolder.open(GOLDEN / name)
        protocol = load_files(folder.protocol_files(), folder.read_manifest().protocol.entry)
        found = what_if(read_log(folder.events).events, protocol, protocol)
        assert found.same > 5
        if name == "fresh":
            assert not found.parts


def test_another_sentence_is_where_they_part() -> None:
    found = what_if(
        recorded().lines, protocol_of(OLD), protocol_of(OLD.replace("Par ici.", "Regarde ma main."))
    )
    assert found.recorded is not None
    assert found.now is not None
    assert (found.recorded.what, found.now.what) == ("Par ici.", "Regarde ma main.")


def test_a_help_that_is_gone_makes_another_judgement() -> None:
    body = OLD.replace('        - {help: gestural, do: [{say: "Par ici."}]}\n', "")
    assert body != OLD
    found = what_if(recorded().lines, protocol_of(OLD), protocol_of(body))
    assert found.recorded is not None
    assert (found.recorded.kind, found.recorded.what) == ("help", "gestural")


def test_a_shorter_patience_parts_where_the_child_was_too_slow_for_it() -> None:
    body = OLD.replace("patience: 10 s", "patience: 500 ms")
    found = what_if(recorded().lines, protocol_of(OLD), protocol_of(body))
    assert found.now is not None
    assert found.now.kind == "help"


def test_a_button_that_moved_is_found_by_its_label() -> None:
    played = Played(OLD)
    played.settle()
    played.presses("Fini")
    body = OLD.replace(
        STEP.split("\n")[0], 'buttons: [{label: "Autre", next: fin}, {label: "Fini", next: fin}]'
    )
    assert body != OLD
    assert not what_if(played.lines, protocol_of(OLD), protocol_of(body)).parts


def test_what_comes_at_another_moment_is_told_though_they_do_not_part() -> None:
    played = recorded()
    body = OLD.replace("patience: 10 s", "patience: 8 s")
    assert body != OLD
    found = what_if(played.lines, protocol_of(OLD), protocol_of(body))
    assert not found.parts
    was, now = found.moved[0]
    assert (was.kind, was.at - now.at) == ("help", 2_000_000_000)
    assert parting_head(found).en.endswith(f"but {len(found.moved)} come at another moment:")
    (line,) = parting_lines(found)
    assert re.fullmatch(r"le premier : aide «\s\w+\s», à 0:\d\d,\d au lieu de 0:\d\d,\d", line.fr)
    same = what_if(played.lines, protocol_of(OLD), protocol_of(OLD))
    assert (same.moved, parting_lines(same)) == ((), ())
