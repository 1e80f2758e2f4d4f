"""The address of a robot, as a person writes it: what it is read as, and what is refused."""

from __future__ import annotations

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.robot.address import Address, read_address


@pytest.mark.parametrize("text", ["tcp://nao.local:9559", "nao.local:9559", "nao.local", "tcp://NAO.local"])
def test_the_ways_to_write_an_address_are_one_address(text: str) -> None:
    assert read_address(text) == Address("nao.local", 9559, "tcp")
    assert read_address(text).url == "tcp://nao.local:9559"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("192.0.2.7:9560", "tcp://192.0.2.7:9560"),
        ("tcps://192.0.2.7:9503", "tcps://192.0.2.7:9503"),
        ("tcp://[2001:db8::7]", "tcp://[2001:db8::7]:9559"),
    ],
)
def test_port_and_way_of_connecting_are_kept(text: str, url: str) -> None:
    assert read_address(text).url == url


@pytest.mark.parametrize(
    "text",
    [
        "", "tcp://", ":9559", "::", "nonsense://x", "http://nao.local", "tcp://host:99999", "host:0",
        "host:port", "tcp://[::1", "a b", "tcp://nao:nao@host", "tcp://host/path", "host?x",
        "tcp://host:9559#x", "hôte",
    ],
)  # fmt: skip
def test_what_no_robot_can_have_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_address(text)
    assert refused.value.code == "U110"
    assert text in refused.value.sentence.en
    assert refused.value.hint is not None
    assert "tcp://host:9559" in refused.value.hint.en


def test_a_robot_is_known_by_its_host_and_port_and_no_other_has_its_digest() -> None:
    assert read_address("NAO.local").digest == read_address("tcps://nao.local:9559").digest
    others = ("192.0.2.1", "192.0.2.2", "192.0.2.1:9560")
    assert len({read_address(text).digest for text in others}) == len(others)
