"""A contact sheet: the picture of each trial's answer, as a PNG and as a page, and how it was judged."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import av
import cv2
import numpy as np

from nao_sessions.core.paper.document import document
from nao_sessions.core.paper.html import Html, el, html
from nao_sessions.core.text import Language, Text
from nao_sessions.export.film.clips import film_at
from nao_sessions.export.film.constant import with_time
from nao_sessions.export.source import Film, Source
from nao_sessions.protocol.wording import JUDGEMENTS

WIDTH, COLUMNS, GAP = 320, 4, 8
_TITLE = Text(fr="Planche des essais", en="Contact sheet of the trials")
_NONE = Text(fr="Aucun essai n'a été filmé.", en="No trial was filmed.")
_UNSEEN = Text(fr="Essais que personne n'a filmés : {count}.", en="Trials that nobody filmed: {count}.")


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture of a trial (BGR, shape (height, width, 3)), and its words."""

    picture: Any
    words: Text


def pictures_of(source: Source, progress: Callable[[float], None]) -> list[Shown]:
    """Give a picture a trial that was filmed: the one that was taken last before the trial was judged."""
    found = []
    for number, trial in enumerate(source.trials, start=1):
        film = film_at(source.films, trial.at_ns)
        taken = picture_at(film, trial.at_ns) if film is not None else None
        if taken is not None:
            picture, at_ns = taken
            scaled = cv2.resize(picture, (WIDTH, round(picture.shape[0] * WIDTH / picture.shape[1])))
            judged = JUDGEMENTS.get(trial.judgement, Text(fr=trial.judgement, en=trial.judgement))
            words = Text(
                fr="{child} · essai {number} {item} : {judged}",
                en="{child} · trial {number} {item}: {judged}",
            )
            told = words.format(child=trial.child, number=trial.number, item=trial.item, judged=judged)
            found.append(Shown(with_time(scaled, at_ns, trial.number, repeated=False), told))
        progress(number / max(1, len(source.trials)))
    return found


def picture_at(film: Film, session_ns: int) -> tuple[Any, int] | None:
    """Give the picture that was last taken at a moment, and when that was; None where none can be read."""
    pts = [frame.pts for frame in film.frames if film.sync.session_ns(frame.pts) <= session_ns]
    if not pts:
        return None
    wanted = max(pts)
    with av.open(str(film.path)) as container:
        video = container.streams.video[0]
        container.seek(wanted, stream=video)
        for frame in container.decode(video):
            if frame.pts is not None and frame.pts >= wanted:
                return frame.to_ndarray(format="bgr24"), film.sync.session_ns(frame.pts)
    return None


def sheet_png(shown: list[Shown]) -> bytes:
    """Give the pictures in rows of four, as a PNG."""
    height = max((one.picture.shape[0] for one in shown), default=180)
    columns = min(COLUMNS, max(1, len(shown)))
    rows = max(1, -(-len(shown) // columns))
    sheet = np.full((rows * (height + GAP) + GAP, columns * (WIDTH + GAP) + GAP, 3), 255, np.uint8)
    for number, one in enumerate(shown):
        row, column = divmod(number, columns)
        top, left = GAP + row * (height + GAP), GAP + column * (WIDTH + GAP)
        sheet[top : top + one.picture.shape[0], left : left + WIDTH] = one.picture
    return bytes(cv2.imencode(".png", sheet)[1])


def sheet_page(source: Source, shown: list[Shown], language: Language) -> str:
    """Give the pictures with their words as a page that needs no other file."""
    figures = [
        el("figure", _image(one, language), el("figcaption", one.words.in_language(language)))
        for one in shown
    ]
    unseen = len(source.trials) - len(shown)
    style = (
        ".sheet{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:1rem}"
        ".sheet figure{margin:0;break-inside:avoid}"
        ".sheet img{width:100%;max-width:none;height:auto;max-height:none;"
        "border-radius:.4rem;display:block}"
        ".sheet figcaption{margin-top:.3rem;font-size:.95rem}"
    )
    body = html(
        el("h1", _TITLE.in_language(language)),
        el("p", f"{source.facts.protocol.title} · {source.name}"),
        el("div", *figures, class_="sheet") if figures else el("p", _NONE.in_language(language)),
        *([el("p", _UNSEEN.format(count=unseen).in_language(language))] if figures and unseen else []),
    )
    return document(language, _TITLE.in_language(language), source.name, body, style)


def _image(one: Shown, language: Language) -> Html:
    jpeg = base64.b64encode(bytes(cv2.imencode(".jpg", one.picture)[1])).decode("ascii")
    return el("img", src=f"data:image/jpeg;base64,{jpeg}", alt=one.words.in_language(language))
