"""`nao-sessions check`: what is wrong with protocols, each thing with a place, a sentence and a hint.

Findings are data and go to stdout; the count of them is talk and goes to stderr.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell
from nao_sessions.core.errors import Finding, UsageError
from nao_sessions.core.text import Language, Text
from nao_sessions.protocol import check as check_protocol

_SUFFIXES = (".yaml", ".yml")


@click.command(short_help="Check protocols.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@json_option
@lang_option
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], as_json: bool, lang: str | None) -> None:
    """Check protocols: files, or folders with all the .yaml files in them.

    Exit code 0: nothing found; 1: findings; 2: nothing to check.
    """
    language = language_of(lang)
    files = list(dict.fromkeys(_files(paths)))
    findings = [finding for file in files for finding in check_protocol(file)]
    if as_json:
        give_json(
            {
                "files": [str(file) for file in files],
                "findings": [_record(finding, language) for finding in findings],
            }
        )
    else:
        for finding in findings:
            click.echo(finding.render(language))
    tell(_summary(len(files), findings), language)
    ctx.exit(1 if findings else 0)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Give the files to check, those of a folder in alphabetical order.

    Raises:
        UsageError: a folder holds no protocol.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(file for file in path.rglob("*") if file.suffix in _SUFFIXES and file.is_file())
        if not found:
            raise UsageError(
                Text(fr=f"aucun protocole dans {path}", en=f"no protocol in {path}"),
                Text(fr="un protocole est un fichier .yaml", en="a protocol is a .yaml file"),
            )
        yield from found


def _record(finding: Finding, language: Language) -> dict[str, object]:
    """Give a finding for a machine; line and column are 0 where the file as a whole is meant."""
    return {
        "path": finding.place.file,
        "line": finding.place.line,
        "col": finding.place.col,
        "code": finding.code,
        "severity": finding.severity,
        "sentence": finding.sentence.in_language(language),
        "hint": None if finding.hint is None else finding.hint.in_language(language),
    }


def _summary(files: int, findings: list[Finding]) -> Text:
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    counted_fr = [_count(files, "fichier vérifié", "fichiers vérifiés")]
    counted_en = [_count(files, "file checked", "files checked")]
    if errors or not warnings:
        counted_fr.append(_count(errors, "erreur", "erreurs"))
        counted_en.append(_count(errors, "error", "errors", zero="no"))
    if warnings:
        counted_fr.append(_count(warnings, "remarque", "remarques"))
        counted_en.append(_count(warnings, "warning", "warnings"))
    return Text(fr=", ".join(counted_fr), en=", ".join(counted_en))


def _count(count: int, one: str, several: str, zero: str = "aucune") -> str:
    if count == 0:
        return f"{zero} {one if zero == 'aucune' else several}"
    return f"{count} {one if count == 1 else several}"
