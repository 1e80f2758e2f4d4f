"""Devices join and are forgotten: what they get, what is kept of them, and what is not."""

from __future__ import annotations

import asyncio
import json
import os
import re
import stat
from pathlib import Path

import pytest

from nao_sessions.console.pairing.devices import MOST
from nao_sessions.console.pairing.pairing import KEPT_AS, PairingRefused
from nao_sessions.console.pairing.roles import ROLES, Role
from nao_sessions.web.access_policy import digest
from tests.console.pairing.paired_console import COOKIE, FINGERPRINT, PairedConsole


@pytest.fixture
def console(tmp_path: Path) -> PairedConsole:
    return PairedConsole(tmp_path)


@pytest.mark.parametrize(
    ("role", "begins"),
    [
        ("lead", "/"),
        ("second", "/session"),
        ("watch", "/watch"),
        ("board", "/board/P07"),
        ("group", "/board/group"),
    ],
)
def test_a_device_joins_by_its_code_and_is_led_to_its_page(
    console: PairedConsole, role: Role, begins: str
) -> None:
    joined = console.join(role, "P07" if role == "board" else None)
    assert joined.begins == begins
    device = next(iter(console.pairing.devices))
    assert (device.role, device.number) == (role, 1)


def test_its_cookie_is_for_this_host_alone_and_for_tls_alone(console: PairedConsole) -> None:
    answer = console.ask("/join", None, scanned=console.invite("watch").scanned)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_code_is_good_once(console: PairedConsole) -> None:
    scanned = console.invite("watch").scanned
    answers = [console.ask("/join", None, scanned=scanned).status for _ in range(2)]
    assert answers == [303, 403]
    assert len(console.pairing.devices) == 1


def test_two_who_come_at_once_with_one_code_are_one(console: PairedConsole) -> None:
    code = console.invite("watch").typed

    async def both() -> list[object]:
        asked = console.asked("/join", None)
        joining = [console.pairing.join(code, peer, asked) for peer in ("a", "b")]
        return await asyncio.gather(*joining, return_exceptions=True)

    ends = asyncio.run(both())
    assert sum(isinstance(end, PairingRefused) for end in ends) == 1
    assert len(console.pairing.devices) == 1


def test_a_typed_code_joins_too(console: PairedConsole) -> None:
    typed = console.invite("second").typed
    assert (
        console.ask("/join", None, code=f"{typed[:4].lower()}-{typed[4:]}").headers["location"] == "/session"
    )


def test_devices_are_called_by_role_and_number(console: PairedConsole) -> None:
    for role in ("watch", "watch", "board"):
        console.join(role, "P07" if role == "board" else None)
    assert [device.name.fr for device in console.pairing.devices] == [
        "Observateur 1",
        "Observateur 2",
        "Tableau P07 (1)",
    ]
    console.forget(next(iter(console.pairing.devices)).id)
    console.join("watch")
    assert sorted(device.name.en for device in console.pairing.devices) == [
        "Board P07 (1)",
        "Observer 1",
        "Observer 2",
    ]


def test_devices_stay_paired_when_the_console_is_started_again(tmp_path: Path) -> None:
    joined = PairedConsole(tmp_path).join("watch")
    again = PairedConsole(tmp_path)
    assert again.ask("/watch", joined.cookie).headers.get("x-refused") is None
    assert [device.name.fr for device in again.pairing.devices] == ["Observateur 1"]


def test_only_a_digest_of_a_devices_secret_is_kept(tmp_path: Path) -> None:
    console = PairedConsole(tmp_path)
    joined = console.join("watch")
    path = tmp_path / KEPT_AS
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert joined.cookie not in path.read_text()
    assert json.loads(path.read_text())["devices"][0]["secret_sha256"] == digest(joined.cookie)


def test_a_forgotten_device_sees_nothing_more_and_its_streams_end(console: PairedConsole) -> None:
    joined = console.join("watch")
    device = next(iter(console.pairing.devices))
    ended = asyncio.Event()
    assert console.streams.open(device.id, ended, here=False)
    assert console.pairing.is_here(device)
    answer = console.lead("/pair/forget", device=device.id)
    assert (answer.status, answer.headers["location"]) == (303, "/pair")
    assert ended.is_set()
    assert console.ask("/watch", joined.cookie).headers["x-refused"] == "pairing"
    assert len(PairedConsole(console.config.keep).pairing.devices) == 0


def test_forgetting_nobody_is_no_error(console: PairedConsole) -> None:
    assert console.lead("/pair/forget", device="unknown").status == 303


def test_a_device_that_joins_again_is_not_two(console: PairedConsole) -> None:
    first = console.join("watch")
    console.ask("/join", first.cookie, scanned=console.invite("second").scanned)
    assert [device.name.en for device in console.pairing.devices] == ["Second adult 1"]
    assert console.ask("/watch", first.cookie).headers["x-refused"] == "pairing"
    assert [device.name.en for device in PairedConsole(console.config.keep).pairing.devices] == [
        "Second adult 1"
    ]


def test_where_the_disk_is_full_nobody_is_let_in_and_it_is_said(
    console: PairedConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(content: bytes) -> None:
        raise OSError(28, os.strerror(28))

    scanned = console.invite("watch").scanned
    with monkeypatch.context() as disk:
        disk.setattr(console.pairing.devices, "keep", full)
        answer = console.ask("/join", None, scanned=scanned)
    assert (answer.status, "set-cookie" in answer.headers) == (503, False)
    assert "N116" in answer.body.decode()
    assert len(console.pairing.devices) == 0
    assert console.ask("/join", None, scanned=scanned).status == 303


def test_where_the_disk_is_full_a_device_stays_what_it_was(
    console: PairedConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(content: bytes) -> None:
        raise OSError(28, os.strerror(28))

    first = console.join("watch")
    monkeypatch.setattr(console.pairing.devices, "keep", full)
    assert console.ask("/join", first.cookie, scanned=console.invite("second").scanned).status == 503
    assert console.ask("/watch", first.cookie).headers.get("x-refused") is None
    assert [device.name.en for device in console.pairing.devices] == ["Observer 1"]


@pytest.mark.parametrize("content", [b"", b"{", b'{"version":2}', b'{"devices":[{"id":"../x"}]}', b"\xff"])
def test_a_list_that_cannot_be_read_is_put_aside_and_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEPT_AS).write_bytes(content)
    console = PairedConsole(tmp_path)
    assert "N115" in console.lead("/pair").body.decode()
    assert (tmp_path / f"{KEPT_AS}.broken").read_bytes() == content
    console.join("watch")


@pytest.mark.parametrize("code", ["", "Léa", "lea", "group", "Group", "../P07", "P 07", "x" * 25, "-P07"])
def test_the_code_of_a_child_is_a_code_and_no_first_name(console: PairedConsole, code: str) -> None:
    answer = console.lead("/pair/invite", role="board", participant=code or " ")
    assert answer.status == 409
    assert "N110" in answer.body.decode()


def test_a_role_that_does_not_exist_is_none(console: PairedConsole) -> None:
    assert console.lead("/pair/invite", role="admin").status == 400


def test_so_many_devices_and_no_more(console: PairedConsole) -> None:
    for _ in range(MOST):
        console.join("watch")
    answer = console.lead("/pair/invite", role="watch")
    assert (answer.status, "N111" in answer.body.decode()) == (409, True)


def test_wrong_codes_make_a_peer_wait_and_the_leading_page_is_told(console: PairedConsole) -> None:
    good = console.invite("watch")
    answers = [console.ask("/join", None, code="ACDEFGHJ") for _ in range(6)]
    assert [answer.status for answer in answers] == [403] * 5 + [429]
    assert 1 <= int(answers[5].headers["retry-after"]) <= 60
    assert console.ask("/join", None, code=good.typed).status == 429
    assert "5. Aucun n'a ouvert" in console.lead("/pair").body.decode().replace("&#39;", "'")
    console.clock.pass_s(60)
    assert console.ask("/join", None, code=good.typed).status == 303


def test_a_scanned_code_opens_while_others_guess(console: PairedConsole) -> None:
    for _ in range(8):
        console.ask("/join", None, code="ACDEFGHJ")
    assert console.ask("/join", None, scanned=console.invite("watch").scanned).status == 303


def test_a_long_wrong_code_is_no_way_around_the_wait(console: PairedConsole) -> None:
    answers = [console.ask("/join", None, scanned="x" * 22).status for _ in range(8)]
    assert answers == [403] * 8
    assert console.ask("/join", None, code="ACDEFGHJ").status == 429


def test_no_refusal_holds_what_was_asked_before(console: PairedConsole) -> None:
    def refusal() -> PairingRefused:
        with pytest.raises(PairingRefused) as refused:
            asyncio.run(console.pairing.join("x" * 22, "a", console.asked("/join", None)))
        return refused.value

    assert refusal() is not refusal()


def test_on_this_computer_there_is_nothing_to_join(console: PairedConsole) -> None:
    assert console.lead("/join").status == 404
    assert console.lead("/join", scanned=console.invite("watch").scanned).status == 404


def test_the_page_where_one_joins_needs_only_what_everybody_may_have(console: PairedConsole) -> None:
    answer = console.ask("/join")
    assert answer.status == 200
    links = re.findall(r'(?:href|src)="(/static/[^"]+)"', answer.body.decode())
    assert links
    assert {console.ask(link).status for link in links} == {200}
    assert console.ask("/static/pairing.js").headers["x-refused"] == "pairing"


def test_the_authority_is_for_everybody(console: PairedConsole) -> None:
    for answer in (console.ask("/authority.pem"), console.lead("/authority.pem")):
        assert answer.body.startswith(b"-----BEGIN CERTIFICATE-----")
        assert answer.headers["content-type"] == "application/x-x509-ca-cert"


def test_the_page_of_a_code_shows_it_until_it_was_used(console: PairedConsole) -> None:
    location = console.lead("/pair/invite", role="watch").headers["location"]
    invitation = console.pairing.invitations.of(location.rpartition("/")[2])
    assert invitation is not None
    page = console.lead(location).body.decode()
    assert f"{invitation.typed[:4]}-{invitation.typed[4:]}" in page
    assert invitation.scanned not in page
    console.ask("/join", None, scanned=invitation.scanned)
    page = console.lead(location).body.decode()
    assert "Observateur 1 est entré." in page
    assert "<svg" not in page


def test_a_code_that_was_taken_back_opens_nothing(console: PairedConsole) -> None:
    invitation = console.invite("watch")
    assert console.lead(f"/pair/{invitation.id}/cancel", x="").headers["location"] == "/pair"
    assert console.ask("/join", None, scanned=invitation.scanned).status == 403


def test_what_is_unknown_is_not_found(console: PairedConsole) -> None:
    assert console.lead("/pair/0123").status == 404


def test_the_leading_page_shows_the_fingerprint_and_every_role(console: PairedConsole) -> None:
    page = console.lead("/pair").body.decode()
    assert " ".join(FINGERPRINT.split(":")[:8]) in page
    assert page.count('type="radio"') == len(ROLES)


def test_the_pages_are_there_in_english(tmp_path: Path) -> None:
    console = PairedConsole(tmp_path, "en")
    assert "What is this device to do?" in console.lead("/pair").body.decode()
    assert "Join the session" in console.ask("/join").body.decode()
