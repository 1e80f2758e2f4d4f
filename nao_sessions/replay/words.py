"""The words of the replay page, in both languages, and how it writes times, dates and uncertainties.

French typography is put in at one place, so that sentences are written here with plain spaces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.text import glossary
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Localized, Text, msg, msgc

_NO_BREAK = "\u00a0"
_BEFORE_HIGH_SIGN = re.compile(r"(?<=\S) (?=[:;!?»%])")
_AFTER_QUOTE = re.compile(r"« ")
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=(?:ms|s|min|h|dB|°C)\b)")


def typeset(text: str, language: Language) -> str:
    """Put the spaces that must not break where the language wants them."""
    text = _NUMBER_AND_UNIT.sub(_NO_BREAK, text)
    if language == "en":
        return text
    return _AFTER_QUOTE.sub("«" + _NO_BREAK, _BEFORE_HIGH_SIGN.sub(_NO_BREAK, text))


def clock_time(session_ns: int, language: Language) -> str:
    """Write a session time as ``3:07,250`` (with hours: ``1:03:07,250``)."""
    milliseconds = abs(session_ns) // MILLISECOND_NS
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    sign = "−" if session_ns < 0 and milliseconds else ""
    whole = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"{sign}{whole}{_decimal_sign(language)}{thousandths:03}"


def date(moment: datetime, zone: tzinfo | None, language: Language) -> str:
    """Write a date and time of day in the reader's zone (None: the computer's)."""
    there = moment.astimezone(zone)
    month = _MONTHS[there.month - 1].in_language(language)
    if language == "fr":
        day = "1er" if there.day == 1 else str(there.day)
        return f"{day} {month} {there.year} à {there.hour}:{there.minute:02}"
    return f"{there.day} {month} {there.year}, {there.hour}:{there.minute:02}"


def signed(value: int) -> str:
    """Write a whole number with the sign of a minus, which is as wide as a plus."""
    return f"−{-value}" if value < 0 else str(value)


def _decimal_sign(language: Language) -> str:
    return "," if language == "fr" else "."


_MONTHS = tuple(
    Localized(fr=french, en=english)
    for french, english in (
        ("janv.", "Jan"),
        ("févr.", "Feb"),
        ("mars", "Mar"),
        ("avr.", "Apr"),
        ("mai", "May"),
        ("juin", "June"),
        ("juil.", "July"),
        ("août", "Aug"),
        ("sept.", "Sept"),
        ("oct.", "Oct"),
        ("nov.", "Nov"),
        ("déc.", "Dec"),
    )
)

LANE_NAMES: Mapping[str, Text] = {
    "step": msg("Steps"),
    "speech": msg("Nao's speech"),
    "action": msg("Nao's gestures"),
    "child": glossary.PEOPLE["child"].label,
    "adult": glossary.PEOPLE["adult"].label,
    "note": msg("Notes"),
    "technical": msg("Technical"),
}

CURVES: Mapping[str, Text] = {
    "heat": msg("Heat (motor)"),
    "battery": msg("Battery"),
}
UNITS: Mapping[str, Text] = {
    "sound": msg("dB"),
    "heat": msg("°C"),
    "battery": msg("%"),
}

WORDS: Mapping[str, Text] = {
    "page": msg("Session replay"),
    "back": msg("End of session"),
    "imported": msg("Imported session"),
    "rehearsal": msg("Rehearsal"),
    "rehearsal_means": msg("A simulated session: not to be mixed with data."),
    "video": msg("Video"),
    "camera": msg("Camera {name}"),
    "microphone": msg("Microphone {name}"),
    "sound_of": msg("Sound: {name}"),
    "no_video": msg("This session has no video."),
    "no_picture": msg("No picture at this moment"),
    "no_sound": msg("No sound at this moment"),
    "timeline": msg("Timeline of the session"),
    "timeline_help": msg("Click an event or a moment. Drag: move; Shift + drag: loop; Ctrl + wheel: zoom."),
    "events": msg("Events"),
    "events_shown": msg("Events shown: {count}"),
    "nothing_found": msg("No event matches."),
    "before_steps": msg("Before the first step"),
    "nobody": msg("Child not identified"),
    "show": msg("Show"),
    "search": msg("Search"),
    "facts": msgc("a heading", "The session"),
    "troubles": msg("Good to know"),
    "keyboard": msg("Keyboard"),
    "log_line": msg("Line of the log"),
    "play": msg("Play"),
    "pause": msg("Pause"),
    "frame_before": msg("Previous frame"),
    "frame_after": msg("Next frame"),
    "event_before": msg("Previous event"),
    "event_after": msg("Next event"),
    "speed": msg("Speed"),
    "speed_fine": msg("Speed, from 0.1 to 4"),
    "sound_on": msg("Sound"),
    "subtitles": msg("Subtitles"),
    "go_to": msg("Go to…"),
    "go_to_means": msg("A time: 3:07.25 or 187.25"),
    "go_to_wrong": msg("This is no time: 3:07.25 or 187.25."),
    "go_to_beyond": msg("The session ends at {end}."),
    "go": msgc("go to a place", "Go"),
    "copy_link": msg("Copy link"),
    "link_copied": msg("Link copied"),
    "link_no_time": msg("The link asks for “{asked}”, which is no time."),
    "link_no_event": msg("The link asks for event {asked}, which this session does not have."),
    "link_beyond": msg("The link asks for {asked}, and the session ends at {end}."),
    "loop": msg("Loop"),
    "loop_begin": msg("The loop begins here"),
    "loop_end": msg("The loop ends here"),
    "loop_begun": msg("Loop from {from}…"),
    "rows": msg("Rows"),
    "working": msg("working…"),
    "parting_go": msg("See this moment"),
    "zoom_in": msg("Zoom in"),
    "zoom_out": msg("Zoom out"),
    "zoom_all": msg("Whole session"),
    "whole": msg("All"),
    "position": msg("Position"),
    "loading": msg("Loading…"),
    "failed": msg("The page could not read the session. Reload it, or start the program again."),
    "frame_shown": msg("Frame {number}, taken at {time} ({spread})"),
    "frame_shown_segment": msg("Frame {number} of segment {segment}, taken at {time} ({spread})"),
    "checked": msg("checked as shown"),
    "other_frame": msg("frame {wanted}, asked for, is not in the file"),
    "shortcuts": msg("Single-letter keys (and + − 0 / *)"),
    "needs_scripts": msg("This page needs JavaScript, which it brings itself."),
    "who": msg("Who responded?"),
    "unnamed_many": msg("{count} responses without a name"),
    "unnamed_one": msg("1 response without a name"),
    "unnamed_none": msg("No response without a name"),
    "unnamed_next": msg("Next response without a name"),
    "author_adult": msg("the adult"),
    "author_unknown": msg("nobody knows"),
    "author_in_log": msg("According to the log: {who}"),
    "author_said": msg("Said after the session: {who}"),
    "author_back": msg("Take back what was said"),
    "author_why": msg("Why (optional)"),
    "author_failed": msg("Nothing was written: the page could not reach the program."),
    "spread_unknown": msg("unknown error"),
}

_Keys = tuple[tuple[Text, Text], ...]


def _keys(*lines: tuple[str, str, str, str]) -> _Keys:
    return tuple(
        (Localized(fr=french_key, en=english_key), Localized(fr=french, en=english))
        for french_key, english_key, french, english in lines
    )


KEYS: _Keys = _keys(
    ("Espace", "Space", "lire ou arrêter (aussi Ctrl + Espace)", "play or pause (Ctrl + Space too)"),
    ("← →", "← →", "image précédente, suivante (aussi / et *)", "previous, next frame (/ and * too)"),
    (
        "J L",
        "J L",
        "une seconde en arrière, en avant ; la lecture continue",
        "one second back, forward; what plays plays on",
    ),
    ("K", "K", "arrêter la lecture", "pause"),
    (
        "↑ ↓",
        "↑ ↓",
        "événement précédent, suivant (dans la liste ou la frise) ; la lecture s'arrête à son image",
        "previous, next event (in the list or the timeline); stops at its very frame",
    ),
    (
        "Page ↑ ↓",
        "Page ↑ ↓",
        "dix secondes en arrière, en avant (dans la frise)",
        "ten seconds back, forward (in the timeline)",
    ),
    ("Retour arr.", "Backspace", "vitesse normale", "normal speed"),
    ("Maj + Espace", "Shift + Space", "lire la boucle du début", "play the loop from its beginning"),
    ("+ −", "+ −", "agrandir, réduire la frise", "zoom the timeline in, out"),
    ("0", "0", "toute la séance sur la frise", "whole session on the timeline"),
)
"""The keys of every page with a player."""

REPLAY_KEYS: _Keys = _keys(
    ("Maj + ← →", "Shift + ← →", "une seconde en arrière, en avant", "one second back, forward"),
    ("Maj + J L", "Shift + J L", "dix secondes en arrière, en avant", "ten seconds back, forward"),
    ("P N", "P N", "événement précédent, suivant", "previous, next event"),
    ("D F", "D F", "moins vite, plus vite", "slower, faster"),
    ("I O", "I O", "la boucle commence, finit ici", "the loop begins, ends here"),
    ("B", "B", "boucle : oui, non", "loop: on, off"),
    ("G", "G", "aller à un temps", "go to a time"),
    ("R", "R", "chercher ; Entrée : trouvé suivant", "search; Enter: next that is found"),
    ("C", "C", "copier le lien de ce moment", "copy the link of this moment"),
    ("S", "S", "sous-titres : oui, non", "subtitles: on, off"),
    ("H", "H", "cette aide", "this help"),
)
"""Those of the replay alone: where a coder is at work, letters are the scheme's."""

ATTRIBUTION_KEYS: _Keys = _keys(
    ("U", "U", "réponse sans nom suivante", "next response without a name"),
    (
        "1 2 3…",
        "1 2 3…",
        "qui a répondu, dans l'ordre des boutons",
        "who responded, in the order of the buttons",
    ),
)
"""Those of a page that asks who gave a response."""
