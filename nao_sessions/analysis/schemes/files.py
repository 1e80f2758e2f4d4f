"""Finding a scheme: one that ships with the program, or a file of the user's, whichever program wrote it.

The kind of a file is known by its name; what it holds is read, and checked, elsewhere.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from nao_sessions.analysis.formats.boris.scheme import read_boris_ethogram
from nao_sessions.analysis.formats.elan.read_scheme import read_elan_vocabulary
from nao_sessions.analysis.schemes.foreign import ForeignScheme
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.analysis.schemes.yaml_files import load_scheme, read_scheme
from nao_sessions.core.confined_child import TABLE_LIMITS, ConfinedChild
from nao_sessions.core.errors import UsageError
from nao_sessions.core.received import read_named
from nao_sessions.text.messages import msg

_SHIPPED = files("nao_sessions.analysis.schemes").joinpath("library")


def shipped() -> tuple[str, ...]:
    """Return the names of the schemes that ship with the program."""
    names = [entry.name for entry in _SHIPPED.iterdir()]
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def find_scheme(given: str) -> Scheme:
    """Return a scheme from a file or by its name, without the remarks. Raises: SchemeRefused, UsageError."""
    return take_scheme(given).scheme


def take_scheme(given: str) -> ForeignScheme:
    """Return a scheme from a file (YAML, BORIS, ELAN) or by the name of one that ships, with remarks.

    Raises:
        SchemeRefused: it cannot be used.
        UsageError: there is no such scheme.
    """
    path = Path(given)
    if not path.suffix and not path.exists():
        if given not in shipped():
            raise UsageError(
                msg("There is no scheme '{given}'.", given=given),
                msg("Give a file, or one of these: {shipped}", shipped=", ".join(shipped())),
                code="K104",
            )
        return ForeignScheme(read_scheme(_SHIPPED.joinpath(f"{given}.yaml").read_bytes(), f"{given}.yaml"))
    if path.suffix.lower() in (".boris", ".etf", ".eaf"):
        if path.exists():
            ConfinedChild(path.name, TABLE_LIMITS, [path]).try_out(take_foreign, path)
        return take_foreign(path)
    return ForeignScheme(load_scheme(path))


def take_foreign(path: Path) -> ForeignScheme:
    """Return a scheme from a file of BORIS or ELAN. Raises: SchemeRefused, UsageError."""
    read = read_boris_ethogram if path.suffix.lower() == ".boris" else read_elan_vocabulary
    return read(_bytes(path), path.name)


def _bytes(path: Path) -> bytes:
    try:
        return read_named(path)
    except OSError as error:
        raise UsageError(msg("{path} cannot be read.", path=path), code="K104") from error
