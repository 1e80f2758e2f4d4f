"""Pictures that are missing, came twice or late, or that a copy invents, in sentences of the methods section.

Late pictures are counted in the index, missing and double ones in ``sync.json``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nao_sessions.analysis.film.slots import RATE, slots_of
from nao_sessions.analysis.tables.source import Source
from nao_sessions.text.formats import listed
from nao_sessions.text.messages import Text, msg, msgn


def pictures(sources: Sequence[Source]) -> Iterator[Text]:
    """Yield sentences on recorded pictures that differ from the camera's, and on those that copies invent."""
    every = [(source, film) for source in sources for film in source.films
             if film.frames and not film.sound_alone]  # fmt: skip
    films = [film for source, film in every if not source.accelerated]
    if len(films) < len(every):
        yield _ACCELERATED.format(n=len(every) - len(films))
    if not films:
        return
    counted = [film for film in films if film.dropped is not None]
    odd = [
        some.format(n=count)
        for some, count in (
            (_DROPPED, sum(film.dropped or 0 for film in counted)),
            (_DUPLICATED, sum(film.duplicated or 0 for film in counted)),
            (_LATE, sum(film.late for film in films)),
        )
        if count
    ]
    received = _RECEIVED.format(n=sum(len(film.frames) for film in films))
    yield _ODD.format(received=received, odd=listed(odd)) if odd else _ALL_WELL.format(received=received)
    if len(counted) < len(films):
        yield _NOT_COUNTED.format(n=len(films) - len(counted))
    slots = [slots_of(film) for film in films]
    repeated, left_out = (sum(one[place] for one in slots) for place in (0, 1))
    made_up = [some.format(n=n) for some, n in ((_REPEATED, repeated), (_LEFT_OUT, left_out)) if n]
    if made_up:
        yield _COPY.format(rate=RATE, made_up=listed(made_up))


_RECEIVED = msgn("one picture was received", "{n} pictures were received")
_DROPPED = msgn(
    "one picture is missing, by the camera's own rate", "{n} pictures are missing, by the camera's own rate"
)
_DUPLICATED = msgn("one came twice", "{n} came twice")
_LATE = msgn("one arrived late", "{n} arrived late")
_ODD = msg("Pictures of the video: {received}; {odd}.")
_ALL_WELL = msg("Pictures of the video: {received}, none is missing, came twice or arrived late.")
_ACCELERATED = msgn(
    "Of one video, of an accelerated session, nothing is said of what is missing: its times are "
    "not the camera's.",
    "Of {n} videos, of accelerated sessions, nothing is said of what is missing: their times are "
    "not the camera's.",
)
_NOT_COUNTED = msgn(
    "Of one video nobody has counted what is missing.", "Of {n} videos nobody has counted what is missing."
)
_REPEATED = msgn(
    "one picture is invented (the one before it, again)", "{n} pictures are invented (the one before, again)"
)
_LEFT_OUT = msgn("one received picture is left out", "{n} received pictures are left out")
_COPY = msg(
    "In a copy at a constant rate ({rate} pictures a second) {made_up}; the copy comes with their list."
)
