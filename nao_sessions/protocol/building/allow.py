"""What an author suppresses by ``allow``: checks by their code, each with a reason."""

from __future__ import annotations

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.protocol.findings import Findings, did_you_mean, quoted
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.quoting import check_sentence, is_label
from nao_sessions.text.messages import msg


def allowed(keys: ProtocolKeys, findings: Findings) -> dict[str, Place]:
    """Return the checks that the author suppressed, each with where; without a reason none may be."""
    codes: dict[str, Place] = {}
    for code, reason in (keys.allow or {}).items():
        assert keys.allow is not None
        place = keys.allow.places[code]
        check = CHECKS.get(code)
        if check is None:
            hint = did_you_mean(code, (known.code for known in CHECKS.values() if known.allowable))
            findings.add(
                "P129",
                place,
                msg("unknown check '{code}'", code=quoted(code)),
                hint,
            )
        elif not check.allowable:
            findings.add(
                "P129",
                place,
                msg("the check {code} cannot be suppressed", code=code),
            )
        elif isinstance(reason, Scalar) and len(reason.text.split()) < 2:
            findings.add(
                "P129",
                reason.place,
                msg("a reason is needed, in a few words"),
                msg('for example: "Nao stays seated"'),
            )
        else:
            if isinstance(reason, Scalar) and not is_label(reason):
                check_sentence(reason, findings)
            codes[code] = place
    return codes
