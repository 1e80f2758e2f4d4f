"""Cards before Nao's camera: pictures are fetched over a qi session of their own, and looked at in a thread.

A session of its own, so that a picture of 300 kB on its way through a slow network holds back no heartbeat. A
picture is asked for when the one before has come: a slow network gets fewer. None is kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from nao_sessions.cards.detect import CardDetector
from nao_sessions.cards.seen import AWAY_NS, CardsSeen
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.robot.port import Sensed
from nao_sessions.robot.qi_link import OUR_NAME, CallFailed, CallLate, LinkLost, QiLink

VIDEO = "ALVideoDevice"
TOP_CAMERA, VGA, GREY = 0, 2, 0
CAMERA_RATE = 10
"""Pictures a second that the camera takes: twice what is fetched, so that none is older than a tenth."""

PERIOD_S = 0.2
SHORTEST_PERIOD_S = 0.05  # of a simulator that is faster than real time
AGAIN_S = 0.5
"""How long to wait when a picture did not come, before the next is asked for."""


class CardEye:
    """Looks for cards through Nao's upper camera, from :meth:`open` to :meth:`close`."""

    def __init__(self, url: str, tell: Callable[[Sensed], None], speed: float) -> None:
        """Prepare; ``tell`` is called on the loop for each card that is newly seen."""
        self._tell = tell
        self._period_s = max(SHORTEST_PERIOD_S, PERIOD_S / speed)
        self._link: QiLink | None = None
        self._url = url
        self._seen = CardsSeen(round(AWAY_NS / speed))
        self._handle = ""
        self._looking: asyncio.Task[None] | None = None
        self._times: deque[tuple[int, float]] = deque(maxlen=8)

    async def open(self) -> None:
        """Begin to look.

        Raises:
            CallFailed: this Nao gives no pictures.
            CallLate, LinkLost: it does not answer.
        """
        if self._link is not None:
            return
        link = QiLink(self._url, (VIDEO,), on_back=self._subscribe)
        try:
            await link.start()
        except DeviceUnavailable as error:
            raise LinkLost(str(error)) from error
        self._link = link
        try:
            await self._subscribe()
        except (CallFailed, CallLate, LinkLost):
            self._link = None
            await link.close()
            raise
        self._looking = asyncio.create_task(self._look())

    async def close(self) -> None:
        """Look no more, and let go of the camera; may be called twice. Never raises."""
        link, looking = self._link, self._looking
        self._link = self._looking = None
        if looking is not None:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            self._seen.rest()
        if link is not None:
            with contextlib.suppress(CallFailed, CallLate, LinkLost):
                await link.call(VIDEO, "unsubscribe", self._handle)
            await link.close()

    async def _subscribe(self) -> None:
        """Ask for grey pictures; what an earlier session left subscribed is let go of (six are the most)."""
        link = self._link
        assert link is not None
        with contextlib.suppress(CallFailed):
            await link.call(VIDEO, "unsubscribeAllInstances", OUR_NAME)
        form = (OUR_NAME, TOP_CAMERA, VGA, GREY, CAMERA_RATE)
        handle = str((await link.call(VIDEO, "subscribeCamera", *form)).value)
        if not handle:
            raise CallFailed("the camera gives no pictures", time.monotonic_ns())
        self._handle = handle

    async def _look(self) -> None:
        detector = await asyncio.to_thread(CardDetector)
        while (link := self._link) is not None:
            begun_s = time.monotonic()
            try:
                answer = await link.call(VIDEO, "getImageRemote", self._handle)
            except (CallFailed, CallLate, LinkLost):
                await asyncio.sleep(AGAIN_S)  # the link comes back by itself, and subscribes again
                continue
            cards = await asyncio.to_thread(_find, detector, answer.value)
            self._take(cards, answer.monotonic_ns, answer.value)
            await asyncio.sleep(max(0.0, begun_s + self._period_s - time.monotonic()))

    def _take(self, cards: tuple[int, ...], at_ns: int, picture: Any) -> None:
        with contextlib.suppress(TypeError, ValueError, IndexError):  # a picture without its time
            self._times.append((at_ns, float(picture[4]) + float(picture[5]) / 1e6))
        for new in self._seen.look(cards, at_ns):
            self._tell(Sensed("card", {"card": new.card}, new.at_ns, dict(self._times).get(new.at_ns)))


def _find(detector: CardDetector, picture: Any) -> tuple[int, ...]:
    """Find the cards in an answer of the camera: width, height, layers, colour space, s, us, bytes, ...

    The first byte of each pixel is its brightness, in one layer and in the camera's own two (YUV422).
    """
    import numpy as np  # OpenCV has loaded it by now

    if not isinstance(picture, list | tuple) or len(picture) < 7:
        return ()
    width, height, layers, data = int(picture[0]), int(picture[1]), int(picture[2]), picture[6]
    whole = isinstance(data, bytes | bytearray) and len(data) == width * height * layers
    if not whole or layers not in (1, 2):
        return ()
    pixels = np.frombuffer(data, np.uint8).reshape(height, width, layers)
    return detector.find(np.ascontiguousarray(pixels[..., 0]))
