"""What is wrong with a board's file, and what is worth a remark: gathered, so that it is shown together.

An error keeps the board from being read; a remark says what was left out or understood otherwise.
"""

from __future__ import annotations

from nao_sessions.core.errors import BoardRefused, Finding, Place
from nao_sessions.text.messages import Text

MOST_ERRORS = 20
"""How many errors are gathered: nobody would read more, and the first ones mostly have one cause."""

MOST_REMARKS = 100


class BoardFindings:
    """The findings of one reading or writing."""

    def __init__(self) -> None:
        self._errors: list[Finding] = []
        self._remarks: list[Finding] = []

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """Return the remarks, in the order of the file."""
        return tuple(sorted(self._remarks, key=lambda one: (one.place, one.code)))

    def error(self, code: str, place: Place, sentence: Text, hint: Text | None = None) -> None:
        """Add an error. Raises: BoardRefused: there are more errors than anybody would read."""
        self._errors.append(Finding(code, place, sentence, hint))
        if len(self._errors) >= MOST_ERRORS:
            self.check()

    def remark(self, code: str, place: Place, sentence: Text, hint: Text | None = None) -> None:
        """Add a remark, unless there are more remarks than anybody would read."""
        if len(self._remarks) < MOST_REMARKS:
            self._remarks.append(Finding(code, place, sentence, hint, "remark"))

    def refuse(self, code: str, place: Place, sentence: Text, hint: Text | None = None) -> BoardRefused:
        """Return the error to raise where reading cannot continue."""
        return BoardRefused([*self._errors, Finding(code, place, sentence, hint)])

    def check(self) -> None:
        """Raise BoardRefused if there are errors."""
        if self._errors:
            raise BoardRefused(self._errors)
