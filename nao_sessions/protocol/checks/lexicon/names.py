"""What a lexicon holds for one language; common first names, to notice one that stands in a text.

The names are of French- and English-speaking countries, written for this check, and meant to grow; no list
was copied. Names that are everyday words too (Pierre, Rose, Claire, Will, Grace) are left out: they would be
noticed in vain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# What a lexicon holds for one language.


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


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern that matches any of several, in a text that went through :func:`plain`."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def plain(text: str) -> str:
    """Return a text in lower case, with ordinary spaces and apostrophes."""
    return " ".join(text.lower().replace("’", "'").split())


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


FIRST_NAMES = words(
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
