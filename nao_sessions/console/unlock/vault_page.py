"""The page of a closed vault: there it is opened, and Nao stopped; nothing else is to be had.

Its address is its own: what belongs to the console's (its keys, who may come in) lies in the vault.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.forms import Form, form_of
from nao_sessions.console.rendering import Pages, not_kept, problem_of, told, words_in
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.processes import open_browser
from nao_sessions.launch import StandbyGuard
from nao_sessions.privacy.vault import Vault
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.access_policy import AccessPolicy
from nao_sessions.web.limits import BoundedApplication, Streams
from nao_sessions.web.pages import StaticTable, read_static
from nao_sessions.web.protection import ProtectedApplication
from nao_sessions.web.server import ServedApplication, listen, serve_all

_PACKAGES = ("nao_sessions.web", "nao_sessions.console", "nao_sessions.console.unlock")
_LOOK_EVERY_S = 1.0
_QUIET_WITHIN_S = 2.0
"""How long the answer to a stop waits for Nao to be found quiet."""


@dataclass(frozen=True, slots=True)
class VaultPage:
    """The page of one closed vault.

    ``guard`` stops Nao; None: there is no robot. ``console`` returns the address of the console, and is
    called once the vault is open. ``opened`` is set when this page finds it open.
    """

    vault: Vault
    config: ConsoleConfig
    guard: StandbyGuard | None
    console: Callable[[], str]
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def serve_until_open(
        self,
        stack: AsyncExitStack,
        ended: asyncio.Event,
        print_address: Callable[[str], None],
        *,
        browser: bool,
    ) -> None:
        """Serve the page; return once the vault is open, here or by its command, or *ended* is set.

        Until the stack ends it is served on, and leads whoever comes back to the console.
        """
        listening, over = stack.enter_context(listen()), asyncio.Event()
        door = AccessPolicy(int(listening.getsockname()[1]))
        served = [ServedApplication(self.behind(door), listening)]
        serving = asyncio.create_task(serve_all(served, lambda: print_address(door.address()), over))

        async def end() -> None:
            over.set()
            await serving

        stack.push_async_callback(end)
        if browser:
            open_browser(door.address_for_the_browser())
        starting = None if self.guard is None else asyncio.create_task(self.guard.start())
        while not (ended.is_set() or self.vault.place.state() == "open"):
            waiting = {asyncio.create_task(ended.wait()), asyncio.create_task(self.opened.wait())}
            await asyncio.wait(waiting, timeout=_LOOK_EVERY_S, return_when=asyncio.FIRST_COMPLETED)
            for one in waiting:
                one.cancel()
        if self.guard is not None and starting is not None:
            await asyncio.gather(starting, return_exceptions=True)
            await self.guard.stop()

    def behind(self, door: AccessPolicy) -> ASGIApp:
        """Return the page's application behind a door."""
        static = StaticTable(read_static(*_PACKAGES))
        routes = [
            Route("/", self._answer),
            Route("/open", self._open, methods=["POST"]),
            Route("/stop", self._stop, methods=["POST"]),
            Route("/static/{name}", static.answer),
        ]
        bounded = BoundedApplication(Starlette(routes=routes), Streams(), self.config.language)
        return ProtectedApplication(bounded, door, self.config.language)

    async def _answer(self, request: Request) -> Response:
        return self._page()

    async def _open(self, request: Request) -> Response:
        form = await form_of(request)
        try:
            async with self._one_at_a_time:
                await asyncio.to_thread(self._open_by, form)
        except NaoSessionsError as error:
            return self._page(_with_hint_here(error))
        except OSError as error:
            return self._page(not_kept(error))
        return self._page()

    def _open_by(self, form: Form) -> None:
        key = form.one("key").strip()
        if key:
            self.vault.open_by_key(key)
        elif form.one("pin"):
            self.vault.open_by_pin(form.one("pin"))
        else:
            self.vault.open(form.one("passphrase"))

    async def _stop(self, request: Request) -> Response:
        if self.guard is not None and not self.opened.is_set():
            await self.guard.halt("vault page", _QUIET_WITHIN_S)
        return RedirectResponse("/", 303)

    def _page(self, error: NaoSessionsError | None = None) -> Response:
        language = self.config.language
        pages = Pages("nao_sessions.console.unlock", self.config, SessionRegistry())
        if self.vault.place.state() == "open":
            self.opened.set()
            return pages.render("opened.html", words=words_in(WORDS, language), console=self.console())
        return pages.render(
            "vault.html",
            status=200 if error is None else 403,
            words=words_in(WORDS, language),
            problem=None if error is None else problem_of(error, language),
            has_pin=self.vault.pin_made() is not None,
            stops=self.guard is not None,
            nao="" if self.guard is None else told(_nao(self.guard), language),
        )


def _nao(guard: StandbyGuard) -> Text:
    """Return what is known of Nao: that it is stopped is said once it was found to be quiet."""
    if guard.broken:
        return _NO_STOP
    if not guard.reaches_nao:
        return _STOP_WAITS if guard.halted else _AWAY
    if not guard.halted:
        return _THERE
    return _STOPPED if guard.is_quiet else _STOPPING


def _with_hint_here(error: NaoSessionsError) -> NaoSessionsError:
    """Return an error with the hint that fits this page, instead of one that names a command."""
    return NaoSessionsError(error.sentence, _HINTS.get(error.code, error.hint), code=error.code)


WORDS: Mapping[str, Text] = {
    "title": msg("The vault is closed"),
    "means": msg(
        "What this computer keeps of children lies in the vault. Until it is open, nobody can read it, and "
        "nothing is filmed."
    ),
    "passphrase": msg("Passphrase of the vault"),
    "not_yours": msg("It is not the secret code of a person: that one is asked for afterwards."),
    "pin": msg("PIN of this computer"),
    "open": msg("Open the vault"),
    "otherwise": msg("By the passphrase, or by a paper"),
    "forgotten": msg("Forgotten? Open it by a paper"),
    "key": msg("Key of the director's paper, or of the officer's"),
    "key_hint": msg("Five groups of eight digits; hyphens and spaces may be left out."),
    "nao": msg("Nao"),
    "stop": msg("Stop Nao"),
    "opened": msg("The vault is open"),
    "go_on": msg("To the console"),
    "starts": msg("The console starts."),
}
_AWAY = msg("Nao does not answer. A stop that is asked for now is carried out as soon as it answers.")
_THERE = msg("Nao answers.")
_STOPPED = msg("Nao is stopped.")
_STOP_WAITS = msg("Nao does not answer: it is stopped as soon as it does.")
_STOPPING = msg("The stop is sent; Nao was not found to be quiet yet.")
_NO_STOP = msg("Nao cannot be stopped from here: switch it off by its chest button.")
_HINTS = {
    "G115": msg("Forgotten? The key on either paper opens it too, below."),
    "G117": msg("Try the other paper, or the passphrase."),
}
