"""``methods.txt``: what a paper has to say of how its data were recorded, in sentences ready to paste.

Only what is known is said: what was not measured is said to be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nao_sessions.core.text import Language, Text, unbroken
from nao_sessions.export.methods_coding import coded, judged, latencies
from nao_sessions.export.source import Source


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
    foreign = [source for source in sources if source.imported]
    if foreign:
        yield _IMPORTED.format(count=len(foreign))
    run = [source for source in sources if not source.imported]
    if run:
        yield from _ran(run)
    yield from _video(sources)
    yield from latencies(sources)
    yield from judged(sources)
    yield from coded(sources)


def _ran(sources: Sequence[Source]) -> Iterator[Text]:
    """Say what was run here; an imported session was run elsewhere, nobody knows how."""
    facts = [source.facts for source in sources]
    children = sorted({code for one in facts for code in one.participants})
    protocols = sorted({f"{one.protocol.id} {one.protocol.version}".strip() for one in facts})
    yield _SESSIONS.format(
        count=len(sources), children=len(children), protocols=", ".join(protocols),
        versions=_listed(one.software.get("nao_sessions", "?") for one in facts),
    )  # fmt: skip
    if any(one.rehearsal for one in facts):
        yield _REHEARSALS.format(count=sum(one.rehearsal for one in facts))
    abouts = [_about(source) for source in sources if _about(source)]
    if abouts:
        simulated = sum(bool(about.get("simulated")) for about in abouts)
        yield _ROBOT.format(systems=_listed(str(about.get("system", "?")) for about in abouts))
        if simulated:
            yield _SIMULATED.format(count=simulated, of=len(sources))
    yield _LOG


def _video(sources: Sequence[Source]) -> Iterator[Text]:
    films = [film for source in sources for film in source.films if not film.sound_alone]
    if not films:
        yield _NO_VIDEO
        return
    known = [film.sync.uncertainty_ms for film in films if film.sync.uncertainty_ms is not None]
    counts = {verdict: sum(film.sync.verdict == verdict for film in films)
              for verdict in ("measured", "estimated", "absent")}  # fmt: skip
    worst = f"{max(known):.0f}" if known else "?"
    yield _VIDEO.format(count=len(films), worst=worst, **counts)


def _about(source: Source) -> Mapping[str, Any]:
    for event in source.events:
        if (event.dir, event.kind) == ("note", "about"):
            return event.data
    return {}


def _listed(values: Any) -> str:
    return ", ".join(sorted(set(values)))


_SESSIONS = Text(
    fr="{count} séance(s) avec {children} enfant(s) ont été menées avec nao_sessions {versions}, selon le "
    "protocole "
    "{protocols}, décrit dans un fichier que la machine exécute tel quel.",
    en="{count} session(s) with {children} child(ren) were run with nao_sessions {versions} by the protocol "
    "{protocols}, written in a file that the machine carries out as it stands.",
)
_IMPORTED = Text(
    fr="{count} séance(s) viennent d'ailleurs : leur vidéo et leur table d'événements ont été importées.",
    en="{count} session(s) come from elsewhere: their video and their table of events were imported.",
)
_REHEARSALS = Text(
    fr="Attention : {count} d'entre elles sont des répétitions, sans enfant réel.",
    en="Note: {count} of them are rehearsals, without a real child.",
)
_ROBOT = Text(
    fr="Le robot était un Nao (SoftBank Robotics), système {systems}.",
    en="The robot was a Nao (SoftBank Robotics), system {systems}.",
)
_SIMULATED = Text(
    fr="Dans {count} séance(s) sur {of}, Nao était simulé.",
    en="In {count} of {of} session(s), Nao was simulated.",
)
_LOG = Text(
    fr="Chaque événement a été écrit dans un journal, avec l'heure d'une horloge monotone, avant que le "
    "programme n'agisse.",
    en="Every event was written to a log, with the time of a monotonic clock, before the program acted "
    "upon it.",
)
_NO_VIDEO = Text(fr="Aucune vidéo n'a été enregistrée.", en="No video was recorded.")
_VIDEO = Text(
    fr="La synchronisation de chaque vidéo ({count} fichiers) avec le journal est mesurée pour "
    "{measured}, estimée pour "
    "{estimated} et inconnue pour {absent} ; l'incertitude la plus grande est de ±{worst} ms.",
    en="The synchronisation of each video ({count} files) with the log is measured for {measured}, "
    "estimated for "
    "{estimated} and unknown for {absent}; the largest uncertainty is ±{worst} ms.",
)
