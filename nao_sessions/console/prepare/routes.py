"""The addresses of the preparation: the page, what is typed on it, what is looked at, and the beginning.

What was typed is kept in memory at every request, so that no error and no reload loses any of it.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.forms import Form, form_of
from nao_sessions.console.launcher import ConsoleLauncher, SessionRequest
from nao_sessions.console.library import LibraryEntry, read_library
from nao_sessions.console.people import (
    STAND_INS,
    Person,
    first_name,
    known_adults,
    not_kept,
    people_if_readable,
)
from nao_sessions.console.prepare.model import PreparationContext, looked_json, preparation_of
from nao_sessions.console.prepare.prepared import (
    Prepared,
    from_form,
    rearranged,
    told_of,
    wanted_of,
    without_phase,
)
from nao_sessions.console.prepare.words import WORDS
from nao_sessions.console.rendering import Pages, problem_of, words_in
from nao_sessions.console.session_registry import RunningSession, SessionRegistry, SessionStart
from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.live.preflight import CheckLine
from nao_sessions.protocol import load
from nao_sessions.protocol.flow import Protocol
from nao_sessions.record.private import replace_private
from nao_sessions.text.messages import msg

# What the console remembers of a preparation: who, in which order, with which settings; and the ground.
#
# What a child said is of one day, and is never remembered.

FILE = "preparations.json"


class _Preparation(BaseModel):
    model_config = ConfigDict(extra="ignore")

    participants: list[str] = Field(default_factory=list)
    settings: dict[str, str] = Field(default_factory=dict)
    language: str = ""


class _Kept(BaseModel):
    """What ``preparations.json`` holds: a preparation by protocol; ground, reason and adults of the house."""

    model_config = ConfigDict(extra="ignore")

    protocols: dict[str, _Preparation] = Field(default_factory=dict)
    ground: str = ""
    unencrypted: str = ""
    adults: list[str] = Field(default_factory=list)


def remembered(keep: Path, protocol: str) -> Prepared:
    """Return the last preparation of a protocol; an empty one where there is none or it cannot be read."""
    kept = _read(keep)
    of_protocol = kept.protocols.get(protocol, _Preparation())
    return Prepared(
        participants=tuple(of_protocol.participants),
        settings=of_protocol.settings,
        language=of_protocol.language,
        ground=kept.ground,
        unencrypted=kept.unencrypted,
        adults=tuple(kept.adults),
    )


def remember(keep: Path, protocol: str, prepared: Prepared) -> None:
    """Write a preparation to the file for the next time (0600, whole or not at all). Raises: RecordError."""
    kept = _read(keep)
    kept.protocols[protocol] = _Preparation(
        participants=list(prepared.participants),
        settings=dict(prepared.settings),
        language=prepared.language,
    )
    kept.ground, kept.unencrypted = prepared.ground, prepared.unencrypted
    kept.adults = list(prepared.adults)
    try:
        keep.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = json.dumps(kept.model_dump(), ensure_ascii=False, indent=1) + "\n"
        replace_private(keep / FILE, content.encode("utf-8"))
    except OSError as error:
        raise not_kept(error) from error


def for_another_day(prepared: Prepared) -> Prepared:
    """Return a preparation without what is true of one session only, such as the children's agreements."""
    return replace(
        prepared,
        agreements={},
        ways={},
        seen={},
        despite=(),
        clap=False,
        unrecorded=False,
        traceless=False,
        told=frozenset(),
    )


def _read(keep: Path) -> _Kept:
    try:
        return _Kept.model_validate_json((keep / FILE).read_bytes())
    except (OSError, ValidationError):
        return _Kept()


NO_PICTURE = 204
"""The status where there is no picture to show: no content, which is no error to a page."""
_Present = tuple[tuple[str, ...], tuple[str, ...]]
"""Who will be in the room: the codes of the participants and of the adults."""


@dataclass(frozen=True, slots=True)
class PreparedProtocol:
    """The protocol of a request, with all that its preparation needs."""

    entry: LibraryEntry
    protocol: Protocol
    offered: tuple[Person, ...]
    rehearsal: bool
    adults: tuple[str, ...] = ()
    """Those of the ledger of grounds who are no children; none where it cannot be read."""

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes of the participants who can be chosen."""
        return frozenset(person.code for person in self.offered)


@dataclass(slots=True)
class Editions:
    """Which page of a protocol's preparation may say what is prepared, where several are open.

    A page that does not know what was said on another one since says nothing: it is shown anew first.
    ``edition`` counts what was changed; ``writer`` is the page that changed it last, "" after a session;
    ``left`` is the page on which a button was last pressed, which another one has replaced.
    """

    edition: int = 0
    writer: str = ""
    left: str = ""

    def takes(self, form: Form) -> bool:
        """Return whether a form comes from a page that knows what is prepared; from a program it does."""
        page, edition = form.one("page"), form.one("edition")
        return not edition or page == self.writer or edition == str(self.edition)

    def takes_look(self, form: Form) -> bool:
        """Return whether a look may say what is prepared: one of a page that was left comes too late.

        A press ends the look that is under way; where it was sent already, it may arrive behind the press.
        """
        return self.takes(form) and not (self.left and form.one("page") == self.left)

    def changed(self, writer: str) -> None:
        """Count a change by a page."""
        self.edition, self.writer = self.edition + 1, writer


class PreparePages:
    """The addresses of the pages of preparation."""

    def __init__(
        self,
        config: ConsoleConfig,
        registry: SessionRegistry,
        launcher: ConsoleLauncher,
        beginning: SessionStart,
    ) -> None:
        self._config, self._registry, self._launcher = config, registry, launcher
        self._beginning = beginning
        self._pages = Pages("nao_sessions.console.prepare", config, registry)
        self._prepared: dict[str, Prepared] = {}
        self._lines: dict[str, tuple[CheckLine, ...]] = {}
        self._failed: dict[str, NaoSessionsError] = {}
        self._blind: tuple[str, ...] = ()
        self._objected: dict[str, tuple[_Present, frozenset[str]]] = {}
        """The cameras that somebody objects to, by protocol: as the last look found it, of whom it asked."""
        self._told: dict[str, frozenset[str]] = {}
        """What a child is told of the recording, by protocol: as the last look found it."""
        self._loaded: dict[Path, tuple[tuple[int, int], Protocol]] = {}
        self._editions: dict[str, Editions] = {}

    def routes(self) -> list[Route]:
        """Return the routes of preparing a session."""
        return [
            Route("/prepare/sound/levels", self._answer_levels),
            Route("/prepare/{protocol}", self._answer_page),
            Route("/prepare/{protocol}", self._answer_form, methods=["POST"]),
            Route("/prepare/{protocol}/look", self._answer_look, methods=["POST"]),
            Route("/prepare/{protocol}/picture/{camera}", self._answer_picture),
        ]

    async def _answer_page(self, request: Request) -> Response:
        subject = await self._subject(request)
        stem = subject.entry.stem
        error = self._beginning.take_error(f"/prepare/{stem}")
        if error is not None:
            self._failed[stem] = error
        return self._page(subject, await self._prepared_for(subject), error)

    async def _answer_form(self, request: Request) -> Response:
        """Answer a press of a participant's button, or of the buttons that examine or begin."""
        subject = await self._subject(request)
        form = await form_of(request)
        act, before = form.one("act"), self._prepared.get(subject.entry.stem)
        if self._is_outdated(subject, form):
            return self._page(subject, await self._prepared_for(subject), _outdated())
        prepared = rearranged(self._typed(subject, form), act, subject.codes)
        self._keep(subject, form, prepared)
        self._editions[subject.entry.stem].left = form.one("page")
        if act not in ("begin", "look"):
            return RedirectResponse(f"/prepare/{subject.entry.stem}#{_place_of(act, prepared)}", 303)
        try:
            prepared = await self._look(subject, prepared, before)
            ready = self._looked(subject, prepared)["ready"]
            if act == "look" or not (ready or self._session_now()):
                return self._page(
                    subject, prepared, status=422 if act == "begin" else 200, refused=act == "begin"
                )
            self._begin(subject, prepared)
        except NaoSessionsError as error:
            return self._page(subject, prepared, error)
        return RedirectResponse("/beginning", 303)

    async def _answer_look(self, request: Request) -> Response:
        """Store what is typed, examine what the session needs, and return both as JSON."""
        subject = await self._subject(request)
        form, before = await form_of(request), self._prepared.get(subject.entry.stem)
        known = self._editions.get(subject.entry.stem)
        if known is not None and not known.takes_look(form):
            return JSONResponse({"outdated": True})
        prepared = self._typed(subject, form)
        edition = self._keep(subject, form, prepared)
        answered = prepared.agreements
        try:
            prepared = await self._look(subject, prepared, before)
            hidden = self._hidden(subject, prepared)
            seen = [camera for camera in self._launcher.cameras() if camera not in hidden]
            pictures = {camera: await self._launcher.picture(camera) for camera in seen}
            self._blind = tuple(camera for camera, picture in pictures.items() if picture is None)
        except NaoSessionsError as error:
            self._lines[subject.entry.stem] = (_line_of(error),)
        again = [code for code in answered if code not in prepared.agreements]
        return JSONResponse({**self._looked(subject, prepared), "again": again, "edition": edition})

    async def _answer_picture(self, request: Request) -> Response:
        camera, subject = request.path_params["camera"], await self._subject(request)
        if camera not in self._launcher.cameras():
            raise HTTPException(404)
        if camera in self._hidden(subject, await self._prepared_for(subject)):
            return Response(status_code=NO_PICTURE)
        picture = await self._launcher.picture(camera)
        if picture is None:
            return Response(status_code=NO_PICTURE)
        return Response(picture.jpeg, media_type="image/jpeg")

    async def _answer_levels(self, request: Request) -> Response:
        return JSONResponse(dict(await self._launcher.levels()))

    async def _look(self, subject: PreparedProtocol, prepared: Prepared, before: Prepared | None) -> Prepared:
        """Examine what the session needs, and return the preparation. Raises: NaoSessionsError.

        A child who said yes before it was told all that will be recorded is asked again; *before* is the
        preparation before this one. What was typed while this look was under way is newer, and stays.
        """
        stem, wanted = subject.entry.stem, self._wanted(subject, prepared)
        try:
            self._objected[stem] = (_present(wanted), await self._launcher.objected(wanted))
            recordable = await self._launcher.recordable(wanted)
            self._told[stem] = told_of(recordable, traceless=prepared.traceless)
        except NaoSessionsError:  # where it cannot be asked nothing is shown
            self._objected.pop(stem, None)
            self._told.pop(stem, None)
            raise
        asked = prepared.as_told(self._told[stem], before)
        if self._prepared[stem] is prepared:
            self._prepared[stem] = asked
        wanted = self._wanted(subject, asked)
        self._lines[stem] = await self._launcher.look(wanted)
        return asked

    def _hidden(self, subject: PreparedProtocol, prepared: Prepared) -> tuple[str, ...]:
        """Return the cameras that may show no picture of the room now; all, until all were asked."""
        cameras = self._launcher.cameras()
        present, objected = self._objected.get(subject.entry.stem, (None, frozenset()))
        if prepared.unfilmed or present != _present(self._wanted(subject, prepared)):
            return cameras
        return tuple(camera for camera in cameras if camera in objected)

    def _begin(self, subject: PreparedProtocol, prepared: Prepared) -> None:
        """Begin the prepared session, and remember its preparation, unless it leaves no trace.

        Raises:
            UsageError: a session runs or is set up.
        """
        wanted = self._wanted(subject, prepared)
        stem, keep = subject.entry.stem, self._config.keep
        kept = without_phase(prepared, subject.protocol)

        async def begin() -> RunningSession:
            if not wanted.traceless:
                await asyncio.to_thread(remember, keep, stem, kept)
            return await self._launcher.begin(wanted)

        def begun(running: RunningSession) -> None:
            self._editions.setdefault(stem, Editions()).changed("")  # what was said was said for this session
            if wanted.traceless:
                self._prepared.pop(stem, None)
            else:
                self._prepared[stem] = for_another_day(kept)

        self._beginning.start(f"/prepare/{stem}", begin, begun)
        self._failed.pop(stem, None)

    def _page(
        self,
        subject: PreparedProtocol,
        prepared: Prepared,
        error: NaoSessionsError | None = None,
        status: int | None = None,
        *,
        refused: bool = False,
    ) -> Response:
        language = self._config.language
        stem = subject.entry.stem
        return self._pages.render(
            "prepare.html",
            status=status or (200 if error is None else 409),
            words=words_in(WORDS, language),
            page=preparation_of(
                subject.entry,
                subject.protocol,
                prepared,
                subject.offered,
                language,
                lambda code: first_name(self._config.names, code),
                rehearsal=subject.rehearsal,
            ),
            looked=self._looked(subject, prepared) if stem in self._lines else None,
            name_of=lambda code: first_name(self._config.names, code),
            adults=subject.adults,
            cameras=self._launcher.cameras(),
            records=self._launcher.records(),
            told=" ".join(sorted(self._told.get(stem, self._most_told))),
            edition=self._editions.setdefault(stem, Editions()).edition,
            page_id=secrets.token_hex(8),
            problem=None if error is None else problem_of(error, language),
            refused=refused,
            among_adults=subject.rehearsal and not self._config.rehearsal and self._registry.running is None,
        )

    def _looked(self, subject: PreparedProtocol, prepared: Prepared) -> dict[str, object]:
        lines: Sequence[CheckLine] = self._lines.get(subject.entry.stem, ())
        return looked_json(
            lines,
            prepared,
            subject.protocol,
            subject.codes,
            self._config.language,
            rehearsal=subject.rehearsal,
            around=PreparationContext(
                self._session_now(),
                self._blind,
                self._hidden(subject, prepared),
                self._failed.get(subject.entry.stem),
                self._told.get(subject.entry.stem),
            ),
        )

    @property
    def _most_told(self) -> frozenset[str]:
        """Return what a child is told until it is known what will record it: the most that the room can."""
        sound = ("sound",) if self._launcher.records() else ()
        return frozenset({"log", *sound, *(("pictures",) if self._launcher.cameras() else ())})

    def _session_now(self) -> str:
        """Return which session prevents another: ``running``, ``setting_up``, or empty for none."""
        return "running" if self._registry.running else "setting_up" if self._beginning.under_way else ""

    def _is_outdated(self, subject: PreparedProtocol, form: Form) -> bool:
        """Return whether a page does not know what was said on another one since, or that a session began."""
        known = self._editions.get(subject.entry.stem)
        return known is not None and not known.takes(form)

    def _keep(self, subject: PreparedProtocol, form: Form, prepared: Prepared) -> int:
        """Store what a page says; return its edition."""
        stem = subject.entry.stem
        before = self._prepared.get(stem)
        if stem not in self._editions:  # a page may be older than this process, and knows what it says
            said = form.one("edition")
            self._editions[stem] = Editions(int(said) if said.isdecimal() else 0, form.one("page"))
        elif before is None or replace(before, told=prepared.told) != prepared:
            self._editions[stem].changed(form.one("page"))
        self._prepared[stem] = prepared
        return self._editions[stem].edition

    def _typed(self, subject: PreparedProtocol, form: Form) -> Prepared:
        prepared = from_form(form, subject.protocol, self._config.names.hide)
        return replace(prepared, clap=prepared.clap and self._launcher.records())

    def _wanted(self, subject: PreparedProtocol, prepared: Prepared) -> SessionRequest:
        return wanted_of(
            prepared,
            subject.protocol,
            subject.entry.file,
            self._config.language,
            rehearsal=subject.rehearsal,
        )

    async def _prepared_for(self, subject: PreparedProtocol) -> Prepared:
        """Return what was typed for a protocol in this run, else what is remembered from the last time."""
        stem = subject.entry.stem
        if stem not in self._prepared:
            last = await asyncio.to_thread(remembered, self._config.keep, stem)
            still = tuple(code for code in last.participants if code in subject.codes)
            self._prepared[stem] = replace(last, participants=still)
        return self._prepared[stem]

    async def _subject(self, request: Request) -> PreparedProtocol:
        return await asyncio.to_thread(self._read, request.path_params["protocol"])

    def _read(self, stem: str) -> PreparedProtocol:
        """Return a protocol by its stem in the library. Raises: HTTPException (404): not to be prepared."""
        entry = read_library(*self._config.protocol_folders).entry(stem)
        if entry is None or entry.problem is not None or entry.status == "retired":
            raise HTTPException(404)
        people = people_if_readable(self._config.keep)  # the home page says why they are not
        draft = entry.status != "approved"
        rehearsal = self._config.rehearsal or draft
        if self._config.rehearsal:
            offered = (*people.offered, *STAND_INS)
        else:
            offered = STAND_INS if draft else people.offered
        adults = () if self._config.rehearsal else known_adults()
        return PreparedProtocol(entry, self._load(entry.file), offered, rehearsal, adults)

    def _load(self, file: Path) -> Protocol:
        state = file.stat()
        version = (state.st_size, state.st_mtime_ns)
        if file not in self._loaded or self._loaded[file][0] != version:
            self._loaded[file] = (version, load(file))
        return self._loaded[file][1]


def _outdated() -> UsageError:
    return UsageError(
        msg("On another page something else was said since, or a session began: nothing was done."),
        msg("This is what holds now. Read it, and press again."),
        code="C203",
    )


def _present(wanted: SessionRequest) -> _Present:
    return wanted.participants, wanted.adults


def _place_of(act: str, prepared: Prepared) -> str:
    """Return the anchor where the page continues after a press: the participant who was moved."""
    doing, _, code = act.partition(":")
    return f"seat-{code}" if doing in ("up", "down") and code in prepared.participants else "who"


def _line_of(error: NaoSessionsError) -> CheckLine:
    """Return an error as a line of the preflight."""
    return CheckLine("protocol", "refused", error.sentence, error.hint, error.code, error=error)
