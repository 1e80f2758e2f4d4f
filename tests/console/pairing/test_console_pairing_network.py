"""Which address the console takes on the room's network, and which it will not."""

from __future__ import annotations

import pytest

from nao_sessions.console.pairing.certificates import ANY, RoomNetwork, choose_network
from nao_sessions.core.errors import UsageError

HERE = ("127.0.0.1", "192.168.7.20")


def test_the_one_private_address_is_the_rooms() -> None:
    assert choose_network(ANY, HERE, "Salle-Nao.school.example") == RoomNetwork(
        "192.168.7.20", ("salle-nao.local",)
    )


def test_an_address_may_be_named() -> None:
    assert choose_network("10.1.2.3", (*HERE, "10.1.2.3"), "x").address == "10.1.2.3"


def test_a_public_address_is_taken_only_when_it_was_named() -> None:
    public = ("127.0.0.1", "203.0.113.9")
    with pytest.raises(UsageError, match="no private network: 203") as refused:
        choose_network(ANY, public, "x")
    assert refused.value.code == "N103"
    assert choose_network("203.0.113.9", public, "x").public


@pytest.mark.parametrize(
    ("asked", "addresses", "code"),
    [
        (ANY, ("127.0.0.1",), "N103"),
        (ANY, ("192.168.7.20", "10.0.0.9"), "N104"),
        ("192.168.7.99", HERE, "N101"),
        ("0.0.0.0", HERE, "N102"),
        ("255.255.255.255", HERE, "N102"),
        ("224.0.0.1", HERE, "N102"),
        ("::1", HERE, "N102"),
        ("salle-nao", HERE, "N102"),
        ("192.168.7.20; rm", HERE, "N102"),
    ],
)
def test_what_is_not_one_network_of_the_house_is_refused(
    asked: str, addresses: tuple[str, ...], code: str
) -> None:
    with pytest.raises(UsageError) as refused:
        choose_network(asked, addresses, "x")
    assert refused.value.code == code
    assert refused.value.hint is not None


@pytest.mark.parametrize("name", ["", "-x", "café", "a b", "x" * 64, "x;y"])
def test_a_computer_whose_name_is_none_goes_by_its_address_alone(name: str) -> None:
    assert choose_network(ANY, HERE, name).all_names == ("192.168.7.20",)
