"""The address of a source (a camera or a microphone), taken apart.

An address holds no secret: user and password stand in a file, whose name is the login (``sources/login.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from nao_sessions.core.errors import UsageError
from nao_sessions.text.messages import msg

NETWORK = ("tcp", "http", "rtsp")
DEVICES = ("v4l2", "alsa")
SCHEMES = (*NETWORK, *DEVICES, "file")

PORTS: Mapping[str, int] = {"http": 80, "rtsp": 554}
"""The port of a scheme that has a usual one."""

FORMS = msg(
    "Possible forms: rtsp://host/path, http://host/path (MPEG-TS or MJPEG), tcp://host:port (MPEG-TS), "
    "v4l2:/dev/video0, alsa:default, file:/path/of/a/film."
)


_SECRETS = frozenset({"user", "usr", "username", "loginuse", "pwd", "pass", "passwd", "password", "loginpas"})
"""What cameras call a login in an address."""


def parse(url: str) -> SplitResult:
    """Return the parts of a source's address.

    Raises:
        UsageError: the address is of a kind that is not recorded, or holds a password.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in SCHEMES and _names_a_place(parts)
        named = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
        secret = usable and ("@" in parts.netloc or not named.isdisjoint(_SECRETS))
    except ValueError:
        usable = secret = False
    if not usable:
        sentence = msg("This address is not understood.")
        raise UsageError(sentence, FORMS, code="bad_source")
    if secret:
        raise UsageError(
            msg("This address holds a password."),
            msg("Take it out of the address, and give the name of a login: `login: NAME`."),
            code="secret_in_address",
        )
    return parts


def place_of(parts: SplitResult) -> tuple[str, int]:
    """Return the host and the port of a source on the network."""
    assert parts.hostname is not None
    return parts.hostname, parts.port or PORTS[parts.scheme]


def device_of(parts: SplitResult) -> str:
    """Return the path of a file, or the name of a device as its driver takes it."""
    return unquote(parts.path)


def _names_a_place(parts: SplitResult) -> bool:
    if parts.scheme in NETWORK:
        return bool(parts.hostname) and (parts.port is not None or parts.scheme in PORTS)
    if parts.scheme == "alsa":
        return bool(parts.path) and not parts.netloc
    return parts.path.startswith("/") and not parts.netloc
