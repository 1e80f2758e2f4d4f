"""``methods.txt``: what a paper has to say of how its data were recorded, in sentences ready to paste.

The sessions, their ends and halts, the robot, the video and its missing pictures. Only what is known is said:
what was not measured is said to be so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import takewhile
from typing import Any

from nao_sessions.analysis.film.copies import COPY_RATE, slots_of
from nao_sessions.analysis.tables.methods_coding import coded, judged, latencies
from nao_sessions.analysis.tables.rows import Row, who
from nao_sessions.analysis.tables.source import Film, SessionSource
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.protocol.wording import PHASES, duration
from nao_sessions.record.film import LEAST_MISSING_NS, read_film
from nao_sessions.record.results.absences import read_absences
from nao_sessions.record.results.counts import count_adaptations, led_by
from nao_sessions.room.sync.sync_file import recorded_in
from nao_sessions.room.sync.words import uncertainty
from nao_sessions.text.formats import joined, listed
from nao_sessions.text.languages import PROFILES, Language
from nao_sessions.text.messages import Text, by_language, msg, msgc, msgn, verbatim


def methods_text(sources: Sequence[SessionSource], language: Language, further: Sequence[Text] = ()) -> str:
    """Return the methods section on some sessions, in paragraphs.

    Args:
        sources: the sessions; those are described together that :func:`described` returns.
        language: of the sentences.
        further: paragraphs of others: agreement between coders, fidelity to the protocol, of the same.
    """
    paragraphs = [text.in_language(language) for text in (*_sentences(sources), *further)]
    lines = [PROFILES[language].unbroken(line) for line in paragraphs]
    return "\n\n".join(lines) + "\n"


def described(sources: Sequence[SessionSource]) -> tuple[SessionSource, ...]:
    """Return the sessions that the text is about: those that are no rehearsals, where there are any."""
    return tuple(one for one in sources if not one.facts.rehearsal) or tuple(sources)


def _sentences(given: Sequence[SessionSource]) -> Iterator[Text]:
    """Yield the paragraphs of the methods section, without those that others add."""
    if not given:
        yield _NO_SESSION
        return
    sources = described(given)
    if sources[0].facts.rehearsal:
        yield _ALL_REHEARSED.format(n=len(sources))
    elif rehearsals := len(given) - len(sources):
        yield _REHEARSALS.format(n=rehearsals)
    run = [source for source in sources if not source.imported]
    if run:
        yield from _ran(run)
    foreign = len(sources) - len(run)
    if foreign:
        yield _IMPORTED.format(n=foreign)
    yield from _phases(sources)
    yield from _video(sources)
    yield from picture_sentences(sources)
    yield from latencies(sources)
    yield from judged(sources)
    yield from coded(sources)


def _ran(sources: Sequence[SessionSource]) -> Iterator[Text]:
    """Yield sentences on the sessions that were run here; imported ones were run elsewhere."""
    facts, count = [source.facts for source in sources], len(sources)
    children = len({code for source in sources for code in _who_came(source)})
    adaptations = sum(count_adaptations(source.events) for source in sources)
    protocols = sorted({f"{one.protocol.id} {one.protocol.version}".strip() for one in facts})
    yield (_SESSIONS_WITH if children else _SESSIONS).format(
        n=count,
        children=(_PLAYED if facts[0].rehearsal else _CHILDREN).format(n=children),
        program=_program(one.software.get("nao_sessions") for one in facts),
        protocols=_PROTOCOLS.format(
            n=len(protocols),
            protocols=listed(protocols),
            apart=_ADAPTED.format(n=adaptations) if adaptations else _AS_SET,
        ),
    )
    nobody = sum(not one.participants for one in facts)
    if children and nobody:
        yield _NOBODY.format(n=nobody)
    yield from _robots(sources)
    yield from _log(sources)
    yield _ends(sources)
    without = [_end_of(one) for one in sources if one.outcome == "completed" and not one.trials]
    if without:
        yield (_NO_TRIAL if set(without) == {"completed"} else _NO_TRIAL_LED).format(n=len(without))
    yield from _stood_still(sources)


def _who_came(source: SessionSource) -> set[str]:
    """Return the codes of the children who took part: not those who were gone before anything was asked."""
    away = {one.child for one in read_absences(source.events) if one.back_ns is None and not one.had_been}
    outs = (one for one in source.events if one.dir == "out")
    before = takewhile(lambda one: one.kind not in ("question", "turn", "response"), outs)
    left = {str(one.data["participant"]) for one in before if one.kind == "left"}
    return set(source.facts.participants) - (away & left)


def _log(sources: Sequence[SessionSource]) -> Iterator[Text]:
    """Yield sentences on the clock of the log, and on the sessions that did not run by it."""
    fast = [source.facts.clock.speed for source in sources if source.accelerated]
    time = _BY_THE_CLOCK if not fast else _BY_SESSION_TIME if len(fast) == len(sources) else _BY_EITHER
    yield _LOG.format(time=time)
    if fast:
        speeds = listed([f"{speed:g}" for speed in sorted(set(fast))])
        every = len(fast) == len(sources)
        yield (_ALL_ACCELERATED if every else _ACCELERATED).format(
            n=len(fast), of=len(sources), speeds=speeds
        )


def _phases(sources: Sequence[SessionSource]) -> Iterator[Text]:
    """Yield sentences on the sessions' phases, child by child, and how they are known; none without."""
    inside, outside, none = list[Row](), list[tuple[SessionSource, Row]](), 0
    for source in sources:
        for code in () if source.facts.rehearsal else source.facts.participants:
            row, place = who(source, code), source.places.get(code)
            if place is not None and place.phase:
                inside.append(row)
            elif row["phase"]:  # as said: the series has no such phase, or this is none of its sessions
                outside.append((source, row))
            else:
                none += 1
    if series := sorted({row["series"] for row in inside}):
        yield _IN_SERIES.format(series=listed(series), phases=_counted(inside))
    if outside:
        imports = {source.imported for source, _ in outside}
        when = _AT_EITHER if len(imports) > 1 else _AT_IMPORT if True in imports else _AT_BEGINNING
        phases = _counted([row for _, row in outside])
        yield (_SAID_OUTSIDE if series else _AS_SAID).format(when=when, phases=phases)
    if none and (inside or outside):
        yield _NO_PHASE.format(n=none)


def _counted(rows: Sequence[Row]) -> Text:
    """Return the phases of some sessions of children, each with the number of them."""
    kinds = {row["phase"]: row["phase_kind"] for row in rows}
    counts = Counter(row["phase"] for row in rows)
    return listed(
        [_SO_MANY_OF.format(phase=_called(one, kinds[one]), count=count) for one, count in counts.items()]
    )


def _called(phase: str, kind: str | None) -> Text | str:
    return phase if kind in (None, phase) else _CALLED.format(kind=PHASES[kind], phase=phase)


def _ends(sources: Sequence[SessionSource]) -> Text:
    """Return a sentence on how the sessions ended, those that ended as planned first."""
    outcomes = Counter(map(_end_of, sources))
    known = [_ENDS[name].format(n=outcomes[name]) for name in _ENDS if outcomes[name]]
    if len(outcomes) == 1:
        [count] = outcomes.values()
        return _ALL_ENDED.format(n=count, how=known[0])
    counts = [outcomes[name] for name in _ENDS if outcomes[name]]
    each = [_SO_MANY.format(count=n, how=how) for n, how in zip(counts, known, strict=True)]
    return _ENDED.format(of=len(sources), each=listed(each))


def _end_of(source: SessionSource) -> str:
    """Return how a session ended, by the names of ``_ENDS``."""
    outcome = source.outcome or "open"
    if outcome == "completed" and (led := led_by(source.events)) is not None:
        return "led" if led == "adult" else "calmed"
    return outcome if outcome in _ENDS else "otherwise"


def _stood_still(sources: Sequence[SessionSource]) -> Iterator[Text]:
    """Yield sentences on how often and how long sessions stood still, and how often they did not go on."""
    every = [one for source in sources for one in source.interruptions]
    spans = [one.stop_ns - one.start_ns for one in every if one.over]
    seconds = round(sum(spans) / SECOND_NS)
    if spans:
        length = duration(seconds * 1_000) if seconds else _UNDER_A_SECOND
        who = _THE_SESSIONS.format(n=len(sources))
        if len(spans) == len(every):
            yield _STOOD_STILL.format(n=len(every), who=who, length=length)
        else:
            over = _OVER.format(n=len(spans), length=length)
            yield _STOOD_STILL_AND_OVER.format(who=who, count=len(every), over=over)
    unended = [source.facts.state for source in sources for one in source.interruptions if not one.over]
    still_open = unended.count("open")
    if died := len(unended) - still_open:
        yield _DIED.format(n=died)
    if still_open:
        yield _STANDS_STILL.format(n=still_open)


def _robots(sources: Sequence[SessionSource]) -> Iterator[Text]:
    """Yield sentences on which Nao was used, and in how many sessions it was simulated, or none took part."""
    sessions, led = len(sources), sum(source.adult_led for source in sources)
    abouts = [source.about for source in sources if source.about and not source.adult_led]
    real = [about for about in abouts if not about.get("simulated")]
    if real:
        systems = _systems(real)
        robot = _SYSTEMS.format(n=len(systems), robot=_MADE_BY, systems=listed(systems))
        yield _ROBOT.format(robot=robot if systems else _MADE_BY)
    simulated = len(abouts) - len(real)
    if simulated and simulated == sessions:
        systems = _systems(abouts)
        yield (_ALL_SIMULATED_BY if systems else _ALL_SIMULATED).format(
            n=len(systems), systems=listed(systems)
        )
    elif simulated:
        yield _SIMULATED.format(n=simulated, of=sessions)
    if led:
        yield _ALL_LED.format(n=led) if led == sessions else _LED.format(n=led, of=sessions)


def _systems(abouts: Sequence[Mapping[str, Any]]) -> list[str]:
    return sorted({str(about["system"]) for about in abouts if about.get("system")})


def _video(sources: Sequence[SessionSource]) -> Iterator[Text]:
    of_each = [[film for film in source.films if not film.sound_alone] for source in sources]
    films = [film for theirs in of_each for film in theirs]
    destroyed = sum(source.film_destroyed for source in sources)
    if destroyed:
        yield _ALL_DESTROYED if destroyed == len(sources) else _DESTROYED.format(n=destroyed, of=len(sources))
    away = sum(
        source.filmed and not source.film_destroyed and not theirs
        for source, theirs in zip(sources, of_each, strict=True)
    )
    not_here = _ALL_AWAY.format(n=away) if away == len(sources) else _AWAY.format(n=away, of=len(sources))
    if not films:
        if away:
            yield not_here
        elif not destroyed:
            yield _NO_VIDEO
        return
    verdicts = ["given" if film.sync.method == "given" else film.sync.verdict for film in films]
    counts = {verdict: found for verdict in _VERDICTS if (found := verdicts.count(verdict))}
    # of a film whose times are not known, what is written beside them is no bound
    known = [film.sync.uncertainty_ms for film in films
             if film.sync.verdict != "absent" and film.sync.uncertainty_ms is not None]  # fmt: skip
    if len(counts) == 1:
        [verdict] = counts
        how = _VERDICTS[verdict]
    else:
        how = listed([_FOR.format(how=_VERDICTS[name], count=found) for name, found in counts.items()])
    if known:
        worst = _WORST if "given" not in counts else _WORST_GIVEN
        if "given" in counts and len(known) < len(films) - counts.get("absent", 0):
            worst = _WORST_KNOWN
        how = worst.format(n=len(known), how=how, spread=by_language(partial(uncertainty, max(known))))
        if any(film.sync.method == "arrival" for film in films):
            how = _DELAY.format(how=how)
    sentence = _VIDEO.format(n=len(films), how=how)
    filmed = sum(map(bool, of_each))
    if filmed < len(sources):
        some = _FILMED.format(n=filmed, of=len(sources))
        sentence = msg("{some} {told}", some=some, told=sentence)
    yield sentence
    if away:
        yield not_here
    further = sum(len(source.films_away) for source, theirs in zip(sources, of_each, strict=True) if theirs)
    if further:
        yield _FURTHER_AWAY.format(n=further)


def picture_sentences(sources: Sequence[SessionSource]) -> Iterator[Text]:
    """Yield sentences on recorded pictures that differ from the camera's, and on those that copies invent."""
    every = [(source, film) for source in sources for film in source.films
             if film.frames and not film.sound_alone]  # fmt: skip
    films = [film for source, film in every if not source.accelerated]
    if len(films) < len(every):
        yield _VIDEOS_ACCELERATED.format(n=len(every) - len(films))
    if not films:
        return
    brought = [film for film in films if film.sync.method in _NOT_ARRIVED]
    own = [film for film in films if film.sync.method not in _NOT_ARRIVED]
    if own:
        received = _RECEIVED.format(n=sum(len(film.frames) for film in own))
        odd = _odd(own, _DROPPED)
        if hole_s := sum(_hole_ns(source) for source in sources) // SECOND_NS:
            odd.append(_HOLES.format(n=hole_s))
        yield _ODD.format(received=received, odd=listed(odd)) if odd else _ALL_WELL.format(received=received)
    if brought:
        pictures = _PICTURES.format(n=sum(len(film.frames) for film in brought))
        if odd := _odd(brought, _LACKING):
            yield _BROUGHT_ODD.format(n=len(brought), pictures=pictures, odd=listed(odd))
        else:
            yield _BROUGHT.format(n=len(brought), pictures=pictures)
    if uncounted := sum(film.dropped is None for film in films):
        yield _NOT_COUNTED.format(n=uncounted)
    slots = [slots_of(film) for film in films]
    repeated, left_out = (sum(one[place] for one in slots) for place in (0, 1))
    made_up = [some.format(n=n) for some, n in ((_REPEATED, repeated), (_LEFT_OUT, left_out)) if n]
    if made_up:
        yield _COPY.format(rate=COPY_RATE, made_up=listed(made_up))


def _hole_ns(source: SessionSource) -> int:
    """Return how much of a session the cameras lack whose films are here, in ns; 0 of imports."""
    if source.imported or source.accelerated:
        return 0
    here = {film.stream for film in source.films if not film.sound_alone}
    found = read_film(source.events, recorded_in(source.folder, source.events))
    lacks = [one.missing_ns for one in found if one.name in here]
    return sum(one for one in lacks if one >= LEAST_MISSING_NS)


def _odd(films: Sequence[Film], missing: Text) -> list[Text]:
    """Return what is odd about the pictures of films, with how often it is so."""
    counts = (
        (missing, sum(film.dropped or 0 for film in films)),
        (_DUPLICATED, sum(film.duplicated or 0 for film in films)),
        (_LATE, sum(film.late for film in films)),
    )
    return [some.format(n=count) for some, count in counts if count]


def _program(versions: Iterable[str | None]) -> Text:
    """Return the name of this program, with those of its versions that are known."""
    known = sorted({version for version in versions if version})
    return joined(["nao_sessions", listed(known)], " ") if known else verbatim("nao_sessions")


_NO_SESSION = msg("No session could be read: there is nothing to describe.")
_SESSIONS = msgn(
    "The data come from one session, run with {program} by {protocols}.",
    "The data come from {n} sessions, run with {program} by {protocols}.",
)
_SESSIONS_WITH = msgn(
    "The data come from one session with {children}, run with {program} by {protocols}.",
    "The data come from {n} sessions with {children}, run with {program} by {protocols}.",
)
_NOBODY = msgn("In one of them no child has a code.", "In {n} of them no child has a code.")
_CHILDREN = msgn("one child", "{n} children")
_PLAYED = msgn("one child whose part was played", "{n} children whose parts were played")
_PROTOCOLS = msgn(
    "the protocol {protocols}, written in a file that the machine carries out, {apart}",
    "the protocols {protocols}, each written in a file that the machine carries out, {apart}",
)
_AS_SET = msg("with what was set for each session")
_ADAPTED = msgn(
    "with what was set for each session and one adaptation of the adult (adaptations in the tables)",
    "with what was set for each session and {n} adaptations of the adult (adaptations in the tables)",
)
_IMPORTED = msgn(
    "One session comes from elsewhere: what was filmed of it and its table of events were imported.",
    "What was filmed of {n} sessions, which were held elsewhere, and their tables of events were imported.",
)
_SO_MANY_OF = msg("{phase} {count}")
_CALLED = msg("{kind} ('{phase}')")
_AS_SAID = msg("The phases, as said when {when} (sessions of each child): {phases}.")
_SAID_OUTSIDE = msg(
    "The phases outside of the series, as said when {when} (sessions of each child): {phases}."
)
_AT_BEGINNING = msg("each session began")
_AT_IMPORT = msg("each session was imported")
_AT_EITHER = msg("each session began, or when it was imported")
_IN_SERIES = msg(
    "The phases of the series '{series}' (sessions of each child): {phases}. What was said when the session "
    "of one child began counts; else the phase is the one that the series plans, in the order of the "
    "sessions."
)
_NO_PHASE = msgn(
    "One session of a child is of no phase.", "Moreover, {n} sessions of children are of no phase."
)
_ALL_REHEARSED = msgn(
    "Note: this session is a rehearsal, without a real child.",
    "Note: these {n} sessions are rehearsals, without a real child.",
)
_REHEARSALS = msgn(
    "Note: the tables hold one rehearsal too, without a real child (rehearsal in the tables): it "
    "counts in no figure of this text.",
    "Note: the tables hold {n} rehearsals too, without a real child (rehearsal in the tables): they "
    "count in no figure of this text.",
)
_SYSTEMS = msgn("{robot}, system {systems}", "{robot}, systems {systems}")
_ROBOT = msg("The robot was a {robot}.")
_MADE_BY = verbatim("Nao (SoftBank Robotics)")
_ALL_SIMULATED = msg("Nao was simulated.")
_ALL_SIMULATED_BY = msgn("Nao was simulated, system {systems}.", "Nao was simulated, systems {systems}.")
_SIMULATED = msgn(
    "In one of {of} sessions, Nao was simulated.", "In {n} of {of} sessions, Nao was simulated."
)
_ALL_LED = msgn(
    "No robot took part: the adult spoke and acted in its place.",
    "In none of the {n} sessions did a robot take part: the adult spoke and acted in its place.",
)
_LED = msgn(
    "In one of {of} sessions no robot took part: the adult spoke and acted in its place.",
    "In {n} of {of} sessions no robot took part: the adult spoke and acted in its place.",
)
_LOG = msg("Every event was written to a log, with {time}, before the program acted upon it.")
_BY_THE_CLOCK = msg("the time of a monotonic clock")
_BY_SESSION_TIME = msg("its session time")
_BY_EITHER = msg("its session time (that of a monotonic clock where it was played in real time)")
_ALL_ACCELERATED = msgn(
    "The session was played at {speeds} times real time: its times are session time, not the "
    "computer's clock's.",
    "All {n} sessions were played at {speeds} times real time: their times are session time, not "
    "the computer's clock's.",
)
_ACCELERATED = msgn(
    "One of {of} sessions was played at {speeds} times real time: its times are session time, "
    "not the computer's clock's.",
    "Of {of} sessions, {n} were played at {speeds} times real time: their times are session "
    "time, not the computer's clock's.",
)
_ENDS = {
    "completed": msgn("reached the protocol's end", "reached the protocol's end"),
    "led": msgn(
        "was led to the protocol's end by the adult, with a part of it not played",
        "were led to the protocol's end by the adult, with a part of it not played",
    ),
    "calmed": msgn(
        "came to the protocol's end by way of a calming down, or of what the protocol reacts to everywhere "
        "('stop', for instance), with a part of it not played",
        "came to the protocol's end by way of a calming down, or of what the protocol reacts to everywhere "
        "('stop', for instance), with a part of it not played",
    ),
    "refused": msgn("ended since a child refused", "ended since a child refused"),
    "distress": msgn("ended since a child was in distress", "ended since a child was in distress"),
    "technical": msgn("ended for a technical cause", "ended for a technical cause"),
    "time": msgn("ended at the protocol's time limit", "ended at the protocol's time limit"),
    "stopped": msgn("was closed at once, without its goodbye", "were closed at once, without their goodbyes"),
    "interrupted": msgn(
        "was interrupted, without an end of its own", "were interrupted, without an end of their own"
    ),
    "otherwise": msgn("ended otherwise", "ended otherwise"),
    "open": msgn("was still open", "were still open"),
}
"""How sessions ended, by the outcomes of :mod:`nao_sessions.text.glossary`, in the order of the sentence;
``led``, ``calmed``: completed, but led there on the way (:mod:`nao_sessions.record.results.counts`);
``otherwise``: an outcome that this program does not know."""
_NO_TRIAL = msgn(
    "One session that reached the protocol's end has no trial.",
    "Of the sessions that reached the protocol's end {n} have no trial.",
)
_NO_TRIAL_LED = msgn(
    "One session that reached the protocol's end, was led or came to it has no trial.",
    "Of the sessions that reached the protocol's end, were led or came to it, {n} have no trial.",
)
_SO_MANY = msg("{count} {how}")
_ALL_ENDED = msgn("The session {how}.", "All {n} sessions {how}.")
_ENDED = msg("Of {of} sessions, {each}.")
_THE_SESSIONS = msgn("The session", "The sessions")
_STOOD_STILL = msgn(
    "{who} stood still once, for {length}: that time is in duration_s of the tables, and in no latency_s.",
    "{who} stood still {n} times in all, for {length}: that time is in duration_s of the tables, and in "
    "no latency_s.",
)
_DIED = msgn(
    "Once the program ended in the midst of a session, which did not go on: how long that was is "
    "known to nobody.",
    "The program ended {n} times in the midst of a session, which did not go on: how long that "
    "was is known to nobody.",
)
_STOOD_STILL_AND_OVER = msg("{who} stood still {count} times in all; {over}.")
_OVER = msgn(
    "one of these times had an end: {length}, in duration_s of the tables and in no latency_s",
    "{n} of these times had an end: {length}, in duration_s of the tables and in no latency_s",
)
_STANDS_STILL = msgn(
    "Once a session stood still where its log ends: how long that was is known to nobody.",
    "Sessions stood still {n} times where their logs end: how long that was is known to nobody.",
)
_UNDER_A_SECOND = msg("less than a second")
_NO_VIDEO = msg("No video was recorded.")
_ALL_AWAY = msgn(
    "A video was recorded; it is not at hand here, and nothing is said of its times.",
    "Of {n} sessions a video was recorded; it is not at hand here, and nothing is said of its times.",
)
_AWAY = msgn(
    "Of one of {of} sessions a video was recorded; it is not at hand here, and nothing is said of its times.",
    "Of {n} of {of} sessions a video was recorded; it is not at hand here, and nothing is said of its times.",
)
_FURTHER_AWAY = msgn(
    "One more video file of these sessions is not at hand here, and nothing is said of its times.",
    "{n} more video files of these sessions are not at hand here, and nothing is said of their times.",
)
_ALL_DESTROYED = msg("The film was destroyed after the session, on purpose.")
_DESTROYED = msgn(
    "Of one of {of} sessions the film was destroyed after the session, on purpose.",
    "Of {n} of {of} sessions the film was destroyed after the session, on purpose.",
)
_FILMED = msgn("One of {of} sessions has a video.", "Of {of} sessions, {n} have a video.")
_VERDICTS: Mapping[str, Text] = {
    "measured": msg("measured"),
    "estimated": msg("estimated"),
    "given": msg("given by whoever imported it"),
    "absent": msgc("feminine", "unknown"),
}
_FOR = msg("{how} for {count}")
_VIDEO = msgn(
    "The synchronisation of the video with the log is {how}.",
    "The synchronisation of the {n} video files with the log is {how}.",
)
_DELAY = msg(
    "{how}, to which, of videos without a clap, the camera's own delay is to be added, which is unknown"
)
_WORST = msgn("{how}; the uncertainty is {spread} (95%)", "{how}; the largest uncertainty is {spread} (95%)")
_WORST_KNOWN = msgn(
    "{how}; the uncertainty of the one of which it is known is {spread}, as stated at the import",
    "{how}; the largest uncertainty of the {n} of which it is known is {spread} (95%, or as stated at the "
    "import)",
)
_WORST_GIVEN = msgn(
    "{how}; the uncertainty is {spread}, as stated at the import",
    "{how}; the largest uncertainty is {spread} (95%, or as stated at the import)",
)
_RECEIVED = msgn("one picture was received", "{n} pictures were received")
_DROPPED = msgn(
    "one picture is missing, by the camera's own rate", "{n} pictures are missing, by the camera's own rate"
)
_DUPLICATED = msgn("one came twice", "{n} came twice")
_LATE = msgn("one arrived late", "{n} arrived late")
_HOLES = msgn(
    "for one second of the sessions a camera recorded nothing",
    "for {n} seconds of the sessions a camera recorded nothing",
)
_PICTURES = msgn("one picture", "{n} pictures")
_NOT_ARRIVED = ("file", "given", "sound")
"""Methods of synchronisation of films that came as files: none of their pictures was seen to arrive."""
_LACKING = msgn("one is missing, by the file's rate", "{n} are missing, by the file's rate")
_BROUGHT = msgn(
    "The imported film has {pictures} at regular times; what the camera lost before is not known.",
    "The {n} imported films have {pictures} at regular times; what the camera lost before is not known.",
)
_BROUGHT_ODD = msgn(
    "The imported film has {pictures}; {odd}; what the camera lost before is not known.",
    "The {n} imported films have {pictures}; {odd}; what the camera lost before is not known.",
)
_ODD = msg("Pictures of the video: {received}; {odd}.")
_ALL_WELL = msg("Pictures of the video: {received}, none is missing, came twice or arrived late.")
_VIDEOS_ACCELERATED = msgn(
    "Of one video, of an accelerated session, nothing is said of what is missing: its times are "
    "not the camera's.",
    "Of {n} video files, of accelerated sessions, nothing is said of what is missing: their times are "
    "not the camera's.",
)
_NOT_COUNTED = msgn(
    "Of one video nobody has counted what is missing.",
    "Of {n} video files nobody has counted what is missing.",
)
_REPEATED = msgn(
    "one picture is invented (the one before it, again)", "{n} pictures are invented (the one before, again)"
)
_LEFT_OUT = msgn("one received picture is left out", "{n} received pictures are left out")
_COPY = msg(
    "In a copy at a constant rate ({rate} pictures a second) {made_up}; the copy comes with their list."
)
