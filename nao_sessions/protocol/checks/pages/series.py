"""The pages of P140 to P149: series of sessions."""

from __future__ import annotations

from nao_sessions.protocol.checks.pages.page import GOOD, CheckPage, with_head
from nao_sessions.text.messages import Text, msg

SERIES = """\
series: 1
id: serie
version: "1.0.0"
title: "Série"
language: fr
participants: [P01, P02]
phases:
  base:
    kind: baseline
    protocols: [{protocol: a.yaml, version: "1.0.0"}]
    sessions: 2
  travail:
    kind: intervention
    protocols: [{protocol: b.yaml, version: "1.0.0"}]
    sessions: 4
"""

FILES = {"a.yaml": GOOD.encode(), "b.yaml": with_head("data: {bons: 0}\n", say='"Tu viens."').encode()}
FILES["b.yaml"] = FILES["b.yaml"].replace(b"    do:\n", b"    do:\n      - set: {bons: = data.bons + 1}\n", 1)


def _changed(old: str, new: str) -> str:
    assert SERIES.count(old) == 1, f"{old!r} stands {SERIES.count(old)} times"
    return SERIES.replace(old, new)


def _page(code: str, what: Text, why: Text, remedy: Text, example: str) -> CheckPage:
    return CheckPage(code, what, why, remedy, example, files=FILES)


PAGES = (
    _page(
        "P140",
        msg("A protocol of the series does not exist, or cannot be played."),
        msg("The series would stop in the middle, after weeks of work with a child."),
        msg("Correct the file's name, or the protocol."),
        _changed("protocol: b.yaml", "§protocol: absent.yaml"),
    ),
    _page(
        "P141",
        msg("A protocol is no longer at the version that the series names."),
        msg("Two children would not play the same protocol: their sessions cannot be compared."),
        msg("Keep the approved version, or have the series approved with the new one."),
        _changed('b.yaml, version: "1.0.0"', 'b.yaml, §version: "2.0.0"'),
    ),
    _page(
        "P142",
        msg("The phases come in an order that allows no comparison."),
        msg("A baseline after the intervention no longer measures where a child began."),
        msg("Put baseline before intervention, follow_up after."),
        _changed("kind: baseline", "§kind: follow_up"),
    ),
    _page(
        "P143",
        msg("A participant is not a code, or the code is given twice."),
        msg("A first name never enters the files of a study."),
        msg("Write one to three capital letters and a number: P07."),
        _changed("[P01, P02]", "[P01, §lea]"),
    ),
    _page(
        "P144",
        msg("The counterbalancing cannot be done with these protocols or sessions."),
        msg(
            "Some orders would be used more often than others: the effect of the order would mix with "
            "that of "
            "the work."
        ),
        msg(
            "Take a number of sessions that is a multiple of the number of protocols; for one protocol "
            "alone, "
            "write order: listed."
        ),
        _changed(
            "    sessions: 4\n",
            "    sessions: 4\n    order: §{counterbalanced: latin_square, seed: 7}\n",
        ),
    ),
    _page(
        "P145",
        msg("With this number of children some orders are used more often than others."),
        msg("The effect of the order is not wholly taken out; that should be known before the start."),
        msg("Take a number of children that is a multiple of the number of orders."),
        _changed("[P01, P02]", "[P01, P02, P03]").replace(
            '    protocols: [{protocol: b.yaml, version: "1.0.0"}]\n    sessions: 4\n',
            '    protocols: [{protocol: a.yaml, version: "1.0.0"}, {protocol: b.yaml, version: "1.0.0"}]\n'
            "    sessions: 4\n    order: §{counterbalanced: latin_square, seed: 7}\n",
        ),
    ),
    _page(
        "P146",
        msg("A measure exists in no protocol of the series."),
        msg("The mastery criterion would never be met, or always."),
        msg("Name a value that the protocol keeps."),
        SERIES + 'measures: {bons: {label: "Réussites", value: §data.justes}}\n',
    ),
    _page(
        "P147",
        msg("The number of sessions is missing for a child, or given for a child who is not in the series."),
        msg("Nobody would know when the child's phase is over."),
        msg("Give every code a number; 0 for a child without the phase."),
        _changed("sessions: 4", "§sessions: {P01: 4}"),
    ),
    _page(
        "P148",
        msg("The series gives a protocol a setting that is unknown, or out of bounds."),
        msg("The whole phase would be played with another setting than you believe."),
        msg("Use one of the protocol's settings, within its bounds."),
        _changed('b.yaml, version: "1.0.0"', 'b.yaml, version: "1.0.0", with: {§tours: 3}'),
    ),
    CheckPage(
        "P149",
        msg("A series is given where a protocol is wanted."),
        msg("A series names protocols: it is not played itself."),
        msg("Give one of its protocols."),
        "§" + SERIES,
        files=FILES,
        loaded=True,
    ),
)
