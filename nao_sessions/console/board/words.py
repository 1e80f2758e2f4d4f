"""The words of the boards' pages. The child, who may read them, is told *tu*; the adult *vous*.

French typography is put in at one place, so that sentences are written here with plain spaces.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Language, Text, unbroken

BOARD: Mapping[str, Text] = {
    "title": Text(fr="Tablette", en="Board"),
    "group": Text(fr="Écran du groupe", en="The group's screen"),
    "stage": Text(fr="Ce qui est montré", en="What is shown"),
    "choices": Text(fr="Les choix", en="The choices"),
    "picture": Text(fr="L'image montrée", en="The picture that is shown"),
    "resting": Text(fr="La tablette se repose", en="The board is resting"),
    "ready": Text(fr="La tablette attend", en="The board is waiting"),
    "cut": Text(fr="La tablette n'a plus de liaison", en="The board has lost its link"),
    "back": Text(fr="La liaison est revenue", en="The link is back"),
    "paused": Text(fr="En pause", en="Paused"),
    "not_turn": Text(fr="C'est le tour d'un autre", en="It is somebody else's turn"),
    "turn_of": Text(fr="Au tour de", en="Turn of"),
    "your_turn": Text(fr="C'est à toi", en="It is your turn"),
    "marked": Text(fr="C'est celui-là", en="It is this one"),
    "tokens": Text(fr="Questions faites", en="Questions done"),
    "first": Text(fr="D'abord", en="First"),
    "then": Text(fr="Ensuite", en="Then"),
    "time": Text(fr="Le temps qui reste pour répondre", en="The time that is left to answer"),
    "model": Text(fr="L'adulte montre", en="The adult shows"),
    "scanning": Text(fr="Défilement", en="Scanning"),
    "slate": Text(fr="Ardoise", en="Slate"),
    "slate_area": Text(fr="Ardoise : dessine ici avec le doigt", en="Slate: draw here with your finger"),
    "pen": Text(fr="Crayon", en="Pen"),
    "eraser": Text(fr="Gomme", en="Eraser"),
    "undo": Text(fr="Enlever le dernier trait", en="Take the last stroke away"),
    "settings": Text(fr="Réglages (appui long)", en="Settings (long press)"),
}

SETTINGS: Mapping[str, Text] = {
    "title": Text(fr="Réglages de la tablette", en="Settings of the board"),
    "back": Text(fr="Revenir à la tablette", en="Back to the board"),
    "keep": Text(fr="Garder ces réglages", en="Keep these settings"),
    "refused": Text(
        fr="Une valeur n'est pas possible : rien n'a été changé.",
        en="A value is not possible: nothing was changed.",
    ),
    "shown": Text(fr="Ce qui est montré", en="What is shown"),
    "text": Text(fr="Les mots, sous les images", en="The words, below the pictures"),
    "tokens": Text(fr="Un jeton par question faite", en="A token for each question done"),
    "first_then": Text(fr="La bande « d'abord, ensuite »", en="The strip 'first, then'"),
    "timer": Text(fr="Le temps qui reste, en bande", en="The time left, as a band"),
    "touching": Text(fr="Toucher", en="Touching"),
    "again_ms": Text(
        fr="Un second appui ne compte pas avant (millisecondes)",
        en="A second tap does not count before (milliseconds)",
    ),
    "again_hint": Text(
        fr="Pour des mains qui tremblent : 1000 ou plus.", en="For hands that tremble: 1000 or more."
    ),
    "scan": Text(fr="Contacteurs et défilement", en="Switches and scanning"),
    "scan_hint": Text(
        fr="Les contacteurs envoient Espace et Entrée. Toucher reste possible.",
        en="The switches send Space and Enter. Touching stays possible.",
    ),
    "scanning": Text(fr="Défilement", en="Scanning"),
    "scanning_off": Text(fr="Aucun", en="None"),
    "scanning_linear": Text(fr="Un choix après l'autre", en="One choice after the other"),
    "scanning_rows": Text(fr="Une ligne, puis un choix", en="A row, then a choice"),
    "switches": Text(fr="Contacteurs", en="Switches"),
    "switches_1": Text(
        fr="Un : le cadre avance seul, l'appui choisit",
        en="One: the frame moves by itself, a press chooses",
    ),
    "switches_2": Text(fr="Deux : Espace avance, Entrée choisit", en="Two: Space moves on, Enter chooses"),
    "start": Text(fr="Le défilement commence", en="Scanning begins"),
    "start_press": Text(fr="au premier appui", en="at the first press"),
    "start_automatic": Text(fr="tout seul", en="by itself"),
    "step_ms": Text(fr="Temps sur chaque choix (millisecondes)", en="Time on each choice (milliseconds)"),
    "loops": Text(fr="Nombre de tours avant le repos", en="Rounds before it rests"),
}


def in_words(words: Mapping[str, Text], language: Language) -> dict[str, str]:
    """Give words in one language, as they are set in print."""
    return {
        name: unbroken(text.fr).replace("'", "’") if language == "fr" else text.en
        for name, text in words.items()
    }
