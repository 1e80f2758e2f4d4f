"""From the dashes of ``do`` lists to moments (channels, catalogue words, texts, assignments), and to stimuli.

A moment is one dash: acts that begin together. One with findings is built all the same, without its wrong
acts. A stimulus is what is waited for: a touch, a word, a card, a look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from nao_sessions.core.errors import Place
from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.building.boards import build_words
from nao_sessions.protocol.building.scope import TYPES
from nao_sessions.protocol.catalogue import (
    COLOURS,
    GESTURES,
    LOOKS,
    POSES,
    POSTURES,
    TOUCH_GROUPS,
    TOUCH_PARTS,
)
from nao_sessions.protocol.expression import Expression, Value
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import Act, Argument, Assignments, Await, Choose, Moment, Show, Verb
from nao_sessions.protocol.keys.moments import (
    NOTHING_SHOWN,
    AwaitKeys,
    ElementKeys,
    FollowKeys,
    MomentKeys,
    OptionKeys,
    ShowKeys,
)
from nao_sessions.protocol.keys.steps import WhenKeys
from nao_sessions.protocol.keys.trials import WayKeys
from nao_sessions.protocol.keys.values import CARDS
from nao_sessions.protocol.reading.nodes import Fields, Scalar
from nao_sessions.protocol.reading.scalars import Texts, parse_integer, plain_integer, wrong_type
from nao_sessions.protocol.reading.shape import WordsRead
from nao_sessions.protocol.reading.yaml_traps import check_uncomputed, path_without_sign
from nao_sessions.protocol.trials import SENSE_FACTS, THERE_OR_GONE, Stimulus
from nao_sessions.text.messages import Text, msg

_PARTICIPANT = "participant."

HOLD_MS = 3_000
"""How long a pose to copy is held where nothing else is said."""

_CATALOGUES = {
    "gesture": (frozenset(GESTURES), msg("unknown gesture")),
    "pose": (frozenset(POSES), msg("unknown pose")),
    "posture": (frozenset(POSTURES), msg("unknown posture")),
    "look": (frozenset(LOOKS), msg("unknown direction")),
    "eyes": (frozenset(COLOURS), msg("unknown colour")),
}
_VERBS: dict[str, Verb] = {verb: verb for verb in get_args(Verb)}


def build_block(name: str, keys: list[MomentKeys] | None, building: Building) -> str:
    """Build a ``do`` list as a block of the protocol; return the block's name."""
    building.blocks[name] = ()
    moments: list[Moment] = []
    for number, moment in enumerate(keys or ()):
        moments += _moments(moment, f"{name}.{number}", building)
    building.blocks[name] = tuple(moments)
    return name


def _moments(keys: MomentKeys, name: str, building: Building) -> tuple[Moment, ...]:
    """Build one entry of a ``do`` list: one moment, or the poses of a ``follow``."""
    written = [verb for verb in keys.written if verb in _VERBS or verb == "follow"]
    condition = building.condition(keys.condition)
    if keys.follow is not None:
        return _followed(keys.follow, condition, keys.at("follow"), building)
    acts = (_act(_VERBS[verb], keys, name, building) for verb in written)
    return (Moment(tuple(act for act in acts if act is not None), condition, keys.place),)


def _act(verb: Verb, keys: MomentKeys, name: str, building: Building) -> Act | None:
    argument = _argument(verb, getattr(keys, verb), name, building)
    return None if argument is None else Act(verb, argument, keys.at(verb))


def _argument(verb: Verb, written: object, name: str, building: Building) -> Argument | None:
    match written:
        case Texts():
            return building.speech(written)
        case Fields():
            return build_assignments(written, building)
        case ShowKeys():
            return _show(written, building)
        case AwaitKeys():
            return _await(written, building)
        case list():
            return _choose(written, name, building)
        case str():
            return written
        case Scalar() if verb == "wait":
            return building.duration(written)
        case Scalar() if verb == "sound":
            return building.computed(written, "text", building.file)
        case Scalar() if verb == "show":
            return _show_word(written, building)
        case Scalar() if verb in ("point", "highlight"):
            return building.computed(written, "any", lambda scalar: scalar.text)
        case Scalar() if verb == "routine":
            return _routine(written, building)
        case Scalar():
            return _catalogue_word(verb, written, building)
    return None


def _catalogue_word(verb: str, scalar: Scalar, building: Building) -> str | Expression:
    if scalar.text.startswith("="):
        return building.expression(scalar, "text") or ""
    words, sentence = _CATALOGUES[verb]
    if scalar.text not in words and not scalar.empty:
        _tell_word(sentence, scalar.text, words, scalar.place, building)
    return scalar.text


def _show(keys: ShowKeys, building: Building) -> Show:
    picture = None if keys.picture is None else building.computed(keys.picture, "text", building.file)
    text = None if keys.text is None else building.speech(keys.text)
    if keys.board is not None:
        page, words = build_words(keys.board, keys.page, keys.choices, building)
        return Show(picture, words, text, page)
    choices = () if keys.choices is None else build_elements(keys.choices, building)
    return Show(picture, choices, text)


def build_elements(
    keys: list[ElementKeys | Scalar] | Scalar, building: Building
) -> tuple[str, ...] | Expression:
    """Build the words to choose from: a list of words, or an expression whose value is one."""
    if isinstance(keys, list):
        return tuple(building.element(element) for element in keys)
    if keys.text.startswith("="):
        return building.expression(keys, "list") or ()
    return () if keys.empty else (keys.text,)


def _show_word(scalar: Scalar, building: Building) -> Show:
    if scalar.text != NOTHING_SHOWN and not scalar.empty:
        building.findings.add(
            "P103",
            scalar.place,
            msg("'show' takes keys, or the word {nothing_shown}", nothing_shown=NOTHING_SHOWN),
            msg("for example: show: {picture: a.svg}"),
        )
    return Show()


def _await(keys: AwaitKeys, building: Building) -> Await | None:
    stimuli = build_stimuli(keys, building)
    if len(stimuli) != 1:
        return None
    hold = 0 if keys.hold is None else building.duration(keys.hold)
    return Await(stimuli[0], hold, building.duration(keys.limit))


def _choose(options: list[OptionKeys], name: str, building: Building) -> Choose:
    built = []
    for number, option in enumerate(options):
        block = f"{name}/choose.{number}"
        if option.do is None:
            building.blocks[block] = _moments(option, block, building)
        else:
            build_block(block, option.do, building)
        built.append((block, option.weight))
    return Choose(name, tuple(built))


def _routine(scalar: Scalar, building: Building) -> str | None:
    block = building.routines.get(scalar.text)
    if block is None and not scalar.empty:
        _tell_word(
            msg("unknown routine"),
            scalar.text,
            frozenset(building.routines),
            scalar.place,
            building,
        )
    return block


def _followed(
    keys: FollowKeys | list[Scalar] | Scalar, condition: Expression | None, place: Place, building: Building
) -> tuple[Moment, ...]:
    """Return two moments for each pose of a ``follow``: one to take it, one to hold it."""
    hold = HOLD_MS
    if isinstance(keys, FollowKeys):
        hold, poses = keys.hold, list(keys.poses)
    else:
        poses = keys if isinstance(keys, list) else [keys]
    moments = []
    for pose in poses:
        act = Act("pose", _catalogue_word("pose", pose, building), pose.place)
        moments.append(Moment((act, Act("wait", hold, place)), condition, pose.place))
    return tuple(moments)


def prefixed_by(first: Act, block: str, building: Building) -> None:
    """Insert a moment with one act before the other moments of a block."""
    moments = building.blocks[block]
    building.blocks[block] = (Moment((first,), None, first.place), *moments)


def _tell_word(sentence: Text, word: str, known: frozenset[str], place: Place, building: Building) -> None:
    """Report an unknown word of the catalogue, or routine, with the nearest known one as a hint."""
    building.findings.add(
        "P117",
        place,
        msg("{sentence} '{word}'", sentence=sentence, word=quoted(word)),
        did_you_mean(word, known),
    )


def build_assignments(values: Fields | None, building: Building) -> Assignments:
    """Build the assignments of a ``set``: names of data only, each with a value of the datum's type."""
    built: list[tuple[str, Value | Expression]] = []
    for name, scalar in (values or {}).items():
        assert values is not None
        if name.startswith(_PARTICIPANT) and name.removeprefix(_PARTICIPANT) in building.remembered:
            built += _assigned(
                name, scalar, building.remembered[name.removeprefix(_PARTICIPANT)].type, building
            )
            continue
        datum = building.data.get(name)
        if datum is None:
            _tell_unknown(name, values.places[name], building)
            continue
        built += _assigned(datum.name, scalar, datum.type, building)
    return tuple(built)


def _assigned(name: str, scalar: object, kind: str, building: Building) -> Assignments:
    assert isinstance(scalar, Scalar)
    if scalar.text.startswith("="):
        value = building.expression(scalar, TYPES[kind])
        return () if value is None else ((name, value),)
    if kind == "text":
        path_without_sign(scalar, building.findings)
    return ((name, building.constant(kind, scalar)),)


def _tell_unknown(name: str, place: Place, building: Building) -> None:
    bare = name.removeprefix("data.")
    hint = did_you_mean(bare, building.data)
    if ("settings", name.removeprefix("settings.")) in building.scope.types:
        hint = msg("a setting does not change in a session")
    elif not building.data:
        hint = msg("declare it in data: data: {count: 0}")
    building.findings.add(
        "P132",
        place,
        msg("unknown datum '{name}'", name=quoted(name)),
        hint,
    )


_PARTS: Mapping[str, tuple[str, ...]] = {**{part: (part,) for part in TOUCH_PARTS}, **TOUCH_GROUPS}


def build_stimuli(keys: AwaitKeys | WhenKeys | WayKeys, building: Building) -> tuple[Stimulus, ...]:
    """Build the stimuli that a step or reaction waits for: one for each sense, in a fixed order."""
    built: list[Stimulus] = []
    if keys.touch:
        built.append(Stimulus("touch", _parts(keys.touch, building)))
    if keys.word:
        built.append(_word_stimulus(keys.word, building))
    if keys.board:
        built.append(Stimulus("board", _words(keys.board, building)))
    if keys.card:
        built.append(Stimulus("card", tuple(card_number(word, building) for word in keys.card)))
    for sense in THERE_OR_GONE:
        scalar, word = getattr(keys, sense), SENSE_FACTS[sense].word
        if scalar is not None:
            if scalar.text != word and not scalar.empty:
                wrong_type(scalar, msg("the word {word}", word=word), building.findings)
            built.append(Stimulus(sense, (word,)))
    return tuple(built)


def card_number(scalar: Scalar, building: Building) -> str:
    """Return the number of a card as it is recognised; report one that no card has."""
    number = parse_integer(scalar.text)
    if (number is None or not 0 <= number < CARDS) and not scalar.empty:
        wrong_type(
            scalar,
            msg("a card's number, 0 to {cards}", cards=CARDS - 1),
            building.findings,
        )
    return plain_integer(scalar.text)


def _word_stimulus(words: WordsRead, building: Building) -> Stimulus:
    for _, scalars in words.by_language:
        _words(scalars, building)
    lists = building.words(words)
    return Stimulus("word", lists[0][1] if lists else (), lists[1:])


def _words(words: Sequence[Scalar], building: Building) -> tuple[str, ...]:
    for word in words:
        check_uncomputed(word, building.findings, msg("write the words themselves"))
    return tuple(dict.fromkeys(word.text for word in words))


def _parts(words: Sequence[Scalar], building: Building) -> tuple[str, ...]:
    parts: dict[str, None] = {}
    for word in words:
        found = _PARTS.get(word.text)
        if found is not None:
            parts.update(dict.fromkeys(found))
        elif not word.empty:
            building.findings.add(
                "P117",
                word.place,
                msg("unknown part of the body '{text}'", text=quoted(word.text)),
                did_you_mean(word.text, frozenset(_PARTS)),
            )
    return tuple(parts)
