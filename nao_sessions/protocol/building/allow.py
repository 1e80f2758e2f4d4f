"""What an author suppresses by ``allow``: checks by their code, each with a reason."""

from __future__ import annotations

from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.protocol.findings import Findings, did_you_mean, quoted
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.reading.nodes import Scalar


def allowed(keys: ProtocolKeys, findings: Findings) -> frozenset[str]:
    """Give the checks that the author suppressed, each with a reason; others may not be."""
    codes = set()
    for code, reason in (keys.allow or {}).items():
        assert keys.allow is not None
        place = keys.allow.places[code]
        check = CHECKS.get(code)
        if check is None:
            hint = did_you_mean(code, (known.code for known in CHECKS.values() if known.allowable))
            findings.add(
                "P129", place, f"contrôle inconnu « {quoted(code)} »", f"unknown check '{quoted(code)}'", hint
            )
        elif not check.allowable:
            findings.add(
                "P129",
                place,
                f"le contrôle {code} ne peut pas être écarté",
                f"the check {code} cannot be suppressed",
            )
        elif isinstance(reason, Scalar) and len(reason.text.split()) < 2:
            findings.add(
                "P129",
                reason.place,
                "il faut une raison, en quelques mots",
                "a reason is needed, in a few words",
            )
        else:
            codes.add(code)
    return frozenset(codes)
