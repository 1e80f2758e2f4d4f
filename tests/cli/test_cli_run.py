"""The contract of ``nao-sessions run`` for a session that runs: signals, names, JSON, and how it ends."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from tests.cli.command_line import PROTOCOL, QUICK, SLOW, WAITING, Started, begin, nao_sessions
from tests.kills.processes import SessionRun, free_port, read_lines, until


def said(trace: Path) -> list[str]:
    sentences = (str(line["args"][0]) for line in read_lines(trace) if line.get("method") == "say")
    return [sentence.rpartition("\\ ")[2] for sentence in sentences]


def test_ctrl_c_once_stops_nao_and_twice_closes_the_session(tmp_path: Path, started: list[Started]) -> None:
    session = begin(started, tmp_path, *SLOW, *WAITING)
    session.until_said()
    session.run.process.signal(signal.SIGINT)
    session.until_logged("halted", why="professional")
    session.until_logged("paused", why="stopped")
    assert session.run.process.alive
    session.run.process.signal(signal.SIGINT)
    assert session.ended() == (0, "stopped")
    assert [line["effect"] for line in read_lines(session.trace) if "speech" in line.get("effect", "")] == [
        "speech.started",
        "speech.cut",
    ]
    assert nao_sessions("verify", session.folder).returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_sigterm_or_a_hangup_closes_the_session(
    tmp_path: Path, started: list[Started], number: signal.Signals
) -> None:
    session = begin(started, tmp_path, *QUICK, *WAITING)
    session.until_said()
    session.run.process.signal(number)
    assert session.ended() == (0, "stopped")
    assert nao_sessions("verify", session.folder).returncode == 0


def test_a_close_while_the_camera_starts_is_not_forgotten(tmp_path: Path, started: list[Started]) -> None:
    session = begin(started, tmp_path, "--simulator", *WAITING)
    session.until_logged("about")
    session.run.process.signal(signal.SIGTERM)
    assert session.ended() == (0, "stopped")


def test_what_is_typed_reaches_the_session(tmp_path: Path, started: list[Started]) -> None:
    session = begin(started, tmp_path, *QUICK, *WAITING)
    session.until_said()
    session.run.type("1")
    assert session.ended() == (0, "completed")


def test_a_last_line_without_an_end_is_taken(tmp_path: Path) -> None:
    ran = nao_sessions("run", PROTOCOL, *SLOW, *WAITING, "--out", tmp_path, "--json", stdin="close")
    assert (ran.returncode, json.loads(ran.stdout)["outcome"]) == (0, "stopped")


def test_the_end_of_stdin_is_no_end_of_the_session(tmp_path: Path) -> None:
    ran = nao_sessions("run", PROTOCOL, *QUICK, "--out", tmp_path, "--lang", "en")
    assert ran.returncode == 0
    assert "completed" in ran.stdout


def test_json_is_all_that_stdout_holds(tmp_path: Path) -> None:
    ran = nao_sessions("run", PROTOCOL, *QUICK, "--out", tmp_path, "--json")
    record = json.loads(ran.stdout)
    assert (ran.returncode, record["outcome"], record["complete"]) == (0, "completed", True)
    folder = Path(record["folder"])
    assert folder.parent == tmp_path
    told = json.loads(nao_sessions("info", folder, "--json").stdout)
    assert (told["id"], told["state"], told["summary"]["outcome"]) == (folder.name, "closed", "completed")
    found = json.loads(nao_sessions("verify", folder, "--json").stdout)
    assert (found["sound"], found["problems"], found["reexecuted"]) == (True, [], True)
    assert sum(told["telemetry"]["samples"].values()) == found["samples"] > 0
    words = nao_sessions("info", folder, "--lang", "en").stdout.splitlines()
    assert words[-1].startswith(
        f"telemetry of Nao: {told['telemetry']['samples']['joints']} samples of the joints,"
    )


@pytest.mark.parametrize("way", ["file", "stdin"])
def test_names_come_from_a_file_or_from_stdin(tmp_path: Path, way: str) -> None:
    lines = "# les prénoms\n\nP07=Zoé\nP08 Théo\n"
    trace, names = tmp_path / "trace.jsonl", tmp_path / "names"
    names.write_text(lines, encoding="utf-8")
    names.chmod(0o600)
    given = ("--names", "-") if way == "stdin" else ("--names", str(names))
    codes = ("--participant", "P07", "--participant", "P08")
    where = ("--out", tmp_path / "out", "--trace", trace)
    # What follows the names on stdin belongs to the session: the button that ends the waiting.
    stdin = lines + "1\n" if way == "stdin" else "1\n"
    ran = nao_sessions("run", PROTOCOL, *QUICK, *codes, *given, *where, stdin=stdin)
    assert (ran.returncode, said(trace)) == (0, ["Bonjour Zoé et Théo !", "Au revoir."])
    assert [word for word in ("Zoé", "Théo") if word in ran.stdout + ran.stderr] == []


def test_a_session_that_has_ended_or_runs_is_not_resumed(tmp_path: Path, started: list[Started]) -> None:
    session = begin(started, tmp_path, *QUICK, *WAITING)
    session.until_said()
    ran = nao_sessions("run", "--resume", session.folder, *QUICK[:2], "--lang", "en")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("R103 Another session is already writing into this folder.")
    recovered = nao_sessions("recover", session.folder, "--lang", "en")
    assert (recovered.returncode, recovered.stderr.split()[0]) == (1, "R103")
    session.run.type("close")
    assert session.ended() == (0, "stopped")
    ran = nao_sessions("run", "--resume", session.folder, *QUICK[:2], "--lang", "en")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("R109 This session has ended.")
    assert nao_sessions("verify", session.folder).returncode == 0


def test_a_session_that_is_killed_again_and_again_goes_on(tmp_path: Path, started: list[Started]) -> None:
    session = begin(started, tmp_path, *QUICK, *WAITING)
    session.until_said()
    for times in (1, 2):
        session.kill()
        session.run.close()
        session.run = SessionRun(
            ["--resume", str(session.folder), *QUICK[:2], "--ground", "again"], tmp_path / f"again{times}", {}
        )
        until(
            lambda times=times: [e["kind"] for e in session.events()].count("resumed") == times,  # type: ignore[misc]
            "resumed",
        )
    session.until_logged("paused", why="crash")
    session.until_logged("ground", text="again")
    session.run.type("Reprendre !")
    session.run.type("1")
    assert session.ended() == (0, "completed")
    assert [e["kind"] for e in session.events()].count("continued") == 1
    found = json.loads(nao_sessions("verify", session.folder, "--json").stdout)
    assert (found["reexecuted"], found["samples"] > 0, found["remarks"]) == (True, True, [])


def test_a_session_that_was_killed_is_told_recovered_and_sound(
    tmp_path: Path, started: list[Started]
) -> None:
    session = begin(started, tmp_path, *QUICK, *WAITING)
    session.until_said()
    session.kill()
    before = nao_sessions("verify", session.folder, "--lang", "en")
    assert (before.returncode, "The session was not closed" in before.stderr) == (0, True)
    nobody = f"tcp://127.0.0.1:{free_port()}"
    resumed = nao_sessions("run", "--resume", session.folder, "--robot", nobody, "--lang", "en")
    assert (resumed.returncode, resumed.stderr.split()[0]) == (3, "R002")
    recovered = nao_sessions("recover", session.folder, "--json")
    assert (recovered.returncode, json.loads(recovered.stdout)["outcome"]) == (0, "")
    assert json.loads(nao_sessions("info", session.folder, "--json").stdout)["state"] == "recovered"
    after = json.loads(nao_sessions("verify", session.folder, "--json").stdout)
    (crash,) = after["remarks"]
    assert (after["sound"], "after a crash" in crash) == (True, True)


def test_times_that_cannot_be_read_are_told(tmp_path: Path, started: list[Started]) -> None:
    session = begin(started, tmp_path, *QUICK)
    assert session.ended() == (0, "completed")
    (session.folder / "sync.json").write_text('{"streams": {"room": {}}}', encoding="utf-8")
    told = nao_sessions("info", session.folder, "--lang", "en")
    assert (told.returncode, told.stderr.split()[0]) == (1, "R111")


def test_a_stop_while_the_session_starts_ends_it_and_leaves_nothing(
    tmp_path: Path, started: list[Started]
) -> None:
    session = begin(started, tmp_path, *QUICK, *WAITING)
    until(lambda: session.run.child("nao-simulator"), "the simulator")
    session.run.process.signal(signal.SIGINT)
    assert (session.run.wait(), "Stopped before the beginning" in session.run.stderr) == (0, True)
    assert list(session.out.glob("*")) == []
