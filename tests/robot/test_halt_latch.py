"""The latch is one byte that two processes share, and outlives the death of either."""

from __future__ import annotations

import subprocess
import sys

from nao_sessions.robot.latch import HaltLatch

_SHUT_IT = (
    "import sys; from nao_sessions.robot.latch import HaltLatch; HaltLatch.attach(int(sys.argv[1])).shut()"
)


def test_a_latch_is_open_until_it_is_shut_and_shut_until_it_is_opened() -> None:
    latch = HaltLatch.create()
    states = [latch.is_shut]
    latch.shut()
    latch.shut()
    states.append(latch.is_shut)
    latch.open()
    states.append(latch.is_shut)
    latch.release()
    latch.release()
    assert states == [False, True, False]


def test_who_looks_rarely_sees_that_it_was_shut_and_opened_meanwhile() -> None:
    latch = HaltLatch.create()
    before = latch.times_shut
    latch.shut()
    latch.open()
    assert latch.times_shut != before
    shut = latch.times_shut
    latch.open()
    assert latch.times_shut == shut
    latch.release()


def test_another_process_shuts_it_and_its_end_changes_nothing() -> None:
    latch = HaltLatch.create()
    command = [sys.executable, "-c", _SHUT_IT, str(latch.fd)]
    subprocess.run(command, pass_fds=(latch.fd,), check=True, timeout=20)
    assert latch.is_shut
    latch.release()
