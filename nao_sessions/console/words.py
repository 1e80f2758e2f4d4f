"""The words that every page of the console shares."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.text.messages import Text, msg

FRAME: Mapping[str, Text] = {
    "name": msg("Sessions with Nao"),
    "home": msg("Home"),
    "rehearsal": msg("Rehearsal: Nao is simulated"),
    "among_adults": msg("Rehearsal, among adults"),
    "to_session": msg("A session is running: go back to it"),
    "skip": msg("Skip to the content"),
}
