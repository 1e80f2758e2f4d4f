"""A server that is asked for too much: it says so at once, and goes on serving whom it serves."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from dataclasses import replace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.limits import BoundedApplication, Limits, Places, StreamLimits, Streams, TokenBucket
from nao_sessions.web.protection import KNOWN, ProtectedApplication
from tests.web.attacks import good_request
from tests.web.served import PATIENCE_S, Client, served, status_of

HELLO = PlainTextResponse("hello")
FLOOD = 500
QUICK = Limits(head_s=0.3)


def _run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(test)


def test_five_hundred_connections_at_once_are_served_or_told_so_and_who_was_there_is_served_on() -> None:
    async def test() -> None:
        async with served(HELLO, Limits(head_s=60)) as port:
            here = await Client.connected(port)
            here.ask()
            assert status_of(await here.answer()) == 200
            flood = await asyncio.gather(*(Client.connected(port) for _ in range(FLOOD)))
            for client in flood:
                client.ask()
            here.ask()
            assert status_of(await here.answer()) == 200
            heads = await asyncio.gather(*(client.head() for client in flood))
            told = Counter(status_of(head) for head in heads)
            assert told[200] == Limits().connections - 1
            assert told[200] + told[503] == FLOOD
            refused = [head for head in heads if status_of(head) == 503]
            assert all("Retry-After: 2\r\n" in head for head in refused)
            here.ask()
            assert status_of(await here.answer()) == 200
            await asyncio.gather(*(client.close() for client in (*flood, here)))

    _run(test())


def test_there_is_room_again_once_the_others_have_gone() -> None:
    async def test() -> None:
        async with served(HELLO, Limits(connections=2)) as port:
            first, second, third = [await Client.connected(port) for _ in range(3)]
            third.ask()
            assert status_of(await third.head()) == 503
            await first.close()
            status = 503
            while status == 503:  # the server hears of the closing in a turn of its own
                again = await Client.connected(port)
                again.ask()
                status = status_of(await again.head())
                await again.close()
            assert status == 200
            await second.close()
            await third.close()

    _run(test())


def test_newcomers_are_let_in_at_a_pace_and_none_of_them_is_turned_away() -> None:
    async def test() -> None:
        async with served(HELLO, Limits(newcomers_at_once=2, newcomers_a_second=20)) as port:
            began = asyncio.get_running_loop().time()
            clients = [await Client.connected(port) for _ in range(8)]
            for client in clients:
                client.ask()
            assert [status_of(await client.answer()) for client in clients] == [200] * 8
            # Six of them wait a twentieth of a second each: less would be no pace.
            assert asyncio.get_running_loop().time() - began >= 0.25
            await asyncio.gather(*(client.close() for client in clients))

    _run(test())


def test_a_pace_gives_what_was_saved_up_and_no_more() -> None:
    pace = TokenBucket(at_once=2, a_second=10)
    assert [pace.take(100.0), pace.take(100.0)] == [0, 0]
    assert pace.take(100.0) == pytest.approx(0.1)
    assert pace.take(100.05) == pytest.approx(0.05)
    assert pace.take(100.11) == 0
    assert [pace.take(200.0), pace.take(200.0)] == [0, 0]
    assert pace.take(200.0) > 0


def test_whoever_the_door_knows_keeps_the_connection_and_a_stranger_does_not() -> None:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"][KNOWN] = scope["path"] == "/known"
        await HELLO(scope, receive, send)

    async def test() -> None:
        async with served(application, replace(QUICK, kept_s=0.2)) as port:
            known, stranger = await Client.connected(port), await Client.connected(port)
            known.ask("/known")
            stranger.ask("/")
            assert [status_of(await one.answer()) for one in (known, stranger)] == [200, 200]
            assert await known.rest() == b""  # after kept_s, long before uvicorn's own five seconds
            stranger.ask("/")
            assert status_of(await stranger.answer()) == 200
            await asyncio.gather(known.close(), stranger.close())

    _run(test())


def test_a_page_that_is_left_while_it_sends_leaves_no_word_on_the_terminal(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    began, left = asyncio.Event(), asyncio.Event()

    async def form(request: Request) -> Response:
        began.set()
        try:
            return PlainTextResponse(await request.body())
        except ClientDisconnect:
            left.set()
            raise

    async def behind_a_door(scope: Scope, receive: Receive, send: Send) -> None:
        await protected[0](scope, receive, send)

    protected: list[ProtectedApplication] = []

    async def test() -> None:
        async with served(behind_a_door) as port:
            door = AccessPolicy(port=port)
            app = Starlette(routes=[Route("/form", form, methods=["POST"])])
            protected.append(ProtectedApplication(app, door, "fr"))
            request = good_request(door, "/form", "POST").adding("origin", f"http://127.0.0.1:{port}")
            headers = [f"{name}: {value}" for name, value in request.headers]
            client = await Client.connected(port)
            client.say(
                "\r\n".join(("POST /form HTTP/1.1", *headers, "Content-Length: 90", "", "half")).encode()
            )
            await asyncio.wait_for(began.wait(), PATIENCE_S)
            await client.close()
            await asyncio.wait_for(left.wait(), PATIENCE_S)

    _run(test())
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_one_peer_cannot_take_the_places_of_all() -> None:
    places = Places(most=5, of_a_peer=2)
    assert [places.take("a"), places.take("a"), places.take("a")] == [True, True, False]
    assert [places.take("b"), places.take("b"), places.take("c"), places.take("d")] == [
        True,
        True,
        True,
        False,
    ]
    places.give_back("a")
    assert [places.take("a"), places.take("e"), len(places)] == [True, False, 5]


@pytest.mark.parametrize(
    "begun",
    [b"", b"G", b"GET / HTTP/1.1\r\nHost: 127.0.0.1", b"GET / HTTP/1.1\r\nX: y\r\nX: y\r\n"],
    ids=["nothing", "a letter", "half a line", "half a head"],
)
def test_a_request_that_does_not_come_to_its_end_is_given_up(begun: bytes) -> None:
    async def test() -> None:
        async with served(HELLO, QUICK) as port:
            slow = await Client.connected(port)
            slow.say(begun)
            assert status_of(await slow.head()) == 408
            assert await slow.rest() == b""
            await slow.close()

    _run(test())


def test_a_head_that_drips_is_given_up_all_the_same() -> None:
    async def test() -> None:
        async with served(HELLO, QUICK) as port:
            slow = await Client.connected(port)
            slow.say(b"GET / HTTP/1.1\r\n")
            answered = asyncio.create_task(slow.head())
            while not answered.done():
                slow.say(b"X: y\r\n")
                await asyncio.wait({answered}, timeout=0.05)
            assert status_of(answered.result()) == 408
            await slow.close()

    _run(test())


def test_the_second_request_of_a_connection_has_to_come_in_time_too() -> None:
    async def test() -> None:
        async with served(HELLO, QUICK) as port:
            client = await Client.connected(port)
            client.ask()
            assert status_of(await client.answer()) == 200
            client.say(b"GET / HT")
            assert status_of(await client.head()) == 408
            await client.close()

    _run(test())


def test_a_head_without_an_end_is_refused() -> None:
    async def test() -> None:
        async with served(HELLO) as port:
            client = await Client.connected(port)
            client.say(b"GET / HTTP/1.1\r\nX: " + b"y" * 200_000)
            assert status_of(await client.head()) in (0, 400, 431)
            await client.close()

    _run(test())


@pytest.mark.parametrize(
    "smuggled",
    [
        b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"Content-Length: 5, 6\r\n\r\n",
        b"Content-Length: +5\r\n\r\n",
        b"Content-Length: -5\r\n\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
        b"Transfer-Encoding : chunked\r\n\r\n",
        b"X: a\x00b\r\n\r\n",
        b": no name\r\n\r\n",
    ],
)
def test_a_request_that_could_be_read_in_two_ways_is_read_in_none(smuggled: bytes) -> None:
    async def test() -> None:
        async with served(HELLO) as port:
            client = await Client.connected(port)
            client.say(
                b"POST / HTTP/1.1\r\nHost: x\r\n" + smuggled + b"0\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n"
            )
            assert status_of(await client.head()) in (400, 501)
            assert b"HTTP/1.1 200" not in await client.rest()
            await client.close()

    _run(test())


async def _length(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


def _bounded(streams: Streams | None = None, *routes: Route) -> BoundedApplication:
    paths = [
        Route("/small", _length, methods=["POST"]),
        Route("/memo/{id}", _length, methods=["POST"]),
        *routes,
    ]
    return BoundedApplication(Starlette(routes=paths), streams or Streams(), "fr", [("/memo/[^/]+", 200_000)])


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/small", 65_536, 200),
        ("/small", 65_537, 413),
        ("/memo/a", 200_000, 200),
        ("/memo/a", 200_001, 413),
        ("/small", 10**30, 400),
    ],
)
def test_a_body_that_is_too_large_is_refused_before_it_comes(path: str, length: int, status: int) -> None:
    async def test() -> None:
        async with served(_bounded()) as port:
            client = await Client.connected(port)
            client.say(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
            if status == 200:
                client.say(b"x" * length)
            assert status_of(await client.head()) == status
            await client.close()

    _run(test())


def test_a_body_in_chunks_is_counted_as_it_comes() -> None:
    async def test() -> None:
        async with served(_bounded()) as port:
            client = await Client.connected(port)
            client.say(b"POST /small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in range(3):
                client.say(b"7530\r\n" + b"x" * 30_000 + b"\r\n")
            assert status_of(await client.head()) == 413
            await client.close()

    _run(test())


def test_a_body_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nao_sessions.web.limits.BODY_S", -0.5)

    async def test() -> None:
        async with served(_bounded()) as port:
            client = await Client.connected(port)
            client.say(b"POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
            assert status_of(await client.head()) == 408
            await client.close()

    _run(test())


async def _stream(request: Request) -> Response:
    async def events() -> AsyncIterator[str]:
        yield "data: first\n\n"
        await asyncio.Event().wait()

    return StreamingResponse(events(), media_type="text/event-stream")


def test_streams_beyond_the_limit_are_told_so_and_one_that_ends_makes_room() -> None:
    async def test() -> None:
        streams = Streams(StreamLimits(all=3, of_this_computer=2))
        async with served(_bounded(streams, Route("/events", _stream))) as port:
            clients = [await Client.connected(port) for _ in range(3)]
            heads = []
            for client in clients:
                client.ask("/events")
                heads.append(await client.head())
            assert [status_of(head) for head in heads] == [200, 200, 503]
            assert "retry-after: 2" in heads[2].lower()
            await clients[0].close()
            status = 503
            while status == 503:  # the server hears of the closing in a turn of its own
                again = await Client.connected(port)
                again.ask("/events")
                status = status_of(await again.head())
                clients.append(again)
            assert status == 200
            for client in clients:
                await client.close()

    _run(test())


def test_the_streams_of_a_peer_can_be_ended_from_outside() -> None:
    async def test() -> None:
        streams = Streams()
        async with served(_bounded(streams, Route("/events", _stream))) as port:
            client = await Client.connected(port)
            client.ask("/events", "Connection: close")
            assert status_of(await client.head()) == 200
            assert streams.of("127.0.0.1") == 1
            streams.end("127.0.0.1")
            assert (await client.rest()).endswith(b"\r\n0\r\n\r\n")
            assert streams.of("127.0.0.1") == 0
            await client.close()

    _run(test())


def test_the_peers_of_the_network_have_fewer_streams_than_this_computer() -> None:
    streams = Streams(replace(StreamLimits(), all=5, of_a_peer=2, of_this_computer=4))

    def opened(peer: str, here: bool) -> bool:
        return streams.open(peer, asyncio.Event(), here=here)

    assert [opened("tablet", False) for _ in range(3)] == [True, True, False]
    assert [opened("here", True) for _ in range(4)] == [True, True, True, False]
