"""The words of the page of agreements, as a parent reads them beside the professional."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.text.messages import Text, msg

WORDS: Mapping[str, Text] = {
    "title": msg("Agreements"),
    "means": msg(
        "Who may be filmed, by what, for what, until when. No name is written here: codes and roles."
    ),
    "stricter": msg("One no is a no, and what is not written here is a no."),
    "purposes": msg("What is recorded for"),
    "purpose": msg("Purpose"),
    "legal": msg("Legal ground, as your institution chose it"),
    "notice": msg("Version of the notice"),
    "no_purpose": msg("No purpose yet: write one down first."),
    "write": msg("Write down"),
    "people": msg("Children"),
    "adults": msg("Adults in the room"),
    "nobody": msg("Nobody yet."),
    "not_known": msg("Not written down yet"),
    "adult_from": msg("Day of the 18th birthday"),
    "family": msg("Who speaks for the child?"),
    "answer": msg("An answer"),
    "by": msg("Who answers?"),
    "by_self": msg("the person"),
    "word": msg("What is the answer?"),
    "recorders": msg("Recorded by"),
    "given_on": msg("Said on"),
    "until": msg("Last day"),
    "withdraw": msg("Take the agreement back"),
    "withdraw_means": msg("At once, for everything; a recording under way ends."),
    "add_adult": msg("Add an adult"),
    "staff": msg("Professional"),
    "visitor": msg("Visitor"),
}
FAMILIES: Mapping[str, Text] = {
    "two": msg("Two parents: both answer"),
    "death": msg("One parent: the other has died"),
    "exclusive": msg("One parent: exclusive exercise, the judgement was seen"),
    "withdrawn": msg("One parent: the other's authority was withdrawn, the judgement was seen"),
    "one_filiation": msg("One parent: one filiation only"),
    "guardianship": msg("A guardian, the decision was seen"),
    "delegation": msg("Somebody by delegation, the decision was seen"),
    "ase": msg("Two parents, and the ASE beside them"),
}
ANSWERS: Mapping[str, Text] = {
    "agrees": msg("Agrees"),
    "informed": msg("Was informed, says nothing against it"),
    "refuses": msg("Says no"),
}
