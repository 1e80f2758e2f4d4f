"""A drawing is known by its first element, in a time that grows with its length alone."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from nao_sessions.analysis.formats.annotation_text import modifiers_read
from nao_sessions.boards.media import kind_of

READ = "from nao_sessions.analysis.formats.annotation_text import modifiers_read"
_CPU_S = 20
"""Far more than a start of Python takes; the patterns that were here before would not end in a year."""


@pytest.mark.parametrize(
    "head",
    [
        b"<svg>",
        b"\xef\xbb\xbf  <svg viewBox='0 0 1 1'>",
        b'<?xml version="1.0"?>\n<svg >',
        b"<?xml?><!-- a > b --><!DOCTYPE svg PUBLIC ''>\n<!----><svg\n>",
    ],
)
def test_a_drawing_is_known_after_what_may_stand_before_it(head: bytes) -> None:
    found = kind_of(head)
    assert found is not None
    assert found.type == "image/svg+xml"


@pytest.mark.parametrize(
    "head", [b"<svgx>", b"<svg", b"<!-- <svg>", b"<!---->" * 60, b"<!DOCTYPE svg", b"<p><svg>", b"<!x><svg>"]
)
def test_what_is_no_drawing_is_not_taken_for_one(head: bytes) -> None:
    assert kind_of(head) is None


def test_an_equals_sign_that_is_escaped_separates_nothing() -> None:
    assert modifiers_read(r"a\=b=c|d\|e") == {"a=b": "c", "2": "d|e"}


@pytest.mark.parametrize(
    "attack",
    [
        "from nao_sessions.boards.media import kind_of; print(kind_of(b'<!---->' * 60))",
        f"{READ}; print(modifiers_read('\\\\|' * 60 + 'x')['1'])",
        f"{READ}; print(modifiers_read('\\\\' * 121 + 'x')['1'])",
    ],
)
def test_a_text_made_to_be_slow_is_read_within_a_bound_of_computing(attack: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", attack], check=False, capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S)),
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
