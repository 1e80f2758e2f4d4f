"""The checks on the robot, the room and the files (P301 to P314, but for words: ``hearing``)."""

from __future__ import annotations

import posixpath
import re

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.subject import Subject
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import Show
from nao_sessions.protocol.spoken import languages_of, stimuli_of
from nao_sessions.text.messages import msg

VOICES = frozenset(
    {"ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "it", "ja", "ko", "nl", "no", "pl", "pt", "ru",
     "sv", "tr",
     "zh"}
)  # fmt: skip
"""Languages that there is a voice for (NAOqi's ALTextToSpeech.getSupportedLanguages)."""

SOUNDS = frozenset({".wav", ".ogg", ".mp3"})
"""Endings of the sound files that Nao plays (ALAudioPlayer)."""

PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"})
"""Endings of the picture files that a browser shows."""

HEAVIEST_PICTURE = 2 * 1024 * 1024
"""Bytes; a photograph of 1600 pixels has a few hundred thousand."""

_CHEST = "chest"
_UNREADABLE = (
    (re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]"), msg("a drawing (emoji)")),
    (re.compile(r"\b[A-ZÀ-Ý]{4,}\b"), msg("a word in capitals")),
    (re.compile(r"[_*~^<>|\\/@#]|\.\.\."), msg("a sign that the voice spells or skips")),
    (re.compile(r"\b(?:etc|cf|ex|M|Mme|p|p\.ex|e\.g|i\.e|Mr|Mrs)\.(?=\s|$)"), msg("an abbreviation")),
    (re.compile(r"\([^()]*\)"), msg("a parenthesis")),
)  # fmt: skip


def check_robot(subject: Subject) -> None:
    """Report what Nao cannot or should not do in its room."""
    _table(subject)
    _language(subject)
    _chest(subject)
    _cameras(subject)
    _files(subject)
    _voice(subject)


def _table(subject: Subject) -> None:
    """Report a posture that makes Nao stand while it is on a table."""
    if subject.situation.place != "table":
        return
    for act in subject.protocol.all_acts():
        if act.verb == "posture" and act.argument == "stand":
            subject.tell(
                "P301",
                act.place,
                msg("Nao stands up, and in this room it is on a table: it may fall off"),
                msg("write posture: sit, or put Nao on the floor (robot: {place: floor})"),
            )


def _language(subject: Subject) -> None:
    """Report a language that Nao has no voice for."""
    for language in languages_of(subject.protocol):
        if language in VOICES:
            continue
        subject.tell(
            "P302",
            subject.keys.at("language"),
            msg("Nao has no voice for '{language}'", language=quoted(language)),
            msg("choose a language that Nao speaks: fr, en, de, es, it..."),
        )


def _chest(subject: Subject) -> None:
    """Report a use of the chest button, which Nao keeps for itself."""
    for place, stimulus in stimuli_of(subject.protocol):
        if stimulus.sense == "touch" and _CHEST in stimulus.values:
            subject.tell(
                "P308",
                place,
                msg("the chest button is Nao's own: one press makes it speak, two change its state"),
                msg("take the head, a word, a card or the board"),
            )


def _cameras(subject: Subject) -> None:
    """Report a protocol that must be filmed, in a room without cameras."""
    if subject.situation.cameras == 0 and subject.protocol.about.records:
        subject.tell(
            "P309",
            subject.keys.at("records"),
            msg("this protocol asks to be filmed, and this room has no camera"),
            msg("add a camera to the room: cameras: {room: {url: ...}}"),
        )


def _files(subject: Subject) -> None:
    """Report pictures and sounds that are too large, or whose format cannot be used."""
    sizes = {source.name: len(source.content) for source in subject.protocol.sources}
    named: dict[str, tuple[str, Place]] = {}
    for act in subject.protocol.all_acts():
        if act.verb == "sound" and isinstance(act.argument, str):
            named.setdefault(act.argument, ("sound", act.place))
        elif isinstance(act.argument, Show) and isinstance(act.argument.picture, str):
            named.setdefault(act.argument.picture, ("picture", act.place))
    for deck in subject.protocol.decks.values():
        for item in deck.items:
            for kind in ("picture", "sound"):
                value = item.values.get(kind)
                if isinstance(value, str) and value:
                    named.setdefault(value, (kind, item.place))
    for element in subject.protocol.elements.values():
        if element.picture:
            named.setdefault(element.picture, ("picture", element.place))
    for name, (kind, place) in named.items():
        suffix = posixpath.splitext(name)[1].lower()
        formats = SOUNDS if kind == "sound" else PICTURES
        if suffix not in formats:
            unread = msg("Nao does not play '{file}'")
            if kind == "picture":
                unread = msg("the board does not show '{file}'")
            listed = ", ".join(sorted(formats))
            subject.tell(
                "P311",
                place,
                unread.format(file=quoted(posixpath.basename(name))),
                msg("convert it: {listed}", listed=listed),
            )
        elif kind == "picture" and sizes.get(name, 0) > HEAVIEST_PICTURE:
            subject.tell(
                "P312",
                place,
                msg(
                    "'{basename}' has {sizes:.1f} MB: the board will show it late",
                    basename=quoted(posixpath.basename(name)),
                    sizes=sizes[name] / 1024 / 1024,
                ),
                msg("make it 1600 pixels wide"),
            )


def _voice(subject: Subject) -> None:
    """Report texts that a synthetic voice reads wrongly."""
    for said in subject.texts:
        if said.use != "say":
            continue
        text = said.text.replace("{participants}", "").replace("{participant}", "")
        for pattern, words in _UNREADABLE:
            found = pattern.search(text)
            if found is not None:
                subject.tell(
                    "P314",
                    said.place,
                    msg(
                        "the voice reads '{found}' badly: {words}",
                        found=quoted(found.group().strip()),
                        words=words,
                    ),
                    msg("write out what is to be heard"),
                )
                break
