"""The pages of P241 to P251: what every protocol promises, and where it does not keep it."""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.protocol.checks.pages.page import page
from nao_sessions.protocol.checks.pages.small import with_steps, with_trials

_ITEMS = "[{id: chat, picture: chat.png, answer: chat}, {id: lune, picture: lune.png, answer: lune}]"
_BOARD = "answers: {from: [chat, lune], by: [board]}\ncorrect: = item.answer\n"
_FILES = {"chat.png": b"1", "lune.png": b"2"}

PAGES = (
    page(
        "P241",
        Text(
            fr="Un refus de l'enfant n'est pas la fin de la séance. Après un mot d'arrêt elle continue (la "
            "réaction ne "
            "mène nulle part, ou mène à une question), ou finit comme si tout allait bien. Ou bien un "
            "fichier utilisé a fini en refus, et la séance finit autrement.",
            en="A child's refusal is not the end of the session. After a word that stops it goes on (the "
            "reaction leads nowhere, or to a question), or ends as if all were well. Or a used file "
            "ended as refused, and the session ends otherwise.",
        ),
        Text(
            fr="Le dossier compterait comme menée à son terme une séance que l'enfant a refusée.",
            en="The record would count as completed a session that the child refused.",
        ),
        Text(
            fr="Menez à une étape qui a end: refused, ou à une attente dont un bouton y mène.",
            en="Lead to a step that has end: refused, or to a wait with a button to it.",
        ),
        with_steps(
            'accueil: {do: [{say: "Bonjour."}], buttons: [{label: "Suite", next: fin}], after: {wait: 10 s, '
            "next: fin}}\n",
            head='stop_signs: ["dire « stop »"]\nalways: {when: [§{word: [stop], next: fin}]}\n',
        ),
    ),
    page(
        "P242",
        Text(
            fr="Une détresse ne finit pas par end: distress : le retour au calme finit la séance ou repose "
            "une question, "
            "ou un fichier utilisé a fini en détresse et la séance finit autrement.",
            en="Distress does not end with end: distress: calming down ends the session or asks a question "
            "again, or a "
            "used file ended in distress and the session ends otherwise.",
        ),
        Text(
            fr="Un enfant qui va mal serait interrogé de nouveau, ou sa détresse ne se lirait nulle part.",
            en="A child who is unwell would be asked again, or the distress could be read nowhere.",
        ),
        Text(
            fr="Menez le retour au calme à une étape qui attend, avec un bouton vers end: distress.",
            en="Lead calming down to a step that waits, with a button to end: distress.",
        ),
        with_steps(
            'accueil: {do: [{say: "Bonjour."}], buttons: [{label: "Suite", next: fin}], after: {wait: 10 s, '
            "next: fin}}\n",
        ).replace("  finish: {next: fin}\n", "  finish: {next: fin}\n  §calm: {next: fin}\n"),
    ),
    page(
        "P243",
        Text(
            fr="Un signe de réussite (gestes cheer, happy ou yes, yeux verts, signe que ce protocole garde "
            "pour la "
            "réussite) est montré quand rien n'est réussi : après une erreur ou un silence, dans une "
            "question ou une "
            "aide, à la fin d'un délai, à un enfant qui refuse ou qui va mal.",
            en="A sign of success (gestures cheer, happy or yes, green eyes, a sign that this protocol keeps "
            "for success) "
            "is shown when nothing succeeded: after an error or a silence, in a question or a help, at the "
            "end of a "
            "delay, to a child who refuses or is unwell.",
        ),
        Text(
            fr="Beaucoup de ces enfants lisent la lampe et le geste, pas la phrase : ils apprendraient "
            "l'erreur.",
            en="Many of these children read lamp and gesture, not the sentence: they would learn the error.",
        ),
        Text(fr="Gardez ce signe pour feedback: correct.", en="Keep this sign for feedback: correct."),
        with_trials(
            'feedback: {correct: [{say: "Oui !"}], incorrect: [{say: "On continue.", §gesture: cheer}]}\n'
        ),
    ),
    page(
        "P244",
        Text(
            fr="Le retour d'une réussite montre un signe qui console : sad, no, unsure, calm, des yeux "
            "bleus, "
            "orange ou "
            "rouges.",
            en="The feedback of a success shows a sign that consoles: sad, no, unsure, calm, blue, orange or "
            "red eyes.",
        ),
        Text(
            fr="L'enfant qui a réussi comprendrait qu'il s'est trompé.",
            en="A child who was right would understand that he was wrong.",
        ),
        Text(
            fr="Montrez la réussite partout de la même façon : eyes: green, gesture: cheer.",
            en="Show success in the same way everywhere: eyes: green, gesture: cheer.",
        ),
        with_trials(
            'feedback: {correct: [{say: "Oui !", §gesture: sad}], incorrect: [{say: "On continue."}]}\n'
        ),
    ),
    page(
        "P245",
        Text(
            fr="Une aide, ou le retour d'un échec, montre autre chose que la bonne réponse : un mot qui "
            "n'est "
            "pas au choix, "
            "l'autre côté, des choix sans elle.",
            en="A help, or the feedback of a failure, shows something else than the right answer: a word "
            "that "
            "is no "
            "choice, the other side, choices without it.",
        ),
        Text(
            fr="L'enfant qui suit l'aide se tromperait, et perdrait confiance dans l'aide.",
            en="A child who follows the help would be wrong, and lose trust in it.",
        ),
        Text(
            fr="Nommez la réponse par l'item : highlight: = item.answer.",
            en="Name the answer through the item: highlight: = item.answer.",
        ),
        with_trials(
            "answers: {from: [pomme, prune], by: [board]}\n"
            'ask: [{show: {choices: [pomme, prune]}, say: "Quoi ?"}]\n'
            'feedback: {incorrect: [{§highlight: prune, say: "On continue."}]}\n'
        ),
    ),
    page(
        "P246",
        Text(
            fr="L'image montrée n'est pas celle de l'item : la même pour tous, aucune alors que les items en "
            "ont, ou une "
            "image pour deux mots d'un même choix.",
            en="The picture that is shown is not the item's: the same for all, none though the items have "
            "one, or one "
            "picture for two words of a choice.",
        ),
        Text(
            fr="L'enfant répondrait à une autre question que celle qui est comptée.",
            en="The child would answer another question than the one that is counted.",
        ),
        Text(fr="Écrivez picture: = item.picture.", en="Write picture: = item.picture."),
        with_trials(
            _BOARD + 'ask: [{§show: {picture: chat.png, choices: [chat, lune]}, say: "Quoi ?"}]\n', _ITEMS
        ),
        files=_FILES,
    ),
    page(
        "P247",
        Text(
            fr="Ce où mène finish ne ferme pas la séance : la clôture juge encore un essai, recommence, "
            "attend longtemps, "
            "finit en refus, ou laisse repartir dans l'activité.",
            en="Where finish leads does not close the session: the closing still judges a trial, begins "
            "again, waits for "
            "long, ends as a refusal, or lets one go back into the activity.",
        ),
        Text(
            fr="La durée permise y mène aussi : un enfant fatigué serait retenu après l'heure.",
            en="The limit leads there, too: a tired child would be kept beyond the time.",
        ),
        Text(
            fr="Menez finish à l'au revoir seul : quelques phrases, puis end: completed.",
            en="Lead finish to the goodbye alone: a few sentences, then end: completed.",
        ),
        with_steps(
            """\
            accueil:
              do: [{say: "Bonjour."}]
              buttons: [{label: "Suite", next: pause}]
              after: {wait: 10 s, next: pause}
            pause:
              do: [{say: "Une pause."}]
              buttons: [{label: "Suite", next: fin}]
              after: §{wait: 10 min, next: fin}
            """
        ).replace("finish: {next: fin}", "finish: {next: pause}"),
    ),
    page(
        "P248",
        Text(
            fr="Les mots d'un bouton ou d'un titre disent un refus ou une détresse, et la séance finit "
            "autrement. Ou bien un signe d'arrêt se dit (« dire « stop » »), et aucune réaction ne "
            "l'entend partout.",
            en="The words of a button or a title say a refusal or distress, and the session ends otherwise. "
            "Or a "
            "sign that stops is said (\"say 'stop'\"), and no reaction hears it everywhere.",
        ),
        Text(
            fr="Ce que l'adulte croit noter n'est pas ce qui est enregistré.",
            en="What the adult thinks to note is not what is recorded.",
        ),
        Text(
            fr="Menez à une étape qui a end: refused (ou distress), ou changez ces mots.",
            en="Lead to a step that has end: refused (or distress), or change these words.",
        ),
        with_steps(
            """\
            accueil:
              do: [{say: "Bonjour."}]
              buttons: [{label: "Suite", next: fin}, §{label: "Ne veut pas", next: fin}]
              after: {wait: 10 s, next: fin}
            """
        ),
    ),
    page(
        "P249",
        Text(
            fr="Les paroles d'un retour disent le contraire de sa place : « Bravo » après une erreur, ou "
            "quand "
            "l'enfant refuse ou va mal, « On continue » après une réussite, les mêmes mots après les "
            "deux ; ou la réussite n'est pas montrée comme ailleurs.",
            en="The words of feedback say the contrary of its place: 'Well done' after an error, or where "
            "the "
            "child refuses or is unwell, 'Let's go on' after a success, the same words after both; or "
            "success is not shown as elsewhere.",
        ),
        Text(
            fr="L'enfant ne saurait pas s'il a réussi. Dans un test sans retour, c'est voulu : dites-le dans "
            "allow.",
            en="The child would not know whether he was right. In a test without feedback that is meant: say "
            "so in allow.",
        ),
        Text(
            fr="Changez les mots, ou échangez les deux retours.",
            en="Change the words, or change the two over.",
        ),
        with_trials('feedback: {correct: [{say: "Oui !"}], incorrect: [{§say: "Bravo !"}]}\n'),
    ),
    page(
        "P250",
        Text(
            fr="L'image d'un mot ou d'un item porte le nom d'un autre qui est à côté, ou aucun nom connu "
            "alors que toutes "
            "les autres sont bien nommées.",
            en="The picture of a word or an item is called as another one beside it, or as none where all "
            "others are "
            "called right.",
        ),
        Text(
            fr="C'est souvent une ligne recopiée ; l'enfant verrait autre chose que ce que Nao dit.",
            en="Often a line was copied; the child would see something else than Nao says.",
        ),
        Text(
            fr="Regardez l'image ; si elle est la bonne, renommez le fichier.",
            en="Look at the picture; if it is the right one, rename the file.",
        ),
        with_trials(
            _BOARD + 'ask: [{show: {picture: = item.picture, choices: [chat, lune]}, say: "Quoi ?"}]\n',
            "[§{id: chat, picture: lune.png, answer: chat}, {id: lune, picture: croissant.png, answer: "
            "lune}]",
        ),
        files={"lune.png": b"1", "croissant.png": b"2"},
    ),
    page(
        "P251",
        Text(
            fr="La réussite allume les yeux de Nao, et ni la question suivante ni le retour d'une erreur ne "
            "les change.",
            en="Success lights Nao's eyes, and neither the next question nor the feedback of an error "
            "changes "
            "them.",
        ),
        Text(
            fr="Après une réussite puis une erreur, l'enfant voit encore la lampe de la réussite.",
            en="After a success and then an error the child still sees the lamp of success.",
        ),
        Text(fr="Ajoutez eyes: white à la question (ask).", en="Add eyes: white to the question (ask)."),
        with_trials(
            'feedback: {correct: [{say: "Oui !", eyes: green}], incorrect: [§{say: "On continue."}]}\n'
        ),
    ),
)
