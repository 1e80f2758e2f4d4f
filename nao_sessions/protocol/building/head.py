"""From the keys of a whole file to its flow: head, settings, data, commands, steps.

The flow is checked as a graph only when everything in it has a meaning.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from nao_sessions.core.text import Text
from nao_sessions.protocol.building.base import Building, FileReader
from nao_sessions.protocol.building.scope import TYPES, Scope
from nao_sessions.protocol.building.steps import StepBuilder
from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.protocol.expression import Path, Value
from nao_sessions.protocol.findings import Findings, did_you_mean, quoted
from nao_sessions.protocol.flow import Command, Datum, Level, Protocol, Setting, SourceFile
from nao_sessions.protocol.keys.head import CommandKeys, DatumKeys, ProtocolKeys, SettingKeys
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.scalars import parse_integer, parse_number, wrong_type

LANGUAGE_VERSION = 1


def build(keys: ProtocolKeys, name: str, content: bytes, read: FileReader, findings: Findings) -> Protocol:
    """Build the flow of a file; without sense when errors are told.

    Args:
        keys: what the author wrote.
        name: the file's name in a session's folder.
        content: its bytes.
        read: gives the files that it names.
        findings: takes up what is wrong.
    """
    building = Building(findings, keys.language, Scope({}), {}, read)
    _check_head(keys, building)
    settings = tuple(_setting(name, setting, building) for name, setting in (keys.settings or {}).items())
    data = tuple(_datum(name, datum, building) for name, datum in (keys.data or {}).items())
    types: dict[Path, str] = {("settings", setting.name): TYPES[setting.type] for setting in settings}
    types.update({("data", datum.name): TYPES[datum.type] for datum in data})
    participants = keys.participants
    most = 1 if participants is None else participants.max
    building = Building(
        findings, keys.language, Scope(types, one_participant=most == 1), {d.name: d for d in data}, read
    )
    steps = StepBuilder(keys.steps, building)
    always = Level() if keys.always is None else steps.level(keys.always, "always", None, "always")
    commands = {name: _command(name, words, steps) for name, words in _words(keys)}
    digest = hashlib.sha256(content).hexdigest()
    duration = keys.duration
    return Protocol(
        id=keys.id,
        version=keys.version,
        title=building.speech(keys.title),
        language=keys.language,
        status=keys.status,
        start=steps.start(keys.start, None),
        steps=steps.steps,
        blocks=steps.blocks,
        commands=commands,
        always=always,
        settings=settings,
        data=data,
        sources=(SourceFile(name, digest, content), *building.files.values()),
        participants_min=0 if participants is None else participants.min,
        participants_max=most,
        expected_ms=None if duration is None else duration.expected,
        limit_ms=None if duration is None else duration.limit,
    )


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


def _check_head(keys: ProtocolKeys, building: Building) -> None:
    add = building.findings.add
    if "protocol" in keys.written and keys.protocol != LANGUAGE_VERSION:
        add(
            "P119",
            keys.at("protocol"),
            f"ce programme lit la version {LANGUAGE_VERSION} du langage, pas {keys.protocol}",
            f"this program reads version {LANGUAGE_VERSION} of the language, not {keys.protocol}",
            Text(fr=f"écrivez protocol: {LANGUAGE_VERSION}", en=f"write protocol: {LANGUAGE_VERSION}"),
        )
    people = keys.participants
    if people is not None and people.min > people.max:
        add("P119", people.at("min"), "« min » dépasse « max »", "'min' is larger than 'max'")
    duration = keys.duration
    if duration is not None and duration.expected and duration.limit and duration.expected > duration.limit:
        add(
            "P119",
            duration.at("expected"),
            "la durée prévue dépasse la durée permise",
            "the expected duration is longer than the limit",
        )
    if keys.commands is None or keys.commands.finish is None:
        add(
            "P205",
            keys.place if keys.commands is None else keys.commands.named_at,
            "il manque la commande « finish », qui finit la séance à tout moment",
            "the command 'finish' is missing, which ends the session at any time",
            Text(
                fr="ajoutez commands: {finish: {next: aurevoir}}",
                en="add commands: {finish: {next: goodbye}}",
            ),
        )
    elif keys.commands.finish.next is None:
        add(
            "P205",
            keys.commands.finish.named_at,
            "« finish » doit mener à une étape qui finit la séance",
            "'finish' must lead to a step that ends the session",
            Text(fr="ajoutez next: aurevoir", en="add next: goodbye"),
        )


def _setting(name: str, keys: SettingKeys, building: Building) -> Setting:
    add = building.findings.add
    kind = keys.type or "text"
    default = building.constant(kind, keys.default)
    low, high = _bound(keys.min, kind, building), _bound(keys.max, kind, building)
    choices = tuple(keys.choices or ())
    if kind == "choice" and not choices:
        add("P105", keys.named_at, "il manque la clé « choices »", "the key 'choices' is missing")
    elif kind == "choice" and default not in choices and not keys.default.empty:
        add(
            "P119",
            keys.default.place,
            f"« {quoted(keys.default.text)} » n'est pas parmi les choix",
            f"'{quoted(keys.default.text)}' is not among the choices",
            did_you_mean(keys.default.text, choices),
        )
    if low is not None and high is not None and low > high:
        add("P119", keys.at("min"), "« min » dépasse « max »", "'min' is larger than 'max'")
    elif isinstance(default, int | float) and not within(default, low, high):
        add(
            "P119",
            keys.default.place,
            "la valeur de départ est hors des limites",
            "the default is out of bounds",
        )
    label = None if keys.label is None else building.speech(keys.label)
    return Setting(name, kind, default, low, high, choices, label)


def within(value: float, low: float | None, high: float | None) -> bool:
    """Tell whether a number lies within bounds, where there are any."""
    return (low is None or value >= low) and (high is None or value <= high)


def _bound(scalar: Scalar | None, kind: str, building: Building) -> float | None:
    if scalar is None:
        return None
    if kind not in ("integer", "number", "duration"):
        wrong_type(scalar, "un réglage qui se compte", "a setting that is a number", building.findings)
        return None
    value: Value = building.constant(kind, scalar)
    return float(value) if isinstance(value, int | float) else None


def _datum(name: str, keys: DatumKeys, building: Building) -> Datum:
    kind = keys.type or _inferred(keys.default)
    return Datum(name, kind, building.constant(kind, keys.default))


def _inferred(scalar: Scalar) -> str:
    """Tell the type of a datum from how its value is written: quotes make a text."""
    if not scalar.plain:
        return "text"
    if parse_integer(scalar.text) is not None:
        return "integer"
    if parse_number(scalar.text) is not None:
        return "number"
    return "boolean" if scalar.text in ("true", "false") else "text"


def _words(keys: ProtocolKeys) -> Iterator[tuple[str, CommandKeys]]:
    if keys.commands is not None:
        for name in keys.commands.written:
            words = keys.commands.command(name)
            if words is not None:
                yield name, words


def _command(name: str, keys: CommandKeys, steps: StepBuilder) -> Command:
    return Command(
        name, keys.named_at, steps.block(f"commands/{name}/do", keys.do), steps.branches(keys.next, None)
    )
