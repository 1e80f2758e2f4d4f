"""What a professional has prepared, as it was typed, and what follows from it: pure values and functions.

An answer that is missing is never taken for a yes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nao_sessions.console.forms import Form
from nao_sessions.console.launcher import SessionRequest
from nao_sessions.console.prepare.words import INSTEAD_UNRECORDED, MISSING
from nao_sessions.core.codes import is_code
from nao_sessions.core.errors import UsageError
from nao_sessions.live.preflight import OVERRIDABLE, CheckLine
from nao_sessions.privacy.ledger.values import is_picture
from nao_sessions.protocol import setting_values
from nao_sessions.protocol.flow import Protocol, Setting
from nao_sessions.record.manifest import PHASE, checked_phase
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text

ANSWERS = ("yes", "unfilmed", "no", "unsure", "none")
"""What a child may say today; ``unfilmed``: yes, but not filmed, which goes for the whole room; ``none``: it
was asked, and does not answer by the pictures."""
AGREED = ("yes", "unfilmed")
"""The answers of a child who wants to take part."""
TOLD = frozenset({"log", "sound", "pictures"})
"""What a child is told, before it answers, that is recorded; nothing in a session without a trace."""
WAYS = ("aside", "seen")
"""What the adult may decide where a child has not said yes: not today; or its agreement is seen otherwise."""
LONGEST_WORDS = 300
OF_NAO = "robot"
"""The key of the preflight lines about what Nao's examination found."""
_CODE = re.compile(r"[A-Z]{1,2}[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that is on the page of preparation, as typed; settings that are durations are seconds.

    ``agreements`` hold what each child has said (one of ANSWERS), ``ways`` what the adult decides where it
    was no yes (one of WAYS), ``seen`` what the adult sees then, in words; all by code. ``participants`` are
    in their order; ``adults`` are those in the room, by their codes in the ledger of grounds; ``traceless``:
    nothing of the session is to be kept.
    """

    participants: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    ground: str = ""
    unencrypted: str = ""
    clap: bool = False
    unrecorded: bool = False
    agreements: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    despite: tuple[str, ...] = ()
    adults: tuple[str, ...] = ()
    traceless: bool = False
    told: frozenset[str] = frozenset()
    """What the page told the children of the recording when they answered, of TOLD."""

    @property
    def unfilmed(self) -> bool:
        """Return whether no camera and no microphone records: so chosen, or a child does not want it.

        Nor while a child who does not take part today stands in the list: it may still be in the room.
        """
        chosen = self.unrecorded or self.traceless
        return chosen or any(
            self.refuses(code) or self.agreements.get(code) == "unfilmed" for code in self.participants
        )

    def refuses(self, code: str) -> bool:
        """Return whether a child has said no, or is left out today by the adult's word."""
        answer = self.agreements.get(code, "")
        return answer == "no" or (answer in ("unsure", "none") and self.ways.get(code) == "aside")

    @property
    def taking_part(self) -> tuple[str, ...]:
        """Return the codes of those who take part, in order, without the children who refuse."""
        return tuple(code for code in self.participants if not self.refuses(code))

    def as_told(self, told: frozenset[str], before: Prepared | None = None) -> Prepared:
        """Return the preparation where children are told *told*: who said yes to less is asked again.

        A child who has just gone from *yes, but not filmed* to *yes* has answered just that. *before* is the
        preparation before this one, as it was told then.
        """

        def stands(code: str, answer: str) -> bool:
            if answer != "yes" or told <= self.told:
                return True
            earlier = "" if before is None else before.agreements.get(code, "")
            return before is not None and (
                earlier == "unfilmed" or (earlier == "yes" and told <= before.told)
            )

        kept = {code: answer for code, answer in self.agreements.items() if stands(code, answer)}
        return replace(self, told=told, agreements=kept)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is still to be done before the session can begin; ``where`` is its place on the page."""

    where: str
    sentence: Text


def from_form(form: Form, protocol: Protocol, hide_names: Callable[[str], str]) -> Prepared:
    """Return the preparation in a form: first names become codes, unknown answers are left out.

    Whoever is named stays named, offered or not (``missing``): to leave a child out is to film it unasked.
    """
    known = {setting.name: setting for setting in protocol.settings}

    def as_typed(name: str, value: str) -> str:
        # A choice is a word of the author's, whoever else may be called so.
        choices = known[name].choices if name in known else ()
        return value if value in choices else hide_names(value.strip()[:LONGEST_WORDS])

    def words(name: str) -> str:
        return hide_names(form.one(name).strip()[:LONGEST_WORDS])

    codes = tuple(dict.fromkeys(code for code in form.all("participant") if is_code(code)))
    return Prepared(
        participants=codes,
        settings={
            name: as_typed(name, value)
            for name, value in form.under("setting").items()
            if name in known or name == PHASE
        },
        language=form.one("language"),
        ground=words("ground"),
        unencrypted=words("unencrypted"),
        clap=form.one("clap") == "yes",
        unrecorded=form.one("unrecorded") == "yes",
        agreements=_of(codes, form.under("agreement"), ANSWERS),
        ways=_of(codes, form.under("way"), WAYS),
        seen={code: text for code in codes if (text := words(f"seen.{code}"))},
        despite=tuple(code for code in dict.fromkeys(form.all("despite")) if _CODE.fullmatch(code)),
        adults=tuple(code for code in dict.fromkeys(form.all("adult")) if is_code(code)),
        traceless=form.one("traceless") == "yes",
        told=TOLD & set(form.one("told").split()),
    )


def told_of(recorders: Collection[str], *, traceless: bool) -> frozenset[str]:
    """Return what a child is told of what would record the session, cameras and microphones: of TOLD."""
    if traceless:
        return frozenset()
    return frozenset({"log", *("pictures" if is_picture(one) else "sound" for one in recorders)})


def rearranged(prepared: Prepared, act: str, offered: Collection[str]) -> Prepared:
    """Return a preparation after a press on a child's button: ``add:P07``, ``remove:``, ``up:``, ``down:``.

    Whoever is taken out is asked anew when added again.
    """
    doing, _, code = act.partition(":")
    order = list(prepared.participants)
    if doing == "add" and code in offered and code not in order:
        return replace(prepared, participants=(*order, code))
    if code not in order:
        return prepared
    at = order.index(code)
    if doing == "remove":
        order.remove(code)
        agreements = {who: said for who, said in prepared.agreements.items() if who != code}
        return replace(prepared, participants=tuple(order), agreements=agreements)
    to = at + {"up": -1, "down": 1}.get(doing, 0)
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return replace(prepared, participants=tuple(order))


def missing(
    prepared: Prepared, protocol: Protocol, offered: Collection[str], *, rehearsal: bool
) -> tuple[Missing, ...]:
    """Return what is still to be done, in the order of the page; a rehearsal needs no agreement.

    ``offered`` are the codes of the participants who can be chosen now.
    """
    gone = (code for code in prepared.participants if code not in offered)
    found = [Missing(f"seat-{code}", MISSING["not_offered"].format(code=code)) for code in gone]
    here = len(prepared.taking_part)
    least, most = protocol.participants_min, protocol.participants_max
    if here < least:
        found.append(Missing("who", MISSING["more"].format(n=least - here)))
    elif here > most:
        found.append(Missing("who", MISSING["too_many" if most else "nobody_fits"].format(n=most)))
    for name, error in setting_errors(prepared, protocol).items():
        found.append(Missing(f"setting-{name}", error.sentence))
    if rehearsal:
        return tuple(found)
    for code in prepared.taking_part:
        said = prepared.agreements.get(code, "")
        if not said:
            found.append(Missing(f"agreement-{code}", MISSING["not_asked"].format(code=code)))
        elif said not in AGREED and not prepared.unfilmed and not _seen_otherwise(prepared, code):
            found.append(Missing(f"agreement-{code}", MISSING["no_yes"].format(code=code)))
    return tuple(found)


def overridable(line: CheckLine) -> bool:
    """Return whether a session may begin in spite of a red line: of the disk, or of Nao's examination.

    False for the lines of a ground, a volume or a secret, and for lines that are not red.
    """
    return line.verdict == "refused" and (line.code in OVERRIDABLE or line.key == OF_NAO)


def still_red(lines: Sequence[CheckLine], despite: Collection[str]) -> tuple[CheckLine, ...]:
    """Return the red lines that keep a session from beginning; ``despite`` are the codes overridden."""
    return tuple(
        line
        for line in lines
        if line.verdict == "refused" and not (overridable(line) and line.code in despite)
    )


def setting_errors(prepared: Prepared, protocol: Protocol) -> dict[str, UsageError]:
    """Return the error of each setting with a wrong value, by the setting's name."""
    errors: dict[str, UsageError] = {}
    for name, text in settings_of(prepared, protocol).items():
        try:
            if name == PHASE and not knows_phases(protocol):
                checked_phase(text)
            else:
                setting_values(protocol, {name: text})
        except UsageError as error:
            errors[name] = error
    return errors


def settings_of(prepared: Prepared, protocol: Protocol) -> dict[str, str]:
    """Return the settings as a protocol reads them: seconds with their unit, a point for a decimal comma.

    The phase of a study stands among them, where one was said, also beside a protocol that knows none.
    """
    read = {
        setting.name: _as_read(setting, prepared.settings[setting.name])
        for setting in protocol.settings
        if setting.name in prepared.settings
    }
    phase = prepared.settings.get(PHASE, "")
    return {**read, PHASE: phase} if phase and not knows_phases(protocol) else read


def without_phase(prepared: Prepared, protocol: Protocol) -> Prepared:
    """Return a preparation without its phase, which is of one day only, unless the phase is a setting."""
    if knows_phases(protocol):
        return prepared
    return replace(
        prepared, settings={name: text for name, text in prepared.settings.items() if name != PHASE}
    )


def knows_phases(protocol: Protocol) -> bool:
    """Return whether the phase of a study is a setting of the protocol itself."""
    return any(setting.name == PHASE for setting in protocol.settings)


def wanted_of(
    prepared: Prepared, protocol: Protocol, file: Path, language: Language, *, rehearsal: bool
) -> SessionRequest:
    """Return the request for the prepared session that the launcher takes."""
    instead = {
        code: prepared.seen[code]
        if _seen_otherwise(prepared, code)
        else INSTEAD_UNRECORDED.in_language(language)
        for code in prepared.taking_part
        if not rehearsal and prepared.agreements.get(code) not in AGREED
    }
    return SessionRequest(
        protocol=file,
        participants=prepared.taking_part,
        settings=settings_of(prepared, protocol),
        language=prepared.language or None,
        ground=prepared.ground or None,
        unencrypted=prepared.unencrypted or None,
        clap=prepared.clap and not prepared.unfilmed,
        agreements=dict(prepared.agreements),
        despite=prepared.despite,
        instead=instead,
        unrecorded=prepared.unfilmed,
        rehearsal=rehearsal,
        adults=prepared.adults,
        traceless=prepared.traceless,
    )


def _seen_otherwise(prepared: Prepared, code: str) -> bool:
    return prepared.ways.get(code) == "seen" and bool(prepared.seen.get(code))


def _of(codes: Sequence[str], given: Mapping[str, str], known: Sequence[str]) -> dict[str, str]:
    return {code: given[code] for code in codes if given.get(code) in known}


def _as_read(setting: Setting, text: str) -> str:
    if setting.type not in ("duration", "number", "integer"):
        return text
    number = text.replace(",", ".")
    return f"{number} s" if setting.type == "duration" and number.replace(".", "", 1).isdigit() else number
