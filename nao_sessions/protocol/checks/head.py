"""The checks on a file's head: comprehension (P420), approvals (P504 to P508), what a committee will ask and
does not find (P510 to P519), used files (P520), retirement (P521), and the end of used files (P235).
"""

from __future__ import annotations

import re
from datetime import date

from nao_sessions.core.text import Text
from nao_sessions.protocol.approvals import approval_digest
from nao_sessions.protocol.checks.lexicon.names import FIRST_NAMES, TITLES
from nao_sessions.protocol.checks.subject import Subject, short
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.keys.head import ApprovalKeys
from nao_sessions.protocol.wording import COMPREHENSION

OLD_APPROVAL_DAYS = 2 * 365
"""After two years an approval is looked at again: a convention of this project."""

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_STATUS = re.compile(rb"^status: *[\"']?(draft|review|approved|retired)\b", re.MULTILINE)
_RANK = {"retired": 0, "draft": 1, "review": 2, "approved": 3}
_SAFE_ENDS = frozenset({"refused", "distress"})


def check_head(subject: Subject) -> None:
    """Tell what is wrong with, or missing in, a head."""
    _comprehension(subject)
    _approvals(subject)
    if subject.is_read:
        _committee(subject)
    if subject.protocol.status == "retired":
        subject.tell(
            "P521",
            subject.keys.at("status"),
            Text(
                fr="ce protocole est retiré : on ne s'en sert plus",
                en="this protocol is retired: it is no longer used",
            ),
            Text(fr="prenez celui qui le remplace", en="take the one that replaces it"),
        )
    _used(subject)


def _comprehension(subject: Subject) -> None:
    level = subject.protocol.about.comprehension
    if level is not None and level not in COMPREHENSION:
        subject.findings.add(
            "P420",
            subject.keys.at("comprehension"),
            Text(
                fr=f"« {quoted(level)} » n'est pas un niveau connu : les phrases ne sont pas vérifiées à ce "
                "niveau",
                en=f"'{quoted(level)}' is not a known level: sentences are not checked for it",
            ),
            did_you_mean(level, COMPREHENSION) or did_you_mean("", COMPREHENSION),
        )


def _approvals(subject: Subject) -> None:
    written = subject.keys.approved or []
    if subject.protocol.status == "approved" and not any(one.sha256 for one in written):
        nobody = Text(fr="personne ne l'a approuvé", en="nobody has approved it")
        no_digest = Text(fr="aucune approbation ne dit quel texte", en="no approval says which text")
        why = no_digest if written else nobody
        own = approval_digest(subject.protocol.sources)
        subject.tell(
            "P504",
            subject.keys.at("status"),
            Text(
                fr=f"ce protocole se dit approuvé, et {why.fr}",
                en=f"this protocol says that it is approved, and {why.en}",
            ),
            Text(
                fr="quand ce sera fait : approved: "
                f'[{{role: "médecin référent", date: 2026-11-24, sha256: {own}}}]',
                en="once it is: approved: "
                f'[{{role: "attending physician", date: 2026-11-24, sha256: {own}}}]',
            ),
        )
    digest = approval_digest(subject.protocol.sources) if any(one.sha256 for one in written) else ""
    for one in written:
        _approval(subject, one, digest)


def _approval(subject: Subject, one: ApprovalKeys, digest: str) -> None:
    day = _date(one.date)
    if day is None or (one.sha256 is not None and not _SHA256.fullmatch(one.sha256)):
        subject.tell(
            "P507",
            one.at("date" if day is None else "sha256"),
            Text(
                fr="une approbation a une date (2026-11-24) et une empreinte de 64 caractères",
                en="an approval has a date (2026-11-24) and a digest of 64 characters",
            ),
            Text(fr=f"l'empreinte de ce fichier : {digest}", en=f"the digest of this file: {digest}")
            if digest
            else Text(fr="écrivez la date : année-mois-jour", en="write the date: year-month-day"),
        )
    elif one.sha256 is not None and one.sha256.lower() != digest:
        subject.tell(
            "P505",
            one.at("sha256"),
            Text(
                fr=f"le fichier a changé depuis l'accord de « {quoted(one.role)} » : ce texte n'est pas "
                "approuvé",
                en=f"the file has changed since '{quoted(one.role)}' approved it: this text is not approved",
            ),
            Text(
                fr=f"faites approuver de nouveau ; l'empreinte de ce fichier est {digest}",
                en=f"have it approved again; the digest of this file is {digest}",
            ),
        )
    today = _date(subject.situation.today)
    if day is not None and today is not None and (today - day).days > OLD_APPROVAL_DAYS:
        subject.tell(
            "P506",
            one.at("date"),
            Text(
                fr=f"cette approbation a plus de {OLD_APPROVAL_DAYS // 365} ans",
                en=f"this approval is more than {OLD_APPROVAL_DAYS // 365} years old",
            ),
            Text(fr="faites-la confirmer", en="have it confirmed"),
        )
    said = set(re.findall(r"[\w.-]+", one.role))
    if said & TITLES or said & FIRST_NAMES:
        subject.tell(
            "P508",
            one.at("role"),
            Text(fr=f"« {quoted(one.role)} » nomme une personne", en=f"'{quoted(one.role)}' names a person"),
            Text(
                fr="écrivez la fonction : médecin référent, comité d'éthique",
                en="write the role: attending physician, ethics committee",
            ),
        )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _committee(subject: Subject) -> None:
    """Tell what those who read the protocol will ask for."""
    about, keys = subject.protocol.about, subject.keys
    place = keys.at("status") if "status" in keys.written else keys.place
    duration = subject.protocol.expected_ms is not None and subject.protocol.limit_ms is not None
    asked: tuple[tuple[str, object, str, str, str], ...] = (
        ("P510", about.goals, "les objectifs", "the goals", "goals"),
        ("P511", about.inclusion and about.non_inclusion, "à qui il s'adresse, et à qui non",
         "whom it is for, and whom not", "population: {inclusion: [...], non_inclusion: [...]}"),
        ("P512", about.stop_signs, "ce que l'enfant peut faire pour arrêter, même sans parler",
         "what the child may do to stop, even without speaking", "stop_signs"),
        ("P513", about.sources, "les travaux dont vient la méthode", "the work that the method comes from",
         "sources"),
        ("P514", duration, "la durée prévue et la durée permise", "the expected duration and its limit",
         "duration: {expected: 10 min, limit: 20 min}"),
        ("P515", about.material, "le matériel", "the material", "material"),
        ("P516", about.comprehension, "le niveau de compréhension demandé",
         "the level of comprehension needed",
         "comprehension"),
        ("P517", about.authors, "qui l'a écrit", "who wrote it", "authors"),
        ("P518", about.records, "ce qui doit être filmé, et pourquoi", "what must be filmed, and why",
         "records"),
        ("P519", "calm" in subject.protocol.commands, "ce qui se passe quand un enfant a besoin de calme",
         "what happens when a child needs to calm down", "commands: {calm: {next: ...}}"),
    )  # fmt: skip
    for code, there, fr, en, key in asked:
        if not there:
            subject.tell(
                code,
                place,
                Text(fr=f"un comité demandera : {fr}", en=f"a committee will ask for {en}"),
                Text(fr=f"ajoutez {key}", en=f"add {key}"),
            )


def _used(subject: Subject) -> None:
    """Tell used files that are less approved than the protocol, and their ends that nobody looks at."""
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
                Text(
                    fr=f"« {quoted(step.use.file)} » est « {status} », et ce protocole « {protocol.status} »",
                    en=f"'{quoted(step.use.file)}' is '{status}', and this protocol '{protocol.status}'",
                ),
                Text(
                    fr="faites approuver le fichier utilisé, ou prenez-en un autre",
                    en="have the used file approved, or take another",
                ),
            )
        inside = [one for one in protocol.steps.values() if one.name.startswith(f"{name}.")]
        ends = {one.end for one in inside if one.end is not None} & _SAFE_ENDS
        if ends and ("results", name, "end") not in subject.read:
            listed = ", ".join(sorted(ends))
            subject.tell(
                "P235",
                step.place,
                Text(
                    fr=f"« {short(name)} » peut finir par {listed}, et la séance continue comme si de rien "
                    "n'était",
                    en=f"'{short(name)}' may end with {listed}, and the session goes on as if nothing had "
                    "happened",
                ),
                Text(
                    fr="regardez sa fin : next: "
                    f"[{{if: results.{short(name)}.end != 'completed', next: ...}}, ...]",
                    en="look at its end: next: "
                    f"[{{if: results.{short(name)}.end != 'completed', next: ...}}, ...]",
                ),
            )


def status_of(content: bytes) -> str:
    """Give the status that a file's head declares; draft where it declares none."""
    match = _STATUS.search(content)
    return "draft" if match is None else match[1].decode()
