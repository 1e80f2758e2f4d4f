"""`nao-sessions board`: communication boards imported, exported, printed, looked into.

Files of boards on the disk: read with what lies beside them, written without harming what is there.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from nao_sessions.boards.bounds import LARGEST_FILE_BYTES
from nao_sessions.boards.findings import BoardFindings
from nao_sessions.boards.model import BoardSet
from nao_sessions.boards.opening import (
    FORMATS,
    BoardFile,
    apart,
    as_obf,
    as_obz,
    as_record,
    as_sentences,
    format_of,
    in_locale,
    open_boards,
)
from nao_sessions.boards.pla.reading import Beside
from nao_sessions.boards.pla.writing import write_pages
from nao_sessions.cli.words import (
    give_json,
    json_option,
    lang_option,
    language_of,
    tell,
    tell_remark,
    write_output,
)
from nao_sessions.core.confined_child import TEXT_LIMITS, ConfinedChild
from nao_sessions.core.errors import Finding, UsageError
from nao_sessions.core.received import read_named
from nao_sessions.record.private import make_private_folder, replace_private
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg, msgn


def open_file(path: Path, encoding: str | None) -> BoardFile:
    """Return the boards of a file, read in a confined child; a page of Plaphoons has pictures beside it.

    Raises:
        UsageError: it cannot be read, its format is not known, or its encoding is missing.
        BoardRefused: it has errors.
        ForeignFileRefused: it took too long, or too much memory, or broke its reader.
    """
    try:
        return ConfinedChild(path.name, TEXT_LIMITS, [path, path.parent]).call(read_file, path, encoding)
    except OSError as error:
        raise UsageError(_NOT_READ.format(path=path), code="B133") from error


def read_file(path: Path, encoding: str | None) -> BoardFile:
    """Return the boards of a file, read here. Raises: UsageError, BoardRefused."""
    try:
        content = read_named(path, LARGEST_FILE_BYTES + 1)  # one byte more: the reader says what is too large
    except (OSError, ValueError) as error:
        raise UsageError(_NOT_READ.format(path=path), code="B133") from error
    return open_boards(path.name, content, beside(path.parent), encoding)


def beside(folder: Path) -> Beside:
    """Return a function that reads files below a folder by relative name, ignoring case, as on Windows."""

    def read(name: str) -> bytes | None:
        try:
            target = folder
            for part in name.split("/"):
                found = {one.name.casefold(): one for one in target.iterdir()}
                target = target / part if (target / part).exists() else found[part.casefold()]
            target = target.resolve(strict=True)
            inside = target.is_relative_to(folder.resolve())
            return read_named(target, LARGEST_FILE_BYTES) if inside else None
        except (OSError, ValueError, KeyError):
            return None

    return read


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, which is created if it does not exist.

    Raises:
        UsageError: another file has one of the names, and nothing was written; or they cannot be written.
        LinkRefused: a folder below it is a link.
    """
    for name, content in files.items():
        path = folder / name
        if path.exists() and (not path.is_file() or read_named(path) != content):
            raise UsageError(_TAKEN.format(path=path), _TAKEN_HINT, code="B132")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            make_private_folder((folder / name).parent, within=folder)
            replace_private(folder / name, content, within=folder)
    except OSError as error:
        raise UsageError(_NOT_WRITTEN.format(path=folder), code="B133") from error


def tell_remarks(remarks: tuple[Finding, ...], language: Language) -> None:
    """Write remarks to stderr, one a line."""
    for one in remarks:
        tell_remark(one, language)


_NOT_READ = msg("{path} cannot be read.")
_NOT_WRITTEN = msg("{path} cannot be written.")
_TAKEN = msg("{path} exists, and is another file.")
_TAKEN_HINT = msg("Nothing was written. Give another folder.")


file_argument = click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
encoding_option = click.option(
    "--encoding", metavar="NAME", help="Of pages of Plaphoons (.pla), such as cp1252: they do not say theirs."
)


@click.group(short_help="Communication boards: import, export, print.")
def board() -> None:
    """Communication boards as files: Open Board Format (.obf, .obz) and Plaphoons (.pla).

    Nothing is fetched: what a board only names on the Internet is told, and left where it is.
    """


@board.command(name="import", short_help="Make .obf or .obz of boards from elsewhere.")
@file_argument
@encoding_option
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="DIR|FILE.obf|FILE.obz",
    help="Where: a package, one board, or a folder with a file a board.",
)  # fmt: skip
@click.option("--locale", metavar="CODE", help="Language of pages of Plaphoons (default: of the messages).")
@lang_option
def import_(path: Path, encoding: str | None, output: Path, locale: str | None, lang: str | None) -> None:
    """Make boards that protocols can show of a file from elsewhere, with the pages that it leads to.

    Exit code 0: written; 1: the board has errors.
    """
    language = language_of(lang)
    opened = open_file(path, encoding)
    boards = opened.boards if opened.format != "pla" else in_locale(opened.boards, locale or language)
    kind = format_of(output.name)
    if kind == "pla":
        raise UsageError(_NOT_FOR_PROTOCOLS, _EXPORT_HINT, code="B130")
    if kind is None and output.suffix and not output.is_dir():
        raise UsageError(_NO_TARGET.format(output=output), _TARGET_HINT, code="B130")
    if kind is None:
        write_files(output, apart(boards))
    else:
        write_output(output, _converted(boards, kind))
    _tell_written(opened, output, language)


@board.command(short_help="Write boards in another format.")
@file_argument
@click.option("--to", "kind", required=True, type=click.Choice(FORMATS), help="The format.")
@encoding_option
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="PATH", help="Where.")
@lang_option
def export(path: Path, kind: str, encoding: str | None, output: Path, lang: str | None) -> None:
    """Write boards in another format.

    Of Plaphoons, -o names the first page; other pages and the pictures are written beside it.

    Exit code 0: written; 1: the board has errors, or holds what the format cannot say.
    """
    language = language_of(lang)
    opened = open_file(path, encoding)
    if kind == "pla":
        if encoding is None:
            raise UsageError(_SAY_ENCODING, _ENCODING_HINT, code="B131")
        findings = BoardFindings()
        name = output.name if format_of(output.name) == "pla" else f"{output.name}.pla"
        write_files(output.parent, write_pages(opened.boards, name, encoding, findings))
        tell_remarks(findings.remarks, language)
    else:
        boards = opened.boards if opened.format != "pla" else in_locale(opened.boards, language)
        write_output(output, _converted(boards, kind))
    _tell_written(opened, output, language)


@board.command(name="print", short_help="Print boards on A4.")
@file_argument
@encoding_option
@click.option(
    "--to", "kind", type=click.Choice(["html", "pdf"]), default=None, help="html (default), or pdf."
)
@click.option("--landscape/--portrait", default=None, help="How the sheet lies (default: what fits best).")
@click.option("--no-text", is_flag=True, help="Pictures alone; a cell without one keeps its word.")
@click.option("--cut", is_flag=True, help="As cards to cut apart, along marked lines.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="Where to write it.")
@lang_option
def print_(
    path: Path, encoding: str | None, kind: str | None, landscape: bool | None, no_text: bool, cut: bool,
    output: Path | None, lang: str | None,
) -> None:  # fmt: skip
    """Print boards, a page of A4 each, with their pictures.

    The page goes to stdout unless -o names a file; a file called .pdf is a PDF, made by the Chromium of this
    machine. Exit code 0: written; 1: the board has errors; 3: no Chromium.
    """
    from nao_sessions.paper.pdf import print_pdf
    from nao_sessions.protocol.sheet.board_page import PrintOptions, boards_page

    language = language_of(lang)
    as_pdf = kind == "pdf" or (kind is None and output is not None and output.suffix.lower() == ".pdf")
    if as_pdf and output is None and sys.stdout.isatty():
        raise UsageError(_NO_PDF_HERE, _NO_PDF_HINT, code="U120")
    opened = open_file(path, encoding)
    page = boards_page(opened.boards, PrintOptions(not no_text, cut, landscape), language, path.stem)
    content = print_pdf(page) if as_pdf else page.encode()
    if output is None:
        sys.stdout.buffer.write(content)
        return
    write_output(output, content)
    _tell_written(opened, output, language)


@board.command(short_help="Say what a file of boards holds.")
@file_argument
@encoding_option
@json_option
@lang_option
def info(path: Path, encoding: str | None, as_json: bool, lang: str | None) -> None:
    """Say what a file of boards holds: its pages, their words and pictures, what is missing.

    Exit code 0: it can be used; 1: it has errors.
    """
    language = language_of(lang)
    opened = open_file(path, encoding)
    if as_json:
        give_json(as_record(opened, language))
        return
    for sentence in as_sentences(opened):
        click.echo(sentence.in_language(language))
    tell_remarks(opened.remarks, language)


def _converted(boards: BoardSet, kind: str) -> bytes:
    """Return boards as one file of a format. Raises: UsageError: the format holds one board only."""
    if kind == "obz":
        return as_obz(boards)
    if len(boards.boards) > 1:
        raise UsageError(_SEVERAL.format(count=len(boards.boards)), _SEVERAL_HINT, code="B132")
    return as_obf(boards, boards.root)


def _tell_written(opened: BoardFile, output: Path, language: Language) -> None:
    tell_remarks(opened.remarks, language)
    count = len(opened.boards.boards)
    tell(_WRITTEN.format(n=count, output=output), language)


_WRITTEN = msgn("Board written: {output}", "{n} boards written: {output}")
_NOT_FOR_PROTOCOLS = msg("import makes boards .obf or .obz, which protocols show.")
_EXPORT_HINT = msg("For Plaphoons: nao-sessions board export FILE --to pla -o page.pla")
_NO_TARGET = msg("{output}: a name with .obf or .obz is needed, or a folder.")
_TARGET_HINT = msg("For example -o boards/meal.obz")
_SAY_ENCODING = msg("A page of Plaphoons is written in an encoding: give --encoding.")
_ENCODING_HINT = msg("Most often: --encoding cp1252.")
_SEVERAL = msg("{count} boards, and an .obf file holds one.")
_SEVERAL_HINT = msg("Write -o NAME.obz, or a folder.")
_NO_PDF_HERE = msg("A PDF does not show in a terminal.")
_NO_PDF_HINT = msg("Add -o board.pdf.")
