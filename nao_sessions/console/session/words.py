"""The words of the session page, in both languages.

What Nao does is told as a whole sentence, so that it can be read aloud and understood at a glance.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text
from nao_sessions.protocol.trials import ANY, NOTHING
from nao_sessions.robot.adult_words import HOLD

DOING: Mapping[str, Text] = {
    "says": Text(fr="Nao parle", en="Nao speaks"),
    "adult": Text(fr="À vous", en="Your turn"),
    "adult_meanwhile": Text(fr="À vous (Nao n'a pas fini)", en="Your turn (Nao has not finished)"),
    "doing": Text(fr="Nao agit", en="Nao acts"),
    "asks": Text(fr="Nao pose la question", en="Nao asks the question"),
    "answer": Text(fr="Nao attend la réponse de {who}", en="Nao waits for {who} to answer"),
    "answer_of_someone": Text(fr="Nao attend une réponse", en="Nao waits for an answer"),
    "judged": Text(fr="L'essai est noté : {judgement}", en="The trial is scored: {judgement}"),
    "unjudged": Text(fr="L'essai est noté, sans cotation", en="The trial is noted, without a score"),
    "awaits": Text(fr="Nao attend {what}", en="Nao waits for {what}"),
    "waiting": Text(fr="Nao attend", en="Nao waits"),
    "you": Text(fr="Nao attend que vous appuyiez", en="Nao waits for you to press"),
    "ended": Text(fr="La séance est finie", en="The session is over"),
    "closing": Text(fr="Le dossier de la séance se ferme", en="The session's folder is being closed"),
    "beginning": Text(fr="La séance commence", en="The session begins"),
}

PAUSED: Mapping[str, Text] = {
    "paused": Text(fr="En pause", en="Paused"),
    "stopped": Text(fr="Nao est arrêté", en="Nao is stopped"),
    "calm": Text(fr="Retour au calme", en="Calming down"),
    "crash": Text(fr="La séance avait été interrompue", en="The session had been interrupted"),
    "lost": Text(fr="Nao ne répond plus", en="Nao no longer answers"),
    "back": Text(fr="Nao répond de nouveau", en="Nao answers again"),
    "slept": Text(fr="L'ordinateur s'était endormi", en="The computer had gone to sleep"),
    "fell": Text(fr="Nao est tombé", en="Nao has fallen"),
    "stalled": Text(fr="Le protocole tourne en rond", en="The protocol runs in circles"),
    "no_branch": Text(fr="Le protocole n'a pas de suite ici", en="The protocol has no way on here"),
    "left": Text(fr="Plus aucun enfant n'est là", en="No child is there any more"),
    "returned": Text(fr="Un enfant est de nouveau là", en="A child is there again"),
    "speech_failed": Text(fr="Nao n'a pas pu parler", en="Nao could not speak"),
}

TROUBLES = frozenset({"lost", "fell", "crash", "slept", "stalled", "no_branch", "speech_failed"})
"""The pauses that nobody wanted."""

OR_FINISH = Text(fr="Sinon, Terminer : ce qui est fait est gardé.", en="Else, Finish: what was done is kept.")
"""After a stop it is left out: *Terminer* waits until the stop is over."""

OR_CLOSE = Text(
    fr="Sinon : Plus, puis Fermer tout de suite. Ce qui est fait est gardé.",
    en="Else: More, then Close at once. What was done is kept.",
)
"""Of a Nao that is lost or lies on the floor: *Terminer* would lead to a goodbye, with its gestures."""

FINISH_LATER = Text(
    fr="Terminer reste éteint après un arrêt : Reprendre d'abord. Pour finir sans que Nao bouge : Plus, puis "
    "Fermer tout de suite.",
    en="Finish stays dark after a stop: Go on first. To end without Nao moving: More, then Close at once.",
)
"""After a stop: why *Finish* is dark, and what is not."""

WHAT_TO_DO: Mapping[str, tuple[Text, ...]] = {
    "paused": (
        Text(
            fr="Nao attend. Reprendre continue là où la séance en était.",
            en="Nao waits. Go on continues where the session was.",
        ),
    ),
    "calm": (
        Text(
            fr="Prenez le temps qu'il faut. Quand l'enfant est calme : Reprendre. Sinon : Terminer.",
            en="Take all the time it needs. Once the child is calm: Go on. Else: Finish.",
        ),
    ),
    "stopped": (
        Text(
            fr="Nao ne fait plus rien tant que vous n'appuyez pas sur Reprendre.",
            en="Nao does nothing until you press Go on.",
        ),
    ),
    "crash": (
        Text(
            fr="Tout ce qui a été enregistré avant est gardé. Reprendre continue à la même étape.",
            en="All that was recorded before is kept. Go on continues at the same step.",
        ),
    ),
    "slept": (
        Text(
            fr="Vérifiez que tout le monde est là, puis reprenez.",
            en="See that everybody is there, then go on.",
        ),
    ),
    "lost": (
        Text(
            fr="Dites à l'enfant que Nao se repose un instant.", en="Tell the child that Nao rests a moment."
        ),
        Text(
            fr="Nao est-il allumé ? Son bouton de poitrine est-il éclairé ?",
            en="Is Nao on? Is its chest button lit?",
        ),
        Text(
            fr="Le Wi-Fi de la salle marche-t-il sur cette tablette ?",
            en="Does the room's Wi-Fi work on this tablet?",
        ),
        Text(
            fr="Dès que Nao répond, la même étape est proposée : Reprendre.",
            en="As soon as Nao answers, the same step is offered: Go on.",
        ),
        OR_CLOSE,
    ),
    "back": (
        Text(fr="Reprendre continue à la même étape.", en="Go on continues at the same step."),
        OR_FINISH,
    ),
    "fell": (
        Text(fr="Éloignez doucement les enfants.", en="Move the children away gently."),
        HOLD,
        Text(
            fr="Asseyez-le à plat, loin du bord, et regardez s'il est abîmé.",
            en="Sit it down flat, away from the edge, and see whether it is damaged.",
        ),
        Text(
            fr="Bien assis : Reprendre. S'il ne fait rien, il est en sûreté : deux appuis sur son bouton de "
            "poitrine.",
            en="Once it sits well: Go on. If it does nothing, it is in its safeguard state: press its chest "
            "button twice.",
        ),
        OR_CLOSE,
    ),
    "stalled": (Text(fr="Allez à une autre étape, ou terminez.", en="Go to another step, or finish."),),
    "no_branch": (Text(fr="Allez à une autre étape, ou terminez.", en="Go to another step, or finish."),),
    "speech_failed": (
        Text(
            fr="Sa phrase n'a pas été dite. Reprendre : Nao l'essaie encore.",
            en="Its sentence was not said. Go on: Nao tries it again.",
        ),
        Text(
            fr="S'il n'y arrive pas, la phrase s'affiche et vous la dites à sa place ; la séance continue.",
            en="If it cannot, the sentence is shown and you say it in its place; the session goes on.",
        ),
        Text(
            fr="Sinon, Terminer : ce qui est fait est gardé. Après la séance, « doctor » dit pourquoi.",
            en="Else, Finish: what was done is kept. After the session, 'doctor' tells why.",
        ),
    ),
    "left": (Text(fr="Quand un enfant revient : Revient.", en="When a child comes back: Comes back."),),
    "returned": (
        Text(
            fr="La séance attend votre appui : Reprendre la continue.",
            en="The session waits for your press: Go on continues it.",
        ),
    ),
}

GOES_ON = frozenset(
    {
        WHAT_TO_DO["paused"][0],
        WHAT_TO_DO["crash"][0],
        WHAT_TO_DO["lost"][3],
        WHAT_TO_DO["back"][0],
        WHAT_TO_DO["returned"][0],
    }
)
"""What says that *Reprendre* goes on where the session was: not so once the permitted time is over."""
TIME_OVER = (
    Text(
        fr="Le temps permis est écoulé : Reprendre termine l'essai ou la phrase en cours, s'il y en a, puis "
        "mène à l'au revoir.",
        en="The permitted time is over: Go on ends the trial or the sentence in hand, if there is one, and "
        "then leads to the goodbye.",
    ),
    Text(
        fr="Pour continuer là où la séance en était : d'abord Plus, Cinq minutes de plus ; puis Reprendre.",
        en="To continue where the session was: first More, then Five more minutes; then Go on.",
    ),
)
"""In a pause whose session is to close, before what else is to be done."""
TIME_OVER_CLOSES = Text(
    fr="Si personne n'appuie, la séance se ferme d'elle-même à {time}.",
    en="If nobody presses, the session closes by itself at {time}.",
)
"""``time`` is that of the session, as its clock shows it at the top."""

AWAITED: Mapping[str, Text] = {
    "touch": Text(fr="qu'on le touche", en="to be touched"),
    "word": Text(fr="un mot", en="a word"),
    "board": Text(fr="un choix sur la tablette", en="a choice on the board"),
    "card": Text(fr="une carte", en="a card"),
    "gaze": Text(fr="un regard", en="a look"),
    "face": Text(fr="un visage", en="a face"),
    "speech": Text(fr="qu'on lui parle", en="to be spoken to"),
}

EXPECTED: Mapping[str, Text] = {
    ANY: Text(fr="toute réponse", en="any answer"),
    NOTHING: Text(fr="ne pas répondre", en="not to answer"),
}
"""What the language's own words mean where an answer is expected."""
WHERE = Text(fr="essai {number} sur {count}", en="trial {number} of {count}")
WHERE_AGAIN = Text(
    fr="essai {number} (prévu : {place} sur {count})", en="trial {number} (planned: {place} of {count})"
)
"""A trial that was void is asked again: its number is that of the log, as on every page and table."""
WHERE_EASY = Text(
    fr="essai {number} (un essai réussi, repris)", en="trial {number} (one that succeeded, again)"
)
"""The trial of *Terminer après un essai facile*: it is asked beside those that are planned."""
WHERE_OPEN = Text(fr="essai {number}", en="trial {number}")
JUDGED = Text(fr="Noté : {judgement}", en="Scored: {judgement}")
UNJUDGED = Text(fr="Noté, sans cotation", en="Noted, without a score")
"""Of a question in which nothing is right or wrong, or whose answer nobody confirmed."""
NO_RESPONSE_LATELY = Text(fr="pas de réponse après la dernière aide", en="no response after the last prompt")
"""Of a trial in which the child had answered before, not right."""
NOT_YET = Text(fr="noté : {judgement}", en="scores: {judgement}")
NOT_YET_UNJUDGED = Text(fr="noté, sans cotation", en="noted, without a score")
NOT_YET_AGAIN = Text(fr="noté autrement : {judgement}", en="scores otherwise: {judgement}")
"""What the button *Pas encore* does where no help is left: of a trial in hand, and of one that is scored."""
GIVEN = Text(fr="Réponse donnée : {answers}", en="Answer given: {answers}")
"""What the child has answered so far in the trial in hand, as it came: right or not, it is not said here."""
ENTERED = Text(fr="Réponse indiquée par l'adulte : {answers}", en="Answer entered by the adult: {answers}")
UNSCORED: Mapping[str, Text] = {
    "early": Text(
        fr="Réponse non comptée (Nao n'avait pas fini) : {answers}",
        en="Answer not counted (Nao had not finished): {answers}",
    ),
    "paused": Text(
        fr="Réponse non comptée (séance en pause) : {answers}",
        en="Answer not counted (session paused): {answers}",
    ),
    "over": Text(
        fr="Réponse non comptée (venue après) : {answers}",
        en="Answer not counted (it came afterwards): {answers}",
    ),
}
"""What a child has answered without its counting, by why it did not (``session/responses.UNSCORED``)."""
OUT_OF_TURN = Text(
    fr="Réponse non comptée, hors de son tour, de {who} : {answers}",
    en="Answer not counted, out of turn, of {who}: {answers}",
)
"""Of a child who answered what another one was asked."""
ENDED_TRIAL = Text(fr="essai {number}, {judgement}", en="trial {number}, {judgement}")
NOT_JUDGED = Text(fr="sans cotation", en="without a score")
HEARD = Text(fr="Nao a entendu : {answer}", en="Nao heard: {answer}")
FOR_THE_ADULT = Text(fr="Pour vous : {text}", en="For you: {text}")
"""What the protocol has for the adult: to be done, or to be said."""
READ_IT = Text(
    fr="Nao n'a pas pu le dire. Lisez à voix haute : « {text} »",
    en="Nao could not say it. Read aloud: “{text}”",
)
NOT_SAID = Text(fr="La phrase : « {text} »", en="The sentence: “{text}”")
NAO_SAYS = Text(fr="« {text} »", en="“{text}”")

REFUSALS: Mapping[str, Text] = {
    "stale": Text(
        fr="Cet appui n'a pas compté : l'écran venait de changer. Appuyez de nouveau s'il le faut.",
        en="This press did not count: the screen had just changed. Press again if need be.",
    ),
    "helped": Text(
        fr="Pas d'autre aide pour cet appui : Nao venait de commencer cette aide.",
        en="No further help for this press: Nao had just begun this one.",
    ),
    "second": Text(
        fr="Votre deuxième appui n'a pas compté : le premier compte.",
        en="Your second press did not count: the first one does.",
    ),
    "second_in_trial": Text(
        fr="Votre deuxième appui n'a pas compté : le premier compte, pour l'essai {number}.",
        en="Your second press did not count: the first one does, for trial {number}.",
    ),
    "other": Text(
        fr="Cet appui n'a pas compté : un autre écran venait d'appuyer.",
        en="This press did not count: another screen had just pressed.",
    ),
    "scored": Text(
        fr="Cet appui n'a pas compté : l'essai venait d'être noté.",
        en="This press did not count: the trial had just been scored.",
    ),
    "lost": Text(
        fr="Rien n'a été compté : la liaison était coupée.",
        en="Nothing was counted: the line was cut.",
    ),
    "late": Text(
        fr="Cet arrêt est arrivé après une reprise : il n'a rien arrêté. Appuyez de nouveau s'il le faut.",
        en="This stop came after the session was resumed: it stopped nothing. Press again if need be.",
    ),
    "again": Text(fr="Compté une seule fois.", en="Counted only once."),
    "watching": Text(
        fr="Cet écran regarde : prenez la main d'abord.", en="This screen watches: take over first."
    ),
    "no_session": Text(fr="Aucune séance ne tourne.", en="No session is running."),
    "not_here": Text(fr="Ce bouton n'est plus proposé.", en="This button is no longer offered."),
    "paused": Text(fr="La séance est en pause.", en="The session is paused."),
    "stopped": Text(fr="Nao est arrêté : Reprendre d'abord.", en="Nao is stopped: go on first."),
    "nothing_to_judge": Text(fr="Il n'y a rien à juger maintenant.", en="There is nothing to judge now."),
    "no_trial": Text(fr="Aucun essai n'est en cours.", en="No trial is under way."),
    "no_help_left": Text(fr="Toutes les aides ont été données.", en="Every help has been given."),
    "nothing_said": Text(fr="Nao n'a encore rien dit.", en="Nao has said nothing yet."),
    "not_in_protocol": Text(fr="Ce protocole ne le prévoit pas.", en="This protocol does not have it."),
    "no_limit": Text(fr="La séance n'a pas de durée limite.", en="The session has no limit."),
    "unknown_answer": Text(fr="Cette réponse n'est pas prévue.", en="This answer is not foreseen."),
    "unknown_participant": Text(fr="Cet enfant n'est pas là.", en="This child is not there."),
    "robot_lost": Text(fr="Nao ne répond pas.", en="Nao does not answer."),
}

ENDINGS: Mapping[str, Text] = {
    "still": Text(
        fr="Nao est arrêté : son gardien l'a arrêté quand la séance s'est interrompue, et l'a vu immobile.",
        en="Nao is stopped: its guard stopped it when the session was interrupted, and has seen it still.",
    ),
    "still_already": Text(
        fr="Nao est arrêté : il l'était déjà quand la séance s'est interrompue, et son gardien l'a vu "
        "immobile.",
        en="Nao is stopped: it was already when the session was interrupted, and its guard has seen it "
        "still.",
    ),
    "halted": Text(
        fr="L'arrêt a été envoyé à Nao quand la séance s'est interrompue, mais rien ne dit encore qu'il est "
        "immobile. S'il bouge : bouton de poitrine, 3 secondes.",
        en="The stop was sent to Nao when the session was interrupted, but nothing says yet that it is "
        "still. If it moves: chest button, 3 seconds.",
    ),
    "unknown": Text(
        fr="On ne sait pas si Nao est arrêté. S'il bouge : bouton de poitrine, 3 secondes.",
        en="It is not known whether Nao is stopped. If it moves: chest button, 3 seconds.",
    ),
    "ended": Text(
        fr="La séance est finie : elle ne commande plus Nao. S'il bouge : bouton de poitrine, 3 secondes.",
        en="The session is over: it commands Nao no more. If it moves: chest button, 3 seconds.",
    ),
}
"""What is known of the Nao of a session that no longer runs (``ending.py``)."""

NOTICES: Mapping[str, Text] = {
    "late_answer": Text(
        fr="Réponse non comptée (venue après) de {participant} : {answer}",
        en="Answer of {participant} not counted (it came afterwards): {answer}",
    ),
    "guard_died": Text(
        fr="Le gardien de l'arrêt a disparu : un autre démarre. Arrêter passe par la séance.",
        en="The guard of the stop has gone: another one starts. Stop goes through the session.",
    ),
    "guard_failed": Text(
        fr="Le gardien de l'arrêt a échoué. S'il faut arrêter Nao et qu'il ne s'arrête pas : bouton de "
        "poitrine, 3 secondes.",
        en="The guard of the stop has failed. If Nao has to stop and does not: chest button, 3 seconds.",
    ),
    "guard_robot": Text(
        fr="Le gardien de l'arrêt n'atteint plus Nao.", en="The guard of the stop no longer reaches Nao."
    ),
    "still": Text(
        fr="Nao n'est pas encore immobile. S'il bouge : bouton de poitrine, 3 secondes.",
        en="Nao is not still yet. If it moves: chest button, 3 seconds.",
    ),
    "still_unknown": Text(
        fr="L'arrêt est parti, mais Nao n'a pas répondu : on ne sait pas s'il est immobile. S'il bouge : "
        "bouton de poitrine, 3 secondes.",
        en="The stop was sent, but Nao has not answered: it is not known whether it is still. If it moves: "
        "chest button, 3 seconds.",
    ),
    "stop_unsent": Text(
        fr="L'arrêt n'a pas encore atteint Nao : il l'arrêtera dès qu'il répond. S'il bouge : bouton de "
        "poitrine, 3 secondes.",
        en="The stop has not reached Nao yet: it will stop it as soon as it answers. If it moves: chest "
        "button, 3 seconds.",
    ),
    "heard": Text(
        fr="Nao a entendu « {word} » : il fait ce qui est prévu pour ce mot.",
        en="Nao heard '{word}': it does what is foreseen for that word.",
    ),
    "heard_left": Text(
        fr="Nao a entendu « {word} » : il fait ce qui est prévu pour ce mot. L'essai en cours n'est pas "
        "coté.",
        en="Nao heard '{word}': it does what is foreseen for that word. The trial in hand is not scored.",
    ),
    "heard_paused": Text(
        fr="Nao a entendu « {word} ». La séance est en pause : rien n'en suit, et Reprendre continue là où "
        "elle en était. Pour arrêter là : Terminer.",
        en="Nao heard '{word}'. The session is paused: nothing follows, and Go on continues where it was. To "
        "stop here: Finish.",
    ),
    "heard_closing": Text(
        fr="Nao a entendu « {word} ». La séance est en pause : rien n'en suit, et Reprendre continue là où "
        "elle en était. Pour arrêter là : Plus, puis Fermer tout de suite.",
        en="Nao heard '{word}'. The session is paused: nothing follows, and Go on continues where it was. To "
        "stop here: More, then Close at once.",
    ),
    "heard_over": Text(
        fr="Nao a entendu « {word} ». La séance est en pause : rien n'en suit. Le temps permis est écoulé : "
        "Reprendre mène à l'au revoir.",
        en="Nao heard '{word}'. The session is paused: nothing follows. The permitted time is over: Go on "
        "leads to the goodbye.",
    ),
    "time_near": Text(
        fr="Le temps permis s'achève dans {minutes} min au plus. Pour continuer plus longtemps : Plus, puis "
        "Cinq minutes de plus.",
        en="The permitted time ends in {minutes} min at most. To go on for longer: More, then Five more "
        "minutes.",
    ),
    "time_over": Text(
        fr="Le temps permis est écoulé : la séance va à sa fin dès que la phrase ou l'essai se termine (en "
        "pause : après Reprendre). Pour continuer : Plus, puis Cinq minutes de plus.",
        en="The permitted time is over: the session goes to its end once the sentence or the trial is over "
        "(in a pause: after Go on). To continue: More, then Five more minutes.",
    ),
    "rejudged": Text(
        fr="Noté autrement : essai {number}, {judgement} (avant : {was}).",
        en="Scored otherwise: trial {number}, {judgement} (before: {was}).",
    ),
    "easy_trial": Text(
        fr="Ce qui a été réussi en dernier sera redemandé, puis ce sera la fin.",
        en="What succeeded last will be asked once more, and then comes the end.",
    ),
    "no_easy_trial": Text(
        fr="Pas d'essai facile : aucun essai réussi n'est à reprendre ici. La fin vient tout de suite.",
        en="No easy trial: none that succeeded can be asked again here. The end comes at once.",
    ),
    "no_easy_trial_left": Text(
        fr="Pas d'essai facile : aucun essai réussi n'est à reprendre ici. La fin vient tout de suite, et "
        "l'essai en cours n'est pas coté.",
        en="No easy trial: none that succeeded can be asked again here. The end comes at once, and the trial "
        "in hand is not scored.",
    ),
    "not_recording": Text(
        fr="« {name} » n'enregistre pas en ce moment.", en="'{name}' does not record at this moment."
    ),
    "film_again": Text(
        fr="« {name} » enregistre de nouveau. S'il y manque un moment, la page d'après le dira.",
        en="'{name}' records again. If a part of it is missing, the page afterwards will say so.",
    ),
    "film_missing": Text(
        fr="« {name} » enregistre de nouveau : il y manque {seconds} s.",
        en="'{name}' records again: {seconds} s of it are missing.",
    ),
    "film_thin": Text(
        fr="« {name} » enregistre, mais avec des manques : {percent} % jusqu'ici.",
        en="'{name}' records, but with gaps: {percent} % is missing so far.",
    ),
    "left_trial": Text(
        fr="L'essai en cours n'est pas coté : l'activité a été quittée.",
        en="The trial in hand is not scored: the activity was left.",
    ),
    "voice": Text(
        fr="La voix de Nao : volume {volume} %, vitesse {speed} %, dès sa prochaine phrase.",
        en="Nao's voice: volume {volume} %, speed {speed} %, from its next sentence on.",
    ),
    "extended": Text(
        fr="La séance peut durer cinq minutes de plus.", en="The session may take five minutes more."
    ),
    "action_failed": Text(
        fr="Nao n'a pas pu faire un geste ou un son ; la séance continue.",
        en="Nao could not make a gesture or a sound; the session goes on.",
    ),
}
"""What the log tells beside the protocol; who ends what: ``notices.py``."""

PAGE: Mapping[str, Text] = {
    "title": Text(fr="Séance", en="Session"),
    "watch_title": Text(fr="Observation", en="Watching"),
    "yes": Text(fr="Oui", en="Yes"),
    "not_yet": Text(fr="Pas encore", en="Not yet"),
    "other": Text(fr="Autre…", en="Other…"),
    "confirm": Text(fr="C'est bien ça", en="That is it"),
    "deny": Text(fr="Mal entendu", en="Misheard"),
    "stop": Text(fr="Arrêter", en="Stop"),
    "resume": Text(fr="Reprendre", en="Go on"),
    "pause": Text(fr="Pause", en="Pause"),
    "repeat": Text(fr="Répéter", en="Repeat"),
    "help": Text(fr="Aide", en="Help"),
    "encourage": Text(fr="Encourager", en="Encourage"),
    "skip": Text(fr="Passer", en="Skip"),
    "redo": Text(fr="Refaire l'essai", en="Redo the trial"),
    "change": Text(fr="Changer d'activité", en="Change the activity"),
    "calm": Text(fr="Retour au calme", en="Calm down"),
    "finish": Text(fr="Terminer", en="Finish"),
    "finish_easy": Text(fr="Terminer après un essai facile", en="Finish after an easy trial"),
    "no_easy": Text(
        fr="rien de réussi à reprendre ici : fin tout de suite",
        en="nothing that succeeded to ask again here: the end at once",
    ),
    "close": Text(fr="Fermer tout de suite", en="Close at once"),
    "at_most": Text(fr="au maximum", en="at the top"),
    "at_least": Text(fr="au minimum", en="at the bottom"),
    "louder": Text(fr="Plus fort", en="Louder"),
    "softer": Text(fr="Moins fort", en="Softer"),
    "slower": Text(fr="Moins vite", en="Slower"),
    "faster": Text(fr="Plus vite", en="Faster"),
    "extend": Text(fr="Cinq minutes de plus", en="Five more minutes"),
    "mark": Text(fr="Marquer", en="Mark"),
    "marked": Text(fr="Marqué.", en="Marked."),
    "more": Text(fr="Plus", en="More"),
    "less": Text(fr="Fermer", en="Close"),
    "goto": Text(fr="Aller à", en="Go to"),
    "go": Text(fr="Y aller", en="Go"),
    "improvise": Text(fr="Faire dire à Nao", en="Have Nao say"),
    "say": Text(fr="Dire", en="Say"),
    "keep": Text(fr="Garder", en="Keep"),
    "favourites": Text(fr="Phrases gardées", en="Kept sentences"),
    "gesture": Text(fr="Un geste", en="A gesture"),
    "do": Text(fr="Faire", en="Do"),
    "refusal": Text(fr="Refus", en="Refusal"),
    "no_response": Text(fr="Pas de réponse", en="No response"),
    "void": Text(fr="Non coté", en="Not scored"),
    "answered": Text(fr="Sa réponse", en="The answer"),
    "children": Text(fr="Les enfants", en="The children"),
    "turn": Text(fr="à son tour", en="whose turn it is"),
    "absent": Text(fr="Absent", en="Absent"),
    "leaves": Text(fr="Sort", en="Leaves"),
    "returns": Text(fr="Revient", en="Comes back"),
    "arrives": Text(fr="Arrive", en="Arrives"),
    "model": Text(fr="Modèle", en="Model"),
    "slate": Text(fr="Ardoise", en="Slate"),
    "boards": Text(fr="Les tablettes des enfants", en="The children's boards"),
    "model_hint": Text(
        fr="Les prochaines touches sont celles de l'adulte.", en="The next touches are the adult's."
    ),
    "room": Text(fr="La salle", en="The room"),
    "recording": Text(fr="Enregistre", en="Recording"),
    "not_recording": Text(fr="N'enregistre pas", en="Not recording"),
    "recording_ended": Text(fr="Enregistrement terminé", en="Recording ended"),
    "no_recorder": Text(fr="Sans enregistrement", en="No recording"),
    "unknown": Text(fr="État inconnu", en="State unknown"),
    "sound": Text(fr="Niveau du son", en="Sound level"),
    "robot": Text(fr="Nao", en="Nao"),
    "robot_well": Text(fr="répond", en="answers"),
    "robot_lost": Text(fr="ne répond plus", en="no longer answers"),
    "robot_fell": Text(fr="est tombé", en="has fallen"),
    "robot_stopped": Text(fr="est arrêté", en="is stopped"),
    "robot_raised": Text(fr="répond (relevé, d'après vous)", en="answers (up again, by your word)"),
    "robot_none": Text(fr="Sans Nao : vous menez", en="Without Nao: you lead"),
    "battery": Text(fr="batterie", en="battery"),
    "hot": Text(fr="moteurs chauds", en="hot motors"),
    "journal": Text(fr="Journal", en="Journal"),
    "keyboard": Text(fr="Touches du clavier", en="Keyboard keys"),
    "expected": Text(fr="attendu :", en="expected:"),
    "keys_on": Text(fr="Utiliser le clavier et la télécommande", en="Use the keyboard and the clicker"),
    "watching": Text(
        fr="Cet écran regarde : un autre mène la séance.",
        en="This screen watches: another one leads the session.",
    ),
    "nobody_leads": Text(
        fr="Plus aucun écran ne mène la séance. Prenez la main pour la mener d'ici.",
        en="No screen leads the session any more. Take over to lead it from here.",
    ),
    "take_over": Text(fr="Prendre la main", en="Take over"),
    "second": Text(fr="Deuxième adulte : je juge", en="Second adult: I judge"),
    "cut_off": Text(
        fr="Cette tablette n'a plus de nouvelles de la séance : ce qui est affiché ici date d'avant.",
        en="This tablet has no news of the session: what is shown here is from before.",
    ),
    "meanwhile": Text(fr="Pendant la coupure :", en="While there was no link:"),
    "over": Text(fr="La séance est finie.", en="The session is over."),
    "interrupted": Text(
        fr="La séance s'est interrompue. Tout ce qui a été enregistré jusque-là est gardé.",
        en="The session was interrupted. All that was recorded until then is kept.",
    ),
    "to_go_on": Text(fr="Continuer la séance", en="Go on with the session"),
    "close_broken_off": Text(fr="Fermer la séance", en="Close the session"),
    "to_end": Text(fr="Voir la fin de séance", en="See the end of the session"),
    "no_session": Text(fr="Aucune séance ne tourne.", en="No session is running."),
    "home": Text(fr="Accueil", en="Home"),
    "empty_room": Text(
        fr="Les enfants sont sortis ? Nao donne le clap de fin quand la salle est vide.",
        en="Have the children left? Nao gives the last clap once the room is empty.",
    ),
    "is_empty": Text(fr="La salle est vide", en="The room is empty"),
    "no_clap": Text(fr="Pas de clap", en="No clap"),
    "time": Text(fr="durée", en="time"),
    "guard_gone": Text(
        fr="L'arrêt de secours n'a pas répondu : éteignez Nao par son bouton de poitrine (3 secondes).",
        en="The emergency stop did not answer: switch Nao off by its chest button (3 seconds).",
    ),
    "stop_on_its_way": Text(
        fr="L'arrêt n'a pas encore de réponse : cette page l'envoie sans cesse.",
        en="The stop has no answer yet: this page sends it again and again.",
    ),
    "stop_unanswered": Text(
        fr="Votre appui sur Arrêter n'avait reçu aucune réponse. Ce qui s'affiche est vrai maintenant.",
        en="Your press on Stop had no answer. What is shown is what is so now.",
    ),
}

TIME_LEFT: Mapping[str, Text] = {
    "answer": Text(fr="délai de réponse : encore {s} s", en="time to answer: {s} s left"),
    "before_next": Text(fr="pause avant la suite : encore {s} s", en="pause before what follows: {s} s left"),
    "alone": Text(fr="Nao continue de lui-même dans {s} s", en="Nao goes on by itself in {s} s"),
}
"""What the bar of time is, by what is waited for (``model._awaits_until``)."""

KEYS: tuple[tuple[str, str, Text], ...] = (
    ("O", "KeyO", Text(fr="Oui, ou le bouton principal", en="Yes, or the main button")),
    ("N", "KeyN", Text(fr="Pas encore, ou répéter", en="Not yet, or repeat")),
    ("C", "KeyC", Text(fr="C'est bien ça", en="That is it")),
    ("X", "KeyX", Text(fr="Mal entendu", en="Misheard")),
    ("H", "KeyH", Text(fr="Aide", en="Help")),
    ("R", "KeyR", Text(fr="Répéter", en="Repeat")),
    ("E", "KeyE", Text(fr="Encourager", en="Encourage")),
    ("P", "KeyP", Text(fr="Pause", en="Pause")),
    (".", "Period", Text(fr="Marquer", en="Mark")),
    ("1 … 6", "Digit1", Text(fr="Boutons de l'étape", en="The step's buttons")),
    ("Échap, F5", "Escape", Text(fr="Arrêter", en="Stop")),
)
"""What is printed, the physical key (``event.code``), what it does; these letters lie alike on AZERTY."""
