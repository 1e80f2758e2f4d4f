"""The pages of P100 to P117: how a file and its values are written."""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.protocol.checks.pages.page import page
from nao_sessions.protocol.checks.pages.small import GOOD, changed, with_do, with_head, with_steps

PAGES = (
    page(
        "P100",
        Text(fr="YAML ne peut pas lire une ligne du fichier.", en="YAML cannot read a line of the file."),
        Text(
            fr="Un deux-points dans une phrase, un guillemet jamais refermé ou un retrait de travers "
            "arrêtent la "
            "lecture : "
            "rien de ce qui suit n'est compris.",
            en="A colon in a sentence, a quote never closed or an indentation out of line stop the reading: "
            "nothing that "
            "follows is understood.",
        ),
        Text(
            fr="Mettez les phrases entre guillemets doubles, et alignez les clés d'un même niveau.",
            en="Put sentences between double quotes, and begin the keys of one level in the same column.",
        ),
        changed('title: "Essai"', "title: Essai§: le premier"),
    ),
    page(
        "P101",
        Text(fr="Une clé n'est pas dans le langage.", en="A key is not in the language."),
        Text(
            fr="Une clé mal écrite serait ignorée : Nao ne ferait pas ce que vous pensez avoir demandé.",
            en="A misspelt key would be ignored: Nao would not do what you think you asked for.",
        ),
        Text(
            fr="Corrigez l'orthographe de la clé ; le conseil propose la plus proche.",
            en="Correct the spelling of the key; the hint gives the nearest one.",
        ),
        changed("    buttons:", "    §bouttons:"),
    ),
    page(
        "P102",
        Text(
            fr="Un next ou un start nomme une étape qui n'existe pas, ou que l'on ne peut pas atteindre "
            "d'ici.",
            en="A next or a start names a step that does not exist, or that is out of reach from here.",
        ),
        Text(
            fr="La séance s'arrêterait là, devant l'enfant.",
            en="The session would stop there, before the child.",
        ),
        Text(fr="Corrigez le nom, ou créez l'étape.", en="Correct the name, or make the step."),
        changed("wait: 10 s, next: fin", "wait: 10 s, next: §fini"),
    ),
    page(
        "P103",
        Text(
            fr="Une clé reçoit une valeur d'un autre type que celui qu'elle attend.",
            en="A key has a value of another type than it takes.",
        ),
        Text(
            fr="Une liste à la place d'une phrase, un mot à la place d'un nombre : le programme ne devine "
            "pas ce "
            "que vous "
            "vouliez.",
            en="A list for a sentence, a word for a number: the program does not guess what you meant.",
        ),
        Text(
            fr="Écrivez la valeur attendue ; la phrase du contrôle la nomme.",
            en="Write the value that is wanted; the sentence names it.",
        ),
        with_head("participants: {max: §deux}\n"),
    ),
    page(
        "P104",
        Text(
            fr="La même clé est écrite deux fois au même endroit.",
            en="The same key is written twice in one place.",
        ),
        Text(
            fr="Une seule des deux serait gardée, sans que personne ne le dise.",
            en="One of them alone would be kept, and nobody would say so.",
        ),
        Text(fr="Gardez-en une.", en="Keep one of them."),
        changed("end: completed", "end: completed\n    §end: completed"),
    ),
    page(
        "P105",
        Text(
            fr="Il manque une clé obligatoire, ou une clé qui va avec une autre.",
            en="An obligatory key is missing, or one that goes with another.",
        ),
        Text(
            fr="Sans elle, la partie n'a pas de sens : un bouton sans texte ne se lit pas.",
            en="Without it that part means nothing: a button without words cannot be read.",
        ),
        Text(fr="Ajoutez la clé que la phrase nomme.", en="Add the key that the sentence names."),
        changed('{label: "Suite", next: fin}', "§{next: fin}"),
    ),
    page(
        "P106",
        Text(
            fr="Le fichier dépasse 256 Ko, ou un nombre de valeurs, d'items, d'étapes ou de fichiers "
            "utilisés "
            "qu'aucun protocole n'atteint.",
            en="The file is over 256 KB, or over a number of values, items, steps or used files that no "
            "protocol "
            "reaches.",
        ),
        Text(
            fr="Un protocole de soixante étapes fait 30 Ko : c'est sans doute un autre fichier, et il "
            "pourrait "
            "bloquer "
            "l'ordinateur de la séance.",
            en="A protocol of sixty steps takes 30 KB: this is probably another file, and it might block the "
            "computer of the "
            "session.",
        ),
        Text(
            fr="Vérifiez le fichier ; mettez les longues listes d'items dans un fichier CSV.",
            en="Check which file it is; put long lists of items into a CSV file.",
        ),
        GOOD + "#" * (256 * 1024),
        shown=False,
    ),
    page(
        "P107",
        Text(
            fr="Le fichier n'est pas du texte en UTF-8, ou contient un caractère de contrôle.",
            en="The file is not text in UTF-8, or holds a control character.",
        ),
        Text(
            fr="Les accents seraient mal lus, ou le fichier n'est pas un protocole.",
            en="Accents would be misread, or the file is not a protocol.",
        ),
        Text(
            fr="Enregistrez-le en texte brut, encodage UTF-8.", en="Save it as plain text, encoded in UTF-8."
        ),
        changed("Essai", "Ess§\x07ai"),
        shown=False,
    ),
    page(
        "P108",
        Text(
            fr="Le fichier est vide, ou ne contient que des commentaires.",
            en="The file is empty, or holds comments only.",
        ),
        Text(fr="Il n'y a rien à jouer.", en="There is nothing to run."),
        Text(
            fr="Partez d'un protocole de la bibliothèque, ou de « nao-sessions new ».",
            en="Begin with a protocol of the library, or with 'nao-sessions new'.",
        ),
        "# rien\n",
    ),
    page(
        "P109",
        Text(
            fr="Les listes et les groupes sont imbriqués sur plus de 32 niveaux, ou les suites (routines) "
            "sur "
            "plus de 8.",
            en="Lists and maps are nested more than 32 levels deep, or routines more than 8.",
        ),
        Text(
            fr="Aucun protocole n'en demande tant ; un fichier fabriqué pour cela pourrait bloquer la "
            "lecture.",
            en="No protocol needs as many; a file made for that might block the reading.",
        ),
        Text(
            fr="Sortez une partie dans une suite (routines) ou dans un autre fichier (use).",
            en="Take a part out into a routine, or into another file (use).",
        ),
        changed('do:\n      - say: "Bonjour."', "do: " + "[" * 29 + "§[" + "]" * 30),
        shown=False,
    ),
    page(
        "P110",
        Text(
            fr="Une phrase sans guillemets se trouve entre accolades ou crochets ; ou ce qui peut en être un "
            "morceau : une majuscule, une ponctuation.",
            en="A sentence without quotes stands between braces or brackets; or what may be a piece of one: "
            "a "
            "capital letter, a punctuation mark.",
        ),
        Text(
            fr="YAML la coupe à la première virgule, parfois sans rien dire : Nao ne dirait que le début.",
            en="YAML cuts it at the first comma, sometimes without a word: Nao would say its beginning only.",
        ),
        Text(
            fr="Mettez la phrase entre guillemets doubles ; « check --fix » le fait.",
            en="Put the sentence between double quotes; 'check --fix' does it.",
        ),
        with_do("- {say: §Bravo, c'est ça !}\n"),
    ),
    page(
        "P111",
        Text(
            fr="Un texte sans guillemets est coupé au signe #.",
            en="A text without quotes is cut at the # sign.",
        ),
        Text(
            fr="Pour YAML, la suite est un commentaire : Nao ne la dirait pas.",
            en="For YAML the rest is a comment: Nao would not say it.",
        ),
        Text(
            fr="Mettez la phrase entre guillemets doubles ; « check --fix » le fait.",
            en="Put the sentence between double quotes; 'check --fix' does it.",
        ),
        with_do("- say: §Regarde le numéro #1\n"),
    ),
    page(
        "P112",
        Text(
            fr="Un caractère invisible, venu d'un copier-coller, se trouve là où YAML attend une espace.",
            en="A character that nobody sees, from a copy and paste, stands where YAML wants a space.",
        ),
        Text(
            fr="Le mot-clé ou la phrase n'est plus celui que l'on voit à l'écran.",
            en="The key or the sentence is no longer the one that is seen on the screen.",
        ),
        Text(
            fr="Effacez-le et tapez une espace ordinaire ; « check --fix » le fait quand c'est sûr.",
            en="Delete it and type an ordinary space; 'check --fix' does it where that is safe.",
        ),
        with_do("- say: Bonjour§\u200b Nao\n"),
        shown=False,
    ),
    page(
        "P113",
        Text(
            fr="Le fichier utilise une ancre, un alias, une étiquette ou un second document : YAML les "
            "connaît, "
            "le langage des protocoles non.",
            en="The file uses an anchor, an alias, a tag or a second document: YAML knows them, the language "
            "of "
            "protocols does not.",
        ),
        Text(
            fr="Une équipe doit pouvoir lire le protocole sans connaître YAML, et une étiquette peut cacher "
            "du "
            "code.",
            en="A team has to read a protocol without knowing YAML, and a tag may hide code.",
        ),
        Text(
            fr="Écrivez la valeur en toutes lettres ; pour répéter, faites une suite (routines).",
            en="Write the value out; to repeat, make a routine.",
        ),
        with_do('- say: §&un "Bonjour."\n'),
    ),
    page(
        "P114",
        Text(
            fr="Un nom d'étape, de donnée ou de réglage contient autre chose que a-z, 0-9 et _.",
            en="The name of a step, a datum or a setting holds something other than a-z, 0-9 and _.",
        ),
        Text(
            fr="Ces noms servent dans les calculs et dans les fichiers de la séance, sur tous les "
            "ordinateurs.",
            en="These names serve in expressions and in the files of a session, on every computer.",
        ),
        Text(
            fr="Écrivez-le en minuscules sans accent : par_le_pont. Le titre, lui, est libre.",
            en="Write it in lower case without accents: over_the_bridge. A title is free.",
        ),
        with_steps("accueil: {do: [{say: 'Un.'}], next: fin}\n§École: {next: fin}\n"),
    ),
    page(
        "P115",
        Text(
            fr="Une durée n'a pas d'unité, ou est écrite autrement.",
            en="A duration has no unit, or is written otherwise.",
        ),
        Text(
            fr="10 pourrait être des secondes ou des minutes : pour un enfant qui attend, la différence "
            "compte.",
            en="10 may be seconds or minutes: for a child who waits, that matters.",
        ),
        Text(fr="Écrivez 10 s, 1 min 30 s, 2.5 s ou 500 ms.", en="Write 10 s, 1 min 30 s, 2.5 s or 500 ms."),
        changed("wait: 10 s", "wait: §10"),
    ),
    page(
        "P116",
        Text(
            fr="Une valeur ressemble à un calcul, mais n'en est pas un.",
            en="A value looks like something to compute, and is not.",
        ),
        Text(
            fr="Sans le signe =, Nao prendrait « data.nom » pour un mot, et le dirait tel quel.",
            en="Without the = sign Nao would take 'data.name' for a word, and say it as it stands.",
        ),
        Text(
            fr="Mettez = devant une valeur, et des accolades dans une phrase : {data.nom}.",
            en="Put = before a value, and braces into a sentence: {data.name}.",
        ),
        with_do("- set: {nom: §data.nom}\n", head='data: {nom: "Nao"}\n'),
    ),
    page(
        "P117",
        Text(
            fr="Un geste, une pose, une posture, un regard, une couleur ou une partie du corps n'est pas du "
            "catalogue.",
            en="A gesture, a pose, a posture, a look, a colour or a part of the body is not in the "
            "catalogue.",
        ),
        Text(
            fr="Nao ne saurait pas le faire ; le catalogue ne contient que ce qui marche sur tous les Nao.",
            en="Nao would not know how; the catalogue holds only what works on every Nao.",
        ),
        Text(fr="Prenez le mot que le conseil propose.", en="Take the word that the hint gives."),
        with_do("- gesture: §salut\n"),
    ),
)
