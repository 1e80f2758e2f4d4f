"""A session that is over, read for the page that follows it: its log, and all that was said of it later.

Reads files and decides nothing; whoever asks does so off the loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from nao_sessions.core.errors import NaoSessionsError, RecordError
from nao_sessions.core.events import Event
from nao_sessions.core.text import Text
from nao_sessions.protocol import load_files
from nao_sessions.room.voice.latencies import LATENCIES_FILE, read_latencies
from nao_sessions.session.afterwards import Afterwards, read_afterwards
from nao_sessions.session.corrections import read_corrections
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.later import is_sealed
from nao_sessions.session.log import read_log
from nao_sessions.session.manifest import Manifest
from nao_sessions.session.memos import Memo, read_memos
from nao_sessions.session.notes import latest, read_notes
from nao_sessions.session.trials import SessionTrial, read_trials


@dataclass(frozen=True, slots=True)
class Latency:
    """How long an answer took, how far off that may be, and whether it was measured in the sound."""

    ns: int
    uncertainty_ms: float | None
    in_sound: bool


@dataclass(frozen=True, slots=True)
class ProtocolWords:
    """What the protocol that ran calls its steps and its goals."""

    titles: Mapping[str, Text] = field(default_factory=dict)
    goals: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """A session that is over. ``latencies`` are by the seq of the trial; ``notes`` by their heading's key."""

    id: str
    manifest: Manifest
    events: tuple[Event, ...]
    trials: tuple[SessionTrial, ...]
    said: Afterwards
    memos: tuple[Memo, ...]
    notes: Mapping[str, str]
    words: ProtocolWords
    latencies: Mapping[int, Latency]
    sealed: bool

    @property
    def children(self) -> tuple[str, ...]:
        """Give the codes of those who took part; one empty code where nobody has one."""
        return tuple(self.manifest.participants) or ("",)

    def trials_of(self, child: str) -> tuple[SessionTrial, ...]:
        """Give the trials of a child; of a session with one child, those that name nobody are its own."""
        alone = len(self.children) == 1
        return tuple(one for one in self.trials if one.child == child or (alone and not one.child))


def read_finished(path: Path) -> Finished:
    """Read a session that is over.

    Raises:
        RecordError: it is not closed (A102), or a file of it cannot be read.
    """
    folder = SessionFolder.open(path)
    manifest = folder.read_manifest()
    if manifest.state == "open":
        raise RecordError(_OPEN, _OPEN_HINT, code="A102")
    events = read_log(folder.events).events
    return Finished(
        id=path.name,
        manifest=manifest,
        events=events,
        trials=read_trials(events, read_corrections(path)),
        said=read_afterwards(path),
        memos=read_memos(path),
        notes=latest(read_notes(path)),
        words=_words_of(folder, manifest.protocol.entry),
        latencies={
            int(one["seq"]): Latency(
                int(one["latency_ns"]), one.get("uncertainty_ms"), one.get("method") == "sound"
            )
            for one in read_latencies(path / LATENCIES_FILE)["answers"]
            if one["kind"] == "trial"
        },
        sealed=is_sealed(path),
    )


@lru_cache(maxsize=64)
def _words_of(folder: SessionFolder, entry: str) -> ProtocolWords:
    """Read the protocol that ran; one that can no longer be read leaves the names that stand in the log.

    Kept: what ran in a closed session never changes.
    """
    if not folder.protocol.is_dir():
        return ProtocolWords()
    try:
        protocol = load_files(folder.protocol_files(), entry)
    except NaoSessionsError:
        return ProtocolWords()
    titles = {
        step.name: step.title.as_written() for step in protocol.steps.values() if step.title is not None
    }
    return ProtocolWords(titles, tuple(goal.as_written() for goal in protocol.about.goals))


_OPEN = Text(fr="Cette séance n'est pas fermée.", en="This session is not closed.")
_OPEN_HINT = Text(
    fr="Terminez-la, ou fermez-la depuis l'accueil ; cette page s'ouvre alors.",
    en="Finish it, or close it from the home page; this page opens then.",
)
