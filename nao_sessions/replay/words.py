"""The words of the replay page, in both languages, and how it writes times, dates and uncertainties.

French typography is put in at one place, so that sentences are written here with plain spaces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.text import Language, Text

_NO_BREAK = "\u00a0"
_BEFORE_HIGH_SIGN = re.compile(r"(?<=\S) (?=[:;!?»%])")
_AFTER_QUOTE = re.compile(r"« ")
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=(?:ms|s|min|h)\b)")


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


def _decimal_sign(language: Language) -> str:
    return "," if language == "fr" else "."


_MONTHS = tuple(
    Text(fr=french, en=english)
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
    "step": Text(fr="Étapes", en="Steps"),
    "speech": Text(fr="Paroles de Nao", en="Nao's speech"),
    "action": Text(fr="Gestes de Nao", en="Nao's gestures"),
    "child": Text(fr="Enfant", en="Child"),
    "adult": Text(fr="Professionnel·le", en="Professional"),
    "note": Text(fr="Notes", en="Notes"),
    "technical": Text(fr="Technique", en="Technical"),
}

WORDS: Mapping[str, Text] = {
    "page": Text(fr="Revoir la séance", en="Session replay"),
    "back": Text(fr="Fin de séance", en="End of session"),
    "imported": Text(fr="Séance importée", en="Imported session"),
    "rehearsal": Text(fr="Répétition", en="Rehearsal"),
    "rehearsal_means": Text(
        fr="Séance simulée : à ne pas mêler aux données.",
        en="A simulated session: not to be mixed with data.",
    ),
    "video": Text(fr="Vidéo", en="Video"),
    "camera": Text(fr="Caméra {name}", en="Camera {name}"),
    "microphone": Text(fr="Micro {name}", en="Microphone {name}"),
    "sound_of": Text(fr="Son : {name}", en="Sound: {name}"),
    "no_video": Text(fr="Cette séance n'a pas de vidéo.", en="This session has no video."),
    "no_picture": Text(fr="Pas d'image à cet instant", en="No picture at this moment"),
    "timeline": Text(fr="Frise de la séance", en="Timeline of the session"),
    "timeline_help": Text(
        fr="Cliquez un événement ou un instant. Ctrl + molette : zoom ; glisser : se déplacer.",
        en="Click an event or a moment. Ctrl + wheel: zoom; drag: move.",
    ),
    "events": Text(fr="Événements", en="Events"),
    "events_shown": Text(fr="Événements affichés : {count}", en="Events shown: {count}"),
    "nothing_found": Text(fr="Aucun événement ne correspond.", en="No event matches."),
    "before_steps": Text(fr="Avant la première étape", en="Before the first step"),
    "show": Text(fr="Afficher", en="Show"),
    "search": Text(fr="Chercher", en="Search"),
    "facts": Text(fr="La séance", en="The session"),
    "troubles": Text(fr="À savoir", en="Good to know"),
    "keyboard": Text(fr="Touches du clavier", en="Keyboard"),
    "log_line": Text(fr="Ligne du journal", en="Line of the log"),
    "play": Text(fr="Lire", en="Play"),
    "pause": Text(fr="Pause", en="Pause"),
    "frame_before": Text(fr="Image précédente", en="Previous frame"),
    "frame_after": Text(fr="Image suivante", en="Next frame"),
    "event_before": Text(fr="Événement précédent", en="Previous event"),
    "event_after": Text(fr="Événement suivant", en="Next event"),
    "speed": Text(fr="Vitesse", en="Speed"),
    "sound_on": Text(fr="Son", en="Sound"),
    "zoom_in": Text(fr="Agrandir la frise", en="Zoom in"),
    "zoom_out": Text(fr="Réduire la frise", en="Zoom out"),
    "zoom_all": Text(fr="Toute la séance", en="Whole session"),
    "whole": Text(fr="Tout", en="All"),
    "position": Text(fr="Position", en="Position"),
    "loading": Text(fr="Chargement…", en="Loading…"),
    "failed": Text(
        fr="La page n'a pas pu lire la séance. Rechargez-la, ou relancez le programme.",
        en="The page could not read the session. Reload it, or start the program again.",
    ),
    "frame_shown": Text(
        fr="Image {number}, prise à {time} ({spread})", en="Frame {number}, taken at {time} ({spread})"
    ),
    "frame_shown_segment": Text(
        fr="Image {number} du segment {segment}, prise à {time} ({spread})",
        en="Frame {number} of segment {segment}, taken at {time} ({spread})",
    ),
    "checked": Text(fr="vérifiée à l'affichage", en="checked as shown"),
    "other_frame": Text(
        fr="l'image {wanted} demandée n'est pas dans le fichier",
        en="frame {wanted}, asked for, is not in the file",
    ),
    "shortcuts": Text(fr="Touches d'une seule lettre (J K L + − 0)", en="Single-letter keys (J K L + − 0)"),
    "needs_scripts": Text(
        fr="Cette page a besoin de JavaScript, qu'elle apporte elle-même.",
        en="This page needs JavaScript, which it brings itself.",
    ),
    "spread_unknown": Text(fr="écart inconnu", en="unknown error"),
}

KEYS: tuple[tuple[Text, Text], ...] = (
    (Text(fr="Espace", en="Space"), Text(fr="lire ou arrêter", en="play or pause")),
    (Text(fr="← →", en="← →"), Text(fr="image précédente, image suivante", en="previous frame, next frame")),
    (Text(fr="J L", en="J L"), Text(fr="une seconde en arrière, en avant", en="one second back, forward")),
    (Text(fr="K", en="K"), Text(fr="arrêter la lecture", en="pause")),
    (
        Text(fr="↑ ↓", en="↑ ↓"),
        Text(
            fr="événement précédent, suivant (dans la liste ou la frise)",
            en="previous, next event (in the list or the timeline)",
        ),
    ),
    (Text(fr="+ −", en="+ −"), Text(fr="agrandir, réduire la frise", en="zoom the timeline in, out")),
    (Text(fr="0", en="0"), Text(fr="toute la séance sur la frise", en="whole session on the timeline")),
)
