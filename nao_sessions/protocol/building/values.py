"""From the keys of settings, data and what is remembered of a child to values of the flow."""

from __future__ import annotations

from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.building.scope import TYPES
from nao_sessions.protocol.expression import Expression, Value
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import Datum, RememberedValue, Setting
from nao_sessions.protocol.keys.head import DatumKeys, RememberKeys, SettingKeys
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.scalars import parse_integer, plain_number, wrong_type
from nao_sessions.text.messages import msg


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
