"""Which child a text of the log means by ``{participant}``, and what stands there for people to read.

No first name is in the log. A line names the child whom its text is for where that need not be the child
whose turn it is: of the words of *a child leaves* and *a child comes back*, always.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nao_sessions.core.events import Event

_ONE = "{participant}"
_ALL = "{participants}"


class Addressees:
    """Finds whom the texts of a log are for, line by line; None is the child whose turn it is.

    ``of_sentence`` is whom Nao's last sentence is said to, ``of_instruction`` whom the last instruction to
    the adult is about.
    """

    def __init__(self) -> None:
        self.of_sentence: str | None = None
        self.of_instruction: str | None = None

    def take(self, event: Event) -> str | None:
        """Take a line; return whom its own text is for."""
        if event.dir != "out":
            return None
        child = str(event.data.get("participant") or "") or None
        match event.kind:
            case "do" if event.data.get("verb") == "say":
                self.of_sentence = child
            case "adult":
                self.of_instruction = child
            case "unsaid":
                return self.of_sentence
        return child


def fill(text: str, child: str | None, codes: Sequence[str], called: Callable[[str], str] = str) -> str:
    """Put what children are called where a text keeps a place for first names, as Nao's sentences have them.

    Args:
        text: with ``{participant}``, ``{participants}`` or codes in braces (``{P07}``).
        child: whom ``{participant}`` means; where it is None, all of ``codes``.
        codes: of those who take part; where there are none, places that would be theirs stay.
        called: what a child is called, by its code.
    """
    everybody = ", ".join(map(called, codes))
    places = {_ONE: called(child) if child else everybody, _ALL: everybody}
    places |= {f"{{{code}}}": called(code) for code in codes}
    for place, names in places.items():
        text = text.replace(place, names or place)
    return text
