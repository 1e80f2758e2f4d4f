"""Whatever happens to a protocol's text, loading it gives a protocol or a refusal, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from small_protocols import GOOD

from nao_sessions.core.errors import ProtocolRefused
from nao_sessions.protocol import load_files

LIBRARY = sorted((Path(__file__).parents[2] / "protocols").glob("*.yaml"))
SCRAPS = [*"{}[]:#'\"|>~0%@é\t\n\u00a0\u200b\U0001f916", "- ", "&a ", "*a", "!x ", "  ", "= ", "if: "]
SCRAPS += ["next: ", "null", "-1", "1e9", "back", "done"]


def _cut(text: str, rng: random.Random) -> str:
    begin = rng.randrange(len(text))
    return text[:begin] + text[begin + rng.randrange(1, 40) :]


def _insert(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(SCRAPS) + text[at:]


def _swap_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _repeat_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    begin = rng.randrange(len(lines))
    part = lines[begin : begin + rng.randrange(1, 6)]
    at = rng.randrange(len(lines))
    return "\n".join([*lines[:at], *part, *lines[at:]])


def _swap_words(text: str, rng: random.Random) -> str:
    words = sorted(set(text.split()))
    return text.replace(rng.choice(words), rng.choice(words), rng.randrange(1, 3))


def _indent(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    lines[at] = "  " + lines[at] if rng.random() < 0.5 else lines[at].removeprefix("  ")
    return "\n".join(lines)


MUTATIONS: list[Callable[[str, random.Random], str]] = [
    _cut,
    _insert,
    _swap_lines,
    _repeat_lines,
    _swap_words,
    _indent,
]


def outcome(content: bytes) -> str:
    """Load bytes as a protocol; ``loaded``, or ``refused`` with findings that all have a place."""
    try:
        load_files({"essai.yaml": content}, "essai.yaml")
    except ProtocolRefused as refused:
        findings = refused.findings
    else:
        return "loaded"
    assert {finding.place.file for finding in findings} == {"essai.yaml"}
    return "refused"


@pytest.mark.parametrize("seed", range(100))
def test_a_mutated_protocol_is_loaded_or_refused(seed: int) -> None:
    rng = random.Random(seed)
    text = rng.choice([GOOD, *(path.read_text("utf-8") for path in LIBRARY)])
    for _ in range(rng.randrange(1, 5)):
        text = rng.choice(MUTATIONS)(text, rng)
        assert outcome(text.encode("utf-8", "surrogatepass")) in ("loaded", "refused")


@pytest.mark.parametrize("seed", range(20))
def test_mutated_bytes_are_loaded_or_refused(seed: int) -> None:
    rng = random.Random(seed)
    content = bytearray(GOOD.encode())
    for _ in range(rng.randrange(1, 6)):
        content[rng.randrange(len(content))] = rng.randrange(256)
    assert outcome(bytes(content)) in ("loaded", "refused")


@pytest.mark.parametrize("length", range(0, len(GOOD), 7))
def test_a_truncated_protocol_is_refused_or_whole(length: int) -> None:
    assert outcome(GOOD[:length].encode()) == "refused"
