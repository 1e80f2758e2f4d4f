"""The pages of P301 to P315: the robot, the room, what Nao hears."""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.protocol.checks.pages.page import page
from nao_sessions.protocol.checks.pages.small import changed, with_do, with_head, with_steps, with_trials
from nao_sessions.protocol.checks.subject import Situation

_NUMBERS = "bateau ballon carotte dragon escargot fromage girafe hibou igloo jardin koala lapin"
_MORE = "mouton nuage orange panda requin sapin tortue usine valise wagon zèbre avion bouche camion dentiste"
_MANY = [*_NUMBERS.split(), *_MORE.split(), "étoile", "fenêtre", "guitare", "herbe", "insecte"]

PAGES = (
    page(
        "P301",
        Text(
            fr="Nao se met debout, et la salle dit qu'il est sur une table.",
            en="Nao stands up, and the room says that it is on a table.",
        ),
        Text(
            fr="Un Nao qui tombe d'une table se casse, ou blesse un enfant.",
            en="A Nao that falls off a table breaks, or hurts a child.",
        ),
        Text(
            fr="Laissez-le assis (posture: sit), ou posez-le au sol.",
            en="Leave it seated (posture: sit), or put it on the floor.",
        ),
        with_do("- §posture: stand\n"),
        situation=Situation(place="table"),
    ),
    page(
        "P302",
        Text(fr="Il n'y a pas de voix de Nao dans cette langue.", en="Nao has no voice in this language."),
        Text(
            fr="Nao se tairait, ou lirait avec l'accent d'une autre langue.",
            en="Nao would be silent, or read with the accent of another language.",
        ),
        Text(fr="Choisissez une langue que Nao parle.", en="Choose a language that Nao speaks."),
        changed("language: fr", "§language: br"),
    ),
    page(
        "P303",
        Text(
            fr="Nao dit une réponse pendant qu'elle est déjà attendue.",
            en="Nao says an answer while it is waited for already.",
        ),
        Text(
            fr="Nao n'entend pas l'enfant pendant qu'il parle : la réponse donnée à ce moment est perdue.",
            en="Nao does not hear the child while it speaks: the answer given then is lost.",
        ),
        Text(
            fr="Ouvrez les réponses après la phrase : mettez « - open: answers » en dernier.",
            en="Open the answers after the sentence: put '- open: answers' last.",
        ),
        with_trials(
            'ask: [{show: {choices: [pomme]}}, {open: answers}, {§say: "La pomme ?"}]\n'
            "answers: {pomme: [{board: pomme}, {word: pomme}], prune: [{touch: hand.left}]}\n"
        ),
    ),
    page(
        "P304",
        Text(fr="Un mot à reconnaître n'a qu'un son.", en="A word to recognise has one sound only."),
        Text(
            fr="Une toux ou une chaise qui grince serait prise pour lui.",
            en="A cough or a creaking chair would be taken for it.",
        ),
        Text(
            fr="Attendez un mot plus long, ou plusieurs mots.", en="Wait for a longer word, or for several."
        ),
        changed("    after:", "    when: [§{word: [un], next: fin}]\n    after:"),
    ),
    page(
        "P305",
        Text(
            fr="Deux mots qui n'ont pas le même sens se ressemblent trop à l'oreille.",
            en="Two words that mean different things sound too much alike.",
        ),
        Text(
            fr="La parole des enfants est reconnue six fois sur dix au mieux : Nao prendrait l'un pour "
            "l'autre.",
            en="Children's speech is recognised six times in ten at best: Nao would take one for the other.",
        ),
        Text(
            fr="Allongez l'un des deux, ou laissez la tablette décider.",
            en="Lengthen one of them, or let the board decide.",
        ),
        changed(
            "    after:", "    when: [{word: [pain], next: accueil}, §{word: [bain], next: fin}]\n    after:"
        ),
    ),
    page(
        "P306",
        Text(
            fr="Nao doit reconnaître plus de trente mots à la fois.",
            en="Nao has to recognise more than thirty words at once.",
        ),
        Text(
            fr="Plus il y a de mots, plus souvent le mauvais est pris.",
            en="The more words there are, the more often a wrong one is taken.",
        ),
        Text(
            fr="Gardez les mots que les enfants disent ; l'adulte a ses boutons.",
            en="Keep the words that children say; the adult has buttons.",
        ),
        changed("    after:", f"    when: [§{{word: [{', '.join(_MANY)}], next: fin}}]\n    after:"),
    ),
    page(
        "P307",
        Text(fr="Une carte est donnée à deux mots.", en="One card is given to two words."),
        Text(
            fr="Nao ne saurait pas lequel l'enfant montre.",
            en="Nao would not know which one the child shows.",
        ),
        Text(fr="Donnez à chaque mot sa carte.", en="Give every word a card of its own."),
        with_do("- §show: {choices: [{word: ours, card: 12}, {word: loup, card: 12}]}\n"),
    ),
    page(
        "P308",
        Text(
            fr="Le bouton de la poitrine sert de réponse ou de réaction.",
            en="The chest button serves as an answer or a reaction.",
        ),
        Text(
            fr="Il appartient à Nao : un appui le fait parler de lui-même, deux le mettent en veille, un "
            "long "
            "l'éteint.",
            en="It is Nao's own: one press makes it speak about itself, two send it to rest, a long one "
            "shuts it "
            "down.",
        ),
        Text(
            fr="Prenez la tête, un mot, une carte ou la tablette, plutôt qu'une main : une main ne compte "
            "qu'à "
            "partir de deux de ses trois capteurs, et jamais pendant un geste de ce bras.",
            en="Take the head, a word, a card or the board rather than a hand: a hand counts from two of its "
            "three "
            "sensors on, and never during a gesture of that arm.",
        ),
        changed("    after:", "    when: [§{touch: chest, next: fin}]\n    after:"),
    ),
    page(
        "P309",
        Text(
            fr="Le protocole doit être filmé, et la salle n'a aucune caméra.",
            en="The protocol has to be filmed, and the room has no camera.",
        ),
        Text(
            fr="La séance aurait lieu, mais ce qu'elle devait montrer serait perdu.",
            en="The session would take place, but what it had to show would be lost.",
        ),
        Text(
            fr="Ajoutez une caméra à la salle, ou retirez records.",
            en="Add a camera to the room, or take records out.",
        ),
        with_head('§records: ["les mains de l\'enfant"]\n'),
        situation=Situation(cameras=0),
    ),
    page(
        "P310",
        Text(
            fr="Une image ou un son n'est pas dans le dossier du protocole.",
            en="A picture or a sound is not in the protocol's folder.",
        ),
        Text(
            fr="La tablette montrerait le mot seul, et le son manquerait.",
            en="The board would show the word alone, and the sound would be missing.",
        ),
        Text(fr="Ajoutez le fichier avant la séance.", en="Add the file before the session."),
        with_do("- sound: §sounds/eau.wav\n"),
    ),
    page(
        "P311",
        Text(
            fr="Un son ou une image est dans un format que Nao ou la tablette ne lit pas.",
            en="A sound or a picture is in a format that Nao or the board does not read.",
        ),
        Text(fr="Il ne serait ni entendu ni vu.", en="It would be neither heard nor seen."),
        Text(
            fr="Convertissez-le : wav, ogg ou mp3 ; svg, png, jpg ou webp.",
            en="Convert it: wav, ogg or mp3; svg, png, jpg or webp.",
        ),
        with_do("- §sound: eau.flac\n"),
        files={"eau.flac": b"fLaC"},
    ),
    page(
        "P312",
        Text(fr="Une image pèse plus de 2 Mo.", en="A picture is over 2 MB."),
        Text(
            fr="La tablette la montrerait en retard sur la phrase.",
            en="The board would show it later than the sentence.",
        ),
        Text(fr="Réduisez-la à 1 600 pixels de large.", en="Make it 1600 pixels wide."),
        with_do("- §show: {picture: ours.png}\n"),
        files={"ours.png": b"\x89PNG" + b"\0" * (2 * 1024 * 1024)},
    ),
    page(
        "P313",
        Text(
            fr="Un mot à reconnaître contient un chiffre ou un signe.",
            en="A word to recognise holds a digit or a sign.",
        ),
        Text(
            fr="Nao compare des sons : « 3 » ou « ! » n'en sont pas.",
            en="Nao compares sounds: '3' and '!' are not sounds.",
        ),
        Text(fr="Écrivez-le en lettres.", en="Write it in letters."),
        changed("    after:", "    when: [§{word: [3], next: fin}]\n    after:"),
    ),
    page(
        "P314",
        Text(
            fr="Une phrase contient ce que la voix lit mal : abréviation, mot en majuscules, emoji, "
            "parenthèses.",
            en="A sentence holds what the voice reads badly: an abbreviation, a word in capitals, an emoji, "
            "parentheses.",
        ),
        Text(
            fr="L'enfant entendrait des lettres épelées ou un blanc.",
            en="The child would hear letters spelt out, or a gap.",
        ),
        Text(fr="Écrivez en toutes lettres ce qui doit être entendu.", en="Write out what is to be heard."),
        with_do('- §say: "Prends un crayon, une gomme, etc."\n'),
    ),
    page(
        "P315",
        Text(
            fr="Nao parle deux langues, et une phrase ou les mots attendus n'existent que dans l'une.",
            en="Nao speaks two languages, and a sentence or the words waited for exist in one alone.",
        ),
        Text(
            fr="Dans une séance en anglais, l'enfant devrait répondre en français, et Nao ne l'entendrait "
            "pas.",
            en="In an English session the child would have to answer in French, and Nao would not hear it.",
        ),
        Text(
            fr="Écrivez les mots par langue, comme les phrases : {fr: [oui], en: [yes]}.",
            en="Write the words by language, as the sentences: {fr: [oui], en: [yes]}.",
        ),
        with_steps(
            "accueil:\n"
            '  do: [{say: {fr: "Tu es prêt ?", en: "Are you ready?"}}]\n'
            "  when: [§{word: [oui, d'accord], next: fin}]\n"
            "  after: {wait: 10 s, next: fin}\n"
        ).replace('"Fin."', '{fr: "Au revoir.", en: "Goodbye."}'),
    ),
)
