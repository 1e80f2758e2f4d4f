"""The words that stand in the cells of the tables, and what each means, in French and in English."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text
from nao_sessions.protocol.wording import HELPS_EXPLAINED, JUDGEMENTS

JUDGED: Mapping[str, Text] = JUDGEMENTS
HELPS_GIVEN: Mapping[str, Text] = HELPS_EXPLAINED

DIRECTIONS: Mapping[str, Text] = {
    "in": Text(fr="reçu par le moteur", en="fed to the engine"),
    "out": Text(fr="décidé par le moteur", en="decided by the engine"),
    "note": Text(fr="noté, sans part à la décision", en="noted, without a part in what was decided"),
}

METHODS: Mapping[str, Text] = {
    "sound": Text(fr="fin de la question entendue dans le son", en="the question's end heard in the sound"),
    "event": Text(fr="fin de la question d'après le robot", en="the question's end by the robot's word"),
}

UNCOUNTED: Mapping[str, Text] = {
    "repeated": Text(fr="reprise pour correction", en="a repetition for correction"),
    "void": Text(fr="essai non coté", en="a trial that is not scored"),
    "no_answer": Text(fr="essai jugé sans réponse, ou refusé : ce qui avait été pris pour une réponse n'en "
                      "était pas une",
                      en="a trial judged as no response, or refused: what was taken for an answer was none"),
    "not_own": Text(
        fr="un autre que l'enfant a répondu, ou l'adulte a saisi la réponse (way vaut professional) : son "
        "appui ne dit aucun temps de l'enfant",
        en="somebody else than the child answered, or the adult entered the answer (way is professional): "
        "that press tells no time of the child's",
    ),
    "interrupted": Text(fr="la séance s'est arrêtée avant la réponse",
                        en="the session stood still before the answer"),
}  # fmt: skip

RESPONSES_UNCOUNTED: Mapping[str, Text] = {
    **UNCOUNTED,
    "not_final": Text(fr="dans un essai, mais pas la réponse qui l'a clos",
                      en="in a trial, but not the response that ended it"),
    "no_question": Text(
        fr="ne répond à aucune question d'un essai (un « stop », par exemple) : le temps court depuis la "
        "dernière phrase de Nao ; d'une séance à un seul enfant, ou sans code, et sans aucun essai, ce "
        "qu'une étape attendait est compté",
        en="answers no question of a trial (a 'stop', for instance): the time runs from Nao's last sentence; "
        "of a session of one child, or without a code, that has no trial, what a step waited for does count",
    ),
}  # fmt: skip

OBSERVED: Mapping[str, Text] = {
    "page": Text(fr="ce que la page de codage a lu", en="what the coding page played"),
    "coder": Text(fr="ce que le codeur a déclaré", en="what the coder stated"),
    "planned": Text(fr="ce qui était prévu, supposé vu", en="what was planned, assumed to be looked at"),
    "unstated": Text(fr="rien n'est déclaré : toute la séance est supposée vue",
                     en="nothing is stated: the whole session is assumed"),
}  # fmt: skip

MEDIA: Mapping[str, Text] = {
    "picture": Text(fr="image", en="picture"),
    "sound": Text(fr="son", en="sound"),
}

FRAMES_LISTED: Mapping[str, Text] = {
    "repeated": Text(fr="inventée : l'image d'avant, répétée", en="invented: the picture before it, again"),
    "left_out": Text(fr="écartée : une image de la caméra qui aurait été là dans la copie",
                     en="left out: a picture of the camera that would have been there in the copy"),
}  # fmt: skip

VERDICTS: Mapping[str, Text] = {
    "measured": Text(fr="mesuré : un clap a été retrouvé", en="measured: a clap was found"),
    "estimated": Text(fr="estimé d'après l'arrivée des images", en="estimated from when pictures arrived"),
    "absent": Text(fr="absent : accéléré, ou inconnu", en="absent: accelerated, or not known"),
}

PHASE_KINDS: Mapping[str, Text] = {
    "baseline": Text(fr="ligne de base", en="baseline"),
    "intervention": Text(fr="intervention", en="intervention"),
    "probe": Text(fr="sonde", en="probe"),
    "follow_up": Text(fr="suivi", en="follow-up"),
}

STATES: Mapping[str, Text] = {
    "open": Text(fr="pas fermée", en="not closed"),
    "closed": Text(fr="fermée", en="closed"),
    "recovered": Text(fr="récupérée après une coupure", en="recovered after a cut"),
    "imported": Text(fr="importée d'ailleurs", en="imported from elsewhere"),
}

RESPONSES: Mapping[str, Text] = {
    "taken": Text(fr="prise en compte", en="acted on"),
    "deferred": Text(
        fr="venue pendant une phrase de Nao, prise en compte à sa fin",
        en="came while Nao spoke, acted on at the sentence's end",
    ),
    "extra": Text(fr="réponse de plus, après celle qui comptait", en="one more, after the one that counted"),
    "decides": Text(fr="réponse qui décide de l'essai ou d'une aide", en="decides the trial, or on a help"),
    "proposes": Text(fr="proposée à l'adulte, qui confirme", en="proposed to the adult, who confirms"),
    "early": Text(fr="précoce : avant la fin de la question", en="early: before the end of the question"),
    "late": Text(fr="tardive : après la fin de l'essai", en="late: after the trial was over"),
    "out_of_turn": Text(fr="venue d'un autre enfant que celui dont c'était le tour",
                        en="came from another child than the one whose turn it was"),
    "awaited": Text(fr="ce que l'étape attendait", en="what the step waited for"),
    "paused": Text(fr="pendant une pause : sans suite", en="in a pause: not acted on"),
    "not_heard": Text(fr="pas entendue : Nao parlait", en="not heard: Nao was speaking"),
    "nothing_waits": Text(fr="sans suite : rien n'était attendu", en="not acted on: nothing was waited for"),
}  # fmt: skip
