"""The subscribers of Nao's cameras, and the form of their pictures, which a thread of its own draws.

The drawing modules are imported with the first picture: a simulator whose cameras nobody asks stays light.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue

from nao_simulator.clock import SimClock
from nao_simulator.errors import ExactError, naoqi_text
from nao_simulator.pending import Pending
from nao_simulator.sight.eye import HEIGHT_RAD, WIDTH_RAD, Eye, Seen

SIZES: dict[int, tuple[int, int]] = {
    0: (160, 120), 1: (320, 240), 2: (640, 480), 3: (1280, 960), 4: (2560, 1920), 7: (80, 60), 8: (40, 30),
}  # fmt: skip
"""Width and height in px of each resolution."""

LAYERS: dict[int, int] = {0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 9: 2, 10: 3, 11: 3, 13: 3}
"""Bytes per pixel of each colour space that is simulated; HSY and the mixed ones are not."""

RATES = range(1, 31)
SAME_NAME = 6  # times that a name may be subscribed
CAMERAS = (0, 1)

Answer = tuple[int, int, int, int, int, int, bytes, int, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a subscriber's pictures: camera, resolution, colour space, pictures a second."""

    camera: int
    resolution: int
    colour_space: int
    rate: int

    def is_known(self) -> bool:
        """Return whether pictures of this form are simulated."""
        return (
            self.camera in CAMERAS
            and self.resolution in SIZES
            and self.colour_space in LAYERS
            and self.rate in RATES
        )


class Cameras:
    """The subscribers of both cameras, by handle. ``look`` returns a camera, ``seen`` what is before it."""

    def __init__(
        self, clock: SimClock, seed: int, look: Callable[[int], Eye], seen: Callable[[], Seen]
    ) -> None:
        self.forms: dict[str, Form] = {}
        self.open = dict.fromkeys(CAMERAS, True)
        self._clock, self._seed, self._look, self._seen = clock, seed, look, seen
        self._lock = threading.Lock()
        self._wanted: SimpleQueue[tuple[Form, Pending] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def subscribe(self, name: str, form: Form) -> str:
        """Add a subscriber and return its handle; empty for an unknown form, or a name used too often."""
        with self._lock:
            taken = [handle for handle in self.forms if handle.rpartition("_")[0] == name]
            if not form.is_known() or len(taken) >= SAME_NAME:
                return ""
            handle = next(f"{name}_{n}" for n in range(SAME_NAME) if f"{name}_{n}" not in taken)
            self.forms[handle] = form
            return handle

    def unsubscribe(self, handle: str) -> bool:
        """Remove a subscriber; return whether it was known."""
        with self._lock:
            return self.forms.pop(handle, None) is not None

    def unsubscribe_all(self, name: str) -> None:
        """Remove every subscriber of a name."""
        with self._lock:
            self.forms = {h: form for h, form in self.forms.items() if h.rpartition("_")[0] != name}

    def take(self, form: Form) -> Pending:
        """Take a picture; the returned call ends with a tuple as ``getImageRemote`` answers it."""
        pending = Pending()
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._draw, name="Nao's cameras", daemon=True)
                self._thread.start()
        self._wanted.put((form, pending))
        return pending

    def close(self) -> None:
        """End the thread."""
        self._wanted.put(None)

    def _draw(self) -> None:
        from nao_simulator.sight import frames, view

        drawn = view.NaoView(self._seed)
        while (wanted := self._wanted.get()) is not None:
            form, pending = wanted
            try:
                wall_s = self._clock.wall_s()
                picture = drawn.draw(self._look(form.camera), self._seen())
                width, height = SIZES[form.resolution]
                data = frames.as_bytes(picture, width, height, form.colour_space)
                pending.done(_answer(form, wall_s, data))
            except Exception as error:  # a fault of the simulator must not leave a client waiting
                traceback.print_exc(file=sys.stderr)
                text = naoqi_text("ALVideoDevice", "getImageRemote", f"The simulator failed: {error!r}")
                pending.failed(ExactError(text))


def _answer(form: Form, wall_s: float, data: bytes) -> Answer:
    width, height = SIZES[form.resolution]
    stamp = int(wall_s), int(wall_s % 1 * 1e6)
    half = WIDTH_RAD / 2, HEIGHT_RAD / 2
    angles = half[0], -half[1], -half[0], half[1]  # left, top, right, bottom
    return width, height, LAYERS[form.colour_space], form.colour_space, *stamp, data, form.camera, *angles
