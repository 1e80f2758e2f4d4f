"""The page for the next team meeting: what sessions did with each step, in plain words and numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nao_sessions.analysis.practice.gather import Practice, StepPractice, spread
from nao_sessions.paper.page import Html, document, el, html, html_list, html_table
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.part_names import PartNames
from nao_sessions.record.results.counts import COUNT_LABELS
from nao_sessions.text import glossary
from nao_sessions.text.formats import decimal, joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgn, verbatim

_TITLE = msg("What practice did with it")
_HEAD = msgn(
    "{n} session (version {versions}). This page counts; it proposes nothing and judges nobody.",
    "{n} sessions (version {versions}). This page counts; it proposes nothing and judges nobody.",
)
_TIMES = msg(
    "Durations and silences: the median, and the longest. A silence runs from the end of the question to "
    "what the child does, or to what came instead; the wait between two trials is none. The time for which "
    "the session stood still (pause, stop, Nao lost, sleep, crash) is in no duration."
)
_REHEARSAL = msg("Rehearsals are among them: they say nothing about real children.")
_ALL_REHEARSALS = msg("All of them are rehearsals: they say nothing about real children.")
_OF_ANOTHER_VERSION = msg("a step that this version of the protocol has not")
_OUTCOMES: Mapping[str, Text] = glossary.shorts(glossary.OUTCOMES)


def practice_page(protocol: Protocol, practice: Practice, language: Language, *, rehearsals: int) -> str:
    """Return the page on how a protocol is practised, as HTML, for a screen and for A4.

    ``rehearsals`` is how many of the sessions are rehearsals.
    """

    def say(text: Text) -> str:
        return text.in_language(language)

    title = protocol.title.template(language).source
    versions = joined(_labelled(version, count) for version, count in sorted(practice.versions.items()))
    head = _HEAD.format(n=len(practice.sessions), versions=versions)
    rehearsed = _ALL_REHEARSALS if rehearsals == len(practice.sessions) else _REHEARSAL
    names = PartNames(protocol)
    # A group has no content of its own to speak of: its steps are shown.
    groups = {name for name, step in protocol.steps.items() if step.start is not None}
    steps = [step for step in practice.steps if step.step not in groups]
    outcomes = [
        (say(_OUTCOMES.get(name, verbatim(name))), str(count))
        for name, count in sorted(practice.outcomes.items())
    ]
    body = html(
        el(
            "header",
            el("p", say(_TITLE), class_="kind"),
            el("h1", title),
            el("p", say(head)),
            el("p", say(rehearsed), class_="state") if rehearsals else Html(""),
        ),
        el("h2", say(msg("How they ended"))),
        html_table(outcomes, class_="facts"),
        el("h2", say(msg("Step by step"))),
        el("p", say(_TIMES), class_="note"),
        _overview(names, steps, len(practice.sessions), language),
        *(_details(names, step, language) for step in steps),
        _never(protocol, names, practice.never, language),
    )
    return document(language, say(_labelled(_TITLE, title)), f"{title} {protocol.version}", body)


def _overview(names: PartNames, steps: Sequence[StepPractice], sessions: int, language: Language) -> Html:
    heads = (
        msg("Step"),
        msg("Sessions"),
        msg("Duration"),
        msg("Silences"),
        msg("not ended by the child"),
        msg("Skipped"),
        msg("Repeated"),
        msg("Help by hand"),
    )
    rows = [
        (
            _name(names, step.step, language),
            f"{step.sessions} / {sessions}",
            _median(step.seconds, language),
            _median(step.silences, language),
            f"{step.unanswered} / {len(step.silences)}" if step.silences else "—",
            _count(step.skipped),
            _count(step.repeated + step.redone),
            _count(step.prompted_by_hand),
        )
        for step in steps
    ]
    return html_table(rows, [head.in_language(language) for head in heads], class_="wide")


def _details(names: PartNames, step: StepPractice, language: Language) -> Html:
    """Return the details of a step that have no column in the overview; empty where there are none."""

    def say(text: Text) -> str:
        return text.in_language(language)

    facts: list[tuple[str, str]] = []
    if step.judgements:
        judged = (
            _labelled(label, step.judgements[name])
            for name, label in COUNT_LABELS.items()
            if step.judgements[name]
        )
        facts.append((say(msg("Trials")), say(joined(judged))))
    counts = (
        (step.easy, msg("Of these the easy trial before the end")),
        (step.entered, msg("Answers that the adult entered")),
        (step.redone, msg("Done again")),
        (step.rejudged, msg("Judged again")),
        (step.unsaid, msg("Sentences that Nao could not say")),
        (step.dismissed, msg("Nao's proposals dismissed")),
        (step.unconfirmed, msg("Proposals nobody answered")),
        (step.closed_by_console, msg("Closed by the console")),
    )
    facts += [(say(name), str(count)) for count, name in counts if count]
    if step.left_by_hand:
        ways = (
            f"{glossary.COMMANDS[name].in_sentence.in_language(language)} ({count})"
            for name, count in sorted(step.left_by_hand.items())
        )
        facts.append((say(msg("Left by hand")), ", ".join(ways)))
    if step.improvised:
        facts.append((say(msg("Improvised")), html_list(step.improvised)))
    if not facts:
        return Html("")
    return el(
        "section",
        el("h3", _name(names, step.step, language)),
        html_table(facts, class_="facts"),
        class_="keep",
    )


def _labelled(label: Text | str, shown: object) -> Text:
    return msg("{label}: {shown}", label=label, shown=shown)


def _name(names: PartNames, step: str, language: Language) -> str:
    """Return what people call a step, never its name in the file."""
    words = names.title(step) if names.knows(step) else _OF_ANOTHER_VERSION
    return words.in_language(language)


def _count(count: int) -> str:
    return str(count) if count else ""


def _median(seconds: Sequence[float], language: Language) -> str:
    """Return the median and the longest of some times in words; a dash without times."""
    found = spread(seconds)
    if found is None:
        return "—"
    text = f"{decimal(str(found['median']), language)} s"
    if found["longest"] != found["median"]:
        text += f" (max. {decimal(str(found['longest']), language)} s)"
    return text


def _never(protocol: Protocol, names: PartNames, never: Sequence[str], language: Language) -> Html:
    steps = [step for step in never if step in protocol.steps and protocol.steps[step].start is None]
    if not steps:
        return Html("")
    heading = msg("Never entered").in_language(language)
    return html(el("h2", heading), html_list([names.placed(step).in_language(language) for step in steps]))
