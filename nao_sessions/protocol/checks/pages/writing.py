"""The pages of P100 to P117: how a file and its values are written."""

from __future__ import annotations

from nao_sessions.protocol.checks.pages.page import GOOD, CheckPage, changed, with_do, with_head, with_steps
from nao_sessions.text.messages import msg

PAGES = (
    CheckPage(
        "P100",
        msg("YAML cannot read a line of the file."),
        msg(
            "A colon in a sentence, a quote never closed or an indentation out of line stop the reading: "
            "nothing that "
            "follows is understood."
        ),
        msg("Put sentences between double quotes, and begin the keys of one level in the same column."),
        changed('title: "Essai"', "title: Essai§: le premier"),
    ),
    CheckPage(
        "P101",
        msg("A key is not in the language."),
        msg("A misspelt key would be ignored: Nao would not do what you think you asked for."),
        msg("Correct the spelling of the key; the hint gives the nearest one."),
        changed("    buttons:", "    §bouttons:"),
    ),
    CheckPage(
        "P102",
        msg("A next or a start names a step that does not exist, or that is out of reach from here."),
        msg("The session would stop there, before the child."),
        msg("Correct the name, or make the step."),
        changed("wait: 10 s, next: fin", "wait: 10 s, next: §fini"),
    ),
    CheckPage(
        "P103",
        msg("A key has a value of another type than it takes."),
        msg("A list for a sentence, a word for a number: the program does not guess what you meant."),
        msg("Write the value that is wanted; the sentence names it."),
        with_head("participants: {max: §deux}\n"),
    ),
    CheckPage(
        "P104",
        msg("The same key is written twice in one place."),
        msg("One of them alone would be kept, and nobody would say so."),
        msg("Keep one of them."),
        changed("end: completed", "end: completed\n    §end: completed"),
    ),
    CheckPage(
        "P105",
        msg("An obligatory key is missing, or one that goes with another."),
        msg("Without it that part means nothing: a button without words cannot be read."),
        msg("Add the key that the sentence names."),
        changed('{label: "Suite", next: fin}', "§{next: fin}"),
    ),
    CheckPage(
        "P106",
        msg(
            "The file is over 256 KB, or over a number of values, items, steps or used files that no "
            "protocol "
            "reaches."
        ),
        msg(
            "A protocol of sixty steps takes 30 KB: this is probably another file, and it might block the "
            "computer of the "
            "session."
        ),
        msg("Check which file it is; put long lists of items into a CSV file."),
        GOOD + "#" * (256 * 1024),
        shown=False,
    ),
    CheckPage(
        "P107",
        msg("The file is not text in UTF-8, or holds a control character."),
        msg("Accents would be misread, or the file is not a protocol."),
        msg("Save it as plain text, encoded in UTF-8."),
        changed("Essai", "Ess§\x07ai"),
        shown=False,
    ),
    CheckPage(
        "P108",
        msg("The file is empty, or holds comments only."),
        msg("There is nothing to run."),
        msg("Begin with a protocol of the library, or with 'nao-sessions new'."),
        "# rien\n",
    ),
    CheckPage(
        "P109",
        msg("Lists and maps are nested more than 32 levels deep, or routines more than 8."),
        msg("No protocol needs as many; a file made for that might block the reading."),
        msg("Take a part out into a routine, or into another file (use)."),
        changed('do:\n      - say: "Bonjour."', "do: " + "[" * 29 + "§[" + "]" * 30),
        shown=False,
    ),
    CheckPage(
        "P110",
        msg(
            "A sentence without quotes stands between braces or brackets; or what may be a piece of one: "
            "a "
            "capital letter, a punctuation mark."
        ),
        msg("YAML cuts it at the first comma, sometimes without a word: Nao would say its beginning only."),
        msg("Put the sentence between double quotes; 'check --fix' does it."),
        with_do("- {say: §Bravo, c'est ça !}\n"),
    ),
    CheckPage(
        "P111",
        msg("A text without quotes is cut at the # sign."),
        msg("For YAML the rest is a comment: Nao would not say it."),
        msg("Put the sentence between double quotes; 'check --fix' does it."),
        with_do("- say: §Regarde le numéro #1\n"),
    ),
    CheckPage(
        "P112",
        msg("A character that nobody sees, from a copy and paste, stands where YAML wants a space."),
        msg("The key or the sentence is no longer the one that is seen on the screen."),
        msg("Delete it and type an ordinary space; 'check --fix' does it where that is safe."),
        with_do("- say: Bonjour§\u200b Nao\n"),
        shown=False,
    ),
    CheckPage(
        "P113",
        msg(
            "The file uses an anchor, an alias, a tag or a second document: YAML knows them, the language "
            "of "
            "protocols does not."
        ),
        msg("A team has to read a protocol without knowing YAML, and a tag may hide code."),
        msg("Write the value out; to repeat, make a routine."),
        with_do('- say: §&un "Bonjour."\n'),
    ),
    CheckPage(
        "P114",
        msg("The name of a step, a datum or a setting holds something other than a-z, 0-9 and _."),
        msg("These names serve in expressions and in the files of a session, on every computer."),
        msg("Write it in lower case without accents: over_the_bridge. A title is free."),
        with_steps("accueil: {do: [{say: 'Un.'}], next: fin}\n§École: {next: fin}\n"),
    ),
    CheckPage(
        "P115",
        msg("A duration has no unit, or is written otherwise."),
        msg("10 may be seconds or minutes: for a child who waits, that matters."),
        msg("Write 10 s, 1 min 30 s, 2.5 s or 500 ms."),
        changed("wait: 10 s", "wait: §10"),
    ),
    CheckPage(
        "P116",
        msg("A value looks like something to compute, and is not."),
        msg("Without the = sign Nao would take 'data.name' for a word, and say it as it stands."),
        msg("Put = before a value, and braces into a sentence: {data.name}."),
        with_do("- set: {nom: §data.nom}\n", head='data: {nom: "Nao"}\n'),
    ),
    CheckPage(
        "P117",
        msg("A gesture, a pose, a posture, a look, a colour or a part of the body is not in the catalogue."),
        msg("Nao would not know how; the catalogue holds only what works on every Nao."),
        msg("Take the word that the hint gives."),
        with_do("- gesture: §salut\n"),
    ),
)
