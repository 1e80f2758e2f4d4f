"""The judgement on the room's network: which hosts are there, which are cut off, and who could get in.

Pure: what ``reading`` gathered comes in. What was not tried is said as plainly as what was.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address

from nao_sessions.core.errors import Finding
from nao_sessions.doctor.devices.codes import HEVC
from nao_sessions.doctor.network.reading import Host, Reached, RoomNetwork
from nao_sessions.doctor.result import ExaminationResult, Fact, FindingKind, answer, quantity, word
from nao_sessions.text.messages import Text, msg, msgc, verbatim

# The findings on the room's network (D4xx); each has its row in docs/en/doctor.md.

ISOLATED = FindingKind(
    "D401",
    "error",
    msg("{name} ({address}) is there ({how}), but port {port} does not answer"),
    msg(
        "The access point isolates its clients ('AP isolation', 'guest network'), or a firewall cuts: "
        "switch that off on the room's network."
    ),
)
NOBODY = FindingKind(
    "D402",
    "remark",
    msg("neither Nao nor a camera has answered the question that was put to all"),
    msg("Are they switched on? If so the network holds multicast back: give their addresses instead."),
)
OTHER_TIME = FindingKind(
    "D403",
    "warning",
    msg("{name} ({address}): its time differs by {seconds} s from this computer's"),
    msg("Set the room's time server (NTP) in the camera, and the time zone."),
)
ROUTED = FindingKind(
    "D404",
    "error",
    msg(
        "Nao ({address}) is on no network of this computer, and its port 9559, which asks no password, "
        "answers: other networks reach it"
    ),
    msg("Put Nao and this computer on a network of their own; on the router, close 9559 from elsewhere."),
)
PUBLIC = FindingKind(
    "D405",
    "error",
    msg("Nao has a public address ({address}), and its port 9559 asks no password"),
    msg("Cut this network off, and give Nao a private address behind a router of its own."),
)
FORWARDING = FindingKind(
    "D406",
    "warning",
    msg("this computer links networks ({networks}): Nao and cameras can be reached through it"),
    msg("'sudo sysctl net.ipv4.ip_forward=0', and switch connection sharing off."),
)
NOT_TESTED = FindingKind(
    "D407",
    "remark",
    msg(
        "whoever is on this network can lead Nao ({address}): 9559 asks no password; the router {gateway} "
        "leads elsewhere, and whether it lets anybody in was not tried"
    ),
    msg("From a computer on another network: 'nc -zv {address} 9559' must fail."),
)
OPEN_STREAM = FindingKind(
    "D408",
    "warning",
    msg("{name} ({address}) shows the room to whoever asks, without a login"),
    msg(
        "Give the stream a password on the camera's page, then `login:` in the room file. A tcp:// stream "
        "has none: give it a network of its own."
    ),
)

NETWORK_CODES = (ISOLATED, NOBODY, OTHER_TIME, ROUTED, PUBLIC, FORWARDING, NOT_TESTED, OPEN_STREAM)


BY_THEMSELVES = frozenset({"mDNS", "WS-Discovery"})
"""The ways in which a host answers that no room file names."""
MOST_OFF_S = 3.0
"""The difference of clocks above which there is a finding: cameras state whole seconds, and answer late."""

_TRIED = msg("tried from here, on the room's network; from another network: not tried")
_REACHED: dict[Reached, Text] = {
    "open": msg("answers"),
    "refused": msg("closed (the host answers)"),
    "silent": msg("does not answer"),
    "no_route": msg("no such host here"),
}
_KINDS = {
    "nao": msg("On the network: Nao '{name}'"),
    "camera": msg("Camera found '{name}'"),
    "source": msg("On the network: '{name}'"),
}


def examine_network(network: RoomNetwork) -> tuple[ExaminationResult, ...]:
    """Return the result of the network as a whole, then one of each host on it."""
    found = [host for host in network.hosts if host.how in BY_THEMSELVES]
    interfaces = ", ".join(f"{interface.name} ({interface.at})" for interface in network.interfaces)
    whole = ExaminationResult(
        kind="network",
        name="network",
        title=msg("The room's network"),
        facts=(
            word("interfaces", msg("asked on"), interfaces),
            word("networks", msg("networks of this computer"),
                 ", ".join(network.networks)),
            _said("gateways", msg("router"), ", ".join(network.gateways)),
            answer("forwards", msg("links networks"), network.forwards),
            Fact("found", len(found), msg("have answered"),
                 verbatim(len(found))),
            Fact("tried_from", "room", msg("access to ports"), _TRIED),
        ),
        findings=tuple(_of_whole(network, found)),
    )  # fmt: skip
    return (whole, *(_host(host, network) for host in network.hosts))


def _of_whole(network: RoomNetwork, found: list[Host]) -> Iterator[Finding]:
    if not found:
        yield NOBODY.at("network")
    if network.forwards and len(network.networks) > 1:
        yield FORWARDING.at("network", networks=", ".join(network.networks))


def _host(host: Host, network: RoomNetwork) -> ExaminationResult:
    facts = [
        word("address", msg("address"), f"{host.address}:{host.port}"),
        _said("answered_by", msg("answered by"), host.how),
        Fact("reached", host.reached, msg("port"), _REACHED[host.reached]),
        answer("on_link", msg("no router in between"), host.on_link),
    ]
    if host.kind != "nao":
        ahead = msg("its time, less this computer's")
        facts.append(quantity("time_ahead_s", ahead, host.time_ahead_s, "s"))
    if host.open_stream is not None:
        facts.append(answer("open_stream", msg("shows without a login"),
                            host.open_stream))  # fmt: skip
    if host.codec:
        facts.append(word("codec", msg("codec declared"), host.codec))
    return ExaminationResult(
        kind=f"host_{host.kind}",
        name=host.name,
        title=_KINDS[host.kind].format(name=host.name),
        facts=tuple(facts),
        findings=tuple(_of_host(host, network)),
    )


def _is_public(address: str) -> bool:
    """Return whether an address is a public one of the Internet; False for a name."""
    try:
        return IPv4Address(address).is_global
    except ValueError:
        return False


def _said(key: str, label: Text, value: str) -> Fact:
    """Return a fact with a text; an empty text is shown as "none", not as unknown."""
    return word(key, label, value) if value else Fact(key, "", label, msgc("masculine", "none"))


def _of_host(host: Host, network: RoomNetwork) -> Iterator[Finding]:
    place = f"network.{host.name}"
    where = {"name": host.name, "address": host.address}
    if host.how and host.reached in ("silent", "no_route"):
        yield ISOLATED.at(place, **where, how=host.how, port=host.port)
    if host.time_ahead_s is not None and abs(host.time_ahead_s) > MOST_OFF_S:
        yield OTHER_TIME.at(place, **where, seconds=round(host.time_ahead_s))
    if host.open_stream:
        yield OPEN_STREAM.at(place, **where)
    if host.codec == "H265":
        yield HEVC.at(place)
    if host.kind == "nao" and host.reached == "open":
        yield from _of_nao(host, network, place)


def _of_nao(host: Host, network: RoomNetwork, place: str) -> Iterator[Finding]:
    """Yield findings on who may reach a Nao whose port answers."""
    if _is_public(host.address):
        yield PUBLIC.at(place, address=host.address)
    elif not host.on_link:
        yield ROUTED.at(place, address=host.address)
    elif network.gateways:
        gateways = ", ".join(network.gateways)
        yield NOT_TESTED.at(place, address=host.address, gateway=gateways)
