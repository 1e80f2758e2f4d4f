"""The latch is one byte that two processes share, and outlives the death of either."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from nao_sessions.robot.latch import HaltLatch, Stop

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


def test_a_latch_that_was_shut_after_the_stop_that_a_person_saw_is_not_opened_by_that_resume() -> None:
    latch = HaltLatch.create()
    latch.shut()
    shown = latch.times_shut
    latch.shut()
    latch.open(shown)
    assert latch.is_shut
    latch.open(latch.times_shut)
    assert not latch.is_shut
    latch.release()


@pytest.mark.parametrize(
    ("made_ns", "resumes", "session", "late"),
    [
        (900, 2, "a", False),  # its page had seen the last resume
        (900, 1, "a", True),  # it had not, and the stop was pressed before it
        (1100, 1, "a", False),  # pressed after it, though the page had not heard of it: in doubt it stops
        (900, None, "", False),  # it came from no page
        (900, 7, "a", False),  # a page cannot have seen what was not: in doubt it stops
        (900, 2, "b", True),  # meant for another session, before this one went on
        (1100, 2, "b", False),
    ],
)
def test_a_stop_is_late_where_a_person_resumed_after_it_and_its_page_had_not_seen_it(
    made_ns: int, resumes: int | None, session: str, late: bool
) -> None:
    latch = HaltLatch.create()
    latch.count_resumes(2, 1000)
    assert HaltLatch.attach(os.dup(latch.fd)).is_late(Stop(made_ns, session, resumes), "a") is late
    latch.release()
