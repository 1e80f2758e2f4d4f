"""What `run` says of its preflight: on stderr what is not well, in JSON every line.

What is refused is said in full before anything is started; what is overridden is kept in the log.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nao_sessions.cli.main import exit_code
from nao_sessions.cli.words import give_json, tell_error
from nao_sessions.live.disk_space import Need
from nao_sessions.live.preflight import Line, Plan, preflight, refused
from nao_sessions.live.session import LiveSession
from nao_sessions.text.languages import Language


@dataclass(frozen=True, slots=True)
class Looked:
    """A preflight that was passed: its lines, the need, and what the session begins in spite of."""

    lines: tuple[Line, ...]
    need: Need
    despite: tuple[Line, ...]

    def note(self, session: LiveSession) -> None:
        """Keep in the log what the session was started in spite of."""
        for line in self.despite:
            session.loop.note("session", "despite", {"code": line.code, **line.facts})

    def to_json(self, language: Language) -> list[dict[str, object]]:
        """Give every line as JSON values."""
        return [line.to_json(language) for line in self.lines]


def look_before(plan: Plan, despite: Collection[str], language: Language, *, as_json: bool) -> Looked:
    """Look at what a session needs, and say what is not well.

    Raises:
        SystemExit: it is not to be started; all that keeps it from that has been said.
    """
    lines = preflight(plan)
    keeping = refused(lines, despite)
    if keeping:
        if as_json:
            give_json({"started": False, "preflight": [line.to_json(language) for line in lines]})
        _say(keeping)
        raise SystemExit(exit_code(keeping[0].told()))
    _say([line for line in lines if line.verdict != "well"])
    return Looked(lines, plan.need, tuple(line for line in lines if line.verdict == "refused"))


def _say(lines: Sequence[Line]) -> None:
    for line in lines:
        tell_error(line.told())
