"""The pages of P221 to P238: waits, answers, tables, entries, and the length of a session."""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.protocol.checks.pages.page import page
from nao_sessions.protocol.checks.pages.small import changed, with_do, with_head, with_steps, with_trials

USED = """\
protocol: 1
id: bonjour
version: "1.0.0"
title: "Bonjour"
language: fr
commands: {finish: {next: fin}}
start: salut
steps:
  salut:
    do: [{say: "Bonjour."}]
    buttons: [{label: "Oui", next: fin}, {label: "Ne veut pas", next: refus}]
    after: {wait: 20 s, next: fin}
  refus: {do: [{say: "D'accord."}], end: refused}
  fin: {do: [{say: "Fini."}], end: completed}
"""

PAGES = (
    page(
        "P221",
        Text(
            fr="Le silence de always est plus court qu'un délai de réponse.",
            en="The silence of always is shorter than a patience.",
        ),
        Text(
            fr="Nao redirait la question pendant que l'enfant cherche encore.",
            en="Nao would repeat the question while the child is still thinking.",
        ),
        Text(
            fr="Donnez au silence une durée plus longue que le plus long délai de réponse.",
            en="Make the silence longer than the longest patience.",
        ),
        with_trials("patience: 20 s\n", head="always: {silence: §10 s}\n"),
    ),
    page(
        "P222",
        Text(
            fr="Une attente finit avant que ce qui est attendu ait pu durer assez.",
            en="A wait ends before what is waited for can have lasted long enough.",
        ),
        Text(
            fr="Elle ne peut pas réussir : le regard de l'enfant serait toujours noté comme absent.",
            en="It cannot succeed: the child's look would be noted as missing.",
        ),
        Text(
            fr="Donnez à limit une durée nettement plus longue qu'à hold.",
            en="Make limit clearly longer than hold.",
        ),
        with_do("- §wait: {gaze: robot, hold: 5 s, limit: 3 s}\n"),
    ),
    page(
        "P223",
        Text(
            fr="La tablette ne montre pas une réponse que l'on doit y toucher.",
            en="The board does not show an answer that has to be touched on it.",
        ),
        Text(
            fr="L'enfant ne peut pas la donner, et il serait noté en erreur ou sans réponse.",
            en="The child cannot give it, and would be noted as wrong or silent.",
        ),
        Text(
            fr="Ajoutez-la à show: {choices: [...]} dans la question.",
            en="Add it to show: {choices: [...]} in the question.",
        ),
        with_trials('ask: [{say: "Quoi ?"}]\n', marked=True),
    ),
    page(
        "P224",
        Text(
            fr="La tablette montre un choix qui n'est pas une réponse.",
            en="The board shows a choice that is not an answer.",
        ),
        Text(
            fr="L'enfant qui le touche n'obtient rien, et croit que la tablette est en panne.",
            en="A child who touches it gets nothing, and believes that the board is broken.",
        ),
        Text(fr="Ajoutez-le à answers, ou ne le montrez pas.", en="Add it to answers, or do not show it."),
        with_trials('ask: [{§show: {choices: [pomme, kiwi]}, say: "Quoi ?"}]\n'),
    ),
    page(
        "P225",
        Text(
            fr="Une réponse ne peut être donnée d'aucune façon.", en="An answer cannot be given in any way."
        ),
        Text(
            fr="Une carte sans numéro ne peut pas être reconnue.",
            en="A card without a number cannot be recognised.",
        ),
        Text(
            fr="Donnez un numéro de carte à chaque mot, ou ajoutez board ou professional.",
            en="Give every word a card's number, or add board or professional.",
        ),
        with_trials('answers: {from: [pomme], by: [card]}\nask: [{say: "Montre la pomme."}]\n', marked=True),
    ),
    page(
        "P226",
        Text(
            fr="Le même geste, le même mot ou le même choix vaut pour deux réponses.",
            en="The same touch, word or choice stands for two answers.",
        ),
        Text(
            fr="Seule la première est prise : l'autre ne peut jamais être donnée.",
            en="The first alone is taken: the other can never be given.",
        ),
        Text(
            fr="Donnez à chaque réponse une façon qui n'est qu'à elle.",
            en="Give each answer a way of its own.",
        ),
        with_trials(
            "answers: {pomme: [{board: pomme}], prune: [{board: pomme}, {touch: head}]}\n", marked=True
        ),
    ),
    page(
        "P227",
        Text(
            fr="Un bouton, une réaction ou un délai ne fait rien et ne mène nulle part.",
            en="A button, a reaction or a delay does nothing and leads nowhere.",
        ),
        Text(
            fr="L'adulte appuie, et rien ne se passe : il croit à une panne.",
            en="The adult presses, and nothing happens: it looks broken.",
        ),
        Text(
            fr="Donnez-lui un do, un set ou un next, ou retirez-le.",
            en="Give it a do, a set or a next, or take it out.",
        ),
        changed('- {label: "Suite", next: fin}', '- {label: "Suite", next: fin}\n      - §{label: "Bien"}'),
    ),
    page(
        "P228",
        Text(
            fr="Une réaction vient après une autre qui prend déjà tout ce qu'elle attend.",
            en="A reaction comes after another that takes all that it waits for.",
        ),
        Text(
            fr="La première qui convient est prise : celle-ci ne sert jamais.",
            en="The first that fits is taken: this one is never used.",
        ),
        Text(
            fr="Mettez un if à la première, ou retirez celle-ci.",
            en="Give the first an if, or take this one out.",
        ),
        changed(
            "    after:",
            "    when: [{touch: head, next: fin}, §{touch: head.front, next: accueil}]\n    after:",
        ),
    ),
    page(
        "P229",
        Text(
            fr="Un délai n'est jamais atteint : un plus court vient toujours avant.",
            en="A delay is never reached: a shorter one always comes before.",
        ),
        Text(
            fr="Après un rappel, l'attente recommence ; le second délai ne finit donc jamais.",
            en="After a reminder the wait begins again; so the second delay never ends.",
        ),
        Text(
            fr="Écrivez limit au lieu de wait : il compte depuis l'entrée.",
            en="Write limit instead of wait: it counts from the entry.",
        ),
        changed(
            "after: {wait: 10 s, next: fin}",
            'after: [{wait: 10 s, do: [{say: "Prends ton temps."}]}, §{wait: 30 s, next: fin}]',
        ),
    ),
    page(
        "P230",
        Text(
            fr="Un réglage, une donnée, une table ou une suite est déclaré, et rien ne s'en sert.",
            en="A setting, a datum, a table or a routine is declared, and nothing uses it.",
        ),
        Text(
            fr="L'adulte changerait un réglage qui ne change rien.",
            en="The adult would change a setting that changes nothing.",
        ),
        Text(
            fr="Servez-vous-en dans une étape, ou retirez la ligne qui le déclare.",
            en="Use it in a step, or take out the line that declares it.",
        ),
        with_head("settings: {§tours: {type: integer, default: 4}}\n"),
    ),
    page(
        "P231",
        Text(
            fr="Deux boutons d'une étape sont dits principaux.",
            en="Two buttons of a step are marked as the main one.",
        ),
        Text(
            fr="La barre d'espace et la télécommande n'en actionnent qu'un.",
            en="The space bar and the clicker press one only.",
        ),
        Text(fr="Gardez main: true sur un seul.", en="Keep main: true on one."),
        changed(
            '- {label: "Suite", next: fin}',
            '- {label: "Suite", next: fin, main: true}\n      - §{label: "Fini", next: fin, main: true}',
        ),
    ),
    page(
        "P232",
        Text(
            fr="Aucun item n'a un niveau que l'enfant peut atteindre.",
            en="No item has a level that a child may reach.",
        ),
        Text(
            fr="Le niveau d'en dessous est joué, et noté sous un autre nom : la mesure est fausse.",
            en="The level below is played, and noted under another name: the measure is wrong.",
        ),
        Text(fr="Ajoutez des items de ce niveau.", en="Add items of this level."),
        with_trials(
            "order: adaptive\nadapt: {level: participant.niveau}\n",
            items="§[{id: a, level: 1}, {id: b, level: 3}]",
            head="participants: {remember: {niveau: {type: integer, default: 1}}}\n",
        ),
    ),
    page(
        "P233",
        Text(
            fr="L'ordre demandé ne peut pas être tenu avec ces items.",
            en="The order that is asked for cannot be kept with these items.",
        ),
        Text(
            fr="Une valeur vient trop souvent : de longues suites reviendront, et se devinent.",
            en="One value comes too often: long runs will come all the same, and can be guessed.",
        ),
        Text(
            fr="Ajoutez d'autres items, ou permettez une plus longue suite.",
            en="Add other items, or allow a longer run.",
        ),
        with_trials(
            "order: {shuffled: genre, no_more_than: 1}\n",
            items="[{id: a, genre: x}, {id: b, genre: x}, {id: c, genre: x}]",
            marked=True,
        ),
    ),
    page(
        "P234",
        Text(
            fr="Une suite s'appelle elle-même, tout droit ou par une autre.",
            en="A routine calls itself, straight or through another.",
        ),
        Text(fr="Nao n'en verrait jamais la fin.", en="Nao would never come to its end."),
        Text(
            fr="Retirez l'appel ; pour répéter, faites une étape qui compte.",
            en="Take the call out; to repeat, make a step that counts.",
        ),
        with_do(
            "- routine: danse\n",
            head='routines:\n  danse:\n    - say: "Un."\n    - §routine: danse\n',
        ),
    ),
    page(
        "P235",
        Text(
            fr="Un fichier utilisé peut finir par un refus ou une détresse, et la suite n'en tient pas "
            "compte.",
            en="A used file may end with a refusal or with distress, and what follows takes no notice.",
        ),
        Text(
            fr="L'enfant a dit non, et l'activité commencerait quand même.",
            en="The child has said no, and the activity would begin all the same.",
        ),
        Text(
            fr="Ajoutez au next une ligne qui regarde la fin du fichier : {if: results.ÉTAPE.end == "
            "'refused', "
            "next: refus}.",
            en="Add to next a line that looks at how the file ended: {if: results.STEP.end == 'refused', "
            "next: "
            "refusal}.",
        ),
        with_steps("§accueil: {use: bonjour.yaml, next: fin}\n"),
        files={"bonjour.yaml": USED.encode()},
    ),
    page(
        "P236",
        Text(
            fr="La séance la plus courte dure plus que la durée prévue.",
            en="The shortest session lasts longer than expected.",
        ),
        Text(
            fr="Le créneau serait trop court même si tout va vite : la séance finirait dans la hâte.",
            en="The slot would be too short even when all goes fast: the session would end in haste.",
        ),
        Text(
            fr="Corrigez expected, ou raccourcissez le protocole.",
            en="Correct expected, or shorten the protocol.",
        ),
        with_head("duration: {§expected: 5 s}\n").replace(
            "    do:\n", '    do:\n      - {say: "On attend un peu.", wait: 20 s}\n', 1
        ),
    ),
    page(
        "P237",
        Text(
            fr="La séance la plus courte dépasse la durée permise.",
            en="The shortest session exceeds the time limit.",
        ),
        Text(
            fr="Toutes les séances seraient coupées par finish.",
            en="All sessions would be cut short by finish.",
        ),
        Text(
            fr="Allongez limit, ou raccourcissez le protocole.", en="Lengthen limit, or shorten the protocol."
        ),
        with_head("duration: {§limit: 5 s}\n").replace(
            "    do:\n", '    do:\n      - {say: "On attend un peu.", wait: 20 s}\n', 1
        ),
    ),
    page(
        "P238",
        Text(
            fr="Si tous les délais s'écoulent, la séance dépasse la durée permise.",
            en="If every patience runs out, the session exceeds the time limit.",
        ),
        Text(
            fr="Pour l'enfant le plus lent, la fin serait coupée, alors que c'est lui qui en a le plus "
            "besoin.",
            en="The end would be cut for the slowest child, who needs it most.",
        ),
        Text(
            fr="Prévoyez moins d'essais, ou une limite plus longue.",
            en="Plan fewer trials, or a longer limit.",
        ),
        with_trials("patience: 60 s\n", head="duration: {§limit: 1 min}\n"),
    ),
    page(
        "P239",
        Text(
            fr="Une question a un délai de réponse fixe, alors qu'un réglage donne celui d'autres questions.",
            en="A question has a fixed patience, while a setting gives that of other questions.",
        ),
        Text(
            fr="L'adulte allonge le délai pour un enfant lent, et cette question-là ne l'attend pas.",
            en="The adult lengthens it for a slow child, and this one question does not wait.",
        ),
        Text(
            fr="Donnez le même réglage à toutes les questions.", en="Give the same setting to all questions."
        ),
        with_steps(
            'accueil: {trials: {patience: = settings.delai, ask: [{say: "Prêt ?"}], '
            "answers: {oui: {touch: head}}}, next: suite}\n"
            'suite: {trials: §{ask: [{say: "Encore ?"}], answers: {oui: {touch: head}}}, next: fin}\n',
            head='settings: {delai: {type: duration, default: 12 s, min: 5 s, max: 60 s, label: "Délai"}}\n',
        ),
    ),
    page(
        "P240",
        Text(
            fr="Si personne n'agit, Nao redit la même chose, encore et encore, et rien ne mène plus loin : "
            "une étape, ou un tour d'étapes où seul le temps mène de l'une à l'autre.",
            en="If nobody acts, Nao says the same again and again, and nothing leads on: one step, or a "
            "round of "
            "steps where time alone leads from one to the next.",
        ),
        Text(
            fr="Une phrase toutes les trente secondes reste une attente sans fin : elle lasse l'enfant, et "
            "l'adulte occupé n'en est pas aidé.",
            en="A sentence every thirty seconds is still a wait without an end: it wears the child out, and "
            "helps "
            "no adult who is busy.",
        ),
        Text(
            fr="Menez plus loin après quelques fois : un compteur et un if, ou after: {limit: 3 min, next: "
            "...}.",
            en="Lead on after some times: a counter and an if, or after: {limit: 3 min, next: ...}.",
        ),
        with_steps(
            """\
            accueil:
              do: [{say: "Tu viens ?"}]
              buttons: [{label: "Suite", next: fin}]
              after: §{wait: 30 s, do: [{say: "Je t'attends."}]}
            """
        ),
    ),
)
