"""The pages of P301 to P315: the robot, the room, what Nao hears."""

from __future__ import annotations

from nao_sessions.protocol.checks.pages.page import (
    CheckPage,
    changed,
    with_do,
    with_head,
    with_steps,
    with_trials,
)
from nao_sessions.protocol.checks.subject import Situation
from nao_sessions.text.messages import msg

_NUMBERS = "bateau ballon carotte dragon escargot fromage girafe hibou igloo jardin koala lapin"
_MORE = "mouton nuage orange panda requin sapin tortue usine valise wagon zèbre avion bouche camion dentiste"
_MANY = [*_NUMBERS.split(), *_MORE.split(), "étoile", "fenêtre", "guitare", "herbe", "insecte"]

PAGES = (
    CheckPage(
        "P301",
        msg("Nao stands up, and the room says that it is on a table."),
        msg("A Nao that falls off a table breaks, or hurts a child."),
        msg("Leave it seated (posture: sit), or put it on the floor."),
        with_do("- §posture: stand\n"),
        situation=Situation(place="table"),
    ),
    CheckPage(
        "P302",
        msg("Nao has no voice in this language."),
        msg("Nao would be silent, or read with the accent of another language."),
        msg("Choose a language that Nao speaks."),
        changed("language: fr", "§language: br"),
    ),
    CheckPage(
        "P303",
        msg("Nao says an answer while it is waited for already."),
        msg("Nao does not hear the child while it speaks: the answer given then is lost."),
        msg("Open the answers after the sentence: put '- open: answers' last."),
        with_trials(
            'ask: [{show: {choices: [pomme]}}, {open: answers}, {§say: "La pomme ?"}]\n'
            "answers: {pomme: [{board: pomme}, {word: pomme}], prune: [{touch: hand.left}]}\n"
        ),
    ),
    CheckPage(
        "P304",
        msg("A word to recognise has one sound only."),
        msg("A cough or a creaking chair would be taken for it."),
        msg("Wait for a longer word, or for several."),
        changed("    after:", "    when: [§{word: [un], next: fin}]\n    after:"),
    ),
    CheckPage(
        "P305",
        msg("Two words that mean different things sound too much alike."),
        msg("Children's speech is recognised six times in ten at best: Nao would take one for the other."),
        msg("Lengthen one of them, or let the board decide."),
        changed(
            "    after:", "    when: [{word: [pain], next: accueil}, §{word: [bain], next: fin}]\n    after:"
        ),
    ),
    CheckPage(
        "P306",
        msg("Nao has to recognise more than thirty words at once."),
        msg("The more words there are, the more often a wrong one is taken."),
        msg("Keep the words that children say; the adult has buttons."),
        changed("    after:", f"    when: [§{{word: [{', '.join(_MANY)}], next: fin}}]\n    after:"),
    ),
    CheckPage(
        "P307",
        msg("One card is given to two words."),
        msg("Nao would not know which one the child shows."),
        msg("Give every word a card of its own."),
        with_do("- §show: {choices: [{word: ours, card: 12}, {word: loup, card: 12}]}\n"),
    ),
    CheckPage(
        "P308",
        msg("The chest button serves as an answer or a reaction."),
        msg(
            "It is Nao's own: one press makes it speak about itself, two send it to rest, a long one "
            "shuts it "
            "down."
        ),
        msg(
            "Take the head, a word, a card or the board rather than a hand: a hand counts from two of its "
            "three "
            "sensors on, and never during a gesture of that arm."
        ),
        changed("    after:", "    when: [§{touch: chest, next: fin}]\n    after:"),
    ),
    CheckPage(
        "P309",
        msg("The protocol has to be filmed, and the room has no camera."),
        msg("The session would take place, but what it had to show would be lost."),
        msg("Add a camera to the room, or take records out."),
        with_head('§records: ["les mains de l\'enfant"]\n'),
        situation=Situation(cameras=0),
    ),
    CheckPage(
        "P310",
        msg("A picture or a sound is not in the protocol's folder."),
        msg("The board would show the word alone, and the sound would be missing."),
        msg("Add the file before the session."),
        with_do("- sound: §sounds/eau.wav\n"),
    ),
    CheckPage(
        "P311",
        msg("A sound or a picture is in a format that Nao or the board does not read."),
        msg("It would be neither heard nor seen."),
        msg("Convert it: wav, ogg or mp3; svg, png, jpg or webp."),
        with_do("- §sound: eau.flac\n"),
        files={"eau.flac": b"fLaC"},
    ),
    CheckPage(
        "P312",
        msg("A picture is over 2 MB."),
        msg("The board would show it later than the sentence."),
        msg("Make it 1600 pixels wide."),
        with_do("- §show: {picture: ours.png}\n"),
        files={"ours.png": b"\x89PNG" + b"\0" * (2 * 1024 * 1024)},
    ),
    CheckPage(
        "P313",
        msg("A word to recognise holds a digit or a sign."),
        msg("Nao compares sounds: '3' and '!' are not sounds."),
        msg("Write it in letters."),
        changed("    after:", "    when: [§{word: [3], next: fin}]\n    after:"),
    ),
    CheckPage(
        "P314",
        msg(
            "A sentence holds what the voice reads badly: an abbreviation, a word in capitals, an emoji, "
            "parentheses."
        ),
        msg("The child would hear letters spelt out, or a gap."),
        msg("Write out what is to be heard."),
        with_do('- §say: "Prends un crayon, une gomme, etc."\n'),
    ),
    CheckPage(
        "P315",
        msg("Nao speaks two languages, and a sentence or the words waited for exist in one alone."),
        msg("In an English session the child would have to answer in French, and Nao would not hear it."),
        msg("Write the words by language, as the sentences: {fr: [oui], en: [yes]}."),
        with_steps(
            "accueil:\n"
            '  do: [{say: {fr: "Tu es prêt ?", en: "Are you ready?"}}]\n'
            "  when: [§{word: [oui, d'accord], next: fin}]\n"
            "  after: {wait: 10 s, next: fin}\n"
        ).replace('"Fin."', '{fr: "Au revoir.", en: "Goodbye."}'),
    ),
)
