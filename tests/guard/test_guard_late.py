"""A stop that comes late at the guard: it stops nothing where a person has resumed since, and says so."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.guard.lone_guard import TOKEN, LoneGuard


@pytest.fixture
def guard() -> Iterator[LoneGuard]:
    """A guard of the session ``s``, whose Nao is not there."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        nowhere = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
    guard = LoneGuard(robot=nowhere, session="s")
    yield guard
    guard.close()


def pressed(port: int, **stop: Any) -> tuple[int, dict[str, Any]]:
    """Press as a page does; return the status and the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", "/stop", json.dumps({"token": TOKEN, **stop}), {"Content-Type": "text/plain"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, json.loads(body) if body else {}


def test_a_stop_from_before_a_resume_that_its_page_had_not_seen_stops_nothing(guard: LoneGuard) -> None:
    port = guard.told("ready")["port"]
    guard.latch.count_resumes(3, time.monotonic_ns())
    late = {"session": "s", "resumes": 2, "age_ms": 5000, "press": "p-1"}
    assert pressed(port, **late) == (409, {"at": None, "late": True})
    assert guard.told("late_stop")["press"] == "p-1"
    assert not guard.latch.is_shut


@pytest.mark.parametrize(
    "stop",
    [
        {"session": "s", "resumes": 3, "age_ms": 5000},
        {"session": "s", "resumes": 2, "age_ms": 0},
        {"session": "s", "resumes": 2},
        {"session": "s", "resumes": "2", "age_ms": 5000},
        {"session": "s", "resumes": 2, "age_ms": "soon"},
        {"session": ["s"], "resumes": None, "age_ms": -1},
        {},
    ],
)
def test_in_doubt_it_stops(guard: LoneGuard, stop: dict[str, Any]) -> None:
    port = guard.told("ready")["port"]
    guard.latch.count_resumes(3, time.monotonic_ns() - 1_000_000)
    assert pressed(port, **stop)[0] == 200
    assert guard.latch.is_shut


def test_a_stop_that_is_repeated_halts_once_and_is_answered_each_time(guard: LoneGuard) -> None:
    port = guard.told("ready")["port"]
    stop = {"session": "s", "resumes": 0, "age_ms": 10, "press": "p-1"}
    first = pressed(port, **stop)
    assert guard.told("halted")["press"] == "p-1"
    guard.latch.open()
    guard.latch.count_resumes(1, time.monotonic_ns())
    assert pressed(port, **stop) == first
    assert not guard.latch.is_shut


def test_a_stop_with_another_token_is_refused_whatever_it_says(guard: LoneGuard) -> None:
    port = guard.told("ready")["port"]
    assert pressed(port, token="another", session="s", resumes=0)[0] == 403
    assert not guard.latch.is_shut


def test_what_is_no_text_is_refused_as_a_token_and_replaced_as_a_name(guard: LoneGuard) -> None:
    port = guard.told("ready")["port"]
    half = "\ud800"  # half of a character: JSON can spell it, no file can hold it
    assert pressed(port, token=half)[0] == 403
    assert pressed(port, press=f"p-{half}")[0] == 200
    assert guard.told("halted")["press"] == "p-?"
