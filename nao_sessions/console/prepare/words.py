"""The words of the page of preparation, in both languages: vous for the adult, tu for the child."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text

WORDS: Mapping[str, Text] = {
    "who": Text(fr="Qui participe ?", en="Who takes part?"),
    "who_order": Text(
        fr="Touchez pour ajouter ; l'ordre est celui des tours.",
        en="Tap to add; the order is that of the turns.",
    ),
    "who_for": Text(fr="Ce protocole est prévu pour {count}.", en="This protocol is meant for {count}."),
    "here": Text(fr="Dans cet ordre", en="In this order"),
    "nobody_yet": Text(fr="Personne pour l'instant.", en="Nobody yet."),
    "add": Text(fr="Ajouter", en="Add"),
    "nobody_to_add": Text(fr="Aucun participant n'est connu ici.", en="No participant is known here."),
    "people": Text(fr="Ajouter des participants", en="Add participants"),
    "up": Text(fr="Plus tôt : {code}", en="Earlier: {code}"),
    "down": Text(fr="Plus tard : {code}", en="Later: {code}"),
    "remove": Text(fr="Retirer {code}", en="Take {code} out"),
    "stand_ins": Text(
        fr="Rôles tenus par des adultes : V01 à V04.", en="Parts played by adults: V01 to V04."
    ),
    "settings": Text(fr="Réglages", en="Settings"),
    "no_settings": Text(fr="Ce protocole n'a pas de réglage.", en="This protocol has no settings."),
    "study": Text(fr="Pour une étude", en="For a study"),
    "language": Text(fr="Nao parle", en="Nao speaks"),
    "room": Text(fr="La salle et Nao", en="The room and Nao"),
    "looking": Text(fr="On regarde…", en="Looking…"),
    "look": Text(fr="Regarder maintenant", en="Look now"),
    "despite": Text(fr="Commencer quand même (noté au journal)", en="Begin all the same (noted in the log)"),
    "cameras": Text(fr="Ce que voient les caméras", en="What the cameras see"),
    "camera": Text(fr="Image de la caméra {name}", en="Picture of the camera {name}"),
    "no_picture": Text(fr="Pas d'image", en="No picture"),
    "level": Text(fr="Niveau du son, {name}", en="Sound level, {name}"),
    "ground": Text(fr="Motif de l'enregistrement", en="Ground for recording"),
    "ground_hint": Text(
        fr=(
            "Écrit une fois, gardé pour l'établissement. Par exemple : « Accord écrit des représentants "
            "légaux »."
        ),
        en=(
            "Written once, kept for the establishment. For example: 'Written agreement of the legal "
            "guardians'."
        ),
    ),
    "unencrypted": Text(fr="Pourquoi ce disque non chiffré ?", en="Why a disk that is not encrypted?"),
    "unencrypted_hint": Text(
        fr="La raison est écrite dans le dossier de la séance.",
        en="The reason is written into the session's folder.",
    ),
    "clap": Text(fr="La salle est vide : Nao donne le clap", en="The room is empty: Nao gives the clap"),
    "clap_hint": Text(
        fr=(
            "Avant que les enfants entrent, ses lampes clignotent doucement (blanc, bleu) et il joue "
            "quelques notes : la vidéo est alors calée au centième de seconde. Un second clap est proposé "
            "quand la salle est de nouveau vide."
        ),
        en=(
            "Before the children enter, its lamps blink gently (white, blue) and it plays a few notes: the "
            "video is then in step to a hundredth of a second. A second clap is offered once the room is "
            "empty again."
        ),
    ),
    "unrecorded": Text(fr="Sans vidéo ni son : le journal seul", en="No video and no sound: the log alone"),
    "unrecorded_hint": Text(
        fr="Les caméras et les micros n'enregistrent rien de cette séance.",
        en="Cameras and microphones record nothing of this session.",
    ),
    "no_clap": Text(
        fr="Nao ne donne donc pas de clap : il n'y a rien à caler.",
        en="So Nao gives no clap: there is nothing to put in step.",
    ),
    "agreement": Text(fr="L'accord de l'enfant, aujourd'hui", en="The child's agreement, today"),
    "agreement_hint": Text(
        fr="Tournez l'écran vers chaque enfant. Ne pas répondre n'est pas dire oui.",
        en="Turn the screen to each child. Not to answer is not to say yes.",
    ),
    "agreement_rehearsal": Text(
        fr="En répétition, aucun enfant n'est là : répondre est un exercice, rien n'est obligatoire.",
        en="In a rehearsal no child is there: answering is an exercise, nothing is required.",
    ),
    "agreement_nobody": Text(fr="Choisissez d'abord qui participe.", en="Choose first who takes part."),
    "question": Text(fr="Tu veux jouer avec Nao ?", en="Do you want to play with Nao?"),
    "yes": Text(fr="Oui", en="Yes"),
    "no": Text(fr="Non", en="No"),
    "unsure": Text(fr="Je ne sais pas", en="I don't know"),
    "none": Text(fr="Pas de réponse", en="No answer"),
    "thanks_no": Text(
        fr="D'accord, merci de l'avoir dit. {who} ne participe pas aujourd'hui.",
        en="All right, thank you for saying so. {who} does not take part today.",
    ),
    "decide": Text(
        fr="{who} n'a pas dit oui. Que décidez-vous ?", en="{who} has not said yes. What do you decide?"
    ),
    "aside": Text(fr="Pas aujourd'hui", en="Not today"),
    "seen": Text(
        fr="Participe : son accord se voit autrement", en="Takes part: the agreement is seen otherwise"
    ),
    "seen_what": Text(fr="Ce que vous voyez (écrit au journal)", en="What you see (written into the log)"),
    "seen_example": Text(
        fr="Va vers Nao, sourit, lui prend la main", en="Goes to Nao, smiles, takes its hand"
    ),
    "or_unrecorded": Text(
        fr="Ou bien cochez « Sans vidéo ni son », au point 3.",
        en="Or tick 'No video and no sound', at point 3.",
    ),
    "begin": Text(fr="Commencer", en="Begin"),
    "begin_rehearsal": Text(fr="Commencer la répétition", en="Begin the rehearsal"),
    "ready": Text(fr="Tout est prêt.", en="All is ready."),
    "not_yet": Text(fr="Pas encore tout à fait prêt :", en="Not quite ready yet:"),
    "remaining": Text(fr="Avant de commencer :", en="Before beginning:"),
    "wait": Text(fr="On regarde encore la salle et Nao.", en="The room and Nao are still being looked at."),
    "texts": Text(fr="Changer les textes", en="Change the texts"),
    "draft": Text(
        fr="Ce protocole n'est pas approuvé : il s'essaie entre adultes, sans enfant.",
        en="This protocol is not approved: it is tried among adults, without a child.",
    ),
    "cut_off": Text(
        fr="La console ne répond plus. Ce que vous avez écrit reste sur cette page.",
        en="The console does not answer. What you wrote stays on this page.",
    ),
}

VERDICTS: Mapping[str, Text] = {
    "well": Text(fr="Bien", en="Well"),
    "warning": Text(fr="À savoir", en="Good to know"),
    "refused": Text(fr="À régler", en="To be settled"),
}

MISSING: Mapping[str, Text] = {
    "one_more": Text(fr="Il manque un participant.", en="One participant is missing."),
    "more": Text(fr="Il manque {count} participants.", en="{count} participants are missing."),
    "nobody_fits": Text(
        fr="Ce protocole se joue sans enfant.", en="This protocol is played without a child."
    ),
    "one_fits": Text(fr="Ce protocole est pour un seul enfant.", en="This protocol is for one child only."),
    "too_many": Text(
        fr="Ce protocole est pour {most} enfants au plus.", en="This protocol is for {most} children at most."
    ),
    "not_asked": Text(fr="{code} n'a pas encore été interrogé·e.", en="{code} has not been asked yet."),
    "no_yes": Text(fr="{code} n'a pas dit oui : décidez.", en="{code} has not said yes: decide."),
}

STANDS_AGAINST: Mapping[str, Text] = {
    "running": Text(
        fr="Une séance est en cours : revenez-y, et terminez-la d'abord.",
        en="A session is running: go back to it, and finish it first.",
    ),
    "setting_up": Text(fr="Une séance est en train de commencer.", en="A session is about to begin."),
    "no_picture": Text(
        fr="La caméra « {name} » ne montre pas d'image.", en="The camera '{name}' shows no picture."
    ),
    "failed": Text(
        fr="La dernière tentative n'a pas abouti : {why} Recommencez quand c'est réglé.",
        en="The last attempt did not succeed: {why} Try again once that is settled.",
    ),
}
"""What else than a red line or a missing answer keeps a page from saying that all is ready."""

INSTEAD_UNRECORDED = Text(fr="séance sans vidéo ni son", en="session without video or sound")

USUALLY = Text(fr="D'habitude {value}", en="Usually {value}")
BETWEEN = Text(fr="de {least} à {most}", en="from {least} to {most}")
AT_LEAST = Text(fr="au moins {least}", en="at least {least}")
AT_MOST = Text(fr="au plus {most}", en="at most {most}")
PHASE_LABEL = Text(fr="Phase (facultatif)", en="Phase (optional)")
PHASE_HINT = Text(
    fr="Un mot, comme baseline ou intervention. Inutile quand une série la prévoit.",
    en="A word, such as baseline or intervention. Not needed where a series plans it.",
)
SECONDS = Text(fr="secondes", en="seconds")

LANGUAGES: Mapping[str, Text] = {
    "fr": Text(fr="français", en="French"),
    "en": Text(fr="anglais", en="English"),
}
