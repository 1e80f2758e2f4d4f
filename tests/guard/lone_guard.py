"""A guard by itself, whose pipes a test holds."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from nao_sessions.robot.latch import HaltLatch

TOKEN = "a-token-for-this-test"


class LoneGuard:
    """A guard whose pipes the test holds itself."""

    def __init__(self, **settings: Any) -> None:
        self.latch = HaltLatch.create()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "nao_sessions.live.guard"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=(self.latch.fd,),
            start_new_session=True,
        )
        self.tell({"latch_fd": self.latch.fd, "token": TOKEN, **settings})

    def tell(self, record: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(record) + "\n")
        self.process.stdin.flush()

    def told(self, event: str) -> dict[str, Any]:
        """Read on until an event is told."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            record: dict[str, Any] = json.loads(line)
            if record["event"] == event:
                return record
        raise AssertionError(f"the guard ended and never told {event!r}")

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()
        self.latch.release()
