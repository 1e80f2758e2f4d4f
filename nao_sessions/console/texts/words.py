"""The words of Textes, in both languages; written with plain spaces, and typeset at one place."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.protocol.outline.trials import LABELS as TRIALS
from nao_sessions.text.formats import Capital
from nao_sessions.text.messages import Text, msg, msgn

WORDS: Mapping[str, Text] = {
    "title": msg("Texts"),
    "list_intro": msg(
        "The sentences, items and delays of each protocol. What you change becomes a new version, a "
        "draft; the original stays as it is."
    ),
    "none": msg("No protocol here."),
    "version": msg("version {version}"),
    "in_progress": msg("changes under way"),
    "broken": msg("cannot be read"),
    "earlier": msg("Earlier drafts"),
    "back": msg("All texts"),
    "search": msg("Search the texts"),
    "search_none": msg("No text has these words."),
    "search_found": msg("Texts found: {count}"),
    "undo": msg("Undo"),
    "redo": msg("Redo"),
    "undone": msg("Undone: {where}"),
    "redone": msg("Done again: {where}"),
    "review": msg("Review and save…"),
    "review_help": msg("Ctrl + S"),
    "fold_all": msg("Fold all"),
    "unfold_all": msg("Unfold all"),
    "form": msg("The texts, in the order of the session"),
    "aside": msg("Check and drawing"),
    "check": msg("Check"),
    "drawing": msg("Drawing of the protocol"),
    "drawing_open": msg("Open the drawing in full"),
    "drawing_stale": msg("The drawing is that from before the error."),
    "drawing_none": msg("The drawing will come once the errors are corrected."),
    "nothing_found": msg("Nothing to tell."),
    "more": msg("why?"),
    "line": msg("line {line}"),
    "was": msg("Before: {text}"),
    "put_back": msg("Put the text from before back"),
    "saved": msg("Kept as a draft. Sessions keep the old text until the new version."),
    "saving": msg("Keeping…"),
    "cut_off": msg("No link to the program: what you type stays on this page, and is kept once it is back."),
    "moved": msg("The protocol's file has changed on the disk: reload the page. Your texts are kept."),
    "restored": msg("Your changes were found again ({count})."),
    "unplaced": msg("These texts were under way, but the file has changed since. Copy what you need."),
    "aside_kept": msg("These texts, typed in another tab, were put aside. Copy what you need."),
    "forget_aside": msg("I need them no longer"),
    "discard": msg("Discard my changes"),
    "discard_sure": msg("Discard your changes? The protocol becomes what it was."),
    "discard_yes": msg("Yes, discard"),
    "named": msg("A first name was replaced by a place: no first name is written into a file."),
    "about": msg("about {seconds}\u00a0s"),
    "about_item": msg("about {seconds}\u00a0s, plus the item"),
    "changed_count": msg("changed: {count}"),
    "texts_count": msg("texts: {count}"),
    "from_file": msg("This step comes from {file}, which is changed on its own."),
    "items_of": msg("The items “{table}”"),
    "items_file": msg("in the file {file}"),
    "item": msg("item"),
    "french": msg("French"),
    "english": msg("English"),
    "review_title": msg("Review before saving"),
    "differences": msg("What changes from version {version}"),
    "difference_none": msg("Nothing changes in what the protocol does."),
    "approved_base": msg(
        "Version {version} is approved. The draft is not: an approval holds for one exact text."
    ),
    "cannot_save": msg("This version cannot run: correct these errors first. Your texts are kept."),
    "save": msg("Save version {version}, as a draft"),
    "save_anyway": msg("The check still tells of: {counted}. You can save all the same."),
    "go_back": msg("Back to the texts"),
    "nothing_changed": msg("No text was changed."),
    "just_saved": msg("Version {version} saved, as a draft. It is on the home page, to rehearse."),
    "came_from": msg("What has changed since version {version}"),
    "prepare": msg("Try it"),
    "print_sheet": msg("Print the sheet (PDF)"),
    "print_cards": msg("Print the cards (PDF)"),
    "what": msg("What it finds"),
    "why": msg("Why"),
    "remedy": msg("What to do"),
    "example": msg("An example"),
    "conflict": msg("These texts were changed in another tab, or on another screen."),
    "conflict_what": msg("Nothing was overwritten. What you had typed here was put aside."),
    "conflict_reload": msg("See the other version"),
    "conflict_keep": msg("Keep what is here"),
}

FOR_THE_SCRIPT = (
    "saving",
    "saved",
    "cut_off",
    "moved",
    "named",
    "nothing_found",
    "more",
    "search_found",
    "changed_count",
    "undone",
    "redone",
    "fold_all",
    "unfold_all",
)
"""Words that the page's script says."""

SEVERITIES: Mapping[str, Text] = {
    "error": msg("error"),
    "warning": msg("should be changed"),
    "remark": msg("worth a look"),
}

COUNTED: Mapping[str, Text] = {
    "error": msgn("{n} error", "{n} errors"),
    "warning": msgn("{n} thing to change", "{n} things to change"),
    "remark": msgn("{n} thing to look at", "{n} things to look at"),
}

SECTIONS: Mapping[str, Text] = {
    "head": msg("The protocol"),
    "settings": msg("Settings before a session"),
    "participants": msg("What is kept of each child"),
    "always": msg("At any time"),
    "commands": msg("Commands"),
    "routines": msg("Lists of moments"),
    "items": msg("Other items"),
}

STEP = msg("Step {n} of {all}")
INSIDE = msg("inside “{group}”")

LABELS: Mapping[str, Text] = {
    "say": msg("Nao says"),
    "adult": msg("Told to the adult"),
    "note": msg("Noted in the record"),
    "label": msg("On the button"),
    "title": msg("Title"),
    "name": msg("Name shown"),
    "said": msg("Is said"),
    "text": msg("On the board"),
    "patience": Capital(TRIALS["patience"]),
    "pause": Capital(TRIALS["pause"]),
    "wait": msg("Wait"),
    "limit": msg("At most"),
    "hold": msg("Held for"),
    "delay": msg("Delay before help"),
    "step": msg("Step of the delay"),
    "after": msg("Silence before this help"),
    "silence": msg("Silence"),
    "goals": msg("Goal {n}"),
    "inclusion": msg("Whom it is for {n}"),
    "non_inclusion": msg("Whom it is not for {n}"),
    "material": msg("Material {n}"),
    "stop_signs": msg("Sign to stop {n}"),
    "records": msg("To be filmed {n}"),
    "expected": msg("Expected duration"),
    "default": msg("At the start"),
    "min": msg("At least"),
    "max": msg("At most"),
}

COLUMNS: Mapping[str, Text] = {
    "answer": msg("right answer"),
    "level": msg("level"),
    "share": msg("how often"),
}
"""The columns that mean something to the language; all others have their author's name."""

PLACES: Mapping[str, Text] = {
    "moment": msg("Moment {n}"),
    "prompt": msg("Help {n}"),
    "answer": msg("If the answer is “{answer}”"),
    "judgement": msg("After: {judgement}"),
    "button": msg("Button “{label}”"),
    "button_n": msg("Button {n}"),
    "when": msg("When the child acts ({what})"),
    "with_time": msg("With time"),
    "silence": msg("After a silence"),
    "choose": msg("By lot, {n}"),
    "choices": msg("To choose from, {n}"),
    "trials": msg("The trials"),
    "waiting": msg("Wait"),
    "setting": msg("“{name}”"),
    "routine": msg("List “{name}”"),
}
"""Where a text stands, from the outside in."""
