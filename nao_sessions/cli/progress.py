"""What a person sees in the terminal while a session runs: one line, kept up to date, on stderr.

Where stderr is no terminal a line is printed for each sentence; where it is broken the session goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from nao_sessions.cli.words import hush
from nao_sessions.core.clock import SECOND_NS, SessionClock
from nao_sessions.core.events import Event
from nao_sessions.core.text import Language, Text
from nao_sessions.engine.values import View

_WIDTH = 110
_PAUSED = Text(
    fr="en pause ({why}) : « resume » pour continuer, « close » pour fermer",
    en="paused ({why}): 'resume' goes on, 'close' closes",
)
_PAUSES = {
    "paused": Text(fr="demandée", en="asked for"),
    "stopped": Text(fr="arrêt de Nao", en="Nao was stopped"),
    "crash": Text(fr="séance interrompue", en="the session was interrupted"),
    "lost": Text(fr="Nao ne répond plus", en="Nao no longer answers"),
    "slept": Text(fr="l'ordinateur s'est endormi", en="the computer slept"),
    "fell": Text(fr="Nao est tombé", en="Nao has fallen"),
    "calm": Text(fr="retour au calme", en="calming down"),
    "stalled": Text(fr="le protocole tourne en rond", en="the protocol goes round in circles"),
    "no_branch": Text(fr="aucune suite ne convient", en="no branch is open"),
    "speech_failed": Text(
        fr="Nao n'a pas pu parler ; « resume » essaie encore, ensuite vous lisez ses phrases",
        en="Nao could not speak; 'resume' tries again, and from then on its sentences are yours to read",
    ),
}
_REFUSED = Text(fr="refusé : {what} ({why})", en="refused: {what} ({why})")
_REFUSALS = {
    "unknown_command": Text(fr="commande inconnue", en="unknown command"),
    "paused": Text(fr="la séance est en pause", en="the session is paused"),
    "not_in_protocol": Text(fr="ce protocole ne le prévoit pas", en="not in this protocol"),
    "unknown_step": Text(fr="étape inconnue", en="unknown step"),
    "nothing_said": Text(fr="rien n'a encore été dit", en="nothing has been said yet"),
    "nothing_given": Text(fr="rien n'est donné à faire", en="nothing is given to do"),
    "no_limit": Text(fr="la séance n'a pas de durée limite", en="the session has no limit"),
    "not_here": Text(fr="ce bouton n'est pas proposé ici", en="this button is not offered here"),
    "not_paused": Text(fr="la séance n'est pas en pause", en="the session is not paused"),
    "robot_lost": Text(fr="Nao ne répond pas", en="Nao does not answer"),
    "not_running": Text(fr="la séance ne tourne pas", en="the session does not run"),
}
_OF_NO_PERSON = frozenset({"timer", "done"})
"""What is refused without anybody having asked for it: a late timer, an action that ended late."""

_ERROR = Text(fr="erreur : {what} ({detail})", en="error: {what} ({detail})")
_ERRORS = {
    "expression": Text(fr="une expression du protocole échoue", en="an expression of the protocol fails"),
    "stalled": _PAUSES["stalled"],
    "no_branch": _PAUSES["no_branch"],
    "action_failed": Text(fr="Nao n'a pas pu agir", en="Nao could not act"),
    "speech_failed": Text(fr="Nao n'a pas pu dire sa phrase", en="Nao could not say its sentence"),
}
_NOTICE = Text(fr="il reste {minutes} min {seconds:02} s", en="{minutes} min {seconds:02} s left")
_TIME_UP = Text(fr="la durée prévue est écoulée", en="the time is up")
_GUARD = {
    "died": Text(
        fr="le gardien de l'arrêt est mort : un autre démarre", en="the guard has died: another one starts"
    ),
    "failed": Text(fr="le gardien de l'arrêt a échoué", en="the guard has failed"),
    "robot_lost": Text(fr="le gardien n'atteint plus Nao", en="the guard no longer reaches Nao"),
    "robot_back": Text(fr="le gardien atteint Nao de nouveau", en="the guard reaches Nao again"),
}
_UNSAID = Text(fr="[non dit : « {text} »]", en="[not said: '{text}']")
_ADULT = Text(fr="[adulte : {text}]", en="[adult: {text}]")


class Progress:
    """A watcher of the session's loop that tells where it is."""

    def __init__(self, clock: SessionClock, language: Language, frames: Callable[[], int]) -> None:
        self._clock = clock
        self._language = language
        self._frames = frames
        self._live = sys.stderr.isatty()
        self._last = ""

    def watch(self, view: View, outputs: tuple[Event, ...]) -> None:
        """Tell what went wrong, then the step, the sentence and the buttons after an input."""
        for output in outputs:
            news = _news(output.kind, output.data)
            if news is not None:
                self._line(news.in_language(self._language))
        if view.paused_because:
            why = _said(_PAUSES, view.paused_because)
            told = _PAUSED.format(why=why).in_language(self._language)
        else:
            sentence = _filled(view.sentence or view.last_sentence or "", view)
            buttons = " ".join(f"[{n} {b.label}]" for n, b in enumerate(view.buttons, start=1))
            told = f"{view.step:<22} « {sentence} »  {buttons}" if sentence else view.step
        if view.unsaid is not None and view.sentence is None:
            told += "  " + _UNSAID.format(text=_filled(view.unsaid, view)).in_language(self._language)
        if view.adult:
            told += "  " + _ADULT.format(text=_filled(view.adult, view)).in_language(self._language)
        if told == self._last:
            return
        self._last = told
        if self._live:
            count = self._frames()
            frames = f"  · {count} images" if self._language == "fr" else f"  · {count} frames"
            self._write("\r\033[K" + (self._timed(told) + frames)[:_WIDTH])
        else:
            self._write(self._timed(told) + "\n")

    def tell(self, told: Text) -> None:
        """Tell something on a line that stays."""
        self._line(told.in_language(self._language))

    def guard(self, kind: str) -> None:
        """Tell what has become of the guard, where a person should know."""
        if kind in _GUARD:
            self._line(_GUARD[kind].in_language(self._language))

    def end(self) -> None:
        """Leave the line."""
        if self._live:
            self._write("\n")

    def _line(self, told: str) -> None:
        """Write a line that stays; the one that is kept up to date is written again below it."""
        self._last = ""
        self._write(("\r\033[K" if self._live else "") + self._timed(told) + "\n")

    def _timed(self, told: str) -> str:
        seconds = self._clock.now_ns() // SECOND_NS
        return f"{seconds // 60}:{seconds % 60:02}  {told}"

    def _write(self, text: str) -> None:
        """Write to a terminal that may have gone: a session with a child in it does not end for that."""
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            hush()


def _news(kind: str, data: Mapping[str, Any]) -> Text | None:
    if kind == "refused" and str(data.get("what")) not in _OF_NO_PERSON:
        return _REFUSED.format(what=data.get("what"), why=_said(_REFUSALS, str(data.get("why"))))
    if kind == "error":
        return _ERROR.format(what=_said(_ERRORS, str(data.get("code"))), detail=data.get("text", ""))
    if kind == "notice":
        left = int(data.get("seconds_left", 0))
        return _NOTICE.format(minutes=left // 60, seconds=left % 60) if left else _TIME_UP
    return None


def _filled(text: str, view: View) -> str:
    """Put the children's codes, as ‹P07›, where a sentence has their names, which a terminal never shows."""
    everybody = ", ".join(f"‹{code}›" for code in view.present)
    whose = f"‹{view.turn}›" if view.turn else everybody
    return text.replace("{participants}", everybody).replace("{participant}", whose)


def _said(words: Mapping[str, Text], word: str) -> Text:
    return words.get(word) or Text(fr=word, en=word)
