"""The attacks that no page may let through: one table, for every room that serves pages.

Each is a change to a request that would otherwise be let in, and the code of the refusal it must get.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from nao_sessions.web.access_policy import AccessPolicy


@dataclass(frozen=True, slots=True)
class Request:
    """A request before it is sent."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]

    def without(self, name: str) -> Request:
        """Leave a header out."""
        return replace(self, headers=tuple(pair for pair in self.headers if pair[0] != name))

    def adding(self, name: str, value: str) -> Request:
        """Add a header, beside others of that name."""
        return replace(self, headers=(*self.headers, (name, value)))

    def with_header(self, name: str, value: str) -> Request:
        """Put a header in the place of the one of that name."""
        return self.without(name).adding(name, value)


def good_request(door: AccessPolicy, target: str, method: str = "GET") -> Request:
    """Give the request that a page of ours makes."""
    return Request(
        method,
        target,
        (("host", f"127.0.0.1:{door.port}"), ("cookie", f"{door.cookie_name}={door.cookie}")),
    )


Change = Callable[[Request, AccessPolicy], Request]

ATTACKS: tuple[tuple[str, Change, str], ...] = (
    # DNS rebinding: a foreign name that leads to this computer
    ("foreign host", lambda r, d: r.with_header("host", f"evil.example:{d.port}"), "host"),
    ("host like ours", lambda r, d: r.with_header("host", f"127.0.0.1.evil.example:{d.port}"), "host"),
    ("host without port", lambda r, d: r.with_header("host", "127.0.0.1"), "host"),
    ("host with another port", lambda r, d: r.with_header("host", f"127.0.0.1:{d.port + 1}"), "host"),
    ("no host", lambda r, d: r.without("host"), "host"),
    ("two hosts", lambda r, d: r.adding("host", f"evil.example:{d.port}"), "host"),
    # other sites, and other servers of this computer
    ("cross-site GET", lambda r, d: r.adding("sec-fetch-site", "cross-site"), "origin"),
    ("other port of this host", lambda r, d: r.adding("sec-fetch-site", "same-site"), "origin"),
    ("GET from a foreign origin", lambda r, d: r.adding("origin", "https://evil.example"), "origin"),
    ("GET from another port", lambda r, d: r.adding("origin", f"http://127.0.0.1:{d.port + 1}"), "origin"),
    ("GET from nowhere", lambda r, d: r.adding("origin", "null"), "origin"),
    (
        "cross-site POST",
        lambda r, d: replace(r, method="POST")
        .adding("origin", "https://evil.example")
        .adding("sec-fetch-site", "cross-site"),
        "origin",
    ),
    ("POST of an old browser", lambda r, d: replace(r, method="POST"), "origin"),
    (
        "POST of two origins",
        lambda r, d: replace(r, method="POST")
        .adding("origin", f"http://127.0.0.1:{d.port}")
        .adding("origin", "https://evil.example"),
        "origin",
    ),
    (
        "cross-site navigation with the cookie",
        lambda r, d: r.adding("sec-fetch-site", "cross-site").adding("sec-fetch-mode", "navigate"),
        "origin",
    ),
    # paths that climb
    ("..", lambda r, d: replace(r, target=r.target.rstrip("/") + "/../session.json"), "path"),
    ("leading ..", lambda r, d: replace(r, target="/.." + r.target), "path"),
    ("encoded ..", lambda r, d: replace(r, target="/%2e%2e" + r.target), "path"),
    ("encoded slash", lambda r, d: replace(r, target=r.target + "..%2f..%2fetc%2fpasswd"), "path"),
    ("backslash", lambda r, d: replace(r, target=r.target + "..\\secret"), "path"),
    ("encoded backslash", lambda r, d: replace(r, target=r.target + "%5c..%5csecret"), "path"),
    ("double slash", lambda r, d: replace(r, target="/" + r.target), "path"),
    ("encoded nought", lambda r, d: replace(r, target=r.target + "%00"), "path"),
    ("hidden file", lambda r, d: replace(r, target=r.target.rstrip("/") + "/.git"), "path"),
    ("whole address", lambda r, d: replace(r, target="http://evil.example" + r.target), "path"),
    # requests that two readers would read in two ways
    ("body in chunks", lambda r, d: r.adding("transfer-encoding", "chunked"), "framing"),
    ("two lengths", lambda r, d: r.adding("content-length", "0").adding("content-length", "9"), "framing"),
    # keys
    ("no cookie", lambda r, d: r.without("cookie"), "token"),
    ("wrong cookie", lambda r, d: r.with_header("cookie", f"{d.cookie_name}={'A' * 43}"), "token"),
    ("empty cookie", lambda r, d: r.with_header("cookie", f"{d.cookie_name}="), "token"),
    ("cookie of another port", lambda r, d: r.with_header("cookie", f"nao_sessions_1={d.cookie}"), "token"),
    ("two cookies", lambda r, d: r.adding("cookie", f"{d.cookie_name}={'A' * 43}"), "token"),
    ("the token as cookie", lambda r, d: r.with_header("cookie", f"{d.cookie_name}={d.token}"), "token"),
    (
        "the token beside the entrance",
        lambda r, d: replace(r.without("cookie"), target=f"{r.target}?token={d.token}"),
        "token",
    ),
    # methods
    ("PUT", lambda r, d: replace(r, method="PUT"), "method"),
    ("DELETE", lambda r, d: replace(r, method="DELETE"), "method"),
    ("OPTIONS", lambda r, d: replace(r, method="OPTIONS"), "method"),
    ("TRACE", lambda r, d: replace(r, method="TRACE"), "method"),
)  # fmt: skip
