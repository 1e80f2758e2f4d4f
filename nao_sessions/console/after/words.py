"""The words of the end page and of its report, in both languages.

Plain spaces here: French typography is put in where a sentence is shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.privacy.traceless import NOTHING_KEPT
from nao_sessions.record.additions.afterwards import Liking
from nao_sessions.text import glossary
from nao_sessions.text.messages import Text, msg, msgc, msgn

NOTED_SILENT = msg("did not answer (noted by the adult)")
WORDS: Mapping[str, Text] = {
    "title": msg("After the session"),
    "summary": msg("What happened"),
    "traceless": msg("Session without a trace"),
    "nothing_kept": NOTHING_KEPT,
    "nothing_of_nao": msg(
        "Switch Nao off: what it may hold itself of what it said and heard is not in this program's hands."
    ),
    "typed": msg("Your report"),
    "typed_hint": msg("What you type here goes to paper alone. It is gone when you leave this page."),
    "typed_print": msg("Print"),
    "replay": msg("See the session again"),
    "childs_word": msg("The child's own word"),
    "childs_word_hint": msg(
        "Show the pictures to the child: the choice is the child's, and no answer is an answer too."
    ),
    "ask_child": msg("Did you like it?"),
    "trials": msg("The trials"),
    "no_trials": msg("This session has no trial."),
    "trials_hint": msg("A correction is added: what was judged in the session stays written."),
    "trial": msg("Trial {number}"),
    "round": msg("round {number} of {count}"),
    "to_all": msg("put to the whole group"),
    "about": msg("It was about: {what}"),
    "asked": msg("Expected: {what}"),
    "answered": msg("Answer: {what}"),
    "answered_by": msg("Answer: {what}, {by}"),
    "heard_as": msg("Nao heard: “{word}”"),
    "by": msg("by {who}"),
    "by_unknown": msg("nobody knows whose"),
    "noted_by": msg("Answer noted in the session: {what}, {by}"),
    "noted_for": msg("Answer noted in the session: {what}, entered by the adult"),
    "answered_for": msg("Answer: {what}, entered by the adult"),
    "entered_first": msg("Answer noted at first: {what}, entered by the adult"),
    "wrong_before": msg("A wrong answer at first: {what}"),
    "wrong_often_before": msg("Wrong answers at first: {what}"),
    "free_before": msg("Answered at first: {what}"),
    "right_before": msg("A right answer had come before: {what}"),
    "wrong_by": msg("{what}, {by}"),
    "wrong_entered": msg("{what}, entered by the adult"),
    "judged_again": msg("Judged {first} at first, then {then} by the adult"),
    "unscored_early": msg("Answer not counted, Nao had not finished: {what}"),
    "unscored_paused": msg("Answer not counted, session paused: {what}"),
    "unscored_over": msg("Answer not counted, it came after another one or too late: {what}"),
    "out_of_turn": msg("Answer not counted, out of turn, of {who}: {what}"),
    "answered_before": msgn(
        "An answer at first: {what}, {by}; after the last help, none",
        "{n} answers at first, the last: {what}, {by}; after the last help, none",
    ),
    "help_given": msg("Help: {what}"),
    "help_unheard": msg(
        "The answer came before this help was heard, or within a quarter of a second of its first sound"
    ),
    "help_late": msgn(
        "A help came too late to count: within a quarter of a second before the answer, or after it",
        "{n} helps came too late to count: within a quarter of a second before the answer, or after it",
    ),
    "latency": msg("Latency: {time}"),
    "latency_helped": msg("Latency, up to the answer that counted, helps and new tries included: {time}"),
    "judged_after": msg("{judgement}, judged so after the session"),
    "judged_back": msg("{judgement}, corrected, then put back as judged in the session"),
    "noted_silent": NOTED_SILENT,
    "latency_cut": msg("Latency: not counted, an interruption cut it"),
    "latency_away": msg("Latency: not counted, the child was marked away meanwhile"),
    "void_adult": msg("Not scored: the adult wanted it so"),
    "void_redone": msg("Not scored: the adult had it asked again"),
    "void_skipped": msg("Not scored: it was passed over"),
    "void_button": msg("Not scored: a button of the protocol led on"),
    "void_calm": msg("Not scored: {why}", why=glossary.PAUSES["calm"].reason),
    "void_ended": msg("Not scored: the session was finished"),
    "void_left": msg("Not scored: the child left"),
    "void_crash": msg("Not scored: {why}", why=glossary.PAUSES["crash"].reason),
    "void_heard": msg("Not scored: Nao heard a word that ends it"),
    "void_time": msg("Not scored: the time was over"),
    "void_interrupted": msg("Not scored: it was interrupted"),
    "repeated": msg("repeated for correction"),
    "easy": msg("the easy trial before the end: it had succeeded in the session, alone or with help"),
    "correct_it": msg("Correct"),
    "judgement": msg("Judgement"),
    "given_by": msg("Who answered"),
    "why": msg("Why (if you wish)"),
    "add_correction": msg("Add the correction"),
    "corrected_judgement": msg('{when}: "{old}" becomes "{new}"'),
    "corrected_to_nobody": msg("{when}: nobody knows whose the answer is (before: {old})"),
    "corrected_by": msg("{when}: the answer is by {new} (before: {old})"),
    "author_taken_back": msg("{when}: who answered is no longer corrected (before: {old})"),
    "unknown": msg("not known"),
    "professional": msg("the adult"),
    "the_child": msg("The child"),
    "memo": msg("Voice memo"),
    "memo_hint": msg(
        "A minute at most, kept in the session's folder and nowhere else. "
        "Avoid first names: in sound, nothing hides them."
    ),
    "memo_start": msg("Record"),
    "memo_stop": msgc("of a recording: end it", "Stop"),
    "memo_recording": msg("Recording"),
    "memo_left": msg("{seconds} s left"),
    "memo_saved": msg("The memo is kept."),
    "memo_waits": msg("The connection is cut: the rest of the memo waits on this page."),
    "memo_lost": msg("The rest of the memo could not be kept. Its beginning is."),
    "memo_no_microphone": msg("The microphone cannot be used. Allow it in the browser, then try again."),
    "memo_number": msg("Memo {number}, {when}"),
    "memo_cut": msg("cut off; what came is kept"),
    "memo_deleted": msg("deleted on {when}"),
    "memo_delete": msgc("a button: erase what was recorded", "Delete"),
    "film": msg("What was filmed"),
    "film_was_ended": msg("Filming was ended in this session."),
    "film_sound_was_ended": msg("Recording the sound was ended in this session."),
    "film_log_objected": msg("Somebody no longer agreed to the log of this session while it was written."),
    "film_objected": msg(
        "Somebody refuses this film by now, or has taken the agreement back (page Agreements): it is not "
        "shown any more."
    ),
    "film_hint": msg("What was filmed before is still in its folder."),
    "film_closed": msg(
        "It is shown to nobody, and handed out to nobody, until it is destroyed, or somebody "
        "writes why it is kept. After a month the home page asks for it."
    ),
    "film_keep": msg("Keep it, and write why"),
    "film_keep_why": msg("Why it is kept (no name)"),
    "film_keep_unknown": msg("Whoever keeps it signs with a code of her own. Nobody has one here yet."),
    "film_keep_persons": msg("Give each professional a code"),
    "film_kept": msg("{by} keeps it ({when}): {why}"),
    "film_destroy": msg("Destroy what was filmed"),
    "film_destroyed": msg(
        "Destroyed: all pictures and sounds of the cameras and microphones of this session, and the lists of "
        "them. There is no way back."
    ),
    "film_stays": msg(
        "Not destroyed: the journal of the session, trials, notes, voice memos, how long answers took; and "
        "what is elsewhere: copies, clips and exports that somebody made, backups. An SSD may keep parts of "
        "removed files for a time, out of reach of this program: only an encrypted disk protects those."
    ),
    "film_confirm": msg("Yes, destroy it for good"),
    "memo_confirm": msg("Delete this memo for good"),
    "needs_scripts": msg("This part needs JavaScript, which the page brings itself."),
    "sealed": msg("This folder is sealed: it can be read, nothing is added to it."),
    "was_rehearsal": msg("A rehearsal: Nao was simulated. Not to be mixed with data."),
    "was_among_adults": msg("A rehearsal, among adults. Not to be mixed with data."),
    "notes": msg("Your notes"),
    "notes_hint": msg(
        "Two lines are enough. All is kept as you write; first names that are known become codes. A nickname "
        "and other names stay as they are typed."
    ),
    "note_worked": msg("What worked"),
    "note_hard": msg("What was difficult"),
    "note_next": msg("To change next time"),
    "note_worked_hint": msg("A moment, a gesture, a sentence that helped…"),
    "note_hard_hint": msg("What tired, bothered, worried the child…"),
    "note_next_hint": msg("A delay, a help, an order to try otherwise…"),
    "save": msg("Keep"),
    "saved": msg("Kept"),
    "saving": msg("Not kept yet…"),
    "not_saved": msg("Not kept: the connection is cut. The text stays here, another try in a moment."),
    "transmission": msg("Handover"),
    "transmission_hint": msg(
        "Five lines of facts, to read, to change if need be, then to copy into your own records."
    ),
    "transmission_of": msg("Handover: {who}"),
    "copy_it": msg("Copy"),
    "copied": msg("Copied"),
    "not_copied": msg("The text is selected: copy it with Ctrl + C."),
    "report": msg("One-page report"),
    "report_hint": msg("One sheet of A4 a child, with the code and a place to write the name."),
    "report_hint_of_parts": msg("One sheet of A4 a part: what a sheet for a child looks like."),
    "as_entered": msg("as it stands: entered by the adult"),
    "report_note": msg("Add your notes"),
    "report_see": msg("See the report"),
    "report_everybody": msg("A sheet for each child"),
    "report_for": msg("For whom"),
    "pdf": msg("PDF"),
    "print_hint": msg("To be printed from the browser, or downloaded as a PDF."),
    "back": msg("Go back"),
    "progress_of": msg("Progress of {who}"),
}

LIKINGS: Mapping[Liking, Text] = {
    "liked": msg("I liked it"),
    "so_so": msg("So-so"),
    "disliked": msg("I did not like it"),
    "no_answer": msg("I don't want to answer"),
}
"""What each picture says, in the child's own voice."""

NOTES = ("worked", "hard", "next")
"""The headings of notes, by their keys in ``notes.md``."""

PAUSES: Mapping[str, Text] = {
    **{key: term.past for key, term in glossary.PAUSES.items()},
    "head": msg("Nao was stopped by its head"),
    "halted": msgc("a sentence of a report", "Nao was stopped"),
}
"""Why a session stood still, as a part of a sentence (``record/results/interruptions.Interruption.why``)."""
