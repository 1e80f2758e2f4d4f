"""The answer to a camera that asks over HTTP who wants to see it: Digest where it offers that, else Basic.

A password is not sent before it was asked for, and with Digest not at all (RFC 7616, RFC 7617).
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Sequence

from nao_sessions.room.sources.login import Login

_FIELD = re.compile(r'(?<!\w)(\w++)\s*+=\s*+(?:"([^"]*)"|([^\s,]+))')
_HASHES: dict[str, Callable[[bytes], str]] = {
    "md5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "sha-256": lambda data: hashlib.sha256(data).hexdigest(),
}


def authorization(
    login: Login, challenges: Sequence[str], target: str, *, own_nonce: str | None = None
) -> str | None:
    """Return the value of the ``Authorization`` field of a GET; None if it is asked for in no way known here.

    Args:
        login: who wants to see.
        challenges: the values of the ``WWW-Authenticate`` fields, each one challenge.
        target: what is asked for, as it stands in the request's first line.
        own_nonce: our part of the secret's salt; by default a new one.
    """
    digests = [challenge for challenge in challenges if challenge.lower().startswith("digest")]
    for challenge in digests:
        fields = {name.lower(): quoted or bare for name, quoted, bare in _FIELD.findall(challenge)}
        hashed = _HASHES.get(fields.get("algorithm", "md5").lower())
        offered = [quality.strip() for quality in fields.get("qop", "").split(",") if quality.strip()]
        if hashed is not None and "nonce" in fields and (not offered or "auth" in offered):
            return _digest(
                login, fields, target, hashed, bool(offered), own_nonce or secrets.token_urlsafe(16)
            )
    if any(challenge.lower().startswith("basic") for challenge in challenges):
        return login.basic()
    return None


def _digest(
    login: Login,
    fields: dict[str, str],
    target: str,
    hashed: Callable[[bytes], str],
    has_quality: bool,
    own_nonce: str,
) -> str:
    realm, nonce = fields.get("realm", ""), fields["nonce"]
    who = hashed(f"{login.user}:{realm}:{login.password}".encode())
    what = hashed(f"GET:{target}".encode())
    between = f"{nonce}:00000001:{own_nonce}:auth" if has_quality else nonce
    told = {
        "username": login.user,
        "realm": realm,
        "nonce": nonce,
        "uri": target,
        "response": hashed(f"{who}:{between}:{what}".encode()),
    }
    if "opaque" in fields:
        told["opaque"] = fields["opaque"]
    text = ", ".join(f'{name}="{value}"' for name, value in told.items())
    if "algorithm" in fields:
        text += f", algorithm={fields['algorithm']}"
    if has_quality:
        text += f', qop=auth, nc=00000001, cnonce="{own_nonce}"'
    return f"Digest {text}"
