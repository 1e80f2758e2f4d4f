"""The kind of sound a sentence ends with, read from its last letters: what its end looks like depends on it.

French and English have silent letters: a table of endings by language, the first that fits, and words that go
against it. Where the table does not know, there is no answer, and an end is stated as less sure.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

FinalSound = Literal[
    "vowel", "nasal vowel", "nasal", "liquid",
    "voiced fricative", "voiceless fricative", "voiced plosive", "voiceless plosive",
]  # fmt: skip
FINAL_SOUNDS: tuple[FinalSound, ...] = get_args(FinalSound)

_VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
LONGEST_END = 16
"""The number of a word's last letters from which its last sound is read."""

_WORD = re.compile(r"[^\W\d_]+")

_RULES: dict[str, tuple[tuple[str, FinalSound], ...]] = {
    "fr": (
        (r"^(six|dix|tous|plus|fils|ours|os|bus|sens|as|jadis|cactus|vis|tennis|virus|hélas|maïs|mars)$",
         "voiceless fricative"),
        (r"^(gaz|quiz)$", "voiced fricative"),
        (r"^(sept|huit|net|but|brut|août|est|ouest|dot|stop|cap|coq|cinq|club|rap|cep)$|[aeiou]ct$",
         "voiceless plosive"),
        (r"^(club|snob|toubib|sud|zigzag)$", "voiced plosive"),
        (r"^(mer|hiver|fer|fier|cher|ver|hier|amer|enfer|cuiller|super)$", "liquid"),
        (r"^(tabac|estomac|porc|clef|nerf|outil|fusil|gentil|sourcil|persil)$", "vowel"),
        (r"^(le|de|te|me|ne|ce|se|je|que|les|des|tes|mes|ces|ses)$", "vowel"),
        (r"^(album|forum|rhum|film|islam)$", "nasal"),
        (r"[aeiouéy][nm](s|t|d|ds|g|gs|c|cs|p|ps)?$", "nasal vowel"),
        (r"[aeiouéèê](il|ils|ille|illes)$|[^v]illes?$", "liquid"),
        (r"(qu)es?$", "voiceless plosive"),
        (r"(gu)es?$", "voiced plosive"),
        (rf"[{_VOWELS}](e|es)$", "vowel"),
        (r"(er|ez|ers)$", "vowel"),
        (r"(gn|n|m)es?$", "nasal"),
        (r"(l|r)es?$", "liquid"),
        (r"(ch|ss|c|ç|f|ph)es?$|[^aeiouyéèêàâîôû]ses?$|[aeiouy]xes?$|(f|ff)s?$|sh$", "voiceless fricative"),
        (r"(s|z|v|ge|g)es?$|ges?$", "voiced fricative"),
        (r"(t|p|k|cc)es?$|[^n]cs?$|[qk]s?$", "voiceless plosive"),
        (r"(d|b)es?$", "voiced plosive"),
        (r"[lr][sdtpx]*$", "liquid"),
        (rf"[{_VOWELS}][sxtdpz]*$", "vowel"),
    ),
    "en": (
        (r"^(the|me|he|she|be|we)$", "vowel"),
        (r"^(of|is|was|has|his|as|these|those|with)$", "voiced fricative"),
        (r"(laugh|enough|cough|rough|tough)$", "voiceless fricative"),
        (r"nge$", "voiced fricative"),
        (r"(m|n|ng|mb|mn|gn)e?$", "nasal"),
        (r"(igh|ough|augh|eigh)$", "vowel"),
        (r"(th|ff?|fe|ss|ce|sh|ch|x|ph|gh|us|rse|nse|[ptkf]s|[ptk]es)$|^(this|yes|house|mouse|goose|geese|case|base|chase)$",
         "voiceless fricative"),
        (r"(ve|ze|z|zz|ge|the|se|[bdglmnrvwy]s|[aeiou]s)$", "voiced fricative"),
        (r"(ck|[ptk]|[ptk]e|que|c)$", "voiceless plosive"),
        (r"[bdg]e?$", "voiced plosive"),
        (r"(ll?|l?le|re?|rr)$", "liquid"),
        (r"[aeiouywh]+$", "vowel"),
    ),
}  # fmt: skip
"""For each language, patterns on the last word in lower case and the sound they mean; the first that fits."""


def final_sound(text: str, language: str) -> FinalSound | None:
    """Return the kind of a sentence's last sound; None for a name, a number, or what no rule fits."""
    rules = _RULES.get(language[:2], ())
    words = _WORD.findall(text.lower())
    if not words or re.search(r"[\d}][^\w}]*$", text):
        return None
    return next((sound for pattern, sound in rules if re.search(pattern, words[-1][-LONGEST_END:])), None)
