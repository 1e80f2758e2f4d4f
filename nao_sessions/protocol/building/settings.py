"""From the keys of settings, data, what is remembered and ``allow`` to values of the flow.

With the values of settings in a session, given or by default. A value is read as the protocol would read it:
``10 s`` is a duration, ``4`` is a number.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.errors import Place, UsageError
from nao_sessions.protocol.building.base import Building, parse_constant
from nao_sessions.protocol.building.scope import TYPES
from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.protocol.expression import Expression, Value, spoken
from nao_sessions.protocol.findings import Findings, did_you_mean, quoted
from nao_sessions.protocol.flow import Datum, Protocol, RememberedValue, Setting
from nao_sessions.protocol.keys.head import DatumKeys, ProtocolKeys, RememberKeys, SettingKeys
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.scalars import duration_hint, parse_integer, plain_number, wrong_type
from nao_sessions.protocol.reading.yaml_traps import check_sentence, is_label
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg


def build_setting(name: str, keys: SettingKeys, building: Building) -> Setting:
    """Build a setting; report a default that does not fit its type, bounds or choices."""
    add = building.findings.add
    kind = _known(keys.type)
    default = building.constant(kind, keys.default)
    low, high = _bound(keys.min, kind, building), _bound(keys.max, kind, building)
    choices = tuple(keys.choices or ())
    if kind == "choice" and choices and default not in choices and not keys.default.empty:
        add(
            "P119",
            keys.default.place,
            msg("'{text}' is not among the choices", text=quoted(keys.default.text)),
            did_you_mean(keys.default.text, choices),
        )
    _check_bounds(keys, default, low, high, building)
    label = None if keys.label is None else building.speech(keys.label)
    return Setting(name, kind, default, low, high, choices, label)


def _check_bounds(
    keys: SettingKeys | RememberKeys,
    default: Value,
    low: float | None,
    high: float | None,
    building: Building,
) -> None:
    add = building.findings.add
    if low is not None and high is not None and low > high:
        add("P119", keys.at("min"), msg("'min' is larger than 'max'"))
    elif isinstance(default, int | float) and not within(default, low, high):
        sentence = msg("the default is out of bounds")
        add("P119", keys.default.place, sentence)


def within(value: float, low: float | None, high: float | None) -> bool:
    """Return whether a number lies within the bounds that there are."""
    return (low is None or value >= low) and (high is None or value <= high)


def fits(value: Value | Expression, setting: Setting) -> bool:
    """Return whether a setting may have a value; True for an expression, whose value is not known yet."""
    if isinstance(value, Expression):
        return True
    if setting.type == "choice":
        return value in setting.choices
    if isinstance(value, bool) or not isinstance(value, int | float):
        return True
    return within(value, setting.minimum, setting.maximum)


def _bound(scalar: Scalar | None, kind: str, building: Building) -> float | None:
    if scalar is None:
        return None
    if kind not in ("integer", "number", "duration"):
        wrong_type(scalar, msg("a setting that is a number"), building.findings)
        return None
    value: Value = building.constant(kind, scalar)
    return float(value) if isinstance(value, int | float) else None


def build_datum(name: str, keys: DatumKeys, building: Building) -> Datum:
    """Build a datum, a value that the session keeps."""
    kind = _inferred(keys.default) if keys.type is None else _known(keys.type)
    return Datum(name, kind, building.constant(kind, keys.default))


def _known(kind: str) -> str:
    """Return a type if it exists, else ``text``: the unknown type has been reported already."""
    return kind if kind in TYPES else "text"


def _inferred(scalar: Scalar) -> str:
    """Return the type of a datum by how its value is written: quotes make a text."""
    if not scalar.plain:
        return "text"
    if plain_number(scalar.text):
        return "integer" if parse_integer(scalar.text) is not None else "number"
    return "boolean" if scalar.text in ("true", "false") else "text"


def build_remembered(name: str, keys: RememberKeys, building: Building) -> RememberedValue:
    """Build a value that is remembered for each child from one session to the next."""
    kind = _known(keys.type)
    default = building.constant(kind, keys.default)
    low, high = _bound(keys.min, kind, building), _bound(keys.max, kind, building)
    _check_bounds(keys, default, low, high, building)
    label = None if keys.label is None else building.speech(keys.label)
    return RememberedValue(name, kind, default, low, high, keys.keep, label)


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
