"""How a word sounds, roughly: one sign a sound, so that words that are heard alike can be compared.

Rules of spelling, not a dictionary: silent letters, digraphs and nasal vowels of French; the commonest
spellings of English. Wrong for many a word, and right enough to notice *pain* beside *bain*.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_V = "aàâeéèêëiîïoôuùûüyœæ"
_OTHER = f"(?![{_V}nm~])"
"""What follows a nasal vowel: no vowel, no n or m, and no mute e either (``~``: lune, pomme)."""

# Tried in this order at every place of a word; the first that fits is taken. Signs: 5 in, @ an, § on, 2 eu,
# ° mute e, E open e, u ou, y u, S ch, Z j, J gn or ill, H the glide of "huit".
_FRENCH = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        (r"œu|oeu", "2"), (r"[œæ]", "e"), (r"eaux?|aux?|ô", "o"), (r"tion", "sj§"),
        (rf"(?:ain|aim|ein|eim){_OTHER}", "5"), (rf"oin{_OTHER}", "w5"), (r"oi|oî", "wa"),
        (rf"oy(?=[{_V}])", "waj"), (r"ouill", "uj"), (r"euil|ueil|œil", "2j"), (rf"eill?(?=[{_V}]|$)", "Ej"),
        (rf"aill?(?=[{_V}]|$)", "aj"), (r"ou|où|oû", "u"), (rf"ill(?=[{_V}])", "ij"),
        (rf"(?:in|im|yn|ym|un){_OTHER}", "5"), (rf"ien{_OTHER}", "j5"),
        (rf"(?:an|am|en|em){_OTHER}", "@"), (rf"(?:on|om){_OTHER}", "§"),
        (r"ai|aî|ei|è|ê|ë", "E"), (r"eu|eû", "2"), (r"é|er$|ez$", "e"),
        (r"e(?=r~$)", "E"), (r"et$", "E"),
        (r"e(?=([lrstpnmfc])\1)", "E"), (r"e(?=[rlstxcpf][bcdfgklmnpqrstvz])", "E"), (r"e(?=[rlfctx]$|x)",
                                                                                      "E"),
        (r"e", "°"), (rf"u(?=[{_V}])", "H"), (r"[uùûü]", "y"), (r"i(?=[aàâeéèêoôu])", "j"), (r"[iîï]", "i"),
        (rf"y(?=[{_V}])", "j"), (r"y", "i"), (r"[aàâ]", "a"), (r"o", "o"),
        (r"qu|q", "k"), (r"ph", "f"), (r"th", "t"), (r"sch|ch", "S"), (r"gn", "J"), (r"gu(?=[eiéèê])", "g"),
        (r"ge(?=[aoâô])|g(?=[eiyéèê])|j", "Z"), (r"cc(?=[eiéèê])", "ks"), (r"c(?=[eiyéèêœ])|ç", "s"),
        (r"cc|ck|c|k", "k"), (r"ss|sc(?=[ei])", "s"), (rf"(?<=[{_V}])s(?=[{_V}])", "z"),
        (rf"x(?=[{_V}])", "gz"), (r"x", "ks"), (r"h", ""), (r"([bdfglmnprtz])\1", None),
    )
)  # fmt: skip
_ENGLISH = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        (r"ough$|augh", "o"), (r"igh", "I"), (r"tion", "SN"), (r"ph", "f"), (r"sh|ch", "S"), (r"th", "T"),
        (r"ck|qu|c(?![eiy])|k|q", "k"), (r"c", "s"), (r"wh|w", "w"), (r"kn|gn", "n"), (r"wr", "r"),
        (r"ee|ea|ie|y$", "i"), (r"oo|ou|ew", "u"), (r"oa|ow", "o"), (r"ai|ay|ei|ey", "A"), (r"au|aw", "o"),
        (r"([bdfglmnprstz])\1", None), (r"e$", ""), (r"x", "ks"), (r"h", "h"),
    )
)  # fmt: skip

_WHOLE = {
    "les": "le", "des": "de", "mes": "me", "tes": "te", "ses": "se", "ces": "se", "est": "E", "et": "e",
    "pied": "pje",
    "deux": "d2", "six": "sis", "dix": "dis", "femme": "fam", "monsieur": "m2sj2", "oui": "wi", "ouais": "wE",
    "sept": "sEt", "huit": "Hit", "neuf": "n2f", "fils": "fis", "ours": "uRs", "bus": "bys", "temps": "t@",
    "août": "ut",
    "plus": "plys", "tous": "tus", "pas": "pa", "os": "os", "mer": "mER", "hiver": "ivER", "hier": "jER",
    "fier": "fjER",
    "cher": "SER", "ver": "vER", "super": "sypER", "chat": "Sa", "stop": "stop", "non": "n§", "un": "5",
    "nez": "ne",
    "pieds": "pje", "œuf": "2f", "sac": "sak", "avec": "avEk", "bec": "bEk", "lac": "lak", "sel": "sEl",
    "fer": "fER",
}  # fmt: skip


@lru_cache(maxsize=4_096)
def sounds(text: str, language: str = "fr") -> str:
    """Return how a word, or several, sound; for a language without rules, its letters."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text.lower()))
    if language == "fr":
        return "".join(_french(word) for word in words)
    if language == "en":
        return "".join(_spelt(word, _ENGLISH) for word in words)
    return "".join(words)


def distance(one: str, other: str) -> int:
    """Count the sounds to change, add or take away to make one of the other (Levenshtein)."""
    before = list(range(len(other) + 1))
    for row, sound in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (sound != against)))
        before = now
    return before[-1]


def _french(word: str) -> str:
    if word in _WHOLE:
        return _WHOLE[word]
    return _spelt(_said(word), _FRENCH)


def _said(word: str) -> str:
    """Take away what is written at the end of a French word and not said."""
    if len(word) > 3:
        if not re.search(r"(?:m|v|c|d|g|r|i|ll)ent$", word):
            word = re.sub(rf"(?<=[^{_V}])ent$|(?<=[iou])ent$", "~", word)
        word = re.sub(rf"(?<=[^{_V}~])es?$|(?<=[iuéouy])es?$", "~", word)
        word = re.sub(r"(?<=é)e?s?$", "", word)
    if word.endswith("~"):
        return word
    if len(word) > 2 and not re.search(r"e[tz]$|er$", word):
        word = re.sub(r"(?<=r)[td]s?$", "~", word)
        word = re.sub(r"(?<=..)(?:ts|ds|ps|[tdpsxz])$", "", word)
        word = re.sub(r"(?<=[nmr])[tdpgc]$", "", word)
    return word


def _spelt(word: str, rules: tuple[tuple[re.Pattern[str], str | None], ...]) -> str:
    heard: list[str] = []
    at = 0
    while at < len(word):
        for spelling, sound in rules:
            match = spelling.match(word, at)
            if match is not None and match.end() > at:
                heard.append(match.group()[0] if sound is None else sound)
                at = match.end()
                break
        else:
            heard.append({"r": "R", "~": ""}.get(word[at], word[at]))
            at += 1
    return "".join(heard)
