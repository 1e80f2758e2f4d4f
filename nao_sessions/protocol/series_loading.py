"""Loading and checking of series: a file that names protocols of the library it lies in.

The library is the folder that holds ``series/``; where the file lies elsewhere, its own folder.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from nao_sessions.core.errors import Finding, ProtocolRefused
from nao_sessions.protocol.building.base import FILE_NAME, Building
from nao_sessions.protocol.building.scope import Scope
from nao_sessions.protocol.building.series import LoadProtocol, SeriesBuilder
from nao_sessions.protocol.findings import Findings, TooManyFindings
from nao_sessions.protocol.flow import Protocol, SourceFile
from nao_sessions.protocol.keys.series import SeriesKeys
from nao_sessions.protocol.loading import load, names_series
from nao_sessions.protocol.reading.parsing import read_nodes
from nao_sessions.protocol.reading.source import decode, read_bytes
from nao_sessions.protocol.series import Series

FOLDER = "series"


def load_series(path: Path) -> Series:
    """Load a series and every protocol that it names.

    Raises:
        ProtocolRefused: it has findings of severity error; all findings are in it.
    """
    findings = Findings(str(path), path.name)
    series = _read(path, findings)
    if series is None or findings.has_errors():
        raise ProtocolRefused(findings.sorted())
    return series


def check_series(path: Path) -> tuple[Finding, ...]:
    """Return the findings on a series, in the order of the file."""
    findings = Findings(str(path), path.name)
    _read(path, findings)
    return findings.sorted()


def is_series(path: Path) -> bool:
    """Return whether a file is a series: it has the key ``series`` and not the key ``protocol``."""
    findings = Findings(str(path), path.name)
    try:
        content = read_bytes(path, path.name, findings)
        text = None if content is None else decode(content, path.name, findings)
        node = None if text is None else read_nodes(text, path.name, findings)
    except TooManyFindings:
        return False
    return names_series(node)


def _library_of(path: Path) -> Path:
    """Return the folder to which a series' names of protocols are relative."""
    folder = path.parent
    return folder.parent if folder.resolve().name == FOLDER else folder


def _read(path: Path, findings: Findings) -> Series | None:
    try:
        return _built(path, findings)
    except TooManyFindings:
        return None


def _built(path: Path, findings: Findings) -> Series | None:
    content = read_bytes(path, path.name, findings)
    text = None if content is None else decode(content, path.name, findings)
    node = None if text is None else read_nodes(text, path.name, findings)
    if content is None or node is None:
        return None
    keys = SeriesKeys.model_validate(node, context=findings)
    building = Building(findings, keys.language, Scope({}), {}, lambda name: None, chain=(path.name,))
    source = SourceFile(path.name, hashlib.sha256(content).hexdigest(), content)
    return SeriesBuilder(building, _loader(_library_of(path))).build(keys, source)


def _loader(library: Path) -> LoadProtocol:
    """Return a function that loads protocols in a folder; a link that leads out of it is not followed."""

    def find(name: str) -> Protocol | None:
        if not FILE_NAME.fullmatch(name):
            return None
        target = library / name
        try:
            inside = target.resolve(strict=True).is_relative_to(library.resolve())
        except OSError:
            return None
        return load(target) if inside and target.is_file() else None

    return find
