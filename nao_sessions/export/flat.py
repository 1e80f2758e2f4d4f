"""CSV and Parquet: every table as a file, with the data dictionary beside them.

CSV is UTF-8 with a point and a comma, whatever the computer's language: programs read it. Empty is "not
known".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from nao_sessions.core.text import Language, Text
from nao_sessions.export.columns import TABLES
from nao_sessions.export.corpus import CorpusTables
from nao_sessions.export.tables import SessionTables

Format = Literal["csv", "parquet"]
DICTIONARY = "dictionary.json"


def tables_in(tables: SessionTables | CorpusTables) -> Iterator[tuple[str, Any]]:
    """Give every table by its name; telemetry where there is any."""
    sessions = tables.session if isinstance(tables, SessionTables) else tables.sessions
    yield "sessions", sessions
    for name in ("events", "trials", "responses", "prompts", "annotations", "telemetry"):
        table = getattr(tables, name)
        if table.num_rows or name != "telemetry":
            yield name, table


def write_tables(tables: SessionTables | CorpusTables, folder: Path, format_: Format) -> list[Path]:
    """Write every table into a folder, and the dictionary. Raises: OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = []
    for name, table in tables_in(tables):
        written.append(folder / f"{name}.{format_}")
        write_table(table, written[-1], format_)
    written.append(folder / DICTIONARY)
    written[-1].write_text(dictionary_json(), encoding="utf-8")
    return written


def write_table(table: Any, path: Path, format_: Format) -> None:
    """Write one table. Raises: OSError."""
    if format_ == "parquet":
        import pyarrow.parquet as pq

        pq.write_table(table, path, compression="zstd")
        return
    import pyarrow.csv as pc

    pc.write_csv(table, path, pc.WriteOptions(quoting_style="needed"))


def dictionary() -> Mapping[str, Any]:
    """Give the data dictionary as JSON values: each table, each column, in French and in English."""
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
            for table in TABLES.values()
        },
    }


def dictionary_json() -> str:
    """Give the data dictionary as a file."""
    return json.dumps(dictionary(), ensure_ascii=False, indent=2) + "\n"


def dictionary_page(language: Language) -> str:
    """Give the data dictionary as a page of the documentation (Markdown)."""

    def say(text: Text) -> str:
        return text.in_language(language).replace("|", "\\|")

    lines = [f"# {say(_TITLE)}", "", say(_MADE), "", say(TIME), ""]
    for table in TABLES.values():
        lines += [f"## {table.name}", "", say(_ROW).format(row=say(table.row)), ""]
        lines += [f"| {say(_COLUMN)} | {say(_TYPE)} | {say(_UNIT)} | {say(_MEANING)} |", "|---|---|---|---|"]
        for column in table.columns:
            meaning = say(column.meaning)
            if column.levels:
                meaning += " : " if language == "fr" else ": "
                meaning += "; ".join(f"`{word}` {say(text)}" for word, text in column.levels.items())
            lines.append(f"| `{column.name}` | {column.kind} | {column.unit} | {meaning} |")
        lines.append("")
    return "\n".join(lines)


TIME = Text(
    fr="Les temps sont des temps de séance : 0 est la première ligne du journal, et l'horloge est celle de "
    "l'ordinateur, qui ne saute jamais (CLOCK_MONOTONIC). Les dates (begun_utc) sont en UTC. Une cellule "
    "vide veut "
    "dire « on ne sait pas » ou « sans objet », jamais zéro.",
    en="Times are session times: 0 is the log's first line, and the clock is the computer's that never jumps "
    "(CLOCK_MONOTONIC). Dates (begun_utc) are UTC. An empty cell means 'not known' or 'not applicable', "
    "never zero.",
)
_TITLE = Text(fr="Dictionnaire des données", en="Data dictionary")
_MADE = Text(
    fr="Écrit par `python tools/dictionary_pages.py` d'après `nao_sessions/export/columns.py`.",
    en="Written by `python tools/dictionary_pages.py` from `nao_sessions/export/columns.py`.",
)
_ROW = Text(fr="Une ligne : {row}.", en="A row: {row}.")
_COLUMN, _TYPE = Text(fr="colonne", en="column"), Text(fr="type", en="type")
_UNIT, _MEANING = Text(fr="unité", en="unit"), Text(fr="ce que c'est", en="what it is")
