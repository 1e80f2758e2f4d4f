"""The lexicon of English."""

from __future__ import annotations

from nao_sessions.protocol.checks.lexicon.names import Lexicon, any_of, words

ENGLISH = Lexicon(
    instructions=words(
        "touch look listen show say repeat take put give raise lift lower turn close open come go sit wait "
        "count choose "
        "pick find search press tap blow breathe copy do redo make start continue try stop tidy hold pull "
        "push draw "
        "name read sing dance jump walk hide bend cross shake hit catch throw roll slide stick cut write "
        "lean stretch "
        "squeeze drop remove pass tell answer explain guess sort match circle colour color move point"
    ),
    attention=words("look listen wait come now"),
    or_words=words("or otherwise"),
    and_words=words("and then now next after first finally please"),
    then_words=words("then next afterwards"),
    figurative=any_of(
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
    wrong=any_of(
        (
            r"\bthat(?:'s| is| was) (?:wrong|not right|incorrect|not it|bad|a mistake)\b", r"^wrong\b",
            r"\byou(?:'re| are| were) wrong\b", r"\byou failed\b", r"\byou lose\b", r"\byou lost(?= ?[.!])",
            r"\b(?:wrong|bad) answer\b", r"^incorrect\b", r"\byou made a mistake\b",
            r"\byou did not (?:get|find|listen)\b",
            r"\byou didn't (?:get|find|listen)\b", r"\byou don't know\b", r"\bnot correct\b",
        )
    ),
    wrong_after=any_of((r"^(?:oh |but |ah )?no(?= ?[,.!…]|$)", r"^not right\b", r"^mistake\b", r"^bad\b")),
    forbids=any_of(
        (
            r"^(?:please )?(?:do not|don't|never|no) \w+", r", (?:do not|don't|never) \w+",
            r"\byou (?:must not|mustn't|may not|are not allowed|do not|don't) \w+",
        )
    ),
    to_child=None,
    to_adult=None,
    personal=any_of(
        (
            r"\b(?:last|family|sur)\s?name\b", r"\bchild's (?:first )?name\b", r"\bdate of birth\b",
            r"\b(?:phone|social security) number\b", r"\bhome address\b", r"\byour address\b",
            r"\bwhere do you live\b", r"\bdiagnosis\b", r"\bhow old are you\b",
        )
    ),
    asks_name=any_of((r"\bwhat(?:'s| is) your (?:first )?name\b", r"\b(?:say|tell me) your name\b")),
    no_names=any_of((r"simon says", r"jack and jill", r"peter pan", r"humpty dumpty", r"ring a ring",
                     r"jack-in-the-box")),
)  # fmt: skip
