"""The sentences of what can be wrong with a coding scheme (K101 to K109), in both languages."""

from __future__ import annotations

from nao_sessions.text.messages import msg

UNKNOWN_KEY = msg("'{key}' is no key of a scheme")
A_PROTOCOL = msg("this file is a protocol, and no coding scheme")
CHECK_IT = msg("'nao-sessions check' checks it")
NOT_A_MAP = msg("keys and values are needed here")
NOT_A_LIST = msg("a list is needed here")
NOT_A_TEXT = msg("a text is needed here")
MISSING = msg("'{key}' is missing")
NO_CODE = msg("'{code}': a code is lower-case letters, digits and _")
OTHER_VERSION = msg("this program reads version {known} of schemes, not '{found}'")
WRITE_VERSION = msg("write scheme: {known}")
NO_KIND = msg("'{kind}' is no kind of behaviour")
KINDS = msg("point: a moment; state: something that lasts")
NO_MODIFIER_KIND = msg("'{kind}' is no kind of modifier")
MODIFIER_KINDS = msg("one: one value; several: several of them; number: a number")
KEY_LENGTH = msg("'{key}': a key is one character")
KEY_RESERVED = msg("the key '{key}' is needed by the player")
KEY_TAKEN = msg("the key '{key}' is already that of '{other}'")
OTHER_KEY = msg("take another letter or a digit from 1 to 9")
NO_SUCH_GROUP = msg("no behaviour is of a group '{name}'")
NOT_THERE = msg("there is no modifier '{name}'")
GROUP_OF_POINTS = msg("a group excludes states: '{code}' is a point")
LEAVE_GROUP_OUT = msg("leave 'group' out here")
NAMES_A_PERSON = msg("'{subject}' is neither a code (P07) nor a role (nao, adult, group)")
NO_ETHOGRAM = msg("this file has no BORIS ethogram")
NO_VOCABULARY = msg("this ELAN file has no controlled vocabulary")
VOCABULARY_HINT = msg("behaviours are the entries of the tiers' controlled vocabularies")
OTHER_KEY_GIVEN = msg("the key '{key}' of '{name}' is taken, or cannot be one here: '{other}' stands instead")
NUMBER_NOT_ASKED = msg(
    "'{name}' of '{of}' is a number: it is kept and read, but the coding page does not ask for it"
)
SEVERAL_NOT_ASKED = msg("'{name}' of '{of}' has several values at once: kept and read; the page asks for one")
WRITTEN_TWICE = msg("'{name}' is written twice: the first one counts")
NO_VALUES = msg("'{name}' of '{of}' has no value: it is kept for BORIS alone")
NO_WORDS = msg("the vocabulary '{name}' is empty: it is left out")
EXCLUDES_MORE = msg(
    "'{name}' does not exclude in BORIS all states of '{group}': here, one of a group goes on at a time"
)
POINT_EXCLUDES = msg("'{name}' is a point: here, a point excludes nothing")
LEFT_OUT = msg("left out: {what}{name}")
THINGS = {
    "coding map": msg("a coding map"),
    "coding_map": msg("coding maps"),
    "behaviors_coding_map": msg("coding maps of behaviours"),
    "behavioral_categories": msg("categories"),
    "behavioral_categories_config": msg("settings of categories"),
    "independent_variables": msg("independent variables"),
    "converters": msg("converters"),
    "time_format": msg("the format of times"),
    "project_name": msg("the project's name"),
    "project_description": msg("the project's description"),
    "project_date": msg("the project's date"),
}
FIRST_NAME_LEFT_OUT = msg("left out, a first name seems to be left in it: {what}")
FIRST_NAME_STAYS = msg(
    "a first name seems to be written in '{what}' or its description: change it in the scheme"
)
SUBJECT_LEFT_OUT = msg("this subject is neither a code (P07) nor a role (nao, adult, group): it is left out")
ELAN_KNOWS_NO = msg(
    "ELAN has no keys, modifiers or moments: keys are given, and all lasts but what has a "
    "description that ends with '(point)'"
)
TIERS_LEFT_OUT = msg(
    "left out: tiers ({tiers}) and types ({types}) of the file; a template written from here has a tier "
    "for each vocabulary"
)
LOST_IN_ELAN = msg(
    "When ELAN saves this template, it loses of it: keys, modifiers, version, subjects, English titles."
)
