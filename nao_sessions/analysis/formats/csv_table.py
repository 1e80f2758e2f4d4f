"""A table in CSV: commas, semicolons or tabs, a first row of headings, one event a row."""

from __future__ import annotations

from nao_sessions.analysis.formats.csv_cells import rows_of_cells, separator_of
from nao_sessions.analysis.formats.headings import Role, is_of_names, read_headings
from nao_sessions.analysis.formats.rows import Cell, row_of
from nao_sessions.analysis.formats.table import EMPTY, EMPTY_HINT, Findings, Row, Table
from nao_sessions.analysis.formats.texts import decoded, left_out
from nao_sessions.core.errors import Place
from nao_sessions.text.messages import msg


def read_csv(content: bytes, file: str) -> Table:
    """Read a table. Raises: TableRefused."""
    findings = Findings()
    text, remarks = decoded(content, file, findings)
    separator = separator_of(text)
    rows = rows_of_cells(text, separator, file, findings)
    first = next(rows, None)
    if first is None:
        raise findings.refuse("I111", Place(file), EMPTY, EMPTY_HINT)
    headings = read_headings(first, findings)
    found: list[Row] = []
    for cells in rows:
        place = cells[0][1]
        if len(cells) > len(headings) and any(cell.strip() for cell, _ in cells[len(headings) :]):
            where = cells[len(headings)][1]
            findings.add("I106", where, _MORE.format(found=len(cells), wanted=len(headings)), _MORE_HINT)
            continue
        by_role: dict[Role, Cell] = {
            heading.role: Cell(cell, heading, where)
            for (cell, where), heading in zip(cells, headings, strict=False)
            if heading is not None
        }
        row = row_of(by_role, place, findings)
        if row is not None:
            found.append(row)
    findings.check()
    if not found:
        raise findings.refuse("I111", Place(file), EMPTY, EMPTY_HINT)
    unknown = [
        cell.strip() or "—"
        for (cell, _), heading in zip(first, headings, strict=True)
        if heading is None and not is_of_names(cell)
    ]
    return Table(tuple(found), remarks=(*remarks, *left_out(unknown)))


_MORE = msg("{found} cells for {wanted} columns")
_MORE_HINT = msg("with decimal commas, separate by ';' or put the numbers between quotes")
