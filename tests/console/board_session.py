"""A session with boards in a test's hands: a whole live session on a fake robot, in the hall of a console."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from textwrap import indent

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.session_registry import RunningSession, SessionRegistry
from nao_sessions.core.events import Event
from nao_sessions.engine.values import View
from nao_sessions.live.loop import Incoming
from nao_sessions.live.session import LiveSession
from nao_sessions.live.start import SessionParameters, begin_new
from nao_sessions.protocol import load_files
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.manifest import Grounds
from nao_sessions.robot.fake import FakeRobot, LoopSchedule
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from tests.course import HEAD

LIBRARY = Path(__file__).parents[2] / "protocols"
PICTURES = ("pomme.svg", "carotte.svg", "chien.svg", "fruits.svg")
_TRIALS = """\
trials:
  items: questions
  ask:
    - show:
        choices:
          - {word: pomme, picture: pictures/pomme.svg}
          - {word: carotte, picture: pictures/carotte.svg}
          - {word: chien, picture: pictures/chien.svg}
      say: "Montre la bonne image."
  answers: {from: [pomme, carotte, chien], by: [board, professional]}
  correct: = item.bon
  patience: 60 s
  prompts:
    - help: visual
      do: [{highlight: = item.bon, say: "Regarde."}]
  feedback:
    correct: [{say: "Oui."}]
next: NEXT
"""
AROUND = """
participants: {min: 1, max: 4}
commands:
  finish: {next: fin}
items:
  questions: [{id: une, bon: pomme}, {id: deux, bon: carotte}, {id: trois, bon: chien}]
start: accueil
steps:
  accueil:
    title: "Bonjour"
    do: [{say: "Bonjour."}]
    buttons: [{label: "Suite", next: jeu, main: true}]
  jeu:
    title: "Le jeu"
JEU
  fin:
    title: "Au revoir"
    do: [{say: "Au revoir."}]
    buttons: [{label: "Fin", next: sortie, main: true}]
    after: {wait: 600 s, next: sortie}
  sortie: {end: completed}
"""
ALONE = AROUND.replace("JEU", indent(_TRIALS.replace("NEXT", "fin"), "    "))
"""Three questions on the board, for one child or for several without turns."""

TOGETHER = AROUND.replace(
    "JEU",
    indent(
        "each: participant\nstart: tour\nnext: fin\nsteps:\n  tour:\n"
        + indent(_TRIALS.replace("NEXT", "done"), "    "),
        "    ",
    ),
)
"""The same for each child in turn."""


def house_in(folder: Path, **facts: object) -> ConsoleConfig:
    """Give a house whose folders lie in one of the test's own."""
    return ConsoleConfig(
        language="fr",
        protocols=LIBRARY,
        sessions=folder / "sessions",
        keep=folder / "keep",
        rehearsal=False,
        **facts,  # type: ignore[arg-type]
    )


def files_of(body: str) -> dict[str, bytes]:
    """Give the files of a protocol with the library's pictures and communication boards beside it."""
    pictures = {f"pictures/{name}": (LIBRARY / "pictures" / name).read_bytes() for name in PICTURES}
    boards = {f"boards/{path.name}": path.read_bytes() for path in (LIBRARY / "boards").glob("*.obf")}
    return {"essai.yaml": (HEAD + body).encode(), **pictures, **boards}


class BoardSession:
    """A live session with its hall; ``until`` waits for what the view shows, and for nothing else."""

    def __init__(self, config: ConsoleConfig, body: str, codes: tuple[str, ...], speed: float = 1.0) -> None:
        self.config, self.registry = config, SessionRegistry()
        protocol = load_files(files_of(body), "essai.yaml")
        files = {source.name: source.content for source in protocol.sources}
        self.names = Pseudonyms(codes, {codes[0]: "Léa"})
        self.robot = FakeRobot(LoopSchedule(speed), names=self.names)
        given = SessionParameters(
            protocol=protocol,
            settings={},
            participants=codes,
            language="fr",
            seed=1,
            speed=speed,
            grounds=Grounds(text="simulation"),
            rehearsal=True,
            robot={"simulator": True},
            cameras=(),
        )
        self.begun = begin_new(given, SessionFolder.create(config.sessions, "essai", files))
        self.session = LiveSession(self.begun, self.robot, [], HaltLatch.create())

    async def enter(self) -> None:
        """Begin the session, and let it into the hall."""
        over: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        async def halt(why: str) -> None:
            await self.robot.halt()

        self.running = RunningSession(self.session, self.names, halt, None, True, over)
        self.registry.enter(self.running)
        self._task = asyncio.create_task(self._run(over))

    async def _run(self, over: asyncio.Future[str]) -> None:
        outcome = await self.session.run()
        await self.robot.close()
        self.session.close()
        self.registry.leave()
        over.set_result(outcome)

    async def until(self, seen: Callable[[View], bool], within_s: float = 20.0) -> View:
        """Wait until the view is as wanted. Raises: AssertionError, with the end of the log."""
        try:
            async with asyncio.timeout(within_s):
                with self.registry.looking() as changed:
                    while not seen(self.begun.journal.view):
                        changed.clear()
                        await changed.wait()
        except TimeoutError:
            last = read_log(self.begun.folder.events).events[-20:]
            raise AssertionError(
                "\n".join(["it never came:", *(event.to_line() for event in last)])
            ) from None
        return self.begun.journal.view

    async def leave(self) -> None:
        """Let go of the session, ended or not."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        if not self.running.over.done():
            self.begun.log.close()
            await self.robot.close()

    def events(self, kind: str) -> list[Event]:
        """Give the lines of the log of one kind."""
        return [event for event in read_log(self.begun.folder.events).events if event.kind == kind]


@asynccontextmanager
async def session_of(
    folder: Path, body: str = ALONE, codes: tuple[str, ...] = ("P07",), speed: float = 10.0
) -> AsyncIterator[BoardSession]:
    """Run a session while a test looks on."""
    playing = BoardSession(house_in(folder), body, codes, speed)
    await playing.enter()
    try:
        yield playing
    finally:
        await playing.leave()


def is_open(view: View) -> bool:
    """Tell whether answers count now."""
    return view.trial is not None and view.trial.open


def is_over(view: View) -> bool:
    """Tell whether the trial in hand has ended."""
    return view.trial is not None and view.trial.judged is not None


async def press(playing: BoardSession, label: str) -> None:
    """Press a button as the professional does, once it is there."""
    view = await playing.until(lambda view: any(button.label == label for button in view.buttons))
    button = next(button.id for button in view.buttons if button.label == label)
    playing.registry.put(Incoming("professional", "button", {"id": button}))
