"""The checks on what Nao says to a child: too long (P401), two instructions (P402), figurative (P403), a
count without a case for none (P407), told to be wrong (P410), forbidden instead of asked (P417), the wrong
form of address (P418).

A text is checked in every language that has a lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.lexicon import LEXICONS, Lexicon, plain
from nao_sessions.protocol.checks.places import ComputedPlace, SpokenText
from nao_sessions.protocol.checks.subject import CheckedProtocol
from nao_sessions.protocol.expression import Expression, Path, Value
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import Branch, Protocol
from nao_sessions.protocol.trials import JUDGEMENTS
from nao_sessions.text.messages import msg

MOST_WORDS = {"words": 5, "short_sentences": 8, "sentences": 12, "stories": 16}
"""Words of a sentence, by level of comprehension. One idea a sentence, short sentences, no figures of speech,
no negations: Inclusion Europe (2009), "Information for all", European standards for making information easy
to read and understand. The numbers are a convention of this project.
"""

MOST_WORDS_AT_ALL = 16

POSITIVE_ONLY = frozenset({"words", "short_sentences"})
"""Levels at which an instruction says what to do, and not what not to do."""

COUNTS = frozenset(
    {"count", *JUDGEMENTS, "streak", "hits", "misses", "false_alarms", "correct_rejections"}
    | {"prompts", "errors_in_row"}
)

_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLAUSE = re.compile(r"[,;]|(?<=\w)\s+(?=(?:et|puis|ensuite|and|then|ou|or)\b)")
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")


_RAISED = re.compile(r"data\.\w+\s*\+\s*[1-9]\d*")


def check_sentences(subject: CheckedProtocol) -> None:
    """Report sentences that a child will not understand, or should not hear."""
    for said in subject.texts:
        lexicon = LEXICONS.get(said.language)
        if said.use == "say":
            _length(subject, said)
        if lexicon is not None:
            if said.use == "say":
                _spoken(subject, said, lexicon)
            elif said.use == "adult" and lexicon.to_adult is not None:
                _adult(subject, said, lexicon)
    _counts(subject)


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, without spaces around."""
    yield from (
        found.strip(" \n\u00a0\u202f«»“”") for found in _SENTENCE.findall(text) if _WORD.search(found)
    )


def _length(subject: CheckedProtocol, said: SpokenText) -> None:
    most = MOST_WORDS_AT_ALL if subject.level is None else MOST_WORDS[subject.level]
    for sentence in sentences(said.text):
        count = len(_WORD.findall(sentence))
        if count > most:
            subject.tell(
                "P401",
                said.place,
                msg(
                    "{count} words in one sentence, more than {most}: '{sentence}'",
                    count=count,
                    most=most,
                    sentence=quoted(sentence),
                ),
                msg("make two sentences of it, one idea each"),
            )
            return


def _spoken(subject: CheckedProtocol, said: SpokenText, lexicon: Lexicon) -> None:
    """Report each thing that is wrong in a spoken text, once for the whole text."""
    found: set[str] = set()
    for sentence in sentences(said.text):
        for code in _wrong(subject, said, plain(sentence), lexicon):
            if code not in found:
                found.add(code)
                _tell(subject, code, said, sentence)


def _wrong(subject: CheckedProtocol, said: SpokenText, sentence: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the codes of the checks that a sentence (plain, in lower case) does not pass."""
    if subject.level != "stories" and _instructions(sentence, lexicon) > 1:
        yield "P402"
    if lexicon.figurative.search(sentence):
        yield "P403"
    after = said.feedback or said.helps
    if lexicon.wrong.search(sentence) or (after and lexicon.wrong_after.search(sentence)):
        yield "P410"
    elif subject.level in POSITIVE_ONLY and lexicon.forbids.search(sentence):
        yield "P417"
    one_child = subject.protocol.participants_max == 1
    if one_child and lexicon.to_child is not None and lexicon.to_child.search(_QUOTED.sub(" ", sentence)):
        yield "P418"


def _instructions(sentence: str, lexicon: Lexicon) -> int:
    """Count what a sentence asks for: imperatives at the head of a clause, choices counted once.

    A call for attention before a comma (« Regarde, ... ») asks for nothing by itself; « puis ma main » asks
    for one thing more.
    """
    count = 0
    follows = False
    clauses = [clause.strip() for clause in _CLAUSE.split(_QUOTED.sub(" ", sentence))]
    for number, clause in enumerate(clauses):
        found = _WORD.findall(clause)
        choice = bool(found) and found[0] in lexicon.or_words
        step = bool(found) and found[0] in lexicon.then_words and follows
        while found and (found[0] in lexicon.and_words or found[0] in lexicon.or_words):
            found = found[1:]
        first = re.split(r"[-'’]", found[0])[0] if found else ""
        alone = len(found) <= 2 and number + 1 < len(clauses)
        if choice or (first in lexicon.attention and alone):
            continue
        if first in lexicon.instructions or step:
            count, follows = count + 1, True
    return count


_SENTENCES = {
    "P402": (
        msg("this sentence asks for two things"),
        msg("give one instruction a sentence, and wait between"),
    ),
    "P403": (
        msg("a figure of speech will be taken literally"),
        msg("say it in everyday words"),
    ),
    "P410": (
        msg("the child is told that he is wrong"),
        msg("say what comes now: 'Let us try together.'"),
    ),
    "P417": (
        msg("this instruction says what not to do"),
        msg("say what to do: 'Walk' rather than 'Do not run'"),
    ),
    "P418": (
        msg("Nao uses the polite form with the child"),
        msg("say 'tu' to a child, 'vous' to an adult"),
    ),
}


def _tell(subject: CheckedProtocol, code: str, said: SpokenText, sentence: str) -> None:
    what, hint = _SENTENCES[code]
    subject.tell(
        code,
        said.place,
        msg("{what}: '{sentence}'", what=what, sentence=quoted(sentence)),
        hint,
    )


def _adult(subject: CheckedProtocol, said: SpokenText, lexicon: Lexicon) -> None:
    assert lexicon.to_adult is not None
    if lexicon.to_adult.search(plain(_QUOTED.sub(" ", said.text))):
        subject.tell(
            "P418",
            said.place,
            msg("the adult is addressed in the familiar form: '{text}'", text=quoted(said.text)),
            msg("say 'vous' to the adult"),
        )


def _counts(subject: CheckedProtocol) -> None:
    """Report counts that Nao says and that may be zero, where the protocol does not treat zero apart."""
    protocol = subject.protocol
    counters = {datum.name for datum in protocol.data if datum.type == "integer" and datum.default == 0}
    spoken = {act.place for moments in protocol.blocks.values() for moment in moments
              for act in moment.acts if act.verb == "say" and moment.condition is None}  # fmt: skip
    for site in subject.sites:
        if site.kind != "text" or site.place not in spoken:
            continue
        for path in site.paths:
            counted = _led_to_by(subject, site, path) or _just_counted(protocol, site.place, path)
            if _may_be_none(path, counters) and not counted:
                name = ".".join(path).rpartition(":")[2]
                subject.tell(
                    "P407",
                    site.place,
                    msg("Nao says a count that may be 0: {{name}}", name=quoted(name)),
                    msg('foresee the case: - {say: "We worked well.", if: data.right == 0}'),
                )
                break


def _may_be_none(path: Path, counters: set[str]) -> bool:
    if path[0] in ("results", "trials") and path[-1] in COUNTS:
        return True
    return path[0] == "data" and path[1] in counters


def _just_counted(protocol: Protocol, place: Place, path: Path) -> bool:
    """Return whether a count was raised earlier in the list that says it, or by the reaction that does."""
    for block, moments in protocol.blocks.items():
        at = [number for number, moment in enumerate(moments) for act in moment.acts if act.place == place]
        if path[0] != "data" or not at:
            continue
        before = [moment for moment in moments[: at[0]] if moment.condition is None]
        sets = [act.argument for moment in before for act in moment.acts if act.verb == "set"]
        entries = (entry for level in protocol.all_levels() for entry in level.entries())
        sets += [entry.assignments for entry in entries if entry.block == block]
        for pairs in sets:
            if isinstance(pairs, tuple) and any(name == path[1] and _raises(value) for name, value in pairs):
                return True
    return False


def _raises(value: Value | Expression) -> bool:
    """Return whether a count that is set to this value is one or more."""
    if isinstance(value, Expression):
        return _RAISED.fullmatch(value.source.strip()) is not None
    return isinstance(value, int | float) and value > 0


def _led_to_by(subject: CheckedProtocol, site: ComputedPlace, path: Path) -> bool:
    """Return whether every branch to the step where a count is said reads the count in its condition."""
    protocol = subject.protocol
    branches: list[Branch] = [branch for step in protocol.steps.values() for branch in step.next]
    branches += [
        branch for level in protocol.all_levels() for entry in level.entries() for branch in entry.next
    ]
    begun = {protocol.start, *(step.start for step in protocol.steps.values())}
    name = site.step
    while name is not None:
        conditions = [branch.condition for branch in branches if branch.target == name]
        if conditions and name not in begun and all(one and path in one.paths for one in conditions):
            return True
        name = protocol.steps[name].parent
    return False
