"""The pages of P301 to P315: the robot, the room, what Nao hears."""

from __future__ import annotations

from nao_sessions.protocol.checks.pages.page import page
from nao_sessions.protocol.checks.pages.small import changed, with_do, with_head, with_steps, with_trials
from nao_sessions.protocol.checks.subject import Situation

_NUMBERS = "bateau ballon carotte dragon escargot fromage girafe hibou igloo jardin koala lapin"
_MORE = "mouton nuage orange panda requin sapin tortue usine valise wagon zèbre avion bouche camion dentiste"
_MANY = [*_NUMBERS.split(), *_MORE.split(), "étoile", "fenêtre", "guitare", "herbe", "insecte"]

PAGES = (
    page(
        "P301",
        ("Nao se met debout, et la salle dit qu'il est sur une table.",
         "Nao stands up, and the room says that it is on a table."),
        ("Un Nao qui tombe d'une table se casse, ou blesse un enfant.",
         "A Nao that falls off a table breaks, or hurts a child."),
        ("Laissez-le assis (posture: sit), ou posez-le au sol.",
         "Leave it seated (posture: sit), or put it on the floor."),
        with_do("- §posture: stand\n"),
        situation=Situation(place="table"),
    ),
    page(
        "P302",
        ("Il n'y a pas de voix de Nao dans cette langue.", "Nao has no voice in this language."),
        ("Nao se tairait, ou lirait avec l'accent d'une autre langue.",
         "Nao would be silent, or read with the accent of another language."),
        ("Choisissez une langue que Nao parle.", "Choose a language that Nao speaks."),
        changed("language: fr", "§language: br"),
    ),
    page(
        "P303",
        ("Nao dit une réponse pendant qu'elle est déjà attendue.",
         "Nao says an answer while it is waited for already."),
        ("Nao n'entend pas l'enfant pendant qu'il parle : la réponse donnée à ce moment est perdue.",
         "Nao does not hear the child while it speaks: the answer given then is lost."),
        ("Ouvrez les réponses après la phrase : mettez « - open: answers » en dernier.",
         "Open the answers after the sentence: put '- open: answers' last."),
        with_trials(
            'ask: [{show: {choices: [pomme]}}, {open: answers}, {§say: "La pomme ?"}]\n'
            "answers: {pomme: [{board: pomme}, {word: pomme}], prune: [{touch: hand.left}]}\n"
        ),
    ),
    page(
        "P304",
        ("Un mot à reconnaître n'a qu'un son.", "A word to recognise has one sound only."),
        ("Une toux ou une chaise qui grince serait prise pour lui.",
         "A cough or a creaking chair would be taken for it."),
        ("Attendez un mot plus long, ou plusieurs mots.", "Wait for a longer word, or for several."),
        changed("    after:", "    when: [§{word: [un], next: fin}]\n    after:"),
    ),
    page(
        "P305",
        ("Deux mots qui n'ont pas le même sens se ressemblent trop à l'oreille.",
         "Two words that mean different things sound too much alike."),
        ("La parole des enfants est reconnue six fois sur dix au mieux : Nao prendrait l'un pour l'autre.",
         "Children's speech is recognised six times in ten at best: Nao would take one for the other."),
        ("Allongez l'un des deux, ou laissez la tablette décider.",
         "Lengthen one of them, or let the board decide."),
        changed(
            "    after:", "    when: [{word: [pain], next: accueil}, §{word: [bain], next: fin}]\n    after:"
        ),
    ),
    page(
        "P306",
        ("Nao doit reconnaître plus de trente mots à la fois.",
         "Nao has to recognise more than thirty words at once."),
        ("Plus il y a de mots, plus souvent le mauvais est pris.",
         "The more words there are, the more often a wrong one is taken."),
        ("Gardez les mots que les enfants disent ; l'adulte a ses boutons.",
         "Keep the words that children say; the adult has buttons."),
        changed("    after:", f"    when: [§{{word: [{', '.join(_MANY)}], next: fin}}]\n    after:"),
    ),
    page(
        "P307",
        ("Une carte est donnée à deux mots.", "One card is given to two words."),
        ("Nao ne saurait pas lequel l'enfant montre.", "Nao would not know which one the child shows."),
        ("Donnez à chaque mot sa carte.", "Give every word a card of its own."),
        with_do("- §show: {choices: [{word: ours, card: 12}, {word: loup, card: 12}]}\n"),
    ),
    page(
        "P308",
        ("Le bouton de la poitrine sert de réponse ou de réaction.",
         "The chest button serves as an answer or a reaction."),
        ("Il appartient à Nao : un appui le fait parler de lui-même, deux le mettent en veille, un long "
         "l'éteint.",
         "It is Nao's own: one press makes it speak about itself, two send it to rest, a long one shuts it "
         "down."),
        ("Prenez la tête, un mot, une carte ou la tablette, plutôt qu'une main : une main ne compte qu'à "
         "partir de deux de ses trois capteurs, et jamais pendant un geste de ce bras.",
         "Take the head, a word, a card or the board rather than a hand: a hand counts from two of its three "
         "sensors on, and never during a gesture of that arm."),
        changed("    after:", "    when: [§{touch: chest, next: fin}]\n    after:"),
    ),
    page(
        "P309",
        ("Le protocole doit être filmé, et la salle n'a aucune caméra.",
         "The protocol has to be filmed, and the room has no camera."),
        ("La séance aurait lieu, mais ce qu'elle devait montrer serait perdu.",
         "The session would take place, but what it had to show would be lost."),
        ("Ajoutez une caméra à la salle, ou retirez records.",
         "Add a camera to the room, or take records out."),
        with_head('§records: ["les mains de l\'enfant"]\n'),
        situation=Situation(cameras=0),
    ),
    page(
        "P310",
        ("Une image ou un son n'est pas dans le dossier du protocole.",
         "A picture or a sound is not in the protocol's folder."),
        ("La tablette montrerait le mot seul, et le son manquerait.",
         "The board would show the word alone, and the sound would be missing."),
        ("Ajoutez le fichier avant la séance.", "Add the file before the session."),
        with_do("- sound: §sounds/eau.wav\n"),
    ),
    page(
        "P311",
        ("Un son ou une image est dans un format que Nao ou la tablette ne lit pas.",
         "A sound or a picture is in a format that Nao or the board does not read."),
        ("Il ne serait ni entendu ni vu.", "It would be neither heard nor seen."),
        ("Convertissez-le : wav, ogg ou mp3 ; svg, png, jpg ou webp.",
         "Convert it: wav, ogg or mp3; svg, png, jpg or webp."),
        with_do("- §sound: eau.flac\n"),
        files={"eau.flac": b"fLaC"},
    ),
    page(
        "P312",
        ("Une image pèse plus de 2 Mo.", "A picture is over 2 MB."),
        ("La tablette la montrerait en retard sur la phrase.",
         "The board would show it later than the sentence."),
        ("Réduisez-la à 1 600 pixels de large.", "Make it 1600 pixels wide."),
        with_do("- §show: {picture: ours.png}\n"),
        files={"ours.png": b"\x89PNG" + b"\0" * (2 * 1024 * 1024)},
    ),
    page(
        "P313",
        ("Un mot à reconnaître contient un chiffre ou un signe.",
         "A word to recognise holds a digit or a sign."),
        ("Nao compare des sons : « 3 » ou « ! » n'en sont pas.",
         "Nao compares sounds: '3' and '!' are not sounds."),
        ("Écrivez-le en lettres.", "Write it in letters."),
        changed("    after:", "    when: [§{word: [3], next: fin}]\n    after:"),
    ),
    page(
        "P314",
        ("Une phrase contient ce que la voix lit mal : abréviation, mot en majuscules, emoji, parenthèses.",
         "A sentence holds what the voice reads badly: an abbreviation, a word in capitals, an emoji, "
         "parentheses."),
        ("L'enfant entendrait des lettres épelées ou un blanc.",
         "The child would hear letters spelt out, or a gap."),
        ("Écrivez en toutes lettres ce qui doit être entendu.", "Write out what is to be heard."),
        with_do('- §say: "Prends un crayon, une gomme, etc."\n'),
    ),
    page(
        "P315",
        ("Nao parle deux langues, et une phrase ou les mots attendus n'existent que dans l'une.",
         "Nao speaks two languages, and a sentence or the words waited for exist in one alone."),
        ("Dans une séance en anglais, l'enfant devrait répondre en français, et Nao ne l'entendrait pas.",
         "In an English session the child would have to answer in French, and Nao would not hear it."),
        ("Écrivez les mots par langue, comme les phrases : {fr: [oui], en: [yes]}.",
         "Write the words by language, as the sentences: {fr: [oui], en: [yes]}."),
        with_steps("accueil:\n"
                   "  do: [{say: {fr: \"Tu es prêt ?\", en: \"Are you ready?\"}}]\n"
                   "  when: [§{word: [oui, d'accord], next: fin}]\n"
                   "  after: {wait: 10 s, next: fin}\n").replace(
                       '"Fin."', '{fr: "Au revoir.", en: "Goodbye."}'),
    ),
)  # fmt: skip
