"""The words that the checks on sentences know, in French and in English: to be read, questioned and extended.

Instructions, idioms, judgements, first names. A language without a lexicon is not checked by them. The first
names are of French- and English-speaking countries, written for this check; no list was copied. Those that
are everyday words too (Pierre, Rose, Claire, Will, Grace) are left out: they would be noticed in vain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language; patterns are for lower-case text.

    ``instructions``: imperatives that ask for an act of its own; ``attention``: those that only call for
    attention when a comma follows. ``figurative``: idioms. ``wrong``: what tells somebody that he is wrong,
    anywhere; ``wrong_after``: only after an answer. ``forbids``: an instruction by what not to do.
    ``to_child``: how one child must not be addressed; ``to_adult``: how an adult must not. ``personal``:
    questions and headings for data of a person. ``asks_name``: the same for a name, in sound. ``or_words``:
    words between two instructions that leave the choice; ``and_words``: words that may stand before an
    instruction; ``then_words``: those of them that add a step. ``no_names``: games whose name holds a first
    name.
    """

    instructions: frozenset[str]
    attention: frozenset[str]
    or_words: frozenset[str]
    and_words: frozenset[str]
    then_words: frozenset[str]
    figurative: re.Pattern[str]
    wrong: re.Pattern[str]
    wrong_after: re.Pattern[str]
    forbids: re.Pattern[str]
    to_child: re.Pattern[str] | None
    to_adult: re.Pattern[str] | None
    personal: re.Pattern[str]
    asks_name: re.Pattern[str]
    no_names: re.Pattern[str]


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern that matches any of several, in a text that went through :func:`plain`."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _words_of(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


FRENCH = Lexicon(
    instructions=_words_of(
        "touche regarde écoute montre dis répète prends mets pose donne lève baisse tourne ferme ouvre "
        "viens va "
        "assieds assois attends compte choisis trouve cherche appuie tape souffle respire imite fais refais "
        "recommence "
        "continue essaie essaye arrête range tiens tire pousse dessine nomme lis chante danse saute marche "
        "reviens "
        "cache plie croise secoue frappe ramasse attrape lance roule glisse colle coupe écris retourne "
        "penche tends "
        "serre lâche remets enlève passe raconte réponds explique devine classe trie relie entoure colorie "
        "bouge "
        "touchez regardez écoutez montrez dites répétez prenez mettez posez donnez levez baissez tournez "
        "fermez ouvrez "
        "venez attendez comptez choisissez trouvez cherchez appuyez tapez soufflez respirez imitez faites "
        "recommencez continuez essayez arrêtez rangez"
    ),
    attention=_words_of(
        "regarde écoute attends tiens viens va allez regardez écoutez attendez venez continue"
    ),
    or_words=_words_of("ou sinon"),
    and_words=_words_of("et puis ensuite après maintenant alors enfin d'abord"),
    then_words=_words_of("puis ensuite après"),
    figurative=_any_of(
        (
            r"langue au chat", r"coups? de main\b", r"\bjet\w+ (?:un |une )?(?:coup d')?œil",
            r"ouvr\w+ (?:grand|bien) (?:tes|vos|les) oreilles", r"\b(?:tend|prêt)\w* l'oreille",
            r"dans la lune", r"tête en l'air", r"doigts dans le nez", r"les pieds dans le plat",
            r"pleut des cordes", r"un chat dans la gorge", r"dans les pommes",
            r"cass\w+ (?:les|mes|ses) pieds",
            r"faim de loup", r"froid de canard", r"chair de poule", r"sage comme une image",
            r"c'est du gâteau",
            r"au pied de la lettre", r"autour du pot", r"sang-froid", r"\ble cafard\b",
            r"crois\w+ les doigts",
            r"creus\w+(?:-toi|-vous)? la tête", r"les vers du nez", r"la main à la pâte", r"bouche cousue",
            r"haut la main", r"à vue de nez", r"bout de la langue", r"le cœur (?:net|gros|léger)",
            r"courage à deux mains", r"coûte les yeux", r"un poil dans la main", r"la puce à l'oreille",
            r"gard\w+ (?:ta|sa|votre) langue", r"poser un lapin", r"le jeu en vaut", r"motus",
            r"avoir la pêche|as la pêche", r"met\w* le paquet", r"vide ton sac", r"clin d'œil",
        )
    ),
    wrong=_any_of(
        (
            r"\bc'est faux\b", r"^faux\b", r"(?<!ou )\bfaux(?= ?[.!])", r"\btu as faux\b", r"\btu as tort\b",
            r"\btu t'es trompée?\b", r"\btu te trompes\b", r"\b(?:c'est|tu as fait) une erreur\b",
            r"\bmauvaise réponse\b", r"\bce n'est pas (?:ça|la bonne|le bon|juste|correct|bien)\b",
            r"\bc'est pas (?:ça|la bonne|le bon|juste|bien|bon)\b", r"\b(?:c'est|tu as) raté\b",
            r"^ratée?(?= ?[.!])",
            r"\btu as perdu(?= ?[.!])", r"^perdu(?= ?[.!])",
            r"\btu n'as pas (?:réussi|trouvé|compris|écouté)\b",
            r"\bc'est nul\b", r"\btu ne sais pas\b",
        )
    ),
    wrong_after=_any_of((r"^(?:mais |eh |ah |oh )?non(?= ?[,.!…]|$)", r"^pas bien\b", r"^pas juste\b",
                        r"^erreur\b")),
    forbids=_any_of(
        (
            r"^ne \w+ (?:pas|plus|jamais|rien)\b", r"^n'\w+ (?:pas|plus|jamais|rien)\b",
            r", ne \w+ (?:pas|plus|jamais|rien)\b", r"\btu n(?:e |')\w+ (?:pas|plus|jamais|rien)\b",
            r"^interdit de\b", r"^\w+ pas (?:à|au|la|le|les|l'|de|ton|ta|tes)\b",
        )
    ),
    to_child=_any_of((r"\b(?:vous|votre|vos)\b", r"\b(?!assez\b|nez\b|chez\b|rez\b)[a-zéèêàôûïç]{2,}ez\b")),
    to_adult=_any_of((r"\b(?:tu|toi|ton|ta|tes|t')\b",)),
    personal=_any_of(
        (
            r"\bnom de famille\b", r"\bnom de l'enfant\b", r"\bprénom de l'enfant\b",
            r"\bdate de naissance\b",
            r"\bnuméro de (?:téléphone|sécurité)\b", r"\badresse (?:de|des|du|postale|mail)\b",
            r"\bton adresse\b",
            r"\boù (?:est-ce que tu habites|habites-tu|tu habites)\b", r"\bdiagnostic\b",
            r"\bquel âge as-tu\b",
            r"\btu as quel âge\b", r"\bquelle est ta maladie\b", r"\bcomment s'appell\w+ (?:ta|ton|tes) ",
        )
    ),
    asks_name=_any_of(
        (r"\bcomment (?:tu t'appelles|t'appelles-tu|est-ce que tu t'appelles)\b",
         r"\bquel est ton (?:pré)?nom\b",
         r"\bdis(?:-moi)? ton (?:pré)?nom\b")
    ),
    no_names=_any_of((r"jacques a dit", r"jacques dit", r"simon a dit", r"simon dit", r"frère jacques",
                     r"colin-maillard", r"guignol")),
)  # fmt: skip


ENGLISH = Lexicon(
    instructions=_words_of(
        "touch look listen show say repeat take put give raise lift lower turn close open come go sit wait "
        "count choose "
        "pick find search press tap blow breathe copy do redo make start continue try stop tidy hold pull "
        "push draw "
        "name read sing dance jump walk hide bend cross shake hit catch throw roll slide stick cut write "
        "lean stretch "
        "squeeze drop remove pass tell answer explain guess sort match circle colour color move point"
    ),
    attention=_words_of("look listen wait come now"),
    or_words=_words_of("or otherwise"),
    and_words=_words_of("and then now next after first finally please"),
    then_words=_words_of("then next afterwards"),
    figurative=_any_of(
        (
            r"cats and dogs", r"piece of cake", r"break a leg", r"cat got your tongue", r"keep an eye on",
            r"\b(?:lend|give) (?:me |us )?a hand\b", r"\b(?:lend|give) (?:me |us )?(?:an|your) ear\b",
            r"pull\w* (?:my|your|his|her) leg", r"hold your horses", r"butterflies in", r"under the weather",
            r"spill the beans", r"tip of (?:my|your|the) tongue", r"\ball ears\b", r"fingers crossed",
            r"cross your fingers", r"an arm and a leg", r"hit the sack", r"out of the bag", r"time flies",
            r"thinking cap", r"use your head", r"cool as a cucumber", r"busy as a bee", r"over the moon",
            r"on cloud nine", r"heart of gold", r"keep your chin up", r"bite your tongue", r"out of the blue",
            r"once in a blue moon", r"a frog in (?:my|your) throat", r"zip your lips", r"keep your cool",
            r"hit the nail", r"head in the clouds", r"in hot water", r"call it a day", r"easy as pie",
        )
    ),
    wrong=_any_of(
        (
            r"\bthat(?:'s| is| was) (?:wrong|not right|incorrect|not it|bad|a mistake)\b", r"^wrong\b",
            r"\byou(?:'re| are| were) wrong\b", r"\byou failed\b", r"\byou lose\b", r"\byou lost(?= ?[.!])",
            r"\b(?:wrong|bad) answer\b", r"^incorrect\b", r"\byou made a mistake\b",
            r"\byou did not (?:get|find|listen)\b",
            r"\byou didn't (?:get|find|listen)\b", r"\byou don't know\b", r"\bnot correct\b",
        )
    ),
    wrong_after=_any_of((r"^(?:oh |but |ah )?no(?= ?[,.!…]|$)", r"^not right\b", r"^mistake\b", r"^bad\b")),
    forbids=_any_of(
        (
            r"^(?:please )?(?:do not|don't|never|no) \w+", r", (?:do not|don't|never) \w+",
            r"\byou (?:must not|mustn't|may not|are not allowed|do not|don't) \w+",
        )
    ),
    to_child=None,
    to_adult=None,
    personal=_any_of(
        (
            r"\b(?:last|family|sur)\s?name\b", r"\bchild's (?:first )?name\b", r"\bdate of birth\b",
            r"\b(?:phone|social security) number\b", r"\bhome address\b", r"\byour address\b",
            r"\bwhere do you live\b", r"\bdiagnosis\b", r"\bhow old are you\b",
        )
    ),
    asks_name=_any_of((r"\bwhat(?:'s| is) your (?:first )?name\b", r"\b(?:say|tell me) your name\b")),
    no_names=_any_of((r"simon says", r"jack and jill", r"peter pan", r"humpty dumpty", r"ring a ring",
                     r"jack-in-the-box")),
)  # fmt: skip


def plain(text: str) -> str:
    """Return a text in lower case, with ordinary spaces and apostrophes."""
    return " ".join(text.lower().replace("’", "'").split())


FIRST_NAMES = _words_of(
    "Adam Adèle Adrien Agathe Alban Alexandre Alexis Alice Alicia Amandine Amélie Amine Anaïs André "
    "Anna Antoine Apolline Arthur Audrey Augustin Axel Aya Aymeric Baptiste Basile Bastien "
    "Benjamin Benoît Bérénice Bilal Brahim Brice Bruno Camille Candice Carla Carole Caroline Catherine "
    "Cédric Céline Charlie Charline Charlotte Chloé Christelle Christian Christine Christophe Clara "
    "Clarisse Claudine Clément Cléo Coline Corentin Corinne Côme Cyril Damien Daniel David Delphine "
    "Denis Didier Diego Dimitri Dominique Dorian Dylan Édouard Éléna Éléonore Éliana Élias Élina Éline "
    "Élisa Élisabeth Élise Éliott Ella Éloïse Élodie Émeline Émilie Émilien Émilio Emma Emmanuel Enzo "
    "Éric Erwan Estelle Esteban Ethan Étienne Eugénie Éva Évan Ève Fabien Fabrice Fanny Farah Fatima "
    "Fatou Flavie Florent Florian Franck François Françoise Frédéric Gabin Gabriel Gabrielle Gaël "
    "Gaétan Gaspard Gauthier Gérard Gilles Guillaume Hakim Hamza Hector Hélène Henri Hervé Hugo "
    "Ibrahim Ilyes Imane Inaya Inès Irène Isabelle Isaac Ismaël Issa Jacqueline Jacques Jean-Luc Jeanne "
    "Jérémie Jérémy Jérôme Joanna Joël Johan Jonathan Jordan Joseph Joséphine Joshua Judith Jules Julia "
    "Julie Julien Juliette Justin Justine Karim Karine Kenza Kevin Khadija Killian Kylian Laetitia Lana "
    "Laura Laurence Laurent Laurine Léa Léana Leïla Lenny Léna Léo Léon Léonard Léonie Léopold Liam "
    "Lila Lilou Lina Lisa Lise Loan Loïc Loïs Lola Lorenzo Lou-Ann Louane Louis Louise Louna Luc Luca "
    "Lucas Lucie Lucien Ludivine Ludovic Lya Lyam Lyna Maël Maëlle Maëlys Maéva Malik Malo Manon Marc "
    "Marceau Marcel Margaux Margot Maria Mariam Marie Marilou Marion Marius Martin Martine Maryam Mateo "
    "Mathéo Mathieu Mathilde Mathis Matthieu Maxence Maxime Maya Medhi Mehdi Mélanie Mélina Mélissa Mia "
    "Michel Michèle Mila Milan Milo Mohamed Moïse Monique Morgane Moussa Myriam Nabil Nadège Nadia Naël "
    "Naïm Nassim Natacha Nathalie Nathan Nicolas Nicole Nina Nino Noa Noah Noam Noé Noémie Nolan Nora "
    "Noûr Octave Olivia Olivier Oscar Pablo Patrice Patricia Patrick Paul Paula Pauline Philippe "
    "Philomène Quentin Rachid Rafaël Raphaël Rayan Rayane Rémi Rémy Renaud Romain Romane Romy Ryan "
    "Sabrina Sacha Salomé Samir Samuel Sandra Sandrine Sarah Sébastien Séverine Simon Soan Sofia Sohan "
    "Solène Soline Sophie Stéphane Stéphanie Suzanne Sylvain Sylvie Tania Tess Théa Théo Théodore "
    "Thibault Thierry Thomas Tiago Timéo Timothée Titouan Tom Tristan Ulysse Valentin Valentine Valérie "
    "Vincent Virginie Wassim Xavier Yanis Yann Yannis Yasmine Yassine Yohan Younes Youssef Yvan Yvette "
    "Yvonne Zacharie Zakaria Zélie Zoé "
    "Aaron Abigail Aidan Alan Albert Alfie Amelia Amy Andrea Andrew Angela Anthony Archie Ashley "
    "Barbara Bella Beth Bethany Brandon Brian Callum Cameron Carol Chris Connor Craig Darren Debbie "
    "Deborah Donna Edward Eleanor Elizabeth Ellie Elliot Emily Evie Finley Fiona Freddie Freya Gareth "
    "Gary Gavin Geoffrey George Georgia Gemma Graham Hannah Harriet Harry Helen Henry "
    "Imogen Isabella Isla Jacob Jake James Jamie Jane Janet Jason Jennifer Jenny Jessica Joanne Joe "
    "John Josh Julian Karen Kate Katie Keith Kelly Kieran Kyle Lauren Leah Lewis Linda Logan Lucy Luke "
    "Madison Maisie Margaret Martha Mary Matilda Matthew Megan Michael Michelle Mike Mohammed "
    "Molly Nancy Natalie Neil Nicola Nigel Oliver Owen Patrick Pamela Peter Philip Phoebe Rachel "
    "Rebecca Richard Robert Rosie Ross Samantha Scott Sean Sebastian Sharon Shaun Sophia "
    "Stephen Steven Stuart Susan Teddy Theo Tim Toby Tony Tracey Trevor Tyler Victoria Wayne William "
    "Zara Zoe "
)


TITLES = frozenset({"M.", "Mme", "Mlle", "Dr", "Pr", "Mr", "Mrs", "Ms", "Monsieur", "Madame"})
"""What stands before a person's name where a role is asked for."""

LEXICONS: Mapping[str, Lexicon] = {"fr": FRENCH, "en": ENGLISH}
