"""The addresses of pairing: the leading computer's pages, the page where a device joins, the certificate.

Who pairs is this computer itself: the door keeps every other device away from `/pair`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.pairing.door import AUTHORITY, JOIN
from nao_sessions.console.pairing.invitations import Invitation
from nao_sessions.console.pairing.pairing import Pairing, PairingRefused
from nao_sessions.console.pairing.roles import begins, role_of
from nao_sessions.console.pairing.view import (
    DeviceLine,
    InvitationView,
    authority_code,
    device_lines,
    fingerprint_lines,
    invitation_shown,
    news,
    page_words,
    role_choices,
    warnings,
)
from nao_sessions.console.rendering import Pages
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.console.telling import told
from nao_sessions.text.messages import EMPTY_TEXT
from nao_sessions.web.protection import asked_of, visitor_of

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
