"""The values of a session's settings, from what was given on the command line."""

from __future__ import annotations

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.protocol import load_files, setting_values
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.flow import Protocol
from tests.protocol.small_protocols import with_head

SETTINGS = """\
settings:
  patience: {type: duration, default: 8 s, min: 3 s, max: 1 min}
  tours: {type: integer, default: 4, min: 1, max: 10}
  pas: {type: number, default: 0.5}
  image: {type: boolean, default: true}
  mode: {type: choice, choices: [calme, vif], default: vif}
  mot: {type: text, default: "oui"}
"""


def protocol() -> Protocol:
    return load_files({"essai.yaml": with_head(SETTINGS).encode()}, "essai.yaml")


def test_defaults_stand_where_nothing_is_given() -> None:
    assert setting_values(protocol(), {}) == {
        "patience": 8.0,
        "tours": 4,
        "pas": 0.5,
        "image": True,
        "mode": "vif",
        "mot": "oui",
    }


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("patience", "12 s", 12.0),
        ("patience", "4500 ms", 4.5),
        ("tours", "10", 10),
        ("pas", "1.25", 1.25),
        ("image", "false", False),
        ("mode", "calme", "calme"),
        ("mot", "12", "12"),
    ],
)
def test_a_given_value_is_read_by_its_type(name: str, text: str, value: Value) -> None:
    assert setting_values(protocol(), {name: text})[name] == value


@pytest.mark.parametrize(
    ("name", "text", "hint"),
    [
        ("patiense", "10 s", "did you mean 'patience'?"),
        ("patience", "10", "a duration has a unit and a decimal point: 10 s"),
        ("patience", "2 s", "at least 3 s, at most 60 s"),
        ("tours", "11", "at least 1, at most 10"),
        ("tours", "quatre", "it takes a whole number"),
        ("pas", "x", "it takes a number"),
        ("image", "oui", "it takes true or false"),
        ("mode", "rapide", "one of: calme, vif"),
    ],
)
def test_a_value_that_does_not_fit_is_a_usage_error_with_a_hint(name: str, text: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        setting_values(protocol(), {name: text})
    assert refused.value.hint is not None
    assert refused.value.hint.en == hint
