"""A corpus: all sessions below a folder, as tables, with each child's session number, series and phase.

The sessions are only read. One that could not be read is listed in ``unread``, and hides no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from nao_sessions.analysis.corpus.index import Index, Unread, index_of, sessions_below
from nao_sessions.analysis.corpus.index_files import FOLDER, cache_of
from nao_sessions.analysis.corpus.series_places import Key, departure, places_of, with_shared
from nao_sessions.analysis.corpus.spread import Progress, nobody
from nao_sessions.analysis.film.features.store import FilmedSegment, Measuring
from nao_sessions.analysis.tables.source import InSeries, read_source
from nao_sessions.analysis.tables.tables import EMPTY, SessionTables
from nao_sessions.core.errors import RecordError
from nao_sessions.protocol.series import Series
from nao_sessions.protocol.series_loading import load_series
from nao_sessions.record.manifest import Manifest
from nao_sessions.text.messages import Text, msg

_PLACED = ("series", "phase", "phase_kind", "session_number")
_SAID = ("phase", "phase_kind")


class CorpusTables:
    """The tables of many sessions (``pyarrow.Table``), with the same columns as those of one."""

    def __init__(self, root: Path, index: Index, series: Series | None, measuring: Measuring) -> None:
        self.root = root
        self.measuring = measuring
        self.unread: tuple[Unread, ...] = index.unread
        self.incomplete: dict[tuple[Path, str], Text] = {}
        """Why tables (telemetry, say) could not be read when they were requested, by folder and name."""
        self._index = index
        self._series = series
        rows = index.tables["sessions"].select(
            ["session", "participant", "protocol", "begun_utc", "rehearsal", "phase"]
        )
        listed = rows.to_pylist()
        self._places = places_of(listed, series)
        self._shared = with_shared(self._places, listed)

    @cached_property
    def sessions(self) -> Any:
        """Return the table of sessions: one row for each session and child."""
        return self._placed("sessions")

    @cached_property
    def trials(self) -> Any:
        """Return the table of trials: one row for each trial."""
        return self._placed("trials")

    @cached_property
    def responses(self) -> Any:
        """Return the table of responses: one row for each thing that a child did."""
        return self._placed("responses")

    @cached_property
    def prompts(self) -> Any:
        """Return the table of helps: one row for each help (prompt) that Nao or the adult gave."""
        return self._placed("prompts")

    @cached_property
    def annotations(self) -> Any:
        """Return the table of annotations: one row for each annotation."""
        return self._placed("annotations")

    @cached_property
    def periods(self) -> Any:
        """Return the table of periods: one row for each span that a coder watched or is to watch."""
        return self._placed("periods")

    @cached_property
    def events(self) -> Any:
        """Return the table of events: one row for each line of every log; reads all logs."""
        return self._read("events")

    @cached_property
    def telemetry(self) -> Any:
        """Return the table of telemetry: one row for each sample of Nao's body; reads every session."""
        return self._read("telemetry")

    @cached_property
    def features(self) -> Any:
        """Return the table of features: one row for each second of each recording; measures what is missing.

        That takes minutes for each hour of video. What could not be measured is in ``unmeasured``.

        Raises:
            OSError: what was measured cannot be stored.
        """
        self.unmeasured  # noqa: B018  (measures)
        return self._read("features_kept")

    def lacking(self) -> list[FilmedSegment]:
        """Return the recordings whose features have to be measured."""
        return self.measuring.lacking(self.folders)

    @cached_property
    def unmeasured(self) -> tuple[Unread, ...]:
        """Measure the recordings that have no features yet; return those that failed, and why."""
        return self.measured_with(self.measuring.progress)

    def measured_with(self, progress: Progress) -> tuple[Unread, ...]:
        """Measure the recordings that have no features yet, reporting progress; return those that failed."""
        self.measuring.files.forget_gone(self.root, sessions_below(self.root))
        failed = replace(self.measuring, progress=progress).measure(self.lacking())
        return tuple(Unread(path, why) for path, why in sorted(failed.items()))

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """Return the folders of the sessions that could be read."""
        unread = {one.folder for one in self.unread}
        return tuple(path for path in sessions_below(self.root) if path not in unread)

    @cached_property
    def departures(self) -> tuple[Text, ...]:
        """Return a sentence for each session that departs from what its phase of the series plans."""
        if self._series is None:
            return ()
        found: dict[Text, None] = {}
        for path in self.folders:
            facts = Manifest.read(path / "session.json")
            for place in self._by_session.get(path.name, {}).values():
                if (sentence := departure(facts, place, self._series)) is not None:
                    found[sentence] = None
        return tuple(found)

    def each(self, name: str) -> Iterator[Any]:
        """Yield a table that is not in the index, session by session, after an empty one for its columns.

        A session whose table cannot be read is left out, and listed in ``incomplete``.
        """
        yield EMPTY[name]()
        for path in self.folders:
            try:
                yield getattr(self.session(path), name)
            except RecordError as error:
                self.incomplete[path, name] = error.sentence

    def session(self, folder: Path | str) -> SessionTables:
        """Return the tables of one session of the corpus, with its place in the series.

        Args:
            folder: one of ``folders``, or its path below the corpus's own folder.

        Raises:
            RecordError: there is no session, or it cannot be read.
        """
        path = self.root / folder
        return SessionTables(read_source(path, self._by_session.get(path.name, {})), self.measuring)

    @cached_property
    def _by_session(self) -> Mapping[str, dict[str, InSeries]]:
        by_session: dict[str, dict[str, InSeries]] = defaultdict(dict)
        for (session, child), place in self._places.items():
            by_session[session][child] = place
        return by_session

    def _read(self, name: str) -> Any:
        import pyarrow as pa

        return pa.concat_tables(list(self.each(name)))

    def _placed(self, name: str) -> Any:
        """Return a table of the index with the columns that only the whole corpus knows."""
        table = self._index.tables[name].drop_columns([FOLDER])
        return with_places(table, self._shared)


def with_places(table: Any, places: Mapping[Key, InSeries]) -> Any:
    """Return a table with series, phase and session number filled in by session and child."""
    import pyarrow as pa
    import pyarrow.compute as pc

    keys = [f"{session}\n{child}" for session, child in places]
    ours = pc.binary_join_element_wise(table["session"], pc.fill_null(table["participant"], ""), "\n")
    at = pc.index_in(ours, value_set=pa.array(keys, pa.string()))
    for name in _PLACED:
        field = table.schema.field(name)
        values = pa.array([getattr(place, name) for place in places.values()], field.type).take(at)
        if name in _SAID:  # what was said when the session began stays where no series tells
            values = pc.coalesce(values, table[name])
        table = table.set_column(table.schema.get_field_index(name), field, values)
    return table


def open_corpus(
    root: Path | str,
    *,
    series: Path | str | None = None,
    cache: Path | None = None,
    jobs: int = 1,
    dask: str | None = None,
    progress: Progress = nobody,
) -> CorpusTables:
    """Open all sessions below a folder for analysis; nothing in them is changed.

    Args:
        root: a folder with session folders somewhere below it.
        series: a series file; its plan has the phase and the number of each child's sessions.
        cache: the folder in which indexes are stored; None: the user's cache.
        jobs: processes that read what changed, and measure features.
        dask: address of a Dask scheduler, for a corpus that is too large for one machine.
        progress: called as sessions are read, and recordings measured.

    Raises:
        RecordError: there is no session below that folder (E112).
        ProtocolRefused: the series has errors.
    """
    # Tables are read when they are asked for, maybe from another working directory than this one.
    place = Path(root).absolute()
    planned = load_series(Path(series)) if series is not None else None
    index = index_of(place, cache, jobs=jobs, dask=dask, progress=progress)
    if not index.tables["sessions"].num_rows and not index.unread:
        raise RecordError(
            msg("There is no session below '{path}'.", path=root),
            msg("Give the folder that holds the session folders."),
            code="E112",
        )
    return CorpusTables(place, index, planned, Measuring(cache_of(cache), jobs, dask, progress))
