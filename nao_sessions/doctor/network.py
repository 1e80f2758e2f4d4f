"""The room's network, as it was read, examined: who is there, who is cut off, and who could get in.

Pure. What was not tried is said as plainly as what was.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address

from nao_sessions.core.errors import Finding
from nao_sessions.core.text import Text
from nao_sessions.doctor import network_codes as known
from nao_sessions.doctor.asking import Reached
from nao_sessions.doctor.device_codes import HEVC
from nao_sessions.doctor.examined import Examined, Fact
from nao_sessions.doctor.facts import answer, quantity, word
from nao_sessions.doctor.network_reading import Host, Network

BY_THEMSELVES = frozenset({"mDNS", "WS-Discovery"})
"""How a host answers that nobody has named."""
MOST_OFF_S = 3.0
"""Such clocks are told in whole seconds, and the answer takes its time."""

_TRIED = Text(
    fr="essayé d'ici, sur le réseau de la salle ; depuis un autre réseau : non essayé",
    en="tried from here, on the room's network; from another network: not tried",
)
_REACHED: dict[Reached, Text] = {
    "open": Text(fr="répond", en="answers"),
    "refused": Text(fr="fermé (l'hôte répond)", en="closed (the host answers)"),
    "silent": Text(fr="ne répond pas", en="does not answer"),
    "no_route": Text(fr="hôte introuvable", en="no such host here"),
}
_KINDS = {
    "nao": Text(fr="Sur le réseau : Nao « {name} »", en="On the network: Nao '{name}'"),
    "camera": Text(fr="Caméra trouvée « {name} »", en="Camera found '{name}'"),
    "source": Text(fr="Sur le réseau : « {name} »", en="On the network: '{name}'"),
}


def examine_network(network: Network) -> tuple[Examined, ...]:
    """Examine the network, then each host on it."""
    found = [host for host in network.hosts if host.how in BY_THEMSELVES]
    interfaces = ", ".join(f"{one.name} ({one.at})" for one in network.interfaces)
    whole = Examined(
        kind="network",
        name="network",
        title=Text(fr="Réseau de la salle", en="The room's network"),
        facts=(
            word("interfaces", Text(fr="question posée sur", en="asked on"), interfaces),
            word("networks", Text(fr="réseaux de cet ordinateur", en="networks of this computer"),
                 ", ".join(network.networks)),
            _said("gateways", Text(fr="routeur", en="router"), ", ".join(network.gateways)),
            answer("forwards", Text(fr="relie des réseaux", en="links networks"), network.forwards),
            Fact("found", len(found), Text(fr="ont répondu", en="have answered"),
                 Text(fr=str(len(found)), en=str(len(found)))),
            Fact("tried_from", "room", Text(fr="accès aux ports", en="access to ports"), _TRIED),
        ),
        findings=tuple(_of_whole(network, found)),
    )  # fmt: skip
    return (whole, *(_host(host, network) for host in network.hosts))


def _of_whole(network: Network, found: list[Host]) -> Iterator[Finding]:
    if not found:
        yield known.NOBODY.at("network")
    if network.forwards and len(network.networks) > 1:
        yield known.FORWARDING.at("network", networks=", ".join(network.networks))


def _host(host: Host, network: Network) -> Examined:
    facts = [
        word("address", Text(fr="adresse", en="address"), f"{host.address}:{host.port}"),
        _said("answered_by", Text(fr="a répondu par", en="answered by"), host.how),
        Fact("reached", host.reached, Text(fr="port", en="port"), _REACHED[host.reached]),
        answer("on_link", Text(fr="sans routeur d'ici là", en="no router in between"), host.on_link),
    ]
    if host.kind != "nao":
        ahead = Text(fr="son heure, moins celle d'ici", en="its time, less this computer's")
        facts.append(quantity("time_ahead_s", ahead, host.time_ahead_s, "s"))
    if host.open_stream is not None:
        facts.append(answer("open_stream", Text(fr="montre sans identifiant", en="shows without a login"),
                            host.open_stream))  # fmt: skip
    if host.codec:
        facts.append(word("codec", Text(fr="codage annoncé", en="codec declared"), host.codec))
    return Examined(
        kind=f"host_{host.kind}",
        name=host.name,
        title=_KINDS[host.kind].format(name=host.name),
        facts=tuple(facts),
        findings=tuple(_of_host(host, network)),
    )


def _is_public(address: str) -> bool:
    """Tell whether an address is one of the Internet; a name that nobody knows is none."""
    try:
        return IPv4Address(address).is_global
    except ValueError:
        return False


def _said(key: str, label: Text, value: str) -> Fact:
    """State what is known to be nothing where it is nothing."""
    return word(key, label, value) if value else Fact(key, "", label, Text(fr="aucun", en="none"))


def _of_host(host: Host, network: Network) -> Iterator[Finding]:
    place = f"network.{host.name}"
    where = {"name": host.name, "address": host.address}
    if host.how and host.reached in ("silent", "no_route"):
        yield known.ISOLATED.at(place, **where, how=host.how, port=host.port)
    if host.time_ahead_s is not None and abs(host.time_ahead_s) > MOST_OFF_S:
        yield known.OTHER_TIME.at(place, **where, seconds=round(host.time_ahead_s))
    if host.open_stream:
        yield known.OPEN_STREAM.at(place, **where)
    if host.codec == "H265":
        yield HEVC.at(place)
    if host.kind == "nao" and host.reached == "open":
        yield from _of_nao(host, network, place)


def _of_nao(host: Host, network: Network, place: str) -> Iterator[Finding]:
    """Tell who may lead a Nao whose port answers."""
    if _is_public(host.address):
        yield known.PUBLIC.at(place, address=host.address)
    elif not host.on_link:
        yield known.ROUTED.at(place, address=host.address)
    elif network.gateways:
        gateways = ", ".join(network.gateways)
        yield known.NOT_TESTED.at(place, address=host.address, gateway=gateways)
