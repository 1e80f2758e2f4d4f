"""The addresses of the end page: the page itself, and what is added on it by plain forms.

Every change is a POST that leads back to its own place on the page; a script that saves as somebody writes
gets JSON instead.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Literal

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.console.after import changes
from nao_sessions.console.after.changes import (
    ReadReport,
    TypedCorrection,
    TypedEnd,
    TypedKept,
    TypedNote,
    TypedSound,
    TypedWord,
    read_body,
    read_form,
    read_query,
)
from nao_sessions.console.after.reading import Finished, being_closed, read_finished
from nao_sessions.console.after.telling import (
    NO_LATENCY,
    absences,
    answered,
    changed,
    childs_word,
    ending,
    heard,
    helps,
    latency,
    length,
    out_of_turn,
    put_to_all,
    span,
    steps_done,
    title_of,
    when,
)
from nao_sessions.console.after.view import AfterPage, memo_row, page_of
from nao_sessions.console.after.words import NOTED_SILENT, NOTES, WORDS
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.counting import counted, unjudged
from nao_sessions.console.forms import session_folder
from nao_sessions.console.people import people_if_readable
from nao_sessions.console.plots import judgement_bar
from nao_sessions.console.rendering import FRAME, ErrorPages, Pages, wants_json, words_in
from nao_sessions.console.session_registry import TRACELESS, SessionRegistry
from nao_sessions.console.unlock.access import sees
from nao_sessions.console.unlock.gate import column_of, unlocking_of
from nao_sessions.core.codes import code_words
from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.core.received import check_received
from nao_sessions.paper.page import Html
from nao_sessions.paper.pdf import print_pdf
from nao_sessions.privacy.film_use import FilmObjections, film_objections
from nao_sessions.privacy.life.hold import held
from nao_sessions.record.additions.memos import (
    LONGEST_S,
    MOST_BYTES,
    Memo,
    add_to_memo,
    begin_memo,
    delete_memo,
    end_memo,
    memo_path,
    read_memos,
)
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.results.counts import TrialCounts, count_trials
from nao_sessions.record.results.trials import UNSCORED, SessionTrial
from nao_sessions.text.formats import joined
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import Text, msg, msgn
from nao_sessions.web.pages import read_static

# The report of one page: for each child what was proposed, how it answered, what helped.
#
# Words first and one small figure; a code and a blank for the name; nothing of another child, and no figure
# about an adult. Values only: how they are laid out stands in ``after-sheet.html``.

# The report's addresses: a page that prints as one sheet of A4 a child, and the same as a PDF.
#
# The PDF is made by a child process (Chromium) from the same sheet and the same style as the page.

MOST_NOTE_CHARACTERS = 900
"""How many characters of notes a sheet holds, all together: more would make a second page."""
MOST_LINES = 6
"""How many lines of goals, and of what was proposed, a sheet holds."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The report on one child, a page. ``liking`` is the picture that the child chose, "" where none was;
    ``rehearsal`` says what rehearsal it was, "" of a session that was none.
    """

    code: str
    title: str
    when: str
    length: str
    kind: str
    rehearsal: str
    goals: tuple[str, ...]
    proposed: tuple[str, ...]
    answered: str
    figure: Html
    unjudged: tuple[str, ...]
    heard: tuple[str, ...]
    helped: str
    latency: str
    liking: str
    word: str
    ending: str
    seals: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]


def sheets(
    finished: Finished,
    language: Language,
    zone: tzinfo | None,
    *,
    child: str | None = None,
    with_notes: bool = False,
) -> tuple[Sheet, ...]:
    """Return a sheet for each child, or only that of ``child``."""
    children = finished.children if child is None else tuple(c for c in finished.children if c == child)
    return tuple(_sheet(finished, one, language, zone, with_notes) for one in children)


def _sheet(
    finished: Finished, child: str, language: Language, zone: tzinfo | None, with_notes: bool
) -> Sheet:
    def say(text: Text) -> str:
        return typeset(text.in_language(language), language)

    counts = finished.counts_of(child)
    for_all = put_to_all(finished, child)
    to_all = [] if for_all is None else [for_all]
    after = [*changed(finished, child), *to_all, *out_of_turn(finished, child)]
    answers = say(joined([answered(finished, child), *after], " "))
    return Sheet(
        code=code_words(child).in_language(language),
        title=say(title_of(finished)),
        when=when(finished, language, zone),
        length=say(length(finished)),
        kind=say(REPORT["kind_led" if finished.adult_led else "kind"]),
        rehearsal=say(FRAME["rehearsal" if finished.simulated else "among_adults"])
        if finished.simulated or finished.manifest.rehearsal
        else "",
        goals=tuple(map(say, finished.words.goals[:MOST_LINES])),
        proposed=_proposed(finished, child, language),
        answered=answers[0].upper() + answers[1:],
        figure=judgement_bar(
            counts.trials.by_judgement, f"bar-{child or 'all'}", say(REPORT["figure"]), language
        ),
        unjudged=tuple(map(say, _unjudged(finished, child))),
        heard=tuple(map(say, heard(finished, child))),
        helped=say(helps(finished.trials_of(child))) if finished.trials_of(child) else "",
        latency=_latency(finished, child, language),
        liking=finished.said.word_of(child) or "",
        word=say(childs_word(finished, child)),
        ending=say(joined([*absences(finished, child), _ending(finished, child)], " ")),
        seals=tuple(
            say(words.format(seal=seal))
            for words, seal in ((_SEAL, finished.seal), (_SEAL_OF_ADDITIONS, finished.seal_of_additions))
            if seal
        ),
        notes=_notes(finished, language) if with_notes else (),
    )


def _latency(finished: Finished, child: str, language: Language) -> str:
    """Return a sentence on how long answers took, and from when; empty where no latency was measured."""
    sentence = latency(finished, child)
    if sentence == NO_LATENCY:
        return ""
    methods = {one.method for one in finished.latencies_of(child)}
    if methods == {"opening"} or "model" in methods:  # said already
        return typeset(sentence.in_language(language), language)
    since = _COUNTED_FROM_EITHER if "opening" in methods else _COUNTED_FROM
    if finished.adult_led:
        since = _COUNTED_FROM_MODEL
    return typeset(joined([sentence, since], " ").in_language(language), language)


def _unjudged(finished: Finished, child: str) -> list[Text]:
    """Return sentences on the trials without a judgement, with what ended them."""
    counts = finished.counts_of(child).trials
    voids = [one for one in finished.trials_of(child) if one.judgement == "void" and not one.again]
    whys = Counter(one.void_reason for one in voids)
    known = {why: whys[why] for why in _ENDED_BY if whys[why]}
    sentences = [_ENDED_BY[why].format(count=counted("trials", n)) for why, n in known.items()]
    if others := len(voids) - sum(known.values()):
        sentences.append(_OTHER_VOIDS.format(n=others, count=counted("trials", others)))
    unscored = {one: n for one, n in counts.by_judgement.items() if one != "void"}
    own = [one for one in finished.trials_of(child) if one.judgement == UNSCORED and not one.again]
    if silent := sum(one.noted_silent for one in own):
        sentences.append(_SILENT.format(count=counted("trials", silent), how=NOTED_SILENT))
        unscored[UNSCORED] -= silent
    return [*sentences, *unjudged(TrialCounts(unscored))]


def _ending(finished: Finished, child: str) -> Text:
    """Return a sentence on how the session ended, worded for the family where the child ended it."""
    if len(finished.children) == 1 and finished.manifest.outcome in _CHILD_ENDED:
        return _CHILD_ENDED[finished.manifest.outcome]
    return ending(finished, child)


def _proposed(finished: Finished, child: str, language: Language) -> tuple[str, ...]:
    """Return a line for each step with a child's trials, with their number; else what was done.

    Without any, what was put to other children in their turns was not proposed to this one.
    A question that was put to a whole group was put to the child, whoever answered it first.
    """
    asked: dict[tuple[Text, bool], list[SessionTrial]] = {}
    for_all = {one.seq: one for one in finished.put_to_all(child)}
    own = {one.seq: one for one in finished.trials_of(child)}
    for seq, trial in sorted({**own, **for_all}.items()):
        asked.setdefault((finished.words.title_of(trial.step), seq in for_all), []).append(trial)
    lines = [
        (_PROPOSED_TO_ALL if to_all else _PROPOSED).format(
            step=step, count=counted("trials", count_trials(trials).total)
        )
        for (step, to_all), trials in asked.items()
    ]
    if len(lines) > MOST_LINES:
        others = [trial for trials in list(asked.values())[MOST_LINES - 1 :] for trial in trials]
        lines[MOST_LINES - 1 :] = [
            _OTHERS.format(n=len(asked) - MOST_LINES + 1, count=counted("trials", count_trials(others).total))
        ]
    of_others = {finished.words.activities.get(one.step) for one in finished.trials if one.child != child}
    lines = lines or [one for one in steps_done(finished, child) if one not in of_others][:MOST_LINES]
    return tuple(typeset(line.in_language(language), language) for line in lines)


def _notes(finished: Finished, language: Language) -> tuple[tuple[str, str], ...]:
    """Return the notes that fit on the sheet; one that is cut ends with « … »."""
    left = MOST_NOTE_CHARACTERS
    found = []
    for about in NOTES:
        text = finished.notes.get(about, "")
        if text and left > 0:
            shown = text if len(text) <= left else text[:left].rstrip() + "…"
            found.append((WORDS[f"note_{about}"].in_language(language), typeset(shown, language)))
            left -= len(shown)
    return tuple(found)


_PROPOSED = msg("{step}: {count}")
_PROPOSED_TO_ALL = msg("{step}: {count}, for the whole group")
_OTHERS = msg("and {n} more activities: {count}")
_COUNTED_FROM_MODEL = msg("It is counted from the planned end of the question: nobody observed it.")
_COUNTED_FROM = msg("It is counted from the end of Nao's question.")
_COUNTED_FROM_EITHER = msg(
    "It is counted from the end of Nao's question, or, where no sentence of it was said to its end, from "
    "when a response was awaited."
)
_ENDED_BY: Mapping[str, Text] = {
    "heard": msg("Not scored, {count}: Nao heard a word that ends it."),
    "left": msg("Not scored, {count}: the child left."),
    "calm": msg("Not scored, {count}: interrupted, a calming down."),
    "button": msg("Not scored, {count}: interrupted by a button of the protocol."),
}
"""What is said of trials that a child's word, its leaving, or what may be about it ended."""
_SILENT = msg("Not judged, {count}: {how}.")
_OTHER_VOIDS = msgn(
    "Not scored, {count}: it was cut short or set aside, and says nothing of the child.",
    "Not scored, {count}: they were cut short or set aside, and say nothing of the child.",
)
_CHILD_ENDED: Mapping[str, Text] = {
    "refused": msg("The child did not want to go on: the session ended there."),
    "distress": msg("The child was not well: the session ended there."),
}

REPORT: dict[str, Text] = {
    "kind": msg("Report of a session with Nao"),
    "kind_led": msg("Report of a session without Nao, led by the adult"),
    "first_name": msg("First name"),
    "code": msg("Code"),
    "part": msg("Played by an adult"),
    "goals": msg("Objective"),
    "proposed": msg("What was proposed"),
    "answered": msg("How the child answered"),
    "figure": msg("The trials of this session"),
    "helped": msg("What helped"),
    "latency": msg("The time to answer"),
    "word": msg("The child's own word"),
    "notes": msg("The adult's notes"),
    "length": msg("length: {length}"),
    "foot": msg(
        "These lines describe one session. They do not measure the child, and are not to be compared with "
        "those of another."
    ),
    "no_goal": msg("The protocol states none."),
}
"""The words of the sheet."""


_PACKAGES = ("nao_sessions.console", "nao_sessions.console.after")


class ReportPages:
    """The addresses of a session's report: a page to print, and the same as a PDF."""

    def __init__(self, config: ConsoleConfig, pages: Pages, answering: ErrorPages) -> None:
        self._config, self._pages = config, pages
        self._telling = answering.telling
        self._printing = asyncio.Lock()
        static = read_static(*_PACKAGES)
        self._style = "".join(
            static[name].content.decode("utf-8") for name in ("plots.css", "after-report.css")
        )
        self._words = words_in({**WORDS, **REPORT}, config.language)

    def routes(self) -> list[Route]:
        """Return the routes of the report."""
        return [
            Route("/after/{session}/report", self._telling(self._page)),
            Route("/after/{session}/report.pdf", self._telling(self._pdf)),
        ]

    async def _page(self, request: Request) -> Response:
        name, asked, found = await self._read(request)
        return self._pages.render(
            "after-report.html",
            words=self._words,
            sheets=_marked(found),
            id=name,
            asked=asked,
        )

    async def _pdf(self, request: Request) -> Response:
        name, asked, found = await self._read(request)
        paper = self._pages.text(
            "after-paper.html", words=self._words, sheets=_marked(found), style=Markup(self._style)
        )
        async with self._printing:  # one Chromium at a time: a session may be running
            pdf = await asyncio.to_thread(print_pdf, paper)
        child = f"_{asked.child}" if asked.child else ""
        return Response(
            pdf,
            media_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}{child}.pdf"'},
        )

    async def _read(self, request: Request) -> tuple[str, ReadReport, tuple[Sheet, ...]]:
        """Return a session's name, the query, and the sheets asked for. Raises: UsageError, RecordError."""
        asked = read_query(request, ReadReport)

        def read() -> tuple[str, tuple[Sheet, ...]]:
            folder: Path = session_folder(self._config.sessions, request.path_params["session"])
            found = sheets(
                read_finished(folder),
                self._config.language,
                self._config.zone,
                child=asked.child or None,
                with_notes=asked.note == _WITH_NOTES,
            )
            return folder.name, found

        name, found = await asyncio.to_thread(read)
        if not found:
            raise UsageError(msg("This child did not take part."), code="A105")
        return name, asked, found


_WITH_NOTES: Literal["1"] = "1"
_SEAL = msg("Seal of the recorded session, to check later that nothing in it was changed: {seal}")
_SEAL_OF_ADDITIONS = msg("Seal of what was added to it: {seal}")


def _marked(found: tuple[Sheet, ...]) -> list[tuple[Sheet, Markup]]:
    """Return each sheet with its figure marked as safe HTML; every text in the figure is escaped already."""
    return [(sheet, Markup(sheet.figure)) for sheet in found]


# The voice memo's addresses: begun, sent second by second, ended, heard again, deleted.
#
# A part that comes twice is kept once; one that does not fit is refused, and what is there stays.


class MemoPages:
    """The addresses of the voice memos: what the script that records sends, and what the player asks for."""

    def __init__(self, config: ConsoleConfig, answering: ErrorPages) -> None:
        self._config = config
        self._telling = answering.telling

    def routes(self) -> list[Route]:
        """Return the routes of the voice memos."""
        memo = "/after/{session}/memos/{number:int}"
        return [
            Route("/after/{session}/memos", self._telling(self._begin), methods=["POST"]),
            Route(memo, self._telling(self._hear)),
            Route(f"{memo}/sound", self._telling(self._add), methods=["POST"]),
            Route(f"{memo}/end", self._telling(self._end), methods=["POST"]),
            Route(f"{memo}/delete", self._telling(self._delete), methods=["POST"]),
        ]

    async def _begin(self, request: Request) -> Response:
        folder = await self._folder(request)
        return JSONResponse({"number": await asyncio.to_thread(begin_memo, folder)})

    async def _add(self, request: Request) -> Response:
        folder = await self._folder(request)
        place = read_query(request, TypedSound)
        sound = await read_body(request, MOST_BYTES)
        number = request.path_params["number"]
        return JSONResponse({"size": await asyncio.to_thread(add_to_memo, folder, number, place.at, sound)})

    async def _end(self, request: Request) -> Response:
        folder = await self._folder(request)
        typed = await read_form(request, TypedEnd)
        number = request.path_params["number"]
        memo = await asyncio.to_thread(_ended, folder, number, typed.seconds)
        row = memo_row(memo, self._config.language, self._config.zone)
        return JSONResponse({"number": number, "label": row.label, "length": row.length})

    async def _hear(self, request: Request) -> Response:
        folder = await self._folder(request)
        number = request.path_params["number"]
        path = await asyncio.to_thread(_sound_of, folder, number)
        return FileResponse(path, media_type="audio/webm")

    async def _delete(self, request: Request) -> Response:
        folder = await self._folder(request)
        await asyncio.to_thread(_delete_unless_held, folder, request.path_params["number"])
        return RedirectResponse(f"/after/{folder.name}#memo", status_code=303)

    async def _folder(self, request: Request) -> Path:
        return await _folder_of(request, self._config)


def _delete_unless_held(folder: Path, number: int) -> None:
    """Delete a memo. Raises: UsageError: an incident is looked into (G140); RecordError, OSError."""
    held()
    delete_memo(folder, number)


def _ended(folder: Path, number: int, seconds: float) -> Memo:
    """End a memo and return it as it is then. Raises: RecordError, OSError."""
    end_memo(folder, number, seconds)
    return next(memo for memo in read_memos(folder) if memo.number == number)


def _sound_of(folder: Path, number: int) -> Path:
    """Return the sound file of a memo that is not deleted.

    Raises:
        UsageError: there is none (A105).
        RecordError: it is no plain file of the folder (R135).
    """
    for memo in read_memos(folder):
        path = memo_path(folder, number)
        if memo.number == number and not memo.deleted and path.is_file():
            check_received(path, folder)
            return path
    raise UsageError(msg("This memo is no longer there."), code="A105")


def routes(config: ConsoleConfig, registry: SessionRegistry) -> list[Route]:
    """Return the routes of all pages after a session."""
    pages = Pages("nao_sessions.console.after", config, registry)
    answering = ErrorPages(config, pages)
    end = AfterPages(config, registry, pages, answering)
    memos = MemoPages(config, answering)
    reports = ReportPages(config, pages, answering)
    return [*end.routes(), *memos.routes(), *reports.routes()]


def may_record(path: str) -> bool:
    """Return whether the page at an address may use the microphone: only a session's end page may."""
    parts = path.split("/")
    return len(parts) == 3 and parts[1] == "after"


class AfterPages:
    """The addresses of the page after a session, and of the forms that add to it."""

    def __init__(
        self, config: ConsoleConfig, registry: SessionRegistry, pages: Pages, answering: ErrorPages
    ) -> None:
        self._config, self._registry, self._pages = config, registry, pages
        self._telling = answering.telling
        self._words = words_in(WORDS, config.language)

    def routes(self) -> list[Route]:
        """Return the routes of the page after a session."""
        here = "/after/{session}"
        return [
            Route(here, self._telling(self._page)),
            Route(f"{here}/corrections", self._telling(self._correct), methods=["POST"]),
            Route(f"{here}/word", self._telling(self._word), methods=["POST"]),
            Route(f"{here}/notes", self._telling(self._note), methods=["POST"]),
            Route(f"{here}/film/destroy", self._telling(self._destroy), methods=["POST"]),
            Route(f"{here}/film/keep", self._telling(self._keep), methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        def read() -> tuple[AfterPage, bool]:
            folder = session_folder(self._config.sessions, request.path_params["session"])
            against = _objections(folder)
            page = page_of(
                read_finished(folder),
                people_if_readable(self._config.keep),
                self._config.names,
                self._config.language,
                self._config.zone,
                objected=against is not None and against.by_persons,
                closed=against is not None and not against.by_persons,
            )
            return page, against is None and sees(column_of(request), f"/replay/{page.id}/")

        if request.path_params["session"] == TRACELESS:
            return self._without_trace()
        if request.path_params["session"] in self._registry.closing:
            raise being_closed()  # by this console: what is measured last is waited for as well
        page, sees_film = await asyncio.to_thread(read)
        return self._pages.render(
            "after.html",
            page=page,
            words=self._words,
            longest=LONGEST_S,
            sees_film=sees_film,
            may_keep=sees(column_of(request), f"/replay/{page.id}/"),
            known=unlocking_of(request) is not None,
        )

    def _without_trace(self) -> Response:
        """Return the page after a session without a trace; without one it is empty but for its promise."""
        language, receipt = self._config.language, self._registry.receipt
        title = when = ""
        if receipt is not None:
            title = typeset(receipt.title, language)
            when = span(receipt.began, receipt.ended, self._config.zone).in_language(language)
        return self._pages.render(
            "after-without-trace.html",
            words=self._words,
            title=title,
            when=when,
            rehearsed=receipt is not None and receipt.rehearsal,
        )

    async def _correct(self, request: Request) -> Response:
        typed = await read_form(request, TypedCorrection)
        folder = await self._folder(request)
        await asyncio.to_thread(changes.correct, folder, typed, self._config.names)
        return _back(folder, f"trial-{typed.seq}")

    async def _word(self, request: Request) -> Response:
        typed = await read_form(request, TypedWord)
        folder = await self._folder(request)
        await asyncio.to_thread(changes.say_word, folder, typed)
        return _back(folder, "word")

    async def _note(self, request: Request) -> Response:
        typed = await read_form(request, TypedNote)
        folder = await self._folder(request)
        text = await asyncio.to_thread(changes.note, folder, typed, self._config.names, self._config.language)
        return JSONResponse({"text": text}) if wants_json(request) else _back(folder, "notes")

    async def _destroy(self, request: Request) -> Response:
        folder = await self._folder(request)
        await asyncio.to_thread(changes.destroy, folder)
        return _back(folder, "film")

    async def _keep(self, request: Request) -> Response:
        typed, unlocking = await read_form(request, TypedKept), unlocking_of(request)
        folder, person = await self._folder(request), "" if unlocking is None else unlocking.person
        await asyncio.to_thread(changes.keep_film, folder, typed, person, self._config.names)
        return _back(folder, "film")

    async def _folder(self, request: Request) -> Path:
        return await _folder_of(request, self._config)


async def _folder_of(request: Request, config: ConsoleConfig) -> Path:
    """Return the folder of the session in an address. Raises: UsageError, RecordError."""
    return await asyncio.to_thread(session_folder, config.sessions, request.path_params["session"])


def _objections(folder: Path) -> FilmObjections | None:
    """Return why the film of a session is seen no more; None where it is, or nobody can say."""
    try:
        return film_objections(SessionFolder(folder))
    except NaoSessionsError:  # the replay tells it, and shows nothing
        return None


def _back(folder: Path, place: str) -> Response:
    return RedirectResponse(f"/after/{folder.name}#{place}", status_code=303)
