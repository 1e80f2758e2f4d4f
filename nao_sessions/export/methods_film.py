"""Pictures that are missing, came twice or late, or that a copy invents, in sentences of the methods section.

Late pictures are counted in the index, missing and double ones in ``sync.json``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nao_sessions.core.text import Text
from nao_sessions.export.film.slots import RATE, slots_of
from nao_sessions.export.methods_words import Some, listed
from nao_sessions.export.source import Source


def pictures(sources: Sequence[Source]) -> Iterator[Text]:
    """Say of the recorded pictures which are not as a camera gives them, and of a copy which are made up."""
    every = [(source, film) for source in sources for film in source.films
             if film.frames and not film.sound_alone]  # fmt: skip
    films = [film for source, film in every if not source.accelerated]
    if len(films) < len(every):
        yield _ACCELERATED.of(len(every) - len(films))
    if not films:
        return
    counted = [film for film in films if film.dropped is not None]
    odd = [
        some.of(count)
        for some, count in (
            (_DROPPED, sum(film.dropped or 0 for film in counted)),
            (_DUPLICATED, sum(film.duplicated or 0 for film in counted)),
            (_LATE, sum(film.late for film in films)),
        )
        if count
    ]
    received = _RECEIVED.of(sum(len(film.frames) for film in films))
    yield _ODD.format(received=received, odd=listed(odd)) if odd else _ALL_WELL.format(received=received)
    if len(counted) < len(films):
        yield _NOT_COUNTED.of(len(films) - len(counted))
    slots = [slots_of(film) for film in films]
    repeated, left_out = (sum(one[place] for one in slots) for place in (0, 1))
    made_up = [some.of(n) for some, n in ((_REPEATED, repeated), (_LEFT_OUT, left_out)) if n]
    if made_up:
        yield _COPY.format(rate=RATE, made_up=listed(made_up))


_RECEIVED = Some(
    Text(fr="une image a été reçue", en="one picture was received"),
    Text(fr="{count} images ont été reçues", en="{count} pictures were received"),
)
_DROPPED = Some(
    Text(
        fr="une image manque, d'après la cadence de la caméra",
        en="one picture is missing, by the camera's own rate",
    ),
    Text(
        fr="{count} images manquent, d'après la cadence de la caméra",
        en="{count} pictures are missing, by the camera's own rate",
    ),
)
_DUPLICATED = Some(
    Text(fr="une est venue en double", en="one came twice"),
    Text(fr="{count} sont venues en double", en="{count} came twice"),
)
_LATE = Some(
    Text(fr="une est arrivée en retard", en="one arrived late"),
    Text(fr="{count} sont arrivées en retard", en="{count} arrived late"),
)
_ODD = Text(fr="Images de la vidéo : {received} ; {odd}.", en="Pictures of the video: {received}; {odd}.")
_ALL_WELL = Text(
    fr="Images de la vidéo : {received}, aucune ne manque, n'est venue en double ou en retard.",
    en="Pictures of the video: {received}, none is missing, came twice or arrived late.",
)
_ACCELERATED = Some(
    Text(
        fr="D'une vidéo, d'une séance accélérée, rien n'est dit de ce qui manque : ses temps ne sont pas "
        "ceux de la "
        "caméra.",
        en="Of one video, of an accelerated session, nothing is said of what is missing: its times are not "
        "the "
        "camera's.",
    ),
    Text(
        fr="De {count} vidéos, de séances accélérées, rien n'est dit de ce qui manque : leurs temps ne sont "
        "pas "
        "ceux "
        "de la caméra.",
        en="Of {count} videos, of accelerated sessions, nothing is said of what is missing: their times are "
        "not the "
        "camera's.",
    ),
)
_NOT_COUNTED = Some(
    Text(
        fr="D'une vidéo, personne n'a compté ce qui manque.",
        en="Of one video nobody has counted what is missing.",
    ),
    Text(
        fr="De {count} vidéos, personne n'a compté ce qui manque.",
        en="Of {count} videos nobody has counted what is missing.",
    ),
)
_REPEATED = Some(
    Text(
        fr="une image est inventée (la précédente, répétée)",
        en="one picture is invented (the one before it, again)",
    ),
    Text(
        fr="{count} images sont inventées (la précédente, répétée)",
        en="{count} pictures are invented (the one before, again)",
    ),
)
_LEFT_OUT = Some(
    Text(fr="une image reçue est écartée", en="one received picture is left out"),
    Text(fr="{count} images reçues sont écartées", en="{count} received pictures are left out"),
)
_COPY = Text(
    fr="Dans une copie à cadence constante ({rate} images par seconde), {made_up} ; leur liste est jointe à "
    "la copie.",
    en="In a copy at a constant rate ({rate} pictures a second) {made_up}; the copy comes with their list.",
)
