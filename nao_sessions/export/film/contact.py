"""A contact sheet: the picture of each trial's answer, as a PNG and as a page, and how it was judged."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import av
import cv2
import numpy as np

from nao_sessions.export.film.clips import film_at
from nao_sessions.export.film.constant import with_time
from nao_sessions.export.source import Film, Source
from nao_sessions.paper.document import document
from nao_sessions.paper.html import Html, el, html
from nao_sessions.protocol.wording import JUDGEMENTS
from nao_sessions.record.results.trials import SessionTrial
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, by_language, msg, verbatim

WIDTH, COLUMNS, GAP = 320, 4, 8
LINE, SIZE = 20, 14
"""How high a line of words under a picture is, and its letters, in px."""
_TITLE = msg("Contact sheet of the trials")
_NONE = msg("No trial was filmed.")
_UNSEEN = msg("Trials that nobody filmed: {count}.")


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture of a trial (BGR, shape (height, width, 3)): who was asked where, and what came of it."""

    picture: Any
    place: Text
    outcome: Text

    @property
    def words(self) -> Text:
        """Return both in one line."""
        return msg("{place}: {outcome}", place=self.place, outcome=self.outcome)


def pictures_of(source: Source, progress: Callable[[float], None]) -> list[Shown]:
    """Give a picture a trial that was filmed: the one that was taken last before the trial was judged."""
    found = []
    for number, trial in enumerate(source.trials, start=1):
        film = film_at(source.films, trial.at_ns)
        taken = picture_at(film, trial.at_ns) if film is not None else None
        if taken is not None:
            picture, at_ns = taken
            scaled = cv2.resize(picture, (WIDTH, round(picture.shape[0] * WIDTH / picture.shape[1])))
            judged = JUDGEMENTS.get(trial.judgement, verbatim(trial.judgement))
            drawn = with_time(scaled, at_ns, number, repeated=False)
            found.append(Shown(drawn, _place(source, trial), judged))
        progress(number / max(1, len(source.trials)))
    return found


def _place(source: Source, trial: SessionTrial) -> Text:
    """Say whose trial it was, what was asked, in which step; a step without a title is not named."""
    asked = msg("trial {number} {item}")
    asked = asked.format(number=trial.number, item=trial.item)
    title = source.titles.get(trial.step)
    parts = [verbatim(trial.participant), asked, title]

    def place(language: Language) -> str:
        shown = [one.in_language(language).strip() for one in parts if one is not None]
        return " · ".join(filter(None, shown))

    return by_language(place)


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


def sheet_png(shown: list[Shown], language: Language) -> bytes:
    """Give the pictures in rows of four, each with its words below it, as a PNG."""
    height = max((one.picture.shape[0] for one in shown), default=180) + 2 * LINE
    columns = min(COLUMNS, max(1, len(shown)))
    rows = max(1, -(-len(shown) // columns))
    sheet = np.full((rows * (height + GAP) + GAP, columns * (WIDTH + GAP) + GAP, 3), 255, np.uint8)
    for number, one in enumerate(shown):
        row, column = divmod(number, columns)
        top, left = GAP + row * (height + GAP), GAP + column * (WIDTH + GAP)
        foot = top + one.picture.shape[0]
        sheet[top:foot, left : left + WIDTH] = one.picture
        for place, words in enumerate((one.place, one.outcome), start=1):
            _write(sheet[:, : left + WIDTH], words.in_language(language), (left, foot + place * LINE - 6))
    return bytes(cv2.imencode(".png", sheet)[1])


def _write(picture: Any, words: str, at: tuple[int, int]) -> None:
    """Write a line, as much of it as there is room for to the picture's right edge."""
    font = cv2.FontFace("sans")
    size = (picture.shape[1], picture.shape[0])
    whole = words
    while cv2.getTextSize(size, words, at, font, SIZE, 400)[2] > picture.shape[1] - at[0] and whole:
        whole = whole[:-1]
        words = f"{whole}…"
    cv2.putText(picture, words, at, (20, 20, 20), font, SIZE, 400)


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
