"""Two hundred sentences as adults write them for children, each of a kind that YAML or CSV trips over.

What nobody sees is written as an escape: a no-break space is ``\\u00a0``, a narrow one ``\\u202f``.
"""

from __future__ import annotations

import unicodedata

APOSTROPHES = (
    "C'est l'heure de l'atelier.",
    "Qu'est-ce qu'il a mangé ?",
    "L'ours n'a pas d'ailes.",
    "Aujourd'hui, c'est toi qui choisis.",
    "'Tit loup cherche sa maman.",
    "Touche l'image qui t'a fait rire",
    "J’ai caché l’éléphant derrière l’arbre.",
    "On s'assoit, on s'écoute, on s'amuse.",
    "D'accord, d'accord, j'ai compris !",
    "Presqu'île, aujourd'hui, quelqu'un : trois mots longs.",
    "Jusqu'où l'escargot est-il allé ?",
    "Les amis', c'est une faute.",
)

COLONS = (
    "Attention : écoute bien.",
    "Attention: écoute bien.",
    "Regarde, ours : il arrive doucement.",
    "Une couleur : rouge.",
    "Nao dit : touche ta tête !",
    "Il y a trois animaux : un chat, un chien, une poule.",
    "Rendez-vous à 14:30 près du tapis.",
    "Le score est de 3:2 pour les bleus.",
    "Devine:",
    "Voici la règle : un pas, un saut : c'est tout.",
    "say: n'est pas un mot français.",
    ": c'est à toi, maintenant.",
    "Note : Léo a fini avant les autres.",
    "Écoute le son::doux ou fort ?",
)

QUESTIONS = (
    "Ça va ?",
    "Qui veut commencer ?",
    "? Quelle drôle de bête",
    "Tu as vu ? Il a souri !",
    "C'est un fruit, ou un légume ?",
    "Où est passé le lapin?",
    "Combien de doigts ? Un, deux ou trois ?",
    "?! Personne n'a compris.",
    "Et toi, tu préfères quoi ?",
    "Est-ce que c'est froid ? Est-ce que c'est chaud ?",
)

HASHES = (
    "Regarde le dessin #1.",
    "# Silence, on écoute.",
    "Prends la carte #3 et la carte #7.",
    "On joue en équipe #bleue",
    "Le do #, c'est la touche noire.",
    "Choisis le numéro # 4.",
    "C'est la page#2 du cahier.",
    "#atelier : on commence !",
)

GUILLEMETS = (
    "« Chat » rime avec « rat ».",
    "«\u00a0Bonjour\u00a0», dit Nao.",
    "Elle crie : « Au loup ! »",
    "« Encore », c'est le mot à dire.",
    "Le mot « oui », tu sais le lire ?",
    "« Touche ma tête » : c'est la consigne.",
    "Il répond « non, merci » et il part.",
    "« Ah ? », « Oh ! », « Hum… » : imite-moi.",
    "«C'est collé», sans espace.",
    "‹ Petit › et « grand », montre-moi.",
)

BRACES = (
    "{Rires} On recommence.",
    "Bonjour {participants}, on va trier.",
    "Le mot {secret} est caché.",
    "Choisis {rouge, vert} ou rien.",
    "Une accolade } toute seule.",
    "{Une accolade toute seule.",
    "Dessine un nez comme ça : {",
    "{a: b}",
    "{participants}, c'est l'heure.",
)

BRACKETS = (
    "[Musique] On danse !",
    "On danse ! [musique]",
    "Choisis [rouge] ou [bleu].",
    "[Pause]",
    "Range le cube ] dans la boîte.",
    "[Léa, Tom et Zoé se lèvent.",
    "Les voyelles [a, e, i] chantent.",
    "(Tout bas) Viens près de moi.",
    "[1, 2, 3] Soleil !",
)

COMMAS = (
    "Bravo, c'est ça !",
    "Un, deux, trois, soleil !",
    "Léa, Tom, venez ici.",
    "Prends le cube rouge, puis le vert.",
    "Oui, oui, oui.",
    "Non, pas celui-là, l'autre.",
    "Il reste 2,5 biscuits.",
    "Doucement, tout doucement",
    ", et voilà le résultat.",
    "Regarde,écoute,réponds.",
    "Rouge, vert, bleu : lequel manque ?",
    "Merci, Nao,",
)

DASHES = (
    "- Bonjour, dit le renard.",
    "-Bonjour !",
    "– Tu viens jouer ?",
    "— Non, répond la chouette.",
    "-- Fin de l'histoire --",
    "--- On tourne la page",
    "... et il s'endort.",
    "Va-t-il pleuvoir - ou non ?",
    "Nao, viens-tu ? - J'arrive !",
    "- - Ça bégaie un peu.",
)

NO_BREAK_SPACES = (
    "Ça va\u00a0?",
    "Bravo\u202f!",
    "Attention\u00a0: écoute.",
    "Attention\u202f: regarde bien.",
    "Le chat\u202f; le chien.",
    "Il a dit\u00a0: «\u00a0Oui\u00a0»\u202f!",
    "Tu as 7\u00a0ans, ou 8\u00a0?",
    "Compte jusqu'à 1\u202f000\u202f!",
    "Un\u2009deux\u2009trois.",
    "Ré\u00adpète après moi.",
    "Prends\u00a0#3 dans le sac.",
    "Encore\u00a0: un\u00a0effort.",
    "Un mot\u200b collé depuis le site.",
)

PASTED_DECOMPOSED = tuple(
    unicodedata.normalize("NFD", text)
    for text in (
        "Écoute, l'été arrive.",
        "Où est passée la clé ?",
        "Ça t'a plu, le gâteau ?",
        "La forêt est à côté.",
        "Noël, c'est bientôt : prépare-toi.",
        "À bientôt, Zoé !",
        "« Même pas peur », dit l'âne.",
        "Le maïs est-il mûr ?",
    )
)

LETTERS = (
    "Mon cœur bat plus vite.",
    "Œuf, bœuf, sœur : un même son.",
    "L'île, le château, la forêt.",
    "Lætitia joue du tam-tam.",
    "MAJUSCULES, C'EST POUR CRIER !",
    "À l'école, Élise a échangé ses bottes.",
    "Un naïf, un maïs, une coïncidence.",
    "Le cygne glisse… le phœnix renaît.",
)

ELLIPSES = (
    "Et alors… il ouvrit la porte.",
    "Attends... encore un peu...",
    "…et la lumière s'éteint.",
    "Un… deux… trois… partez !",
    "Hum... : je réfléchis.",
    "C'est un... c'est une... ?",
)

PERCENTS = (
    "La batterie est à 50 %.",
    "Le réservoir est plein à 100%.",
    "% veut dire pour cent.",
    "Tu as réussi 8 sur 10, soit 80\u202f%.",
    "%d et %s ne veulent rien dire.",
)

QUOTES = (
    'Le mot "chat" a quatre lettres.',
    '"Bonjour", dit Nao.',
    '"Encore !"',
    "'Bonjour', dit Nao.",
    'Il murmure "viens" et il sort.',
    "Dis 'oui' ou 'non'.",
    'Le panneau dit : "Stop".',
    '"Un" et "deux", puis "trois".',
    'Un guillemet " oublié.',
    "“Salut”, dit l'autre robot.",
    'Écris "ou" sans accent, "où" avec.',
    "C''est mal tapé.",
)

LEADING_SIGNS = (
    "= c'est le signe égal.",
    "=2 et 2 font 4.",
    "* Une étoile pour toi !",
    "*Bravo* à toute l'équipe.",
    "& puis s'en va.",
    "&Léa et Tom& jouent ensemble.",
    "! Attention, marche glissante.",
    "!Attention les yeux",
    "| tire un trait droit.",
    "> plus grand que toi ?",
    ">5 points : c'est gagné !",
    "@Nao, réponds-moi.",
    "`Chut`, murmure-t-il.",
    "~ la vague passe ~",
    "+ un point pour toi.",
    "$ c'est un dollar.",
    "^ lève les bras.",
    "<3 je t'aime bien.",
    "/ penche-toi d'un côté.",
    ", virgule : tu respires.",
    "; point-virgule : tu souffles.",
    "• Premier jeu : les couleurs.",
    "-> tourne à droite.",
    "=> c'est gagné !",
    "?? Qu'est-ce que c'est ??",
)

YAML_WORDS = (
    "Oui",
    "Non",
    "yes",
    "no",
    "on",
    "null",
    "~",
    "true",
    "Vrai ou faux ?",
    "12",
    "Pi vaut 3,14 environ.",
    "007",
    "1e3",
    "12:30",
    "24/11/2026",
    "2026-11-24",
    "1_000",
    "0x10",
    "+33",
    "1.50",
)

OTHER_SIGNS = (
    "Bravo 🎉, tu as gagné !",
    "Un robot 🤖 : c'est moi.",
    "Lève les bras \\o/ comme ça.",
    "Le dossier C:\\nao est vide.",
    "Deux\u00a0euros et dix\u00a0cents : 2,10\u00a0€.",
    "Il fait -5 °C dehors & il neige.",
    "a+b=c, c'est de l'algèbre.",
    "Oui | non ? Choisis.",
    "Le numéro est le 01 23 45 67 89.",
)

GROUPS: dict[str, tuple[str, ...]] = {
    "apostrophes": APOSTROPHES,
    "deux-points": COLONS,
    "questions": QUESTIONS,
    "dièses": HASHES,
    "guillemets": GUILLEMETS,
    "accolades": BRACES,
    "crochets": BRACKETS,
    "virgules": COMMAS,
    "tirets": DASHES,
    "espaces insécables": NO_BREAK_SPACES,
    "NFD": PASTED_DECOMPOSED,
    "lettres": LETTERS,
    "points de suspension": ELLIPSES,
    "pour cent": PERCENTS,
    "guillemets droits": QUOTES,
    "signes en tête": LEADING_SIGNS,
    "mots de YAML": YAML_WORDS,
    "autres signes": OTHER_SIGNS,
}

SENTENCES: tuple[str, ...] = tuple(sentence for group in GROUPS.values() for sentence in group)
