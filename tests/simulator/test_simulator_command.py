"""The command: one line on stdout, an end when it is told to, and a sentence when it cannot start."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulator.simulator_wire import Wire

COMMAND = [sys.executable, "-c", "from nao_simulator.main import main; main()", "--no-camera"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stdout_is_one_line_and_a_signal_ends_it_cleanly(number: signal.Signals) -> None:
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        process.send_signal(number)
        rest = process.stdout.read()
        assert process.wait(timeout=10) == 0
    assert set(ready) == {"qi", "cameras", "cameras_http", "panel"}
    assert ready["qi"].startswith("tcp://127.0.0.1:")
    assert rest == ""


def test_with_the_end_of_stdin_it_ends() -> None:
    with subprocess.Popen(
        [*COMMAND, "--until-stdin-closes"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline()
        process.stdin.close()
        assert process.wait(timeout=15) == 0


def test_a_port_in_use_is_one_sentence_and_exit_1(wire: Wire) -> None:
    ended = subprocess.run(
        [*COMMAND, "--listen", wire.url], capture_output=True, text=True, timeout=30, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "Error: the simulator cannot start:" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_wrong_option_is_exit_2() -> None:
    ended = subprocess.run([*COMMAND, "--speed", "100"], capture_output=True, timeout=30, check=False)
    assert ended.returncode == 2


def test_the_language_at_the_start_can_be_chosen(tmp_path: Path) -> None:
    running = Wire(tmp_path / "trace.jsonl", "--language", "English")
    assert running.service("ALTextToSpeech").getLanguage() == "English"
    running.close()
