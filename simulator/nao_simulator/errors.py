"""The errors that a call on a simulated service can end with, and their texts.

The texts have NAOqi's shape (leading tab, ``Module::method``, newline, tab, message), because client code
searches for parts of them.
"""

from __future__ import annotations


class CallError(Exception):
    """A call that a service refuses: the message alone, before which NAOqi's head is put."""


class ExactError(Exception):
    """A call that fails with exactly this text, to which nothing is added."""


def naoqi_text(service: str, method: str, message: str) -> str:
    """Return the error text that a client of a real robot would read."""
    return f"\t{service}::{method}\n\t{message}"
