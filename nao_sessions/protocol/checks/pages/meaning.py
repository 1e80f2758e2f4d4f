"""The pages of P118 to P139: files, bounds, names, expressions."""

from __future__ import annotations

from nao_sessions.protocol.checks.pages.page import (
    CheckPage,
    changed,
    with_do,
    with_head,
    with_steps,
    with_trials,
)
from nao_sessions.text.messages import msg

_SIX = ("Content", "Triste", "Fâché", "Fatigué", "Malade", "Ne sait pas")
SEVEN_BUTTONS = ", ".join(f'{{label: "{one}", next: fin}}' for one in _SIX) + ', §{label: "Fini", next: fin}'

PAGES = (
    CheckPage(
        "P118",
        msg("A file that the protocol needs does not exist, or cannot be read."),
        msg("Without the table of items there is no question to ask."),
        msg("Check the file's name, and put it into the protocol's folder: the path begins there."),
        with_head("items: {mots: §mots.csv}\n"),
    ),
    CheckPage(
        "P119",
        msg("A value is out of the bounds allowed."),
        msg("A setting whose default is forbidden could not be shown on the screen."),
        msg("Correct the value, or the bounds min and max."),
        with_head("settings: {tours: {type: integer, default: §12, max: 10}}\n"),
    ),
    CheckPage(
        "P120",
        msg("A step has two kinds of exits, or none."),
        msg(
            "After its content a step ends the session (end), goes on (next) or waits (buttons, when, "
            "after): "
            "a session "
            "cannot do two of these."
        ),
        msg("Keep one kind of exit: end, next, or a wait."),
        changed("end: completed", "end: completed\n    §next: accueil"),
    ),
    CheckPage(
        "P121",
        msg("Two steps, or two items, have the same name."),
        msg("A next would not know where to go, and the results of both would be mixed."),
        msg("Rename one of them: a name holds in the whole file."),
        with_steps(
            """\
            accueil: {start: un, steps: {un: {next: done}}, next: deux}
            deux: {start: un, steps: {§un: {next: done}}, next: fin}
            """
        ),
    ),
    CheckPage(
        "P122",
        msg(
            "{participant} or 'participant.' stands where several children may be meant.",
            participant="{participant}",
        ),
        msg("Nao would not know which name to say."),
        msg(
            "Write {participants}, or put the step into a group each: participant.",
            participants="{participants}",
        ),
        with_head("participants: {max: 3}\n", say='"Bonjour §{participant}."'),
    ),
    CheckPage(
        "P123",
        msg("The braces of a sentence do not hold a name alone."),
        msg("Computing in the middle of a sentence is hard to read; it is done before, once, and checked."),
        msg("Compute with set, then write {data.name}."),
        with_do('- say: "Encore §{data.n + 1} fois."\n', head="data: {n: 0}\n"),
    ),
    CheckPage(
        "P124",
        msg("The right answer is not among those that can be given."),
        msg("The child could never pass this item."),
        msg("Add it to answers, or correct its spelling."),
        with_trials("§correct: poire\n"),
    ),
    CheckPage(
        "P125",
        msg("Two actions of one dash use the same thing: two gestures, two sentences."),
        msg("Nao has one body and one voice."),
        msg("Put the second on a dash of its own."),
        with_do("- gesture: hello\n  §posture: stand\n"),
    ),
    CheckPage(
        "P126",
        msg("An action that must stand alone shares its dash."),
        msg("A note or a computation takes no time: beside a sentence nobody would know when it happens."),
        msg("Put it on a dash of its own."),
        with_do('- say: "Oui."\n  §note: "Il a dit oui."\n'),
    ),
    CheckPage(
        "P127",
        msg("There are more buttons than their part of the screen holds."),
        msg("Buttons keep their place so that they are found without looking, with a child beside."),
        msg("Keep the six most useful; put the others into a following step."),
        changed('\n      - {label: "Suite", next: fin}', f" [{SEVEN_BUTTONS}]"),
    ),
    CheckPage(
        "P128",
        msg("A text is missing in the protocol's language, or what stands there as a language is not one."),
        msg("Nao would have nothing to say."),
        msg("Add the sentence in the protocol's language."),
        changed('title: "Essai"', 'title: §{en: "Trial"}'),
    ),
    CheckPage(
        "P129",
        msg("allow suppresses a check that is unknown or obligatory, or gives no reason."),
        msg("The reason is for the team that reads the protocol again in two years."),
        msg('Write the reason in a few words: allow: {P203: "the bell of the room ends it"}.'),
        with_head("allow: {P203: §exprès}\n"),
    ),
    CheckPage(
        "P130",
        msg("An expression cannot be read."),
        msg("A sign too many, a single =: the condition would mean nothing."),
        msg("Compare with ==, join with and, or, not."),
        with_do('- {say: "Oui.", if: 1 §= 1}\n'),
    ),
    CheckPage(
        "P131",
        msg("An expression uses a syntax that the language does not have, or a text holds a backslash."),
        msg("The language computes and compares, no more: a protocol cannot hold a program."),
        msg("Keep numbers, texts, comparisons, min, max, len; in a text write / instead of \\."),
        with_do('- {say: "Oui.", if: "§print(1) == 1"}\n'),
    ),
    CheckPage(
        "P132",
        msg("A name of a datum, a setting, a table or a column is declared nowhere."),
        msg("A misspelt name stands for nothing: the condition would never hold."),
        msg("Correct the name, or declare it under data, settings or items."),
        with_do('- {say: "Oui.", if: §essais > 2}\n'),
    ),
    CheckPage(
        "P133",
        msg("Two values of different types are compared or added."),
        msg("A number never equals a text: the condition would always be false."),
        msg("Write numbers without quotes, texts between single quotes."),
        with_do("- {say: \"Oui.\", if: 1 == §'un'}\n"),
    ),
    CheckPage(
        "P134",
        msg("An expression has more than 200 characters, or is nested too deeply."),
        msg("Nobody could read it again without a mistake."),
        msg("Compute it in two steps with set."),
        with_do('- {say: "Oui.", if: "' + "1 + " * 50 + '§1 > 0"}\n'),
    ),
    CheckPage(
        "P135",
        msg("event.value stands outside a reaction."),
        msg("Nothing has happened there: there is nothing to name."),
        msg("Put it into a line of buttons, when or after."),
        with_do("- {say: \"Oui.\", if: §event.value == 'head'}\n"),
    ),
    CheckPage(
        "P136",
        msg("Some items lack a column."),
        msg("For that item Nao would say a sentence with a word missing."),
        msg("Give the column to every item of the table."),
        with_trials(
            'ask: [{show: {choices: [pomme]}, say: "{§item.nom}"}]\n', items="[{id: a, nom: un}, {id: b}]"
        ),
    ),
    CheckPage(
        "P137",
        msg("One word is described in two ways."),
        msg("The child would see two pictures for one word."),
        msg("Give the word the same picture everywhere."),
        with_do("- show: {choices: [{word: ours, say: un}, §{word: ours, say: deux}]}\n"),
    ),
    CheckPage(
        "P138",
        msg("allow suppresses a check that finds nothing here."),
        msg("The exception would one day hide a real mistake, made later."),
        msg("Remove this line from allow."),
        with_head('allow: {§P203: "la sonnerie y met fin"}\n'),
    ),
    CheckPage(
        "P139",
        msg("Files use one another in a circle."),
        msg("Reading would go round in circles: the session would never begin."),
        msg("Take the common part out into a third file."),
        with_steps("accueil: {use: §essai.yaml, next: fin}\n"),
    ),
)
