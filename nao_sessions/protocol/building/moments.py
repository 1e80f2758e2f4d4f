"""From the dashes of ``do`` lists to moments: channels, catalogue words, texts, assignments.

A moment that is told to be wrong is built all the same, without its wrong acts.
"""

from __future__ import annotations

from nao_sessions.core.errors import Place
from nao_sessions.core.text import Text
from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.building.scope import TYPES
from nao_sessions.protocol.catalogue import COLOURS, GESTURES, LOOKS, POSTURES
from nao_sessions.protocol.expression import Expression, Value
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import Act, Moment, Verb
from nao_sessions.protocol.keys.head import ALONE, CHANNELS, MomentKeys
from nao_sessions.protocol.reading.nodes import Fields, Scalar
from nao_sessions.protocol.reading.scalars import Texts, path_without_sign

Assignments = tuple[tuple[str, Value | Expression], ...]

_CATALOGUES = {
    "gesture": (frozenset(GESTURES), Text(fr="geste inconnu", en="unknown gesture")),
    "posture": (frozenset(POSTURES), Text(fr="posture inconnue", en="unknown posture")),
    "look": (frozenset(LOOKS), Text(fr="direction inconnue", en="unknown direction")),
    "eyes": (frozenset(COLOURS), Text(fr="couleur inconnue", en="unknown colour")),
}
_VERBS: dict[str, Verb] = {
    "say": "say",
    "sound": "sound",
    "gesture": "gesture",
    "posture": "posture",
    "look": "look",
    "eyes": "eyes",
    "wait": "wait",
    "set": "set",
    "note": "note",
    "adult": "adult",
}


def build_moments(keys: list[MomentKeys] | None, building: Building) -> tuple[Moment, ...]:
    """Build the moments of one ``do`` list."""
    return tuple(_moment(moment, building) for moment in keys or ())


def _moment(keys: MomentKeys, building: Building) -> Moment:
    verbs = [_VERBS[name] for name in keys.written if name in _VERBS]
    if not verbs and not keys.stray:
        building.findings.add(
            "P105",
            keys.place,
            "ce tiret ne fait rien",
            "this dash does nothing",
            Text(fr='par exemple : - say: "Bonjour !"', en='for example: - say: "Hello!"'),
        )
    _check_channels(verbs, keys, building)
    condition = building.condition(keys.condition)
    return Moment(tuple(_act(verb, keys, building) for verb in verbs), condition, keys.place)


def _check_channels(verbs: list[Verb], keys: MomentKeys, building: Building) -> None:
    """Tell what cannot begin together."""
    taken: dict[str, str] = {}
    next_dash = Text(fr="mettez-le sur un tiret à lui", en="put it on a dash of its own")
    for verb in verbs:
        if verb in ALONE:
            if len(verbs) > 1:
                building.findings.add(
                    "P126",
                    keys.at(verb),
                    f"« {verb} » doit être seul sur son tiret",
                    f"'{verb}' must stand alone on its dash",
                    next_dash,
                )
            continue
        first = taken.setdefault(CHANNELS[verb], verb)
        if first != verb:
            building.findings.add(
                "P125",
                keys.at(verb),
                f"« {first} » et « {verb} » ne peuvent pas commencer ensemble",
                f"'{first}' and '{verb}' cannot begin together",
                next_dash,
            )


def _act(verb: Verb, keys: MomentKeys, building: Building) -> Act:
    written = getattr(keys, verb)
    place = keys.at(verb)
    if isinstance(written, Texts):
        return Act(verb, building.speech(written), place)
    if isinstance(written, Fields):
        return Act(verb, build_assignments(written, building), place)
    assert isinstance(written, Scalar)
    if verb == "wait":
        return Act(verb, building.duration(written), place)
    if verb == "sound":
        return Act(verb, building.file(written), place)
    return Act(verb, _catalogue_word(verb, written, building), place)


def _catalogue_word(verb: str, scalar: Scalar, building: Building) -> str | Expression:
    if scalar.text.startswith("="):
        return building.expression(scalar, "text") or ""
    words, sentence = _CATALOGUES[verb]
    if scalar.text not in words and not scalar.empty:
        tell_word(sentence, scalar.text, words, scalar.place, building)
    return scalar.text


def tell_word(sentence: Text, word: str, known: frozenset[str], place: Place, building: Building) -> None:
    """Tell a word that the catalogue does not have."""
    building.findings.add(
        "P117",
        place,
        f"{sentence.fr} « {quoted(word)} »",
        f"{sentence.en} '{quoted(word)}'",
        did_you_mean(word, known),
    )


def build_assignments(values: Fields | None, building: Building) -> Assignments:
    """Build what a ``set`` changes: data alone, each by a value of its type."""
    built: list[tuple[str, Value | Expression]] = []
    for name, scalar in (values or {}).items():
        assert values is not None
        datum = building.data.get(name)
        if datum is None:
            _tell_unknown(name, values.places[name], building)
            continue
        assert isinstance(scalar, Scalar)
        if scalar.text.startswith("="):
            value = building.expression(scalar, TYPES[datum.type])
            if value is not None:
                built.append((name, value))
        else:
            if datum.type == "text":
                path_without_sign(scalar, building.findings)
            built.append((name, building.constant(datum.type, scalar)))
    return tuple(built)


def _tell_unknown(name: str, place: Place, building: Building) -> None:
    bare = name.removeprefix("data.")
    hint = did_you_mean(bare, building.data)
    if ("settings", name.removeprefix("settings.")) in building.scope.types:
        hint = Text(
            fr="un réglage ne change pas pendant la séance", en="a setting does not change in a session"
        )
    elif not building.data:
        hint = Text(fr="déclarez-la dans data : data: {essais: 0}", en="declare it in data: data: {count: 0}")
    building.findings.add(
        "P132", place, f"donnée inconnue « {quoted(name)} »", f"unknown datum '{quoted(name)}'", hint
    )
