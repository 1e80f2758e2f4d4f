"""The errors that a call on a simulated service can end with, and their texts.

The texts have NAOqi's shape (leading tab, ``Module::method``, newline, tab, message), because client code
searches for parts of them.
"""

from __future__ import annotations


class CallError(Exception):
    """A call refused by a service: the message alone, the dispatcher adds the NAOqi head."""


class ExactError(Exception):
    """A call refused with a text that is known word for word from real robots."""


def naoqi_text(service: str, method: str, message: str) -> str:
    """Return the error text that a client of a real robot would read."""
    return f"\t{service}::{method}\n\t{message}"
