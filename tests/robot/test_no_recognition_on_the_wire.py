"""What goes over the wire to a Nao that knows faces: nothing that recognises, and no name comes back.

Held by the simulator's own trace of what it was asked. Somebody has taught this Nao a face before.
"""

from __future__ import annotations

import asyncio

from nao_sessions.engine.values import Action
from nao_sessions.robot.naoqi.robot import QiRobot, connect
from nao_sessions.robot.port import SENSES, Sensed
from tests.docs.test_no_recognition import OF_PEOPLE, SERVICES, WORDS
from tests.robot.simulated_nao import SimulatedNao, eventually

LEARNED = "Ophélie"
PEOPLE = frozenset(("ALFaceDetection", "ALPeoplePerception", "ALGazeAnalysis"))
ASKED_OF_PEOPLE = frozenset(("subscribe", "unsubscribe", "getSubscribersInfo"))
"""The methods that are called of the services which see people: to look, and to look no more."""


def test_every_sense_of_a_nao_that_knows_a_face_tells_that_somebody_is_there_and_never_who(
    own_nao: SimulatedNao,
) -> None:
    own_nao.hand.faceVisible(True)
    assert own_nao.service("ALFaceDetection").learnFace(LEARNED)
    told: list[Sensed] = []

    async def session() -> None:
        robot = await connect(own_nao.url)
        asking = asyncio.create_task(_collect(robot, told))
        assert (await robot.do(Action("a1", "watch", {"senses": sorted(SENSES)}))).how == "finished"
        words = {"words": ["pomme"], "language": "fr"}
        assert (await robot.do(Action("a2", "listen", words))).how == "finished"
        own_nao.hand.lookAtRobot(True)
        await asyncio.to_thread(
            eventually, lambda: {"face", "gaze"} <= {one.kind for one in told}, "both are told"
        )
        await robot.close()
        await asking

    own_nao.begin_here()
    asyncio.run(session())
    assert [one for one in told if LEARNED in str(one.data)] == []
    calls = [line for line in own_nao.lines() if "method" in line and line["service"] != "NaoSimulator"]
    assert {line["service"] for line in calls} <= SERVICES
    assert {line["method"] for line in calls if line["service"] in PEOPLE} <= ASKED_OF_PEOPLE
    asked = {str(one) for line in calls if line["service"] == "ALMemory" for one in line["args"][:1]}
    assert {one for one in asked if "Face" in one or "People" in one or "Gaze" in one} <= OF_PEOPLE
    said = [f"{line['service']}.{line['method']} {line['args']}" for line in calls]
    assert [one for one in said if WORDS.search(one)] == []
    memory = own_nao.service("ALMemory")
    assert [one for one in memory.getListData(memory.getDataListName()) if LEARNED in str(one)] == []


async def _collect(robot: QiRobot, told: list[Sensed]) -> None:
    async for one in robot.events():
        told.append(one)
