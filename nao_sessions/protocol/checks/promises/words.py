"""The words by which people mean a refusal, a distress, praise or consolation, in two languages.

Words alone give a remark, never an error: an author may mean them otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nao_sessions.protocol.checks.lexicon import plain
from nao_sessions.protocol.flow import Speech


@dataclass(frozen=True, slots=True)
class Meanings:
    """Patterns of one language, for text that went through ``plain``.

    ``refuses``: the child does not want; ``declines``: not now, which may be said of one game alone;
    ``distressed``: the child is unwell. ``praise`` and ``comfort`` are looked for where a sentence begins.
    """

    refuses: re.Pattern[str]
    declines: re.Pattern[str]
    distressed: re.Pattern[str]
    praise: re.Pattern[str]
    comfort: re.Pattern[str]
    cheers: re.Pattern[str]
    """Praise that cannot be meant as "all right": no *très bien, on arrête*."""


MEANINGS: Mapping[str, Meanings] = {
    "fr": Meanings(
        re.compile(
            r"\bne (?:le |la |l'|les )?(?:veu(?:t|lent)|souhaitent?) "
            r"(?:pas|plus)\b|\brefus|\bdi(?:t|sent) non\b"
        ),
        re.compile(r"\bpas maintenant\b|\bpas aujourd'hui\b"),
        re.compile(r"(?<!ça )\bva (?:très |trop )?mal\b|\bdétresse\b|\ben crise\b|\bpleure\b|\bpanique\b"),
        re.compile(
            r"^(?:oui\b|bravo\b|super\b|génial|parfait|excellent|magnifique|félicitations|très bien\b"
            r"|c'est (?:bien|ça|juste|gagné|exact)\b|bien (?:joué|vu|fait|rangé|trouvé)"
            r"|tu as (?:réussi|trouvé|gagné|tout)\b|(?:quel|quelle) (?:beau|belle)\b)"
        ),
        re.compile(
            r"^(?:on (?:continue|passe|essaie|essaye|essaiera|recommence|regarde encore|regardera encore)\b"
            r"|pas (?:cette fois|encore|tout à fait)\b|merci d'avoir essayé|je te montre\b|presque\b"
            r"|(?:regarde|écoute) (?:bien|encore)\b|ce n'est pas\b|c'est pas\b|non\b|dommage|tant pis"
            r"|la prochaine fois\b|je n'avais pas\b)"
        ),
        re.compile(
            r"^(?:bravo\b|super\b|génial|excellent|magnifique|félicitations|bien joué|champion"
            r"|c'est gagné\b|tu as (?:réussi|gagné)\b)"
        ),
    ),
    "en": Meanings(
        re.compile(r"\b(?:does|do)(?:n't| not) want\b|\brefus|\bsays? no\b|\bdeclin"),
        re.compile(r"\bnot (?:now|today)\b"),
        re.compile(r"\bdistress|\bis (?:unwell|upset|crying)\b|\bpanic"),
        re.compile(
            r"^(?:yes\b|well done\b|great\b|bravo\b|super\b|perfect|excellent|wonderful|very good\b"
            r"|good (?:job|work)\b|that's (?:it|right)\b|you (?:did it|found|got it|won)\b|what a "
            r"(?:nice|fine)\b)"
        ),
        re.compile(
            r"^(?:let's (?:go on|do another|try|look again|start again)\b|not (?:this time|yet|quite)\b"
            r"|thank you for trying|(?:look|listen) (?:well|carefully|again)\b|let me show\b|i will show\b"
            r"|almost\b|that's not\b|it is not\b|no\b|never mind|too bad|next time\b|i did not\b)"
        ),
        re.compile(r"^(?:bravo\b|well done\b|super\b|excellent|wonderful|hooray|you (?:did it|won)\b)"),
    ),
}  # fmt: skip

_SENTENCE_END = re.compile(r"[.!?…]+")


def sentences(speech: Speech) -> Iterator[tuple[str, str]]:
    """Yield each sentence of a text in lower case: (language, sentence)."""
    for language, template in speech.by_language:
        if language in MEANINGS:
            for one in _SENTENCE_END.split(plain(template.source)):
                if one.strip(" «»“”"):
                    yield language, one.strip(" «»“”")


def means(speech: Speech | None, meaning: str) -> bool:
    """Return whether a text has a meaning (the name of a field of ``Meanings``) in one of its languages."""
    if speech is None:
        return False
    for language, template in speech.by_language:
        pattern: re.Pattern[str] | None = getattr(MEANINGS.get(language), meaning, None)
        if pattern is not None and pattern.search(plain(template.source)):
            return True
    return False


def begins_with(speech: Speech, meaning: str) -> bool:
    """Return whether a sentence of a text begins with words of a meaning."""
    return any(getattr(MEANINGS[language], meaning).search(one) for language, one in sentences(speech))
