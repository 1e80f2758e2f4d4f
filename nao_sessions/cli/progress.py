"""What a person sees in the terminal while a session runs: one line, kept up to date, on stderr.

Where stderr is no terminal a line is printed for each sentence, so that a log of a run can be read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from nao_sessions.core.clock import SECOND_NS, SessionClock
from nao_sessions.core.events import Event
from nao_sessions.core.text import Language
from nao_sessions.engine.values import View

_WIDTH = 110
_PAUSED = {
    "fr": "en pause ({why}) : « resume » pour continuer, « close » pour fermer",
    "en": "paused ({why}): 'resume' goes on, 'close' closes",
}


class Progress:
    """A watcher of the session's loop that tells where it is."""

    def __init__(self, clock: SessionClock, language: Language, frames: Callable[[], int]) -> None:
        self._clock = clock
        self._language = language
        self._frames = frames
        self._live = sys.stderr.isatty()
        self._last = ""

    def watch(self, view: View, outputs: tuple[Event, ...]) -> None:
        """Tell the step, the sentence and the buttons after an input."""
        if view.paused_because:
            told = _PAUSED[self._language].format(why=view.paused_because)
        else:
            sentence = view.sentence or view.last_sentence or ""
            buttons = " ".join(f"[{n} {b.label}]" for n, b in enumerate(view.buttons, start=1))
            told = f"{view.step:<22} « {sentence} »  {buttons}" if sentence else view.step
        if told == self._last:
            return
        self._last = told
        seconds = self._clock.now_ns() // SECOND_NS
        line = f"{seconds // 60}:{seconds % 60:02}  {told}"
        if self._live:
            frames = (
                f"  · {self._frames()} images" if self._language == "fr" else f"  · {self._frames()} frames"
            )
            sys.stderr.write("\r\033[K" + (line + frames)[:_WIDTH])
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._live:
            sys.stderr.write("\n")
