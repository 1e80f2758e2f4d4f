"""Session time on the clock of one recording: for programs that know a video's own time and an offset.

The rate of a camera's clock is applied; two cameras whose clocks differ are exact in the first one's time
alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nao_sessions.analysis.tables.source import Film


@dataclass(frozen=True, slots=True)
class Scale:
    """A recording's clock: ``zero_ns`` is the session time of its 0, ``rate`` the session s in its second."""

    zero_ns: int = 0
    rate: float = 1.0

    def of(self, session_ns: int) -> int:
        """Return a session time on the recording's own clock, in ns; negative before the recording began."""
        since = session_ns - self.zero_ns
        # the small part is scaled alone: a float of ns would lose the last digits after some weeks
        return since - round(since * (1.0 - 1.0 / self.rate))

    def session(self, own_ns: int) -> int:
        """Return the session time in ns of a time on the recording's own clock."""
        return self.zero_ns + own_ns + round(own_ns * (self.rate - 1.0))


def scale_of(films: Iterable[Film], *, by_sound: bool = False) -> Scale:
    """Return the scale of the recording that begins first; session time itself where there is none.

    Args:
        films: the recordings that the exported file is to lie beside.
        by_sound: whether the scale is that of the sound, whose delay behind the picture is corrected.
    """
    every = list(films)
    candidates = [film for film in every if film.sound_alone or film.sync.has_sound] if by_sound else every
    candidates = candidates or every
    if not candidates:
        return Scale()
    first = min(candidates, key=lambda film: (film.begins_ns, film.path.name))
    late_ns = first.sync.sound_late_ns if by_sound and not first.sound_alone else 0
    return Scale(first.begins_ns - late_ns, first.sync.rate)
