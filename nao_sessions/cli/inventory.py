"""`nao-sessions inventory`: whose data is here, how much, where, where it went; what nobody knows."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from nao_sessions.analysis.tables.cells import safe_row
from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, write_output
from nao_sessions.core.places import data_path
from nao_sessions.privacy.life.inventory import take_inventory
from nao_sessions.privacy.life.inventory_page import PERSON_COLUMNS, inventory_lines, inventory_page
from nao_sessions.record.house import House


@click.command(short_help="The sheet for a breach: whose data is here, how much, where it went.")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the page there, to be printed.")
@click.option("--csv", "table", type=click.Path(path_type=Path), help="Write the table of persons there.")
@json_option
@lang_option
def inventory(
    folders: tuple[Path, ...], output: Path | None, table: Path | None, as_json: bool, lang: str | None
) -> None:
    """Tell which persons, by code, were recorded, how much, where, and where it went.

    No film is opened. Without FOLDERS it looks where this computer keeps its sessions.
    """
    language = language_of(lang)
    found = take_inventory(folders or (data_path() / "sessions",), House.default())
    if table is not None:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([name for name, _ in PERSON_COLUMNS])
        for one in found.persons:
            writer.writerow(safe_row([getattr(one, name) for name, _ in PERSON_COLUMNS]))
        write_output(table, text.getvalue())
    if output is not None:
        write_output(output, inventory_page(found, language))
    if as_json:
        give_json(found.to_json())
    elif output is None and table is None:
        for line in inventory_lines(found, language):
            click.echo(line)
