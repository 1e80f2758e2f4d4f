"""The thread that turns the room's sound into AAC and sends it, a little behind real time.

A block is made when the commands of all that sounds in it have come: `BEHIND_NS` after its last sample.
"""

from __future__ import annotations

import threading
import time

import av
import numpy as np

from nao_simulator.room.hub import Hub
from nao_simulator.room.sound import RATE_HZ, Mixer
from nao_simulator.room.transport import CLOCK_HZ, Transport, adts

BLOCK_SAMPLES = 1024  # one AAC frame
BEHIND_NS = 120_000_000
BITS_A_SECOND = 96_000


class Microphone:
    """The room's microphone: blocks from the mixer are encoded and passed to the hub, until `close`."""

    def __init__(self, mixer: Mixer, transport: Transport, hub: Hub, origin_ns: int) -> None:
        self._mixer, self._transport, self._hub, self._origin_ns = mixer, transport, hub, origin_ns
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="microphone", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._closed.set()
        self._thread.join(timeout=2.0)

    def _run(self) -> None:
        encoder = av.AudioCodecContext.create("aac", "w")
        encoder.sample_rate, encoder.layout, encoder.format = RATE_HZ, "mono", "fltp"
        encoder.bit_rate = BITS_A_SECOND
        sample = self._mixer.sample_at(time.monotonic_ns())
        while not self._closed.is_set():
            end_ns = self._origin_ns + (sample + BLOCK_SAMPLES) * 1_000_000_000 // RATE_HZ
            wait_ns = end_ns + BEHIND_NS - time.monotonic_ns()
            if wait_ns > 0 and self._closed.wait(wait_ns / 1e9):
                return
            block = self._mixer.block(sample, BLOCK_SAMPLES)
            frame = av.AudioFrame.from_ndarray(block[np.newaxis, :], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = RATE_HZ, sample
            for packet in encoder.encode(frame):
                assert packet.pts is not None
                # The encoder counts its priming: a packet's pts is that of the sound it decodes to.
                pts = packet.pts * CLOCK_HZ // RATE_HZ
                self._hub.sound(self._transport.audio(adts(bytes(packet)), pts), pts)
            sample += BLOCK_SAMPLES
