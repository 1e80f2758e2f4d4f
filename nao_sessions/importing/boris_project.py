"""The file of a BORIS project: JSON whose values know their places, whatever is read of it.

That it holds observations and behaviours is for its readers to ask.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from nao_sessions.core.errors import Place
from nao_sessions.core.json_places import HalfCharacter, Located, Places, check_characters, locate
from nao_sessions.core.text import Text
from nao_sessions.importing.table import Findings
from nao_sessions.importing.texts import HALF_CHARACTER, HALF_CHARACTER_HINT, decoded


@dataclass(frozen=True, slots=True)
class Project:
    """A project, the places of what it holds, and what is to be told of how it was read."""

    whole: Located
    places: Places
    remarks: tuple[Text, ...]


def project_of(content: bytes, file: str, findings: Findings) -> Project:
    """Read a project. Raises: TableRefused, at its place, when it is no JSON."""
    text, remarks = decoded(content, file, findings)
    try:
        whole = locate(text)
        check_characters(text)
    except HalfCharacter as error:
        where = Place(file, error.lineno, error.colno)
        raise findings.refuse("I101", where, HALF_CHARACTER, HALF_CHARACTER_HINT) from None
    except json.JSONDecodeError as error:
        raise findings.refuse("I101", Place(file, error.lineno, error.colno), NO_PROJECT) from None
    except ValueError:
        raise findings.refuse("I101", Place(file), NO_PROJECT) from None
    return Project(whole, Places(text, file), remarks)


NO_PROJECT = Text(fr="ce fichier n'est pas un projet BORIS", en="this file is no BORIS project")
