"""The words of the log in the words of the people: commands, endings, reasons, news of devices.

Each table is keyed by the word that stands in the log; what is missing here is shown as it stands there.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text
from nao_sessions.protocol.wording import JUDGEMENTS

COMMANDS: Mapping[str, Text] = {
    "encourage": Text(fr="encourager", en="encourage"),
    "repeat": Text(fr="répéter", en="repeat"),
    "prompt": Text(fr="donner l'aide suivante", en="give the next help"),
    "judge": Text(fr="juger la réponse", en="judge the response"),
    "redo": Text(fr="refaire l'essai", en="redo the trial"),
    "skip": Text(fr="passer", en="skip"),
    "change": Text(fr="changer d'activité", en="change the activity"),
    "goto": Text(fr="aller à une étape", en="go to a step"),
    "pause": Text(fr="pause", en="pause"),
    "resume": Text(fr="reprendre", en="resume"),
    "calm": Text(fr="retour au calme", en="calm down"),
    "finish": Text(fr="terminer", en="finish"),
    "close": Text(fr="fermer la séance", en="close the session"),
    "leave": Text(fr="l'enfant sort", en="the child leaves"),
    "return": Text(fr="l'enfant revient", en="the child comes back"),
    "improvise": Text(fr="improviser", en="improvise"),
    "louder": Text(fr="plus fort", en="louder"),
    "softer": Text(fr="moins fort", en="softer"),
    "slower": Text(fr="plus lentement", en="slower"),
    "faster": Text(fr="plus vite", en="faster"),
    "extend": Text(fr="prolonger", en="extend"),
    "stop": Text(fr="arrêter", en="stop"),
}

JUDGED_AS: Mapping[str, Text] = {
    **JUDGEMENTS,
    "yes": Text(fr="oui", en="yes"),
    "not_yet": Text(fr="pas encore", en="not yet"),
    "heard": Text(fr="c'est bien ça", en="that is it"),
    "not_heard": Text(fr="mal entendu", en="misheard"),
}
"""How the adult judged, in the words of the buttons that say so."""

ENDINGS: Mapping[str, Text] = {
    "finished": Text(fr="Fini : {what}", en="Finished: {what}"),
    "stopped": Text(fr="Interrompu : {what}", en="Cut short: {what}"),
    "failed": Text(fr="Échec : {what}", en="Failed: {what}"),
    "lost": Text(fr="Perdu : {what}", en="Lost: {what}"),
}

# Why a session paused.
PAUSES: Mapping[str, Text] = {
    "stopped": Text(fr="arrêt", en="stopped"),
    "calm": Text(fr="retour au calme", en="calm down"),
    "crash": Text(fr="le programme s'était interrompu", en="the program had been interrupted"),
    "slept": Text(fr="l'ordinateur s'était mis en veille", en="the computer had gone to sleep"),
    "fell": Text(fr="Nao est tombé", en="Nao fell"),
    "lost": Text(fr="Nao ne répond plus", en="Nao no longer answers"),
    "stalled": Text(fr="le protocole tourne en rond", en="the protocol runs in circles"),
    "no_branch": Text(fr="aucune suite n'est ouverte", en="no way on is open"),
    "left": Text(fr="plus aucun enfant n'est là", en="no child is there any more"),
    "speech_failed": Text(fr="Nao n'a pas pu parler", en="Nao could not speak"),
}

SENSES: Mapping[str, Text] = {
    "touch": Text(fr="un toucher", en="a touch"),
    "word": Text(fr="un mot", en="a word"),
    "board": Text(fr="un choix sur la tablette", en="a choice on the board"),
    "card": Text(fr="une carte", en="a card"),
    "gaze": Text(fr="un regard vers Nao", en="a look at Nao"),
    "face": Text(fr="un visage", en="a face"),
    "speech": Text(fr="une parole", en="somebody speaking"),
}

# What became of something that a child did.
RESPONSES: Mapping[str, Text] = {
    "taken": Text(fr="Réponse : {what}", en="Response: {what}"),
    "deferred": Text(
        fr="Réponse : {what}, prise à la fin de la phrase",
        en="Response: {what}, taken at the end of the sentence",
    ),
    "extra": Text(fr="Réponse de plus : {what}", en="One more response: {what}"),
    "decides": Text(fr="Réponse : {what}", en="Answer: {what}"),
    "proposes": Text(fr="Peut-être une réponse : {what}", en="Perhaps an answer: {what}"),
    "early": Text(fr="Avant la fin de la question : {what}", en="Before the end of the question: {what}"),
    "late": Text(fr="Après l'essai : {what}", en="After the trial: {what}"),
    "out_of_turn": Text(fr="Réponse d'un autre : {what}", en="Somebody else's answer: {what}"),
    "awaited": Text(fr="Ce qui était attendu : {what}", en="What was waited for: {what}"),
    "paused": Text(fr="Sans suite, pendant une pause : {what}", en="Not acted on, in a pause: {what}"),
    "not_heard": Text(fr="Pas entendu, Nao parlait : {what}", en="Not heard, Nao was speaking: {what}"),
    "nothing_waits": Text(fr="Sans suite, rien n'était attendu : {what}", en="Nothing waited for: {what}"),
}

ROBOT_NEWS: Mapping[str, Text] = {
    "lost": Text(fr="Nao ne répond plus", en="Nao no longer answers"),
    "back": Text(fr="Nao répond de nouveau", en="Nao answers again"),
    "robot_back": Text(fr="Nao est de nouveau là", en="Nao is back"),
    "fell": Text(fr="Nao est tombé", en="Nao fell"),
    "hot": Text(fr="Un moteur de Nao est chaud", en="A motor of Nao is hot"),
    "battery": Text(fr="Batterie de Nao : {percent} %", en="Nao's battery: {percent}%"),
}

# Of a camera or a microphone: which one is told by its name.
RECORDER_NEWS: Mapping[str, Text] = {
    "rolling": Text(fr="L'enregistrement commence", en="Recording begins"),
    "closed": Text(fr="L'enregistrement est fermé", en="The recording is closed"),
    "gap": Text(fr="Trou dans l'enregistrement", en="A gap in the recording"),
    "frozen": Text(fr="L'image est figée", en="The picture is frozen"),
    "held_up": Text(fr="L'enregistreur a été retenu", en="The recorder was held up"),
    "disk": Text(fr="Il reste peu de place sur le disque", en="Little room is left on the disk"),
    "disk_full": Text(fr="Le disque est plein", en="The disk is full"),
    "failed": Text(fr="L'enregistrement a échoué", en="The recording failed"),
    "not_rolling": Text(fr="Rien n'est enregistré", en="Nothing is recorded"),
}

CALM_NEWS = frozenset({"rolling", "closed", "back", "robot_back", "battery"})
"""News of devices that is no trouble."""
