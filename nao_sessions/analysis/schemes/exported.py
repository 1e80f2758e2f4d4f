"""The schemes that coders opened in a session, from the copies beside their files; and as exports need them.

A copy that is gone, or that cannot be read, is passed over: its annotations are exported all the same.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from nao_sessions.analysis.formats.boris.scheme import boris_behaviours, title_and_definition
from nao_sessions.analysis.formats.elan.model import EXTERNAL, elements_of
from nao_sessions.analysis.formats.elan.write_scheme import ELAN, POINT, streams_of
from nao_sessions.analysis.formats.rows import mapped
from nao_sessions.analysis.formats.words import ExportedScheme, SchemeWords
from nao_sessions.analysis.schemes.model import Behaviour, Scheme, behaviour_words, modifier_words, said_words
from nao_sessions.analysis.schemes.yaml_files import load_scheme
from nao_sessions.core.errors import RecordError, SchemeRefused
from nao_sessions.record.additions.annotations import FOLDER, Coding, coders_of, read_coding
from nao_sessions.text.languages import LANGUAGES, Language
from nao_sessions.text.messages import by_language


def opened(path: Path, coding: Coding) -> dict[str, Scheme]:
    """Return the schemes that a coder opened, by the names of their copies, the last opened first.

    Of several copies of one scheme the last opened counts; copies that are gone are left out.

    Raises:
        SchemeRefused: a copy cannot be read.
    """
    found: dict[str, Scheme] = {}
    for sitting in reversed(coding.sittings):
        facts = sitting.get("scheme")
        name = str(facts.get("file")) if isinstance(facts, dict) else ""
        known = {scheme.id for scheme in found.values()}
        if name and str(facts.get("id") if facts else "") not in known and (path / FOLDER / name).is_file():
            found[name] = load_scheme(path / FOLDER / name)
    return found


def schemes_of(path: Path) -> Mapping[str, tuple[ExportedScheme, ...]]:
    """Return, by coder, the schemes that each opened in a session; no entry where one cannot be read."""
    found: dict[str, tuple[ExportedScheme, ...]] = {}
    for coder in coders_of(path):
        with contextlib.suppress(SchemeRefused, RecordError):
            schemes = opened(path, read_coding(path, coder))
            found[coder] = tuple(as_exported(scheme, name) for name, scheme in schemes.items())
    return found


def _meaning(one: Behaviour, language: Language) -> str:
    """Return a behaviour's title and definition as one text, which says where it is a point."""
    return title_and_definition(one, language, beside=one.code) + (POINT if one.kind == "point" else "")


def as_exported(scheme: Scheme, file: str = "") -> ExportedScheme:
    """Return a scheme with its ethogram and vocabularies, as the exports need it."""
    ethogram: dict[Language, tuple[dict[str, Any], ...]] = {
        language: tuple(boris_behaviours(scheme, language)) for language in LANGUAGES
    }
    there = mapped(scheme.there.get(ELAN))
    return ExportedScheme(
        scheme=scheme.id,
        title=scheme.title,
        streams=tuple(streams_of(scheme)),
        ethogram=ethogram,
        subjects=scheme.subjects,
        meanings={one.code: by_language(partial(_meaning, one)) for one in scheme.behaviours},
        words=SchemeWords(
            behaviours=behaviour_words(scheme),
            modifiers=modifier_words(scheme),
            values={code: said_words(one) for code, one in scheme.modifiers.items()},
            sets={one.code: one.modifiers for one in scheme.behaviours},
        ),
        languages=elements_of("LANGUAGE", there.get("languages")),
        external=elements_of(EXTERNAL, there.get("external")),
        file=file,
    )
