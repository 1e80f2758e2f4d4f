"""Who examines texts for the pages: a child process, started when it is first asked and when it has died.

A question never blocks the loop: it is put from a thread, and has a deadline.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import threading
import weakref
from collections.abc import Sequence
from typing import Any, Protocol

from nao_sessions.console.texts.jobs import Answer, do
from nao_sessions.core import processes
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.text.messages import Localized, msg

DEADLINE_S = 30.0
"""How long an answer may take: the longest protocol that the language takes needs two seconds."""

_LOST = (
    msg("The check did not answer."),
    msg("Your texts are kept; reload the page."),
)


class Examining(Protocol):
    """What does the jobs of ``jobs.py``, away from the loop."""

    async def ask(self, job: str, **arguments: Any) -> Answer:
        """Run a job and return its answer.

        Raises:
            NaoSessionsError: what the job raises; T102, nobody answered.
        """
        ...


class InProcess:
    """An Examining that does the jobs in a thread of this process, with the same answers: for tests."""

    async def ask(self, job: str, **arguments: Any) -> Answer:
        """Run a job and return its answer. Raises: NaoSessionsError."""
        return _answer(json.loads(json.dumps(await asyncio.to_thread(do, job, arguments))))


class Examiner:
    """An Examining that asks one child process, one question at a time."""

    def __init__(self, command: Sequence[str] = ()) -> None:
        self._command = command or processes.python_command("nao_sessions.console.texts.worker")
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    async def ask(self, job: str, **arguments: Any) -> Answer:
        """Run a job of ``jobs.py`` in the child process and return its answer.

        Raises:
            NaoSessionsError: what the job raises; T102, the process did not answer, twice.
        """
        return _answer(await asyncio.to_thread(self._asked, {"job": job, "arguments": arguments}))

    def close(self) -> None:
        """End the child process."""
        with self._lock:
            self._end()

    def _asked(self, question: Answer) -> Answer:
        line = json.dumps(question).encode() + b"\n"
        with self._lock:
            for _ in range(2):  # it may have died since it was asked last
                answer = self._once(line)
                if answer is not None:
                    return answer
        raise NaoSessionsError(*_LOST, code="T102")

    def _once(self, line: bytes) -> Answer | None:
        """Send a job once and return its answer; None where the process died or did not answer in time."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Timer(DEADLINE_S, process.kill)
        late.start()
        try:
            process.stdin.write(line)
            process.stdin.flush()
            answer: Answer = json.loads(process.stdout.readline())
        except (OSError, ValueError):
            self._end()
            return None
        finally:
            late.cancel()
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = processes.start_blocking(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            weakref.finalize(self, _ended, self._process)  # nobody closes what a page started
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            _ended(process)


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and release its pipes; harmless when repeated."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what was not yet written to a dead process
                pipe.close()


def _answer(answer: Answer) -> Answer:
    """Return an answer. Raises: NaoSessionsError: the job was refused."""
    if "refused" in answer:
        refused = answer["refused"]
        hint = refused["hint"]
        raise NaoSessionsError(
            Localized(*refused["sentence"]), None if hint is None else Localized(*hint), code=refused["code"]
        )
    done: Answer = answer["done"]
    return done
