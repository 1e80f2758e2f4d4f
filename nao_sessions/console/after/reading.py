"""A session that is over, read for the page that follows it: its log, and all that was said of it later.

Reads files and decides nothing; whoever asks does so off the loop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from nao_sessions.console.home.words import CLOSING
from nao_sessions.core.errors import NaoSessionsError, RecordError
from nao_sessions.core.events import Event
from nao_sessions.core.received import reads_as_written
from nao_sessions.privacy.presence import PRESENT
from nao_sessions.protocol import load_files
from nao_sessions.protocol.part_names import items_in
from nao_sessions.record.additions.afterwards import Afterwards, read_afterwards
from nao_sessions.record.additions.corrections import read_corrections
from nao_sessions.record.additions.destructions import Destruction, read_destroyed
from nao_sessions.record.additions.lines import is_sealed
from nao_sessions.record.additions.memos import Memo, read_memos
from nao_sessions.record.additions.notes import latest, read_notes
from nao_sessions.record.film import FILM_OVER, LOG_OBJECTED, RecordingContents, read_film_end
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import is_adult_led
from nao_sessions.record.manifest import Manifest
from nao_sessions.record.results.counts import ChildCounts, Latency, count_child, of_child
from nao_sessions.record.results.interruptions import Interruption, read_interruptions
from nao_sessions.record.results.responses import (
    SessionResponse,
    UnscoredAnswer,
    read_responses,
    responses_of_trials,
    unscored_answers,
    words_heard_everywhere,
)
from nao_sessions.record.results.summary import latencies_of_child
from nao_sessions.record.results.trials import (
    OutOfTurn,
    SessionTrial,
    answers_out_of_turn,
    free_answers_before,
    read_trials,
    right_answers_before,
    trials_for_all,
    wrong_answers,
)
from nao_sessions.record.signature import read_seal, read_seal_of_additions
from nao_sessions.room.capture.hold import is_closing
from nao_sessions.room.sync.sync_file import recorded_in
from nao_sessions.room.voice.latencies import (
    EVENT_UNSURE_MS,
    LATENCIES_FILE,
    latencies_by_seq,
    read_latencies,
)
from nao_sessions.text.messages import Text, msg


@dataclass(frozen=True, slots=True)
class ProtocolWords:
    """What the protocol that ran calls its steps and its goals.

    ``titles`` has for a step its own title, else that of the nearest group around it; ``activities`` that
    of the outermost group around it that has one: what was done, in few words. ``everywhere`` are the
    words that it listens for in every step, ``items`` what items are about.
    """

    titles: Mapping[str, Text] = field(default_factory=dict)
    activities: Mapping[str, Text] = field(default_factory=dict)
    goals: tuple[Text, ...] = ()
    everywhere: frozenset[str] = frozenset()
    items: Mapping[str, Text] = field(default_factory=dict)

    def title_of(self, step: str) -> Text:
        """Return the title of a step; words that say it is untitled, never its name in the file."""
        return self.titles.get(step, _UNTITLED)


@dataclass(frozen=True, slots=True)
class FilmOver:
    """The end of one recording for good: when, in session ns, why by the log ("": no word)."""

    name: str
    at_ns: int
    why: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A session that is over.

    By the seq of a trial: ``asked``, what Nao said last before answers counted; ``measured``, the answers of
    ``latencies.json``; ``unscored``, answers that did not count; ``wrong``, the wrong answers before the last
    one, and ``right_before``, the right ones, each as (seq of its line, answer). ``notes`` are by their
    heading's key, ``recorded`` by the recordings' names, ``said`` is the child's word after the session.
    ``seal`` is the folder's, "" where it is not signed. ``filmed`` is whether any film is there,
    ``film_over_ns`` when it was ended for good (None: it was not), ``destroyed`` what was destroyed of it
    since.
    """

    id: str
    manifest: Manifest
    events: tuple[Event, ...]
    trials: tuple[SessionTrial, ...]
    said: Afterwards
    memos: tuple[Memo, ...]
    notes: Mapping[str, str]
    words: ProtocolWords
    asked: Mapping[int, str]
    measured: Mapping[int, Mapping[str, Any]]
    interruptions: tuple[Interruption, ...]
    sealed: bool
    unscored: Mapping[int, Sequence[UnscoredAnswer]] = field(default_factory=dict)
    recorded: Mapping[str, RecordingContents] = field(default_factory=dict)
    responses: tuple[SessionResponse, ...] = ()
    wrong: Mapping[int, Sequence[tuple[int, str]]] = field(default_factory=dict)
    right_before: Mapping[int, Sequence[tuple[int, str]]] = field(default_factory=dict)
    free_before: Mapping[int, Sequence[tuple[int, str]]] = field(default_factory=dict)
    seal: str = ""
    seal_of_additions: str = ""
    filmed: bool = False
    film_over_ns: int | None = None
    destroyed: tuple[Destruction, ...] = ()

    @property
    def children(self) -> tuple[str, ...]:
        """Return the codes of those who took part; one empty code where nobody has one."""
        return tuple(self.manifest.participants) or ("",)

    @property
    def adult_led(self) -> bool:
        """Return whether no robot took part."""
        return is_adult_led(self.events)

    @property
    def films_over(self) -> tuple[FilmOver, ...]:
        """Return the recordings that were ended alone for good, before the film of all was, in order."""
        over = self.film_over_ns
        return tuple(
            FilmOver(str(one.data["name"]), one.happened_ns, str(one.data.get("why", "")))
            for one in self.events
            if (one.dir, one.kind) == ("note", FILM_OVER) and "name" in one.data
            if over is None or one.happened_ns < over
        )

    @property
    def films_all_over(self) -> bool:
        """Return whether each recording was ended alone, so that an end of all ended nothing any more."""
        room = self.manifest.room
        recorded = {*room.get("cameras", ()), *room.get("microphones", ())}
        return bool(recorded) and recorded <= {one.name for one in self.films_over}

    @property
    def is_unfilmed(self) -> bool:
        """Return whether children who were asked of the ledger of grounds were neither filmed nor heard."""
        room = self.manifest.room
        asked = any((one.source, one.kind) == ("session", PRESENT) for one in self.events)
        return asked and not (room.get("cameras") or room.get("microphones"))

    @property
    def log_objected(self) -> bool:
        """Return whether somebody objected to the log while it was written."""
        return any((one.source, one.kind) == ("session", LOG_OBJECTED) for one in self.events)

    @property
    def simulated(self) -> bool:
        """Return whether Nao was simulated."""
        return bool(self.manifest.robot.get("simulator"))

    @property
    def out_of_turn(self) -> tuple[OutOfTurn, ...]:
        """Return the answers that children gave to a question asked of another child."""
        return answers_out_of_turn(self.events, self.responses, self.trials)

    def other_word(self, trial: SessionTrial) -> str:
        """Return the word that Nao heard, where it stood for an answer of another name; else ""."""
        rests_on = responses_of_trials(self.events).get(trial.seq)
        said = [one.data for one in self.events if one.seq == rests_on and one.data["sense"] == "word"]
        other = [str(one["value"]) for one in said if one["value"] != trial.answer.replace("_", " ")]
        return other[0] if other else ""

    def trials_of(self, child: str) -> tuple[SessionTrial, ...]:
        """Return the trials that count for a child; for "", the trials that count for nobody."""
        return of_child(self.trials, child)

    def put_to_all(self, child: str) -> tuple[SessionTrial, ...]:
        """Return the trials put to the whole group while a child was there; none where there is one child."""
        return trials_for_all(self.events, self.trials, child) if len(self.children) > 1 else ()

    def counts_of(self, child: str) -> ChildCounts:
        """Return the counts of a child's trials, helps and latencies."""
        return count_child(self.trials_of(child), self.measured, EVENT_UNSURE_MS)

    def latencies_of(self, child: str) -> tuple[Latency, ...]:
        """Return a child's latencies that count: its trials', else the responses' of a lone child."""
        alone = len(self.children) == 1
        return latencies_of_child(
            self.trials_of(child), self.events, self.measured, EVENT_UNSURE_MS, alone=alone
        )


@reads_as_written
def read_finished(path: Path) -> Finished:
    """Return a session that is over, read from its folder.

    Raises:
        RecordError: it is not closed (A102) or being closed (A114), or a file of it cannot be read.
    """
    folder = SessionFolder.open(path)
    manifest = folder.read_manifest()
    if manifest.state == "open":
        raise being_closed() if is_closing(folder.room) else RecordError(_OPEN, _OPEN_HINT, code="A102")
    events = folder.read_events()
    corrections = read_corrections(path)
    return Finished(
        id=path.name,
        manifest=manifest,
        events=events,
        trials=read_trials(events, corrections),
        said=read_afterwards(path),
        memos=read_memos(path),
        notes=latest(read_notes(path)),
        words=_words_of(folder, manifest.protocol.entry),
        asked=asked_by_trial(events),
        measured=latencies_by_seq(events, read_latencies(path / LATENCIES_FILE)),
        interruptions=read_interruptions(events),
        sealed=is_sealed(path),
        unscored=unscored_answers(events),
        recorded=recorded_in(folder, events),
        responses=read_responses(events, corrections),
        wrong=wrong_answers(events),
        right_before=right_answers_before(events),
        free_before=free_answers_before(events),
        seal=read_seal(path),
        seal_of_additions=read_seal_of_additions(path),
        filmed=folder.is_filmed,
        film_over_ns=read_film_end(events, folder.halts),
        destroyed=read_destroyed(path),
    )


def being_closed() -> RecordError:
    """Return the error for a session whose folder is just being closed, and can soon be read (A114)."""
    return RecordError(CLOSING, _OPENS_HINT, code="A114")


@lru_cache(maxsize=64)
def _words_of(folder: SessionFolder, entry: str) -> ProtocolWords:
    """Return the words of the protocol that ran; none if it cannot be read.

    Cached: what ran in a closed session never changes.
    """
    if not folder.protocol.is_dir():
        return ProtocolWords()
    try:
        protocol = load_files(folder.protocol_files(), entry)
    except NaoSessionsError:
        return ProtocolWords()
    own = {step.name: step.title.as_written() for step in protocol.steps.values() if step.title is not None}
    around = {
        name: [one for one in (name, *protocol.ancestors(name)) if one in own] for name in protocol.steps
    }
    titles = {name: own[found[0]] for name, found in around.items() if found}
    activities = {name: own[found[-1]] for name, found in around.items() if found}
    goals = tuple(goal.as_written() for goal in protocol.about.goals)
    return ProtocolWords(titles, activities, goals, words_heard_everywhere(protocol), items_in(protocol))


def asked_by_trial(events: Iterable[Event]) -> dict[int, str]:
    """Return what Nao asked in each trial, by the trial's seq: the last sentence before answers counted.

    Trials that Nao asked without a word are left out.
    """
    found: dict[int, str] = {}
    sentence, asking = "", False
    for event in events:
        if event.dir != "out":
            continue
        match event.kind:
            case "question":
                sentence, asking = "", True
            case "do" if asking and event.data.get("verb") == "say":
                sentence = str(event.data.get("text", ""))
            case "open" | "prompt":
                asking = False
            case "trial":
                asking = False
                if sentence:
                    found[event.seq] = sentence
    return found


_UNTITLED = msg("An activity without a title")
_OPENS_HINT = msg("This page opens by itself once it is closed.")
_OPEN = msg("This session is not closed.")
_OPEN_HINT = msg("Finish it, or close it from the home page; this page opens then.")
