"""The answer to a camera that asks who wants to see it: the examples of RFC 7616, and what cameras do."""

from __future__ import annotations

import pytest

from nao_sessions.room.sources.login import Login
from nao_sessions.room.sources.network import authorization

MUFASA = Login("Mufasa", "Circle of Life")
NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
OWN = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
REALM, OPAQUE = "http-auth@example.org", "FQhe/qaU925kfnzjCev0ciny7QMkPqMA"
REST = f'realm="{REALM}", qop="auth, auth-int", nonce="{NONCE}", opaque="{OPAQUE}"'


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_digest_is_that_of_the_rfc(algorithm: str, response: str) -> None:
    challenge = f"Digest {REST}, algorithm={algorithm}"
    told = authorization(MUFASA, [challenge], "/dir/index.html", own_nonce=OWN)
    assert told is not None
    assert f'response="{response}"' in told
    assert f'opaque="{OPAQUE}"' in told
    assert "Circle" not in told


def test_digest_comes_before_basic() -> None:
    told = authorization(MUFASA, ['Basic realm="a"', 'Digest realm="a", nonce="b"'], "/")
    assert told is not None
    assert told.startswith("Digest ")
    assert "qop" not in told


def test_basic_is_that_of_the_rfc() -> None:
    aladdin = Login("Aladdin", "open sesame")
    assert authorization(aladdin, ['Basic realm="a"'], "/") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="


@pytest.mark.parametrize("challenges", [[], ["Negotiate"], ['Digest nonce="b", algorithm=SHA-512']])
def test_who_asks_in_an_unknown_way_is_told_nothing(challenges: list[str]) -> None:
    assert authorization(MUFASA, challenges, "/") is None
