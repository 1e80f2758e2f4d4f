"""The addresses of pairing: the leading computer's pages, the page where a device joins, the certificate.

Who pairs is this computer itself: the door keeps every other device away from `/pair`.

What the pages of pairing show, from values alone. Pure: the times and the state of the moment come in as
arguments.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any
from urllib.parse import parse_qs

import segno
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.pairing.devices import AUTHORITY, JOIN, Device
from nao_sessions.console.pairing.invitations import OF_ALL, Invitation, Standing, in_two
from nao_sessions.console.pairing.pairing import NetworkPlace, Pairing, PairingRefused
from nao_sessions.console.pairing.roles import ROLES, begins, role_of
from nao_sessions.console.rendering import Pages, told, words_in
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.core.codes import code_words
from nao_sessions.review.replay.words import date
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg
from nao_sessions.web.protection import asked_of, visitor_of

# The words of the pages where devices are paired, in both languages.
#
# Whoever reads them holds a tablet in the other hand: one thing to do a sentence.

WORDS: Mapping[str, Text] = {
    "page": msg("Pair a device"),
    "lead_in": msg("A tablet or a screen of the room joins this console by scanning a code."),
    "choose": msg("What is this device to do?"),
    "child": msg("The child's code"),
    "child_hint": msg("P07 for instance; never a first name."),
    "show_code": msg("Show the code"),
    "devices": msg("Paired devices"),
    "no_device": msg("No device yet."),
    "here": msg("connected"),
    "away": msg("not connected"),
    "since": msg("paired on {date}"),
    "forget": msg("Forget this device"),
    "forget_which": msg("Forget this device: {name}"),
    "forgotten_means": msg("A forgotten device sees nothing more; to come back it needs a new code."),
    "lost": msg("The list of devices could not be read: pair them again (N115)."),
    "guesses": msg("Wrong codes were tried just now: {count}. None of them opened."),
    "guesses_wait": msg("Typing codes is suspended for a minute; scanning one still works."),
    "off": msg("The console answers this computer alone."),
    "off_how": msg("To let the room's tablets join it, start it again like this:"),
    "elsewhere": msg("Devices are paired from the computer that leads the session."),
    # the code
    "scan": msg("Scan this code with the device"),
    "scan_alt": msg("Code to scan in order to join"),
    "or_type": msg("Or type it"),
    "or_type_at": msg("at the address"),
    "or_type_code": msg("the code"),
    "good_once": msg("It is good once, for five minutes."),
    "left": msg("{minutes} min {seconds} s left"),
    "joined": msg("{name} has joined."),
    "joined_gone": msg("The code was used."),
    "expired": msg("This code is no longer good."),
    "cancelled": msg("This code was taken back."),
    "another": msg("Show a new code"),
    "cancel": msg("Take this code back"),
    "back": msg("Back to the devices"),
    # the authority
    "prepare": msg("Prepare a tablet (once)"),
    "prepare_why": msg(
        "The tablet has to trust the certificate of this house: scan this code, install the file, "
        "and compare the fingerprint."
    ),
    "authority_alt": msg("Code to scan for the certificate"),
    "fingerprint": msg("SHA-256 fingerprint"),
    "download": msg("Download the certificate"),
    "cut_off": msg("This page is out of date: the console no longer answers."),
    # the device
    "join": msg("Join the session"),
    "join_lead_in": msg("Type the code that is shown on the computer that leads the session."),
    "code": msg("Code"),
    "code_hint": msg("Eight letters and digits; capitals and hyphen do not matter."),
    "enter": msg("Enter"),
    "entering": msg("One moment…"),
    "not_kept": msg("The device could not be kept: the computer's disk is full or gone."),
}


# A code to scan, as the path of one SVG shape.
#
# Pure; the template draws it, black on white whatever the colours of the page.

QUIET = 4
"""How many modules of white lie around the code (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square of ``size`` modules a side, its border with it; ``path`` fills the dark ones."""

    size: int
    path: str


def qr_of(text: str) -> QrCode:
    """Return a text as a QR code; a sixth of it may be unreadable (level M)."""
    matrix = segno.make_qr(text, error="m", boost_error=False).matrix
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                runs.append(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z")
            x += max(1, length)
    return QrCode(len(matrix) + 2 * QUIET, "".join(runs))


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role that a device may be given, as the page offers it; ``chosen``: it is ticked."""

    role: str
    name: str
    means: str
    of_a_child: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device in the list."""

    id: str
    name: str
    since: str
    here: bool
    state: str
    forget: str


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation as a page shows it; ``code``, ``spelled`` and ``qr`` are there while it is open."""

    id: str
    role: str
    participant: str
    title: str
    standing: Standing
    sentence: str
    left_s: int
    code: str
    spelled: str
    qr: QrCode | None


def role_choices(language: Language, chosen: str = "watch") -> tuple[RoleChoice, ...]:
    """Return the roles to choose among."""
    return tuple(
        RoleChoice(
            role=role,
            name=told(row.name, language),
            means=told(row.means, language),
            of_a_child=row.of_a_child,
            chosen=role == chosen,
        )
        for role, row in ROLES.items()
    )


def device_lines(
    devices: Iterable[Device], here: Mapping[str, bool], zone: tzinfo | None, language: Language
) -> tuple[DeviceLine, ...]:
    """Return the list of devices as the page shows it; ``here`` says by id which ones are connected."""
    return tuple(
        DeviceLine(
            id=device.id,
            name=told(device.name, language),
            since=told(WORDS["since"].format(date=date(device.since, zone, language)), language),
            here=here[device.id],
            state=told(WORDS["here" if here[device.id] else "away"], language),
            forget=told(WORDS["forget_which"].format(name=device.name), language),
        )
        for device in devices
    )


def invitation_shown(
    invitation: Invitation,
    standing: Standing,
    left_s: int,
    joined: Device | None,
    place: NetworkPlace,
    language: Language,
) -> InvitationView:
    """Return an invitation as its page shows it; ``joined`` is the device that used it, if still known."""
    row = ROLES[invitation.role]
    child = invitation.participant
    title = row.name if child is None else msg("{name} {child}", name=row.name, child=code_words(child))
    is_open = standing == "open"
    return InvitationView(
        id=invitation.id,
        role=invitation.role,
        participant=child or "",
        title=told(title, language),
        standing=standing,
        sentence=told(_became(standing, left_s, joined), language),
        left_s=left_s,
        code=in_two(invitation.typed) if is_open else "",
        spelled=" ".join(invitation.typed) if is_open else "",
        qr=qr_of(f"{place.origin}{JOIN}#{invitation.scanned}") if is_open else None,
    )


def authority_code(place: NetworkPlace) -> QrCode:
    """Return the QR code of the address of the authority's certificate."""
    return qr_of(f"{place.origin}{AUTHORITY}")


def fingerprint_lines(fingerprint: str, pairs: int = 8) -> tuple[str, ...]:
    """Return a fingerprint in lines that are easy to compare by eye."""
    parts = fingerprint.split(":")
    return tuple(" ".join(parts[start : start + pairs]) for start in range(0, len(parts), pairs))


def warnings(guesses: int, lost: bool, language: Language) -> tuple[str, ...]:
    """Return the warnings of the page of devices: a lost file, wrong codes."""
    sentences = []
    if lost:
        sentences.append(WORDS["lost"])
    if guesses:
        sentences.append(WORDS["guesses"].format(count=guesses))
    if guesses >= OF_ALL:
        sentences.append(WORDS["guesses_wait"])
    return tuple(told(text, language) for text in sentences)


def news(lines: Iterable[DeviceLine], shown: InvitationView | None, warned: Iterable[str]) -> dict[str, Any]:
    """Return what changes on an open page, as JSON values: devices, the invitation, warnings."""
    return {
        "devices": {line.id: {"here": line.here, "state": line.state} for line in lines},
        "invitation": None if shown is None else {"standing": shown.standing, "sentence": shown.sentence},
        "warnings": list(warned),
    }


def page_words(language: Language) -> dict[str, str]:
    """Return the words of the pairing pages, typeset."""
    return words_in(WORDS, language)


def _became(standing: Standing, left_s: int, joined: Device | None) -> Text:
    if standing == "open":
        return WORDS["left"].format(minutes=left_s // 60, seconds=left_s % 60)
    if standing == "used":
        return WORDS["joined_gone"] if joined is None else WORDS["joined"].format(name=joined.name)
    return WORDS[standing]


PACKAGE = "nao_sessions.console.pairing"
LOOK_AGAIN_S = 2.0
"""How often, in seconds, an open page shows anew which devices are connected."""
COOKIE_S = 395 * 86_400
"""How long a device stays paired by its cookie: browsers keep none for longer than 400 days."""
_LONGEST_CODE = 64


def routes(config: ConsoleConfig, registry: SessionRegistry, pairing: Pairing | None) -> list[Route]:
    """Return the routes of pairing; without a network, only a page that explains how to have one."""
    pages = PairingPages(config, registry, pairing)
    found = [Route("/pair", pages.page)]
    if pairing is None:
        return found
    return [
        *found,
        Route("/pair/events", pages.events),
        Route("/pair/invite", pages.invite, methods=["POST"]),
        Route("/pair/forget", pages.forget, methods=["POST"]),
        Route("/pair/{invitation}", pages.invitation),
        Route("/pair/{invitation}/cancel", pages.cancel, methods=["POST"]),
        Route(JOIN, pages.join_page),
        Route(JOIN, pages.join, methods=["POST"]),
        Route(AUTHORITY, pages.authority),
    ]


class PairingPages:
    """The addresses of one console's pairing."""

    def __init__(self, config: ConsoleConfig, registry: SessionRegistry, pairing: Pairing | None) -> None:
        self._config, self._registry = config, registry
        self._maybe = pairing
        self._pages = Pages(PACKAGE, config, registry)
        self._words = page_words(config.language)

    @property
    def _pairing(self) -> Pairing:
        assert self._maybe is not None, "no route but /pair is given without a network"
        return self._maybe

    async def page(self, request: Request) -> Response:
        """Return the page of paired devices and of the roles that another device may have."""
        return self._page(request)

    async def invite(self, request: Request) -> Response:
        """Invite a device, and redirect to the page with its code."""
        form = await _form(request)
        role = role_of(form.get("role", ""))
        if role is None:
            raise HTTPException(400)
        try:
            invitation = self._pairing.invite(
                role, form.get("participant", "").strip() or None, self._config.names
            )
        except PairingRefused as refused:
            return self._page(request, refused, chosen=role, status=409)
        return RedirectResponse(f"/pair/{invitation.id}", 303)

    async def invitation(self, request: Request) -> Response:
        """Return the page of an invitation: its code, or that it was used, cancelled or has expired."""
        shown = self._shown(self._asked_for(request))
        return self._pages.render(
            "invitation.html",
            words=self._words,
            shown=shown,
            join_address=f"{self._pairing.place.origin}{JOIN}",
            warnings=self._warnings(),
        )

    async def cancel(self, request: Request) -> Response:
        """Cancel an invitation, and return to the page of devices."""
        self._pairing.cancel(self._asked_for(request))
        return RedirectResponse("/pair", 303)

    async def forget(self, request: Request) -> Response:
        """Remove a device; an unknown one is no error."""
        form = await _form(request)
        await self._pairing.forget(form.get("device", ""))
        return RedirectResponse("/pair", 303)

    async def events(self, request: Request) -> Response:
        """Stream changes to an open page: who joined, who is connected, whether somebody tries codes."""
        invitation = self._pairing.invitations.of(request.query_params.get("invitation", ""))
        return StreamingResponse(self._news(invitation), media_type="text/event-stream")

    async def authority(self, request: Request) -> Response:
        """Return the authority's certificate, which tablets are to trust; it is not secret."""
        return Response(
            self._pairing.place.authority,
            media_type="application/x-x509-ca-cert",
            headers={"Content-Disposition": 'attachment; filename="nao-sessions.crt"'},
        )

    async def join_page(self, request: Request) -> Response:
        """Return the page where a device joins."""
        return self._join_page(request)

    async def join(self, request: Request) -> Response:
        """Add a device that shows a valid code, and redirect it to its page."""
        _by_tls_alone(request)
        form = await _form(request)
        code = form.get("scanned", "") or form.get("code", "")
        peer = request.client.host if request.client else ""
        try:
            added = await self._pairing.join(code[:_LONGEST_CODE], peer, asked_of(request.scope))
        except PairingRefused as refused:
            return self._join_page(request, refused)
        except OSError:
            return self._join_page(request, not_kept=True)
        device = added.device
        answer = RedirectResponse(begins(device.role, device.participant), 303)
        answer.set_cookie(
            self._pairing.door.cookie_name,
            added.secret,
            max_age=COOKIE_S,
            path="/",
            secure=True,
            httponly=True,
            samesite="strict",
        )
        return answer

    def _page(
        self,
        request: Request,
        refused: PairingRefused | None = None,
        chosen: str = "watch",
        status: int = 200,
    ) -> Response:
        language = self._config.language
        pairing = self._maybe
        if pairing is None:
            return self._pages.render("no_network.html", words=self._words)
        if not visitor_of(request).here:
            return self._pages.render("elsewhere.html", words=self._words)
        running = self._registry.running
        return self._pages.render(
            "pair.html",
            status=status,
            words=self._words,
            choices=role_choices(language, chosen),
            children=() if running is None else running.names.codes,
            refused=None if refused is None else self._told(refused),
            devices=self._lines(),
            warnings=self._warnings(),
            authority_code=authority_code(pairing.place),
            authority_address=f"{pairing.place.origin}{AUTHORITY}",
            fingerprint=fingerprint_lines(pairing.place.fingerprint),
        )

    def _join_page(
        self, request: Request, refused: PairingRefused | None = None, *, not_kept: bool = False
    ) -> Response:
        _by_tls_alone(request)
        problem = None if refused is None else self._told(refused)
        if not_kept:
            problem = (self._words["not_kept"], "", "N116")
        status = 200 if problem is None else 503 if not_kept else 429 if refused and refused.wait_s else 403
        page = self._pages.render("join.html", status=status, words=self._words, refused=problem)
        if refused is not None and refused.wait_s:
            page.headers["Retry-After"] = str(refused.wait_s)
        return page

    async def _news(self, invitation: Invitation | None) -> AsyncIterator[str]:
        with self._pairing.looking() as changed:
            while True:
                changed.clear()
                shown = None if invitation is None else self._shown(invitation)
                state = news(self._lines(), shown, self._warnings())
                yield f"data: {json.dumps(state, ensure_ascii=False)}\n\n"
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_AGAIN_S):
                        await changed.wait()

    def _asked_for(self, request: Request) -> Invitation:
        found = self._pairing.invitations.of(request.path_params["invitation"])
        if found is None:
            raise HTTPException(404)
        return found

    def _shown(self, invitation: Invitation) -> InvitationView:
        pairing = self._pairing
        joined = next((device for device in pairing.devices if device.id == invitation.joined), None)
        return invitation_shown(
            invitation,
            pairing.invitations.standing(invitation),
            pairing.invitations.left_s(invitation),
            joined,
            pairing.place,
            self._config.language,
        )

    def _lines(self) -> tuple[DeviceLine, ...]:
        devices = tuple(self._pairing.devices)
        here = {device.id: self._pairing.is_here(device) for device in devices}
        return device_lines(devices, here, self._config.zone, self._config.language)

    def _warnings(self) -> tuple[str, ...]:
        return warnings(self._pairing.guesses.of_late, self._pairing.devices.lost, self._config.language)

    def _told(self, refused: PairingRefused) -> tuple[str, str, str]:
        language = self._config.language
        hint = refused.hint or EMPTY_TEXT
        return told(refused.sentence, language), told(hint, language), refused.code


def _by_tls_alone(request: Request) -> None:
    """Raise HTTPException (404) unless a request came by TLS, from the room's network."""
    if request.url.scheme != "https":
        raise HTTPException(404)


async def _form(request: Request) -> dict[str, str]:
    """Return the last value of each field of a form; ``web.bounds`` limits the size of a body."""
    content = (await request.body()).decode("utf-8", "replace")
    try:
        fields = parse_qs(content, max_num_fields=16)
    except ValueError:
        raise HTTPException(400) from None
    return {name: values[-1] for name, values in fields.items()}
