"""The pages of P201 to P220: where a session can go, and whether it comes to an end."""

from __future__ import annotations

from nao_sessions.protocol.checks.pages.page import page
from nao_sessions.protocol.checks.pages.small import COMMANDS, HEAD, STEPS, changed, with_steps, with_trials

PAGES = (
    page(
        "P201",
        ("Rien ne mène à cette étape.", "Nothing leads to this step."),
        ("Elle ne sera jamais jouée : c'est souvent un next qui nomme la mauvaise étape.",
         "It will never be played: often a next names the wrong step."),
        ("Nommez-la dans le next d'une autre étape, ou retirez-la.",
         "Name it in the next of another step, or take it out."),
        with_steps("accueil: {do: [{say: 'Un.'}], next: fin}\n§loin: {next: fin}\n"),
    ),
    page(
        "P202",
        ("De cette étape, on n'arrive à aucune fin.", "From this step no end can be reached."),
        ("L'enfant et l'adulte resteraient pris dans l'activité, sans au revoir.",
         "Child and adult would be caught in the activity, without a goodbye."),
        ("Menez à une étape qui a end.", "Lead to a step that has end."),
        with_steps(
            """\
            §accueil: {buttons: [{label: "Oui", next: deux}]}
            deux: {buttons: [{label: "Non", next: accueil}]}
            """
        ),
    ),
    page(
        "P203",
        ("Seul l'enfant peut quitter cette étape.", "Only a child can leave this step."),
        ("Un enfant qui ne peut pas, ou ne veut pas, serait attendu sans fin ; l'adulte n'aurait rien pour "
         "l'aider.",
         "A child who cannot, or does not want to, would be waited for without end; the adult could do "
         "nothing."),
        ("Ajoutez un bouton pour l'adulte, et un délai : after: {wait: 60 s, next: ...}.",
         "Add a button for the adult, and a delay: after: {wait: 60 s, next: ...}."),
        with_steps("§accueil: {when: [{touch: head, next: fin}]}\n"),
    ),
    page(
        "P204",
        ("Une boucle tourne d'elle-même sans sortie, ou sans jamais attendre.",
         "A loop turns by itself without a way out, or without ever waiting."),
        ("Nao répéterait la même chose sans fin ; sans attente, le programme s'arrête (« stalled »).",
         "Nao would say the same thing for ever; without a wait the program stops ('stalled')."),
        ("Attendez quelqu'un, ou comptez les tours et sortez par un if.",
         "Wait for somebody, or count the turns and leave by an if."),
        with_steps(
            """\
            §accueil: {do: [{say: "Un."}], next: deux}
            deux: {do: [{say: "Deux."}], next: accueil}
            """
        ),
    ),
    page(
        "P205",
        ("La commande finish manque, ou ne mène nulle part.",
         "The command finish is missing, or leads nowhere."),
        ("L'adulte doit pouvoir finir proprement à tout moment, et la limite de durée s'en sert.",
         "The adult has to be able to end properly at any time, and the time limit uses it."),
        ("Ajoutez commands: {finish: {next: aurevoir}}.", "Add commands: {finish: {next: goodbye}}."),
        "§" + HEAD + STEPS,
    ),
    page(
        "P206",
        ("La dernière entrée d'un next a un if.", "The last entry of a next has an if."),
        ("Si aucune condition n'est remplie, la séance ne sait pas où aller, et s'arrête.",
         "When no condition holds, the session does not know where to go, and stops."),
        ("Ajoutez une dernière entrée sans if.", "Add a last entry without an if."),
        with_steps("accueil: {do: [{say: 'Un.'}], next: [§{if: 1 > 2, next: fin}]}\n"),
    ),
    page(
        "P207",
        ("back se trouve là où rien n'a été quitté.", "back stands where nothing was left."),
        ("Il n'y a rien à quoi revenir.", "There is nothing to come back to."),
        ("Nommez l'étape où aller.", "Name the step to go to."),
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
        ("done se trouve en dehors d'un groupe.", "done stands outside a group."),
        ("done finit un groupe ou un tour ; il n'y en a pas ici.",
         "done ends a group or a turn; there is none here."),
        ("Nommez l'étape suivante.", "Name the step that follows."),
        changed("wait: 10 s, next: fin", "wait: 10 s, next: §done"),
    ),
    page(
        "P209",
        ("Aucune étape de ce groupe ne mène à done.", "No step of this group leads to done."),
        ("Le groupe ne finit jamais : ce qui vient après lui n'est jamais joué.",
         "The group never ends: what comes after it is never played."),
        ("Écrivez next: done dans sa dernière étape.", "Write next: done in its last step."),
        with_steps("§accueil: {start: un, steps: {un: {next: fin}}, next: fin}\n"),
    ),
    page(
        "P210",
        ("Une règle d'arrêt demande plus d'essais qu'il n'y en a.",
         "A stopping rule asks for more trials than there are."),
        ("L'enfant en difficulté irait jusqu'au bout de la série, alors que vous vouliez le lui épargner.",
         "A child in difficulty would go through the whole series, though you meant to spare him that."),
        ("Baissez le nombre que la règle demande, ou augmentez count.",
         "Lower the number that the rule asks for, or raise count."),
        with_trials("count: 2\ngive_up: §{errors_in_row: 3, next: fin}\n", items="[{id: a}, {id: b}]"),
    ),
    page(
        "P211",
        ("Une entrée de next vient après une entrée sans if.",
         "An entry of next comes after one without an if."),
        ("La première qui convient est prise : celle-ci n'est jamais essayée.",
         "The first that fits is taken: this one is never tried."),
        ("Mettez l'entrée sans if en dernier.", "Put the entry without an if last."),
        with_steps("accueil: {do: [{say: 'Un.'}], next: [{next: fin}, {next: §fin}]}\n"),
    ),
    page(
        "P212",
        ("Une règle suppose une bonne réponse, et rien n'est jugé.",
         "A rule supposes a right answer, and nothing is judged."),
        ("Sans correct, ni réussite ni erreur n'existent : la règle et le retour n'arrivent jamais.",
         "Without correct there is neither success nor error: the rule and the feedback never come."),
        ("Ajoutez correct, ou retirez la règle.", "Add correct, or take the rule out."),
        with_trials("correct:\nend_on: success\n").replace("    ask:", "    §ask:", 1),
    ),
    page(
        "P213",
        ("La commande finish attend que quelqu'un appuie.",
         "The command finish waits for somebody to press."),
        ("À la limite de durée, personne n'appuiera peut-être : la séance doit finir d'elle-même.",
         "At the time limit perhaps nobody presses: the session has to end by itself."),
        ("Menez à une étape qui a end, ou ajoutez un after en chemin.",
         "Lead to a step that has end, or add an after on the way."),
        HEAD + COMMANDS.replace("fin}", "§demande}") + STEPS + '  demande: {buttons: [{label: "Fini", next: '
                                                               'fin}]}\n',
    ),
    page(
        "P214",
        ("Une boucle recommence tant que personne n'agit, ou tant que l'enfant ne réussit pas, et rien ne "
         "la borne.",
         "A loop goes on as long as nobody acts, or as long as the child does not succeed, and nothing "
         "bounds it."),
        ("Nao redemanderait vingt fois la même chose à un enfant qui ne répond pas.",
         "Nao would ask a child who does not answer the same thing twenty times."),
        ("Comptez les tours et sortez par un if, ou donnez une limite de durée.",
         "Count the turns and leave by an if, or give a time limit."),
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
        ("Cette étape attend sans fin si personne n'appuie.",
         "This step waits for ever if nobody presses."),
        ("L'adulte a parfois les mains prises : un délai, ou un rappel de Nao, évite un silence qui "
         "inquiète.",
         "The adult's hands are sometimes full: a delay, or a reminder by Nao, avoids a silence that "
         "worries."),
        ("Ajoutez after: {wait: 60 s, next: ...}, ou always: {silence: {wait: 60 s, next: ...}}.",
         "Add after: {wait: 60 s, next: ...}, or always: {silence: {wait: 60 s, next: ...}}."),
        with_steps('§accueil: {do: [{say: "Bonjour."}], buttons: [{label: "Suite", next: fin}]}\n'),
    ),
    page(
        "P216",
        ("Un retour porte un nom qui n'est ni une réponse ni un jugement.",
         "Feedback has a name that is neither an answer nor a judgement."),
        ("Nao ne le dira jamais ; c'est souvent une faute d'orthographe.",
         "Nao will never say it; often it is a misspelling."),
        ("Corrigez le nom : une réponse, ou correct, prompted, incorrect, no_response, refused.",
         "Correct the name: an answer, or correct, prompted, incorrect, no_response, refused."),
        with_trials('feedback: {corect: [§{say: "Oui !"}]}\n'),
    ),
    page(
        "P217",
        ("Une condition n'est vraie pour aucune des valeurs qui peuvent venir.",
         "A condition holds for none of the values that can come."),
        ("La branche qu'elle garde ne sera jamais jouée : l'enfant ne verra pas la suite prévue pour lui.",
         "The branch behind it will never be played: a child will not see what was meant for him."),
        ("Vérifiez l'orthographe de la valeur comparée.",
         "Check the spelling of the value that is compared."),
        with_trials("patience: 5 s\n").replace(
            "next: fin\n", "next: [{if: §results.accueil.answer == 'poire', next: fin}, {next: fin}]\n", 1
        ),
    ),
    page(
        "P218",
        ("Une condition est vraie pour toutes les valeurs qui peuvent venir.",
         "A condition holds for all of the values that can come."),
        ("Elle ne trie rien ; ce qui vient après elle n'est jamais pris.",
         "It makes no difference; what comes after it is never taken."),
        ("Retirez-la, ou corrigez la valeur comparée.",
         "Take it out, or correct the value that is compared."),
        with_steps(
            "accueil: {do: [{say: \"Un.\"}], next: [{if: §settings.tours > 0, next: fin}, {next: fin}]}\n",
            head="settings: {tours: {type: integer, default: 4, min: 1, max: 10}}\n",
        ),
    ),
    page(
        "P219",
        ("Une aide montre une autre réponse que la bonne.",
         "A prompt shows another answer than the right one."),
        ("L'enfant qui suit l'aide se tromperait, et perdrait confiance dans l'aide.",
         "A child who follows the help would be wrong, and lose trust in it."),
        ("Nommez la réponse par l'item : highlight: = item.answer.",
         "Name the answer through the item: highlight: = item.answer."),
        with_trials(
            "answers: {from: [pomme, prune], by: [board]}\n"
            "ask: [{show: {choices: [pomme, prune]}, say: \"Quoi ?\"}]\n"
            "prompts: [{help: visual, do: [{§highlight: prune}]}]\n"
        ),
    ),
    page(
        "P220",
        ("Les résultats d'une étape sont lus avant qu'elle ait pu être jouée.",
         "The results of a step are read before it can have been played."),
        ("Ils valent zéro à cet endroit : la condition ne dit rien de l'enfant.",
         "They are zero there: the condition says nothing about the child."),
        ("Lisez les résultats d'une étape qui précède.", "Read the results of a step that comes before."),
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
)  # fmt: skip
