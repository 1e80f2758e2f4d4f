"""`nao-sessions new`: a few answers, typed, piped or in a file, become one file that was not there before."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nao_sessions.protocol import check, load
from tests.robot.simulated_nao import eventually

ANSWERS = "attendre son tour\n2\n2\nsorting\nboth\n1\n15\n"
PATIENT_S = 60.0
COMMAND = (sys.executable, "-m", "nao_sessions", "new")


def asked(folder: Path, *arguments: str, piped: str | bytes = ANSWERS) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a folder, with answers on its stdin."""
    content = piped if isinstance(piped, bytes) else piped.encode()
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [*COMMAND, *arguments], input=content, capture_output=True, cwd=folder, env=environment, timeout=60,
        check=False,
    )  # fmt: skip


def test_piped_answers_become_a_protocol_and_its_path_is_the_only_data(tmp_path: Path) -> None:
    done = asked(tmp_path, "tri.yaml", "--lang", "fr")
    assert (done.returncode, done.stdout.decode()) == (0, "tri.yaml\n")
    protocol = load(tmp_path / "tri.yaml")
    assert (protocol.id, protocol.language, protocol.participants_max) == ("tri", "fr", 2)
    assert protocol.about.goals[0].by_language[0][1].source == "attendre son tour"
    assert {one.code for one in check(tmp_path / "tri.yaml")} == {"P310"}
    assert "Combien d'enfants" in done.stderr.decode()


def test_the_language_is_that_of_the_questions_and_of_the_protocol(tmp_path: Path) -> None:
    done = asked(tmp_path, "sorting", "--lang", "en")
    assert done.stdout.decode() == "sorting.yaml\n"
    assert load(tmp_path / "sorting.yaml").language == "en"
    assert "How many children" in done.stderr.decode()


def test_without_a_path_the_objective_names_the_file(tmp_path: Path) -> None:
    done = asked(tmp_path, "--lang", "fr", piped=ANSWERS.replace("attendre son tour", "Ça va, l'œuf ?"))
    assert done.stdout.decode() == "ca-va-l-oeuf.yaml\n"
    assert load(tmp_path / "ca-va-l-oeuf.yaml").id == "ca-va-l-oeuf"


def test_nobody_who_helps_is_not_asked_in_which_order(tmp_path: Path) -> None:
    done = asked(tmp_path, "a.yaml", piped="observer\n1\n2\nsorting\nnobody\n15\n")
    assert done.returncode == 0
    assert load(tmp_path / "a.yaml").steps["game"].trials is not None


def test_answers_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "reponses.yaml").write_text(
        'objective: "attendre son tour"\nmethod: "emotions"\nminutes: 20\n'
    )
    done = asked(tmp_path, "a.yaml", "--answers", "reponses.yaml", "--lang", "fr", piped="")
    assert (done.returncode, done.stdout.decode()) == (0, "a.yaml\n")
    assert load(tmp_path / "a.yaml").expected_ms == 20 * 60_000


@pytest.mark.parametrize(
    ("content", "code"),
    [("method: [", 1), ("objective: un\nmethod: couture\n", 2), ("objectif: un\n", 1), (None, 2)],
    ids=["no YAML", "no such method", "an unknown key", "no file"],
)
def test_a_file_of_answers_that_is_wrong_writes_nothing(
    tmp_path: Path, content: str | None, code: int
) -> None:
    if content is not None:
        (tmp_path / "reponses.yaml").write_text(content)
    done = asked(tmp_path, "a.yaml", "--answers", "reponses.yaml", piped="")
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "a.yaml").exists()


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_exists_is_never_overwritten(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "a.yaml"
    if kind == "file":
        target.write_text("protocol: 1\n")
    elif kind == "folder":
        target.mkdir()
    else:
        target.symlink_to(tmp_path / "ailleurs.yaml")
    done = asked(tmp_path, "a", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "a.yaml exists: nothing is replaced." in done.stderr.decode()
    assert "What does the child learn" not in done.stderr.decode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml"]
    if kind == "file":
        assert target.read_text() == "protocol: 1\n"


def test_a_folder_that_is_not_there_is_told_before_any_question(tmp_path: Path) -> None:
    done = asked(tmp_path, "dossier/a.yaml", "--lang", "en")
    assert done.returncode == 2
    assert "What does the child learn" not in done.stderr.decode()


@pytest.mark.parametrize("lines", range(7))
def test_answers_that_end_too_early_leave_nothing_behind(tmp_path: Path, lines: int) -> None:
    done = asked(tmp_path, "a.yaml", "--lang", "en", piped="".join(ANSWERS.splitlines(keepends=True)[:lines]))
    assert (done.returncode, done.stdout) == (2, b"")
    assert "Nothing was written." in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("piped", [b"un\n9\n", b"un\n1\n2\ncouture\n", b"{un}\n", b"\xff\xfe\n", b"\0\n"])
def test_a_piped_answer_that_means_nothing_leaves_nothing_behind(tmp_path: Path, piped: bytes) -> None:
    done = asked(tmp_path, "a.yaml", piped=piped)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def take_ctrl_c() -> None:
    """Let a process take Ctrl-C, as at a terminal, also where the tests run in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """The command at a terminal of its own; what it says is read until a word comes."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._mine, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, close_fds=True,
            start_new_session=True, preexec_fn=take_ctrl_c,
        )  # fmt: skip
        os.close(theirs)
        self.said = ""

    def until(self, words: str) -> None:
        """Read until it has said some words since the last answer."""
        heard = ""
        while words not in heard:
            assert select.select([self._mine], [], [], PATIENT_S)[0], (
                f"no {words!r} after {self.said + heard!r}"
            )
            heard += os.read(self._mine, 4096).decode()
        self.said += heard

    def interrupt(self) -> None:
        """Press Ctrl-C once it waits for a line: a signal just before that would wait for the next line."""
        reads = Path(f"/proc/{self.process.pid}/syscall")
        eventually(lambda: reads.read_text().startswith("0 0x0 "), "it reads its input", PATIENT_S)
        self.process.send_signal(signal.SIGINT)

    def answer(self, text: str) -> None:
        """Type a line."""
        os.write(self._mine, f"{text}\n".encode())

    def end(self) -> int:
        """Wait for its end, and give its exit code."""
        code = self.process.wait(timeout=60)
        os.close(self._mine)
        return code


def test_at_a_terminal_an_answer_that_means_nothing_is_asked_again(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "a.yaml", "--lang", "en")
    terminal.until("> ")
    terminal.answer("waiting")
    terminal.until("] > ")
    terminal.answer("seven")
    terminal.until("1 to 4, not 'seven'")
    for answer in ("1", "2", "imitation", "nao", "1"):
        terminal.answer(answer)
        terminal.until("> ")
    terminal.answer("10")
    terminal.until("Protocol written")
    assert terminal.end() == 0
    assert load(tmp_path / "a.yaml").expected_ms == 600_000


@pytest.mark.parametrize("answered", [0, 2])
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path, answered: int) -> None:
    terminal = Terminal(tmp_path, "a.yaml", "--lang", "en")
    terminal.until("> ")
    for answer in ("waiting", "2")[:answered]:
        terminal.answer(answer)
        terminal.until("> ")
    terminal.interrupt()
    terminal.until("Nothing was written.")
    assert terminal.end() == 130
    assert "Traceback" not in terminal.said
    assert list(tmp_path.iterdir()) == []
