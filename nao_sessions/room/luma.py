"""The brightness of a decoded picture, whatever its pixels are made of.

Nothing is copied where the picture holds its brightness already: most cameras' pictures do.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def luma_of(frame: Any) -> NDArray[np.uint8]:
    """Return the brightness of a picture, shape (height, width).

    Of 8-bit planar YUV the first plane is just that.
    """
    if not frame.format.name.startswith("yuv") or frame.format.components[0].bits != 8:
        frame = frame.reformat(format="gray")
    plane = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: frame.height, : frame.width]
