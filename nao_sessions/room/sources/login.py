"""Who may see a camera: a user and a password, in a private file outside every room file and session.

The file ``logins/NAME`` in the user's configuration folder holds one line, ``user:password``. What is read is
handed to the camera alone: it is in no log, no error, no argument, and shows itself to nobody.
"""

from __future__ import annotations

import base64
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from platformdirs import user_config_path

from nao_sessions.core.errors import UsageError
from nao_sessions.text.messages import Text, msg

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Login:
    """A user and a password."""

    user: str
    password: str = field(repr=False)

    def basic(self) -> str:
        """Return the value of an HTTP ``Authorization`` field."""
        return f"Basic {base64.b64encode(f'{self.user}:{self.password}'.encode()).decode('ascii')}"

    def in_address(self) -> str:
        """Return user and password as they stand before the host in an address: for FFmpeg alone."""
        return f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@"


def login_path(name: str) -> Path:
    """Return the path of a login's file, below ``XDG_CONFIG_HOME``."""
    return user_config_path("nao_sessions") / "logins" / name


def read_login(name: str) -> Login | None:
    """Return the login of a name; None if the name is empty.

    Raises:
        UsageError: there is no such login, others than its owner can read it, or it is no user and password.
    """
    if not name:
        return None
    path = login_path(name)
    try:
        if NAME.fullmatch(name) is None:
            raise FileNotFoundError
        with path.open(encoding="utf-8") as file:
            mode = stat.S_IMODE(path.stat().st_mode)
            line = file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(name, msg("cannot be read in {path}", path=path)) from error
    if mode & 0o077:
        sentence = msg("can be read by others ({path})")
        raise _unusable(name, sentence.format(path=path))
    user, colon, password = line.partition(":")
    if not user or not colon:
        sentence = msg("is not of the form `user:password`")
        raise _unusable(name, sentence)
    return Login(user, password)


def _unusable(name: str, sentence: Text) -> UsageError:
    return UsageError(
        msg("The login '{name}' {sentence}.", name=name, sentence=sentence),
        msg("One file a login, of one line `user:password`, that you alone can read (chmod 600)."),
        code="bad_login",
    )
