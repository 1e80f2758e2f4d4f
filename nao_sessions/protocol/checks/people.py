"""The checks on people: first names (P501), questions for personal data (P502), settings that invite a name
(P503), errors counted on a word that was heard (P423), red eyes (P409).
"""

from __future__ import annotations

import re

from nao_sessions.protocol.checks.lexicon import LEXICONS, plain
from nao_sessions.protocol.checks.lexicon.names import FIRST_NAMES
from nao_sessions.protocol.checks.subject import Subject
from nao_sessions.protocol.checks.texts import SpokenText, deck_of_block
from nao_sessions.protocol.checks.trials import for_item
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import Entry
from nao_sessions.text.messages import msg

RED = "red"


def check_eyes(subject: Subject) -> None:
    """Report red eyes: red light can start a seizure, and many children take it for anger."""
    protocol = subject.protocol
    for block, moments in protocol.blocks.items():
        deck = deck_of_block(protocol, block)
        for moment in moments:
            for act in moment.acts:
                if act.verb != "eyes" or not isinstance(act.argument, str | Expression):
                    continue
                items = (None,) if deck is None else deck.items
                if any(for_item(act.argument, item) == (True, RED) for item in items):
                    subject.tell(
                        "P409",
                        act.place,
                        msg("red eyes may start a seizure, and frighten"),
                        msg("take another colour: orange, yellow, green, blue, white"),
                    )


_CAPITALISED = re.compile(r"(?<![\w'’-])[A-ZÀ-Ý][\wà-ÿ]+(?:-[A-ZÀ-Ý][\wà-ÿ]+)?(?![\w-])")
_NAME_LIKE = re.compile(r"(?:pre)?nom|name|first_?name|last_?name|surname|enfant|child|eleve|pupil|student")
_ERROR_LIKE = re.compile(r"err|faut|faux|fausse|rate|echec|wrong|mistake|fail|miss|incorrect")


def check_people(subject: Subject) -> None:
    """Report what would record somebody's name or data, or count a misheard word against a child."""
    for said in subject.texts:
        _first_name(subject, said)
        _personal(subject, said)
    _settings(subject)
    for level in subject.protocol.all_levels():
        for entry in level.when:
            _misheard(subject, entry)


def _first_name(subject: Subject, said: SpokenText) -> None:
    lexicon = LEXICONS.get(said.language)
    text = said.text
    if lexicon is not None:
        text = "" if lexicon.no_names.search(plain(text)) else text
    for found in _CAPITALISED.findall(text):
        if found in FIRST_NAMES:
            subject.tell(
                "P501",
                said.place,
                msg(
                    "'{found}' is a first name: if it is a child's, it will be recorded and published",
                    found=found,
                ),
                msg(
                    'write {participant}; for somebody in a story, allow: {P501: "..."}',
                    participant="{participant}",
                ),
            )
            return


def _personal(subject: Subject, said: SpokenText) -> None:
    """Report questions and headings that ask for personal data."""
    lexicon = LEXICONS.get(said.language)
    if lexicon is None or said.use == "title":
        return
    text = plain(said.text)
    found = lexicon.personal.search(text)
    if found is None and said.use == "say":
        found = lexicon.asks_name.search(text)
    if found is not None:
        subject.tell(
            "P502",
            said.place,
            msg("'{found}' asks for personal data, which would be recorded", found=quoted(found.group())),
            msg("the child's code is enough; the name is neither said nor written in a session"),
        )


def _settings(subject: Subject) -> None:
    """Report a setting that invites a name: settings are written into the session's file."""
    for name, setting in (subject.keys.settings or {}).items():
        if setting.type == "text" and _NAME_LIKE.fullmatch(name):
            subject.tell(
                "P503",
                setting.named_at,
                msg(
                    "somebody will write a name into the setting '{name}', and settings are recorded",
                    name=quoted(name),
                ),
                msg(
                    "write {participant} in sentences: the first name is never recorded",
                    participant="{participant}",
                ),
            )


def _misheard(subject: Subject, entry: Entry) -> None:
    """Report an error that is counted because of a heard word alone: children are often misheard."""
    if not entry.stimuli or any(one.sense != "word" for one in entry.stimuli):
        return
    counted = [name for name, _ in entry.assignments if _ERROR_LIKE.search(name)]
    if counted:
        subject.tell(
            "P423",
            entry.place,
            msg(
                "an error is counted ({counted}) upon a word that Nao may have misheard",
                counted=quoted(counted[0]),
            ),
            msg("let the adult confirm: do: [{adult: \"Nao heard '{event.value}'.\"}], and a button"),
        )
