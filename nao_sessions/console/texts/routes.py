"""The addresses of Textes: the list, the form, what is typed in it, the review, the draft, a check explained.

A name in an address is looked up in the library as it is now; it never becomes a path.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.forms import body_of
from nao_sessions.console.library import Library, LibraryEntry, read_library, version_key
from nao_sessions.console.rendering import Pages, words_in
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.console.texts.drafts import next_version, read_changes
from nao_sessions.console.texts.examiner import Examiner, Examining
from nao_sessions.console.texts.page_model import as_typed
from nao_sessions.console.texts.store import ChangedElsewhere, TextStore
from nao_sessions.console.texts.words import COUNTED, FOR_THE_SCRIPT, SEVERITIES, WORDS
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.paper.pdf import print_pdf
from nao_sessions.protocol.checks.pages import PAGES
from nao_sessions.protocol.checks.pages.page import split_at_mark
from nao_sessions.protocol.checks.registry import CHECKS, FAMILIES
from nao_sessions.protocol.wording import STATUSES
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import Text, msg, number_forms

# What a page of Textes sends: a form, or JSON while somebody types; bounded, and first names taken out.
#
# A first name that is unlocked in this console never reaches a file: it is turned back before it is kept.

LARGEST_BYTES = 2 * 1024 * 1024
"""How long a body may be: a protocol has 256 KB at most, and an accented letter is sent as six bytes."""

MOST_FIELDS = 20_000


class TypedTexts(BaseModel):
    """What is sent while somebody types: what differs from the files; ``over`` overwrites another tab."""

    model_config = ConfigDict(extra="forbid")

    revision: int
    sha256: str
    changes: dict[str, str]
    over: bool = False


async def read_typed(request: Request) -> TypedTexts:
    """Return the typed texts of a request. Raises: NaoSessionsError (T108): too large, or malformed."""
    try:
        typed = TypedTexts.model_validate_json(await _body(request))
    except ValidationError:
        raise _not_understood() from None
    return typed.model_copy(update={"changes": {key: as_typed(text) for key, text in typed.changes.items()}})


async def read_form(request: Request) -> dict[str, str]:
    """Return the form of a request. Raises: NaoSessionsError (T108): too large, or malformed."""
    try:
        pairs = parse_qsl(
            (await _body(request)).decode("ascii"),
            keep_blank_values=True,
            strict_parsing=False,
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise _not_understood() from None
    return {key: as_typed(text) for key, text in pairs}


def without_names(changes: Mapping[str, str], names: Pseudonyms) -> dict[str, str]:
    """Return the changes with every first name replaced by its code or place."""
    return {key: names.hide(text) for key, text in changes.items()}


async def _body(request: Request) -> bytes:
    body = await body_of(request, LARGEST_BYTES)
    if body is None:
        raise _not_understood()
    return body


def _not_understood() -> NaoSessionsError:
    return NaoSessionsError(
        msg("This is not what a form asks."),
        msg("Reload the page."),
        code="T108",
    )


# The list of protocols whose texts can be changed, as values for its page.


@dataclass(frozen=True, slots=True)
class ListedProtocol:
    """One protocol in the list; ``under_way``: somebody has typed something that is no version yet."""

    stem: str
    title: str
    goal: str
    version: str
    status: str
    status_words: str
    under_way: bool
    broken: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The list: protocols and their newest drafts, then the drafts before them."""

    protocols: tuple[ListedProtocol, ...]
    earlier: tuple[ListedProtocol, ...]


def listed(library: Library, under_way: Collection[str], language: Language) -> Listing:
    """Return the list of a library's protocols."""

    def one(entry: LibraryEntry) -> ListedProtocol:
        version = WORDS["version"].format(version=entry.version).in_language(language)
        return ListedProtocol(
            stem=entry.stem,
            title=typeset(entry.title(language), language),
            goal=typeset(entry.goal(language), language),
            version=version if entry.version else "",
            status=entry.status,
            status_words=STATUSES[entry.status].in_language(language),
            under_way=entry.stem in under_way,
            broken=entry.problem is not None,
        )

    return Listing(
        tuple(one(entry) for entry in library.protocols), tuple(one(entry) for entry in library.earlier)
    )


# A check as a page explains it: what it finds, why that matters, what to do, an example.
#
# The words are those of the check's own page (``nao-sessions check --explain``).


@dataclass(frozen=True, slots=True)
class CheckExplanation:
    """One check; ``example`` are lines, ``marked`` counts from 1 the line that it finds (0: none)."""

    code: str
    title: str
    family: str
    weight: str
    what: str
    why: str
    remedy: str
    example: tuple[str, ...]
    marked: int


def explained(code: str, language: Language) -> CheckExplanation | None:
    """Return the explanation of a check for its page; None where no check has that code."""
    check, page = CHECKS.get(code), PAGES.get(code)
    if check is None or page is None:
        return None
    text, line, _ = split_at_mark(page.example)
    return CheckExplanation(
        code=code,
        title=typeset(check.title.in_language(language), language),
        family=typeset(FAMILIES[check.family].in_language(language), language),
        weight=SEVERITIES[check.severity].in_language(language),
        what=typeset(page.what.in_language(language), language),
        why=typeset(page.why.in_language(language), language),
        remedy=typeset(page.remedy.in_language(language), language),
        example=tuple(text.rstrip("\n").split("\n")) if page.shown else (),
        marked=line,
    )


Answering = Callable[[Request], Awaitable[Response]]


def routes(
    config: ConsoleConfig, registry: SessionRegistry, examiner: Examining | None = None
) -> list[Route]:
    """Return the routes of Textes; the child process that examines texts starts when it is first needed."""
    pages = _TextsPages(config, registry, examiner or Examiner())
    guarded = pages.telling
    return [
        Route("/texts", guarded(pages.index)),
        Route("/texts/{protocol}", guarded(pages.form)),
        Route("/texts/{protocol}", guarded(pages.send), methods=["POST"]),
        Route("/texts/{protocol}/work", pages.work, methods=["POST"]),
        Route("/texts/{protocol}/drawing", guarded(pages.drawing)),
        Route("/texts/{protocol}/large", guarded(pages.large)),
        Route("/texts/{protocol}/sheet.pdf", guarded(pages.sheet)),
        Route("/texts/{protocol}/cards.pdf", guarded(pages.cards)),
        Route("/texts/{protocol}/review", guarded(pages.review)),
        Route("/texts/{protocol}/save", guarded(pages.save), methods=["POST"]),
        Route("/texts/{protocol}/discard", guarded(pages.discard), methods=["POST"]),
        Route("/texts/{protocol}/forget", guarded(pages.forget), methods=["POST"]),
        Route("/checks/{code}", pages.check),
    ]


STATUS = {"T103": 409, "T104": 422, "T108": 400, "T109": 404}
"""The HTTP status of an error, by its code; all others are the program's trouble (503)."""


class _TextsPages:
    """The addresses of Textes."""

    def __init__(self, config: ConsoleConfig, registry: SessionRegistry, examiner: Examining) -> None:
        self._config, self._examiner = config, examiner
        self._drafts = config.protocol_folders[1]
        self._store = TextStore(self._drafts)
        self._pages = Pages("nao_sessions.console.texts", config, registry)
        self._words = words_in(WORDS, config.language)
        self._drawings: dict[str, str] = {}
        self._printing = asyncio.Lock()

    def telling(self, answering: Answering) -> Answering:
        """Return ``answering`` so wrapped that a NaoSessionsError becomes a page for people."""

        async def answer(request: Request) -> Response:
            try:
                return await answering(request)
            except NaoSessionsError as error:
                stem = request.path_params.get("protocol")
                return self._pages.render(
                    "texts_problem.html",
                    status=STATUS.get(error.code, 503),
                    words=self._words,
                    error=self._error(error),
                    back=f"/texts/{stem}" if stem and error.code != "T101" else "/texts",
                )

        return answer

    async def index(self, request: Request) -> Response:
        library = await self._library()
        under_way = await asyncio.to_thread(self._store.under_way)
        shown = listed(library, under_way, self._config.language)
        return self._pages.render("texts_list.html", words=self._words, listing=shown)

    async def form(self, request: Request) -> Response:
        entry, _ = await self._entry(request)
        work = await asyncio.to_thread(self._store.read, entry.stem)
        page = await self._ask("page", entry, changes=dict(work.changes), language=self._config.language)
        if page["unplaced"]:
            work = await asyncio.to_thread(self._store.put_aside, entry.stem, set(page["unplaced"]))
        self._keep_drawing(entry.stem, page["drawing"])
        # Hundreds of fields take some 50 ms: a thread, so that a session that runs goes on meanwhile.
        return await asyncio.to_thread(
            self._pages.render,
            "texts_form.html",
            words=self._words,
            entry=entry,
            page=page,
            work=work,
            script_words={name: self._words[name] for name in FOR_THE_SCRIPT},
            statuses={name: text.in_language(self._config.language) for name, text in STATUSES.items()},
            keys={field["id"]: field["key"] for field in _fields(page["sections"])},
            names={field["id"]: field["name"] for field in _fields(page["sections"])},
            counted=self._counted(page["told"]),
            counts=[[name, self._forms(words)] for name, words in COUNTED.items()],
            saved="saved" in request.query_params,
            changes=await asyncio.to_thread(read_changes, entry.file) if entry.status == "draft" else None,
            drawn=page["drawing"] is not None,
        )

    async def work(self, request: Request) -> Response:
        """Store what was typed so far, and return what the check says of it."""
        entry, _ = await self._entry(request)
        try:
            typed = await read_typed(request)
            changes = without_names(typed.changes, self._config.names)
            work = await asyncio.to_thread(
                self._store.keep, entry.stem, typed.revision, typed.sha256, changes, over=typed.over
            )
            answer = await self._ask("check", entry, changes=changes, language=self._config.language)
        except ChangedElsewhere as error:
            return JSONResponse({**self._error(error), "revision": error.revision}, status_code=409)
        except NaoSessionsError as error:
            return JSONResponse(self._error(error), status_code=STATUS.get(error.code, 503))
        drawn = self._keep_drawing(entry.stem, answer.pop("drawing"))
        stored = {key: text for key, text in changes.items() if text != typed.changes[key]}
        moved = answer["sha256"] != typed.sha256
        return JSONResponse(
            {**answer, "revision": work.revision, "stored": stored, "moved": moved, "drawn": drawn}
        )

    async def send(self, request: Request) -> Response:
        """Store a whole form, as a browser without scripts sends it, and go on to its review."""
        entry, _ = await self._entry(request)
        typed = await read_form(request)
        revision = typed.pop("revision", "")
        found = await self._ask("differing", entry, typed=typed)
        changes = without_names(found["changes"], self._config.names)
        number = int(revision) if revision.isascii() and revision.isdigit() else -1
        await asyncio.to_thread(self._store.keep, entry.stem, number, found["sha256"], changes)
        return RedirectResponse(f"/texts/{entry.stem}/review", status_code=303)

    async def drawing(self, request: Request) -> Response:
        entry, _ = await self._entry(request)
        if entry.stem not in self._drawings:
            work = await asyncio.to_thread(self._store.read, entry.stem)
            answer = await self._ask(
                "check", entry, changes=dict(work.changes), language=self._config.language
            )
            self._keep_drawing(entry.stem, answer["drawing"])
        drawn = self._drawings.get(entry.stem)
        if drawn is None:
            raise HTTPException(404)
        return Response(drawn, media_type="image/svg+xml")

    async def large(self, request: Request) -> Response:
        entry, _ = await self._entry(request)
        return self._pages.render(
            "texts_drawing.html", words=self._words, entry=entry, title=self._title(entry)
        )

    async def sheet(self, request: Request) -> Response:
        return await self._printed(request, "sheet")

    async def cards(self, request: Request) -> Response:
        return await self._printed(request, "cards")

    async def _printed(self, request: Request, kind: str) -> Response:
        """Return a version as PDF, as it is on the disk, without what is being typed."""
        entry, _ = await self._entry(request)
        page = await self._ask("paper", entry, language=self._config.language, kind=kind)
        async with self._printing:  # one Chromium at a time: a session may be running
            pdf = await asyncio.to_thread(print_pdf, page["html"])
        name = f"{entry.stem}-{kind}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(pdf, media_type="application/pdf", headers=headers)

    async def review(self, request: Request) -> Response:
        entry, library = await self._entry(request)
        work = await asyncio.to_thread(self._store.read, entry.stem)
        against = _approved(library, entry)
        found: dict[str, Any] = {"told": [], "parts": []}
        if work.changes:
            found = await self._ask(
                "differences",
                entry,
                changes=dict(work.changes),
                language=self._config.language,
                against=str(against.file),
            )
        return self._pages.render(
            "texts_review.html",
            words=self._words,
            entry=entry,
            title=self._title(entry),
            work=work,
            against=against,
            version=next_version(entry.version, _versions(library, entry)),
            found=found,
            keys={},
            counted=self._counted(found["told"]),
            errors=[one for one in found["told"] if one["severity"] == "error"],
            rest=[one for one in found["told"] if one["severity"] != "error"],
        )

    async def save(self, request: Request) -> Response:
        entry, library = await self._entry(request)
        typed = await read_form(request)
        work = await asyncio.to_thread(self._store.read, entry.stem)
        if not work.changes or typed.get("revision") != str(work.revision):
            return RedirectResponse(f"/texts/{entry.stem}/review", status_code=303)
        saved = await self._ask(
            "save",
            entry,
            changes=dict(work.changes),
            language=self._config.language,
            against=str(_approved(library, entry).file),
            folder=str(self._drafts),
            version=next_version(entry.version, _versions(library, entry)),
        )
        await asyncio.to_thread(self._store.clear, entry.stem)
        draft = next((one for one in _all(await self._library()) if str(one.file) == saved["path"]), entry)
        return RedirectResponse(f"/texts/{draft.stem}?saved", status_code=303)

    async def discard(self, request: Request) -> Response:
        entry, _ = await self._entry(request)
        await asyncio.to_thread(self._store.clear, entry.stem)
        return RedirectResponse(f"/texts/{entry.stem}", status_code=303)

    async def forget(self, request: Request) -> Response:
        entry, _ = await self._entry(request)
        await asyncio.to_thread(self._store.forget_aside, entry.stem)
        return RedirectResponse(f"/texts/{entry.stem}", status_code=303)

    async def check(self, request: Request) -> Response:
        """Return the page that explains a check."""
        shown = explained(request.path_params["code"], self._config.language)
        if shown is None:
            raise HTTPException(404)
        return self._pages.render("texts_check.html", words=self._words, check=shown)

    async def _library(self) -> Library:
        return await asyncio.to_thread(read_library, *self._config.protocol_folders)

    async def _entry(self, request: Request) -> tuple[LibraryEntry, Library]:
        library = await self._library()
        entry = library.entry(request.path_params["protocol"])
        if entry is None:
            raise HTTPException(404)
        return entry, library

    async def _ask(self, job: str, entry: LibraryEntry, **arguments: Any) -> dict[str, Any]:
        return await self._examiner.ask(job, path=str(entry.file), **arguments)

    def _keep_drawing(self, stem: str, drawing: str | None) -> bool:
        """Keep a drawing as the newest of a protocol, unless it is None; return whether it is one."""
        if drawing is not None:
            self._drawings[stem] = drawing
        return drawing is not None

    def _counted(self, told: list[dict[str, Any]]) -> list[str]:
        found = []
        for severity, words in COUNTED.items():
            count = sum(finding["severity"] == severity for finding in told)
            if count:
                found.append(words.format(n=count).in_language(self._config.language))
        return found

    def _forms(self, words: Text) -> dict[str, str]:
        language = self._config.language
        return {number: typeset(form, language) for number, form in number_forms(words, language).items()}

    def _title(self, entry: LibraryEntry) -> str:
        return typeset(entry.title(self._config.language), self._config.language)

    def _error(self, error: NaoSessionsError) -> dict[str, str]:
        return {"code": error.code, "sentence": self._said(error.sentence), "hint": self._said(error.hint)}

    def _said(self, text: Text | None) -> str:
        return "" if text is None else typeset(text.in_language(self._config.language), self._config.language)


def _fields(sections: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield every field of a page's sections."""
    for section in sections:
        for row in section["rows"]:
            yield from row["fields"]
        for table in section["tables"]:
            yield from (field for row in table["rows"] for cell in row["cells"] for field in cell)


def _all(library: Library) -> tuple[LibraryEntry, ...]:
    return library.protocols + library.earlier


def _versions(library: Library, entry: LibraryEntry) -> set[str]:
    """Return the versions of a protocol that are taken."""
    return {one.version for one in _all(library) if one.id == entry.id}


def _approved(library: Library, entry: LibraryEntry) -> LibraryEntry:
    """Return the version to compare a draft with: the approved one, else the library's, else the draft."""
    same = [one for one in _all(library) if one.id == entry.id and one.problem is None]
    approved = [one for one in same if one.status == "approved"]
    own = [one for one in same if one.file.parent.name != one.file.stem]
    for known in (approved, own):
        if known:
            return max(known, key=lambda one: version_key(one.version))
    return entry
