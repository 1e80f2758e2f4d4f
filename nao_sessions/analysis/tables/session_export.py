"""The formats of an export, the files that each writes, and what each shows otherwise than it is.

This is the one place that knows every format. Files are written into their place whole: what is interrupted
leaves nothing half-written behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from nao_sessions.analysis.corpus.bids import bids_of
from nao_sessions.analysis.corpus.bundle import bundle_of
from nao_sessions.analysis.film.features.store import Measuring
from nao_sessions.analysis.formats.boris.ethogram import sets_of
from nao_sessions.analysis.formats.boris.foreign import foreign_ends
from nao_sessions.analysis.formats.boris.write import boris_of, events_of_each
from nao_sessions.analysis.formats.elan.write import eaf_of, linked
from nao_sessions.analysis.formats.foreign import foreign_of
from nao_sessions.analysis.formats.textgrid import textgrid_of
from nao_sessions.analysis.formats.webvtt import chapters_of, subtitles_of
from nao_sessions.analysis.tables.flat import write_tables
from nao_sessions.analysis.tables.methods import methods_text
from nao_sessions.analysis.tables.source import SessionSource
from nao_sessions.analysis.tables.tables import SessionTables
from nao_sessions.core.errors import UsageError
from nao_sessions.record.private import make_private_folder, replace_private
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

_FOLDERS = ("csv", "parquet", "bids", "webvtt", "methods")
_ENDS: Mapping[str, str] = {"eaf": ".eaf", "boris": ".boris", "textgrid": ".TextGrid", "bundle": ".zip"}
FORMATS = (*_ENDS, *_FOLDERS)

Files = Iterator[tuple[Path, bytes]]
"""The path and the content of each file of an export."""


def place_of(name: str, format_: str, output: Path | None) -> Path:
    """Return the path of an export: the one asked for, else a name after the session in this directory.

    A file that was asked for without an ending gets its format's, by which other programs know it.
    """
    end = _ENDS.get(format_, "")
    if output is None:
        return Path(f"{name}{end}" if end else f"{name}-{format_}")
    return output if output.suffix or output.is_dir() else output.with_name(output.name + end)


def export_session(
    source: SessionSource,
    format_: str,
    place: Path,
    language: Language,
    *,
    further: Sequence[Text] = (),
    features: Measuring | None = None,
) -> list[Path]:
    """Write one session in a format, and return the files that were written.

    Args:
        source: the session.
        format_: one of :data:`FORMATS`.
        place: the file or the folder that is written.
        language: of names and sentences in the file.
        further: further paragraphs of the methods: agreement, fidelity.
        features: how features of recordings are measured, where tables are to have them; None: they are not.

    Raises:
        UsageError: the place cannot be written (E120), or lies in the session's own folder (E121).
    """
    outside(source.folder.path, place)
    try:
        if format_ in ("csv", "parquet"):
            kind: Literal["csv", "parquet"] = "csv" if format_ == "csv" else "parquet"
            tables = SessionTables(source, features)
            return write_tables(tables, place, kind, features=features is not None)
        files = _WITH_FURTHER[format_](source, place, further) if format_ in _WITH_FURTHER else None
        return write_files(place, files or _MAKERS[format_](source, place, language))
    except OSError as error:
        raise not_written(place, error) from error


def write_files(place: Path, files: Files) -> list[Path]:
    """Write files into their place, a folder or the only file, and return their paths.

    The place may be reached by a link of its owner's; below it none is followed.

    Raises:
        LinkRefused: a folder below the place is a link (R135).
        OSError: they cannot be written.
    """
    written = []
    for path, content in files:
        root = path.parent if path == place else place
        root.mkdir(parents=True, exist_ok=True)
        make_private_folder(path.parent, within=root)
        replace_private(path, content, within=root)
        written.append(path)
    return written


def not_written(place: Path, error: OSError) -> UsageError:
    """Return the error to raise when a place cannot be written."""
    return UsageError(
        msg("{path} cannot be written: {why}.", path=place, why=error.strerror or type(error).__name__),
        msg("Give another place with -o."),
        code="E120",
    )


def outside(folder: Path, place: Path) -> None:
    """Raise UsageError if a place lies in the session's folder, which stays as it closed."""
    if place.resolve().is_relative_to(folder.resolve()):
        raise UsageError(
            msg("An export is not written into the session's folder: that stays as it was closed."),
            msg("Give another place with -o."),
            code="E121",
        )


def _eaf(source: SessionSource, place: Path, language: Language) -> Files:
    yield place, eaf_of(source, language, dict(linked(source, place.parent)))


def _boris(source: SessionSource, place: Path, language: Language) -> Files:
    yield place, boris_of(source, language, dict(linked(source, place.parent)))


def _textgrid(source: SessionSource, place: Path, language: Language) -> Files:
    yield place, textgrid_of(source, language).encode("utf-8")


def _webvtt(source: SessionSource, place: Path, language: Language) -> Files:
    films = [film for film in source.films if not film.sound_alone]
    for film in films:
        stem = f"{film.stream}.{film.segment:02}"
        yield place / f"{stem}.subtitles.vtt", subtitles_of(source, language, film).encode("utf-8")
        yield place / f"{stem}.chapters.vtt", chapters_of(source, language, film).encode("utf-8")
    if not films:
        yield place / "session.subtitles.vtt", subtitles_of(source, language).encode("utf-8")
        yield place / "session.chapters.vtt", chapters_of(source, language).encode("utf-8")


def _bids(source: SessionSource, place: Path, language: Language) -> Files:
    yield from bids_files([source], place, language)


def bids_files(sources: Sequence[SessionSource], place: Path, language: Language) -> Files:
    """Yield the files of a BIDS data set of some sessions."""
    for name, text in bids_of(sources, language):
        yield place / name, text.encode("utf-8")


def methods_files(sources: Sequence[SessionSource], place: Path, further: Sequence[Text]) -> Files:
    """Yield the sentences of the methods section of some sessions, in both languages."""
    yield place / "methods.fr.txt", methods_text(sources, "fr", further).encode()
    yield place / "methods.en.txt", methods_text(sources, "en", further).encode()


def _methods(source: SessionSource, place: Path, further: Sequence[Text]) -> Files:
    yield from methods_files([source], place, further)


def _bundle(source: SessionSource, place: Path, further: Sequence[Text]) -> Files:
    yield place, bundle_of(source, further)


_MAKERS: Mapping[str, Callable[[SessionSource, Path, Language], Files]] = {
    "eaf": _eaf,
    "boris": _boris,
    "textgrid": _textgrid,
    "webvtt": _webvtt,
    "bids": _bids,
}
_WITH_FURTHER: Mapping[str, Callable[[SessionSource, Path, Sequence[Text]], Files]] = {
    "methods": _methods,
    "bundle": _bundle,
}
TELLING = frozenset(_WITH_FURTHER)
"""The formats that hold paragraphs on agreement and fidelity, where these are given."""


def remarks_on(source: SessionSource, format_: str) -> Iterator[Text]:
    """Yield remarks on coders' states that an export in a format shows otherwise than they are."""
    if format_ not in ("eaf", "textgrid", "boris"):
        return
    opened = {coder: [one for one in coded if one.open] for coder, coded in source.coders.items()}
    unseen = {
        coder: sum(source.ends_ns(coder, one) == one.start_ns for one in coded)
        for coder, coded in opened.items()
    }
    kinds: Iterable[tuple[Text, Mapping[str, int]]] = [
        (_UNTIL_OBSERVED, {coder: len(coded) - unseen[coder] for coder, coded in opened.items()}),
        (_UNOBSERVED, unseen),
    ]
    if format_ == "boris":
        kinds = [(_BEGINNING_ALONE, {coder: len(coded) for coder, coded in opened.items()})]
    for remark, counts in kinds:
        if any(counts.values()):
            yield remark.format(which=_listed(counts))
    if format_ == "boris":
        overlaps = {coder: _overlaps(source, coder) for coder in source.coders}
        overlaps["import"] = _foreign_overlaps(source)
        if any(overlaps.values()):
            yield _ONE_AFTER_ANOTHER.format(which=_listed(overlaps))


def _overlaps(source: SessionSource, coder: str) -> int:
    """Return the number of states that BORIS shows with another end than the coder's."""
    own = {one.id: (one.stop_ns, one.open) for one in source.coders[coder]}
    shown = events_of_each(source.coders[coder], sets_of(source.coders[coder], ()))
    return sum(own[one.id] != (one.stop_ns, one.open) for one, _ in shown)


def _foreign_overlaps(source: SessionSource) -> int:
    """Return the number of imported states that BORIS shows with another end than they have."""
    lasting = {one.code for one in foreign_of(source) if one.lasts}
    return sum(one.lasts and one.stop_ns != stop for one, stop in foreign_ends(source, lasting))


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{coder} {count}" for coder, count in counts.items() if count)


_UNTIL_OBSERVED = msg(
    "States whose end was not coded, shown until the end of what was observed, as 'agree' counts them: "
    "{which}."
)
_UNOBSERVED = msg(
    "States whose end was not coded and that begin where nothing was observed, shown as short as can be; "
    "'agree' leaves them out: {which}."
)
_BEGINNING_ALONE = msg(
    "States whose end was not coded: {which}. BORIS has their beginnings alone, and no length until the "
    "end is coded there."
)
_ONE_AFTER_ANOTHER = msg(
    "States that overlap another one of the same behaviour and subject: {which}. BORIS, which pairs "
    "beginnings and ends in their order, shows them one after another, over the same time in all."
)
