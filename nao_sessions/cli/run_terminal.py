"""What a person sees in the terminal while a session runs: one line, kept up to date, on stderr.

Where stderr is no terminal a line is printed for each sentence; where it is broken the session goes on.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from nao_sessions.cli.words import hush, tell
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.core.events import Event
from nao_sessions.engine.values import View
from nao_sessions.launch import LaunchedSession
from nao_sessions.live.loop import Incoming
from nao_sessions.live.session import LiveSession
from nao_sessions.live.terminal import HELP, parse, read_lines
from nao_sessions.record.results.responses import Addressees, fill
from nao_sessions.review.replay.words import REFUSALS
from nao_sessions.text import glossary
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, verbatim

_HANGUP = () if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else (signal.SIGHUP,)
"""The signal of a terminal that goes: it closes the session, unless that was started with nohup."""

_CLOSING = (signal.SIGTERM, *_HANGUP)


class StoppedEarly(Exception):
    """When a person stops a session that has not begun: what was started is ended, nothing is kept."""


class Startup:
    """The signals that come while a session starts; :meth:`check` ends the start between two parts of it."""

    def __init__(self) -> None:
        self.stopped = False
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, *_CLOSING):
            loop.add_signal_handler(number, self._stop)

    def check(self) -> None:
        """Raise StoppedEarly if a person has stopped the start."""
        if self.stopped:
            raise StoppedEarly

    def _stop(self) -> None:
        self.stopped = True


async def until_stopped(work: Callable[[Startup], Awaitable[int]], language: Language) -> int:
    """Run a session and return its exit code; 0 if a person stops it before it begins."""
    startup = Startup()
    try:
        return await work(startup)
    except (StoppedEarly, DeviceUnavailable):
        if not startup.stopped:
            raise
        tell(msg("Stopped before the beginning."), language)
        return 0


def listen_to_person(launched: LaunchedSession, language: Language) -> None:
    """Take commands from stdin and Ctrl-C from now on: once stops Nao, twice closes the session."""
    session, empty_room, hide_names = launched.session, launched.empty_room, launched.names.hide
    halting: set[asyncio.Task[None]] = set()

    def give(incoming: Incoming) -> None:
        if incoming.data.get("name") == "stop":
            # The guard shuts the latch: whatever is still on its way to Nao moves nothing any more.
            task = asyncio.get_running_loop().create_task(launched.robot.halts.halt("professional"))
            halting.add(task)
            task.add_done_callback(halting.discard)
        session.loop.put(incoming)

    def line(text: str) -> None:
        if empty_room.take(text):
            return
        incoming = parse(text, session.begun.journal.view, hide_names)
        if incoming is not None:
            give(incoming)
        elif text.strip():
            tell(HELP, language)

    def command(name: str) -> None:
        empty_room.answer(False)  # whoever leads wants the session to be over
        give(Incoming("professional", "command", {"name": name}, time.monotonic_ns()))

    def interrupted() -> None:
        command("close" if session.begun.journal.state.paused == "stopped" else "stop")

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, interrupted)
    for number in _CLOSING:
        loop.add_signal_handler(number, command, "close")
    read_lines(sys.stdin.fileno(), line)


_WIDTH = 110
_PAUSED = msg("paused ({why}): 'resume' goes on, 'close' closes")
_PAUSES: Mapping[str, Text] = {
    **{key: term.reason for key, term in glossary.PAUSES.items()},
    "speech_failed": msg(
        "{why}; 'resume' tries again, and from then on its sentences are yours to read",
        why=glossary.PAUSES["speech_failed"].reason,
    ),
}
_REFUSED = msg("refused: {what} ({why})")
_OF_NO_PERSON = frozenset({"timer", "done"})
"""What the engine refuses without anybody having asked for it: a late timer, an action that ended late."""

_ERROR = msg("error: {what} ({detail})")
_ERRORS = {
    "expression": msg("an expression of the protocol fails"),
    "stalled": _PAUSES["stalled"],
    "no_branch": _PAUSES["no_branch"],
    "action_failed": msg("Nao could not act"),
    "speech_failed": glossary.PAUSES["speech_failed"].reason,
}
_NOTICE = msg("{minutes} min {seconds:02} s left")
_TIME_UP = msg("the time is up")
_GUARD = {
    "died": msg("the guard has died: another one starts"),
    "failed": msg("the guard has failed"),
    "robot_lost": msg("the guard no longer reaches Nao"),
    "robot_back": msg("the guard reaches Nao again"),
}
_UNSAID = msg("[not said: '{text}']")
_ADULT = msg("[adult: {text}]")


class Progress:
    """The line on stderr that shows where a running session is, and the lines of news above it."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._session: LiveSession | None = None
        self._live = sys.stderr.isatty()
        self._last = ""
        self._addressees = Addressees()

    def attach(self, session: LiveSession) -> None:
        """Show the progress of a session that is about to run."""
        self._session = session
        session.loop.watch(self.watch)

    def watch(self, view: View, outputs: tuple[Event, ...]) -> None:
        """Show, after an input, what went wrong, then the step, the sentence and the buttons."""
        for output in outputs:
            self._addressees.take(output)
            news = _news(output.kind, output.data)
            if news is not None:
                self._line(news.in_language(self._language))
        addressees = self._addressees
        if view.paused_because:
            why = _said(_PAUSES, view.paused_because)
            line = _PAUSED.format(why=why).in_language(self._language)
        else:
            sentence = _filled(view.sentence or view.last_sentence or "", view, addressees.of_sentence)
            buttons = " ".join(f"[{n} {b.label}]" for n, b in enumerate(view.buttons, start=1))
            line = f"{view.step:<22} « {sentence} »  {buttons}" if sentence else view.step
        if view.unsaid is not None and view.sentence is None:
            text = _filled(view.unsaid, view, addressees.of_sentence)
            line += "  " + _UNSAID.format(text=text).in_language(self._language)
        if view.adult:
            text = _filled(view.adult, view, addressees.of_instruction)
            line += "  " + _ADULT.format(text=text).in_language(self._language)
        if line == self._last:
            return
        self._last = line
        if self._live:
            count = 0 if self._session is None else self._session.frames
            frames = f"  · {count} images" if self._language == "fr" else f"  · {count} frames"
            self._write("\r\033[K" + (self._timed(line) + frames)[:_WIDTH])
        else:
            self._write(self._timed(line) + "\n")

    def tell(self, text: Text) -> None:
        """Write a text on a line that stays."""
        self._line(text.in_language(self._language))

    def guard(self, kind: str) -> None:
        """Write what has become of the guard, if a person should know."""
        if kind in _GUARD:
            self._line(_GUARD[kind].in_language(self._language))

    def end(self) -> None:
        """End the line that is kept up to date."""
        if self._live:
            self._write("\n")

    def _line(self, line: str) -> None:
        """Write a line that stays; the line that is kept up to date is written again below."""
        self._last = ""
        self._write(("\r\033[K" if self._live else "") + self._timed(line) + "\n")

    def _timed(self, line: str) -> str:
        seconds = 0 if self._session is None else self._session.begun.clock.now_ns() // SECOND_NS
        return f"{seconds // 60}:{seconds % 60:02}  {line}"

    def _write(self, text: str) -> None:
        """Write to the terminal; if it has gone, go on without it: a child is in the session."""
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            hush()


def _news(kind: str, data: Mapping[str, Any]) -> Text | None:
    if kind == "refused" and str(data.get("what")) not in _OF_NO_PERSON:
        return _REFUSED.format(what=data.get("what"), why=_said(REFUSALS, str(data.get("why"))))
    if kind == "error":
        return _ERROR.format(what=_said(_ERRORS, str(data.get("code"))), detail=data.get("text", ""))
    if kind == "notice":
        left = int(data.get("seconds_left", 0))
        return _NOTICE.format(minutes=left // 60, seconds=left % 60) if left else _TIME_UP
    return None


def _filled(text: str, view: View, child: str | None) -> str:
    """Return a sentence with codes, as ‹P07›, for the children's names: a terminal never shows names."""
    return fill(text, child or view.turn, view.present, "‹{}›".format)


def _said(words: Mapping[str, Text], word: str) -> Text:
    return words.get(word) or verbatim(word)
