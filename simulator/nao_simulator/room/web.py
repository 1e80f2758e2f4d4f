"""The camera's HTTP side: the stream, a view for browsers, and the panel where a person plays the room.

Only this machine's own pages may act: Host is checked on every request, Origin and the token on every act.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Callable, Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import cv2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from nao_simulator.room.film import Film
from nao_simulator.room.hub import Hub
from nao_simulator.room.panel import read_act

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
COOKIE = "nao_room"
MAX_ACT_BYTES = 4096
BACKLOG_BYTES = 512 * 1024
VIEW_PERIOD_S = 0.08
STATE_PERIOD_S = 0.2
VIEW_WIDTH_PX = 960

# A file of the page is found by this table, never by a path that a browser sends.
PAGE_FILES = {
    "/panel.css": ("panel.css", "text/css; charset=utf-8"),
    "/panel.js": ("panel.js", "text/javascript; charset=utf-8"),
}
SAFE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guarded:
    """The check around all pages: another host name is refused (DNS rebinding), `SAFE_HEADERS` are added."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Any) -> None:
            if message["type"] == "http.response.start":
                extra = [(name.lower().encode(), value.encode()) for name, value in SAFE_HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *extra]
            await send(message)

        app: ASGIApp = self._app
        if not _is_loopback(Request(scope).headers.get("host", "")):
            app = PlainTextResponse("this address is served to this machine alone\n", status_code=421)
        await app(scope, receive, send_safely)


class RoomPages:
    """The pages of one room; `act` is called with each act of a person, once it is checked."""

    def __init__(
        self,
        film: Film,
        hub: Hub,
        state: Callable[[], Mapping[str, Any]],
        act: Callable[[Mapping[str, Any]], None],
        token: str,
    ) -> None:
        self._film, self._hub, self._state, self._act, self._token = film, hub, state, act, token
        self._ending = asyncio.Event()

    def app(self) -> ASGIApp:
        """Return the ASGI application with all routes."""
        routes = [
            Route("/", self._panel),
            *(Route(path, self._page_file) for path in PAGE_FILES),
            Route("/favicon.ico", _no_icon),
            Route("/view.mjpeg", self._view),
            Route("/state", self._states),
            Route("/act", self._acted, methods=["POST"]),
            Route("/camera/room.ts", self._stream),
        ]
        return Guarded(Starlette(routes=routes))

    def end(self) -> None:
        """End all endless answers; to be called on the event loop."""
        self._ending.set()

    async def _panel(self, request: Request) -> Response:
        offered = request.query_params.get("token")
        if offered is not None and self._is_token(offered):
            # The token goes from the address, where a history keeps it, to a cookie of this page alone.
            answer: Response = RedirectResponse("/", status_code=303)
            answer.set_cookie(COOKIE, self._token, httponly=True, samesite="strict")
            return answer
        if not self._is_let_in(request):
            return _refused()
        return Response(_read_page("panel.html"), media_type="text/html; charset=utf-8")

    async def _page_file(self, request: Request) -> Response:
        name, kind = PAGE_FILES[request.url.path]
        return Response(_read_page(name), headers={"Content-Type": kind})

    async def _acted(self, request: Request) -> Response:
        origin = urlsplit(request.headers.get("origin", ""))
        if origin.scheme != "http" or origin.netloc != request.headers["host"]:
            return PlainTextResponse("only this panel's own page may act\n", status_code=403)
        if not self._is_let_in(request):
            return _refused()
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > MAX_ACT_BYTES:
                return PlainTextResponse("too long\n", status_code=413)
        try:
            act = read_act(json.loads(body))
        except (ValueError, RecursionError) as error:
            return PlainTextResponse(f"{error}\n", status_code=422)
        await asyncio.get_running_loop().run_in_executor(None, self._act, act)
        return JSONResponse({"done": True})

    async def _view(self, request: Request) -> Response:
        if not self._is_let_in(request):
            return _refused()
        return StreamingResponse(self._pictures(), media_type="multipart/x-mixed-replace; boundary=picture")

    async def _pictures(self) -> AsyncIterator[bytes]:
        shown: object = None
        while not self._ending.is_set():
            picture = self._film.picture
            if picture is not shown:
                shown = picture
                jpeg = await asyncio.get_running_loop().run_in_executor(None, _jpeg, picture)
                yield b"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg)
                yield jpeg + b"\r\n"
            await self._pause(VIEW_PERIOD_S)

    async def _states(self, request: Request) -> Response:
        if not self._is_let_in(request):
            return _refused()
        return StreamingResponse(self._state_events(), media_type="text/event-stream")

    async def _state_events(self) -> AsyncIterator[bytes]:
        sent = ""
        while not self._ending.is_set():
            state = json.dumps(self._state(), ensure_ascii=False, sort_keys=True, default=str)
            if state != sent:
                sent = state
                yield f"data: {state}\n\n".encode()
            await self._pause(STATE_PERIOD_S)

    async def _stream(self, request: Request) -> Response:
        return StreamingResponse(self._stream_bytes(), media_type="video/mp2t")

    async def _stream_bytes(self) -> AsyncIterator[bytes]:
        viewer = HttpViewer(asyncio.get_running_loop())
        self._hub.join(viewer)
        try:
            while not self._ending.is_set():
                data = await viewer.take(timeout_s=1.0)
                if data is None:
                    return
                if data:
                    yield data
        finally:
            self._hub.leave(viewer)

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._ending.wait()
        except TimeoutError:
            return

    def _is_let_in(self, request: Request) -> bool:
        return self._is_token(request.cookies.get(COOKIE, ""))

    def _is_token(self, offered: str) -> bool:
        return hmac.compare_digest(offered.encode(), self._token.encode())


class HttpViewer:
    """A viewer over HTTP: bytes come from the filming thread, and leave on the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._parts: asyncio.Queue[bytes] = asyncio.Queue()
        self._given_bytes = 0
        self._taken_bytes = 0
        self._ended = False

    def give(self, data: bytes) -> bool:
        """Pass `data` to the event loop; return False when the viewer is too far behind or gone."""
        if self._given_bytes - self._taken_bytes > BACKLOG_BYTES:
            self._ended = True
            return False
        self._given_bytes += len(data)
        try:
            self._loop.call_soon_threadsafe(self._parts.put_nowait, data)
        except RuntimeError:  # the loop has ended, and its viewers with it
            return False
        return True

    async def take(self, timeout_s: float) -> bytes | None:
        """Return the next bytes, `b""` when none came in time, None when this viewer is too far behind."""
        if self._ended:
            return None
        try:
            async with asyncio.timeout(timeout_s):
                data = await self._parts.get()
        except TimeoutError:
            return b""
        self._taken_bytes += len(data)
        return data


def _is_loopback(host: str) -> bool:
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host) in LOOPBACK


async def _no_icon(request: Request) -> Response:
    """Answer without an icon: every browser asks for one, and its error would look like one of ours."""
    return Response(status_code=204)


def _refused() -> Response:
    return PlainTextResponse("open the panel by the address that the simulator printed\n", status_code=403)


def _read_page(name: str) -> bytes:
    return files("nao_simulator.room").joinpath(name).read_bytes()


def _jpeg(picture: Any) -> bytes:
    height = round(picture.shape[0] * VIEW_WIDTH_PX / picture.shape[1])
    small = cv2.resize(picture, (VIEW_WIDTH_PX, height), interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 82])[1])
