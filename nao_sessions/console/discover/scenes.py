"""The six scenes of the discovery: one for each gesture of the job, with what to do in each.

Their protocols are beside this module; what shows a task to be done is a line of the log.

The coach of a scene: what to do next, worked out from the session's log alone. A task is done when the log
shows it, after the tasks before it; nothing here reads a clock or a file.

How far somebody is in the discovery: the scenes that are done, and the one that is being played. Whose
discovery it is, is not kept.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nao_sessions.console.people import not_kept
from nao_sessions.core.events import Event
from nao_sessions.record.private import replace_private
from nao_sessions.text.messages import Text, msg

FILE = "discovery.json"


class Discovery(BaseModel):
    """What ``discovery.json`` holds: the numbers of scenes ``done``, and the one begun last.

    ``session`` is the name of that one's folder, ``ticked`` are the tasks ticked off in it.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    done: tuple[int, ...] = ()
    scene: int = 0
    session: str = ""
    ticked: tuple[str, ...] = Field(default=())


def read_discovery(keep: Path) -> Discovery:
    """Return how far the discovery is; at the beginning where the file is missing or broken."""
    try:
        return Discovery.model_validate_json((keep / FILE).read_bytes())
    except (OSError, ValidationError):
        return Discovery()


def write_discovery(keep: Path, discovery: Discovery) -> None:
    """Replace the file of the discovery (0600, whole or not at all). Raises: RecordError."""
    try:
        keep.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_private(keep / FILE, (json.dumps(discovery.model_dump()) + "\n").encode("ascii"))
    except OSError as error:
        raise not_kept(error) from error


@dataclass(frozen=True, slots=True)
class LoggedEvidence:
    """A line of the log that shows a task to be done: what it is, and what its data hold at least."""

    dir: str
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def shown_by(self, event: Event) -> bool:
        """Return whether a line of the log matches; where a value here is a tuple, any of it does."""
        if (event.dir, event.kind) != (self.dir, self.kind):
            return False
        return all(
            event.data.get(key) in wanted if isinstance(wanted, tuple) else event.data.get(key) == wanted
            for key, wanted in self.data.items()
        )


@dataclass(frozen=True, slots=True)
class KeptEvidence:
    """A fact beside the log that shows a task to be done: ``corrected``, ``memo`` or a task ticked off."""

    fact: str


@dataclass(frozen=True, slots=True)
class StripButton:
    """A button on the coach's strip: a press makes a child say a word, or else ticks the task off."""

    id: str
    label: Text
    word: Text | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: its sentence (``told``), what shows that it was done, perhaps a button for it."""

    told: Text
    until: LoggedEvidence | KeptEvidence
    part: StripButton | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: its number, the protocol that it plays, and its tasks in order."""

    number: int
    protocol: str
    title: Text
    gesture: Text
    minutes: int
    players: int
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class SceneProgress:
    """How far somebody is: tasks that are ``done``, whether the session has ``ended``, what is next."""

    done: int
    ended: bool
    next: Task | None

    @property
    def complete(self) -> bool:
        """Return whether every task of the scene is done."""
        return self.next is None


def progress(scene: Scene, events: Sequence[Event], facts: Collection[str] = ()) -> SceneProgress:
    """Return how far the log of a session shows somebody to be in its scene.

    Each line shows one task at most, and a task counts only after those before it.
    """
    done = 0
    for event in events:
        task = scene.tasks[done] if done < len(scene.tasks) else None
        if task is not None and isinstance(task.until, LoggedEvidence) and task.until.shown_by(event):
            done += 1
    while done < len(scene.tasks):
        until = scene.tasks[done].until
        if not isinstance(until, KeptEvidence) or until.fact not in facts:
            break
        done += 1
    ended = any(event.dir == "out" and event.kind == "ended" for event in events)
    return SceneProgress(done, ended, scene.tasks[done] if done < len(scene.tasks) else None)


FOLDER = Path(__file__).parent / "scenes"

_BUTTON = LoggedEvidence("in", "button")
_ENDED = LoggedEvidence("out", "ended")


def _command(name: str, **data: str | tuple[str, ...]) -> LoggedEvidence:
    """Return the evidence that the adult gave a command; ``as_`` is its key ``as``."""
    return LoggedEvidence(
        "in", "command", {"name": name, **{key.rstrip("_"): value for key, value in data.items()}}
    )


def _output(kind: str, **data: str | tuple[str, ...]) -> LoggedEvidence:
    """Return the evidence that the engine put out a line of some kind."""
    return LoggedEvidence("out", kind, data)


_FINISH = Task(
    msg("That is all of this scene. 'More', then 'Finish': Nao says goodbye, and the folder is closed."),
    _ENDED,
)

_STOP = (
    Task(
        msg("Nao tells a story. Press Stop, the big button: it falls silent in the middle of a word."),
        _output("paused", why="stopped"),
    ),
    Task(
        msg("It does nothing more without you. When you wish, press Go on."),
        _output("continued", by="resume"),
    ),
    Task(
        msg("It says the cut sentence again. Next comes from the protocol: press, even while it speaks."),
        _BUTTON,
    ),
    Task(
        msg("Nao says goodbye, and the session closes by itself."),
        _ENDED,
    ),
)

_SCORE = (
    Task(
        msg("Nao has asked, and the child has pointed right: press Yes."),
        _output("trial", judgement="correct"),
    ),
    Task(
        msg("Next question. This time it is wrong: press Not yet, and Nao helps."),
        _output("prompt"),
    ),
    Task(
        msg("With this help it is right: Yes. The trial is judged correct with help."),
        _output("trial", judgement="prompted"),
    ),
    Task(
        msg("One more: Not yet, to the end of the help. Nao goes on, and never says that it was wrong."),
        _output("trial", judgement=("incorrect", "no_response")),
    ),
    _FINISH,
)

_HEARD = (
    Task(
        msg("Nao asks who says 'meow'. Once it is silent, have the child answer here."),
        _output("proposed", answer="chat"),
        StripButton("chat", msg("Have 'cat' said"), msg("cat")),
    ),
    Task(
        msg("Nao does not say well done yet: it shows what it heard. Confirm: 'That is it'."),
        _command("judge", as_=("heard", "yes")),
    ),
    Task(
        msg("Next question. The child coughs, and Nao thinks it hears a word: try."),
        _output("proposed", answer="chien"),
        StripButton("cough", msg("Have the child cough"), msg("dog")),
    ),
    Task(
        msg("Nobody said that: 'Misheard'. Nothing is held against the child."),
        _output("dismissed"),
    ),
    Task(
        msg("Now the child really answers."),
        _output("proposed", answer="vache"),
        StripButton("vache", msg("Have 'cow' said"), msg("cow")),
    ),
    Task(
        msg("Confirm."),
        _command("judge", as_=("heard", "yes")),
    ),
    _FINISH,
)

_TURNS = (
    Task(
        msg("Whoever's turn it is, is marked. They have played: press Has played."),
        _BUTTON,
    ),
    Task(
        msg("Somebody leaves the room for a moment: press 'Leaves', beside their code."),
        _output("left"),
    ),
    Task(
        msg("The round goes on and waits for nobody: Has played."),
        _BUTTON,
    ),
    Task(
        msg("They are back: 'Comes back', beside their code."),
        _output("returned"),
    ),
    _FINISH,
)

_IMPROVISE = (
    Task(
        msg("It was not heard: have Nao say it again."),
        _command("repeat"),
    ),
    Task(
        msg("Have it say a sentence of yours: 'More', then 'Have Nao say'."),
        _command("improvise"),
    ),
    Task(
        msg("Somebody knocks at the door: Pause."),
        _output("paused", why="paused"),
    ),
    Task(
        msg("Here we go: Go on."),
        _output("continued", by="resume"),
    ),
    Task(
        msg("The child is agitated: 'More', 'Calm down'. What Nao then does is in the protocol."),
        _command("calm"),
    ),
    Task(
        msg("Everybody has taken a breath: Go on. Nao comes back to where it was."),
        _BUTTON,
    ),
    _FINISH,
)

_END = (
    Task(
        msg("Score a first trial as you like: it will be corrected in a moment."),
        _output("trial"),
    ),
    Task(
        msg("'More', then 'Finish': the end page opens."),
        _ENDED,
    ),
    Task(
        msg("Correct the judgement of that trial: the old one can still be read beside it."),
        KeptEvidence("corrected"),
    ),
    Task(
        msg("Record a voice memo of a few seconds, or pass."),
        KeptEvidence("memo"),
        StripButton("memo", msg("Pass")),
    ),
    Task(
        msg("Read the handover: five lines, copied with one press."),
        KeptEvidence("read"),
        StripButton("read", msg("I have read it")),
    ),
)

SCENES: tuple[Scene, ...] = (
    Scene(
        1,
        "arreter",
        msg("Begin, and stop"),
        msg("The Stop button never moves, and always acts."),
        minutes=4,
        players=1,
        tasks=_STOP,
    ),
    Scene(
        2,
        "oui-pas-encore",
        msg("Yes, Not yet, and the help"),
        msg("A trial is scored with one press; the help that was given is counted for you."),
        minutes=5,
        players=1,
        tasks=_SCORE,
    ),
    Scene(
        3,
        "entendu",
        msg("What Nao heard"),
        msg("A microphone errs: what Nao hears is a proposal only, you decide."),
        minutes=5,
        players=1,
        tasks=_HEARD,
    ),
    Scene(
        4,
        "tour",
        msg("Whose turn is it?"),
        msg("A group moves: somebody leaves, comes back, and the round goes on."),
        minutes=5,
        players=3,
        tasks=_TURNS,
    ),
    Scene(
        5,
        "improviser",
        msg("Improvise, and take a breath"),
        msg("The protocol waits: you may leave it, it goes on where it was."),
        minutes=6,
        players=1,
        tasks=_IMPROVISE,
    ),
    Scene(
        6,
        "garder-trace",
        msg("Finish, and hand over"),
        msg("Two minutes after the session: what happened, corrected if need be, and handed over."),
        minutes=6,
        players=1,
        tasks=_END,
    ),
)


def scene_of(number: int) -> Scene | None:
    """Return the scene of a number; None where there is none."""
    return next((one for one in SCENES if one.number == number), None)


def protocol_of(scene: Scene) -> Path:
    """Return the file of a scene's protocol."""
    return FOLDER / f"{scene.protocol}.yaml"
