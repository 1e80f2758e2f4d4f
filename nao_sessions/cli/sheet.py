"""`nao-sessions sheet`: the printable sheet of a protocol or a series, for the team and the committee."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nao_sessions.cards.paper import cards_paper
from nao_sessions.cli.words import lang_option, language_of, tell, write_output
from nao_sessions.core.errors import UsageError
from nao_sessions.paper.pdf import print_pdf
from nao_sessions.protocol import load
from nao_sessions.protocol.series_loading import is_series, load_series
from nao_sessions.protocol.sheet import protocol_sheet, series_sheet
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

# The cards of a protocol as pages to print, and why there are none.


def cards_page(path: Path, language: Language) -> str:
    """Return the cards of a protocol as HTML.

    Raises:
        ProtocolRefused: the file has errors.
        UsageError: it is a series, or no card is shown in it.
    """
    if is_series(path):
        raise UsageError(
            msg("A series has no cards of its own: its protocols have."),
            msg("Give one of its protocols."),
            code="U124",
        )
    protocol = load(path)
    page = cards_paper(protocol, language)
    if page is None:
        raise UsageError(
            msg("No card is waited for in this protocol: there is nothing to print."),
            msg(
                "Give a card to an answer: answers: {fruit: [{card: 12}]}, or to a word to choose "
                "from: {word: apple, card: 12}."
            ),
            code="U124",
        )
    return page


_TO_STDOUT = Path("-")


@click.command(short_help="Print a protocol or a series for the team and the committee.")
@click.argument("path", type=click.Path(path_type=Path), metavar="PROTOCOL|SERIES")
@click.option(
    "--to", "kind", type=click.Choice(["html", "pdf"]), default=None, help="html (default), or pdf."
)
@click.option("--cards", is_flag=True, help="The cards of a protocol instead, four a page, to cut out.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="Where to write it.")
@lang_option
def sheet(path: Path, kind: str | None, cards: bool, output: Path | None, lang: str | None) -> None:
    """Write the sheet of a protocol or a series: what is said and done, who decides, what is missing.

    With --cards: the cards that children show, at their true size, with what each of them means.

    The page goes to stdout unless -o names a file; a file called .pdf is a PDF, made by the Chromium of this
    machine. Exit code 0: written; 1: the protocol has errors; 3: no Chromium.
    """
    language = language_of(lang)
    as_pdf = kind == "pdf" or (kind is None and output is not None and output.suffix.lower() == ".pdf")
    to_stdout = output is None or output == _TO_STDOUT
    if as_pdf and to_stdout and sys.stdout.isatty():
        raise UsageError(
            msg("A PDF does not show in a terminal."),
            msg("Add -o sheet.pdf."),
            code="U120",
        )
    page = cards_page(path, language) if cards else page_of(path, language)
    content = print_pdf(page) if as_pdf else page.encode()
    if output is None or to_stdout:
        sys.stdout.buffer.write(content)
        return
    write_output(output, content)
    written = msg("Sheet written: {output}", output=output)
    if cards:
        written = msg("Cards written: {output}", output=output)
    tell(written, language)


def page_of(path: Path, language: Language) -> str:
    """Return the sheet of a protocol or series file as HTML.

    Raises:
        ProtocolRefused: the file has errors.
    """
    if is_series(path):
        return series_sheet(load_series(path), language)
    return protocol_sheet(load(path), language)
