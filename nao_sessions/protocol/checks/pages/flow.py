"""The pages of P201 to P220: where a session can go, and whether it comes to an end."""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.protocol.checks.pages.page import page
from nao_sessions.protocol.checks.pages.small import COMMANDS, HEAD, STEPS, changed, with_steps, with_trials

PAGES = (
    page(
        "P201",
        Text(fr="Rien ne mène à cette étape.", en="Nothing leads to this step."),
        Text(
            fr="Elle ne sera jamais jouée : c'est souvent un next qui nomme la mauvaise étape.",
            en="It will never be played: often a next names the wrong step.",
        ),
        Text(
            fr="Nommez-la dans le next d'une autre étape, ou retirez-la.",
            en="Name it in the next of another step, or take it out.",
        ),
        with_steps("accueil: {do: [{say: 'Un.'}], next: fin}\n§loin: {next: fin}\n"),
    ),
    page(
        "P202",
        Text(fr="De cette étape, on n'arrive à aucune fin.", en="From this step no end can be reached."),
        Text(
            fr="L'enfant et l'adulte resteraient pris dans l'activité, sans au revoir.",
            en="Child and adult would be caught in the activity, without a goodbye.",
        ),
        Text(fr="Menez à une étape qui a end.", en="Lead to a step that has end."),
        with_steps(
            """\
            §accueil: {buttons: [{label: "Oui", next: deux}]}
            deux: {buttons: [{label: "Non", next: accueil}]}
            """
        ),
    ),
    page(
        "P203",
        Text(fr="Seul l'enfant peut quitter cette étape.", en="Only a child can leave this step."),
        Text(
            fr="Un enfant qui ne peut pas, ou ne veut pas, serait attendu sans fin ; l'adulte n'aurait rien "
            "pour "
            "l'aider.",
            en="A child who cannot, or does not want to, would be waited for without end; the adult could do "
            "nothing.",
        ),
        Text(
            fr="Ajoutez un bouton pour l'adulte, et un délai : after: {wait: 60 s, next: ...}.",
            en="Add a button for the adult, and a delay: after: {wait: 60 s, next: ...}.",
        ),
        with_steps("§accueil: {when: [{touch: head, next: fin}]}\n"),
    ),
    page(
        "P204",
        Text(
            fr="Une boucle tourne d'elle-même sans sortie, ou sans jamais attendre.",
            en="A loop turns by itself without a way out, or without ever waiting.",
        ),
        Text(
            fr="Nao répéterait la même chose sans fin ; sans attente, le programme s'arrête (« stalled »).",
            en="Nao would say the same thing for ever; without a wait the program stops ('stalled').",
        ),
        Text(
            fr="Attendez quelqu'un, ou comptez les tours et sortez par un if.",
            en="Wait for somebody, or count the turns and leave by an if.",
        ),
        with_steps(
            """\
            §accueil: {do: [{say: "Un."}], next: deux}
            deux: {do: [{say: "Deux."}], next: accueil}
            """
        ),
    ),
    page(
        "P205",
        Text(
            fr="La commande finish manque, ou ne mène nulle part.",
            en="The command finish is missing, or leads nowhere.",
        ),
        Text(
            fr="L'adulte doit pouvoir finir proprement à tout moment, et la limite de durée s'en sert.",
            en="The adult has to be able to end properly at any time, and the time limit uses it.",
        ),
        Text(
            fr="Ajoutez commands: {finish: {next: aurevoir}}.", en="Add commands: {finish: {next: goodbye}}."
        ),
        "§" + HEAD + STEPS,
    ),
    page(
        "P206",
        Text(fr="La dernière entrée d'un next a un if.", en="The last entry of a next has an if."),
        Text(
            fr="Si aucune condition n'est remplie, la séance ne sait pas où aller, et s'arrête.",
            en="When no condition holds, the session does not know where to go, and stops.",
        ),
        Text(fr="Ajoutez une dernière entrée sans if.", en="Add a last entry without an if."),
        with_steps("accueil: {do: [{say: 'Un.'}], next: [§{if: 1 > 2, next: fin}]}\n"),
    ),
    page(
        "P207",
        Text(fr="back se trouve là où rien n'a été quitté.", en="back stands where nothing was left."),
        Text(fr="Il n'y a rien à quoi revenir.", en="There is nothing to come back to."),
        Text(fr="Nommez l'étape où aller.", en="Name the step to go to."),
        with_steps(
            """\
            accueil: {do: [{say: "Un."}], next: deux}
            deux:
              buttons: [{label: "Non", next: §back}, {label: "Oui", next: fin}]
              after: {wait: 20 s, next: fin}
            """
        ),
    ),
    page(
        "P208",
        Text(fr="done se trouve en dehors d'un groupe.", en="done stands outside a group."),
        Text(
            fr="done finit un groupe ou un tour ; il n'y en a pas ici.",
            en="done ends a group or a turn; there is none here.",
        ),
        Text(fr="Nommez l'étape suivante.", en="Name the step that follows."),
        changed("wait: 10 s, next: fin", "wait: 10 s, next: §done"),
    ),
    page(
        "P209",
        Text(fr="Aucune étape de ce groupe ne mène à done.", en="No step of this group leads to done."),
        Text(
            fr="Le groupe ne finit jamais : ce qui vient après lui n'est jamais joué.",
            en="The group never ends: what comes after it is never played.",
        ),
        Text(fr="Écrivez next: done dans sa dernière étape.", en="Write next: done in its last step."),
        with_steps("§accueil: {start: un, steps: {un: {next: fin}}, next: fin}\n"),
    ),
    page(
        "P210",
        Text(
            fr="Une règle d'arrêt demande plus d'essais qu'il n'y en a.",
            en="A stopping rule asks for more trials than there are.",
        ),
        Text(
            fr="L'enfant en difficulté irait jusqu'au bout de la série, alors que vous vouliez le lui "
            "épargner.",
            en="A child in difficulty would go through the whole series, though you meant to spare him that.",
        ),
        Text(
            fr="Baissez le nombre que la règle demande, ou augmentez count.",
            en="Lower the number that the rule asks for, or raise count.",
        ),
        with_trials("count: 2\ngive_up: §{errors_in_row: 3, next: fin}\n", items="[{id: a}, {id: b}]"),
    ),
    page(
        "P211",
        Text(
            fr="Une entrée de next vient après une entrée sans if.",
            en="An entry of next comes after one without an if.",
        ),
        Text(
            fr="La première qui convient est prise : celle-ci n'est jamais essayée.",
            en="The first that fits is taken: this one is never tried.",
        ),
        Text(fr="Mettez l'entrée sans if en dernier.", en="Put the entry without an if last."),
        with_steps("accueil: {do: [{say: 'Un.'}], next: [{next: fin}, {next: §fin}]}\n"),
    ),
    page(
        "P212",
        Text(
            fr="Une règle suppose une bonne réponse, et rien n'est jugé.",
            en="A rule supposes a right answer, and nothing is judged.",
        ),
        Text(
            fr="Sans correct, ni réussite ni erreur n'existent : la règle et le retour n'arrivent jamais.",
            en="Without correct there is neither success nor error: the rule and the feedback never come.",
        ),
        Text(fr="Ajoutez correct, ou retirez la règle.", en="Add correct, or take the rule out."),
        with_trials("correct:\nend_on: success\n").replace("    ask:", "    §ask:", 1),
    ),
    page(
        "P213",
        Text(
            fr="La commande finish attend que quelqu'un appuie.",
            en="The command finish waits for somebody to press.",
        ),
        Text(
            fr="À la limite de durée, personne n'appuiera peut-être : la séance doit finir d'elle-même.",
            en="At the time limit perhaps nobody presses: the session has to end by itself.",
        ),
        Text(
            fr="Menez à une étape qui a end, ou ajoutez un after en chemin.",
            en="Lead to a step that has end, or add an after on the way.",
        ),
        HEAD + COMMANDS.replace("fin}", "§demande}") + STEPS + '  demande: {buttons: [{label: "Fini", next: '
        "fin}]}\n",
    ),
    page(
        "P214",
        Text(
            fr="Une boucle recommence tant que personne n'agit, ou tant que l'enfant ne réussit pas, et rien "
            "ne "
            "la borne.",
            en="A loop goes on as long as nobody acts, or as long as the child does not succeed, and nothing "
            "bounds it.",
        ),
        Text(
            fr="Nao redemanderait vingt fois la même chose à un enfant qui ne répond pas.",
            en="Nao would ask a child who does not answer the same thing twenty times.",
        ),
        Text(
            fr="Comptez les tours et sortez par un if, ou donnez une limite de durée.",
            en="Count the turns and leave by an if, or give a time limit.",
        ),
        with_steps(
            """\
            §accueil:
              do: [{say: "Tu viens ?"}]
              buttons: [{label: "Suite", next: fin}]
              after: {wait: 10 s, next: accueil}
            """
        ),
    ),
    page(
        "P215",
        Text(
            fr="Cette étape attend sans fin si personne n'appuie.",
            en="This step waits for ever if nobody presses.",
        ),
        Text(
            fr="L'adulte a parfois les mains prises : un délai, ou un rappel de Nao, évite un silence qui "
            "inquiète.",
            en="The adult's hands are sometimes full: a delay, or a reminder by Nao, avoids a silence that "
            "worries.",
        ),
        Text(
            fr="Ajoutez after: {wait: 60 s, next: ...}, ou always: {silence: {wait: 60 s, next: ...}}.",
            en="Add after: {wait: 60 s, next: ...}, or always: {silence: {wait: 60 s, next: ...}}.",
        ),
        with_steps('§accueil: {do: [{say: "Bonjour."}], buttons: [{label: "Suite", next: fin}]}\n'),
    ),
    page(
        "P216",
        Text(
            fr="Un retour porte un nom qui n'est ni une réponse ni un jugement.",
            en="Feedback has a name that is neither an answer nor a judgement.",
        ),
        Text(
            fr="Nao ne le dira jamais ; c'est souvent une faute d'orthographe.",
            en="Nao will never say it; often it is a misspelling.",
        ),
        Text(
            fr="Corrigez le nom : une réponse, ou correct, prompted, incorrect, no_response, refused.",
            en="Correct the name: an answer, or correct, prompted, incorrect, no_response, refused.",
        ),
        with_trials('feedback: {corect: [§{say: "Oui !"}]}\n'),
    ),
    page(
        "P217",
        Text(
            fr="Une condition n'est vraie pour aucune des valeurs qui peuvent venir.",
            en="A condition holds for none of the values that can come.",
        ),
        Text(
            fr="La branche qu'elle garde ne sera jamais jouée : l'enfant ne verra pas la suite prévue pour "
            "lui.",
            en="The branch behind it will never be played: a child will not see what was meant for him.",
        ),
        Text(
            fr="Vérifiez l'orthographe de la valeur comparée.",
            en="Check the spelling of the value that is compared.",
        ),
        with_trials("patience: 5 s\n").replace(
            "next: fin\n", "next: [{if: §results.accueil.answer == 'poire', next: fin}, {next: fin}]\n", 1
        ),
    ),
    page(
        "P218",
        Text(
            fr="Une condition est vraie pour toutes les valeurs qui peuvent venir.",
            en="A condition holds for all of the values that can come.",
        ),
        Text(
            fr="Elle ne trie rien ; ce qui vient après elle n'est jamais pris.",
            en="It makes no difference; what comes after it is never taken.",
        ),
        Text(
            fr="Retirez-la, ou corrigez la valeur comparée.",
            en="Take it out, or correct the value that is compared.",
        ),
        with_steps(
            'accueil: {do: [{say: "Un."}], next: [{if: §settings.tours > 0, next: fin}, {next: fin}]}\n',
            head="settings: {tours: {type: integer, default: 4, min: 1, max: 10}}\n",
        ),
    ),
    page(
        "P219",
        Text(
            fr="Une aide montre une autre réponse que la bonne.",
            en="A prompt shows another answer than the right one.",
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
            "prompts: [{help: visual, do: [{§highlight: prune}]}]\n"
        ),
    ),
    page(
        "P220",
        Text(
            fr="Les résultats d'une étape sont lus avant qu'elle ait pu être jouée.",
            en="The results of a step are read before it can have been played.",
        ),
        Text(
            fr="Ils valent zéro à cet endroit : la condition ne dit rien de l'enfant.",
            en="They are zero there: the condition says nothing about the child.",
        ),
        Text(
            fr="Lisez les résultats d'une étape qui précède.",
            en="Read the results of a step that comes before.",
        ),
        with_steps(
            """\
            accueil: {do: [{say: "Un.", if: §results.jeu.correct > 0}], next: jeu}
            jeu:
              trials:
                ask: [{show: {choices: [pomme]}, say: "Quoi ?"}]
                answers: {pomme: [{board: pomme}]}
              next: fin
            """
        ),
    ),
)
