"""Loading and checking of protocol files: bytes, nodes, keys, flow, checks.

A check returns all findings and raises for none; a load raises once, with all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.errors import Finding, ProtocolRefused
from nao_sessions.protocol.building.base import FileReader
from nao_sessions.protocol.building.head import build, check_sizes
from nao_sessions.protocol.building.settings import allowed
from nao_sessions.protocol.checks.running import check_all
from nao_sessions.protocol.checks.subject import NOWHERE, Situation
from nao_sessions.protocol.expectations import is_expectations
from nao_sessions.protocol.findings import Findings, TooManyFindings
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.reading.nodes import Fields, Node
from nao_sessions.protocol.reading.parsing import read_nodes
from nao_sessions.protocol.reading.source import decode, read_bytes, unreadable
from nao_sessions.text.messages import msg

LARGEST_SOUND_BYTES = 20 * 1024 * 1024
"""Two minutes of CD sound; what is longer is no sound effect."""


def load(path: Path) -> Protocol:
    """Load a protocol from its file.

    Raises:
        ProtocolRefused: it has findings of severity error; all findings are in it.
    """
    findings = Findings(str(path), path.name)
    protocol = _from_path(path, findings)
    return _accepted(protocol, findings)


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that was checked: what was found, and the protocol where it could be built."""

    findings: tuple[Finding, ...]
    protocol: Protocol | None


def check(path: Path, situation: Situation = NOWHERE) -> tuple[Finding, ...]:
    """Return the findings on a protocol, a series or expectations, in the order of the file.

    Args:
        path: the file.
        situation: the room, the date and the readers, where they are known.
    """
    return examine(path, situation).findings


def examine(path: Path, situation: Situation = NOWHERE) -> CheckedFile:
    """Check a file; return its findings and its protocol, None where it is none or could not be built."""
    if is_expectations(path):
        from nao_sessions.protocol.expectation_loading import check_expectations  # most files are none

        return CheckedFile(check_expectations(path), None)
    findings = Findings(str(path), path.name)
    protocol = _from_path(path, findings, situation)
    if protocol is None:
        from nao_sessions.protocol.series_loading import check_series, is_series  # it loads protocols in turn

        if is_series(path):
            return CheckedFile(check_series(path), None)
    return CheckedFile(findings.sorted(), protocol)


def check_bytes(content: bytes, path: Path) -> tuple[Finding, ...]:
    """Return the findings that a file at a path would have with these bytes."""
    findings = Findings(str(path), path.name)
    _read(content, path.name, _beside(path.parent), findings)
    return findings.sorted()


def examine_bytes(content: bytes, path: Path, others: Mapping[str, bytes]) -> CheckedFile:
    """Check a file at a path as if it had these bytes, and files beside it the bytes in ``others``.

    Args:
        content: the bytes of the protocol.
        path: where it lies, or would; what it names is read from there.
        others: bytes that stand for those of a file beside it, by the name that the protocol has for it.
    """
    findings = Findings(path.name, path.name)
    beside = _beside(path.parent)
    protocol = _read(content, path.name, lambda name: others.get(name) or beside(name), findings)
    return CheckedFile(findings.sorted(), protocol)


def load_files(files: Mapping[str, bytes], entry: str) -> Protocol:
    """Load a protocol from the bytes of its files, as a session's folder keeps them.

    Args:
        files: the files that ran, by the name they have in ``Protocol.sources``.
        entry: the name of the protocol among them.

    Raises:
        ProtocolRefused: it has findings of severity error.
    """
    findings = Findings(entry, entry)
    content = files.get(entry)
    if content is None:
        unreadable(entry, FileNotFoundError(entry), findings)
        return _accepted(None, findings)
    return _accepted(_read(content, entry, files.get, findings), findings)


def check_files(
    files: Mapping[str, bytes], entry: str, situation: Situation = NOWHERE
) -> tuple[Finding, ...]:
    """Return the findings on a protocol whose files are in memory; ``entry`` is the name of the first."""
    findings = Findings(entry, entry)
    _read(files[entry], entry, files.get, findings, situation)
    return findings.sorted()


def names_series(node: Node | None) -> bool:
    """Return whether a file is a series: it has the key ``series`` and not the key ``protocol``."""
    return isinstance(node, Fields) and "series" in node and "protocol" not in node


def _accepted(protocol: Protocol | None, findings: Findings) -> Protocol:
    if protocol is None or findings.has_errors():
        raise ProtocolRefused(findings.sorted())
    return protocol


def _from_path(path: Path, findings: Findings, situation: Situation = NOWHERE) -> Protocol | None:
    content = read_bytes(path, path.name, findings)
    if content is None:
        return None
    return _read(content, path.name, _beside(path.parent), findings, situation)


def _beside(folder: Path) -> FileReader:
    """Return a function that reads files in a folder; a link that leads out of it is not followed."""

    def read(name: str) -> bytes | None:
        try:
            target = (folder / name).resolve(strict=True)
            if not target.is_relative_to(folder.resolve()) or not target.is_file():
                return None
            return target.read_bytes() if target.stat().st_size <= LARGEST_SOUND_BYTES else None
        except (OSError, ValueError):
            return None

    return read


def _read(
    content: bytes, name: str, read: FileReader, findings: Findings, situation: Situation = NOWHERE
) -> Protocol | None:
    """Return the protocol in a file's bytes, None where it could not be built; report to ``findings``.

    ``name`` is what the file is called in the flow; ``read`` reads the files that it names.
    """
    try:
        return _checked(content, name, read, findings, situation)
    except TooManyFindings:
        return None


def _checked(
    content: bytes, name: str, read: FileReader, findings: Findings, situation: Situation
) -> Protocol | None:
    text = decode(content, name, findings)
    if text is None:
        return None
    node = read_nodes(text, name, findings)
    if node is None:
        return None
    if names_series(node):
        assert isinstance(node, Fields)
        sentence = msg("this file is a series: it names protocols and is none")
        findings.add("P149", node.places["series"], sentence, msg("give one of its protocols"))
        return None
    keys = ProtocolKeys.model_validate(node, context=findings)
    findings.suppress(name, allowed(keys, findings))
    protocol = build(keys, name, content, read, findings)
    if findings.has_errors():
        return None
    check_sizes(protocol, findings)
    check_all(protocol, keys, situation, findings)
    return protocol
