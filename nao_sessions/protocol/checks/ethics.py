"""The checks that protect people: approvals (P504 to P508), what a committee will ask and does not find (P510
to P519), comprehension (P420), used files (P520, P235), retirement (P521), first names and personal data
(P501 to P503), errors counted on a word that was heard (P423), red eyes (P409).
"""

from __future__ import annotations

import re
from datetime import date

from nao_sessions.protocol.approvals import approval_digest
from nao_sessions.protocol.checks.lexicon import FIRST_NAMES, LEXICONS, TITLES, plain
from nao_sessions.protocol.checks.places import SpokenText, deck_of_block
from nao_sessions.protocol.checks.subject import CheckedProtocol, short
from nao_sessions.protocol.checks.trials import for_item
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import Entry
from nao_sessions.protocol.keys.head import ApprovalKeys
from nao_sessions.protocol.wording import COMPREHENSION
from nao_sessions.text.messages import Text, msg

OLD_APPROVAL_DAYS = 2 * 365
"""After two years an approval is looked at again: a convention of this project."""

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_STATUS = re.compile(rb"^status: *[\"']?(draft|review|approved|retired)\b", re.MULTILINE)
_RANK = {"retired": 0, "draft": 1, "review": 2, "approved": 3}
_SAFE_ENDS = frozenset({"refused", "distress"})


def check_head(subject: CheckedProtocol) -> None:
    """Report what is wrong with, or missing from, the head of a protocol."""
    _comprehension(subject)
    _approvals(subject)
    if subject.is_read:
        _committee(subject)
    if subject.protocol.status == "retired":
        subject.tell(
            "P521",
            subject.keys.at("status"),
            msg("this protocol is retired: it is no longer used"),
            msg("take the one that replaces it"),
        )
    _used(subject)


def _comprehension(subject: CheckedProtocol) -> None:
    level = subject.protocol.about.comprehension
    if level is not None and level not in COMPREHENSION:
        subject.findings.add(
            "P420",
            subject.keys.at("comprehension"),
            msg("'{level}' is not a known level: sentences are not checked for it", level=quoted(level)),
            did_you_mean(level, COMPREHENSION) or did_you_mean("", COMPREHENSION),
        )


def _approvals(subject: CheckedProtocol) -> None:
    written = subject.keys.approved or []
    if subject.protocol.status == "approved" and not any(one.sha256 for one in written):
        nobody = msg("nobody has approved it")
        no_digest = msg("no approval says which text")
        why = no_digest if written else nobody
        own = approval_digest(subject.protocol.sources)
        subject.tell(
            "P504",
            subject.keys.at("status"),
            msg("this protocol says that it is approved, and {why}", why=why),
            msg(
                'once it is: approved: [{role: "attending physician", date: 2026-11-24, sha256: {own}}]',
                own=own,
            ),
        )
    digest = approval_digest(subject.protocol.sources) if any(one.sha256 for one in written) else ""
    for approval in written:
        _approval(subject, approval, digest)


def _approval(subject: CheckedProtocol, approval: ApprovalKeys, digest: str) -> None:
    day = _date(approval.date)
    if day is None or (approval.sha256 is not None and not _SHA256.fullmatch(approval.sha256)):
        subject.tell(
            "P507",
            approval.at("date" if day is None else "sha256"),
            msg("an approval has a date (2026-11-24) and a digest of 64 characters"),
            msg("the digest of this file: {digest}", digest=digest)
            if digest
            else msg("write the date: year-month-day"),
        )
    elif approval.sha256 is not None and approval.sha256.lower() != digest:
        subject.tell(
            "P505",
            approval.at("sha256"),
            msg(
                "the file has changed since '{role}' approved it: this text is not approved",
                role=quoted(approval.role),
            ),
            msg("have it approved again; the digest of this file is {digest}", digest=digest),
        )
    today = _date(subject.situation.today)
    if day is not None and today is not None and (today - day).days > OLD_APPROVAL_DAYS:
        subject.tell(
            "P506",
            approval.at("date"),
            msg(
                "this approval is more than {old_approval_days} years old",
                old_approval_days=OLD_APPROVAL_DAYS // 365,
            ),
            msg("have it confirmed"),
        )
    said = set(re.findall(r"[\w.-]+", approval.role))
    if said & TITLES or said & FIRST_NAMES:
        subject.tell(
            "P508",
            approval.at("role"),
            msg("'{role}' names a person", role=quoted(approval.role)),
            msg("write the role: attending physician, ethics committee"),
        )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _committee(subject: CheckedProtocol) -> None:
    """Report keys missing from the head that an ethics committee will ask for."""
    about, keys = subject.protocol.about, subject.keys
    place = keys.at("status") if "status" in keys.written else keys.place
    duration = subject.protocol.expected_ms is not None and subject.protocol.limit_ms is not None
    questions: tuple[tuple[str, object, Text, str], ...] = (
        ("P510", about.goals, msg("a committee will ask for the goals"), "goals"),
        (
            "P511",
            about.inclusion and about.non_inclusion,
            msg("a committee will ask for whom it is for, and whom not"),
            "population: {inclusion: [...], non_inclusion: [...]}",
        ),
        (
            "P512",
            about.stop_signs,
            msg("a committee will ask for what the child may do to stop, even without speaking"),
            "stop_signs",
        ),
        (
            "P513",
            about.sources,
            msg("a committee will ask for the work that the method comes from"),
            "sources",
        ),
        (
            "P514",
            duration,
            msg("a committee will ask for the expected duration and its limit"),
            "duration: {expected: 10 min, limit: 20 min}",
        ),
        ("P515", about.material, msg("a committee will ask for the material"), "material"),
        (
            "P516",
            about.comprehension,
            msg("a committee will ask for the level of comprehension needed"),
            "comprehension",
        ),
        ("P517", about.authors, msg("a committee will ask for who wrote it"), "authors"),
        ("P518", about.records, msg("a committee will ask for what must be filmed, and why"), "records"),
        (
            "P519",
            "calm" in subject.protocol.commands,
            msg("a committee will ask for what happens when a child needs to calm down"),
            "commands: {calm: {next: ...}}",
        ),
    )
    for code, there, words, key in questions:
        if not there:
            subject.tell(
                code,
                place,
                words,
                msg("add {key}", key=key),
            )


def _used(subject: CheckedProtocol) -> None:
    """Report used files with a lower status than the protocol, and outcomes of theirs that nothing reads."""
    protocol = subject.protocol
    contents = {source.name: source.content for source in protocol.sources}
    for name, step in protocol.steps.items():
        if step.use is None:
            continue
        status = status_of(contents.get(step.use.file, b""))
        lower = _RANK.get(status, 1) < _RANK.get(protocol.status, 1)
        if status == "retired" or (lower and protocol.status == "approved"):
            subject.tell(
                "P520",
                step.place,
                msg(
                    "'{file}' is '{status}', and this protocol '{status2}'",
                    file=quoted(step.use.file),
                    status=status,
                    status2=protocol.status,
                ),
                msg("have the used file approved, or take another"),
            )
        inside = [one for one in protocol.steps.values() if one.name.startswith(f"{name}.")]
        ends = {one.end for one in inside if one.end is not None} & _SAFE_ENDS
        if ends and ("results", name, "end") not in subject.read:
            listed = ", ".join(sorted(ends))
            subject.tell(
                "P235",
                step.place,
                msg(
                    "'{name}' may end with {listed}, and the session goes on as if nothing had happened",
                    name=short(name),
                    listed=listed,
                ),
                msg(
                    "look at its end: next: [{if: results.{name}.end != 'completed', next: ...}, ...]",
                    name=short(name),
                ),
            )


def status_of(content: bytes) -> str:
    """Return the status declared in the head of a protocol file; ``draft`` where none is declared."""
    match = _STATUS.search(content)
    return "draft" if match is None else match[1].decode()


RED = "red"


def check_eyes(subject: CheckedProtocol) -> None:
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


def check_people(subject: CheckedProtocol) -> None:
    """Report what would record somebody's name or data, or count a misheard word against a child."""
    for said in subject.texts:
        _first_name(subject, said)
        _personal(subject, said)
    _name_settings(subject)
    for level in subject.protocol.all_levels():
        for entry in level.when:
            _misheard(subject, entry)


def _first_name(subject: CheckedProtocol, said: SpokenText) -> None:
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


def _personal(subject: CheckedProtocol, said: SpokenText) -> None:
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


def _name_settings(subject: CheckedProtocol) -> None:
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


def _misheard(subject: CheckedProtocol, entry: Entry) -> None:
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
