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

CURVES: Mapping[str, Text] = {
    "heat": Text(fr="Chaleur (moteur)", en="Heat (motor)"),
    "battery": Text(fr="Batterie", en="Battery"),
}
UNITS: Mapping[str, Text] = {
    "sound": Text(fr="dB", en="dB"),
    "heat": Text(fr="°C", en="°C"),
    "battery": Text(fr="%", en="%"),
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
    "no_sound": Text(fr="Pas de son à cet instant", en="No sound at this moment"),
    "timeline": Text(fr="Frise de la séance", en="Timeline of the session"),
    "timeline_help": Text(
        fr="Clic : événement, instant. Glisser : déplacer ; Maj + glisser : boucle ; Ctrl + molette : zoom.",
        en="Click an event or a moment. Drag: move; Shift + drag: loop; Ctrl + wheel: zoom.",
    ),
    "events": Text(fr="Événements", en="Events"),
    "events_shown": Text(fr="Événements affichés : {count}", en="Events shown: {count}"),
    "nothing_found": Text(fr="Aucun événement ne correspond.", en="No event matches."),
    "before_steps": Text(fr="Avant la première étape", en="Before the first step"),
    "nobody": Text(fr="Enfant non identifié", en="Child not identified"),
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
    "speed_fine": Text(fr="Vitesse, de 0,1 à 4", en="Speed, from 0.1 to 4"),
    "sound_on": Text(fr="Son", en="Sound"),
    "subtitles": Text(fr="Sous-titres", en="Subtitles"),
    "go_to": Text(fr="Aller à…", en="Go to…"),
    "go_to_means": Text(fr="Un temps : 3:07,25 ou 187,25", en="A time: 3:07.25 or 187.25"),
    "go_to_wrong": Text(
        fr="Ce n'est pas un temps : 3:07,25 ou 187,25.", en="This is no time: 3:07.25 or 187.25."
    ),
    "go_to_beyond": Text(fr="La séance finit à {end}.", en="The session ends at {end}."),
    "go": Text(fr="Aller", en="Go"),
    "copy_link": Text(fr="Copier le lien", en="Copy link"),
    "link_copied": Text(fr="Lien copié", en="Link copied"),
    "link_no_time": Text(
        fr="Le lien demande « {asked} », qui n'est pas un temps.",
        en="The link asks for “{asked}”, which is no time.",
    ),
    "link_no_event": Text(
        fr="Le lien demande l'événement {asked}, que cette séance n'a pas.",
        en="The link asks for event {asked}, which this session does not have.",
    ),
    "link_beyond": Text(
        fr="Le lien demande {asked}, et la séance finit à {end}.",
        en="The link asks for {asked}, and the session ends at {end}.",
    ),
    "loop": Text(fr="Boucle", en="Loop"),
    "loop_begin": Text(fr="La boucle commence ici", en="The loop begins here"),
    "loop_end": Text(fr="La boucle finit ici", en="The loop ends here"),
    "loop_begun": Text(fr="Boucle depuis {from}…", en="Loop from {from}…"),
    "rows": Text(fr="Lignes", en="Rows"),
    "working": Text(fr="calcul…", en="working…"),
    "parting_go": Text(fr="Voir ce moment", en="See this moment"),
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
    "shortcuts": Text(
        fr="Touches d'une seule lettre (ou + − 0 / *)", en="Single-letter keys (and + − 0 / *)"
    ),
    "needs_scripts": Text(
        fr="Cette page a besoin de JavaScript, qu'elle apporte elle-même.",
        en="This page needs JavaScript, which it brings itself.",
    ),
    "who": Text(fr="Qui a répondu ?", en="Who responded?"),
    "unnamed_many": Text(fr="{count} réponses sans nom", en="{count} responses without a name"),
    "unnamed_one": Text(fr="1 réponse sans nom", en="1 response without a name"),
    "unnamed_none": Text(fr="Aucune réponse sans nom", en="No response without a name"),
    "unnamed_next": Text(fr="Réponse sans nom suivante", en="Next response without a name"),
    "author_adult": Text(fr="l'adulte", en="the adult"),
    "author_unknown": Text(fr="on ne sait pas", en="nobody knows"),
    "author_in_log": Text(fr="D'après le journal : {who}", en="According to the log: {who}"),
    "author_said": Text(fr="Dit après la séance : {who}", en="Said after the session: {who}"),
    "author_back": Text(fr="Annuler ce qui a été dit", en="Take back what was said"),
    "author_why": Text(fr="Pourquoi (facultatif)", en="Why (optional)"),
    "author_failed": Text(
        fr="Rien n'a été écrit : la page n'a pas pu joindre le programme.",
        en="Nothing was written: the page could not reach the program.",
    ),
    "spread_unknown": Text(fr="écart inconnu", en="unknown error"),
}

_Keys = tuple[tuple[Text, Text], ...]


def _keys(*lines: tuple[str, str, str, str]) -> _Keys:
    return tuple(
        (Text(fr=french_key, en=english_key), Text(fr=french, en=english))
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
