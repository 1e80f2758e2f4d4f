"""The words of the home page and of the page of participants, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text

WORDS: Mapping[str, Text] = {
    "title": Text(fr="Séances avec Nao", en="Sessions with Nao"),
    "today": Text(fr="Que fait-on aujourd'hui ?", en="What are we doing today?"),
    "drafts": Text(fr="Brouillons, en répétition", en="Drafts, in rehearsal"),
    "drafts_mean": Text(
        fr=(
            "Un protocole qui n'est pas encore approuvé s'essaie entre adultes : cadre orange, jamais mêlé "
            "aux données."
        ),
        en=(
            "A protocol that is not approved yet is tried among adults: an orange frame, never mixed with "
            "data."
        ),
    ),
    "none_approved": Text(
        fr="Aucun protocole n'est approuvé pour l'instant : les brouillons s'essaient en répétition.",
        en="No protocol is approved for now: drafts are tried in rehearsal.",
    ),
    "no_protocols": Text(
        fr="Aucun protocole ici. « nao-sessions new » en écrit un avec vous.",
        en="There is no protocol here. 'nao-sessions new' writes one with you.",
    ),
    "broken": Text(fr="Protocoles à corriger", en="Protocols to be corrected"),
    "texts": Text(fr="Textes", en="Texts"),
    "recent": Text(fr="Dernières séances", en="Latest sessions"),
    "none_recent": Text(fr="Aucune séance pour l'instant.", en="No session yet."),
    "replay": Text(fr="Revoir", en="See again"),
    "report": Text(fr="Fin de séance", en="End of session"),
    "interrupted": Text(fr="Une séance a été interrompue", en="A session was interrupted"),
    "interrupted_means": Text(
        fr="Rien n'est perdu : elle reprend à la même étape, en pause, quand vous êtes prêt·e.",
        en="Nothing is lost: it goes on at the same step, paused, when you are ready.",
    ),
    "continue": Text(fr="Continuer", en="Go on"),
    "continue_despite": Text(
        fr="Continuer quand même (noté au journal)", en="Go on all the same (noted in the log)"
    ),
    "close": Text(fr="Fermer", en="Close it"),
    "close_means": Text(
        fr="Fermer garde tout, et la séance ne reprendra pas.",
        en="Closing keeps everything, and the session will not go on.",
    ),
    "closing": Text(fr="Le dossier se ferme…", en="The folder is being closed…"),
    "closing_recorded": Text(
        fr="L'enregistrement de la salle s'arrête, puis le dossier se ferme…",
        en="The recording of the room is being stopped, then the folder is closed…",
    ),
    "discover": Text(fr="Découverte", en="Discovery"),
    "discover_means": Text(
        fr="Une demi-heure guidée, sur le simulateur", en="Half an hour, guided, on the simulator"
    ),
    "people": Text(fr="Participants", en="Participants"),
    "people_mean": Text(fr="Un code, un symbole, une couleur", en="A code, a symbol, a colour"),
    "progress": Text(fr="Suivi", en="Progress"),
    "progress_means": Text(
        fr="Ce qui avance, séance après séance", en="What moves on, session after session"
    ),
    "pair": Text(fr="Relier une tablette", en="Pair a tablet"),
    "pair_means": Text(fr="Une tablette de la salle, avec un code", en="A tablet of the room, by a code"),
    "rehearsal": Text(fr="répétition", en="rehearsal"),
    "doors": Text(fr="Autour des séances", en="Around the sessions"),
}

STILL_RECORDED = Text(
    fr=(
        "La salle est encore enregistrée (image, son), une minute au plus à partir de l'interruption, pour "
        "que rien ne manque si vous continuez. Fermer arrête l'enregistrement tout de suite."
    ),
    en=(
        "The room is still being recorded (picture, sound), for a minute at most from the interruption, so "
        "that nothing is missing if you go on. Closing stops the recording at once."
    ),
)
"""Of a session whose process died: its recorders outlive it (``room/recorder.ORPHAN_S``)."""

STATUSES: Mapping[str, Text] = {
    "draft": Text(fr="brouillon", en="draft"),
    "review": Text(fr="en relecture", en="in review"),
}

UNTITLED = Text(fr="Séance sans titre", en="An untitled session")
IMPORTED = Text(fr="importée", en="imported")

MINUTES = Text(fr="{minutes} min", en="{minutes} min")
MINUTES_AND_LIMIT = Text(fr="{minutes} min, {limit} au plus", en="{minutes} min, {limit} at most")
NOBODY = Text(fr="sans enfant", en="without a child")
ONE_CHILD = Text(fr="1 enfant", en="1 child")
CHILDREN = Text(fr="{least} à {most} enfants", en="{least} to {most} children")
SO_MANY_CHILDREN = Text(fr="{most} enfants", en="{most} children")

PEOPLE_WORDS: Mapping[str, Text] = {
    "title": Text(fr="Participants", en="Participants"),
    "means": Text(
        fr=(
            "Chaque enfant a ici un code tiré au sort, un symbole et une couleur. Son prénom n'est écrit "
            "nulle part."
        ),
        en=(
            "Here each child has a code drawn by lot, a symbol and a colour. No first name is written "
            "anywhere."
        ),
    ),
    "unlocked": Text(
        fr=(
            "Les prénoms sont montrés parce qu'ils ont été ouverts pour cette fois ; ils s'effacent avec le "
            "programme."
        ),
        en="First names are shown because they were unlocked for this time; they go when the program ends.",
    ),
    "add": Text(fr="Ajouter un participant", en="Add a participant"),
    "none": Text(
        fr="Personne pour l'instant. Un code sera tiré au sort.", en="Nobody yet. A code will be drawn."
    ),
    "change": Text(fr="Changer", en="Change"),
    "change_of": Text(
        fr="Changer le symbole ou la couleur de {code}", en="Change the symbol or colour of {code}"
    ),
    "symbol": Text(fr="Symbole", en="Symbol"),
    "colour": Text(fr="Couleur", en="Colour"),
    "keep": Text(fr="Garder", en="Keep"),
    "aside": Text(fr="Mettre de côté", en="Set aside"),
    "aside_list": Text(fr="Mis de côté", en="Set aside"),
    "aside_means": Text(
        fr="Ils ne sont plus proposés ; leur code n'est donné à personne d'autre.",
        en="They are not offered any more; their code is given to nobody else.",
    ),
    "back": Text(fr="Reprendre", en="Take back"),
    "progress": Text(fr="Suivi", en="Progress"),
    "paper": Text(
        fr="La liste des prénoms et des codes se garde sur papier, sous clé.",
        en="Keep the list of names and codes on paper, locked away.",
    ),
}

BEGINNING_WORDS: Mapping[str, Text] = {
    "title": Text(fr="La séance se prépare", en="The session is being set up"),
    "patience": Text(
        fr="Cela peut prendre une minute. Rien à faire ici.", en="This may take a minute. Nothing to do."
    ),
}

SETTING_UP = Text(
    fr="On prépare la séance…",
    en="The session is being set up…",
)
