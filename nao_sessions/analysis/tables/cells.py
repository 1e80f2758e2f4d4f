"""Cells of tables that leave as text: none of them is run by the spreadsheet that opens it.

A spreadsheet takes a cell as a formula that begins with one of a few signs; what a child typed, a coder
noted or another program wrote may begin so, and a formula can send away what stands beside it. One that
expects another separator than the table has cuts cells at its own, and takes for a cell what stands behind.
Such a sign gets an apostrophe in front, and apostrophes that stand before such a sign already get one more:
taking one away gives back what was there. Numbers stay as they are, and nothing else is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_SEPARATOR = ";\t\r\n"
# https://owasp.org/www-community/attacks/CSV_Injection, with the wide signs that East Asian versions take
_BEFORE = f'(?:^|[{_SEPARATOR}])[ \f\v\u00a0\u200b\u202f\u3000\ufeff"]*'
_SIGN = r"[=+\-@＝＋－＠]"
RUN = f"{_BEFORE}'*{_SIGN}|^'*[\t\r\n]"
"""What stands in a cell that a spreadsheet may run; read by Python and by Arrow (RE2) alike."""
_NUMBER = rf"[+\-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+\-]?[0-9]+)? *(?:$|[{_SEPARATOR}])"
_TO_MARK = re.compile(f"({_BEFORE})(?!{_NUMBER})(?='*{_SIGN})|^(?='*[\t\r\n])")
_MARKED = re.compile(f"({_BEFORE})'(?='*{_SIGN})|^'(?='*[\t\r\n])")


def safe(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs."""
    return _TO_MARK.sub(r"\g<1>'", text)


def restored(cell: str) -> str:
    """Return the text of which `safe` made a cell."""
    return _MARKED.sub(r"\g<1>", cell)


def safe_row(cells: Iterable[object]) -> list[object]:
    """Return the cells of a row, its texts as `safe` makes them."""
    return [safe(cell) if isinstance(cell, str) else cell for cell in cells]


def safe_table(table: Any) -> Any:
    """Return a table (``pyarrow.Table``), its texts as `safe` makes them; the same one where none changes."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for place, field in enumerate(table.schema):
        if not pa.types.is_string(field.type):
            continue
        column = table.column(place)
        if pc.any(pc.match_substring_regex(column, RUN)).as_py():
            texts = [None if text is None else safe(text) for text in column.to_pylist()]
            table = table.set_column(place, field, pa.array(texts, field.type))
    return table
