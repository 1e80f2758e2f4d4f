"""Names of files in packages and beside boards: those that lead nowhere else, and those that people read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_OUTSIDE = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.?(?:/|$)|[\\\x00-\x1f]")


def leads_outside(name: str) -> bool:
    """Tell whether a name inside a package could mean a file outside a folder."""
    return not name or _OUTSIDE.search(name) is not None


def free_path(folder: str, name: str, ending: str, taken: Container[str]) -> str:
    """Return a path that no other file has, made of a name that people read."""
    stem = readable_stem(name)
    path, number = f"{folder}/{stem}{ending}", 2
    while path in taken:
        path, number = f"{folder}/{stem}-{number}{ending}", number + 1
    assert not leads_outside(path)
    return path


def readable_stem(name: str) -> str:
    """Make the stem of a file's name: small letters without accents, digits, hyphens for the rest."""
    letters = unicodedata.normalize("NFD", name.casefold())
    plain = unicodedata.normalize("NFC", "".join(one for one in letters if not unicodedata.combining(one)))
    bare = "".join(letter if letter.isalnum() else " " for letter in plain)
    return "-".join(bare.split())[:40].strip("-") or "image"
