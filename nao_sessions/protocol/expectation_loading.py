"""Loading and checking of expectation files; what they are about, the protocol, is loaded by others.

A check returns all findings and raises for none, as for protocols.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.errors import Finding, Place
from nao_sessions.protocol.expectations import (
    ALL,
    PARTS,
    Bound,
    Coverage,
    CoverageException,
    Expectation,
    Expectations,
    ExpectedSentence,
    ExpectedSettings,
    Often,
    OnSimulator,
    Part,
    Quantile,
    protocol_beside,
)
from nao_sessions.protocol.findings import Findings, TooManyFindings, did_you_mean, quoted
from nao_sessions.protocol.keys.expectations import (
    PROFILES,
    CoverageKeys,
    ExpectationsKeys,
    ExpectedKeys,
    SentencesKeys,
    SharesKeys,
    SimulatorKeys,
    WireCoverageKeys,
)
from nao_sessions.protocol.reading.nodes import Fields, Scalar
from nao_sessions.protocol.reading.parsing import read_nodes
from nao_sessions.protocol.reading.shape import Shape
from nao_sessions.protocol.reading.source import decode, read_bytes
from nao_sessions.text.messages import msg

LANGUAGE_VERSION = 1
_OFTEN: tuple[Often, ...] = ("every_session", "some_session", "no_session")
_QUANTILES: tuple[Quantile, ...] = ("p5", "p50", "p95", "longest")


@dataclass(frozen=True, slots=True)
class ExpectationsRead:
    """An expectations file that was read: its findings, and its expectations, None where there are errors."""

    findings: tuple[Finding, ...]
    expectations: Expectations | None


def read_expectations(path: Path) -> ExpectationsRead:
    """Read an expectations file; return it with all findings, in the order of the file."""
    findings = Findings(str(path), path.name)
    expectations = None
    with contextlib.suppress(TooManyFindings):
        expectations = _read(path, findings)
    return ExpectationsRead(findings.sorted(), None if findings.has_errors() else expectations)


def check_expectations(path: Path) -> tuple[Finding, ...]:
    """Return the findings on an expectations file, in the order of the file."""
    return read_expectations(path).findings


def _read(path: Path, findings: Findings) -> Expectations | None:
    content = read_bytes(path, path.name, findings)
    text = None if content is None else decode(content, path.name, findings)
    node = None if text is None else read_nodes(text, path.name, findings)
    if node is None:
        return None
    keys = ExpectationsKeys.model_validate(node, context=findings)
    if "expectations" in keys.written and keys.expectations != LANGUAGE_VERSION:
        findings.add(
            "P119",
            keys.at("expectations"),
            msg(
                "this program reads version {language_version} of expectations, not {expectations}",
                language_version=LANGUAGE_VERSION,
                expectations=keys.expectations,
            ),
            msg("write expectations: {language_version}", language_version=LANGUAGE_VERSION),
        )
    _check_protocol(path, findings)
    groups = _groups(keys, findings)
    return Expectations(
        sessions=keys.sessions,
        seed=keys.seed,
        groups=groups,
        professional=keys.professional,
        settings=_settings(keys.settings),
        expected=tuple(_expected_all(keys, groups, findings)),
        coverage=None if keys.coverage is None else _coverage(keys.coverage),
        simulator=OnSimulator() if keys.simulator is None else _simulator(keys.simulator),
    )


def _check_protocol(path: Path, findings: Findings) -> None:
    """Report expectations whose protocol does not exist."""
    protocol = protocol_beside(path)
    if not protocol.is_file():
        findings.add(
            "P118",
            Place(path.name),
            msg("these expectations are about '{name}', which does not exist", name=protocol.name),
            msg("they take the protocol's name, beside it: sort-fruit.expect.yaml"),
        )


def _groups(keys: ExpectationsKeys, findings: Findings) -> Mapping[str, tuple[str, ...]]:
    """Return the groups of sessions to rehearse: each behaviour alone, then the author's groups."""
    names = dict.fromkeys(keys.profiles or ([] if keys.groups else PROFILES))
    found: dict[str, tuple[str, ...]] = {name: (name,) for name in names}
    for name, profiles in (keys.groups or {}).items():
        if name in PROFILES or name == ALL:
            findings.add(
                "P121",
                keys.at("groups"),
                msg("'{name}' means something here already: give the group another name", name=name),
            )
        found[name] = tuple(profiles)
    return found


def _expected_all(
    keys: ExpectationsKeys, groups: Mapping[str, tuple[str, ...]], findings: Findings
) -> Iterator[Expectation]:
    misspelt = any(one not in PROFILES for many in groups.values() for one in many)
    for name, expected in (keys.expect or {}).items():
        if name != ALL and name not in groups and not misspelt:
            findings.add(
                "P101",
                expected.named_at,
                msg("'{name}' is not rehearsed here", name=quoted(name)),
                did_you_mean(name, (ALL, *groups)),
            )
        yield Expectation(
            name, _outcomes(expected), _lengths(expected), tuple(_sentences(expected.sentences))
        )


def _outcomes(keys: ExpectedKeys) -> Mapping[str, Bound]:
    if isinstance(keys.outcome, str):
        return {keys.outcome: Bound(True, 1.0, keys.at("outcome"))}
    return _bounds(keys.outcome) if isinstance(keys.outcome, SharesKeys) else {}


def _lengths(keys: ExpectedKeys) -> Mapping[Quantile, Bound]:
    if keys.duration is None:
        return {}
    bounds = _bounds(keys.duration)
    return {name: bounds[name] for name in _QUANTILES if name in bounds}


def _bounds(keys: Shape) -> dict[str, Bound]:
    """Return the bounds among the values of a map, by their keys."""
    found = {name: getattr(keys, name) for name in type(keys).model_fields}
    return {name: one for name, one in found.items() if isinstance(one, Bound)}


def _sentences(keys: SentencesKeys | None) -> Iterator[ExpectedSentence]:
    for often in _OFTEN if keys is not None else ():
        for scalar in getattr(keys, often) or ():
            if not scalar.empty:
                yield ExpectedSentence(scalar.text, often, scalar.place)


def _parts(keys: CoverageKeys | WireCoverageKeys) -> Mapping[Part, Bound]:
    bounds = _bounds(keys)
    return {part: bounds[part] for part in PARTS if part in bounds}


def _coverage(keys: CoverageKeys) -> Coverage:
    fields = keys.excepted
    excepted = {}
    for name, reason in (fields or {}).items():
        assert fields is not None
        if isinstance(reason, Scalar):
            excepted[name] = CoverageException(reason.text, fields.places[name])
    variants = tuple(_settings(one) for one in keys.variants or ())
    return Coverage(_parts(keys), keys.sessions, variants, excepted)


def _settings(fields: Fields | None) -> ExpectedSettings:
    if fields is None:
        return ExpectedSettings()
    return ExpectedSettings(
        {name: one.text for name, one in fields.items() if isinstance(one, Scalar)}, fields.places
    )


def _simulator(keys: SimulatorKeys) -> OnSimulator:
    return OnSimulator(
        keys.child,
        keys.outcome,
        keys.at("outcome") if "outcome" in keys.written else None,
        {} if keys.coverage is None else _parts(keys.coverage),
    )
