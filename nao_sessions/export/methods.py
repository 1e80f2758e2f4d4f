"""``methods.txt``: what a paper has to say of how its data were recorded, in sentences ready to paste.

Only what is known is said: what was not measured is said to be so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.text import Language, Text, unbroken
from nao_sessions.export.methods_coding import coded, judged, latencies
from nao_sessions.export.methods_film import pictures
from nao_sessions.export.methods_words import Some, listed
from nao_sessions.export.rows import who
from nao_sessions.export.source import Source
from nao_sessions.protocol.wording import PHASES, duration
from nao_sessions.room.sync_words import uncertainty
from nao_sessions.session.endings import is_led


def methods_text(sources: Sequence[Source], language: Language, further: Sequence[Text] = ()) -> str:
    """Give the sentences, a paragraph each.

    Args:
        sources: the sessions that are described together.
        language: of the sentences.
        further: paragraphs of others: agreement between coders, fidelity to the protocol.
    """
    told = [text.in_language(language) for text in (*_sentences(sources), *further)]
    lines = [unbroken(line) if language == "fr" else line for line in told]
    return "\n\n".join(lines) + "\n"


def _sentences(sources: Sequence[Source]) -> Iterator[Text]:
    run = [source for source in sources if not source.imported]
    if run:
        yield from _ran(run)
    foreign = len(sources) - len(run)
    if foreign:
        yield _IMPORTED.of(foreign)
    yield from _phases(sources)
    yield from _video(sources)
    yield from pictures(sources)
    yield from latencies(sources)
    yield from judged(sources)
    yield from coded(sources)


def _ran(sources: Sequence[Source]) -> Iterator[Text]:
    """Say what was run here; an imported session was run elsewhere, nobody knows how."""
    facts, count = [source.facts for source in sources], len(sources)
    children = len({code for one in facts for code in one.participants})
    protocols = sorted({f"{one.protocol.id} {one.protocol.version}".strip() for one in facts})
    yield _SESSIONS.of(
        count,
        children=_CHILDREN.of(children) if children else _NOTHING,
        versions=_known(one.software.get("nao_sessions") for one in facts),
        protocols=_PROTOCOLS.of(len(protocols), protocols=listed(protocols)),
    )
    rehearsals = sum(one.rehearsal for one in facts)
    if rehearsals == count:
        yield _ALL_REHEARSED.of(count)
    elif rehearsals:
        yield _REHEARSALS.of(rehearsals)
    yield from _robots([about for source in sources if (about := _about(source))], count)
    yield from _log(sources)
    yield _ends(sources)
    yield from _stood_still(sources)


def _log(sources: Sequence[Source]) -> Iterator[Text]:
    """Say by what clock events were written down, and which sessions did not run by it."""
    fast = [source.facts.clock.speed for source in sources if source.accelerated]
    time = _BY_THE_CLOCK if not fast else _BY_SESSION_TIME if len(fast) == len(sources) else _BY_EITHER
    yield _LOG.format(time=time)
    if fast:
        speeds = listed([f"{speed:g}" for speed in sorted(set(fast))])
        every = len(fast) == len(sources)
        yield (_ALL_ACCELERATED if every else _ACCELERATED).of(len(fast), of=len(sources), speeds=speeds)


def _phases(sources: Sequence[Source]) -> Iterator[Text]:
    """Say of which phases the sessions were, child by child, and how that is known; nothing where none is."""
    placed = [
        (source, who(source, code))
        for source in sources
        if not source.facts.rehearsal
        for code in source.facts.participants
    ]
    rows = [row for _, row in placed]
    counts = Counter(row["phase"] for row in rows)
    if set(counts) <= {None}:
        return
    kinds = {row["phase"]: row["phase_kind"] for row in rows}
    told = [
        _SO_MANY_OF.format(phase=_called(phase, kinds[phase]), count=count)
        for phase, count in counts.items()
        if phase is not None
    ]
    series = sorted({row["series"] for row in rows if row["series"]})
    said_at = {source.imported for source, row in placed if row["phase"] and not row["series"]}
    if series:
        began = _BEGAN_OR_IMPORTED if True in said_at else _BEGAN
        yield _IN_SERIES.format(series=listed(series), phases=listed(told), began=began)
    else:
        when = _AT_EITHER if len(said_at) > 1 else _AT_IMPORT if True in said_at else _AT_BEGINNING
        yield _AS_SAID.format(when=when, phases=listed(told))
    if counts[None]:
        yield _NO_PHASE.of(counts[None])


def _called(phase: str, kind: str | None) -> Text | str:
    return phase if kind in (None, phase) else _CALLED.format(kind=PHASES[kind], phase=phase)


def _ends(sources: Sequence[Source]) -> Text:
    """Say how sessions ended, each of them, those that ended as planned first."""
    outcomes = Counter(map(_end_of, sources))
    known = [_ENDS[name].of(outcomes[name]) for name in _ENDS if outcomes[name]]
    if len(outcomes) == 1:
        [count] = outcomes.values()
        return _ALL_ENDED.of(count, how=known[0])
    counts = [outcomes[name] for name in _ENDS if outcomes[name]]
    each = [_SO_MANY.format(count=n, how=how) for n, how in zip(counts, known, strict=True)]
    return _ENDED.format(of=len(sources), each=listed(each))


def _end_of(source: Source) -> str:
    """Return how a session ended, by the names of ``_ENDS``."""
    outcome = source.outcome or "open"
    if outcome == "completed" and is_led(source.events):
        return "led"
    return outcome if outcome in _ENDS else "otherwise"


def _stood_still(sources: Sequence[Source]) -> Iterator[Text]:
    """Say how often and for how long sessions stood still, and how often they did not go on."""
    spans = [one.stop_ns - one.start_ns for source in sources for one in source.interruptions if one.over]
    seconds = round(sum(spans) / SECOND_NS)
    if spans:
        length = duration(seconds * 1_000) if seconds else _UNDER_A_SECOND
        who = _THE_SESSIONS.of(len(sources))
        yield _STOOD_STILL.of(len(spans), who=who, length=length)
    unended = [source.facts.state for source in sources for one in source.interruptions if not one.over]
    still_open = unended.count("open")
    if died := len(unended) - still_open:
        yield _DIED.of(died)
    if still_open:
        yield _STANDS_STILL.of(still_open)


def _robots(abouts: Sequence[Mapping[str, Any]], sessions: int) -> Iterator[Text]:
    """Say which Nao it was, and in how many sessions there was none but a simulated one."""
    real = [about for about in abouts if not about.get("simulated")]
    if real:
        yield _ROBOT.format(systems=_systems(real))
    simulated = len(abouts) - len(real)
    if simulated and simulated == sessions:
        yield _ALL_SIMULATED.format(systems=_systems(abouts))
    elif simulated:
        yield _SIMULATED.of(simulated, of=sessions)


def _systems(abouts: Sequence[Mapping[str, Any]]) -> Text:
    systems = sorted({str(about["system"]) for about in abouts if about.get("system")})
    return _SYSTEMS.of(len(systems), systems=listed(systems)) if systems else _NOTHING


def _video(sources: Sequence[Source]) -> Iterator[Text]:
    of_each = [[film for film in source.films if not film.sound_alone] for source in sources]
    films = [film for theirs in of_each for film in theirs]
    if not films:
        yield _NO_VIDEO
        return
    counts = {verdict: found for verdict in _VERDICTS
              if (found := sum(film.sync.verdict == verdict for film in films))}  # fmt: skip
    # of a film whose times are not known, what is written beside them is no bound
    known = [film.sync.uncertainty_ms for film in films
             if film.sync.verdict != "absent" and film.sync.uncertainty_ms is not None]  # fmt: skip
    worst = _NOTHING
    if known:
        spread = Text(fr=uncertainty(max(known), "fr"), en=uncertainty(max(known), "en"))
        untold = any(film.sync.method == "arrival" for film in films)
        worst = _WORST.of(len(known), spread=spread, delay=_DELAY if untold else _NOTHING)
    if len(counts) == 1:
        [verdict] = counts
        how = _VERDICTS[verdict]
    else:
        how = listed([_FOR.format(how=_VERDICTS[name], count=found) for name, found in counts.items()])
    told = _VIDEO.of(len(films), how=how, worst=worst)
    filmed = sum(map(bool, of_each))
    if filmed < len(sources):
        some = _FILMED.of(filmed, of=len(sources))
        told = Text(fr=f"{some.fr} {told.fr}", en=f"{some.en} {told.en}")
    yield told


def _about(source: Source) -> Mapping[str, Any]:
    for event in source.events:
        if (event.dir, event.kind) == ("note", "about"):
            return event.data
    simulated = source.facts.robot.get("simulated", source.facts.robot.get("simulator"))
    return {"simulated": True} if simulated else {}


def _known(versions: Iterable[str | None]) -> Text:
    """Give the versions that are known, before which a space belongs; nothing where none is."""
    known = sorted({version for version in versions if version})
    return _VERSIONS.format(versions=listed(known)) if known else _NOTHING


_NOTHING = Text(fr="", en="")
_SESSIONS = Some(
    Text(
        fr="Les données viennent d'une séance{children}, menée avec nao_sessions{versions} selon "
        "{protocols}.",
        en="The data come from one session{children}, run with nao_sessions{versions} by {protocols}.",
    ),
    Text(
        fr="Les données viennent de {count} séances{children}, menées avec nao_sessions{versions} selon "
        "{protocols}.",
        en="The data come from {count} sessions{children}, run with nao_sessions{versions} by {protocols}.",
    ),
)
_CHILDREN = Some(
    Text(fr=" avec un enfant", en=" with one child"),
    Text(fr=" avec {count} enfants", en=" with {count} children"),
)
_VERSIONS = Text(fr=" {versions}", en=" {versions}")
_PROTOCOLS = Some(
    Text(
        fr="le protocole {protocols}, écrit dans un fichier que la machine exécute tel quel",
        en="the protocol {protocols}, written in a file that the machine carries out as it stands",
    ),
    Text(
        fr="les protocoles {protocols}, écrits chacun dans un fichier que la machine exécute tel quel",
        en="the protocols {protocols}, each written in a file that the machine carries out as it stands",
    ),
)
_IMPORTED = Some(
    Text(
        fr="Une séance vient d'ailleurs : sa vidéo et sa table d'événements ont été importées.",
        en="One session comes from elsewhere: its video and its table of events were imported.",
    ),
    Text(
        fr="Les vidéos et les tables d'événements de {count} séances, tenues ailleurs, ont été importées.",
        en="The videos and the tables of events of {count} sessions, which were held elsewhere, were "
        "imported.",
    ),
)
_SO_MANY_OF = Text(fr="{phase} {count}", en="{phase} {count}")
_CALLED = Text(fr="{kind} (« {phase} »)", en="{kind} ('{phase}')")
_AS_SAID = Text(
    fr="Les phases, dites {when} (séances de chaque enfant) : {phases}.",
    en="The phases, as said when {when} (sessions of each child): {phases}.",
)
_AT_BEGINNING = Text(fr="au début de chaque séance", en="each session began")
_AT_IMPORT = Text(fr="à l'import de chaque séance", en="each session was imported")
_AT_EITHER = Text(
    fr="au début de chaque séance, ou à son import", en="each session began, or when it was imported"
)
_BEGAN = Text(fr="au début de la séance d'un seul enfant", en="when the session of one child began")
_BEGAN_OR_IMPORTED = Text(
    fr="au début de la séance d'un seul enfant, ou à son import,",
    en="when the session of one child began, or was imported,",
)
_IN_SERIES = Text(
    fr="Les phases de la série « {series} » (séances de chaque enfant) : {phases}. Ce qui a été dit "
    "{began} compte ; sinon la phase est celle que la série prévoit, dans l'ordre des "
    "séances.",
    en="The phases of the series '{series}' (sessions of each child): {phases}. What was said "
    "{began} counts; else the phase is the one that the series plans, in the order of "
    "the sessions.",
)
_NO_PHASE = Some(
    Text(fr="Une séance d'un enfant n'est d'aucune phase.", en="One session of a child is of no phase."),
    Text(
        fr="De plus, {count} séances d'enfants ne sont d'aucune phase.",
        en="Moreover, {count} sessions of children are of no phase.",
    ),
)
_ALL_REHEARSED = Some(
    Text(
        fr="Attention : cette séance est une répétition, sans enfant réel.",
        en="Note: this session is a rehearsal, without a real child.",
    ),
    Text(
        fr="Attention : ces {count} séances sont des répétitions, sans enfant réel.",
        en="Note: these {count} sessions are rehearsals, without a real child.",
    ),
)
_REHEARSALS = Some(
    Text(
        fr="Attention : l'une d'elles est une répétition, sans enfant réel.",
        en="Note: one of them is a rehearsal, without a real child.",
    ),
    Text(
        fr="Attention : {count} d'entre elles sont des répétitions, sans enfant réel.",
        en="Note: {count} of them are rehearsals, without a real child.",
    ),
)
_SYSTEMS = Some(
    Text(fr=", système {systems}", en=", system {systems}"),
    Text(fr=", systèmes {systems}", en=", systems {systems}"),
)
_ROBOT = Text(
    fr="Le robot était un Nao (SoftBank Robotics){systems}.",
    en="The robot was a Nao (SoftBank Robotics){systems}.",
)
_ALL_SIMULATED = Text(fr="Nao était simulé{systems}.", en="Nao was simulated{systems}.")
_SIMULATED = Some(
    Text(fr="Dans une séance sur {of}, Nao était simulé.", en="In one of {of} sessions, Nao was simulated."),
    Text(
        fr="Dans {count} séances sur {of}, Nao était simulé.",
        en="In {count} of {of} sessions, Nao was simulated.",
    ),
)
_LOG = Text(
    fr="Chaque événement a été écrit dans un journal, avec {time}, avant que le programme n'agisse.",
    en="Every event was written to a log, with {time}, before the program acted upon it.",
)
_BY_THE_CLOCK = Text(fr="l'heure d'une horloge monotone", en="the time of a monotonic clock")
_BY_SESSION_TIME = Text(fr="son temps de séance", en="its session time")
_BY_EITHER = Text(
    fr="son temps de séance (celui d'une horloge monotone là où elle s'est jouée en temps réel)",
    en="its session time (that of a monotonic clock where it was played in real time)",
)
_ALL_ACCELERATED = Some(
    Text(
        fr="La séance s'est jouée à {speeds} fois la vitesse réelle : ses temps sont des temps de séance, "
        "non ceux "
        "de "
        "l'horloge de l'ordinateur.",
        en="The session was played at {speeds} times real time: its times are session time, not the "
        "computer's "
        "clock's.",
    ),
    Text(
        fr="Les {count} séances se sont jouées à {speeds} fois la vitesse réelle : leurs temps sont des "
        "temps de "
        "séance, non ceux de l'horloge de l'ordinateur.",
        en="All {count} sessions were played at {speeds} times real time: their times are session time, not "
        "the "
        "computer's clock's.",
    ),
)
_ACCELERATED = Some(
    Text(
        fr="Une séance sur {of} s'est jouée à {speeds} fois la vitesse réelle : ses temps sont des temps de "
        "séance, "
        "non ceux de l'horloge de l'ordinateur.",
        en="One of {of} sessions was played at {speeds} times real time: its times are session time, not the "
        "computer's clock's.",
    ),
    Text(
        fr="Sur {of} séances, {count} se sont jouées à {speeds} fois la vitesse réelle : leurs temps sont "
        "des temps "
        "de "
        "séance, non ceux de l'horloge de l'ordinateur.",
        en="Of {of} sessions, {count} were played at {speeds} times real time: their times are session time, "
        "not "
        "the "
        "computer's clock's.",
    ),
)
_ENDS = {
    "completed": Some(
        Text(fr="a été menée à son terme", en="was completed"),
        Text(fr="ont été menées à leur terme", en="were completed"),
    ),
    "led": Some(
        Text(
            fr="a été conduite à sa fin sans que tout ait été joué",
            en="was led to its end with a part of it not played",
        ),
        Text(
            fr="ont été conduites à leur fin sans que tout ait été joué",
            en="were led to their ends with a part of them not played",
        ),
    ),
    "refused": Some(
        Text(fr="a pris fin au refus d'un enfant", en="ended since a child refused"),
        Text(fr="ont pris fin au refus d'un enfant", en="ended since a child refused"),
    ),
    "distress": Some(
        Text(fr="a pris fin parce qu'un enfant était en détresse", en="ended since a child was in distress"),
        Text(
            fr="ont pris fin parce qu'un enfant était en détresse", en="ended since a child was in distress"
        ),
    ),
    "technical": Some(
        Text(fr="a pris fin pour une cause technique", en="ended for a technical cause"),
        Text(fr="ont pris fin pour une cause technique", en="ended for a technical cause"),
    ),
    "time": Some(
        Text(fr="a pris fin à la durée limite du protocole", en="ended at the protocol's time limit"),
        Text(fr="ont pris fin à la durée limite du protocole", en="ended at the protocol's time limit"),
    ),
    "stopped": Some(
        Text(fr="a été arrêtée par l'adulte", en="was stopped by the adult"),
        Text(fr="ont été arrêtées par l'adulte", en="were stopped by the adult"),
    ),
    "interrupted": Some(
        Text(fr="a été interrompue, sans fin propre", en="was interrupted, without an end of its own"),
        Text(fr="ont été interrompues, sans fin propre", en="were interrupted, without an end of their own"),
    ),
    "otherwise": Some(
        Text(fr="a pris fin autrement", en="ended otherwise"),
        Text(fr="ont pris fin autrement", en="ended otherwise"),
    ),
    "open": Some(
        Text(fr="était encore ouverte", en="was still open"),
        Text(fr="étaient encore ouvertes", en="were still open"),
    ),
}
"""By the outcomes of :mod:`nao_sessions.core.terms`, in the order in which they are told; ``led``: completed,
but somebody led the session there (:mod:`nao_sessions.session.endings`); ``otherwise``: by a word that this
program does not know."""
_SO_MANY = Text(fr="{count} {how}", en="{count} {how}")
_ALL_ENDED = Some(
    Text(fr="La séance {how}.", en="The session {how}."),
    Text(fr="Les {count} séances {how}.", en="All {count} sessions {how}."),
)
_ENDED = Text(fr="Sur {of} séances, {each}.", en="Of {of} sessions, {each}.")
_THE_SESSIONS = Some(
    Text(fr="La séance s'est arrêtée", en="The session"),
    Text(fr="Les séances se sont arrêtées", en="The sessions"),
)
_STOOD_STILL = Some(
    Text(
        fr="{who} une fois, pendant {length} : ce temps est compris dans la durée, et dans aucun temps de "
        "latence.",
        en="{who} stood still once, for {length}: that time is in its length, and in no latency.",
    ),
    Text(
        fr="{who} {count} fois en tout, pendant {length} : ce temps est compris dans la durée, et dans aucun "
        "temps "
        "de latence.",
        en="{who} stood still {count} times in all, for {length}: that time is in their length, and in no "
        "latency.",
    ),
)
_DIED = Some(
    Text(
        fr="Une fois, le programme s'est arrêté au milieu d'une séance, qui n'a pas repris : combien de "
        "temps cela "
        "a duré, personne ne le sait.",
        en="Once the program ended in the midst of a session, which did not go on: how long that was is "
        "known to "
        "nobody.",
    ),
    Text(
        fr="À {count} reprises, le programme s'est arrêté au milieu d'une séance, qui n'a pas repris : "
        "combien de "
        "temps cela a duré, personne ne le sait.",
        en="The program ended {count} times in the midst of a session, which did not go on: how long that "
        "was is "
        "known to nobody.",
    ),
)
_STANDS_STILL = Some(
    Text(
        fr="Une fois, une séance est arrêtée là où son journal finit : pour combien de temps, personne ne le "
        "sait.",
        en="Once a session stood still where its log ends: how long that was is known to nobody.",
    ),
    Text(
        fr="À {count} reprises, une séance est arrêtée là où son journal finit : pour combien de temps, "
        "personne ne "
        "le sait.",
        en="Sessions stood still {count} times where their logs end: how long that was is known to nobody.",
    ),
)
_UNDER_A_SECOND = Text(fr="moins d'une seconde", en="less than a second")
_NO_VIDEO = Text(fr="Aucune vidéo n'a été enregistrée.", en="No video was recorded.")
_FILMED = Some(
    Text(fr="Une séance sur {of} a une vidéo.", en="One of {of} sessions has a video."),
    Text(fr="Sur {of} séances, {count} ont une vidéo.", en="Of {of} sessions, {count} have a video."),
)
_VERDICTS: Mapping[str, Text] = {
    "measured": Text(fr="mesurée", en="measured"),
    "estimated": Text(fr="estimée", en="estimated"),
    "absent": Text(fr="inconnue", en="unknown"),
}
_FOR = Text(fr="{how} pour {count}", en="{how} for {count}")
_VIDEO = Some(
    Text(
        fr="La synchronisation de la vidéo avec le journal est {how}{worst}.",
        en="The synchronisation of the video with the log is {how}{worst}.",
    ),
    Text(
        fr="La synchronisation des {count} vidéos avec le journal est {how}{worst}.",
        en="The synchronisation of the {count} videos with the log is {how}{worst}.",
    ),
)
_DELAY = Text(
    fr=", à laquelle s'ajoute, pour les vidéos sans clap, le retard propre de la caméra, inconnu",
    en=", to which, of videos without a clap, the camera's own delay is to be added, which is unknown",
)
_WORST = Some(
    Text(
        fr=" ; l'incertitude est de {spread} (95 %){delay}", en="; the uncertainty is {spread} (95%){delay}"
    ),
    Text(
        fr=" ; l'incertitude la plus grande est de {spread} (95 %){delay}",
        en="; the largest uncertainty is {spread} (95%){delay}",
    ),
)
