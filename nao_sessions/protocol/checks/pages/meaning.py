"""The pages of P118 to P139: files, bounds, names, expressions."""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.protocol.checks.pages.page import page
from nao_sessions.protocol.checks.pages.small import changed, with_do, with_head, with_steps, with_trials

_SIX = ("Content", "Triste", "Fâché", "Fatigué", "Malade", "Ne sait pas")
SEVEN_BUTTONS = ", ".join(f'{{label: "{one}", next: fin}}' for one in _SIX) + ', §{label: "Fini", next: fin}'

PAGES = (
    page(
        "P118",
        Text(
            fr="Un fichier nécessaire au protocole n'existe pas, ou ne peut pas être lu.",
            en="A file that the protocol needs does not exist, or cannot be read.",
        ),
        Text(
            fr="Sans la table d'items, il n'y a pas de question à poser.",
            en="Without the table of items there is no question to ask.",
        ),
        Text(
            fr="Vérifiez le nom du fichier, et mettez-le dans le dossier du protocole : le chemin part de "
            "là.",
            en="Check the file's name, and put it into the protocol's folder: the path begins there.",
        ),
        with_head("items: {mots: §mots.csv}\n"),
    ),
    page(
        "P119",
        Text(fr="Une valeur est en dehors des limites permises.", en="A value is out of the bounds allowed."),
        Text(
            fr="Un réglage dont la valeur de départ est interdite ne pourrait pas être montré à l'écran.",
            en="A setting whose default is forbidden could not be shown on the screen.",
        ),
        Text(
            fr="Corrigez la valeur, ou les limites min et max.",
            en="Correct the value, or the bounds min and max.",
        ),
        with_head("settings: {tours: {type: integer, default: §12, max: 10}}\n"),
    ),
    page(
        "P120",
        Text(
            fr="Une étape a deux sortes de sorties, ou aucune.", en="A step has two kinds of exits, or none."
        ),
        Text(
            fr="Après son contenu, une étape finit la séance (end), continue (next) ou attend (buttons, "
            "when, "
            "after) : la "
            "séance ne peut pas faire deux de ces choses.",
            en="After its content a step ends the session (end), goes on (next) or waits (buttons, when, "
            "after): "
            "a session "
            "cannot do two of these.",
        ),
        Text(
            fr="Gardez une seule sorte de sortie : end, next, ou une attente.",
            en="Keep one kind of exit: end, next, or a wait.",
        ),
        changed("end: completed", "end: completed\n    §next: accueil"),
    ),
    page(
        "P121",
        Text(
            fr="Deux étapes, ou deux items, ont le même nom.",
            en="Two steps, or two items, have the same name.",
        ),
        Text(
            fr="Un next ne saurait pas où aller, et les résultats des deux seraient mêlés.",
            en="A next would not know where to go, and the results of both would be mixed.",
        ),
        Text(
            fr="Renommez l'un des deux : un nom vaut dans tout le fichier.",
            en="Rename one of them: a name holds in the whole file.",
        ),
        with_steps(
            """\
            accueil: {start: un, steps: {un: {next: done}}, next: deux}
            deux: {start: un, steps: {§un: {next: done}}, next: fin}
            """
        ),
    ),
    page(
        "P122",
        Text(
            fr="{participant} ou « participant. » se trouve là où plusieurs enfants peuvent être désignés.",
            en="{participant} or 'participant.' stands where several children may be meant.",
        ),
        Text(fr="Nao ne saurait pas quel prénom dire.", en="Nao would not know which name to say."),
        Text(
            fr="Écrivez {participants}, ou mettez l'étape dans un groupe each: participant.",
            en="Write {participants}, or put the step into a group each: participant.",
        ),
        with_head("participants: {max: 3}\n", say='"Bonjour §{participant}."'),
    ),
    page(
        "P123",
        Text(
            fr="Les accolades d'une phrase ne contiennent pas un nom seul.",
            en="The braces of a sentence do not hold a name alone.",
        ),
        Text(
            fr="Un calcul au milieu d'une phrase ne se lit pas ; il se fait avant, une fois, et se vérifie.",
            en="Computing in the middle of a sentence is hard to read; it is done before, once, and checked.",
        ),
        Text(
            fr="Calculez avec set, puis écrivez {data.nom}.", en="Compute with set, then write {data.name}."
        ),
        with_do('- say: "Encore §{data.n + 1} fois."\n', head="data: {n: 0}\n"),
    ),
    page(
        "P124",
        Text(
            fr="La bonne réponse n'est pas parmi les réponses que l'on peut donner.",
            en="The right answer is not among those that can be given.",
        ),
        Text(fr="L'enfant ne pourrait jamais réussir cet item.", en="The child could never pass this item."),
        Text(
            fr="Ajoutez-la à answers, ou corrigez son orthographe.",
            en="Add it to answers, or correct its spelling.",
        ),
        with_trials("§correct: poire\n"),
    ),
    page(
        "P125",
        Text(
            fr="Deux actions d'un même tiret se servent de la même chose : deux gestes, deux phrases.",
            en="Two actions of one dash use the same thing: two gestures, two sentences.",
        ),
        Text(fr="Nao n'a qu'un corps et qu'une voix.", en="Nao has one body and one voice."),
        Text(fr="Mettez la seconde sur un tiret à elle.", en="Put the second on a dash of its own."),
        with_do("- gesture: hello\n  §posture: stand\n"),
    ),
    page(
        "P126",
        Text(
            fr="Une action qui doit être seule partage son tiret.",
            en="An action that must stand alone shares its dash.",
        ),
        Text(
            fr="Une note ou un calcul ne dure pas : à côté d'une phrase, on ne saurait pas à quel moment il "
            "se "
            "fait.",
            en="A note or a computation takes no time: beside a sentence nobody would know when it happens.",
        ),
        Text(fr="Mettez-la sur un tiret à elle.", en="Put it on a dash of its own."),
        with_do('- say: "Oui."\n  §note: "Il a dit oui."\n'),
    ),
    page(
        "P127",
        Text(
            fr="Il y a plus de boutons que la zone de l'écran n'en contient.",
            en="There are more buttons than their part of the screen holds.",
        ),
        Text(
            fr="Les boutons gardent leur place pour être trouvés sans regarder, quand on a un enfant à côté "
            "de "
            "soi.",
            en="Buttons keep their place so that they are found without looking, with a child beside.",
        ),
        Text(
            fr="Gardez les six plus utiles ; mettez les autres dans une étape suivante.",
            en="Keep the six most useful; put the others into a following step.",
        ),
        changed('\n      - {label: "Suite", next: fin}', f" [{SEVEN_BUTTONS}]"),
    ),
    page(
        "P128",
        Text(
            fr="Un texte manque dans la langue du protocole, ou ce qui est écrit comme langue n'en est pas "
            "une.",
            en="A text is missing in the protocol's language, or what stands there as a language is not one.",
        ),
        Text(fr="Nao n'aurait rien à dire.", en="Nao would have nothing to say."),
        Text(
            fr="Ajoutez la phrase dans la langue du protocole.",
            en="Add the sentence in the protocol's language.",
        ),
        changed('title: "Essai"', 'title: §{en: "Trial"}'),
    ),
    page(
        "P129",
        Text(
            fr="allow écarte un contrôle inconnu ou obligatoire, ou n'en donne pas la raison.",
            en="allow suppresses a check that is unknown or obligatory, or gives no reason.",
        ),
        Text(
            fr="La raison est pour l'équipe qui relira le protocole dans deux ans.",
            en="The reason is for the team that reads the protocol again in two years.",
        ),
        Text(
            fr='Écrivez la raison en quelques mots : allow: {P203: "la sonnerie de la salle y met fin"}.',
            en='Write the reason in a few words: allow: {P203: "the bell of the room ends it"}.',
        ),
        with_head("allow: {P203: §exprès}\n"),
    ),
    page(
        "P130",
        Text(fr="Une expression ne se lit pas.", en="An expression cannot be read."),
        Text(
            fr="Un signe de trop, un seul = : la condition ne voudrait rien dire.",
            en="A sign too many, a single =: the condition would mean nothing.",
        ),
        Text(fr="Comparez avec ==, reliez avec and, or, not.", en="Compare with ==, join with and, or, not."),
        with_do('- {say: "Oui.", if: 1 §= 1}\n'),
    ),
    page(
        "P131",
        Text(
            fr="Une expression se sert d'une écriture que le langage n'a pas, ou un texte contient une barre "
            "oblique inverse.",
            en="An expression uses a syntax that the language does not have, or a text holds a backslash.",
        ),
        Text(
            fr="Le langage calcule et compare, rien de plus : un protocole ne peut pas contenir de "
            "programme.",
            en="The language computes and compares, no more: a protocol cannot hold a program.",
        ),
        Text(
            fr="Gardez nombres, textes, comparaisons, min, max, len ; dans un texte, / au lieu de \\.",
            en="Keep numbers, texts, comparisons, min, max, len; in a text write / instead of \\.",
        ),
        with_do('- {say: "Oui.", if: "§print(1) == 1"}\n'),
    ),
    page(
        "P132",
        Text(
            fr="Un nom de donnée, de réglage, de table ou de colonne n'est déclaré nulle part.",
            en="A name of a datum, a setting, a table or a column is declared nowhere.",
        ),
        Text(
            fr="Un nom mal écrit ne désigne rien : la condition ne serait jamais remplie.",
            en="A misspelt name stands for nothing: the condition would never hold.",
        ),
        Text(
            fr="Corrigez le nom, ou déclarez-le sous data, settings ou items.",
            en="Correct the name, or declare it under data, settings or items.",
        ),
        with_do('- {say: "Oui.", if: §essais > 2}\n'),
    ),
    page(
        "P133",
        Text(
            fr="Deux valeurs de types différents sont comparées ou additionnées.",
            en="Two values of different types are compared or added.",
        ),
        Text(
            fr="Un nombre n'est jamais égal à un texte : la condition serait toujours fausse.",
            en="A number never equals a text: the condition would always be false.",
        ),
        Text(
            fr="Écrivez les nombres sans guillemets, les textes entre guillemets simples.",
            en="Write numbers without quotes, texts between single quotes.",
        ),
        with_do("- {say: \"Oui.\", if: 1 == §'un'}\n"),
    ),
    page(
        "P134",
        Text(
            fr="Une expression dépasse 200 caractères, ou est trop imbriquée.",
            en="An expression has more than 200 characters, or is nested too deeply.",
        ),
        Text(
            fr="Personne ne pourrait la relire sans se tromper.",
            en="Nobody could read it again without a mistake.",
        ),
        Text(fr="Calculez en deux fois avec set.", en="Compute it in two steps with set."),
        with_do('- {say: "Oui.", if: "' + "1 + " * 50 + '§1 > 0"}\n'),
    ),
    page(
        "P135",
        Text(
            fr="event.value se trouve en dehors d'une réaction.", en="event.value stands outside a reaction."
        ),
        Text(
            fr="Rien n'est arrivé là : il n'y a rien à nommer.",
            en="Nothing has happened there: there is nothing to name.",
        ),
        Text(
            fr="Mettez-le dans une ligne de buttons, when ou after.",
            en="Put it into a line of buttons, when or after.",
        ),
        with_do("- {say: \"Oui.\", if: §event.value == 'head'}\n"),
    ),
    page(
        "P136",
        Text(fr="Une colonne manque à certains items.", en="Some items lack a column."),
        Text(
            fr="Pour cet item, Nao dirait une phrase où il manque un mot.",
            en="For that item Nao would say a sentence with a word missing.",
        ),
        Text(
            fr="Donnez la colonne à tous les items de la table.",
            en="Give the column to every item of the table.",
        ),
        with_trials(
            'ask: [{show: {choices: [pomme]}, say: "{§item.nom}"}]\n', items="[{id: a, nom: un}, {id: b}]"
        ),
    ),
    page(
        "P137",
        Text(fr="Un même mot est décrit de deux façons.", en="One word is described in two ways."),
        Text(
            fr="L'enfant verrait deux images pour un mot.",
            en="The child would see two pictures for one word.",
        ),
        Text(fr="Donnez au mot la même image partout.", en="Give the word the same picture everywhere."),
        with_do("- show: {choices: [{word: ours, say: un}, §{word: ours, say: deux}]}\n"),
    ),
    page(
        "P138",
        Text(
            fr="allow écarte un contrôle qui ne trouve rien ici.",
            en="allow suppresses a check that finds nothing here.",
        ),
        Text(
            fr="L'exception cacherait un jour une vraie faute, ajoutée plus tard.",
            en="The exception would one day hide a real mistake, made later.",
        ),
        Text(fr="Retirez cette ligne de allow.", en="Remove this line from allow."),
        with_head('allow: {§P203: "la sonnerie y met fin"}\n'),
    ),
    page(
        "P139",
        Text(fr="Des fichiers s'utilisent l'un l'autre en rond.", en="Files use one another in a circle."),
        Text(
            fr="La lecture tournerait en rond : la séance ne commencerait jamais.",
            en="Reading would go round in circles: the session would never begin.",
        ),
        Text(
            fr="Sortez la partie commune dans un troisième fichier.",
            en="Take the common part out into a third file.",
        ),
        with_steps("accueil: {use: §essai.yaml, next: fin}\n"),
    ),
)
