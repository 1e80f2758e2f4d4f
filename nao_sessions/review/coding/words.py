"""The words of the annotation page and of the page of two codings, and their keys."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.text.messages import Text, msg, msgc, verbatim

WORDS: Mapping[str, Text] = {
    "page": msg("Code the session"),
    "coding": msg("Coding"),
    "coder": msg("Coder {coder}"),
    "subject": msg("Whom?"),
    "saved": msg("Everything is saved."),
    "saving": msg("Saving…"),
    "unsaved": msg(
        "Not saved: the program does not answer. If it has ended, keep this page and start it again with "
        "--port {port}. Acts waiting: {count} ({what})."
    ),
    "closed": msg(
        "Not saved: the program was started again. Keep this page and open the new address in this "
        "browser: what waits is sent then. Acts waiting: {count} ({what})."
    ),
    "full": msg(
        "Not saved: the disk takes nothing (full, or gone). Make room, then try again. "
        "Acts waiting: {count} ({what})."
    ),
    "refused": msg("Refused ({what}): {why}"),
    "refused_unsaid": msg("Refused ({what}): the program does not take it, nothing was written."),
    "kept_text": msg("The text is still in its field: change it, or Escape for what is written."),
    "undone": msg("Undone: {what}."),
    "redone": msg("Done again: {what}."),
    "change": msg("Change"),
    "try_again": msg("Try again"),
    "undo": msg("Undo"),
    "redo": msg("Redo"),
    "going_on": msg("going on"),
    "no_end": msg("no end yet"),
    "modifier": msg("{title}? (Enter: without, Escape: drop)"),
    "annotations": msg("Annotations"),
    "count": msg("Annotations: {count}"),
    "none": msg("Nothing yet: press a key above."),
    "done": msg("I have looked at all of it"),
    "done_told": msg("Said: all of it was looked at."),
    "observed_row": msg("Observed"),
    "observed": msg("Played here: {watched} of {planned} ({what})."),
    "planned_whole": msg("the whole session"),
    "planned_part": msg("what was planned"),
    "observed_said": msg("You said that you looked at {watched} of {planned} ({what})."),
    "observed_unknown": msg(
        "What was looked at is not known of every time: the whole session is assumed, unless you state it "
        "(--watched)."
    ),
    "begin_here": msg("Begin here"),
    "end_here": msg("End here"),
    "comment": msg("Comment"),
    "remove": msg("Remove"),
    "points": msg("Points"),
    "blind": msg("Blind: {what} are not shown."),
    "silent": msg("The sound begins switched off: Nao's voice is in it."),
    "compare": msg("Two codings side by side"),
    "agreed": msg("Agreed: {agreed} · differences left: {open} · in all: {count}"),
    "agree": msg("Put what is agreed into the consensus"),
    "only_differences": msg("Differences only"),
    "side": msg("{coder}: {what}"),
    "reopen": msg("Open this choice again"),
    "undecided": msg("Choice taken back"),
    "commented": msg("'{comment}'"),
    "take": msg("Keep {coder}"),
    "neither": msg("Neither"),
    "nobody": msg("nothing"),
    "same": msg("agreed"),
    "name": msg("another behaviour"),
    "times": msg("another length"),
    "modifiers": msg("another modifier"),
    "alone": msgc("masculine", "seen by one alone"),
    "sessions": msg("Sessions to code"),
    "session": msg("Session {place}"),
    "next_session": msg("Next session"),
    "all_sessions": msg("All sessions"),
}

_Keys = tuple[tuple[Text, Text], ...]

CODING_KEYS: _Keys = (
    (
        msg("a behaviour's key"),
        msg("point: note it; state: begin, then end"),
    ),
    (
        msg("[ ]"),
        msg("begin, end the chosen annotation here"),
    ),
    (
        msg("Shift + Page ↑ ↓"),
        msg("its beginning a frame earlier, later"),
    ),
    (
        msg("Shift + ↑ ↓"),
        msg("its end a frame earlier, later"),
    ),
    (
        msg("Delete"),
        msg("remove the chosen annotation"),
    ),
    (msg("< >"), msg("slower, faster")),
)
"""The keys of the coding page alone."""

KEYS: _Keys = (
    (msg("Z, Ctrl Z"), msg("undo")),
    (msg("Y, Ctrl Y"), msg("redo")),
    (verbatim("?"), msg("this help")),
    (
        msg("Shift + ← →"),
        msg("one second back, forward"),
    ),
)
"""The keys of the coding page and of the page of two codings."""

NEXT_SUBJECT = (msg("*"), msg("next subject"))
"""The key for the next subject, where there are several: else the player has this key."""
