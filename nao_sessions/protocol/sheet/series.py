"""The sheet of a series: which children, which phases, who plays what in which order, what is measured.

The sheet of each protocol follows as an annex: a committee has in hand all that will be said and done.
"""

from __future__ import annotations

from nao_sessions.paper.page import Html, document, el, html, html_list, html_table
from nao_sessions.protocol.building.settings import setting_values
from nao_sessions.protocol.series import Measure, Phase, PlannedProtocol, PlannedSession, Series, plan
from nao_sessions.protocol.sheet.head import approvals, missing_of_series, speeches, title
from nao_sessions.protocol.sheet.page import OTHER_LANGUAGE, annex, missing_box, sections
from nao_sessions.protocol.sheet.tables import facts
from nao_sessions.protocol.sheet.writing import PlainHand, SheetWriter
from nao_sessions.protocol.wording import (
    COUNTERBALANCINGS,
    PHASES,
    RESULTS,
    STATUSES,
    duration,
    plain,
    quote,
)
from nao_sessions.text.formats import joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg, msgn, verbatim

# Who plays what in each session of a series, counted from a child's first session on, for a whole series.

MOST_CHILDREN = 6
"""Children beside each other in one table; more go into a second one."""

NO_SESSION = "—"

_HOW = msg(
    "Sessions are counted from each child's first. Before the protocol: the phase, then the number of the "
    "session within it. The order comes from the seeds of this file: the same file always gives the same "
    "table."
)


def calendar(hand: SheetWriter, series: Series, planned: tuple[PlannedSession, ...]) -> Html:
    """Return a table of sessions by children: phase, number in the phase, protocols in their order."""
    phases = {phase.name: number for number, phase in enumerate(series.phases, 1)}
    found = {(one.overall, one.participant): one for one in planned}
    codes = series.participants
    tables = []
    for first in range(0, len(codes), MOST_CHILDREN):
        children = codes[first : first + MOST_CHILDREN]
        last = max((one.overall for one in planned if one.participant in children), default=0)
        rows = [
            [str(number), *(_cell(phases, found.get((number, code))) for code in children)]
            for number in range(1, last + 1)
        ]
        tables.append(html_table(rows, [hand(msg("Session")), *children], class_="wide"))
    return html(el("p", hand(_HOW), class_="note"), *tables) if planned else Html("")


def _cell(phases: dict[str, int], session: PlannedSession | None) -> str:
    if session is None:
        return NO_SESSION
    names = ", ".join(one.file.removesuffix(".yaml") for one in session.protocols)
    return f"{phases[session.phase]}.{session.number} {names}"


SERIES = msg("Series of workshops with Nao")
MOST_COLUMNS = 10
"""Sessions beside each other in one table; more go into a second one."""


def series_sheet(series: Series, language: Language) -> str:
    """Return the sheet of a series as a self-contained HTML page."""
    hand = PlainHand(language)
    planned = plan(series)
    parts: list[tuple[Text, Html]] = [
        (msg("The phases"), html(*(_phase(hand, series, one) for one in series.phases))),
        (msg("The plan of the sessions"), _plan(hand, series, planned)),
        (msg("Session by session"), calendar(hand, series, planned)),
        (msg("What is measured"), _measures(hand, series)),
        (msg("When the series stops"), _stopping(hand, series)),
        (msg("The protocols"), _protocols(hand, series)),
        (msg("Approvals"), approvals(hand, series.about.approved, series.sources)),
    ]
    body = html(
        title(hand, SERIES, series.title, series.id, series.version, series.status),
        el("p", hand(OTHER_LANGUAGE), class_="note") if language != series.language else "",
        _summary(hand, series, planned),
        missing_box(hand, missing_of_series(series)),
        sections(hand, parts),
        *(annex(one, language, number) for number, one in enumerate(series.protocols.values(), 1)),
    )
    name = hand(series.title.as_written())
    return document(language, name, f"{series.id} · {series.version}", body)


def _summary(hand: SheetWriter, series: Series, planned: tuple[PlannedSession, ...]) -> Html:
    about, codes = series.about, series.participants
    each = sorted({sum(one.participant == code for one in planned) for code in codes})
    least, most = (each[0], each[-1]) if each else (0, 0)
    many = verbatim(most) if least == most else msg("{least} to {most}", least=least, most=most)
    return facts(
        hand,
        [
            (msg("Goals"), speeches(hand, about.goals)),
            (msg("Who it is for"), speeches(hand, about.inclusion)),
            (msg("Who it is not for"), speeches(hand, about.non_inclusion)),
            (msg("Children"), f"{len(codes)} ({', '.join(codes)})"),
            (msg("Sessions per child"), hand(many)),
            (msg("Sources"), html_list(hand(verbatim(one)) for one in about.sources)),
            (msg("Authors"), ", ".join(about.authors)),
        ],
    )


def _phase(hand: SheetWriter, series: Series, phase: Phase) -> Html:
    number = series.phases.index(phase) + 1
    kind = hand(PHASES[phase.kind])
    name = hand.speech(phase.title) if phase.title is not None else Html("")
    return el(
        "section",
        el("h3", f"{number}. ", name, " — " if name else "", kind, " ", el("code", phase.name)),
        facts(
            hand,
            [
                (
                    msg("Protocols"),
                    html_list(_played(hand, series, one) for one in phase.protocols),
                ),
                (msg("Sessions"), hand(_counts(phase))),
                (msg("Between two sessions"), hand(_spacing(phase))),
                (
                    msg("Since the phase before"),
                    hand(EMPTY_TEXT if phase.after_days is None else _days(phase.after_days)),
                ),
                (msg("Order"), hand(_order(phase)) if len(phase.protocols) > 1 else ""),
                (msg("Criterion of mastery"), hand(_mastery(series, phase))),
            ],
        ),
        class_="keep",
    )


def _played(hand: SheetWriter, series: Series, planned: PlannedProtocol) -> Html:
    """Return a protocol's name and version, and the settings that the series passes to it."""
    protocol = series.protocols[planned.file]
    values = setting_values(protocol, planned.given)
    settings = [
        html(
            el("code", one.name) if one.label is None else hand.speech(one.label),
            " = ",
            hand(plain(values[one.name], one.type)),
        )
        for one in protocol.settings
        if one.name in planned.given
    ]
    file = f" — {planned.file}, version {planned.version}"
    return html(hand.speech(protocol.title), file, html_list(settings))


def _counts(phase: Phase) -> Text:
    counts = set(phase.sessions.values())
    if len(counts) == 1:
        many = counts.pop()
        return msg("{many} for each child", many=many)
    each = [msg("{code}: {count}", code=code, count=count) for code, count in phase.sessions.items()]
    return joined(each, ", ")


def _days(days: int) -> Text:
    if days % 7 == 0 and days:
        return msgn("{n} week", "{n} weeks", days // 7)
    return msgn("{n} day", "{n} days", days)


def _spacing(phase: Phase) -> Text:
    parts = []
    if phase.least_days is not None:
        parts.append(msg("at least {least}", least=_days(phase.least_days)))
    if phase.most_days is not None:
        parts.append(msg("at most {most}", most=_days(phase.most_days)))
    return joined(parts, ", ")


def _order(phase: Phase) -> Text:
    each = msg("one protocol per session")
    if phase.every:
        each = msg("all of them in every session")
    how = msg("as in the list")
    if phase.counterbalancing is not None:
        square = COUNTERBALANCINGS[phase.counterbalancing]
        how = msg("{square} (seed {seed})", square=square, seed=phase.seed)
    return msg("{each}; {how}", each=each, how=how)


def _mastery(series: Series, phase: Phase) -> Text:
    mastery = phase.mastery
    if mastery is None:
        return verbatim("")
    measure = next((one for one in series.measures if one.name == mastery.measure), None)
    name = verbatim(mastery.measure) if measure is None else measure.label.as_written()
    return msgn(
        "{name}: {least} or more, in {n} session in a row",
        "{name}: {least} or more, in {n} sessions in a row",
        mastery.sessions,
        name=name,
        least=plain(mastery.least),
    )


def _plan(hand: SheetWriter, series: Series, planned: tuple[PlannedSession, ...]) -> Html:
    """Return how many sessions each child has, and the orders of phases with several protocols."""
    heads = [hand(msg("Child"))]
    heads += [f"{number}. {hand(PHASES[phase.kind])}" for number, phase in enumerate(series.phases, 1)]
    rows = [
        [code, *(str(phase.sessions.get(code, 0)) for phase in series.phases)] for code in series.participants
    ]
    orders = [
        _orders(hand, series, phase, [one for one in planned if one.phase == phase.name])
        for phase in series.phases
        if len(phase.protocols) > 1
    ]
    return html(html_table(rows, heads), *orders)


def _orders(hand: SheetWriter, series: Series, phase: Phase, planned: list[PlannedSession]) -> Html:
    """Return tables of what each child plays in each session of a phase."""
    number = series.phases.index(phase) + 1
    most = max((one.number for one in planned), default=0)
    tables = []
    for first in range(1, most + 1, MOST_COLUMNS):
        columns = range(first, min(first + MOST_COLUMNS, most + 1))
        found = {(one.participant, one.number): one for one in planned}
        rows = [
            [code, *(_names(found.get((code, column))) for column in columns)] for code in series.participants
        ]
        tables.append(html_table(rows, [hand(msg("Child")), *map(str, columns)], class_="wide"))
    title = msg("Who plays what, phase {number}", number=number)
    return html(el("h3", hand(title)), *tables)


def _names(planned: PlannedSession | None) -> str:
    return "—" if planned is None else ", ".join(one.file.removesuffix(".yaml") for one in planned.protocols)


def _measures(hand: SheetWriter, series: Series) -> Html:
    heads = [
        hand(msg("Measure")),
        hand(msg("Value read at the end of a session")),
    ]
    rows = [
        (
            html(hand.speech(one.label), " ", el("code", one.name)),
            hand(_value(one)) or el("code", ".".join(one.value)),
        )
        for one in series.measures
    ]
    return html_table(rows, heads, class_="short")


def _value(measure: Measure) -> Text:
    room, name, *rest = measure.value
    if room == "results" and rest:
        word = RESULTS[rest[-1]]
        return msg("{word}, step {name}", word=word, name=quote(name))
    return verbatim("")


def _stopping(hand: SheetWriter, series: Series) -> Html:
    own = speeches(hand, series.stopping)
    note = msg(
        "In every session the stopping rules of the protocol hold as well, and the child may say no each "
        "time."
    )
    return html(own, el("p", hand(note), class_="note"))


def _protocols(hand: SheetWriter, series: Series) -> Html:
    heads = [
        hand(msg("File")),
        hand(msg("Title")),
        hand(msg("Version")),
        hand(msg("Status")),
        hand(msg("Duration")),
    ]
    rows = [
        (
            name,
            hand.speech(protocol.title),
            protocol.version,
            hand(STATUSES[protocol.status]),
            "" if protocol.expected_ms is None else hand(duration(protocol.expected_ms)),
        )
        for name, protocol in series.protocols.items()
    ]
    note = msg("The sheet of each protocol follows, as an annex.")  # fmt: skip
    return html(html_table(rows, heads), el("p", hand(note), class_="note"))
