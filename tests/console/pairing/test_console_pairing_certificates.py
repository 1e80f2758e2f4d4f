"""The house's certificates: what they are good for, what they are not, and when they are made anew."""

from __future__ import annotations

import contextlib
import hashlib
import ssl
import stat
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.pairing import certificates
from nao_sessions.console.pairing.certificates import Certificates, RoomNetwork, certificates_for
from nao_sessions.console.pairing.opening import on_the_network
from nao_sessions.web.limits import Streams

NAMES = ("192.168.7.20", "salle-nao.local")
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def _leaf(made: Certificates) -> x509.Certificate:
    return x509.load_pem_x509_certificates(made.leaf.read_bytes())[0]


def _shaken_hands(made: Certificates, name: str, trusted: bytes | None = None) -> str:
    """Shake hands in memory, as a device does that trusts the authority; give the cipher's protocol."""
    client = ssl.create_default_context(cadata=(trusted or made.authority).decode())
    return str(_shaken(client, made.context(), name).version())


def _shaken(client: ssl.SSLContext, server: ssl.SSLContext, name: str) -> ssl.SSLObject:
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    asking = client.wrap_bio(to_client, to_server, server_hostname=name)
    answering = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(4):
        for side in (asking, answering):
            with contextlib.suppress(ssl.SSLWantReadError):
                side.do_handshake()
    return asking


@pytest.mark.parametrize("name", NAMES)
def test_a_device_that_trusts_the_authority_trusts_the_console(tmp_path: Path, name: str) -> None:
    assert _shaken_hands(certificates_for(tmp_path, NAMES), name) == "TLSv1.3"


@pytest.mark.parametrize("name", ["192.168.7.21", "school.example"])
def test_the_console_cannot_pass_for_another(tmp_path: Path, name: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        _shaken_hands(certificates_for(tmp_path, NAMES), name)


def test_a_device_that_trusts_another_house_does_not_trust_this_one(tmp_path: Path) -> None:
    ours, other = certificates_for(tmp_path / "ours", NAMES), certificates_for(tmp_path / "other", NAMES)
    with pytest.raises(ssl.SSLCertVerificationError):
        _shaken_hands(ours, NAMES[0], trusted=other.authority)


@pytest.mark.parametrize("name", ["bank.example", "203.0.113.9"])
def test_a_stolen_authority_cannot_pass_for_a_site_of_the_internet(tmp_path: Path, name: str) -> None:
    config = certificates_for(tmp_path, NAMES)
    authority = certificates._kept_authority(tmp_path)
    assert authority is not None
    certificates._new_leaf(tmp_path, authority, [name], datetime.now(UTC))
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        _shaken_hands(config, name)


def test_all_is_kept_from_others_eyes(tmp_path: Path) -> None:
    folder = tmp_path / "tls"
    certificates_for(folder, NAMES)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    kept = sorted(folder.iterdir())
    assert [file.name for file in kept] == ["authority.key", "authority.pem", "console.pem"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in kept} == {0o600}


def test_the_next_run_serves_with_the_same_certificates(tmp_path: Path) -> None:
    first = certificates_for(tmp_path, NAMES, NOW)
    content = first.leaf.read_bytes()
    second = certificates_for(tmp_path, NAMES, NOW + timedelta(days=100))
    assert (first.renewed, second.renewed) == (True, False)
    assert second.fingerprint == first.fingerprint
    assert second.leaf.read_bytes() == content


@pytest.mark.parametrize(
    ("names", "after"),
    [
        (NAMES, timedelta(days=340)),
        (("192.168.7.21", "salle-nao.local"), timedelta(0)),
        (NAMES, -timedelta(days=3)),
    ],
    ids=["old", "another address", "a clock that was ahead"],
)
def test_the_leaf_is_made_anew_by_itself_and_tablets_need_not_be_told(
    tmp_path: Path, names: Sequence[str], after: timedelta
) -> None:
    certificates_for(tmp_path, NAMES, NOW - timedelta(days=10))
    first = certificates_for(tmp_path, NAMES, NOW)
    content = first.leaf.read_bytes()
    second = certificates_for(tmp_path, names, NOW + after)
    assert second.leaf.read_bytes() != content or after < timedelta(0)
    assert second.fingerprint == first.fingerprint
    assert second.authority == first.authority


def test_a_leaf_lasts_397_days_and_no_longer(tmp_path: Path) -> None:
    leaf = _leaf(certificates_for(tmp_path, NAMES, NOW))
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc == timedelta(days=397)
    assert leaf.not_valid_before_utc < NOW


def test_a_certificate_says_of_itself_what_browsers_want_to_hear(tmp_path: Path) -> None:
    made = certificates_for(tmp_path, NAMES, NOW)
    leaf, authority = _leaf(made), x509.load_pem_x509_certificate(made.authority)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(name.value) for name in names] == list(NAMES)
    assert leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    constraints = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (constraints.critical, constraints.value.ca, constraints.value.path_length) == (True, True, 0)
    assert authority.extensions.get_extension_for_class(x509.NameConstraints).critical
    assert isinstance(leaf.public_key(), ec.EllipticCurvePublicKey)


@pytest.mark.parametrize("broken", [b"", b"nothing of the kind", None])
@pytest.mark.parametrize("name", ["authority.pem", "authority.key", "console.pem"])
def test_a_file_that_was_damaged_is_made_anew(tmp_path: Path, name: str, broken: bytes | None) -> None:
    certificates_for(tmp_path, NAMES)
    if broken is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(broken)
    again = certificates_for(tmp_path, NAMES)
    assert again.renewed == name.startswith("authority")
    assert _shaken_hands(again, NAMES[0]) == "TLSv1.3"


def test_the_key_of_another_authority_is_no_key(tmp_path: Path) -> None:
    certificates_for(tmp_path / "other", NAMES)
    certificates_for(tmp_path / "ours", NAMES)
    (tmp_path / "ours" / "authority.key").write_bytes((tmp_path / "other" / "authority.key").read_bytes())
    assert certificates_for(tmp_path / "ours", NAMES).renewed


def test_a_public_address_that_was_asked_for_needs_an_authority_that_may_sign_for_it(tmp_path: Path) -> None:
    first = certificates_for(tmp_path, NAMES)
    second = certificates_for(tmp_path, ["203.0.113.9"])
    assert second.renewed
    assert second.fingerprint != first.fingerprint
    assert _shaken_hands(second, "203.0.113.9") == "TLSv1.3"


def test_the_fingerprint_is_written_as_devices_show_it(tmp_path: Path) -> None:
    made = certificates_for(tmp_path, NAMES)
    digest = ssl.PEM_cert_to_DER_cert(made.authority.decode())
    expected = hashlib.sha256(digest).hexdigest().upper()
    assert made.fingerprint.replace(":", "") == expected
    assert made.fingerprint.count(":") == 31


def test_a_console_that_runs_on_and_on_shows_a_new_certificate_when_it_is_due(tmp_path: Path) -> None:
    config = ConsoleConfig("fr", tmp_path, tmp_path, tmp_path, rehearsal=True)
    running = on_the_network(config, RoomNetwork(NAMES[0], NAMES[1:]), 8_765, Streams())
    shown = _shown_by(running.tls, running.certificates)
    running.renew()
    assert _shown_by(running.tls, running.certificates) == shown
    running.renew(datetime.now(UTC) + timedelta(days=350))
    assert _shown_by(running.tls, running.certificates) != shown


def _shown_by(context: ssl.SSLContext, made: Certificates) -> bytes | None:
    client = ssl.create_default_context(cadata=made.authority.decode())
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE  # one of them is of next year
    return _shaken(client, context, NAMES[0]).getpeercert(binary_form=True)
