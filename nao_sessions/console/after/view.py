"""What the end page shows, as a value: sentences, trials to correct, memos, notes, a handover for each child.

A pure function of a session that is over, the participants and a language; nothing here reads a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from nao_sessions.console.after.reading import Finished
from nao_sessions.console.after.telling import (
    Naming,
    absences,
    answered,
    changed,
    childs_word,
    ending,
    heard,
    helps,
    latency,
    length,
    out_of_turn,
    put_to_all,
    summary,
    title_of,
    tried,
    when,
)
from nao_sessions.console.after.words import LIKINGS, NOTES, WORDS
from nao_sessions.console.people import People, Person, first_name
from nao_sessions.core.codes import code_words
from nao_sessions.protocol.trials import ANY, NEEDING_RIGHT, UNANSWERED
from nao_sessions.protocol.trials import JUDGEMENTS as JUDGED
from nao_sessions.protocol.wording import JUDGEMENTS, NO_ANSWERS
from nao_sessions.record.additions.corrections import RecordCorrection
from nao_sessions.record.additions.memos import Memo
from nao_sessions.record.film import SOUND_OVER
from nao_sessions.record.results.counts import why_uncounted
from nao_sessions.record.results.responses import NOBODY, PROFESSIONAL, UNSCORED, UnscoredAnswer
from nao_sessions.record.results.trials import UNSCORED as NOT_JUDGED
from nao_sessions.record.results.trials import Rounds, SessionTrial
from nao_sessions.review.replay.words import date
from nao_sessions.robot.names import PARTICIPANT, PARTICIPANTS, Pseudonyms
from nao_sessions.room.voice.latencies import EVENT_UNSURE_MS
from nao_sessions.room.voice.latency_words import time_words
from nao_sessions.text.formats import SEMICOLON, THEN, joined
from nao_sessions.text.glossary import HELPS, shorts
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import Text, by_language, msg, verbatim

# The handover: five lines of facts about one child, as plain text to be copied into the adult's own
# records.
#
# It holds the code and never a name, for it leaves the house; and nothing of another child.


def transmission(finished: Finished, child: str, language: Language, zone: tzinfo | None) -> str:
    """Return the handover of a child: five lines of facts, without its name and without another child."""
    who = code_words(child) if child else WORDS["the_child"]
    moment = when(finished, language, zone)
    undated = _FIRST_UNDATED_LED if finished.adult_led else _FIRST_UNDATED
    dated_first = _FIRST_LED if finished.adult_led else _FIRST
    first = dated_first if moment else undated
    for_all = put_to_all(finished, child)
    to_all = [] if for_all is None else [for_all]
    after = [*changed(finished, child), *to_all, *out_of_turn(finished, child)]
    no_help = _NO_HELP_COUNTED if tried(finished, child) else _NO_HELP_TO_TELL
    lines = (
        first.format(when=moment, title=title_of(finished), length=length(finished)),
        joined([_COUNTS.format(who=who, counts=answered(finished, child)), *after], " "),
        helps(finished.trials_of(child)) if finished.trials_of(child) else no_help,
        latency(finished, child),
        joined(
            [
                childs_word(finished, child),
                *heard(finished, child),
                *absences(finished, child),
                ending(finished, child),
            ],
            " ",
        ),
    )
    return "\n".join(typeset(line.in_language(language), language) for line in lines)


_FIRST = msg('Session with Nao on {when}: "{title}", {length}.')
_FIRST_UNDATED = msg('Session with Nao: "{title}", {length}.')
_FIRST_LED = msg('Session without Nao, led by the adult, on {when}: "{title}", {length}.')
_FIRST_UNDATED_LED = msg('Session without Nao, led by the adult: "{title}", {length}.')
_COUNTS = msg("{who}: {counts}")
_NO_HELP_TO_TELL = msg("Help: there was no trial.")
_NO_HELP_COUNTED = msg("Help: no trial is counted here.")


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One trial: what counts, what was corrected, and what a correction may say."""

    seq: int
    heading: str
    facts: tuple[str, ...]
    judgement: str
    judgement_words: str
    by: str
    entered: bool
    corrections: tuple[str, ...]
    judgements: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TrialBlock:
    """The trials of a step."""

    title: str
    rows: tuple[TrialRow, ...]


@dataclass(frozen=True, slots=True)
class ChildPart:
    """What the page has for a child: ``called`` in sentences, its ``word`` on the session (a key of LIKINGS).

    ``person`` is its symbol and colour, None where nobody has a code.
    """

    code: str
    called: str
    name: str
    person: Person | None
    word: str
    transmission: str
    heading: str


@dataclass(frozen=True, slots=True)
class MemoRow:
    """One memo; ``remark`` says that it was cut off, or deleted."""

    number: int
    label: str
    length: str
    remark: str
    playable: bool


@dataclass(frozen=True, slots=True)
class NoteField:
    """One heading of notes."""

    about: str
    label: str
    hint: str
    text: str


@dataclass(frozen=True, slots=True)
class AfterPage:
    """All that the page shows; choices are (value, words) pairs."""

    id: str
    title: str
    rehearsal: bool
    simulated: bool
    sealed: bool
    summary: tuple[str, ...]
    blocks: tuple[TrialBlock, ...]
    children: tuple[ChildPart, ...]
    memos: tuple[MemoRow, ...]
    notes: tuple[NoteField, ...]
    authors: tuple[tuple[str, str], ...]
    likings: tuple[tuple[str, str], ...]
    film_why: tuple[str, ...] = ()
    """Why the film that is there may be destroyed on this page: it was ended, or somebody objects to it."""
    film_closed: bool = False
    """Whether it is shown to nobody until a person writes why it is kept."""
    film_kept: tuple[str, ...] = ()
    """Who wrote why it is kept, a sentence each."""


def naming(people_names: Pseudonyms) -> Naming:
    """Return a function that names a child by its code: « Léa (P07) » with names unlocked, else « P07 »."""

    def called(code: str) -> Text:
        if not code:
            return WORDS["the_child"]
        name = first_name(people_names, code)
        return verbatim(f"{name} ({code})") if name else code_words(code)

    return called


def page_of(
    finished: Finished,
    people: People,
    names: Pseudonyms,
    language: Language,
    zone: tzinfo | None = None,
    *,
    objected: bool = False,
    closed: bool = False,
) -> AfterPage:
    """Return the page of a session.

    Args:
        finished: the session.
        people: its participants.
        names: their first names, where they are unlocked.
        language: of the page.
        zone: the time zone of the dates (None: this computer's).
        objected: whether somebody objects by now to what was filmed.
        closed: whether filming was ended in it, and nobody wrote since why the film is kept.
    """
    layout = _Layout(finished, naming(names), language, zone)
    return AfterPage(
        id=finished.id,
        title=layout.say(title_of(finished)),
        rehearsal=finished.manifest.rehearsal,
        simulated=finished.simulated,
        sealed=finished.sealed,
        summary=tuple(map(layout.say, summary(finished, layout.naming, language, zone))),
        blocks=layout.blocks(),
        children=tuple(layout.child(code, people, names) for code in finished.children),
        memos=tuple(memo_row(memo, language, zone) for memo in finished.memos),
        notes=tuple(layout.note(about) for about in NOTES),
        authors=layout.authors(),
        likings=tuple((name, layout.say(words)) for name, words in LIKINGS.items()),
        film_why=tuple(map(layout.say, _film_why(finished, objected=objected))),
        film_closed=closed,
        film_kept=tuple(
            layout.say(
                WORDS["film_kept"].format(by=one.by, when=dated(one.when_utc, language, zone), why=one.why)
            )
            for one in finished.said.kept
            if finished.filmed
        ),
    )


def _film_why(finished: Finished, *, objected: bool) -> Iterator[Text]:
    """Yield why the film of a session may be destroyed; nothing where there is none."""
    if not finished.filmed:
        return
    if finished.film_over_ns is not None or finished.films_over:
        yield WORDS["film_was_ended"]
    elif any((one.dir, one.kind) == ("note", SOUND_OVER) for one in finished.events):
        yield WORDS["film_sound_was_ended"]
    if finished.log_objected:
        yield WORDS["film_log_objected"]
    if objected:
        yield WORDS["film_objected"]


def memo_row(memo: Memo, language: Language, zone: tzinfo | None) -> MemoRow:
    """Return the row of a voice memo."""

    def word(name: str, **values: object) -> str:
        return typeset(WORDS[name].format(**values).in_language(language), language)

    remark = ""
    if memo.deleted:
        remark = word("memo_deleted", when=dated(memo.deleted_utc, language, zone))
    elif not memo.ended:
        remark = word("memo_cut")
    return MemoRow(
        number=memo.number,
        label=word("memo_number", number=memo.number, when=dated(memo.when_utc, language, zone)),
        length=typeset(f"{memo.seconds:.0f} s", language) if memo.seconds else "",
        remark=remark,
        playable=not memo.deleted and memo.size_bytes > 0,
    )


def dated(when_utc: str, language: Language, zone: tzinfo | None) -> str:
    """Return a time as written in the session's folder (``2026-11-24T09:30:00Z``) as a date for a reader."""
    moment = datetime.strptime(when_utc, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return date(moment, zone, language)


class _Layout:
    """The parts of one session's page, each put into words."""

    def __init__(self, finished: Finished, naming: Naming, language: Language, zone: tzinfo | None) -> None:
        self.naming = naming
        self._finished = finished
        self._authors = {one.seq: one.participant or one.by for one in finished.responses}
        self._language: Language = language
        self._zone = zone

    def say(self, text: Text) -> str:
        return typeset(text.in_language(self._language), self._language)

    def word(self, name: str, **values: object) -> str:
        return self.say(WORDS[name].format(**values))

    def blocks(self) -> tuple[TrialBlock, ...]:
        """Return the trials grouped into blocks of neighbouring trials of one step.

        A step that is played again begins to count anew: where two trials would be headed alike, all of
        their step and child say in which round they were.
        """
        blocks: list[tuple[str, list[TrialRow]]] = []
        rows = [(trial.step, self._row(trial)) for trial in self._finished.trials]
        headed = Counter((step, row.heading) for step, row in rows)
        alike = {
            (step, trial.child)
            for (step, row), trial in zip(rows, self._finished.trials, strict=True)
            if headed[step, row.heading] > 1
        }
        rounds, counts = _rounds(self._finished.trials)
        for (step, row), trial, number in zip(rows, self._finished.trials, rounds, strict=True):
            count = counts[trial.step, trial.child]
            if (step, trial.child) in alike and count > 1:
                which = self.word("round", number=number, count=count)
                row = replace(row, heading=f"{row.heading} · {which}")
            if not blocks or blocks[-1][0] != step:
                blocks.append((step, []))
            blocks[-1][1].append(row)
        title_of = self._finished.words.title_of
        return tuple(TrialBlock(self.say(title_of(step)), tuple(rows)) for step, rows in blocks)

    def authors(self) -> tuple[tuple[str, str], ...]:
        """Return who may have answered, as (code, name): the children, the adult, nobody known."""
        children = [(code, self.say(self.naming(code))) for code in self._finished.children if code]
        return (*children, ("professional", self.word("professional")), ("unknown", self.word("unknown")))

    def child(self, code: str, people: People, names: Pseudonyms) -> ChildPart:
        called = self.say(self.naming(code))
        return ChildPart(
            code=code,
            called=called,
            name=first_name(names, code) if code else "",
            person=people.get(code) if code else None,
            word=self._finished.said.word_of(code) or "",
            transmission=transmission(self._finished, code, self._language, self._zone),
            heading=self.word("transmission_of", who=called),
        )

    def note(self, about: str) -> NoteField:
        return NoteField(
            about,
            self.word(f"note_{about}"),
            self.word(f"note_{about}_hint"),
            self._finished.notes.get(about, ""),
        )

    def _row(self, trial: SessionTrial) -> TrialRow:
        heading = self.word("trial", number=trial.number)
        asked = self._finished.asked.get(trial.seq)
        if asked:
            asked_words = self._spoken(asked, trial.participant)
            heading = self.say(msg("Trial {number}: “{asked}”", number=trial.number, asked=asked_words))
        if len(self._finished.children) > 1:
            heading += f" · {self.say(self.naming(trial.child)) if trial.child else self.word('to_all')}"
        judgement = JUDGEMENTS.get(trial.judgement, verbatim(trial.judgement))
        changes = [one.new for one in trial.corrections if one.field == "judgement"]
        if trial.noted_silent and trial.judgement == NOT_JUDGED:
            judgement = WORDS["noted_silent"]
        if trial.judged_afterwards:
            judgement = WORDS["judged_after"].format(judgement=judgement)
        elif changes[-1:] == [trial.in_session]:
            judgement = WORDS["judged_back"].format(judgement=judgement)
        return TrialRow(
            seq=trial.seq,
            heading=heading,
            facts=tuple(self._facts(trial)),
            judgement=trial.judgement,
            judgement_words=self.say(judgement),
            by=trial.by if trial.by in dict(self.authors()) else "unknown",
            entered=trial.entered and trial.by == PROFESSIONAL,
            corrections=tuple(
                self._correction(one)
                for one in trial.corrections
                if one.field == "judgement" or trial.takes_author
            ),
            judgements=tuple(
                (name, self.say(JUDGEMENTS[name]))
                for name in JUDGED
                if not trial.opinion or name not in NEEDING_RIGHT
            ),
        )

    def _facts(self, trial: SessionTrial) -> list[str]:
        """Return what is known of a trial as short texts, in the order in which it happened."""
        facts = []
        about = self._finished.words.items.get(trial.item)
        said = (self._finished.asked.get(trial.seq, ""), *trial.correct)
        if about is not None and not any(about.fr in one for one in said):
            facts.append(self.word("about", what=about))
        if trial.correct and ANY not in trial.correct:
            facts.append(self.word("asked", what=joined([_answer(one) for one in trial.correct], ", ")))
        if right := self._finished.right_before.get(trial.seq):
            answers = [self._wrong(seq, answer) for seq, answer in right]
            facts.append(self.word("right_before", what=joined(answers, SEMICOLON)))
        if free := self._finished.free_before.get(trial.seq):
            answers = [self._wrong(seq, answer) for seq, answer in free]
            facts.append(self.word("free_before", what=joined(answers, SEMICOLON)))
        if wrong := self._finished.wrong.get(trial.seq):
            name = "wrong_before" if len(wrong) == 1 else "wrong_often_before"
            answers = [self._wrong(seq, answer) for seq, answer in wrong]
            facts.append(self.word(name, what=joined(answers, SEMICOLON)))
        if word := self._finished.other_word(trial):
            facts.append(self.word("heard_as", word=word))
        if trial.answer and trial.by:
            silent = trial.errors_before_silence and trial.latency_ns is None
            noted = trial.judged_afterwards and trial.judgement in UNANSWERED and not silent
            shown = _as_noted(trial) if noted else trial
            author = self._author_of(shown)
            whose = WORDS["by_unknown" if author in NOBODY else "by"].format(who=self._author(author))
            entered = shown.way == shown.by == PROFESSIONAL
            words = "answered_before" if silent else "answered_by"
            if entered:  # an entered answer that is right and judged wrong was taken back
                back = trial.judgement == "incorrect" and trial.answer in trial.correct
                words = "entered_first" if back else "answered_for"
            if noted:
                words = "noted_for" if entered else "noted_by"
            facts.append(self.word(words, what=_answer(trial.answer), by=whose, n=trial.attempts))
        elif trial.answer:
            facts.append(self.word("answered", what=_answer(trial.answer)))
        for why in dict.fromkeys(UNSCORED.values()):
            unscored = self._finished.unscored.get(trial.seq, ())
            early = [self._unscored(trial, one) for one in unscored if one.why == why]
            if early:
                facts.append(self.word(f"unscored_{why}", what=joined(early, ", ")))
        for one in self._finished.out_of_turn:
            if one.trial == trial.seq and not one.counted:
                facts.append(self.word("out_of_turn", who=self.naming(one.child), what=_answer(one.answer)))
        if trial.help != "none" and trial.help in HELPS:
            facts.append(self.word("help_given", what=shorts(HELPS)[trial.help]))
        if trial.unheard_help and trial.judgement == "prompted":
            facts.append(self.word("help_unheard"))
        if trial.late_helps:
            facts.append(self.word("help_late", n=trial.late_helps))
        if trial.latency_ns is not None and why_uncounted(trial) is None:
            by_word = {"latency_ns": trial.latency_ns, "uncertainty_ms": EVENT_UNSURE_MS, "coverage": None}
            answer = self._finished.measured.get(trial.seq, by_word)
            words = "latency_helped" if trial.prompts or trial.attempts > 1 else "latency"
            facts.append(self.word(words, time=time_words(answer)))
        if why_uncounted(trial) == "interrupted":
            facts.append(self.word("latency_cut"))
        if why_uncounted(trial) == "away":
            facts.append(self.word("latency_away"))
        if trial.earlier:
            first, *rest = (
                _QUOTED.format(judgement=JUDGEMENTS.get(one, verbatim(one)))
                for one in (*trial.earlier, trial.in_session)
            )
            then = joined(rest, THEN)
            facts.append(self.word("judged_again", first=first, then=then))
        if trial.void_reason and trial.void_reason != "corrected":  # a correction stands beside
            facts.append(self.word(f"void_{trial.void_reason}"))
        if trial.easy:
            facts.append(self.word("easy"))
        if trial.again:
            facts.append(self.word("repeated"))
        return facts

    def _author_of(self, trial: SessionTrial) -> str:
        """Return who gave a trial's answer; of an unnamed voice or hand, the only child, as the counts do."""
        named = any(one.field == "by" and one.new for one in trial.corrections)
        alone = trial.by in NOBODY and len(self._finished.children) == 1 and not named
        return trial.participant if alone and trial.participant else trial.by

    def _unscored(self, trial: SessionTrial, one: UnscoredAnswer) -> Text:
        """Return an answer that did not count, with its author where that is not the child who was asked."""
        if self._authors.get(one.seq, trial.child) == trial.child:
            return _answer(one.answer)
        return self._wrong(one.seq, one.answer)

    def _wrong(self, seq: int, answer: str) -> Text:
        """Return an answer with its author, or with the fact that an adult entered it."""
        by = self._authors.get(seq, PROFESSIONAL)
        if seq not in self._authors:
            return WORDS["wrong_entered"].format(what=_answer(answer))
        whose = WORDS["by_unknown" if by in NOBODY else "by"].format(who=self._author(by))
        return WORDS["wrong_by"].format(what=_answer(answer), by=whose)

    def _correction(self, made: RecordCorrection) -> str:
        if made.field == "judgement":
            words: Mapping[str, Text] = JUDGEMENTS
            old, new = words.get(made.old, verbatim(made.old)), words.get(made.new, verbatim(made.new))
            sentence = self.word("corrected_judgement", when=self._date(made.when_utc), old=old, new=new)
        elif not made.new:
            sentence = self.word(
                "author_taken_back", when=self._date(made.when_utc), old=self._author(made.old)
            )
        else:
            sentence = self.word(
                "corrected_to_nobody" if made.new in NOBODY else "corrected_by",
                when=self._date(made.when_utc),
                old=self._author(made.old),
                new=self._author(made.new),
            )
        return f"{sentence} ({typeset(made.why, self._language)})" if made.why else sentence

    def _spoken(self, sentence: str, child: str) -> Text:
        """Return a sentence that Nao said to a child, with codes where it says first names."""
        codes = [code_words(code) for code in self._finished.children if code]
        one = code_words(child) if child else verbatim("…")
        several = joined(codes, ", ") if codes else one

        def spoken(language: Language) -> str:
            with_one = sentence.replace(PARTICIPANT, one.in_language(language))
            return with_one.replace(PARTICIPANTS, several.in_language(language))

        return by_language(spoken)

    def _author(self, by: str) -> Text:
        known = {"professional": WORDS["professional"], "unknown": WORDS["unknown"], "": WORDS["unknown"]}
        return known.get(by) or self.naming(by)

    def _date(self, when_utc: str) -> str:
        return dated(when_utc, self._language, self._zone)


def _rounds(trials: Sequence[SessionTrial]) -> tuple[list[int], Mapping[tuple[str, str], int]]:
    """Return which round of its step each trial is in, for its child, and how many rounds there were."""
    found = Rounds()
    rounds = [found.take(trial.step, trial.child, trial.number) for trial in trials]
    return rounds, found.counts


def _as_noted(trial: SessionTrial) -> SessionTrial:
    """Return a trial with the author of its answer as the session had it, before any correction."""
    was = next((one.old for one in trial.corrections if one.field == "by"), trial.by)
    return replace(trial, by=was, corrections=())


def _answer(value: str) -> Text:
    """Return an answer as its author wrote it; words for ``any`` and ``nothing``."""
    return NO_ANSWERS.get(value) or verbatim(value.replace("_", " "))


_QUOTED = msg('"{judgement}"')
