"""The examination of a Nao: what it finds on the real wire, and that it moves nothing unless it may."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import qi

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import Finding, Place
from nao_sessions.doctor.result import ExaminationResult
from nao_sessions.doctor.robot import (
    ExaminationTarget,
    examine_robot,
    findings_of_condition,
    findings_of_trials,
)
from nao_sessions.robot.address import read_address
from nao_sessions.robot.naoqi.condition import NEEDED, Condition
from nao_sessions.robot.naoqi.robot import connect
from nao_sessions.robot.naoqi.trials import TrialCall, TrialCalls
from tests.robot.simulated_nao import SimulatedNao, eventually

ROOT = Path(__file__).resolve().parent.parent.parent
ASKS = re.compile(r"get[A-Z]\w*|is[A-Z]\w*|ping|systemVersion|robotIsWakeUp")
NOTES = {"insertData", "removeData"}
"""A key of the examination's own, which tells Nao's clock and is taken away again."""

FLOOR = ExaminationTarget(Place("tcp://nao.local:9559"), ("fr",), "floor")
WELL = Condition(
    kind="nao",
    languages=("French", "English"),
    volume_percent=60,
    posture="Stand",
    family="Standing",
    postures=("Crouch", "Sit", "Stand"),
    awake=True,
    stiffness={"HeadYaw": 1.0, "LHand": 0.0},
    life="solitary",
    battery_percent=90,
    heat={"LKneePitch": 0},
    round_trips_ms=(1.0,) * 100,
)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedNao]:
    """A simulator in real time, as its clock is to be the host's; each test leaves it as it was."""
    running = SimulatedNao(tmp_path_factory.mktemp("examined") / "trace.jsonl")
    yield running
    running.close()


def examine(
    nao: SimulatedNao, *languages: str, place: str = "floor", moves: bool = False
) -> ExaminationResult:
    """Return what is found, without that Nao's clock is off where this computer's was set since the start."""
    address = read_address(nao.url)
    found = asyncio.run(examine_robot(address, languages=languages or ("fr",), place=place, moves=moves))
    if abs(_clock_ahead_s() - CLOCK_AHEAD_S) < 1.0:
        return found
    return replace(found, findings=[one for one in found.findings if one.code != "D306"])


def _clock_ahead_s() -> float:
    return time.time() - time.monotonic()


CLOCK_AHEAD_S = _clock_ahead_s()


def codes(findings: Sequence[Finding]) -> list[str]:
    return [f"{finding.severity} {finding.code}" for finding in findings]


def test_a_nao_that_is_well_has_no_finding_and_nothing_of_it_was_touched(standing: SimulatedNao) -> None:
    before, since = standing.state(), len(standing.lines())
    found = examine(standing, "fr", "en")
    assert (found.kind, found.name, codes(found.findings), found.worst) == ("robot", "127.0.0.1", [], None)
    facts = {fact.key: fact.value for fact in found.facts}
    assert (facts["kind"], facts["naoqi"], facts["languages"]) == ("Nao", "2.8.6.23", "English, French")
    assert (facts["posture"], facts["battery_minutes"], facts["charging"]) == ("Stand", 60, False)
    clock_off_ms = facts["clock_off_ms"]
    assert isinstance(clock_off_ms, float)
    assert abs(clock_off_ms) < 1_000  # the simulator's clock is the host's
    calls = {line["method"] for line in standing.lines()[since:] if line.get("service") != "NaoSimulator"}
    assert {call for call in calls if call and not ASKS.fullmatch(call)} - NOTES == set()
    assert standing.service("ALMemory").getDataList("NaoSessions") == []
    after = standing.state()
    breathes = {"joints", "leds"}  # life is on: it goes on breathing and blinking
    assert {key: after[key] for key in before if after[key] != before[key] and key not in breathes} == {}


def test_with_moves_lamps_tone_voice_and_posture_are_tried_and_measured(standing: SimulatedNao) -> None:
    since = len(standing.lines())
    found = examine(standing, moves=True)
    facts = {fact.key: fact.value for fact in found.facts}
    tried = ("lamp_call_ms", "tone_call_ms", "say_to_voice_ms", "posture_ms")
    assert codes(found.findings) == []
    assert [key for key in tried if not isinstance(facts[key], float)] == []
    assert standing.calls("say", since) == [["Bonjour.", "French"]]
    assert standing.calls("goToPosture", since) == [["Stand", 0.5]]
    assert standing.calls("learnFace", since) == []


def test_on_a_table_no_change_of_posture_is_tried(standing: SimulatedNao) -> None:
    since = len(standing.lines())
    found = examine(standing, place="table", moves=True)
    assert "posture_ms" not in {fact.key for fact in found.facts}
    assert standing.calls("goToPosture", since) == []


def test_battery_heat_a_stuck_sensor_and_another_program_are_found_and_keep_nao_still(
    standing: SimulatedNao,
) -> None:
    hand, manager = standing.hand, standing.service("ALBehaviorManager")
    since = len(standing.lines())
    hand.battery(10)
    hand.heat("LKneePitch", 2)
    hand.touch("head.front", True)
    manager.startBehavior("demo/behavior_1")
    standing.service("ALAudioDevice").setOutputVolume(10)
    found = examine(standing, "fr", "de", moves=True)
    hand.plug(True)
    plugged = examine(standing)
    hand.plug(False)
    hand.battery(100)
    hand.heat("LKneePitch", 0)
    hand.touch("head.front", False)
    manager.stopBehavior("demo/behavior_1")
    standing.service("ALMotion").setStiffnesses("Body", 1.0)
    standing.service("ALAudioDevice").setOutputVolume(70)
    assert sorted(codes(found.findings)) == [
        *("error D305", "error D314", "error D315", "remark D322"),
        *("warning D311", "warning D312", "warning D313"),
    ]
    assert found.worst == "error"
    by_code = {finding.code: finding.sentence for finding in found.findings}
    assert by_code["D314"].fr == "Il reste environ 6 minutes de batterie (10 %)."
    assert by_code["D312"].en == "Other programs run on Nao, and would move it: demo/behavior_1."
    assert standing.calls("goToPosture", since) == []
    assert "remark D314" in codes(plugged.findings)


def test_a_stuck_sensor_is_found_though_nao_does_not_answer_one_look(standing: SimulatedNao) -> None:
    standing.hand.touch("head.front", True)
    standing.hand.failNext("ALMemory", "getListData", "late")
    found = examine(standing)
    standing.hand.touch("head.front", False)
    assert "warning D313" in codes(found.findings)


def test_what_fails_when_it_is_tried_is_told_with_its_error(standing: SimulatedNao) -> None:
    for service, method in (
        *(("ALLeds", "on"), ("ALAudioDevice", "playSine")),
        *(("ALTextToSpeech", "say"), ("ALRobotPosture", "goToPosture")),
    ):
        standing.hand.failNext(service, method, f"\t{service}::{method}\n\tmodule destroyed")
    found = examine(standing, moves=True)
    assert codes(found.findings) == ["error D317", "warning D318", "warning D319", "error D308"]
    assert found.findings[1].sentence.en == ("Nao's lamps do not answer (ALLeds::on module destroyed).")


def test_a_nao_that_a_session_leads_is_left_alone(standing: SimulatedNao) -> None:
    async def story() -> ExaminationResult:
        robot = await connect(standing.url)
        try:
            return await examine_robot(read_address(standing.url), moves=True)
        finally:
            await robot.close()

    since = len(standing.lines())
    found = asyncio.run(story())
    assert codes(found.findings) == ["warning D323", "remark D322"]
    assert standing.calls("say", since) == []


def test_a_nao_that_has_fallen_is_found_on_the_ground(own_nao: SimulatedNao) -> None:
    own_nao.hand.fall()
    eventually(lambda: own_nao.life()["state"] == "safeguard", "on the ground")
    assert codes(examine(own_nao, moves=True).findings) == ["error D309", "error D324", "remark D322"]


def test_a_nao_that_freezes_meanwhile_is_told_to_be_silent(own_nao: SimulatedNao) -> None:
    def freeze() -> None:
        eventually(lambda: own_nao.calls("getListData"), "the examination begins")
        own_nao.freeze()

    freezing = threading.Thread(target=freeze)
    freezing.start()
    found = examine(own_nao)
    freezing.join()
    assert ([fact.value for fact in found.facts], codes(found.findings)) == ([False], ["error D302"])


def test_something_that_never_answers_is_told_to_be_silent_too(own_nao: SimulatedNao) -> None:
    own_nao.freeze()
    found = asyncio.run(examine_robot(read_address(own_nao.url), deadline_s=0.3))
    assert codes(found.findings) == ["error D302"]


def test_nobody_at_the_address_is_a_finding_with_a_remedy(own_nao: SimulatedNao) -> None:
    own_nao.close()
    (finding,) = examine(own_nao).findings
    assert (finding.code, str(finding.place)) == ("D301", own_nao.url)
    assert finding.hint is not None
    assert finding.hint.en.endswith("Press its chest button: it says its address.")


def test_a_directory_without_a_memory_is_no_nao() -> None:
    directory = qi.Session()
    directory.listenStandalone("tcp://127.0.0.1:0")
    try:
        found = asyncio.run(examine_robot(read_address(directory.endpoints()[0])))
    finally:
        directory.close()
    assert codes(found.findings) == ["error D303"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"kind": "Pepper"}, ["error D304"]),
        ({"missing": NEEDED[-1:]}, ["error D320"]),
        ({"clock_off_ns": 3 * SECOND_NS}, ["remark D306"]),
        ({"clock_off_ns": -SECOND_NS}, []),
        ({"clock_off_ns": 3 * SECOND_NS, "clock_uncertainty_ns": 2 * SECOND_NS}, []),
        ({"languages": ("English",)}, ["error D305"]),
        ({"muted": True}, ["error D311"]),
        ({"volume_percent": 19}, ["warning D311"]),
        ({"postures": ("Sit", "Crouch")}, ["warning D307"]),
        ({"family": "LyingBack"}, ["error D309"]),
        ({"stiffness": {"HeadYaw": 0.0}}, ["warning D310"]),
        ({"stiffness": {"HeadYaw": 0.0}, "awake": False}, []),
        ({"battery_percent": 49}, ["warning D314"]),
        ({"battery_percent": 50}, []),
        ({"battery_percent": 15}, ["error D314"]),
        ({"battery_percent": 15, "charging": True}, ["remark D314"]),
        ({"battery_percent": None}, []),
        ({"heat": {"LKneePitch": 1}}, ["warning D315"]),
        ({"heat": {"LKneePitch": 1, "RKneePitch": 2}}, ["error D315"]),
        ({"round_trips_ms": (1.0,) * 94 + (120.0,) * 6}, ["warning D316"]),
        ({"round_trips_ms": (1.0,) * 96 + (120.0,) * 4}, []),
        ({"life": "disabled"}, []),
    ],
)
def test_what_counts_as_bad_has_stated_limits(change: dict[str, object], expected: list[str]) -> None:
    condition = replace(WELL, **change)  # type: ignore[arg-type]  # fields of several types
    assert codes(list(findings_of_condition(condition, FLOOR))) == expected


def test_a_voice_that_begins_late_is_told() -> None:
    trials = TrialCalls(TrialCall(1.0), TrialCall(1.0), TrialCall(1_200.0), None)
    assert codes(list(findings_of_trials(trials, FLOOR))) == ["warning D321"]


def test_on_a_table_nao_need_not_stand() -> None:
    table = ExaminationTarget(FLOOR.place, ("fr",), "table")
    condition = replace(WELL, postures=("Sit", "Crouch"))
    assert codes(list(findings_of_condition(condition, table))) == []


@pytest.mark.parametrize("page", ["docs/en/doctor-robot.md", "docs/fr/diagnostic-nao.md"])
def test_every_code_is_explained(page: str) -> None:
    sources = (ROOT / "nao_sessions" / "doctor").glob("robot*.py")
    told = {code for path in sources for code in re.findall(r'"(D3\d\d)"', path.read_text(encoding="utf-8"))}
    explained = re.findall(r"^\| (D3\d\d) \|", (ROOT / page).read_text(encoding="utf-8"), flags=re.M)
    assert explained == sorted(told)
