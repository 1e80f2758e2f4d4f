"""The command `nao-sessions replay`, as a process: what it prints, whom it answers, how it ends."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from nao_sessions.cli.replay import replay
from nao_sessions.core.errors import UsageError
from tests.review.replay.synthetic_folder import make_folder
from tests.review.replay.synthetic_session import scripted_events

COMMAND = [sys.executable, "-c", "from nao_sessions.cli.main import main; main()", "replay"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path, scripted_events(), pieces=())


@pytest.fixture
def process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    started = subprocess.Popen(
        [*COMMAND, str(folder), "--no-browser", "--lang", "fr"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield started
    started.kill()
    started.communicate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _ask(port: int, target: str, host: str, cookie: str = "") -> tuple[int, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.putrequest("GET", target, skip_host=True)
        connection.putheader("Host", host)
        if cookie:
            connection.putheader("Cookie", cookie)
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        return answer.status, dict(answer.getheaders())
    finally:
        connection.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_the_address_alone_and_ends_on_a_signal(
    process: subprocess.Popen[str], number: signal.Signals
) -> None:
    address = _address(process)
    assert address.startswith("http://127.0.0.1:")
    process.send_signal(number)
    rest, talk = process.communicate(timeout=20)
    assert (process.returncode, rest, talk) == (0, "", "Ctrl-C pour terminer.\n")


def test_over_the_wire_only_the_printed_address_opens_the_page(process: subprocess.Popen[str]) -> None:
    address = urlsplit(_address(process))
    port = address.port
    assert port is not None
    own = f"127.0.0.1:{port}"
    entrance = f"{address.path}?{address.query}"
    assert _ask(port, "/", own)[0] == 403
    assert _ask(port, entrance, f"evil.example:{port}")[0] == 421
    status, headers = _ask(port, entrance, own)
    assert status == 200
    cookie = headers["set-cookie"].split(";")[0]
    assert _ask(port, "/", own, cookie)[0] == 200
    assert _ask(port, "/static/../../reading.py", own, cookie)[0] == 400
    assert _ask(port, "/static/%2e%2e/%2e%2e/reading.py", own, cookie)[0] == 400
    assert _ask(port, "/", f"evil.example:{port}", cookie)[0] == 421
    assert "server" not in headers


def test_a_request_is_never_logged(process: subprocess.Popen[str]) -> None:
    address = urlsplit(_address(process))
    assert address.port is not None
    _ask(address.port, f"{address.path}?{address.query}", f"127.0.0.1:{address.port}")
    process.send_signal(signal.SIGINT)
    rest, talk = process.communicate(timeout=20)
    assert "token" not in rest + talk


def test_a_folder_without_a_session_is_told_in_a_sentence(tmp_path: Path) -> None:
    ended = subprocess.run(
        [*COMMAND, str(tmp_path), "--lang", "en"], capture_output=True, text=True, timeout=30, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "There is no session in" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_qi_is_not_needed(folder: Path) -> None:
    program = (
        "import sys; sys.modules['qi'] = None\n"
        "from pathlib import Path\n"
        "from nao_sessions.cli.replay import read_recording, application, AccessPolicy, Further\n"
        f"application(read_recording(Path({str(folder)!r})), 'fr', Further(), AccessPolicy(port=1))\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] == 'qi' and sys.modules[name]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True
    )
    assert ended.stdout == "[]\n"


def test_a_moment_after_the_end_is_refused_with_where_the_end_is(folder: Path) -> None:
    result = CliRunner().invoke(replay, [str(folder), "--at", "9999", "--no-browser"])
    refused = result.exception
    assert isinstance(refused, UsageError)
    assert refused.hint is not None
    assert (refused.code, refused.sentence.en, refused.hint.fr) == (
        "U173",
        "--at: 9999 is after the session's end, at 0:42.500.",
        "Par exemple : --at 0:42,500",
    )


def test_the_address_waits_for_no_video_library_and_no_engine() -> None:
    heavy = "{'av', 'cv2', 'pyarrow', 'nao_sessions.engine', 'nao_sessions.rehearsal'}"
    script = f"import sys, nao_sessions.cli.replay; print(sorted({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"
