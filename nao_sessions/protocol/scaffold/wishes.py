"""What somebody wishes for a first protocol: the questions, and what may be answered to each.

An answer is a text, typed or out of a file; here it gets its meaning, or a sentence says what is expected.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from nao_sessions.core.errors import Place, ProtocolRefused, UsageError
from nao_sessions.protocol.findings import Findings, did_you_mean, quoted
from nao_sessions.protocol.reading.nodes import Fields, Scalar
from nao_sessions.protocol.reading.parsing import read_nodes
from nao_sessions.protocol.reading.source import decode
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

Method = Literal["emotions", "naming", "sorting", "rhymes", "imitation", "instructions", "go_nogo", "story"]
Helper = Literal["nao", "adult", "both", "nobody"]
HelpOrder = Literal["least_to_most", "most_to_least"]
Level = Literal["words", "short_sentences", "sentences", "stories"]

MOST_CHILDREN = 4
"""Children whom one or two adults and one Nao can look after: the workshops' own rule."""

YOUNGEST = 2
"""Years: an answer below is no age."""

SHORTEST_MINUTES, LONGEST_MINUTES = 5, 45
LONGEST_OBJECTIVE = 120

METHODS: Mapping[Method, Text] = {
    "emotions": msg("recognising emotions"),
    "naming": msg("naming pictures"),
    "sorting": msg("sorting into families"),
    "rhymes": msg("finding words that rhyme"),
    "imitation": msg("imitating Nao's poses"),
    "instructions": msg("following an instruction"),
    "go_nogo": msg("waiting for the signal (“Nao says”)"),
    "story": msg("following a story in pictures"),
}
HELPERS: Mapping[Helper, Text] = {
    "nao": msg("Nao helps"),
    "adult": msg("the adult helps"),
    "both": msg("Nao first, then the adult"),
    "nobody": msg("nobody: what the child does alone is observed"),
}
ORDERS: Mapping[HelpOrder, Text] = {
    "least_to_most": msg("from the least help to the most"),
    "most_to_least": msg("much help first, then less and less"),
}
LEVELS: Mapping[Level, Text] = {
    "words": msg("words"),
    "short_sentences": msg("short sentences"),
    "sentences": msg("sentences"),
    "stories": msg("stories"),
}

_AGES = re.compile(r"(\d{1,2})(?:\s*(?:-|–|à|to)\s*(\d{1,2}))?(?:\s*(?:ans|years?))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a first protocol is for. ``ages`` are years, least and most, where they were given."""

    objective: str
    children: int
    comprehension: Level
    method: Method
    helper: Helper
    order: HelpOrder
    minutes: int
    language: Language = "fr"
    ages: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ScaffoldQuestion:
    """One question: the key of its answer in a file, what is asked, and what may be chosen.

    ``typed`` returns the normal form of an answer that is none of the choices, None where it means nothing.
    """

    key: str
    asked: Text
    choices: tuple[tuple[str, Text], ...] = ()
    default: str = ""
    typed: Callable[[str], str | None] = lambda text: None

    def taken(self, answer: str) -> str:
        """Return an answer in its normal form: a choice may be given by its number, its word or its sentence.

        Raises:
            UsageError: the answer means nothing here, or is out of bounds.
        """
        text = _one_line(answer) or self.default
        for number, (word, meaning) in enumerate(self.choices, start=1):
            if _bare(text) in (str(number), word, _bare(meaning.fr), _bare(meaning.en)):
                return word
        if (typed := self.typed(text)) is not None:
            return typed
        if not text:
            raise UsageError(
                msg("An answer is needed here."),
                msg("answer with a number, from 1 to {count}", count=len(self.choices)),
            )  # fmt: skip
        words = [word for word, _ in self.choices]
        raise UsageError(
            msg("'{text}' is not among the possible answers.", text=quoted(text)),
            did_you_mean(text, words),
        )  # fmt: skip


def _one_line(text: str) -> str:
    """Return a text in NFC, on one line; its no-break spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", text)).strip(" ")


def _bare(text: str) -> str:
    """Return a text for comparison: in small letters, with plain spaces, without an article."""
    return re.sub(r"^(?:des|les) ", "", " ".join(text.casefold().split()))


def _ages(text: str) -> tuple[int, int] | None:
    """Return the least and the greatest age in years; None where the text says no age."""
    found = _AGES.fullmatch(text)
    if found is None:
        return None
    least, most = int(found[1]), int(found[2] or found[1])
    return (least, most) if YOUNGEST <= least <= most else None


def _number(text: str, least: int, most: int, what: Text) -> str:
    digits = re.fullmatch(
        r"(\d{1,3})\s*(?:min|minutes?|enfants?|child(?:ren)?)?", text, re.IGNORECASE | re.ASCII
    )
    if digits is None or not least <= int(digits[1]) <= most:
        raise UsageError(
            msg(
                "{what} is needed, {least} to {most}, not '{text}'.",
                what=what,
                least=least,
                most=most,
                text=quoted(text),
            )
        )
    return digits[1]


def _objective(text: str) -> str:
    odd = re.search("[{}\\\\\x00-\x1f\x7f-\x9f\u2028\u2029]", text)
    if not text or len(text) > LONGEST_OBJECTIVE or odd or text.startswith("="):
        raise UsageError(
            msg("An objective is needed, in one sentence, without { } or \\."),
            msg("for example: recognising joy and sadness"),
        )  # fmt: skip
    return text


def _children(text: str) -> str:
    return _number(text, 1, MOST_CHILDREN, msg("a number of children"))


def _minutes(text: str) -> str:
    return _number(text, SHORTEST_MINUTES, LONGEST_MINUTES, msg("a duration in minutes"))


def _age(text: str) -> str | None:
    return None if _ages(text) is None else text


QUESTIONS: tuple[ScaffoldQuestion, ...] = (
    ScaffoldQuestion(
        "objective", msg("What does the child learn? (the objective, in a few words)"), typed=_objective
    ),
    ScaffoldQuestion(
        "children",
        msg("How many children at a time? (1 to {most_children})", most_children=MOST_CHILDREN),
        default="1",
        typed=_children,
    ),
    ScaffoldQuestion(
        "comprehension",
        msg("What do they understand? (or their age: 6-10)"),
        tuple(LEVELS.items()),
        default="short_sentences",
        typed=_age,
    ),
    ScaffoldQuestion("method", msg("Which activity?"), tuple(METHODS.items())),
    ScaffoldQuestion(
        "helper", msg("Who helps, when the child does not find it?"), tuple(HELPERS.items()), default="both"
    ),
    ScaffoldQuestion(
        "help_order", msg("In which order do the helps come?"), tuple(ORDERS.items()), default="least_to_most"
    ),
    ScaffoldQuestion(
        "minutes",
        msg(
            "How many minutes? ({shortest_minutes} to {longest_minutes})",
            shortest_minutes=SHORTEST_MINUTES,
            longest_minutes=LONGEST_MINUTES,
        ),
        default="15",
        typed=_minutes,
    ),
)


def wishes_of(answers: Mapping[str, str], language: Language) -> Wishes:
    """Return the wishes that the answers to all questions express.

    Raises:
        UsageError: an answer is missing or means nothing.
    """
    known = {question.key: question.taken(answers.get(question.key, "")) for question in QUESTIONS}
    understood = known["comprehension"]
    ages = _ages(understood)
    return Wishes(
        objective=known["objective"],
        children=int(known["children"]),
        comprehension="short_sentences" if ages else cast(Level, understood),
        method=cast(Method, known["method"]),
        helper=cast(Helper, known["helper"]),
        order=cast(HelpOrder, known["help_order"]),
        minutes=int(known["minutes"]),
        language=language,
        ages=ages,
    )


def wishes_from(content: bytes, name: str, language: Language) -> Wishes:
    """Read wishes from a file of answers: one key a line, named like the questions.

    Raises:
        ProtocolRefused: it is no YAML, or holds something else than answers.
        UsageError: an answer means nothing.
    """
    findings = Findings(name)
    text = decode(content, name, findings)
    node = None if text is None else read_nodes(text, name, findings)
    keys = [question.key for question in QUESTIONS]
    answers: dict[str, str] = {}
    if node is not None and not isinstance(node, Fields):
        findings.add(
            "P103",
            node.place,
            msg("answers are needed here, one a line"),
            msg('for example: method: "emotions"'),
        )
    elif node is not None:
        for key, value in node.items():
            place = node.places[key]
            if key not in keys:
                findings.add(
                    "P101",
                    place,
                    msg("unknown key '{key}'", key=quoted(key)),
                    did_you_mean(key, keys),
                )
            elif isinstance(value, Scalar) and not value.empty:
                answers[key] = value.text
            else:
                _tell_no_answer(key, place, findings)
    if findings.has_errors():
        raise ProtocolRefused(findings.sorted())
    return wishes_of(answers, language)


def _tell_no_answer(key: str, place: Place, findings: Findings) -> None:
    findings.add(
        "P103",
        place,
        msg("'{key}' takes an answer", key=key),
        msg('a few words between double quotes: "…"'),
    )
