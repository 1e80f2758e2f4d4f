"""CSV and Parquet: every table as a file, with the data dictionary beside them.

CSV is UTF-8 with a point and a comma, whatever the computer's language: programs read it. Empty is "not
known", and no cell is one that a spreadsheet runs.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from nao_sessions.analysis.corpus.corpus import CorpusTables
from nao_sessions.analysis.tables.cells import safe_table
from nao_sessions.analysis.tables.dictionary import EVERY_TABLE
from nao_sessions.analysis.tables.tables import SessionTables
from nao_sessions.record.private import private_replacement, replace_private
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

Format = Literal["csv", "parquet"]
DICTIONARY = "dictionary.json"


def tables_in(
    tables: SessionTables | CorpusTables, *, features: bool = False
) -> Iterator[tuple[str, Iterator[Any]]]:
    """Yield every table by its name, in parts; telemetry where there is any, features where asked for.

    Of a corpus, what is not in its index is read session by session: one at a time is held.
    """
    names = ("events", "trials", "responses", "prompts", "annotations", "periods", "telemetry")
    if isinstance(tables, SessionTables):
        yield "sessions", iter((tables.session,))
        for name in (*names, *(("features",) if features else ())):
            yield name, iter((getattr(tables, name),))
        return
    yield "sessions", iter((tables.sessions,))
    for name in names:
        in_parts = name in ("events", "telemetry")
        yield name, tables.each(name) if in_parts else iter((getattr(tables, name),))
    if features:
        tables.unmeasured  # noqa: B018  (measures what has to be)
        yield "features", tables.each("features_kept")


def write_tables(
    tables: SessionTables | CorpusTables, folder: Path, format_: Format, *, features: bool = False
) -> list[Path]:
    """Write every table into a folder, and the dictionary; return the files. Raises: OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = []
    for name, parts in tables_in(tables, features=features):
        path = folder / f"{name}.{format_}"
        if write_table(parts, path, format_) or name != "telemetry":
            written.append(path)
        else:
            path.unlink(missing_ok=True)
    written.append(folder / DICTIONARY)
    replace_private(written[-1], dictionary_json().encode())
    return written


def write_table(parts: Iterator[Any], path: Path, format_: Format) -> int:
    """Write one table, given in one part or more, and return its number of rows. Raises: OSError."""
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    first = next(parts)
    rows = 0
    with private_replacement(path) as draft:
        writer = (
            pq.ParquetWriter(draft, first.schema, compression="zstd")
            if format_ == "parquet"
            else pc.CSVWriter(draft, first.schema, write_options=pc.WriteOptions(quoting_style="needed"))
        )
        with writer:
            for part in itertools.chain((first,), parts):
                rows += len(part)
                writer.write_table(part if format_ == "parquet" else safe_table(part))
    return rows


def dictionary() -> Mapping[str, Any]:
    """Return the data dictionary as JSON values: each table, each column, in French and in English."""
    return {
        "time": {"fr": TIME.fr, "en": TIME.en},
        "tables": {
            table.name: {
                "row": {"fr": table.row.fr, "en": table.row.en},
                "columns": {
                    column.name: {
                        "type": column.kind,
                        "unit": column.unit,
                        "fr": column.meaning.fr,
                        "en": column.meaning.en,
                        **(
                            {
                                "levels": {
                                    word: {"fr": text.fr, "en": text.en}
                                    for word, text in column.levels.items()
                                }
                            }
                            if column.levels
                            else {}
                        ),
                    }
                    for column in table.columns
                },
            }
            for table in EVERY_TABLE.values()
        },
    }


def dictionary_json() -> str:
    """Return the data dictionary as the text of a JSON file."""
    return json.dumps(dictionary(), ensure_ascii=False, indent=2) + "\n"


def dictionary_page(language: Language) -> str:
    """Return the data dictionary as a page of the documentation (Markdown)."""

    def say(text: Text) -> str:
        return text.in_language(language).replace("|", "\\|")

    lines = [f"# {say(_TITLE)}", "", say(_MADE), "", say(TIME), ""]
    for table in EVERY_TABLE.values():
        lines += [f"## {table.name}", "", say(_ROW.format(row=table.row)), ""]
        lines += [f"| {say(_COLUMN)} | {say(_TYPE)} | {say(_UNIT)} | {say(_MEANING)} |", "|---|---|---|---|"]
        for column in table.columns:
            meaning = say(column.meaning)
            if column.levels:
                meaning += " : " if language == "fr" else ": "
                meaning += "; ".join(f"`{word}` {say(text)}" for word, text in column.levels.items())
            lines.append(f"| `{column.name}` | {column.kind} | {column.unit} | {meaning} |")
        lines.append("")
    return "\n".join(lines)


TIME = msg(
    "Times are session times: 0 is the log's first line, and the clock is the computer's that never jumps "
    "(CLOCK_MONOTONIC); of an accelerated session (speed) they run so many times as fast as it. Dates "
    "(begun_utc) are UTC. An empty cell means 'not known' or 'not applicable', "
    "never zero."
)
_TITLE = msg("Data dictionary")
_MADE = msg(
    "Written by `python tools/dictionary_pages.py` from `nao_sessions/analysis/tables/dictionary.py`."
)
_ROW = msg("A row: {row}.")
_COLUMN, _TYPE = msg("column"), msg("type")
_UNIT, _MEANING = msg("unit"), msg("what it is")
