"""The house's own certificates: a small authority that the tablets trust, and a leaf for the console.

Both are made here and kept in the console's folder; nothing leaves the house, and no one else is asked. The
authority is constrained to private networks: whoever stole its key could not pass for a site of the Internet.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import AddressValueError, IPv4Address, IPv4Network, ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from nao_sessions.core.errors import UsageError
from nao_sessions.record.private import replace_private
from nao_sessions.text.messages import msg

ANY = "any"
"""The value of ``--network`` that has the program find the room's network itself."""


_HOST_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


PRIVATE_NETWORKS = tuple(
    IPv4Network(network)
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")
)
"""RFC 1918, link-local, and this computer itself."""


_OF_THIS_COMPUTER = PRIVATE_NETWORKS[-1]


@dataclass(frozen=True, slots=True)
class RoomNetwork:
    """Where the console listens in the room: an IPv4 address, and the host names that lead to it.

    ``public``: it is no private address, and was asked for by name.
    """

    address: str
    names: tuple[str, ...]
    public: bool = False

    @property
    def all_names(self) -> tuple[str, ...]:
        """Return the address and the host names, for the certificate and the ``Host`` header."""
        return (self.address, *self.names)

    def origin(self, port: int) -> str:
        """Return the origin of the console's pages on the network."""
        return f"https://{self.address}:{port}"


def choose_network(asked: str, addresses: Sequence[str], host_name: str | None = None) -> RoomNetwork:
    """Return the room's network: the address to listen at, and the names that lead to it.

    Args:
        asked: an IPv4 address of this computer, or :data:`ANY`.
        addresses: the IPv4 addresses that this computer has.
        host_name: of this computer; None: asked of the system.

    Raises:
        UsageError: there is no such address here (N101), it is no address of one network (N102), there is no
            private one (N103), or there are several (N104).
    """
    names = _names(socket.gethostname() if host_name is None else host_name)
    if asked != ANY:
        return _asked_for(asked, addresses, names)
    here = [address for address in addresses if IPv4Address(address) not in _OF_THIS_COMPUTER]
    private = [address for address in here if _is_private(address)]
    if not private:
        raise UsageError(
            msg("This computer is on no private network: {known}.", known=_listed(here)),
            msg("Connect it to the room's network; a public address has to be named: --network ADDRESS."),
            code="N103",
        )
    if len(private) > 1:
        raise UsageError(
            msg("This computer is on several networks: {known}.", known=_listed(private)),
            msg("Name the address on the room's network: --network {first}.", first=private[0]),
            code="N104",
        )
    return RoomNetwork(private[0], names)


def _asked_for(asked: str, addresses: Sequence[str], names: tuple[str, ...]) -> RoomNetwork:
    try:
        address = IPv4Address(asked)
    except AddressValueError:
        address = IPv4Address(0)
    if address.is_unspecified or address.is_multicast or address == IPv4Address("255.255.255.255"):
        raise UsageError(
            msg("'{asked}' is not an IPv4 address of one network.", asked=asked),
            msg("Give this computer's address on the room's network: {known}.", known=_listed(addresses)),
            code="N102",
        )
    if asked not in addresses and address not in _OF_THIS_COMPUTER:
        raise UsageError(
            msg("This computer does not have the address {asked}.", asked=asked),
            msg("It has: {known}.", known=_listed(addresses)),
            code="N101",
        )
    return RoomNetwork(str(address), names, public=not _is_private(str(address)))


def _is_private(address: str) -> bool:
    return any(IPv4Address(address) in network for network in PRIVATE_NETWORKS)


def _names(host_name: str) -> tuple[str, ...]:
    """Return this computer's name in multicast DNS; empty where its host name cannot be used there."""
    first = host_name.split(".")[0].lower()
    return (f"{first}.local",) if _HOST_NAME.fullmatch(first) else ()


def _listed(addresses: Sequence[str]) -> str:
    return ", ".join(addresses) or "—"


AUTHORITY = "authority.pem"


AUTHORITY_KEY = "authority.key"


LEAF = "console.pem"
"""Key, leaf and authority in one file, as servers read it."""


AUTHORITY_VALID = timedelta(days=3_650)


LEAF_VALID = timedelta(days=397)
"""From its first day to its last; browsers refuse public certificates that are good for over 398 days."""


BACKDATED = timedelta(days=2)
"""How far back a certificate's first day lies: a tablet without a network has a clock that may be late."""


RENEWED_BEFORE = timedelta(days=60)


LOCAL_DOMAINS = ("local", "lan", "home.arpa", "internal")


_MESSAGE_ONLY = x509.KeyUsage(True, False, False, False, False, False, False, False, False)


_SIGNS_CERTIFICATES = x509.KeyUsage(False, False, False, False, False, True, True, False, False)


@dataclass(frozen=True, slots=True)
class Certificates:
    """What TLS needs here: ``leaf`` is the file that servers read, ``authority`` (PEM) what tablets install.

    ``fingerprint`` is the authority's SHA-256, as devices show it; ``renewed``: the authority is a new one,
    which every tablet has to install; ``until`` is the last day of the leaf.
    """

    leaf: Path
    authority: bytes
    fingerprint: str
    renewed: bool
    until: datetime

    def context(self) -> ssl.SSLContext:
        """Return the TLS context of a server with these certificates. Raises: OSError."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.leaf)
        context.set_alpn_protocols(["http/1.1"])
        return context


def certificates_for(folder: Path, names: Sequence[str], now: datetime | None = None) -> Certificates:
    """Return certificates for some addresses and host names; those kept in *folder* where they still serve.

    Args:
        folder: where they are kept; made (0700) where it is not there.
        names: IPv4 addresses and host names, the first of them the console's own.
        now: the time, with a zone; None: this moment.

    Raises:
        OSError: they cannot be kept.
    """
    now = datetime.now(UTC) if now is None else now
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = _kept_authority(folder)
    renewed = authority is None or not authority.serves(names, now)
    if authority is None or renewed:
        authority = _new_authority(names, now)
        replace_private(folder / AUTHORITY_KEY, authority.private_bytes())
        replace_private(folder / AUTHORITY, authority.pem)
    leaf = None if renewed else _kept_leaf(folder)
    if leaf is None or not _leaf_serves(leaf, authority, names, now):
        leaf = _new_leaf(folder, authority, names, now)
    return Certificates(
        leaf=folder / LEAF,
        authority=authority.pem,
        fingerprint=fingerprint_of(authority.certificate),
        renewed=renewed,
        until=leaf.not_valid_after_utc,
    )


def fingerprint_of(certificate: x509.Certificate) -> str:
    """Return the SHA-256 fingerprint of a certificate as pairs of digits, as Android and iPadOS show it."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


@dataclass(frozen=True, slots=True)
class _Authority:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def private_bytes(self) -> bytes:
        return _private_bytes(self.key)

    def serves(self, names: Sequence[str], now: datetime) -> bool:
        """Return whether the authority may sign for all names, for as long as a leaf certificate lasts."""
        allowed = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
        within = all(_permits(allowed.permitted_subtrees or [], name) for name in names)
        begun = self.certificate.not_valid_before_utc <= now
        return begun and within and now + LEAF_VALID < self.certificate.not_valid_after_utc


def _permits(subtrees: Sequence[x509.GeneralName], name: str) -> bool:
    address = _address(name)
    if address is not None:
        networks = [subtree.value for subtree in subtrees if isinstance(subtree, x509.IPAddress)]
        return any(isinstance(network, IPv4Network) and address in network for network in networks)
    domains = [subtree.value for subtree in subtrees if isinstance(subtree, x509.DNSName)]
    return any(name == domain or name.endswith(f".{domain}") for domain in domains)


def _kept_authority(folder: Path) -> _Authority | None:
    try:
        certificate = x509.load_pem_x509_certificate((folder / AUTHORITY).read_bytes())
        key = serialization.load_pem_private_key((folder / AUTHORITY_KEY).read_bytes(), password=None)
    except (OSError, ValueError):
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        return None
    return _Authority(certificate, key)


def _new_authority(names: Sequence[str], now: datetime) -> _Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    made = f"{now:%Y-%m-%d}"
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "nao_sessions"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"nao_sessions {made}"),
        ]
    )
    permitted: list[x509.GeneralName] = [x509.IPAddress(network) for network in PRIVATE_NETWORKS]
    permitted += [x509.DNSName(domain) for domain in LOCAL_DOMAINS]
    # What was asked for by name beyond those: one public address, one host name, and nothing around it.
    for wanted in (wanted for wanted in names if not _permits(permitted, wanted)):
        address = _address(wanted)
        permitted.append(
            x509.DNSName(wanted) if address is None else x509.IPAddress(IPv4Network(f"{address}/32"))
        )
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    certificate = (
        _begun(name, name, key.public_key(), now, AUTHORITY_VALID)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_SIGNS_CERTIFICATES, critical=True)
        .add_extension(identifier, critical=False)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _Authority(certificate, key)


def _kept_leaf(folder: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificates((folder / LEAF).read_bytes())[0]
    except (OSError, ValueError, IndexError):
        return None


def _leaf_serves(leaf: x509.Certificate, authority: _Authority, names: Sequence[str], now: datetime) -> bool:
    try:
        leaf.verify_directly_issued_by(authority.certificate)
        held = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except Exception:  # another authority's, or something that is no leaf of ours
        return False
    fresh = leaf.not_valid_before_utc <= now < leaf.not_valid_after_utc - RENEWED_BEFORE
    return fresh and set(held) == set(_general_names(names))


def _new_leaf(folder: Path, authority: _Authority, names: Sequence[str], now: datetime) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    # No host name: readers that look there would hold it against the authority's constraints.
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nao_sessions (console)")])
    identifier = authority.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    leaf = (
        _begun(subject, authority.certificate.subject, key.public_key(), now, LEAF_VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_MESSAGE_ONLY, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_general_names(names)), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False
        )
        .sign(authority.key, hashes.SHA256())
    )
    chain = leaf.public_bytes(serialization.Encoding.PEM) + authority.pem
    replace_private(folder / LEAF, _private_bytes(key) + chain)
    return leaf


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, valid: timedelta
) -> x509.CertificateBuilder:
    first = now - BACKDATED
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(first + valid)
    )


def _general_names(names: Sequence[str]) -> list[x509.GeneralName]:
    addresses = [(name, _address(name)) for name in names]
    return [x509.DNSName(name) if address is None else x509.IPAddress(address) for name, address in addresses]


def _address(name: str) -> IPv4Address | None:
    try:
        address = ip_address(name)
    except ValueError:
        return None
    return address if isinstance(address, IPv4Address) else None


def _private_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
