"""The phase of a study, said when a session begins: kept beside a protocol that knows none."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.launch.launcher import Plan, plan_of
from nao_sessions.protocol import load

PROTOCOL = Path(__file__).parents[2] / "protocols" / "demo.yaml"


def planned(setting: str) -> Plan:
    name, _, value = setting.partition("=")
    return plan_of(load(PROTOCOL), [(name, value)], ("P07",), 1, 1.0, lambda text: text)


def test_a_phase_is_no_setting_of_a_protocol_that_has_none() -> None:
    plan = planned("phase=baseline")
    assert (plan.phase, "phase" in plan.settings) == ("baseline", False)


def test_what_is_no_word_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        planned("phase=avant, après")
    assert refused.value.code == "U127"


def test_another_unknown_setting_is_refused_as_before() -> None:
    with pytest.raises(UsageError):
        planned("fase=baseline")
