"""The ledger in words that a parent reads: purposes, capacities, words, and a sentence for each line."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.privacy.ledger.file import LedgerEntry
from nao_sessions.privacy.ledger.values import (
    LOG,
    NOES,
    SELF,
    DecisionLine,
    DecisionOverLine,
    DisagreementLine,
    Line,
    PersonLine,
    PurposeLine,
    WordLine,
)
from nao_sessions.text.formats import Day, listed
from nao_sessions.text.messages import Text, msg, msgc, verbatim

PURPOSE_WORDS: Mapping[str, Text] = {
    "support": msg("the child's support"),
    "evaluation": msg("evaluation of the workshop"),
    "research": msg("research"),
    "teaching": msg("training of professionals"),
    "publication": msg("publication"),
}
LEGAL_WORDS: Mapping[str, Text] = {
    "consent": msg("consent (RGPD 6(1)(a))"),
    "contract": msg("contract (RGPD 6(1)(b))"),
    "legal_obligation": msg("legal obligation (RGPD 6(1)(c))"),
    "vital_interest": msg("vital interest (RGPD 6(1)(d))"),
    "public_task": msg("task of public interest (RGPD 6(1)(e))"),
    "legitimate_interest": msg("legitimate interest (RGPD 6(1)(f))"),
}
ROLE_WORDS: Mapping[str, Text] = {
    "child": msg("child"),
    "staff": msgc("a person", "professional"),
    "visitor": msg("visitor"),
}
CAPACITY_WORDS: Mapping[str, Text] = {
    "parent": msg("parent"),
    "guardian": msg("guardian"),
    "delegation": msg("by delegation of parental authority"),
    "ase": msg("child welfare service (ASE)"),
}
PROOF_WORDS: Mapping[str, Text] = {
    "death": msg("the other parent has died"),
    "withdrawn": msg("parental authority was withdrawn"),
    "exclusive": msg("exclusive exercise, by a judge"),
    "one_filiation": msg("one filiation only"),
    "guardianship": msg("guardianship"),
    "delegation": msg("delegation, by a judge"),
}
WORD_WORDS: Mapping[str, Text] = {
    "agrees": msg("agrees"),
    "informed": msg("was informed"),
    "refuses": msg("refuses"),
    "withdraws": msg("withdraws"),
}


def recorder_words(recorder: str) -> Text:
    """Return a recorder in words."""
    if recorder == LOG:
        return msg("the event log")
    kind, _, name = recorder.partition(":")
    words = {"camera": _CAMERA, "sound": _SOUND}.get(kind, _MICROPHONE)
    return words.format(name=name)


NO_ROBOT = msgc("masculine", "none")
LOG_GOES_ON = msg(
    "Somebody no longer agrees that the log is written. It is written until this session ends: end it as "
    "soon as the child can; then it can be erased."
)
"""What is told of an objection to the log of a session under way."""
_WHY_OVER: Mapping[str, Text] = {
    "withdraws": msg("an agreement was taken back"),
    "refuses": msg("somebody refuses"),
    "child_no": msg("somebody does not want to"),
    "unlisted": msg("somebody came in who is in no list"),
    "unknown": msg("somebody came in of whom no agreement is known"),
    "child_no_yes": msg("a child came in who was not asked"),
    "silent": msg("somebody came in of whom an answer is missing"),
    "expired": msg("an agreement has ended"),
    "disagreement": msg("those who speak for a child disagree"),
}
_NO_LONGER_ALLOWED = msg("the agreements no longer allow it")


def why_over(why: str) -> Text | None:
    """Return why a recording was ended, without naming anybody; None where the log does not say.

    Args:
        why: kinds of reasons (``ledger/rules``), between spaces, as the log has them.
    """
    kinds = why.split()
    return next(
        (words for kind, words in _WHY_OVER.items() if kind in kinds), _NO_LONGER_ALLOWED if kinds else None
    )


def line_words(line: Line) -> Text:
    """Return a line of the ledger as a sentence."""
    match line:
        case PurposeLine():
            sentence = _ONE_PURPOSE if line.holders == "one" else _PURPOSE
            return sentence.format(
                purpose=PURPOSE_WORDS[line.purpose], legal=LEGAL_WORDS[line.legal], notice=line.notice
            )
        case PersonLine(role="child", adult_from=day) if day is not None:
            holders = listed(
                _HOLDER.format(code=one.code, capacity=CAPACITY_WORDS[one.capacity]) for one in line.holders
            )
            found = _CHILD.format(code=line.code, day=Day(day), holders=holders)
            if line.proof is None:
                return found
            return msg("{child} One alone decides: {proof}.", child=found, proof=PROOF_WORDS[line.proof])
        case PersonLine():
            return msg("{code}: {role}.", code=line.code, role=ROLE_WORDS[line.role])
        case DisagreementLine():
            return (_QUARREL if line.stands else _NO_QUARREL).format(code=line.person)
        case DecisionLine():
            return _decision(line)
        case DecisionOverLine():
            return _DECISION_OVER.format(by=line.decided_by, day=Day(line.decided_on))
        case WordLine():
            return _word(line)


def _word(line: WordLine) -> Text:
    who = verbatim(line.person) if line.by == SELF else _FOR.format(by=line.by, code=line.person)
    about = listed(map(recorder_words, line.recorders)) if line.recorders else _ALL_RECORDERS
    purposes = listed(PURPOSE_WORDS[one] for one in line.purposes) if line.purposes else _ALL_PURPOSES
    values = {
        "who": who,
        "word": WORD_WORDS[line.word],
        "recorders": about,
        "purposes": purposes,
        "day": Day(line.given_on),
    }
    if line.word in NOES or line.until is None:
        return _NO.format(**values)
    sentence = _USE if line.act == "use" else _YES
    return sentence.format(**values, until=Day(line.until), notice=line.notice)


def entry_words(entry: LedgerEntry) -> Text:
    """Return a line as it was written: as a sentence, with who wrote it down where that is known."""
    said = line_words(entry.line)
    return msg("{line} Written down by {author}.", line=said, author=entry.author) if entry.author else said


def _decision(line: DecisionLine) -> Text:
    found = _DECISION.format(
        by=line.decided_by,
        paper=line.paper,
        recorders=listed(map(recorder_words, line.recorders)),
        version=line.version,
        robot=verbatim(line.robot) if line.robot else NO_ROBOT,
        day=Day(line.decided_on),
        until=Day(line.until),
        opinion=Day(line.opinion_on),
        favour=_IN_FAVOUR if line.favourable else _NOT_SAID,
        assessed=Day(line.assessed_on),
    )
    return msg("{decision} It answers for the disk.", decision=found) if line.disk_vouched else found


_CAMERA = msg("camera {name}")
_SOUND = msg("sound of camera {name}")
_MICROPHONE = msg("microphone {name}")
_ALL_RECORDERS = msg("everything (cameras, microphones, the event log)")
_ALL_PURPOSES = msg("every purpose")
_PURPOSE = msg("{purpose}: {legal}, notice {notice}.")
_ONE_PURPOSE = msg("{purpose}: {legal}, notice {notice}; one holder's agreement to recording is enough.")
_HOLDER = msg("{code} ({capacity})")
_CHILD = msg("{code}: child, 18 on {day}. Who speaks for the child: {holders}.")
_QUARREL = msg("{code}: the holders of parental authority disagree.")
_NO_QUARREL = msg("{code}: the holders of parental authority no longer disagree.")
_DECISION = msg(
    "The institution decides to record children ({by}, {paper}): {recorders}, version {version} of this "
    "program, robot: {robot}, {day} to {until}; officer's opinion of {opinion} ({favour}), impact "
    "assessment of {assessed}."
)
_IN_FAVOUR = msgc("of an opinion", "in favour")
_NOT_SAID = msgc("of an opinion", "not said to be in favour")
_DECISION_OVER = msg("The institution no longer wants children to be recorded ({by}, {day}).")
_FOR = msg("{by} for {code}")
_YES = msg("{who}: {word}, recording by {recorders}, for {purposes}, {day} to {until}, notice {notice}.")
_USE = msg("{who}: {word}, using what is of {recorders}, for {purposes}, {day} to {until}, notice {notice}.")
_NO = msg("{who}: {word}, {recorders}, {purposes}, on {day}.")
