"""The templates of pages: every value is escaped, and a word that is missing is an error, not a blank.

The rooms above bring templates of their own; the base page is shared.
"""

from __future__ import annotations

from collections.abc import Mapping

import jinja2

from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text


def environment(*packages: str) -> jinja2.Environment:
    """Return the templates of some packages, the nearest first, with the shared ones beneath."""
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [jinja2.PackageLoader(package) for package in (*packages, "nao_sessions.web")]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def in_language(words: Mapping[str, Text], language: Language) -> dict[str, str]:
    """Return the words of a page, by name, in one language."""
    return {name: text.in_language(language) for name, text in words.items()}
