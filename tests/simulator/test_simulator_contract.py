"""What a client sees of each service: exactly the declared signatures, and the texts of wrong calls."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest
import qi

from nao_simulator.wire.signatures import parse
from tests.simulator.simulator_wire import Wire, error_of

DECLARED: dict[str, Any] = json.loads(
    resources.files("nao_simulator.wire").joinpath("signatures.json").read_text(encoding="utf-8")
)
INHERITED = {
    "ping()>b", "version()>s", "exit()>v", "getMethodList()>[s]", "getMethodHelp(s)>m",
    "getModuleHelp()>m", "getUsage(s)>s", "getBrokerName()>s", "isRunning(i)>b", "wait(ii)>b", "wait(i)>v",
    "stop(i)>v", "pCallm>m",
}  # fmt: skip
FIRST_OWN_METHOD = 100  # libqi keeps the numbers below for every object


@pytest.mark.parametrize("service", sorted(DECLARED))
def test_a_service_has_exactly_the_declared_signatures(wire: Wire, service: str) -> None:
    expected = set(DECLARED[service]["methods"]) | (INHERITED if DECLARED[service]["module"] else set())
    assert _methods(wire, service) == expected


def test_the_directory_lists_every_service_and_no_tablet(wire: Wire) -> None:
    names = {entry["name"] for entry in wire.session.services()}
    assert names == set(DECLARED) | {"NaoSimulator", "ServiceDirectory"}
    assert (
        error_of(lambda: wire.service("ALTabletService")) == "Cannot find service 'ALTabletService' in index"
    )


def test_a_wrong_type_is_refused_with_the_text_of_a_robot(wire: Wire) -> None:
    assert error_of(lambda: wire.service("ALTextToSpeech").say(3)) == (
        "\tALTextToSpeech::say\n\tCall argument number 0 conversion failure from Int64 to String. "
        "Function signature: (String)."
    )
    assert error_of(lambda: wire.service("ALSpeechRecognition").setVocabulary("oui", False)) == (
        "\tALSpeechRecognition::setVocabulary\n\tCall argument number 0 conversion failure from String to "
        "List<String>. Function signature: (List<String>,Bool)."
    )


def test_a_missing_key_is_refused_with_the_text_of_a_robot(wire: Wire) -> None:
    assert error_of(lambda: wire.service("ALMemory").getData("nope")) == (
        "\tALMemory::getData\n\tData not found nope"
    )


def test_what_is_not_simulated_says_so(wire: Wire) -> None:
    assert error_of(lambda: wire.service("ALMotion").wbEnable(True)) == (
        "\tALMotion::wbEnable\n\tThis method is not available on the simulated robot."
    )


def test_a_module_describes_itself(wire: Wire) -> None:
    voice = wire.service("ALTextToSpeech")
    assert voice.ping() is True
    assert voice.version() == "2.8.6"
    assert voice.getMethodHelp("say") == [["say", "(s)", "v"], ["say", "(ss)", "v"]]
    assert "pCall" in voice.getMethodList()


SAMPLES = {
    "s": "x",
    "i": 1,
    "f": 0.5,
    "b": True,
    "m": [],
    "[s]": ["x"],
    "[f]": [0.5],
    "[[f]]": [[0.5]],
    "o": None,
}
SAMPLES |= {"{s[s]}": {"x": ["y"]}, "{ss}": {"x": "y"}}


@pytest.mark.parametrize("service", sorted(DECLARED))
def test_every_method_answers_in_its_declared_type_or_with_a_text_of_naoqi(wire: Wire, service: str) -> None:
    wrong: list[str] = []
    for signature in (parse(text) for text in DECLARED[service]["methods"]):
        arguments = [SAMPLES[kind] for kind in signature.parameters]
        future = wire.service(service).call(signature.method, *arguments, _async=True)
        if future.wait(300) == qi.FutureState.Running:
            future.cancel()
        elif future.hasError():
            text = future.error()
            if not text.startswith(("\t", "ALSpeechRecognition::")) or "The simulator failed" in text:
                wrong.append(f"{signature}: {text}")
    assert wrong == []


def _methods(wire: Wire, service: str) -> set[str]:
    methods = wire.service(service).metaObject()["methods"]
    return {
        f"{method['name']}{method['parametersSignature']}>{method['returnSignature']}"
        for number, method in methods.items()
        if number >= FIRST_OWN_METHOD
    }
