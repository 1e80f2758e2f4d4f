"""The sentences of what can be wrong with a coding scheme (K101 to K109), in both languages."""

from __future__ import annotations

from nao_sessions.core.text import Text

UNKNOWN_KEY = Text(fr="« {key} » n'est pas une clé d'un schéma", en="'{key}' is no key of a scheme")
A_PROTOCOL = Text(
    fr="ce fichier est un protocole, et non un schéma de codage",
    en="this file is a protocol, and no coding scheme",
)
CHECK_IT = Text(fr="« nao-sessions check » le vérifie", en="'nao-sessions check' checks it")
NOT_A_MAP = Text(fr="il faut des clés et des valeurs ici", en="keys and values are needed here")
NOT_A_LIST = Text(fr="il faut une liste ici", en="a list is needed here")
NOT_A_TEXT = Text(fr="il faut un texte ici", en="a text is needed here")
MISSING = Text(fr="il manque « {key} »", en="'{key}' is missing")
NO_CODE = Text(
    fr="« {code} » : un code s'écrit en minuscules, chiffres et _",
    en="'{code}': a code is lower-case letters, digits and _",
)
OTHER_VERSION = Text(
    fr="ce programme lit la version {known} des schémas, pas « {found} »",
    en="this program reads version {known} of schemes, not '{found}'",
)
WRITE_VERSION = Text(fr="écrivez scheme: {known}", en="write scheme: {known}")
NO_KIND = Text(fr="« {kind} » n'est pas une sorte de comportement", en="'{kind}' is no kind of behaviour")
KINDS = Text(
    fr="point : un instant ; state : un état qui dure",
    en="point: a moment; state: something that lasts",
)
NO_MODIFIER_KIND = Text(
    fr="« {kind} » n'est pas une sorte de modificateur", en="'{kind}' is no kind of modifier"
)
MODIFIER_KINDS = Text(
    fr="one : une valeur ; several : plusieurs ; number : un nombre",
    en="one: one value; several: several of them; number: a number",
)
KEY_LENGTH = Text(fr="« {key} » : une touche est un seul signe", en="'{key}': a key is one character")
KEY_RESERVED = Text(
    fr="la touche « {key} » sert déjà à la lecture", en="the key '{key}' is needed by the player"
)
KEY_TAKEN = Text(
    fr="la touche « {key} » est déjà celle de « {other} »", en="the key '{key}' is already that of '{other}'"
)
OTHER_KEY = Text(
    fr="prenez une autre lettre ou un chiffre de 1 à 9", en="take another letter or a digit from 1 to 9"
)
NO_SUCH_GROUP = Text(
    fr="aucun comportement n'est du groupe « {name} »", en="no behaviour is of a group '{name}'"
)
NOT_THERE = Text(fr="il n'y a pas de modificateur « {name} »", en="there is no modifier '{name}'")
GROUP_OF_POINTS = Text(
    fr="un groupe exclut des états : « {code} » est un point",
    en="a group excludes states: '{code}' is a point",
)
LEAVE_GROUP_OUT = Text(fr="enlevez « group » ici", en="leave 'group' out here")
NAMES_A_PERSON = Text(
    fr="« {subject} » n'est ni un code (P07), ni un rôle (nao, adult, group)",
    en="'{subject}' is neither a code (P07) nor a role (nao, adult, group)",
)
NO_ETHOGRAM = Text(fr="ce fichier n'a pas d'éthogramme BORIS", en="this file has no BORIS ethogram")
NO_VOCABULARY = Text(
    fr="ce fichier ELAN n'a pas de vocabulaire contrôlé", en="this ELAN file has no controlled vocabulary"
)
VOCABULARY_HINT = Text(
    fr="les comportements sont les mots des vocabulaires contrôlés des acteurs (tiers)",
    en="behaviours are the entries of the tiers' controlled vocabularies",
)
OTHER_KEY_GIVEN = Text(
    fr="la touche « {key} » de « {name} » sert déjà, ou ne peut pas servir ici : « {other} » la remplace",
    en="the key '{key}' of '{name}' is taken, or cannot be one here: '{other}' stands instead",
)
NUMBER_NOT_ASKED = Text(
    fr="« {name} » de « {of} » est un nombre : gardé et lu, mais la page de codage ne le demande pas",
    en="'{name}' of '{of}' is a number: it is kept and read, but the coding page does not ask for it",
)
SEVERAL_NOT_ASKED = Text(
    fr="« {name} » de « {of} » a plusieurs valeurs à la fois : gardées et lues ; la page en demande une",
    en="'{name}' of '{of}' has several values at once: kept and read; the page asks for one",
)
WRITTEN_TWICE = Text(
    fr="« {name} » est écrit deux fois : la première compte",
    en="'{name}' is written twice: the first one counts",
)
NO_VALUES = Text(
    fr="« {name} » de « {of} » n'a pas de valeur : gardé pour BORIS seul",
    en="'{name}' of '{of}' has no value: it is kept for BORIS alone",
)
NO_WORDS = Text(
    fr="le vocabulaire « {name} » est vide : laissé de côté",
    en="the vocabulary '{name}' is empty: it is left out",
)
EXCLUDES_MORE = Text(
    fr="« {name} » n'exclut pas dans BORIS tout « {group} » : ici, d'un groupe un seul état à la fois",
    en="'{name}' does not exclude in BORIS all states of '{group}': here, one of a group goes on at a time",
)
POINT_EXCLUDES = Text(
    fr="« {name} » est un point : ici, un point n'exclut rien",
    en="'{name}' is a point: here, a point excludes nothing",
)
LEFT_OUT = Text(fr="laissé de côté : {what}{name}", en="left out: {what}{name}")
THINGS = {
    "coding map": Text(fr="carte de codage", en="a coding map"),
    "coding_map": Text(fr="cartes de codage", en="coding maps"),
    "behaviors_coding_map": Text(fr="cartes de codage des comportements", en="coding maps of behaviours"),
    "behavioral_categories": Text(fr="catégories", en="categories"),
    "behavioral_categories_config": Text(fr="réglages des catégories", en="settings of categories"),
    "independent_variables": Text(fr="variables indépendantes", en="independent variables"),
    "converters": Text(fr="convertisseurs", en="converters"),
    "time_format": Text(fr="format des temps", en="the format of times"),
    "project_name": Text(fr="nom du projet", en="the project's name"),
    "project_description": Text(fr="description du projet", en="the project's description"),
    "project_date": Text(fr="date du projet", en="the project's date"),
}
FIRST_NAME_LEFT_OUT = Text(
    fr="laissé de côté, un prénom semble y rester : {what}",
    en="left out, a first name seems to be left in it: {what}",
)
FIRST_NAME_STAYS = Text(
    fr="un prénom semble écrit dans « {what} » ou sa description : changez-le dans le schéma",
    en="a first name seems to be written in '{what}' or its description: change it in the scheme",
)
SUBJECT_LEFT_OUT = Text(
    fr="ce sujet n'est ni un code (P07), ni un rôle (nao, adult, group) : laissé de côté",
    en="this subject is neither a code (P07) nor a role (nao, adult, group): it is left out",
)
ELAN_KNOWS_NO = Text(
    fr="ELAN n'a ni touches, ni modificateurs, ni instants : des touches sont données, et tout dure, "
    "sauf ce dont la description finit par « (point) »",
    en="ELAN has no keys, modifiers or moments: keys are given, and all lasts but what has a "
    "description that ends with '(point)'",
)
TIERS_LEFT_OUT = Text(
    fr="laissé de côté : acteurs ({tiers}) et types ({types}) du fichier ; un modèle écrit d'ici a un acteur "
    "par vocabulaire",
    en="left out: tiers ({tiers}) and types ({types}) of the file; a template written from here has a tier "
    "for each vocabulary",
)
LOST_IN_ELAN = Text(
    fr="Quand ELAN enregistre ce modèle, il en perd : touches, modificateurs, version, sujets, "
    "titres anglais.",
    en="When ELAN saves this template, it loses of it: keys, modifiers, version, subjects, English titles.",
)
