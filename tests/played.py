"""A session that plays itself as far as it can: Nao's sentences end, and then a person is waited for.

Times are the test's own: a sentence takes one second, everything else half of one.
"""

from __future__ import annotations

from typing import Any

from tests.course import Course

DURATION_S = {"say": 1.0}
MOST_STEPS = 2_000


class Played(Course):
    """A session in which Nao's part goes by itself, and people act by the test's hand."""

    def settle(self) -> None:
        """Let Nao do what it has to do, and moments last what they last, until somebody is waited for."""
        for _ in range(MOST_STEPS):
            if self.doing:
                verb = min(self.doing, key=lambda name: DURATION_S.get(name, 0.5))
                self.done(verb, after_s=DURATION_S.get(verb, 0.5))
            elif self.state.frames and not self.state.paused and not self._awaits():
                self.wait()
            else:
                return
        raise AssertionError("the session does not come to rest")

    def silence(self, times: int = 1) -> None:
        """Nobody does anything until the next deadline; then Nao does its part."""
        for _ in range(times):
            self.wait()
            self.settle()

    def tap(self, choice: str, by: str | None = None, *, after_s: float = 1.0) -> None:
        """A child chooses on the board."""
        self.give("board", {"choice": choice}, after_s=after_s, by=by)
        self.settle()

    def strokes(self, part: str, *, after_s: float = 1.0) -> None:
        """A child touches Nao."""
        self.touch(part, after_s=after_s)
        self.settle()

    def says(self, word: str, *, after_s: float = 1.0) -> None:
        """A child says a word that is heard."""
        self.word(word, after_s=after_s)
        self.settle()

    def shows(self, card: str, *, after_s: float = 1.0) -> None:
        """A child shows a card."""
        self.give("card", {"card": card}, after_s=after_s)
        self.settle()

    def judges(self, how: str = "", *, answer: str = "", after_s: float = 1.0) -> None:
        """The professional judges."""
        self.command("judge", after_s=after_s, **{"as": how, "answer": answer})
        self.settle()

    def commands(self, name: str, **data: Any) -> None:
        """The professional gives a command, and Nao does its part."""
        self.command(name, after_s=0.5, **data)
        self.settle()

    def presses(self, label: str) -> None:
        """The professional presses a button, and Nao does its part."""
        self.press(label, after_s=0.5)
        self.settle()

    @property
    def trials(self) -> list[dict[str, Any]]:
        """The records of all trials, in order."""
        return [dict(line.data) for line in self.lines if line.kind == "trial"]

    @property
    def judgements(self) -> list[str | None]:
        """How all trials were judged, in order."""
        return [trial["judgement"] for trial in self.trials]

    def told(self, kind: str) -> list[dict[str, Any]]:
        """The data of all outputs of a kind, in order."""
        return [dict(line.data) for line in self.lines if line.kind == kind and line.dir == "out"]

    @property
    def outcome(self) -> str:
        """How the session ended; empty while it runs."""
        return self.state.outcome

    def _awaits(self) -> bool:
        return self.view.awaits is not None
