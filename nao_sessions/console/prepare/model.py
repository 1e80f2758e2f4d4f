"""What the page of preparation shows, worked out from the protocol and what was typed: pure functions.

Beside a setting stand its usual value and its bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.console.home.model import children_of
from nao_sessions.console.library import LibraryEntry
from nao_sessions.console.people import People, Person
from nao_sessions.console.prepare.prepared import (
    Missing,
    Prepared,
    knows_phases,
    missing,
    overridable,
    setting_errors,
    still_red,
)
from nao_sessions.console.prepare.words import (
    AT_FOOT,
    AT_LEAST,
    AT_MOST,
    BETWEEN,
    LANGUAGES,
    PHASE_HINT,
    PHASE_LABEL,
    SECONDS,
    STANDS_AGAINST,
    USUALLY,
    VERDICTS,
)
from nao_sessions.console.rendering import Problem, problem_of, told
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.live.preflight import SOUND, CheckLine
from nao_sessions.protocol.flow import Protocol, Setting
from nao_sessions.protocol.wording import plain
from nao_sessions.record.manifest import PHASE
from nao_sessions.text.formats import joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, verbatim

NUMBERS = ("integer", "number", "duration")
TOLD_WHEN_NOT_WELL = frozenset({"volume", "logins", "folder", "files", "reserve"})
"""Keys of preflight lines that matter to a technician: they are shown only where there is something to do."""
NOT_ENCRYPTED = "G102"
"""The code of the preflight line that asks why the volume is not encrypted."""
GROUND = "ground"
"""The key of the preflight line that says who may be recorded, and why not."""


@dataclass(frozen=True, slots=True)
class SettingField:
    """A setting as a form asks for it; ``kind`` is number, boolean, choice or text."""

    name: str
    label: str
    kind: str
    value: str
    hint: str
    unit: str = ""
    minimum: str = ""
    maximum: str = ""
    step: str = "any"
    choices: tuple[str, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class ChosenParticipant:
    """A participant who was chosen: what the child said (``answer``), what the adult decided and saw.

    ``who`` is the first name where it is unlocked, else the code as pages write it.
    ``first`` and ``last`` say where its place in the order is.
    """

    person: Person
    name: str
    who: str
    answer: str
    way: str
    seen: str
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Preparation:
    """The whole page, but for what the preflight (the examination before a session) finds."""

    stem: str
    title: str
    goal: str
    children: str
    draft: bool
    rehearsal: bool
    seats: tuple[ChosenParticipant, ...]
    others: tuple[Person, ...]
    fields: tuple[SettingField, ...]
    phase: SettingField | None
    languages: tuple[tuple[str, str, bool], ...]
    prepared: Prepared


def preparation_of(
    entry: LibraryEntry,
    protocol: Protocol,
    prepared: Prepared,
    offered: Sequence[Person],
    language: Language,
    first_name: Callable[[str], str],
    *,
    rehearsal: bool,
) -> Preparation:
    """Return the page of a protocol's preparation; ``offered`` are the participants to choose among."""
    people = People(tuple(offered))
    errors = {name: problem_of(error, language) for name, error in setting_errors(prepared, protocol).items()}
    chosen = prepared.language or protocol.language
    return Preparation(
        stem=entry.stem,
        title=entry.title(language),
        goal=entry.goal(language),
        children=children_of(entry, language),
        draft=entry.status != "approved",
        rehearsal=rehearsal,
        seats=tuple(
            ChosenParticipant(
                person=people.get(code),
                name=first_name(code),
                who=first_name(code) or people.get(code).called(language),
                answer=prepared.agreements.get(code, ""),
                way=prepared.ways.get(code, ""),
                seen=prepared.seen.get(code, ""),
                first=at == 0,
                last=at == len(prepared.participants) - 1,
            )
            for at, code in enumerate(prepared.participants)
        ),
        others=tuple(person for person in offered if person.code not in prepared.participants),
        fields=tuple(
            field_of(setting, prepared.settings.get(setting.name), language, errors.get(setting.name))
            for setting in protocol.settings
        ),
        phase=None if knows_phases(protocol) else _phase(prepared, errors.get(PHASE), language),
        languages=tuple(
            (code, told(LANGUAGES.get(code, verbatim(code)), language), code == chosen)
            for code in entry.languages
        ),
        prepared=prepared,
    )


def field_of(
    setting: Setting, typed: str | None, language: Language, problem: Problem | None
) -> SettingField:
    """Return the form field of a setting, with what was typed in it, even if that is wrong."""
    number = setting.type in NUMBERS
    label = setting.name if setting.label is None else setting.label.template(language).source
    return SettingField(
        name=setting.name,
        label=label,
        kind="number" if number else setting.type,
        value=_typed(setting) if typed is None else typed,
        hint=_hint(setting, language),
        unit=told(SECONDS, language) if setting.type == "duration" else "",
        minimum=_bound(setting.minimum),
        maximum=_bound(setting.maximum),
        step="1" if setting.type == "integer" else "any",
        choices=setting.choices,
        problem=problem,
    )


def _phase(prepared: Prepared, problem: Problem | None, language: Language) -> SettingField:
    """Return the form field of the phase of a study."""
    return SettingField(
        name=PHASE,
        label=told(PHASE_LABEL, language),
        kind="text",
        value=prepared.settings.get(PHASE, ""),
        hint=told(PHASE_HINT, language),
        problem=problem,
    )


@dataclass(frozen=True, slots=True)
class PreparationContext:
    """What the page of preparation needs beside what was typed and what the preflight found.

    ``session`` is *running* or *setting_up*, where one is, else empty; ``blind`` names the cameras that show
    no picture, ``hidden`` those that may show none; ``failed`` is the error of the last attempt to begin;
    ``told`` what the children are told of the recording (of TOLD; None: not known).
    """

    session: str = ""
    blind: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    failed: NaoSessionsError | None = None
    told: frozenset[str] | None = None


_NOTHING_ELSE = PreparationContext()


def looked_json(
    lines: Sequence[CheckLine],
    prepared: Prepared,
    protocol: Protocol,
    offered: Collection[str],
    language: Language,
    *,
    rehearsal: bool,
    around: PreparationContext = _NOTHING_ELSE,
) -> dict[str, Any]:
    """Return what the preflight found and what is still missing, as JSON values.

    ``offered`` are the codes of the participants who can be chosen now. ``ready``: the session may begin;
    ``against``: what keeps the page from saying that all is ready.
    """
    remaining = missing(prepared, protocol, offered, rehearsal=rehearsal)
    if around.session:
        where = "/session" if around.session == "running" else "/beginning"
        remaining = (Missing(where, STANDS_AGAINST[around.session]), *remaining)
    return {
        "against": [_missing(one, language) for one in _against(lines, prepared, around)],
        "lines": [
            line_of(line, prepared.despite, language)
            for line in lines
            if line.verdict != "well" or line.key not in TOLD_WHEN_NOT_WELL
        ],
        "missing": [_missing(one, language) for one in remaining],
        "ready": not remaining and not still_red(lines, prepared.despite),
        "hidden": list(around.hidden),
        "told": None if around.told is None else sorted(around.told),
        "ask_unencrypted": asks_unencrypted(lines, prepared),
    }


def line_of(line: CheckLine, despite: Sequence[str], language: Language) -> dict[str, Any]:
    """Return a line of the preflight as JSON: finding, remedy, and whether one may begin in spite of it."""
    remedy = _REMEDIES.get(line.code, line.remedy)
    return {
        "key": line.key,
        "verdict": line.verdict,
        "word": told(VERDICTS[line.verdict], language),
        "sentence": told(line.sentence, language),
        "remedy": "" if remedy is None else told(remedy, language),
        "code": line.code,
        "at_foot": told(AT_FOOT, language) if line.key == GROUND else told(line.sentence, language),
        "overridable": overridable(line),
        "despite": overridable(line) and line.code in despite,
        "level": line.key.removeprefix(SOUND) if line.key.startswith(SOUND) else "",
    }


_REMEDIES: Mapping[str, Text] = {
    NOT_ENCRYPTED: msg(
        'Answer "Why a disk that is not encrypted?" on this page; or the person who looks after the computer '
        "chooses an encrypted folder."
    ),
    "G136": msg(
        "A reason is not enough where children are: the person who looks after the computer chooses an "
        "encrypted folder, or the institution's decision (page Agreements) answers for this disk."
    ),
    "G103": msg("The session runs all the same. Who has to answer still stands on the page Agreements."),
    "G104": msg(
        "It can be held without a trace: tick that at point 3. What was said is on the page Agreements."
    ),
    "G105": msg("The session runs all the same. Who has to answer still stands on the page Agreements."),
    "D301": msg("Is Nao on, and on the same network? Press its chest button: it says its address."),
}
"""Remedies for somebody without a terminal, by the codes of lines: what is said there names options."""


_OF_PERSONS = ("G104",)
"""The codes of errors that say who said what of a child."""


def asks_unencrypted(lines: Sequence[CheckLine], prepared: Prepared) -> bool:
    """Return whether the page must ask why an unencrypted volume is used, or was told that already."""
    return bool(prepared.unencrypted) or any(line.code == NOT_ENCRYPTED for line in lines)


def _against(lines: Sequence[CheckLine], prepared: Prepared, around: PreparationContext) -> list[Missing]:
    """Return the reasons not to show that all is ready, although a session may begin."""
    found = []
    if around.failed is not None:
        failed = around.failed.code in _OF_PERSONS
        why = AT_FOOT if failed else around.failed.sentence
        found.append(Missing("room", STANDS_AGAINST["failed"].format(why=why)))
    if not prepared.unfilmed and not around.session:  # the cameras are the session's, where one runs
        found += [Missing("room", line.sentence) for line in lines if _is_looked_at_still(line)]
        found += [Missing("room", STANDS_AGAINST["no_picture"].format(name=name)) for name in around.blind]
    return found


def _is_looked_at_still(line: CheckLine) -> bool:
    """Return whether a line of the preflight says only that its sound source is still being listened to."""
    return line.key.startswith(SOUND) and line.verdict == "warning" and not line.code


def _missing(one: Missing, language: Language) -> Mapping[str, str]:
    return {"where": one.where, "sentence": told(one.sentence, language)}


def _typed(setting: Setting) -> str:
    if isinstance(setting.default, bool):
        return "true" if setting.default else "false"
    if isinstance(setting.default, int | float):
        return f"{setting.default:g}"
    return str(setting.default)


def _bound(bound: float | None) -> str:
    return "" if bound is None else f"{bound:g}"


def _hint(setting: Setting, language: Language) -> str:
    """Return the usual value of a setting and its bounds, in words; empty for a text or a choice."""
    if setting.type in ("text", "choice"):
        return ""
    parts = [USUALLY.format(value=plain(setting.default, setting.type))]
    least, most = (
        None if bound is None else plain(bound, setting.type) for bound in (setting.minimum, setting.maximum)
    )
    if least is not None and most is not None:
        parts.append(BETWEEN.format(least=least, most=most))
    elif least is not None:
        parts.append(AT_LEAST.format(least=least))
    elif most is not None:
        parts.append(AT_MOST.format(most=most))
    return told(joined(parts), language)
