"""The words of the methods section: counts, lists and sentences as a person writes them, one and many.

What is nothing is left out by whoever writes; nothing here says "0" or "(s)".
"""

from __future__ import annotations

from collections.abc import Sequence

from nao_sessions.text.messages import Localized, Text


def listed(parts: Sequence[Text | str]) -> Text:
    """Write a list: « a, b et c »."""
    texts = [Localized(fr=part, en=part) if isinstance(part, str) else part for part in parts]
    french, english = [text.fr for text in texts], [text.en for text in texts]
    return Localized(fr=_joined(french, " et "), en=_joined(english, " and "))


def _joined(parts: Sequence[str], last: str) -> str:
    return last.join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
