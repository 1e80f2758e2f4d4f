"""Pictures as ALVideoDevice gives them: its numbers of resolutions and colour spaces, and the bytes of each.

Numbers: naoqi 2.8, alvideodevice. Loaded with the first picture, as what draws it.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from nao_simulator.room.brush import Picture


def _channel(code: int, number: int) -> Callable[[Picture], Picture]:
    return lambda picture: np.asarray(cv2.cvtColor(picture, code)[..., number], np.uint8)


def _converted(code: int) -> Callable[[Picture], Picture]:
    return lambda picture: np.asarray(cv2.cvtColor(picture, code), np.uint8)


def _yuv422(picture: Picture) -> Picture:
    """Return Y U Y V: two bytes a pixel, the colour of each second one."""
    yuv = cv2.cvtColor(picture, cv2.COLOR_BGR2YUV)
    packed = np.empty((*picture.shape[:2], 2), np.uint8)
    packed[..., 0] = yuv[..., 0]
    packed[:, 0::2, 1] = yuv[:, 0::2, 1]
    packed[:, 1::2, 1] = yuv[:, 0::2, 2]
    return packed


_CONVERSIONS: dict[int, Callable[[Picture], Picture]] = {
    0: _channel(cv2.COLOR_BGR2YUV, 0),
    1: _channel(cv2.COLOR_BGR2YUV, 1),
    2: _channel(cv2.COLOR_BGR2YUV, 2),
    3: _channel(cv2.COLOR_BGR2RGB, 0),
    4: _channel(cv2.COLOR_BGR2RGB, 1),
    5: _channel(cv2.COLOR_BGR2RGB, 2),
    9: _yuv422,
    10: _converted(cv2.COLOR_BGR2YUV),
    11: _converted(cv2.COLOR_BGR2RGB),
    13: lambda picture: picture,
}


def as_bytes(picture: Picture, width: int, height: int, colour_space: int) -> bytes:
    """Return a BGR picture in a size and a colour space, row by row."""
    if (width, height) != (picture.shape[1], picture.shape[0]):
        smaller = width < picture.shape[1]
        way = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
        picture = np.asarray(cv2.resize(picture, (width, height), interpolation=way), np.uint8)
    return np.ascontiguousarray(_CONVERSIONS[colour_space](picture)).tobytes()
