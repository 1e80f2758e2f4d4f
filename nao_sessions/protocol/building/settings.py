"""The values of a protocol's settings, given or by default; the checks that an author suppresses (``allow``).

A value is read as the protocol would read it: ``10 s`` is a duration, ``4`` is a number.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.errors import Place, UsageError
from nao_sessions.protocol.building.base import parse_constant
from nao_sessions.protocol.building.values import fits
from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.protocol.expression import Value, spoken
from nao_sessions.protocol.findings import Findings, did_you_mean, quoted
from nao_sessions.protocol.flow import Protocol, Setting
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.quoting import check_sentence, is_label
from nao_sessions.protocol.reading.scalars import duration_hint
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg

# What an author suppresses by ``allow``: checks by their code, each with a reason.


def allowed(keys: ProtocolKeys, findings: Findings) -> dict[str, Place]:
    """Return the codes of the checks that the author suppressed with a reason, each with its place."""
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


def setting_values(protocol: Protocol, given: Mapping[str, str]) -> dict[str, Value]:
    """Return the value of every setting; durations are float seconds.

    Raises:
        UsageError: a setting is unknown, or a value does not fit it.
    """
    known = {setting.name: setting for setting in protocol.settings}
    for name in given:
        if name not in known:
            raise UsageError(
                msg("unknown setting '{name}'", name=quoted(name)),
                did_you_mean(name, known) or msg("this protocol has no settings"),
            )
    return {
        name: _value(setting, given[name].strip()) if name in given else setting.default
        for name, setting in known.items()
    }


def _value(setting: Setting, text: str) -> Value:
    value = parse_constant(setting.type, text)
    if value is None or not fits(value, setting):
        raise UsageError(
            msg("'{text}' does not fit the setting '{name}'", text=quoted(text), name=setting.name),
            _hint(setting, text, value),
        )
    return value


def _hint(setting: Setting, text: str, value: Value) -> Text:
    if setting.type == "choice":
        listed = ", ".join(setting.choices)
        return msg("one of: {listed}", listed=listed)
    if value is None and setting.type == "duration":
        return duration_hint(text)
    if value is None:
        kinds = {
            "integer": msg("a whole number"),
            "boolean": msg("true or false"),
        }
        kind = kinds.get(setting.type, msg("a number"))
        return msg("it takes {kind}", kind=kind)
    unit = " s" if setting.type == "duration" else ""
    return joined(
        words.format(bound=f"{spoken(bound)}{unit}")
        for words, bound in (
            (msg("at least {bound}"), setting.minimum),
            (msg("at most {bound}"), setting.maximum),
        )
        if bound is not None
    )
