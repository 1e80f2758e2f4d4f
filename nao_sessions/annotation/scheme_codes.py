"""The sentences of what can be wrong with a coding scheme (K101 to K108), in both languages."""

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
