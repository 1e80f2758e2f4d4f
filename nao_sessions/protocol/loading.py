"""Loading and checking of protocol files: bytes, nodes, keys, flow, checks; the head, and the bounds of size.

A check returns all findings and raises for none; a load raises once, with all of them. The checks look at
every item in every question that asks it: hence the bounds. A library's longest protocol has some hundreds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.errors import Finding, ProtocolRefused
from nao_sessions.core.received import read_named
from nao_sessions.protocol.building.base import Building, FileReader
from nao_sessions.protocol.building.moments import build_block
from nao_sessions.protocol.building.part import build_part
from nao_sessions.protocol.building.scope import Scope
from nao_sessions.protocol.building.settings import allowed
from nao_sessions.protocol.building.steps import StepBuilder
from nao_sessions.protocol.checks.running import check_all
from nao_sessions.protocol.checks.subject import NOWHERE, Situation
from nao_sessions.protocol.expectations import is_expectations
from nao_sessions.protocol.findings import Findings, TooManyFindings
from nao_sessions.protocol.flow import CLOSING_MS, About, Approval, Command, Protocol, SourceFile, Speech
from nao_sessions.protocol.keys.head import NO_FINISH, CommandKeys, ProtocolKeys
from nao_sessions.protocol.reading.nodes import Fields, Node, Scalar
from nao_sessions.protocol.reading.parsing import read_nodes
from nao_sessions.protocol.reading.scalars import Texts
from nao_sessions.protocol.reading.source import decode, read_bytes, unreadable
from nao_sessions.protocol.trials import AnswersFrom, Trials
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
    protocol = _read(
        content, path.name, lambda name: others[name] if name in others else beside(name), findings
    )
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
            inside = target.is_relative_to(folder.resolve())
            return read_named(target, LARGEST_SOUND_BYTES) if inside else None
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


ABOUT_ONE_CHILD = frozenset({"leave", "return"})
"""Commands in whose words ``{participant}`` is the child who leaves, or comes back."""


def build(keys: ProtocolKeys, name: str, content: bytes, read: FileReader, findings: Findings) -> Protocol:
    """Build a protocol from its file; the result must not be used if ``findings`` holds errors.

    Args:
        keys: what the author wrote.
        name: the file's name in a session's folder.
        content: its bytes.
        read: gives the files that it names.
        findings: takes up what is wrong.
    """
    building = Building(findings, keys.language, Scope({}), {}, read, chain=(name,))
    _check_head(keys, building)
    part = build_part(keys, building)
    building, steps = part.building, part.steps
    commands = {name: _command(name, words, steps, building) for name, words in _words(keys)}
    digest = hashlib.sha256(content).hexdigest()
    duration, participants = keys.duration, keys.participants
    return Protocol(
        id=keys.id,
        version=keys.version,
        title=building.speech(keys.title),
        language=keys.language,
        status=keys.status,
        start=steps.start(keys.start),
        steps=steps.steps,
        blocks=building.blocks,
        commands=commands,
        always=part.always,
        settings=part.settings,
        data=part.data,
        sources=(SourceFile(name, digest, content), *building.files.values()),
        participants_min=0 if participants is None else participants.min,
        participants_max=1 if participants is None else participants.max,
        expected_ms=None if duration is None else duration.expected,
        limit_ms=None if duration is None else duration.limit,
        closing_ms=CLOSING_MS if duration is None else duration.closing,
        decks={deck.name: deck for deck in building.all_decks.values()},
        elements=building.elements,
        pages=building.pages,
        remembered=tuple(building.remembered.values()),
        about=_about(keys, building),
        allowed={
            code: reason.text for code, reason in (keys.allow or {}).items() if isinstance(reason, Scalar)
        },
    )


def _about(keys: ProtocolKeys, building: Building) -> About:
    def speeches(texts: list[Texts] | None) -> tuple[Speech, ...]:
        return tuple(building.speech(text) for text in texts or ())

    population = keys.population
    return About(
        approved=tuple(Approval(one.role, one.date, one.sha256) for one in keys.approved or ()),
        authors=tuple(keys.authors or ()),
        goals=speeches(keys.goals),
        inclusion=speeches(None if population is None else population.inclusion),
        non_inclusion=speeches(None if population is None else population.non_inclusion),
        material=speeches(keys.material),
        sources=tuple(keys.sources or ()),
        comprehension=keys.comprehension,
        stop_signs=speeches(keys.stop_signs),
        records=speeches(keys.records),
    )


def _check_head(keys: ProtocolKeys, building: Building) -> None:
    add = building.findings.add
    people = keys.participants
    if people is not None and people.min > people.max:
        add("P119", people.at("min"), msg("'min' is larger than 'max'"))
    duration = keys.duration
    if duration is not None and duration.expected and duration.limit and duration.expected > duration.limit:
        add(
            "P119",
            duration.at("expected"),
            msg("the expected duration is longer than the limit"),
        )
    if keys.commands is None or keys.commands.finish is None:
        add(
            "P205",
            keys.place if keys.commands is None else keys.commands.named_at,
            NO_FINISH,
            msg("add commands: {finish: {next: goodbye}}"),
        )
    elif keys.commands.finish.next is None:
        add(
            "P205",
            keys.commands.finish.named_at,
            msg("'finish' must lead to a step that ends the session"),
            msg("add next: goodbye"),
        )


def _words(keys: ProtocolKeys) -> Iterator[tuple[str, CommandKeys]]:
    if keys.commands is not None:
        for name in keys.commands.written:
            words = keys.commands.command(name)
            if words is not None:
                yield name, words


def _command(name: str, keys: CommandKeys, steps: StepBuilder, building: Building) -> Command:
    if name in ABOUT_ONE_CHILD:
        building = building.within(one_participant=True)
    block = build_block(f"commands/{name}/do", keys.do, building)
    return Command(name, keys.named_at, block, steps.branches(keys.next, None))


MOST_QUESTIONS = 20_000
"""Items of all questions together: sixty questions over three hundred items."""

MOST_ANSWERS = 200_000
"""Items times answers, of all questions together: two thousand items with a hundred answers each."""

MOST_STEPS = 4_000
"""Steps, those of used files included."""


def check_sizes(protocol: Protocol, findings: Findings) -> None:
    """Raise where a protocol is too large to be checked.

    Raises:
        TooManyFindings: it is; reading on would take minutes.
    """
    questions = [
        (step.trials, _items(protocol, name))
        for name, step in protocol.steps.items()
        if step.trials is not None
    ]
    bounds = (
        (len(protocol.steps), MOST_STEPS, msg("more than {most} steps")),
        (
            sum(items for _, items in questions),
            MOST_QUESTIONS,
            msg("more than {most} items in all questions together"),
        ),
        (
            sum(items * _answers(trials) for trials, items in questions),
            MOST_ANSWERS,
            msg("more than {most} answers to all items"),
        ),
    )
    for count, most, words in bounds:
        if count > most:
            hint = msg("make several protocols of it")
            findings.add(
                "P106",
                protocol.steps[protocol.start].place,
                words.format(most=most),
                hint,
            )
            raise TooManyFindings


def _answers(trials: Trials) -> int:
    """Return how many answers a block of trials writes out; answers that come from the item count as one."""
    if isinstance(trials.answers, AnswersFrom):
        return len(trials.answers.elements) if isinstance(trials.answers.elements, tuple) else 1
    return len(trials.answers)


def _items(protocol: Protocol, name: str) -> int:
    """Return the number of items that a step's question is asked for; 1 without a table."""
    deck = protocol.deck_of(name)
    return 1 if deck is None else len(deck.items)
