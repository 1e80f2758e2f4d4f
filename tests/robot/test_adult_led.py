"""A protocol without a robot: the adult is told what to say and to do, and time passes as if it were done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from nao_sessions.core.errors import RobotLost
from nao_sessions.engine.values import Action
from nao_sessions.protocol.catalogue import GESTURES, LOOKS, POSES, POSTURES
from nao_sessions.protocol.timing import action_ms
from nao_sessions.robot import adult_words
from nao_sessions.robot.adult_led import AdultLed
from nao_sessions.robot.adult_words import to_be_done
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.messages import Text

SPEED = 200.0
LONG = "Une phrase assez longue pour durer plusieurs secondes, même dite très vite par un adulte pressé."
NAMES = Pseudonyms(("P07",), {"P07": "Léa"})


def play(story: Callable[[AdultLed, HaltLatch], Awaitable[None]], speed: float = SPEED) -> list[Text]:
    """Play a story; give what the adult was told."""
    told: list[Text] = []

    async def run() -> None:
        latch = HaltLatch.create()
        robot = AdultLed(told.append, latch=latch, names=NAMES, speed=speed)
        try:
            await story(robot, latch)
        finally:
            await robot.close()
            latch.release()

    asyncio.run(run())
    return told


def test_the_adult_is_told_the_sentence_with_the_name_and_the_gesture_in_words() -> None:
    async def story(robot: AdultLed, latch: HaltLatch) -> None:
        for action in (
            Action("1", "say", {"text": "Bonjour {participant} !"}),
            Action("2", "gesture", {"name": "hello"}),
            Action("3", "pose", {"name": "arms_up"}),
            Action("4", "eyes", {"colour": "blue"}),
            Action("5", "watch", {"senses": ["card", "gaze"]}),
            Action("6", "listen", {"words": ["oui"]}),
        ):
            assert (await robot.do(action)).how == "finished"

    told = play(story)
    assert [text.fr for text in told] == [
        "À dire\u00a0: «\u00a0Bonjour Léa !\u00a0»",
        "À faire\u00a0: dire bonjour de la main",
        "À faire\u00a0: garder les deux bras en l'air",
    ]
    assert told[0].en == 'Say: "Bonjour Léa !"'


@pytest.mark.parametrize(
    ("verb", "key", "catalogue", "words"),
    [
        ("gesture", "name", GESTURES, adult_words.GESTURES),
        ("pose", "name", POSES, adult_words.POSES),
        ("posture", "name", POSTURES, adult_words.POSTURES),
        ("look", "where", LOOKS, adult_words.LOOKS),
    ],
)
def test_everything_that_nao_can_do_has_words_for_an_adult(
    verb: str, key: str, catalogue: dict[str, object], words: dict[str, Text]
) -> None:
    assert set(words) == set(catalogue)
    for name in catalogue:
        told = to_be_done(Action("1", verb, {key: name}))
        assert told is not None
        assert told.fr.startswith("À faire\u00a0: ")
        assert told.en.startswith("Do: ")


def test_a_sentence_takes_the_time_that_the_timing_model_gives_it() -> None:
    spent: list[float] = []

    async def story(robot: AdultLed, latch: HaltLatch) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await robot.do(Action("1", "say", {"text": LONG}))
        spent.append(loop.time() - begun)

    play(story)
    assert spent[0] >= action_ms("say", {"text": LONG}) / 1000 / SPEED


def test_a_halt_ends_what_is_under_way_and_what_waits_at_once() -> None:
    async def story(robot: AdultLed, latch: HaltLatch) -> None:
        first = asyncio.create_task(robot.do(Action("1", "say", {"text": LONG})))
        second = asyncio.create_task(robot.do(Action("2", "say", {"text": "Jamais dite."})))
        await asyncio.sleep(0)
        await robot.halt()
        assert [(await first).how, (await second).how] == ["stopped", "stopped"]
        latch.shut()
        assert (await robot.do(Action("3", "say", {"text": "Non plus."}))).how == "stopped"
        latch.open()
        assert (await robot.do(Action("4", "eyes", {"colour": "blue"}))).how == "finished"

    assert [text.en for text in play(story, speed=1.0)] == [f'Say: "{LONG}"']


def test_nobody_senses_anything_and_about_says_that_nobody_is_there() -> None:
    async def story(robot: AdultLed, latch: HaltLatch) -> None:
        about = await robot.about()
        assert (about.kind, about.details["adult_led"]) == ("none", True)
        sensing = asyncio.create_task(anext(robot.events(), None))
        await robot.do(Action("1", "say", {"text": "Oui."}))
        await robot.close()
        assert await sensing is None
        assert (await robot.do(Action("2", "say", {"text": "Non."}))).how == "lost"
        with pytest.raises(RobotLost):
            await robot.about()

    play(story)
