"""The words of the home page and of the page of participants, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.text.messages import Text, msg, msgc, msgn

CLOSING = msg("The folder is being closed…")
CLOSING_RECORDED = msg("The recording of the room is being stopped, then the folder is closed…")
"""Said of a session that died and whose folder somebody closes, while its recorders still go on."""

WORDS: Mapping[str, Text] = {
    "title": msg("Sessions with Nao"),
    "today": msg("What are we doing today?"),
    "drafts": msg("Drafts, in rehearsal"),
    "drafts_mean": msg(
        "A protocol that is not approved yet is tried among adults: an orange frame, never mixed with data."
    ),
    "none_approved": msg("No protocol is approved for now: drafts are tried in rehearsal."),
    "no_protocols": msg("There is no protocol here. 'nao-sessions new' writes one with you."),
    "broken": msg("Protocols to be corrected"),
    "unread": msg("Sessions that cannot be read"),
    "unread_mean": msg("Nothing in these folders was changed. The others are not touched by them."),
    "texts": msg("Texts"),
    "recent": msg("Latest sessions"),
    "none_recent": msg("No session yet."),
    "replay": msg("See again"),
    "report": msg("End of session"),
    "interrupted": msg("A session was interrupted"),
    "interrupted_means": msg("Nothing is lost: it goes on at the same step, paused, when you are ready."),
    "continue": msg("Go on"),
    "continue_despite": msg("Go on all the same (noted in the log)"),
    "close": msg("Close it"),
    "close_means": msg("Closing keeps everything, and the session will not go on."),
    "closing": CLOSING,
    "closing_recorded": CLOSING_RECORDED,
    "discover": msg("Discovery"),
    "discover_means": msg("Half an hour, guided, on the simulator"),
    "people": msg("Participants"),
    "people_mean": msg("A code, a symbol, a colour"),
    "agreements": msg("Agreements"),
    "agreements_mean": msg("Who may be filmed, and until when"),
    "progress": msg("Progress"),
    "progress_means": msg("What moves on, session after session"),
    "pair": msg("Pair a tablet"),
    "pair_means": msg("A tablet of the room, by a code"),
    "persons": msg("Professionals"),
    "persons_mean": msg("A secret code for each"),
    "rehearsal": msg("rehearsal"),
    "doors": msg("Around the sessions"),
}

STILL_RECORDED = msg(
    "The room is still being recorded (picture, sound): the recording ends by itself within three seconds of "
    "the interruption. Closing stops it at once."
)
"""Said of a session whose process died: its recorders end soon after it (``room/capture/film_latch``)."""

STATUSES: Mapping[str, Text] = {
    "draft": msg("draft"),
    "review": msg("in review"),
}

UNTITLED = msg("An untitled session")
IMPORTED = msg("imported")

MINUTES = msg("{minutes} min")
MINUTES_AND_LIMIT = msg("{minutes} min, {limit} at most")
NOBODY = msg("without a child")
CHILDREN = msg("{least} to {n} children")
SO_MANY_CHILDREN = msgn("{n} child", "{n} children")

PEOPLE_WORDS: Mapping[str, Text] = {
    "title": msg("Participants"),
    "means": msg(
        "Here each child has a code drawn by lot, a symbol and a colour. No first name is written anywhere."
    ),
    "unlocked": msg(
        "First names are shown because they were unlocked for this time; they go when the program ends."
    ),
    "add": msg("Add a participant"),
    "none": msg("Nobody yet. A code will be drawn."),
    "change": msgc("a button: take another one", "Change"),
    "change_of": msg("Change the symbol or colour of {code}"),
    "symbol": msg("Symbol"),
    "colour": msg("Colour"),
    "keep": msg("Keep"),
    "aside": msg("Set aside"),
    "aside_list": msgc("a heading: what was set aside", "Set aside"),
    "aside_means": msg("They are not offered any more; their code is given to nobody else."),
    "back": msg("Take back"),
    "progress": msg("Progress"),
    "paper": msg("Keep the list of names and codes on paper, locked away."),
}

BEGINNING_WORDS: Mapping[str, Text] = {
    "title": msg("The session is being set up"),
    "patience": msg("This may take a minute. Nothing to do."),
}

SETTING_UP = msg("The session is being set up…")
