"""Findings for machines that show them: annotations of GitHub, and JUnit XML for whoever runs the checks.

Nothing here reads a protocol: findings go in, text comes out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from nao_sessions.core.errors import Finding
from nao_sessions.text.languages import Language

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
    """Leave out what XML 1.0 cannot hold."""
    return "".join(
        char
        for char in text
        if char in "\t\n\r" or 0x20 <= ord(char) < 0xD800 or 0xE000 <= ord(char) not in (0xFFFE, 0xFFFF)
    )
