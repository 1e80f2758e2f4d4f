"""The pages of P118 to P139: files, bounds, names, expressions."""

from __future__ import annotations

from nao_sessions.protocol.checks.pages.page import page
from nao_sessions.protocol.checks.pages.small import changed, with_do, with_head, with_steps, with_trials

_SIX = ("Content", "Triste", "Fâché", "Fatigué", "Malade", "Ne sait pas")
SEVEN_BUTTONS = ", ".join(f'{{label: "{one}", next: fin}}' for one in _SIX) + ', §{label: "Fini", next: fin}'

PAGES = (
    page(
        "P118",
        ("Un fichier nécessaire au protocole n'existe pas, ou ne peut pas être lu.",
         "A file that the protocol needs does not exist, or cannot be read."),
        ("Sans la table d'items, il n'y a pas de question à poser.",
         "Without the table of items there is no question to ask."),
        ("Vérifiez le nom du fichier, et mettez-le dans le dossier du protocole : le chemin part de là.",
         "Check the file's name, and put it into the protocol's folder: the path begins there."),
        with_head("items: {mots: §mots.csv}\n"),
    ),
    page(
        "P119",
        ("Une valeur est en dehors des limites permises.", "A value is out of the bounds allowed."),
        ("Un réglage dont la valeur de départ est interdite ne pourrait pas être montré à l'écran.",
         "A setting whose default is forbidden could not be shown on the screen."),
        ("Corrigez la valeur, ou les limites min et max.", "Correct the value, or the bounds min and max."),
        with_head("settings: {tours: {type: integer, default: §12, max: 10}}\n"),
    ),
    page(
        "P120",
        ("Une étape a deux sortes de sorties, ou aucune.", "A step has two kinds of exits, or none."),
        ("Après son contenu, une étape finit la séance (end), continue (next) ou attend (buttons, when, "
         "after) : la "
         "séance ne peut pas faire deux de ces choses.",
         "After its content a step ends the session (end), goes on (next) or waits (buttons, when, after): "
         "a session "
         "cannot do two of these."),
        ("Gardez une seule sorte de sortie : end, next, ou une attente.",
         "Keep one kind of exit: end, next, or a wait."),
        changed("end: completed", "end: completed\n    §next: accueil"),
    ),
    page(
        "P121",
        ("Deux étapes, ou deux items, ont le même nom.", "Two steps, or two items, have the same name."),
        ("Un next ne saurait pas où aller, et les résultats des deux seraient mêlés.",
         "A next would not know where to go, and the results of both would be mixed."),
        ("Renommez l'un des deux : un nom vaut dans tout le fichier.",
         "Rename one of them: a name holds in the whole file."),
        with_steps(
            """\
            accueil: {start: un, steps: {un: {next: done}}, next: deux}
            deux: {start: un, steps: {§un: {next: done}}, next: fin}
            """
        ),
    ),
    page(
        "P122",
        ("{participant} ou « participant. » se trouve là où plusieurs enfants peuvent être désignés.",
         "{participant} or 'participant.' stands where several children may be meant."),
        ("Nao ne saurait pas quel prénom dire.", "Nao would not know which name to say."),
        ("Écrivez {participants}, ou mettez l'étape dans un groupe each: participant.",
         "Write {participants}, or put the step into a group each: participant."),
        with_head("participants: {max: 3}\n", say='"Bonjour §{participant}."'),
    ),
    page(
        "P123",
        ("Les accolades d'une phrase ne contiennent pas un nom seul.",
         "The braces of a sentence do not hold a name alone."),
        ("Un calcul au milieu d'une phrase ne se lit pas ; il se fait avant, une fois, et se vérifie.",
         "Computing in the middle of a sentence is hard to read; it is done before, once, and checked."),
        ("Calculez avec set, puis écrivez {data.nom}.", "Compute with set, then write {data.name}."),
        with_do('- say: "Encore §{data.n + 1} fois."\n', head="data: {n: 0}\n"),
    ),
    page(
        "P124",
        ("La bonne réponse n'est pas parmi les réponses que l'on peut donner.",
         "The right answer is not among those that can be given."),
        ("L'enfant ne pourrait jamais réussir cet item.", "The child could never pass this item."),
        ("Ajoutez-la à answers, ou corrigez son orthographe.", "Add it to answers, or correct its spelling."),
        with_trials("§correct: poire\n"),
    ),
    page(
        "P125",
        ("Deux actions d'un même tiret se servent de la même chose : deux gestes, deux phrases.",
         "Two actions of one dash use the same thing: two gestures, two sentences."),
        ("Nao n'a qu'un corps et qu'une voix.", "Nao has one body and one voice."),
        ("Mettez la seconde sur un tiret à elle.", "Put the second on a dash of its own."),
        with_do("- gesture: hello\n  §posture: stand\n"),
    ),
    page(
        "P126",
        ("Une action qui doit être seule partage son tiret.",
         "An action that must stand alone shares its dash."),
        ("Une note ou un calcul ne dure pas : à côté d'une phrase, on ne saurait pas à quel moment il se "
         "fait.",
         "A note or a computation takes no time: beside a sentence nobody would know when it happens."),
        ("Mettez-la sur un tiret à elle.", "Put it on a dash of its own."),
        with_do('- say: "Oui."\n  §note: "Il a dit oui."\n'),
    ),
    page(
        "P127",
        ("Il y a plus de boutons que la zone de l'écran n'en contient.",
         "There are more buttons than their part of the screen holds."),
        ("Les boutons gardent leur place pour être trouvés sans regarder, quand on a un enfant à côté de "
         "soi.",
         "Buttons keep their place so that they are found without looking, with a child beside."),
        ("Gardez les six plus utiles ; mettez les autres dans une étape suivante.",
         "Keep the six most useful; put the others into a following step."),
        changed('\n      - {label: "Suite", next: fin}', f" [{SEVEN_BUTTONS}]"),
    ),
    page(
        "P128",
        ("Un texte manque dans la langue du protocole, ou ce qui est écrit comme langue n'en est pas une.",
         "A text is missing in the protocol's language, or what stands there as a language is not one."),
        ("Nao n'aurait rien à dire.", "Nao would have nothing to say."),
        ("Ajoutez la phrase dans la langue du protocole.", "Add the sentence in the protocol's language."),
        changed('title: "Essai"', 'title: §{en: "Trial"}'),
    ),
    page(
        "P129",
        ("allow écarte un contrôle inconnu ou obligatoire, ou n'en donne pas la raison.",
         "allow suppresses a check that is unknown or obligatory, or gives no reason."),
        ("La raison est pour l'équipe qui relira le protocole dans deux ans.",
         "The reason is for the team that reads the protocol again in two years."),
        ("Écrivez la raison en quelques mots : allow: {P203: \"la sonnerie de la salle y met fin\"}.",
         "Write the reason in a few words: allow: {P203: \"the bell of the room ends it\"}."),
        with_head("allow: {P203: §exprès}\n"),
    ),
    page(
        "P130",
        ("Une expression ne se lit pas.", "An expression cannot be read."),
        ("Un signe de trop, un seul = : la condition ne voudrait rien dire.",
         "A sign too many, a single =: the condition would mean nothing."),
        ("Comparez avec ==, reliez avec and, or, not.", "Compare with ==, join with and, or, not."),
        with_do('- {say: "Oui.", if: 1 §= 1}\n'),
    ),
    page(
        "P131",
        ("Une expression se sert d'une écriture que le langage n'a pas, ou un texte contient une barre "
         "oblique inverse.",
         "An expression uses a syntax that the language does not have, or a text holds a backslash."),
        ("Le langage calcule et compare, rien de plus : un protocole ne peut pas contenir de programme.",
         "The language computes and compares, no more: a protocol cannot hold a program."),
        ("Gardez nombres, textes, comparaisons, min, max, len ; dans un texte, / au lieu de \\.",
         "Keep numbers, texts, comparisons, min, max, len; in a text write / instead of \\."),
        with_do('- {say: "Oui.", if: "§print(1) == 1"}\n'),
    ),
    page(
        "P132",
        ("Un nom de donnée, de réglage, de table ou de colonne n'est déclaré nulle part.",
         "A name of a datum, a setting, a table or a column is declared nowhere."),
        ("Un nom mal écrit ne désigne rien : la condition ne serait jamais remplie.",
         "A misspelt name stands for nothing: the condition would never hold."),
        ("Corrigez le nom, ou déclarez-le sous data, settings ou items.",
         "Correct the name, or declare it under data, settings or items."),
        with_do('- {say: "Oui.", if: §essais > 2}\n'),
    ),
    page(
        "P133",
        ("Deux valeurs de types différents sont comparées ou additionnées.",
         "Two values of different types are compared or added."),
        ("Un nombre n'est jamais égal à un texte : la condition serait toujours fausse.",
         "A number never equals a text: the condition would always be false."),
        ("Écrivez les nombres sans guillemets, les textes entre guillemets simples.",
         "Write numbers without quotes, texts between single quotes."),
        with_do("- {say: \"Oui.\", if: 1 == §'un'}\n"),
    ),
    page(
        "P134",
        ("Une expression dépasse 200 caractères, ou est trop imbriquée.",
         "An expression has more than 200 characters, or is nested too deeply."),
        ("Personne ne pourrait la relire sans se tromper.", "Nobody could read it again without a mistake."),
        ("Calculez en deux fois avec set.", "Compute it in two steps with set."),
        with_do('- {say: "Oui.", if: "' + "1 + " * 50 + '§1 > 0"}\n'),
    ),
    page(
        "P135",
        ("event.value se trouve en dehors d'une réaction.", "event.value stands outside a reaction."),
        ("Rien n'est arrivé là : il n'y a rien à nommer.",
         "Nothing has happened there: there is nothing to name."),
        ("Mettez-le dans une ligne de buttons, when ou after.",
         "Put it into a line of buttons, when or after."),
        with_do("- {say: \"Oui.\", if: §event.value == 'head'}\n"),
    ),
    page(
        "P136",
        ("Une colonne manque à certains items.", "Some items lack a column."),
        ("Pour cet item, Nao dirait une phrase où il manque un mot.",
         "For that item Nao would say a sentence with a word missing."),
        ("Donnez la colonne à tous les items de la table.", "Give the column to every item of the table."),
        with_trials('ask: [{show: {choices: [pomme]}, say: "{§item.nom}"}]\n', items="[{id: a, nom: un}, "
                                                                                     "{id: b}]"),
    ),
    page(
        "P137",
        ("Un même mot est décrit de deux façons.", "One word is described in two ways."),
        ("L'enfant verrait deux images pour un mot.", "The child would see two pictures for one word."),
        ("Donnez au mot la même image partout.", "Give the word the same picture everywhere."),
        with_do("- show: {choices: [{word: ours, say: un}, §{word: ours, say: deux}]}\n"),
    ),
    page(
        "P138",
        ("allow écarte un contrôle qui ne trouve rien ici.",
         "allow suppresses a check that finds nothing here."),
        ("L'exception cacherait un jour une vraie faute, ajoutée plus tard.",
         "The exception would one day hide a real mistake, made later."),
        ("Retirez cette ligne de allow.", "Remove this line from allow."),
        with_head('allow: {§P203: "la sonnerie y met fin"}\n'),
    ),
    page(
        "P139",
        ("Des fichiers s'utilisent l'un l'autre en rond.", "Files use one another in a circle."),
        ("La lecture tournerait en rond : la séance ne commencerait jamais.",
         "Reading would go round in circles: the session would never begin."),
        ("Sortez la partie commune dans un troisième fichier.",
         "Take the common part out into a third file."),
        with_steps("accueil: {use: §essai.yaml, next: fin}\n"),
    ),
)  # fmt: skip
