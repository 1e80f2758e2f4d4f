"""A corpus: all sessions below a folder, as tables, with each child's session number, series and phase.

The sessions are only read. What could not be read is told by name, and hides no other session.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from nao_sessions.core.errors import RecordError
from nao_sessions.core.text import Text
from nao_sessions.export.index import FOLDER, Index, Unread, index_of, sessions_below
from nao_sessions.export.series_places import Key, places_of
from nao_sessions.export.source import InSeries
from nao_sessions.export.spread import Progress, nobody
from nao_sessions.export.tables import SessionTables, open_session
from nao_sessions.protocol.series import Series
from nao_sessions.protocol.series_loading import load_series

_PLACED = ("series", "phase", "phase_kind", "session_number")
_SAID = ("phase", "phase_kind")


class CorpusTables:
    """The tables of many sessions (``pyarrow.Table``), with the same columns as those of one."""

    def __init__(self, root: Path, index: Index, series: Series | None) -> None:
        self.root = root
        self.unread: tuple[Unread, ...] = index.unread
        self._index = index
        rows = index.tables["sessions"].select(
            ["session", "participant", "protocol", "begun_utc", "rehearsal"]
        )
        self._places = places_of(rows.to_pylist(), series)

    @cached_property
    def sessions(self) -> Any:
        """Give a row a session and child."""
        return self._placed("sessions")

    @cached_property
    def trials(self) -> Any:
        """Give a row a trial."""
        return self._placed("trials")

    @cached_property
    def responses(self) -> Any:
        """Give a row a thing that a child did."""
        return self._placed("responses")

    @cached_property
    def prompts(self) -> Any:
        """Give a row a help that was given."""
        return self._placed("prompts")

    @cached_property
    def annotations(self) -> Any:
        """Give a row an annotation."""
        return self._placed("annotations")

    @cached_property
    def events(self) -> Any:
        """Give a row a line of a log; all logs are read for it."""
        return self._read("events")

    @cached_property
    def telemetry(self) -> Any:
        """Give a row a sample of Nao's body; all sessions' tables are read for it."""
        return self._read("telemetry")

    def session(self, folder: Path | str) -> SessionTables:
        """Open one session of the corpus, with its place in it. Raises: RecordError."""
        path = Path(folder) if Path(folder).is_absolute() else self.root / folder
        return open_session(path, self._by_session.get(path.name, {}))

    @cached_property
    def _by_session(self) -> Mapping[str, dict[str, InSeries]]:
        by_session: dict[str, dict[str, InSeries]] = defaultdict(dict)
        for (session, child), place in self._places.items():
            by_session[session][child] = place
        return by_session

    def _read(self, name: str) -> Any:
        import pyarrow as pa

        from nao_sessions.export.tables import schema_of

        unread = {one.folder for one in self.unread}
        found = [path for path in sessions_below(self.root) if path not in unread]
        tables = [getattr(self.session(path), name) for path in found]
        if not tables and name != "telemetry":
            tables = [schema_of(name).empty_table()]
        return pa.concat_tables(tables) if tables else pa.table({})

    def _placed(self, name: str) -> Any:
        """Give a table of the index with the columns that only the whole corpus knows."""
        table = self._index.tables[name].drop_columns([FOLDER])
        return with_places(table, self._places)


def with_places(table: Any, places: Mapping[Key, InSeries]) -> Any:
    """Fill in series, phase and session number by session and child (``pyarrow.Table``)."""
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
        series: a series file; its plan tells the phase and the number of each child's sessions.
        cache: where the index is kept; None: the user's cache.
        jobs: processes that read what changed.
        dask: address of a Dask scheduler, for a corpus that is too large for one machine.
        progress: told as sessions are read.

    Raises:
        RecordError: there is no session below that folder (E112).
        ProtocolRefused: the series has errors.
    """
    place = Path(root)
    planned = load_series(Path(series)) if series is not None else None
    index = index_of(place, cache, jobs=jobs, dask=dask, progress=progress)
    if not index.tables["sessions"].num_rows and not index.unread:
        raise RecordError(
            Text(
                fr="Il n'y a aucune séance sous « {path} ».", en="There is no session below '{path}'."
            ).format(path=place),
            Text(
                fr="Donnez le dossier qui contient les dossiers de séances.",
                en="Give the folder that holds the session folders.",
            ),
            code="E112",
        )
    return CorpusTables(place, index, planned)
