"""The room's network: asked on loopback alone, of hosts that the tests start, and judged by what they do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Interface
from pathlib import Path

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.doctor.network import mdns, ws_discovery
from nao_sessions.doctor.network.examination import examine_network
from nao_sessions.doctor.network.interfaces import (
    Interface,
    answered_arp,
    forwards,
    gateway_of,
    of_the_room,
    read_interfaces,
)
from nao_sessions.doctor.network.reading import Host, RoomNetwork, read_network
from nao_sessions.robot.address import Address
from nao_sessions.room.room_file import RecordedSource
from tests.doctor.responders import (
    LOOPBACK,
    camera_answer,
    camera_service,
    nao_answer,
    responder,
    silent_port,
)
from tests.room.cameras import camera
from tests.room.other_cameras import jpeg_camera, rtsp_camera

LO = Interface("lo", IPv4Interface("127.0.0.1/8"))
WLAN = Interface("wlan0", IPv4Interface("192.168.1.20/24"))


@contextmanager
def network(
    *sources: RecordedSource, nao: bytes | None = None, onvif: bytes | None = None, naoqi_port: int = 9
) -> Iterator[RoomNetwork]:
    """Read a network on which a Nao and a camera may answer."""
    with ExitStack() as answering:
        groups = (
            answering.enter_context(responder(mdns.GROUP, lambda _: [nao] if nao else [])),
            answering.enter_context(responder(ws_discovery.GROUP, lambda _: [onvif] if onvif else [])),
        )
        yield read_network([LO], [LO], sources, 0.6, groups=groups, naoqi_port=naoqi_port)


def codes(read: RoomNetwork, kind: str) -> set[str]:
    """Give the codes of what was found of hosts of a kind, or of the network as a whole."""
    return {finding.code for one in examine_network(read) if one.kind == kind for finding in one.findings}


def host(read: RoomNetwork, kind: str) -> Host:
    (found,) = (host for host in read.hosts if host.kind == kind)
    return found


def test_a_nao_that_makes_itself_known_is_found_and_its_port_tried() -> None:
    with socket.create_server((LOOPBACK, 0)) as naoqi:
        port = naoqi.getsockname()[1]
        with network(nao=nao_answer("pepe"), naoqi_port=port) as read:
            assert host(read, "nao") == Host("nao", "pepe", LOOPBACK, port, "mDNS", "open", on_link=True)
            assert codes(read, "network") == set()


def test_a_nao_whose_address_is_known_is_tried_from_wherever_this_computer_is() -> None:
    with socket.create_server((LOOPBACK, 0)) as naoqi:
        nao = Address(LOOPBACK, naoqi.getsockname()[1])
        # No interface of this computer holds the address: there is a router in between.
        read = read_network([], [WLAN], [], told=nao)
    assert host(read, "nao").reached == "open"
    assert codes(read, "host_nao") == {"D404"}


def test_a_host_that_answers_the_question_and_no_connection_is_cut_off() -> None:
    with silent_port() as port, network(nao=nao_answer("pepe"), naoqi_port=port) as read:
        assert host(read, "nao").reached == "silent"
        assert codes(read, "host_nao") == {"D401"}


def test_a_network_on_which_nobody_answers_is_told() -> None:
    with network() as read:
        assert (read.hosts, codes(read, "network")) == ((), {"D402"})


@pytest.mark.parametrize(("hours_ahead", "expected"), [(0, set()), (1, {"D403"})])
def test_a_camera_is_asked_for_its_time(hours_ahead: int, expected: set[str]) -> None:
    with camera_service(lambda: datetime.now(UTC) + timedelta(hours=hours_ahead)) as port:
        # The address is that of nobody: who answered is asked, whomever the answer names.
        answer = camera_answer(f"http://192.0.2.77:{port}/onvif/device_service")
        with network(onvif=answer) as read:
            found = host(read, "camera")
            assert (found.name, found.address, found.reached) == ("Salle bleue", LOOPBACK, "open")
            assert found.time_ahead_s == pytest.approx(3600 * hours_ahead, abs=2.5)
            assert codes(read, "host_camera") == expected


def test_streams_that_show_the_room_to_anybody_are_told() -> None:
    with (
        camera() as address,
        rtsp_camera() as rtsp,
        jpeg_camera() as jpeg,
        jpeg_camera("--login", "marie:secret") as locked,
        rtsp_camera("--login", "marie:secret") as shut,
    ):
        urls = {"ts": address.tcp, "rtsp": rtsp, "jpeg": jpeg, "locked": locked, "shut": shut}
        with network(*(RecordedSource(name, url) for name, url in urls.items())) as read:
            shown = {host.name: host.open_stream for host in read.hosts}
            codec = {host.name: host.codec for host in read.hosts}
            found = {one.name: [f.code for f in one.findings] for one in examine_network(read)[1:]}
    assert shown == {"ts": True, "rtsp": True, "jpeg": True, "locked": False, "shut": False}
    assert codec["rtsp"] == "H264"
    assert found == {"ts": ["D408"], "rtsp": ["D408"], "jpeg": ["D408"], "locked": [], "shut": []}


PEPE = Host("nao", "pepe", "192.168.1.30", 9559, "mDNS", "open", on_link=True)
READ = RoomNetwork((WLAN,), ("wlan0 192.168.1.0/24",), (), forwards=False, hosts=(PEPE,))
ROOM = Host("source", "room", "192.168.1.10", 554, "ARP", "open", on_link=True, open_stream=False)


@pytest.mark.parametrize(
    ("host", "gateways", "expected"),
    [
        (PEPE, (), set()),
        (PEPE, ("192.168.1.1",), {"D407"}),
        (replace(PEPE, address="10.3.0.7", on_link=False), (), {"D404"}),
        (replace(PEPE, address="8.8.8.8"), (), {"D405"}),
        (replace(PEPE, reached="refused"), ("192.168.1.1",), set()),
        (replace(ROOM, reached="silent"), (), {"D401"}),
        (replace(ROOM, reached="silent", how=""), (), set()),
        (replace(ROOM, codec="H265"), (), {"D141"}),
        (replace(ROOM, time_ahead_s=-90.0), (), {"D403"}),
    ],
)
def test_a_host_is_judged_by_what_was_tried(
    host: Host, gateways: tuple[str, ...], expected: set[str]
) -> None:
    read = replace(READ, gateways=gateways, hosts=(host,))
    assert codes(read, f"host_{host.kind}") == expected


def test_a_computer_that_links_two_networks_is_told() -> None:
    linking = replace(READ, forwards=True, networks=("wlan0 192.168.1.0/24", "eth0 10.0.0.0/8"))
    assert codes(linking, "network") == {"D406"}
    assert codes(replace(READ, forwards=True), "network") == set()


def test_a_name_from_the_network_commands_no_terminal() -> None:
    with network(nao=nao_answer("\x1b[2Jpepe\n")) as read:
        assert host(read, "nao").name == "[2Jpepe"


def test_an_address_out_on_the_internet_is_not_called() -> None:
    with network(nao=nao_answer("pepe", "8.8.8.8")) as read:
        assert read.hosts == ()


@pytest.mark.parametrize("cut", range(0, 100, 7))
def test_a_broken_answer_tells_nothing(cut: int) -> None:
    assert len(mdns.read(nao_answer("pepe")[:cut])) == 0
    assert ws_discovery.read(camera_answer("http://127.0.0.1/")[:cut]) is None


def test_a_name_that_goes_round_in_a_circle_tells_nothing() -> None:
    circle = b"\0\0\x84\0\0\0\0\1\0\0\0\0" + b"\xc0\x0c" + b"\0\x0c\0\1\0\0\0\x0a\0\0"
    assert mdns.read(circle) == ()


def test_an_answer_with_a_document_type_is_not_read() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY b "c">]>' + camera_answer("http://127.0.0.1/").partition(b"?>")[2]
    assert ws_discovery.read(laughs) is None


def test_questions_go_out_where_the_rooms_devices_are_and_nowhere_else() -> None:
    known = (LO, WLAN, Interface("eth0", IPv4Interface("10.0.0.5/8")))
    assert of_the_room(known, (), ["192.168.1.10", "203.0.113.9"]) == (WLAN,)
    assert of_the_room(known, ("lo",), []) == (LO,)
    with pytest.raises(UsageError, match="not known") as refused:
        of_the_room(known, (), ["203.0.113.9"])
    assert refused.value.hint is not None
    assert "wlan0 (192.168.1.20/24)" in refused.value.hint.en
    with pytest.raises(UsageError, match="wlan9"):
        of_the_room(known, ("wlan9",), [])


def test_loopback_is_among_this_computers_interfaces() -> None:
    assert LO in read_interfaces()


def test_routers_and_neighbours_are_read_as_linux_tells_them(tmp_path: Path) -> None:
    table = tmp_path / "table"
    heading = "Iface\tDestination\tGateway\tFlags\n"
    table.write_text(heading + "wlan0\t00000000\t0101A8C0\t0003\neth0\t0000000A\t00000000\t0001\n")
    assert (gateway_of("wlan0", table), gateway_of("eth0", table)) == ("192.168.1.1", None)
    table.write_text("IP address HW type Flags\n192.168.1.10 0x1 0x2 02:fc\n192.168.1.11 0x1 0x0 00:00\n")
    assert [answered_arp(f"192.168.1.{last}", table) for last in (10, 11, 12)] == [True, False, False]
    table.write_text("1\n")
    assert (forwards(table), forwards(tmp_path / "none")) == (True, False)
