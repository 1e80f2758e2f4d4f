"""`nao-sessions check`: what is wrong with protocols, each thing with a place, a sentence and a hint.

Findings are data and go to stdout; counts, times and what was mended are talk and go to stderr.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import click

from nao_sessions.cli.words import give_json, json_option, lang_option, language_of, tell
from nao_sessions.core.errors import SEVERITIES, Finding, UsageError
from nao_sessions.protocol.checks.subject import Situation
from nao_sessions.protocol.loading import CheckedFile, examine
from nao_sessions.text.formats import joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgn

# Findings for machines that show them: annotations of GitHub, and JUnit XML for whoever runs the checks.
#
# Nothing here reads a protocol: findings go in, text comes out.

_LEVELS = {"error": "error", "warning": "warning", "remark": "notice"}


def github_line(finding: Finding, language: Language) -> str:
    """Return a workflow command of GitHub Actions: ``::error file=...,line=...,col=...,title=P203::...``.

    https://docs.github.com/actions/reference/workflow-commands: in a message %, CR and LF are escaped, in a
    property ``:`` and ``,`` too.
    """
    place = finding.place
    properties = {"file": place.file}
    if place.line:
        properties |= {"line": str(place.line), "col": str(place.col)}
    properties["title"] = finding.code
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = finding.sentence.in_language(language)
    if finding.hint is not None:
        message += "\n" + finding.hint.in_language(language)
    return f"::{_LEVELS[finding.severity]} {written}::{_message(message)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def junit(findings: Mapping[Path, Sequence[Finding]], language: Language) -> str:
    """Return JUnit XML: a suite a file, a failing case for each error or warning, a passing one for a remark.

    A file without findings is one passing case.
    """
    root = ET.Element("testsuites", name="nao-sessions check")
    tests = failures = 0
    for file, found in findings.items():
        failing = sum(finding.severity != "remark" for finding in found)
        count = max(len(found), 1)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=str(file),
            tests=str(count),
            failures=str(failing),
            errors="0",
            skipped="0",
        )
        if not found:
            ET.SubElement(suite, "testcase", classname=str(file), name="check")
        for number, finding in enumerate(found, 1):
            _case(suite, file, number, finding, language)
        tests, failures = tests + count, failures + failing
    root.set("tests", str(tests))
    root.set("failures", str(failures))
    root.set("errors", "0")
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


def _case(suite: ET.Element, file: Path, number: int, finding: Finding, language: Language) -> None:
    place = finding.place
    where = f" {place.line}:{place.col}" if place.line else ""
    name = f"{number}. {finding.code}{where}"
    case = ET.SubElement(suite, "testcase", classname=str(file), name=name)
    if finding.severity == "remark":
        ET.SubElement(case, "system-out").text = _xml(finding.render(language))
        return
    message = _xml(finding.sentence.in_language(language))
    failure = ET.SubElement(case, "failure", message=message, type=finding.code)
    failure.text = _xml(finding.render(language))


def _xml(text: str) -> str:
    """Return a text without the characters that XML 1.0 cannot hold."""
    return "".join(
        char
        for char in text
        if char in "\t\n\r" or 0x20 <= ord(char) < 0xD800 or 0xE000 <= ord(char) not in (0xFFFE, 0xFFFF)
    )


_SUFFIXES = (".yaml", ".yml")
FORMATS = ("text", "json", "github", "junit")
GRAVE = ("error", "warning")
"""The severities that make the command end with 1: a remark is worth a look, and stops no build."""


@click.command(short_help="Check protocols.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH...")
@json_option
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", help="How findings are given on stdout."
)
@click.option("--fix", is_flag=True, help="Put missing quotes, take out invisible characters, then check.")
@click.option(
    "--room",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The room file: where Nao is, what films.",
)
@click.option("--committee", is_flag=True, help="Tell what a committee will ask, also of a draft.")
@click.option("--explain", metavar="CODE", help="Explain one check, for example P203.")
@lang_option
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[Path, ...],
    as_json: bool,
    form: str,
    fix: bool,
    room: Path | None,
    committee: bool,
    explain: str | None,
    lang: str | None,
) -> None:
    """Check protocols and series: files, or folders with all the .yaml files in them.

    Exit code 0: nothing found, or remarks alone; 1: errors or warnings; 2: nothing to check.
    """
    language = language_of(lang)
    if explain is not None:
        click.echo(_explained(explain, language))
        return
    files = list(dict.fromkeys(_files(paths)))
    if fix:
        _mend(files, language)
    situation = _situation(room, committee)
    examined = {file: examine(file, situation) for file in files}
    findings = [finding for one in examined.values() for finding in one.findings]
    match "json" if as_json else form:
        case "json":
            _give_json(examined, language)
        case "github":
            for finding in findings:
                click.echo(github_line(finding, language))
        case "junit":
            click.echo(junit({file: one.findings for file, one in examined.items()}, language))
        case _:
            for finding in findings:
                click.echo(_line(finding, language))
    if len(examined) == 1:
        _tell_time(next(iter(examined.values())), language)
    tell(_summary(len(files), findings), language)
    ctx.exit(1 if any(finding.severity in GRAVE for finding in findings) else 0)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files to check, those of a folder in alphabetical order.

    Raises:
        UsageError: there is none, or a folder holds no protocol.
    """
    if not paths:
        raise UsageError(
            msg("no file to check"),
            msg("nao-sessions check protocols/"),
        )
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(file for file in path.rglob("*") if file.suffix in _SUFFIXES and file.is_file())
        if not found:
            raise UsageError(
                msg("no protocol in {path}", path=path),
                msg("a protocol is a .yaml file"),
            )
        yield from found


def _situation(room: Path | None, committee: bool) -> Situation:
    """Return what is known of the room, the date and the readers. Raises: UsageError, for the room file."""
    today = date.today().isoformat()
    if room is None:
        return Situation(today=today, committee=committee)
    from nao_sessions.room.room_file import read_room

    read = read_room(room)
    place = "table" if read.place == "table" else "floor"
    return Situation(place, len(read.cameras), today, committee)  # type: ignore[arg-type]


def _mend(files: Iterable[Path], language: Language) -> None:
    """Fix files in place, and write each change to stderr."""
    from nao_sessions.protocol.fixing import fix_file

    for file in files:
        try:
            fixed = fix_file(file)
        except OSError:
            continue  # the check that follows says what is wrong with the file
        for change in sorted(fixed.changes, key=lambda one: one.place):
            tell(_change(change.code, f"{change.place}", change.before, change.after), language)


def _change(code: str, place: str, before: str, after: str) -> Text:
    if code == "P112":
        sign = f"U+{ord(before):04X}"
        words = msg("{place}: {code} mended, invisible character {sign} deleted")
        if after:
            words = msg("{place}: {code} mended, invisible character {sign} replaced by a space")
        return words.format(place=place, code=code, sign=sign)
    return msg("{place}: {code} mended, quotes put: {after}", place=place, code=code, after=after)


def _line(finding: Finding, language: Language) -> str:
    """Return a finding as a line, with its severity unless it is an error."""
    return finding.render(language, None if finding.severity == "error" else SEVERITIES[finding.severity])


def _give_json(examined: dict[Path, CheckedFile], language: Language) -> None:
    from nao_sessions.protocol.timing import session_time

    times = []
    for file, one in examined.items():
        if one.protocol is not None:
            time = session_time(one.protocol)
            times.append(
                {
                    "path": str(file),
                    "best_s": _seconds(time.best_ms),
                    "worst_s": _seconds(time.worst_ms),
                    "expected_s": _seconds(one.protocol.expected_ms),
                    "limit_s": _seconds(one.protocol.limit_ms),
                    "waits_for_somebody": list(time.open),
                    "again_by_hand": [list(loop) for loop in time.again],
                    "endless": [list(loop) for loop in time.endless],
                }
            )
    give_json(
        {
            "files": [str(file) for file in examined],
            "findings": [_record(found, language) for one in examined.values() for found in one.findings],
            "times": times,
        }
    )


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else round(ms / 1000, 1)


def _record(finding: Finding, language: Language) -> dict[str, object]:
    """Return a finding as JSON values; line and column are 0 where it is about the file as a whole."""
    return {
        "path": finding.place.file,
        "line": finding.place.line,
        "col": finding.place.col,
        "code": finding.code,
        "severity": finding.severity,
        "sentence": finding.sentence.in_language(language),
        "hint": None if finding.hint is None else finding.hint.in_language(language),
    }


def _tell_time(one: CheckedFile, language: Language) -> None:
    """Write to stderr how long a session of a protocol lasts, at best and at worst, if it can be told."""
    if one.protocol is None:
        return
    from nao_sessions.protocol.timing import session_time

    time = session_time(one.protocol)
    if time.best_ms is None:
        return
    best = _minutes(time.best_ms)
    if time.worst_ms is None:
        limit = one.protocol.limit_ms
        until = msg("without end") if limit is None else None
        worst = until or msg("the limit, {minutes}", minutes=_minutes(limit or 0))
        text = msg("duration: {best} to {worst}", best=best, worst=worst)
    else:
        worst_text = _minutes(time.worst_ms)
        text = msg("duration: {best} to {worst_text}", best=best, worst_text=worst_text)
    if time.open:
        text = msg("{duration}, without waits for the adult", duration=text)
    tell(text, language)


def _minutes(ms: int) -> str:
    minutes, seconds = divmod(round(ms / 1000), 60)
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"


def _explained(code: str, language: Language) -> str:
    """Return the page of a check. Raises: UsageError: no check has that code."""
    from nao_sessions.protocol.checks.explaining import explained
    from nao_sessions.protocol.checks.registry import CHECKS
    from nao_sessions.protocol.findings import did_you_mean

    name = code.strip().upper()
    if name not in CHECKS:
        raise UsageError(
            msg("unknown check '{code}'", code=code),
            did_you_mean(name, CHECKS) or msg("for example: P203"),
        )
    return explained(name, language)


def _summary(files: int, findings: list[Finding]) -> Text:
    counts = {severity: sum(finding.severity == severity for finding in findings) for severity in SEVERITIES}
    counted = [msgn("{n} file checked", "{n} files checked", files)]
    if not findings:
        counted.append(msg("no errors"))
    if counts["error"]:
        counted.append(msgn("{n} error", "{n} errors", counts["error"]))
    if counts["warning"]:
        counted.append(msgn("{n} warning", "{n} warnings", counts["warning"]))
    if counts["remark"]:
        counted.append(msgn("{n} remark", "{n} remarks", counts["remark"]))
    words = joined(counted)
    if findings:
        words = msg(
            "{counts}; nao-sessions check --explain {code} says why", counts=words, code=findings[0].code
        )
    return words
