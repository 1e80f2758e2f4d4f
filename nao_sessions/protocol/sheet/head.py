"""The head of a sheet: what it is called, whom it is for, what it needs, and who approved which bytes.

With what an ethics committee will ask and does not find in the file. A question is listed, never an answer
made up: the sheet is signed by people who know why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nao_sessions.paper.page import Html, el, html, html_list, html_table
from nao_sessions.protocol.approvals import approval_digest
from nao_sessions.protocol.flow import About, Approval, Protocol, SourceFile, Speech
from nao_sessions.protocol.series import Series
from nao_sessions.protocol.sheet.tables import SHORT, facts
from nao_sessions.protocol.sheet.writing import SheetWriter, Writing
from nao_sessions.protocol.spoken import languages_of
from nao_sessions.protocol.trials import PROPOSING, AnswersFrom, Trials
from nao_sessions.protocol.wording import COMPREHENSION, STATUSES, VALUE_TYPES, duration, plain
from nao_sessions.text.formats import SEMICOLON, joined
from nao_sessions.text.messages import Text, msg, msgc, verbatim

EMPTY_ROWS = 3
"""Empty lines to sign on, on paper."""


def title(writing: SheetWriter, kind: Text, speech: Speech, name: str, version: str, status: str) -> Html:
    """Return the title and the status of a protocol or series, as HTML."""
    state = STATUSES[status]
    return el(
        "header",
        el("p", writing(kind), class_="kind"),
        el("h1", writing.speech(speech)),
        el(
            "p",
            el("code", name),
            " · ",
            writing(msg("version {version}", version=version)),
            " · ",
            writing(msg("status:")),
            " ",
            el("b", writing(state)),
            class_="state",
        ),
    )


def summary(writing: Writing) -> Html:
    """Return the facts of a protocol that are read first, as HTML."""
    protocol, about = writing.protocol, writing.protocol.about
    return facts(
        writing,
        [
            (msg("Goals"), speeches(writing, about.goals)),
            (msg("Who it is for"), speeches(writing, about.inclusion)),
            (msg("Who it is not for"), speeches(writing, about.non_inclusion)),
            (msg("Comprehension needed"), comprehension(writing)),
            (msg("Number of children"), writing(_children(protocol))),
            (msg("Duration of a session"), writing(_duration(protocol))),
            (msg("Language spoken"), writing(_languages(protocol))),
            (msg("Material"), speeches(writing, about.material)),
            (
                msg("Sources of the method"),
                html_list(writing(verbatim(one)) for one in about.sources),
            ),
            (msg("Authors"), ", ".join(about.authors)),
        ],
    )


def speeches(writing: SheetWriter, texts: Sequence[Speech]) -> Html:
    """Return texts as an HTML list."""
    return html_list(writing.speech(text) for text in texts)


def comprehension(writing: Writing) -> str:
    """Return the name of the level of comprehension that the protocol needs."""
    level = writing.protocol.about.comprehension
    return "" if level is None else writing(COMPREHENSION.get(level, verbatim(level)))


def _children(protocol: Protocol) -> Text:
    least, most = protocol.participants_min, protocol.participants_max
    if least == most:
        return verbatim(most)
    if least == 0:
        return msg("{most} at most", most=most)
    return msg("{least} to {most}", least=least, most=most)


def _duration(protocol: Protocol) -> Text:
    parts = []
    if protocol.expected_ms is not None:
        expected = duration(protocol.expected_ms)
        parts.append(msg("{expected} expected", expected=expected))
    if protocol.limit_ms is not None:
        limit = duration(protocol.limit_ms)
        parts.append(msg("{limit} at most, pauses included", limit=limit))
    return joined(parts, SEMICOLON)


def _languages(protocol: Protocol) -> Text:
    names = {"fr": msg("French"), "en": msg("English")}
    return joined([names.get(one, verbatim(one)) for one in languages_of(protocol)])


def settings(writing: Writing) -> Html:
    """Return, as an HTML table, the settings that the professional may change before a session."""
    heads = [
        writing(msg("Setting")),
        writing(msg("Default")),
        writing(msg("Limits")),
    ]
    rows = []
    for setting in writing.protocol.settings:
        label = (
            el("code", setting.name)
            if setting.label is None
            else html(writing.speech(setting.label), " ", el("code", setting.name))
        )
        limits = ", ".join(setting.choices)
        if not limits:
            low = "" if setting.minimum is None else writing(plain(setting.minimum, setting.type))
            high = "" if setting.maximum is None else writing(plain(setting.maximum, setting.type))
            limits = writing(_between(low, high)) or writing(VALUE_TYPES[setting.type])
        rows.append((label, writing(plain(setting.default, setting.type)), limits))
    return html_table(rows, heads, class_="short" if len(rows) <= SHORT else "")


def _between(low: str, high: str) -> Text:
    if low and high:
        return msg("{low} to {high}", low=low, high=high)
    if low:
        return msg("at least {low}", low=low)
    return msg("at most {high}", high=high) if high else verbatim("")


def approvals(writing: SheetWriter, approved: Iterable[Approval], sources: Sequence[SourceFile]) -> Html:
    """Return, as HTML, who approved which bytes, lines to sign on, and the digest to write down."""
    digest = approval_digest(sources)
    heads = [
        writing(msg("Role")),
        writing(msg("Date")),
        writing(msg("What was approved")),
    ]
    signed = html_table([(one.role, one.date, writing(_state(one, digest))) for one in approved], heads)
    if not signed:
        signed = el("p", writing(msg("Nobody has approved it yet.")))
    sign = [*heads[:2], writing(msg("Signature"))]
    rows = [("", "", "")] * EMPTY_ROWS
    label = msg("Digest of what is printed here, to be written into “approved” (sha256):")
    return el(
        "section",
        signed,
        html_table(rows, sign, class_="signs"),
        el("p", writing(label), " ", el("code", digest), class_="note digest"),
        class_="keep",
    )


def _state(approval: Approval, digest: str) -> Text:
    if approval.sha256 is None:
        return msg("no digest: unknown version")
    if approval.sha256.lower() == digest:
        return msg("exactly this (same digest)")
    return msg("another version (the digest differs)")


MISSING_TITLE = msg("What a committee will ask for and does not find here")
NOTHING_MISSING = msg("Nothing that this sheet looks for is missing.")


@dataclass(frozen=True, slots=True)
class CommitteeQuestion:
    """What will be asked, and the key of the file under which its answer is written."""

    text: Text
    key: str = ""


_GOALS = CommitteeQuestion(msg("What are the goals?"), "goals")
_NON_INCLUSION = CommitteeQuestion(
    msg("Which children must not take part?"),
    "population: non_inclusion",
)
_HEAD = (
    ("goals", _GOALS),
    ("inclusion", CommitteeQuestion(
        msg("For which children is it meant?"),
        "population: inclusion")),
    ("non_inclusion", _NON_INCLUSION),
    ("comprehension", CommitteeQuestion(
        msg("Which level of comprehension is needed?"),
        "comprehension")),
    ("stop_signs", CommitteeQuestion(
        msg("What may a child do to stop who does not speak?"),
        "stop_signs")),
    ("records", CommitteeQuestion(
        msg("What must be filmed, and what must not?"),
        "records")),
    ("material", CommitteeQuestion(msg("Which material is needed?"), "material")),
    ("sources", CommitteeQuestion(
        msg("Which published work is the method based on?"),
        "sources")),
    ("authors", CommitteeQuestion(msg("Who wrote it?"), "authors")),
)  # fmt: skip

_HEAD_OF_SERIES = (
    ("goals", _GOALS),
    ("inclusion", CommitteeQuestion(
        msgc("feminine", "For which children is it meant?"),
        "population: inclusion")),
    ("non_inclusion", _NON_INCLUSION),
    ("sources", CommitteeQuestion(
        msg("Which published work is the plan based on?"),
        "sources")),
    ("authors", CommitteeQuestion(msgc("feminine", "Who wrote it?"), "authors")),
)  # fmt: skip


def missing(protocol: Protocol) -> tuple[CommitteeQuestion, ...]:
    """Return what a protocol lacks, as questions in the order in which a committee reads."""
    who = msg("Who approved it, and when?")
    return (
        *(question for field, question in _HEAD if not getattr(protocol.about, field)),
        *_head(protocol),
        *_approval(protocol.about, approval_digest(protocol.sources), who),
        *_steps(protocol),
    )


def missing_of_series(series: Series) -> tuple[CommitteeQuestion, ...]:
    """Return what a series lacks, as questions; what its protocols lack is on their own sheets."""
    who = msg("Who approved the series, and when?")
    return (
        *(question for field, question in _HEAD_OF_SERIES if not getattr(series.about, field)),
        *_plan(series),
        *_approval(series.about, approval_digest(series.sources), who),
    )


def _head(protocol: Protocol) -> Iterator[CommitteeQuestion]:
    if protocol.expected_ms is None:
        text = msg("How long is a session?")
        yield CommitteeQuestion(text, "duration: expected")
    if protocol.limit_ms is None:
        text = msg("When does a session end at the latest?")  # fmt: skip
        yield CommitteeQuestion(text, "duration: limit")
    if "calm" not in protocol.commands:
        text = msg("What happens when a child needs to calm down? Nothing is foreseen: all would be paused.")
        yield CommitteeQuestion(text, "commands: calm")


def _approval(about: About, digest: str, who: Text) -> Iterator[CommitteeQuestion]:
    if not about.approved:
        yield CommitteeQuestion(who, "approved")
    for approval in about.approved:
        if approval.sha256 is None:
            text = msg("Which version did “{role}” approve?", role=approval.role)
            yield CommitteeQuestion(text, "approved: sha256")
        elif approval.sha256.lower() != digest:
            text = msg(
                "The file has changed since “{role}” approved it ({date}): it needs approval again.",
                role=approval.role,
                date=approval.date,
            )
            yield CommitteeQuestion(text)


def _steps(protocol: Protocol) -> Iterator[CommitteeQuestion]:
    for name, step in protocol.steps.items():
        if step.trials is None:
            continue
        title: Text = verbatim(name.rpartition(".")[2])
        if step.title is not None:
            title = step.title.as_written()
        block = step.trials
        if block.correct is not None and not block.prompts:
            text = msg("Which help does a child get who does not answer, in “{title}”?", title=title)
            yield CommitteeQuestion(text, "prompts")
        if _only_doubtful(block):
            text = msg(
                "In “{title}”, how does a child answer whom the microphone does not understand?", title=title
            )
            yield CommitteeQuestion(text, "answers")
    for value in protocol.remembered:
        if value.keep and value.label is None:
            text = msg("What does “{name}” mean, which is kept from session to session?", name=value.name)
            yield CommitteeQuestion(text, "remember: label")


def _only_doubtful(block: Trials) -> bool:
    """Return whether some answer can only be given by senses that decide nothing (words, looks, voices)."""
    if isinstance(block.answers, AnswersFrom):
        return bool(block.answers.by) and set(block.answers.by) <= PROPOSING
    return any(answer.ways and {way.sense for way in answer.ways} <= PROPOSING for answer in block.answers)


def _plan(series: Series) -> Iterator[CommitteeQuestion]:
    if not series.measures:
        yield CommitteeQuestion(msg("What is measured in every session?"), "measures")
    if not series.stopping:
        text = msg("When does the series stop for a child?")  # fmt: skip
        yield CommitteeQuestion(text, "stopping")
    kinds = {phase.kind for phase in series.phases}
    if "baseline" not in kinds:
        text = msg("What will the results be compared with? No phase is a baseline.")  # fmt: skip
        yield CommitteeQuestion(text, "phases: kind: baseline")
    if "intervention" in kinds and not any(phase.mastery for phase in series.phases):
        text = msg("When has a child reached the goal?")
        yield CommitteeQuestion(text, "mastery")
    for name, protocol in series.protocols.items():
        if protocol.status != "approved":
            title, state = protocol.title.as_written(), STATUSES[protocol.status]
            text = msg(
                "Is the protocol “{title}” ({name}) approved? Its status: {state}.",
                title=title,
                name=name,
                state=state,
            )
            yield CommitteeQuestion(text, "status")
