"""All checks of a protocol in which every name has a meaning, one after the other."""

from __future__ import annotations

from nao_sessions.protocol.checks.answers import check_answers, check_boards, check_prompts
from nao_sessions.protocol.checks.ethics import check_eyes, check_head, check_people
from nao_sessions.protocol.checks.flow import check_branches, check_entries, check_flow
from nao_sessions.protocol.checks.promises import broken_promises
from nao_sessions.protocol.checks.robot import check_hearing, check_languages, check_robot
from nao_sessions.protocol.checks.sentences import check_sentences
from nao_sessions.protocol.checks.subject import CheckedProtocol, Situation
from nao_sessions.protocol.checks.times import check_outliers, check_times
from nao_sessions.protocol.checks.trials import check_rules, check_trials
from nao_sessions.protocol.findings import Findings
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.text.messages import msg


def check_promises(subject: CheckedProtocol) -> None:
    """Report the promises that a protocol does not keep."""
    for breach in broken_promises(subject.protocol, subject.graph):
        subject.findings.add(breach.code, breach.place, breach.text, breach.hint)


_ALL = (
    check_flow,
    check_branches,
    check_entries,
    check_trials,
    check_rules,
    check_answers,
    check_boards,
    check_prompts,
    check_outliers,
    check_promises,
    check_times,
    check_robot,
    check_hearing,
    check_languages,
    check_sentences,
    check_eyes,
    check_people,
    check_head,
)

ASKED_FOR = frozenset({"P301", "P309", "P506", "P510", "P511", "P512", "P513", "P514", "P515", "P516",
                       "P517", "P518",
                       "P519"})  # fmt: skip
"""Checks that look at the room, at the date or for a committee: they may find nothing here and something
there.
"""


def check_all(protocol: Protocol, keys: ProtocolKeys, situation: Situation, findings: Findings) -> None:
    """Report everything that is wrong with a protocol whose names are all resolved."""
    subject = CheckedProtocol(protocol, keys, situation, findings)
    for check in _ALL:
        check(subject)
    for code, place in findings.idle():
        if code not in ASKED_FOR:
            subject.tell(
                "P138",
                place,
                msg(
                    "the check {code} finds nothing in this file: this exception is no longer needed",
                    code=code,
                ),
                msg("take this line out of allow"),
            )
