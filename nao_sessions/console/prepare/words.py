"""The words of the page of preparation, in both languages: vous for the adult, tu for the child."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.text.messages import Text, msg, msgn

WORDS: Mapping[str, Text] = {
    "who": msg("Who takes part?"),
    "who_order": msg("Tap to add; the order is that of the turns."),
    "who_for": msg("This protocol is meant for {count}."),
    "here": msg("In this order"),
    "nobody_yet": msg("Nobody yet."),
    "add": msg("Add"),
    "nobody_to_add": msg("No participant is known here."),
    "people": msg("Add participants"),
    "up": msg("Earlier: {code}"),
    "down": msg("Later: {code}"),
    "remove": msg("Take {code} out"),
    "stand_ins": msg("Parts played by adults."),
    "settings": msg("Settings"),
    "no_settings": msg("This protocol has no settings."),
    "study": msg("For a study"),
    "language": msg("Nao speaks"),
    "room": msg("The room and Nao"),
    "looking": msg("Looking…"),
    "look": msg("Look now"),
    "despite": msg("Begin all the same (noted in the log)"),
    "cameras": msg("What the cameras see"),
    "camera": msg("Picture of the camera {name}"),
    "no_picture": msg("No picture"),
    "show_cameras": msg("Show what they see"),
    "not_kept": msg("Nothing of it is kept. Whoever is in the room is seen on this screen."),
    "unseen": msg("Not shown: somebody who takes part does not want that, or nobody is filmed."),
    "level": msg("Sound level, {name}"),
    "unencrypted": msg("Why a disk that is not encrypted?"),
    "unencrypted_hint": msg("The reason is written into the session's folder."),
    "clap": msg("The room is empty: Nao gives the clap"),
    "clap_hint": msg(
        "Before the children enter, its lamps blink gently (white, blue) and it plays a few notes: the "
        "video is then in step to a hundredth of a second. A second clap is offered once the room is "
        "empty again."
    ),
    "unrecorded": msg("No video and no sound: the log alone"),
    "unrecorded_hint": msg("Cameras and microphones record nothing of this session."),
    "traceless": msg("Without a trace: nothing of this session is kept"),
    "traceless_hint": msg(
        "For a family that objects. No picture, no sound, no log, no place in the child's progress; if the "
        "computer stops, the session is lost. You may type a report and print it at the end."
    ),
    "no_clap": msg("So Nao gives no clap: there is nothing to put in step."),
    "agreement": msg("The child's agreement, today"),
    "agreement_hint": msg("Turn the screen to each child. Not to answer is not to say yes."),
    "agreement_rehearsal": msg(
        "This is a rehearsal: what is asked and said here is an exercise, nothing is required."
    ),
    "agreement_nobody": msg("Choose first who takes part."),
    "question": msg("Do you want to play with Nao?"),
    "told_pictures": msg("You will be filmed."),
    "told_sound": msg("Your voice will be recorded."),
    "told_none": msg("You will not be filmed."),
    "told_log": msg("The computer notes what you play and what you answer."),
    "told_traceless": msg("Nothing is kept."),
    "ask_again": msg("To be asked again: more is recorded now than was said."),
    "ask_alone": msg("The question alone on the screen"),
    "ask_ended": msg("Back to the page"),
    "adults": msg("Adults in the room"),
    "adults_hint": msg(
        "Tick all who will be in the room: a film needs the word of each. Remembered for the next time."
    ),
    "no_adults": msg("No adult is in the ledger of agreements yet: so nobody is filmed."),
    "agreements": msg("Agreements"),
    "yes": msg("Yes"),
    "unfilmed": msg("Yes, but not filmed"),
    "unvoiced": msg("Yes, but without my voice"),
    "thanks_unfilmed": msg(
        "Thank you. Nobody is filmed in this session, no voice is recorded; all else is as ever."
    ),
    "no": msg("No"),
    "unsure": msg("I don't know"),
    "none": msg("No answer"),
    "thanks_no": msg("All right, thank you for saying so. {who} does not take part today."),
    "out": msg(
        "While {who} is in the list, nobody is filmed. If {who} is not in the room, take {who} out of the "
        "list (point 1): the others are asked again."
    ),
    "decide": msg("{who} has not said yes. What do you decide?"),
    "aside": msg("Not today (no turn in this session, also later)"),
    "seen": msg("Takes part: the agreement is seen otherwise"),
    "seen_what": msg("What you see (written into the log)"),
    "seen_example": msg("Goes to Nao, smiles, takes its hand"),
    "or_unrecorded": msg("Or tick 'No video and no sound', at point 3."),
    "begin": msg("Begin"),
    "begin_rehearsal": msg("Begin the rehearsal"),
    "ready": msg("All is ready."),
    "not_yet": msg("Not quite ready yet:"),
    "remaining": msg("Before beginning:"),
    "not_begun": msg("The session has not begun. Before beginning:"),
    "wait": msg("The room and Nao are still being looked at."),
    "texts": msg("Change the texts"),
    "draft": msg("This protocol is not approved: it is tried among adults, without a child."),
    "cut_off": msg("The console does not answer. What you wrote stays on this page."),
}

VERDICTS: Mapping[str, Text] = {
    "well": msg("Well"),
    "warning": msg("Good to know"),
    "refused": msg("To be settled"),
}

MISSING: Mapping[str, Text] = {
    "more": msgn("One participant is missing.", "{n} participants are missing."),
    "nobody_fits": msg("This protocol is played without a child."),
    "too_many": msgn("This protocol is for one child only.", "This protocol is for {n} children at most."),
    "not_offered": msg(
        "{code} is on no list here any more: take {code} out, or write {code} down again on the page of "
        "participants."
    ),
    "not_asked": msg("{code} is to be asked."),
    "no_yes": msg("{code} has not said yes: decide."),
}

STANDS_AGAINST: Mapping[str, Text] = {
    "running": msg("A session is running: go back to it, and finish it first."),
    "setting_up": msg("A session is about to begin."),
    "no_picture": msg("The camera '{name}' shows no picture."),
    "failed": msg("The last attempt did not succeed: {why} Try again once that is settled."),
}
"""What else than a red line or a missing answer keeps a page from saying that all is ready."""

AT_FOOT = msg("The agreements: see point 3.")
"""What stands at the page's foot of a line that says who said what: children look at that screen."""
INSTEAD_UNRECORDED = msg("session without video or sound")

USUALLY = msg("Usually {value}")
BETWEEN = msg("from {least} to {most}")
AT_LEAST = msg("at least {least}")
AT_MOST = msg("at most {most}")
PHASE_LABEL = msg("Phase (optional)")
PHASE_HINT = msg("A word, such as baseline or intervention. Not needed where a series plans it.")
SECONDS = msg("seconds")

LANGUAGES: Mapping[str, Text] = {
    "fr": msg("French"),
    "en": msg("English"),
}
