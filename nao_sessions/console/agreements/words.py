"""The words of the page of agreements, as a parent reads them beside the professional."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.text.messages import Text, msg, msgc

WORDS: Mapping[str, Text] = {
    "title": msg("Agreements"),
    "means": msg(
        "Who may be filmed, by what, for what, until when. No name is written here: codes and roles. "
        "H1, H2: those who speak for the child; the signed paper says who is H1."
    ),
    "stricter": msg("One no is a no, and what is not written here is a no."),
    "decision": msg("The institution's decision"),
    "decision_stands": msg("The institution decided to record children here:"),
    "decision_lacks": msg("What lacks to record children here, whatever the families answered:"),
    "decide": msg("Write the decision down"),
    "decide_means": msg(
        "It was taken in writing, after the data-protection officer's opinion and the impact assessment. It "
        "is about version {version} of this program, and this robot: {robot}."
    ),
    "decided_by": msg("Code of who decided"),
    "paper": msg("What the written decision is filed under"),
    "decided_on": msg("Decided on"),
    "opinion_on": msg("Written opinion of the officer, on"),
    "favourable": msg("This opinion is in favour, or its reservations were lifted"),
    "assessed_on": msg("Impact assessment, on"),
    "decision_until": msg("Last day on which it holds"),
    "disk_vouched": msg("The institution answers for the encryption of this disk"),
    "decision_over": msg("Record no child any more"),
    "decision_over_means": msg("From now on no child is recorded; a film under way ends."),
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
    "by_several": msg("All who said the same on that day."),
    "by_self": msg("the person"),
    "act": msg("What was asked?"),
    "family_changed": msg("The family has changed"),
    "stays": msg("Who goes on speaking for the child?"),
    "stays_means": msg(
        "Whoever is left out counts no more; who is new has said nothing yet, and answers anew."
    ),
    "disagreement": msg("Those who speak for the child disagree"),
    "disagreement_means": msg(
        "While they do, this child is not filmed, no sound of it is kept, and a film of before is shown "
        "to nobody."
    ),
    "disagreement_stands": msg(
        "They disagree: this child is not filmed, no sound of it is kept, and a film of before is shown "
        "to nobody."
    ),
    "disagreement_over": msg("They no longer disagree"),
    "disagreement_over_means": msg("What each of them has said counts again."),
    "one_holder": msg("To film, one holder's agreement is enough (usual act, as your institution reads it)"),
    "word": msg("What is the answer?"),
    "recorders": msg("Recorded by"),
    "sound_apart": msg(
        "A camera's pictures and its sound are answered apart: one may agree to the first alone."
    ),
    "given_on": msg("Said on"),
    "until": msg("Last day, as the paper says"),
    "no_what": msg("No to what?"),
    "no_all": msg("To everything, the event log as well"),
    "withdraw": msg("Take the agreement back"),
    "withdraw_means": msg(
        "At once: a film under way ends. The log of a session under way is written until that session ends."
    ),
    "withdraw_what": msg("Of what?"),
    "withdraw_all": msg("Nothing ticked: of everything, the event log as well."),
    "withdraw_past": msg(
        "What was filmed before is given to nobody any more, and stays in the house until somebody destroys "
        "it: on the page of its session, Destroy what was filmed."
    ),
    "sure": msg("I have read this, and it was said so."),
    "today": msg("Today, for: {purpose}"),
    "may": msgc("who may record somebody", "Yes: {recorders}"),
    "may_not": msgc("who may record somebody", "No: {recorders}"),
    "log_lacks": msg("The event log is written all the same. Still to be settled:"),
    "objects": msg("No log is written of this person: a session is held without a trace, or not at all."),
    "use": msg("To use it (shown, given, copied out):"),
    "staff_informed": msg("Of a professional it is enough to be informed, and not to object."),
    "if_child": msg("If the child says yes that day, and all who are in the room may be recorded too."),
    "what_was_said": msg("What was said, the oldest first"),
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
ACTS: Mapping[str, Text] = {
    "record": msg("To be filmed or heard, to be in the log"),
    "use": msg("That the pictures are used: shown, given, copied out"),
}
ANSWERS: Mapping[str, Text] = {
    "agrees": msg("Agrees"),
    "informed": msg("Was informed, says nothing against it"),
    "refuses": msg("Says no"),
}
