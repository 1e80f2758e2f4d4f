"""One file of a protocol: what it knows by name, its steps, and the files that it uses as groups.

Names of files do not mix: what a used file calls ``settings.patience`` is kept under the name of the step
that uses it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from nao_sessions.core.errors import Place
from nao_sessions.protocol.building.allow import allowed
from nao_sessions.protocol.building.base import Building, parse_constant
from nao_sessions.protocol.building.items import build_deck
from nao_sessions.protocol.building.moments import build_assignments, build_block
from nao_sessions.protocol.building.scope import TYPES, Scope
from nao_sessions.protocol.building.steps import StepBuilder, UsedFile
from nao_sessions.protocol.building.values import build_datum, build_remembered, build_setting, fits
from nao_sessions.protocol.cycles import components, cyclic
from nao_sessions.protocol.expression import Expression, Path, Value
from nao_sessions.protocol.findings import TooManyFindings, quoted
from nao_sessions.protocol.flow import Assignments, Choose, Datum, Level, Setting, Use
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.keys.moments import Do
from nao_sessions.protocol.reading.nodes import Fields, Scalar
from nao_sessions.protocol.reading.parsing import read_nodes
from nao_sessions.protocol.reading.source import decode
from nao_sessions.text.messages import Text, msg

# From the keys of ``routines`` to blocks: lists of moments with a name, which may call one another.
#
# A routine that calls itself is told with the flow (P234); here a bound is set to what honest ones add up
# to.

DEEPEST = 8
"""Routines that call each other in a chain; a library nests one or two."""

MOST_MOMENTS = 10_000
"""Moments of one routine with all that it calls: a child would have left hours ago."""


def build_routines(routines: Mapping[str, Do], building: Building) -> None:
    """Build the routines of a file as blocks; those that add up to too much are told."""
    names = {building.routines[name]: name for name in routines}
    for name, moments in routines.items():
        build_block(building.routines[name], moments, building)
    calls = {block: [call for call in _calls(block, building) if call[0] in names] for block in names}
    graph = {block: [called for called, _ in inner] for block, inner in calls.items()}
    sizes: dict[str, tuple[int, int]] = {}
    for component in components(graph):
        block = component[0]
        inner = [sizes[called] for called in graph[block] if called in sizes]
        if cyclic(component, graph) or len(inner) < len(graph[block]):
            continue
        depth = 1 + max((depth for depth, _ in inner), default=0)
        moments_in_all = len(building.blocks[block]) + sum(count for _, count in inner)
        place = next((place for _, place in calls[block]), Place(building.chain[-1]))
        if depth > DEEPEST:
            sentence = msg("more than {deepest} routines in one another", deepest=DEEPEST)
            _tell(names[block], place, sentence, building)
        elif moments_in_all > MOST_MOMENTS:
            sentence = msg("more than {most_moments} moments", most_moments=MOST_MOMENTS)
            _tell(names[block], place, sentence, building)
        else:
            sizes[block] = (depth, moments_in_all)


def _calls(block: str, building: Building) -> Iterator[tuple[str, Place]]:
    """Yield the routines that a block calls, with the place of each call; possibilities are looked into."""
    inside = [block]
    while inside:
        for moment in building.blocks[inside.pop()]:
            for act in moment.acts:
                if act.verb == "routine" and isinstance(act.argument, str):
                    yield act.argument, act.place
                elif isinstance(act.argument, Choose):
                    inside += [option for option, _ in act.argument.options]


def _tell(name: str, place: Place, why: Text, building: Building) -> None:
    building.findings.add(
        "P109",
        place,
        msg("the routine '{name}': {why}", name=quoted(name), why=why),
        msg("make steps of it"),
    )


DEEPEST_USE = 8
"""Files that use each other in a chain; a library nests two or three."""


MOST_USES = 60
"""Uses in all: files that use each other several times would multiply without end."""

LANGUAGE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One file, built."""

    settings: tuple[Setting, ...]
    data: tuple[Datum, ...]
    steps: StepBuilder
    building: Building
    always: Level


def build_part(keys: ProtocolKeys, building: Building, top: str | None = None) -> Part:
    """Build what a file holds.

    Args:
        keys: what its author wrote.
        building: the surroundings; what is shared by all files is kept.
        top: the absolute name of the step that uses the file, or None for the first file.
    """
    _check_version(keys, building)
    settings = tuple(
        build_setting(name, setting, building) for name, setting in (keys.settings or {}).items()
    )
    data = tuple(build_datum(name, datum, building) for name, datum in (keys.data or {}).items())
    remembered = {
        name: build_remembered(name, value, building)
        for name, value in ((keys.participants and keys.participants.remember) or {}).items()
    }
    types: dict[Path, str] = {("settings", setting.name): TYPES[setting.type] for setting in settings}
    types.update({("data", datum.name): TYPES[datum.type] for datum in data})
    types.update({("participant", name): TYPES[value.type] for name, value in remembered.items()})
    prefix = "" if top is None else f"{top}:"
    kept: dict[Path, Path] = {}
    if top is not None:
        kept = {path: ("data", prefix + path[1]) for path in types if path[0] in ("settings", "data")}
    most = 1 if keys.participants is None else keys.participants.max
    one = most == 1 if top is None else building.scope.one_participant
    building = replace(
        building,
        language=keys.language,
        scope=Scope(types, one_participant=one, kept=kept),
        data={datum.name: replace(datum, name=prefix + datum.name) for datum in data},
        remembered=remembered,
        routines={name: f"{prefix}routines/{name}" for name in keys.routines or {}},
    )
    building = replace(
        building,
        decks={
            name: build_deck(prefix + name, node, name, building) for name, node in (keys.items or {}).items()
        },
    )
    building.all_decks.update({deck.name: deck for deck in building.decks.values()})
    build_routines(keys.routines or {}, building)
    steps = StepBuilder(keys.steps, top, _use, building)
    zone = "always" if top is None else f"{top}/always"
    always = Level() if keys.always is None else steps.level(keys.always, zone, top)
    return Part(settings, data, steps, building, always)


def _check_version(keys: ProtocolKeys, building: Building) -> None:
    if "protocol" in keys.written and keys.protocol != LANGUAGE_VERSION:
        building.findings.add(
            "P119",
            keys.at("protocol"),
            msg(
                "this program reads version {language_version} of the language, not {protocol}",
                language_version=LANGUAGE_VERSION,
                protocol=keys.protocol,
            ),
            msg("write protocol: {language_version}", language_version=LANGUAGE_VERSION),
        )


def _use(file: Scalar, given: Fields | None, step: str, building: Building) -> UsedFile | None:
    """Build a file that a step uses; None when it cannot be, and a finding says so."""
    name = building.take_up(file)
    source = building.files.get(name)
    if source is None:
        return None
    if name in building.chain or len(building.chain) >= DEEPEST_USE:
        listed = " → ".join(posixpath.basename(one) for one in (*building.chain, name))
        building.findings.add(
            "P139",
            file.place,
            msg("these files use each other without end: {listed}", listed=listed),
        )
        return None
    building.uses.append(name)
    if len(building.uses) > MOST_USES:
        building.findings.add(
            "P106",
            file.place,
            msg("more than {most_uses} used files in all", most_uses=MOST_USES),
            msg("make several protocols of it"),
        )
        raise TooManyFindings
    text = decode(source.content, name, building.findings)
    node = None if text is None else read_nodes(text, name, building.findings)
    if node is None:
        return None
    keys = ProtocolKeys.model_validate(node, context=building.findings)
    building.findings.suppress(name, allowed(keys, building.findings))
    if keys.language != building.language:
        building.findings.add(
            "P119",
            file.place,
            msg(
                "this file is in '{language}', this protocol in '{language2}'",
                language=quoted(keys.language),
                language2=quoted(building.language),
            ),
        )
    inner = replace(building, chain=(*building.chain, name))
    part = build_part(keys, inner, step)
    settings = {
        setting.name: replace(_as_datum(setting), name=f"{step}:{setting.name}") for setting in part.settings
    }
    begin = _begin(settings, part, given, building, step)
    children = tuple(name for name, inside in part.steps.steps.items() if inside.parent == step)
    return UsedFile(Use(name, begin), part.steps.steps, children, part.steps.start(keys.start), part.always)


def _begin(
    settings: Mapping[str, Datum], part: Part, given: Fields | None, building: Building, step: str
) -> Assignments:
    """Return what a used file begins with: its defaults, and over them what it is given."""
    begin: dict[str, Value | Expression] = {datum.name: datum.default for datum in settings.values()}
    begin.update({f"{step}:{datum.name}": datum.default for datum in part.data})
    taken = build_assignments(given, replace(building, data=settings, remembered={}))
    known = {f"{step}:{setting.name}": setting for setting in part.settings}
    for name, value in taken:
        setting = known[name]
        assert given is not None
        scalar = given[setting.name]
        # What is no value of its type at all was told where it was read.
        typed = isinstance(scalar, Scalar) and parse_constant(setting.type, scalar.text) is not None
        if typed and not fits(value, setting):
            building.findings.add(
                "P119",
                scalar.place,
                msg("the setting '{name}' does not take this value", name=quoted(setting.name)),
                _bounds(setting),
            )
    begin.update(dict(taken))
    return tuple(begin.items())


def _bounds(setting: Setting) -> Text | None:
    if setting.type == "choice":
        listed = quoted(", ".join(setting.choices))
        return msg("one of: {listed}", listed=listed)
    return msg("see its bounds in that file")


def _as_datum(setting: Setting) -> Datum:
    return Datum(setting.name, "text" if setting.type == "choice" else setting.type, setting.default)
