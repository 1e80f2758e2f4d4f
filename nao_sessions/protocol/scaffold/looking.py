"""What an activity is made of; the activities on the board: faces, words, families, rhymes, a story.

Every sentence of Nao's has five words at most, so that it suits every level of comprehension; pictures are
named and have to be drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Tongue = Callable[[str, str], str]
"""A function of a French and an English text that returns the one in the protocol's language."""


@dataclass(frozen=True, slots=True)
class Help:
    """One help: its kind, the lines of what Nao does, or the words for the adult."""

    kind: str
    do: tuple[str, ...] = ()
    adult: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity. Texts are bare; ``rows``, ``ask``, ``answers`` and ``order`` are lines of the file."""

    title: str
    material: str
    intro: tuple[str, ...]
    about_items: str
    rows: tuple[str, ...]
    ask: tuple[str, ...]
    about_answers: str
    answers: tuple[str, ...]
    told: str
    """What Nao says after an error, or no answer: the right thing, without a word about wrong."""
    nao_helps: tuple[Help, ...]
    adult_helps: tuple[Help, ...]
    correct: str = "= item.answer"
    praise: str = ""
    order: tuple[str, ...] = ("order: shuffled",)
    prompt_on_wrong_only: bool = False
    after: tuple[str, ...] = ()
    """Further lines of what Nao does at the end of each trial."""


def quote(text: str) -> str:
    """Return a text between double quotes, escaped as in a file."""
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


def indented(lines: Iterable[str], by: int) -> list[str]:
    """Return lines with an indent added."""
    return [" " * by + line if line else "" for line in lines]


PLAIN = frozenset({"id", "pose", "share"})
"""Columns whose values are words of the language, or numbers: they stand without quotes."""


Cell = str | int | tuple["Cell", ...] | Mapping[str, "Cell"]


def row(**cells: Cell) -> str:
    """Return an item as one line of YAML: texts in quotes, lists in brackets, maps in braces."""
    return f"- {_cell('', cells)}"


def _cell(name: str, value: Cell) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_cell("", one) for one in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_cell(key, one)}" for key, one in value.items()) + "}"
    return str(value) if name in PLAIN or isinstance(value, int) else quote(value)


def say(text: str) -> str:
    """Return the line of a ``do`` list on which Nao says something."""
    return f'- say: "{text}"'


def with_say(text: str) -> str:
    """Return the line with which Nao says something in a moment that already has an act."""
    return f'  say: "{text}"'


def highlighted(text: str) -> tuple[str, ...]:
    """Return the lines that highlight the right answer while Nao says a sentence."""
    return ("- highlight: = item.answer", with_say(text))


def pointing(t: Tongue) -> tuple[Help, ...]:
    """Return the adult's helps for a choice on the board."""
    return (
        Help("verbal",
             adult=t("Redites la question, avec vos mots.", "Say the question again, in your words.")),
        Help("gestural", adult=t("Montrez la bonne réponse du doigt.", "Point to the right answer.")),
        Help("physical_partial",
             adult=t("Guidez sa main vers la réponse, avec son accord.",
                     "Guide the hand to the answer, if the child agrees.")),
    )  # fmt: skip


def look_again(t: Tongue) -> Help:
    """Return the least help, which is the question once more."""
    return Help("verbal", (say(t("Regarde bien.", "Look closely.")), "- repeat: question"))


def on_board(t: Tongue) -> str:
    """Return a sentence on how an answer is given by choosing on the board."""
    return t("l'enfant touche l'image ; ou l'adulte le dit, d'une touche de l'écran",
             "the child touches the picture; or the adult says so, by a key of the screen")  # fmt: skip


def emotions(t: Tongue) -> Activity:
    """Return the activity in which the child recognises a feeling in a face."""
    happy, sad, angry = t("content", "happy"), t("triste", "sad"), t("fâché", "angry")
    rows = [
        row(id=f"{name}_{number}", picture=f"pictures/{name}-{number}.svg", answer=word, phrase=phrase)
        for number in (1, 2)
        for name, word, phrase in (
            (t("content", "happy"), happy, t("Il est content.", "He is happy.")),
            (t("triste", "sad"), sad, t("Il est triste.", "He is sad.")),
            (t("fache", "angry"), angry, t("Il est fâché.", "He is angry.")),
        )
    ]
    return Activity(
        title=t("Comment se sent-il ?", "How does he feel?"),
        material=t("six images de visages, sur la tablette", "six pictures of faces, on the board"),
        intro=(t("On regarde des visages.", "We look at faces."),),
        about_items=t("un visage par ligne : son image, la réponse, ce que dit Nao ensuite",
                      "one face a line: its picture, the answer, what Nao says then"),
        rows=tuple(rows),
        ask=(
            "- show:",
            "    picture: = item.picture",
            f'    choices: ["{happy}", "{sad}", "{angry}"]',
            with_say(t("Comment se sent-il ?", "How does he feel?")),
        ),
        about_answers=on_board(t),
        answers=(f'from: ["{happy}", "{sad}", "{angry}"]', "by: [board, professional]"),
        told="{item.phrase}",
        nao_helps=(
            Help("verbal", (say(t("Regarde sa bouche.", "Look at the mouth.")),)),
            Help("gestural", highlighted(t("Regarde ici.", "Look here."))),
        ),
        adult_helps=(
            Help("verbal", adult=t("Décrivez le visage : les yeux, la bouche.",
                                   "Describe the face: the eyes, the mouth.")),
            *pointing(t)[1:],
        ),
    )  # fmt: skip


def naming(t: Tongue) -> Activity:
    """Return the activity in which the child finds the name of a picture."""
    words = (
        ("banane", "banana", "une banane", "a banana", "Ça se mange.", "You can eat it."),
        ("lapin", "rabbit", "un lapin", "a rabbit", "C'est un animal.", "It is an animal."),
        ("chapeau", "umbrella", "un chapeau", "an umbrella", "On le met sur soi.", "It is for rain."),
        ("tortue", "elephant", "une tortue", "an elephant", "C'est un animal.", "It is an animal."),
    )
    rows = []
    for fr, en, une, an, sens, sense in words:
        word, long = t(fr, en), t(une, an)
        phrase = t(f"C'est {une}.", f"It is {an}.")
        rows.append(
            row(
                id=word,
                picture=f"pictures/{word}.svg",
                answer=word,
                noms=({"word": word, "words": (word, long)},),
                sens=t(sens, sense),
                phrase=phrase,
            )
        )
    return Activity(
        title=t("Qu'est-ce que c'est ?", "What is it?"),
        material=t("des images, sur la tablette", "pictures, on the board"),
        intro=(t("On regarde des images.", "We look at pictures."),),
        about_items=t("un mot par ligne : son image, les mots acceptés, un indice, la phrase entière",
                      "one word a line: its picture, the words accepted, a hint, the whole sentence"),
        rows=tuple(rows),
        ask=("- show:", "    picture: = item.picture",
             with_say(t("Qu'est-ce que c'est ?", "What is it?"))),
        about_answers=t("un mot entendu par Nao n'est qu'une proposition : l'adulte confirme d'une touche",
                        "a word that Nao hears is only proposed: the adult confirms it by a key"),
        answers=("from: = item.noms", "by: [word, professional]"),
        told="{item.phrase}",
        nao_helps=(
            Help("verbal", (say("{item.sens}"),)),
            Help("model", (say("{item.phrase}"), say(t("À toi !", "Your turn!")))),
        ),
        adult_helps=(
            Help("verbal", adult=t("Dites à quoi cela sert, puis la première syllabe.",
                                   "Say what it is for, then the first syllable.")),
            Help("model", adult=t("Dites le mot, lentement, et laissez l'enfant le dire.",
                                  "Say the word, slowly, and let the child say it.")),
        ),
    )  # fmt: skip


def sorting(t: Tongue) -> Activity:
    """Return the activity in which the child sorts pictures into two families."""
    fruit, animal = "fruit", "animal"
    phrases = {
        fruit: t("C'est un fruit.", "It is a fruit."),
        animal: t("C'est un animal.", "It is an animal."),
    }
    things = (
        ("pomme", "apple", "une pomme", "an apple", fruit),
        ("lapin", "rabbit", "un lapin", "a rabbit", animal),
        ("banane", "banana", "une banane", "a banana", fruit),
        ("canard", "duck", "un canard", "a duck", animal),
        ("poire", "pear", "une poire", "a pear", fruit),
        ("tortue", "turtle", "une tortue", "a turtle", animal),
    )
    rows = tuple(
        row(
            id=t(fr, en),
            picture=f"pictures/{t(fr, en)}.svg",
            dit=t(une, an),
            answer=family,
            phrase=phrases[family],
        )
        for fr, en, une, an, family in things
    )
    return Activity(
        title=t("Dans quelle famille ?", "Which family?"),
        material=t("des images, sur la tablette", "pictures, on the board"),
        intro=(t("On range des images.", "We sort pictures."),),
        about_items=t(
            "une image par ligne : comment on la dit, sa famille",
            "one picture a line: how it is said, its family",
        ),
        rows=rows,
        ask=(
            "- show:",
            "    picture: = item.picture",
            f'    choices: ["{fruit}", "{animal}"]',
            with_say(t("C'est {item.dit}.", "It is {item.dit}.")),
            say(t("Ça se range où ?", "Where does it go?")),
        ),
        about_answers=on_board(t),
        answers=(f'from: ["{fruit}", "{animal}"]', "by: [board, professional]"),
        told="{item.phrase}",
        nao_helps=(look_again(t), Help("gestural", highlighted(t("Regarde ici.", "Look here.")))),
        adult_helps=pointing(t),
    )


def rhymes(t: Tongue) -> Activity:
    """Return the activity in which the child finds the word that rhymes."""
    words = (
        ("chat", "rat", ("rat", "lune", "pont"), "cat", "hat", ("hat", "moon", "bridge")),
        ("souris", "tapis", ("vélo", "tapis", "canard"), "mouse", "house", ("bike", "house", "duck")),
        ("gâteau", "bateau", ("maison", "lapin", "bateau"), "boat", "goat", ("apple", "rabbit", "goat")),
        ("main", "pain", ("pain", "balle", "robe"), "tree", "bee", ("bee", "ball", "dress")),
    )
    rows = []
    for number, (mot, rime, choix, word, rhyme, choices) in enumerate(words, start=1):
        phrase = t(f"« {rime} » rime avec « {mot} ».", f"“{rhyme}” rhymes with “{word}”.")
        listed = _either(t, choix, choices)
        rows.append(
            row(id=f"rime_{number}", mot=t(mot, word), choix=listed, answer=t(rime, rhyme), phrase=phrase)
        )
    return Activity(
        title=t("Les mots qui riment", "Words that rhyme"),
        material=t("les mots, ou leurs images, sur la tablette",
                   "the words, or their pictures, on the board"),
        intro=(t("On écoute des mots.", "We listen to words."),),
        about_items=t("un mot par ligne : ceux que l'on propose, celui qui rime",
                      "one word a line: those to choose from, the one that rhymes"),
        rows=tuple(rows),
        ask=("- show:", "    choices: = item.choix",
             with_say(t("Qu'est-ce qui rime avec {item.mot} ?", "What rhymes with {item.mot}?"))),
        about_answers=on_board(t),
        answers=("from: = item.choix", "by: [board, professional]"),
        told="{item.phrase}",
        nao_helps=(
            Help("verbal", (say(t("Écoute la fin : {item.mot}.", "Listen to the end: {item.mot}.")),)),
            Help("model", highlighted("{item.phrase}")),
        ),
        adult_helps=pointing(t),
    )  # fmt: skip


def story(t: Tongue) -> Activity:
    """Return the activity in which the child follows a story in pictures."""
    scenes = (
        ("maison", "house", "L'ours sort de sa maison.", "The bear leaves home.", "Qui sort ?", "Who leaves?",
         ("ours", "lapin"), ("bear", "rabbit"), 0, "C'est l'ours.", "It is the bear."),
        ("riviere", "river", "Il voit une rivière.", "He sees a river.", "Que voit-il ?", "What does he see?",
         ("route", "rivière"), ("road", "river"), 1, "C'est la rivière.", "It is the river."),
        ("miel", "honey", "Il trouve du miel.", "He finds honey.", "Que trouve-t-il ?", "What does he find?",
         ("miel", "pain"), ("honey", "bread"), 0, "C'est le miel.", "It is the honey."),
    )  # fmt: skip
    rows = []
    for fr, en, dit, said, demande, question, choix, choices, right, phrase, sentence in scenes:
        rows.append(
            row(
                id=t(fr, en),
                picture=f"pictures/{t('ours', 'bear')}-{t(fr, en)}.svg",
                dit=t(dit, said),
                question=t(demande, question),
                choix=_either(t, choix, choices),
                answer=t(choix[right], choices[right]),
                phrase=t(phrase, sentence),
            )
        )
    return Activity(
        title=t("Une histoire en images", "A story in pictures"),
        material=t("les images de l'histoire, sur la tablette", "the story's pictures, on the board"),
        intro=(t("Je raconte une histoire.", "I tell a story."),),
        about_items=t("une image par ligne, dans l'ordre : la phrase, la question, les réponses au choix",
                      "one picture a line, in order: the sentence, the question, the answers to choose from"),
        rows=tuple(rows),
        ask=(
            "- show:",
            "    picture: = item.picture",
            "    choices: = item.choix",
            with_say("{item.dit}"),
            say("{item.question}"),
        ),
        about_answers=on_board(t),
        answers=("from: = item.choix", "by: [board, professional]"),
        told="{item.phrase}",
        nao_helps=(look_again(t), Help("gestural", highlighted(t("Regarde ici.", "Look here.")))),
        adult_helps=pointing(t),
        order=("order: listed",),
    )  # fmt: skip


def _either(t: Tongue, french: tuple[str, ...], english: tuple[str, ...]) -> tuple[str, ...]:
    """Return words in the language of the protocol."""
    return tuple(t(fr, en) for fr, en in zip(french, english, strict=True))
