"""Sessions of the library's protocols in a test's hands, and what a log shows to have been reached.

Every session that a test opens is kept while it is counted (``recorded``), so that one test can tell what no
test has reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from nao_sessions.protocol import load
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.trials import ANY, NOTHING
from tests.played import Played

FOLDER = Path(__file__).parents[2] / "protocols"
SECOND_NS = 1_000_000_000

ALONE = (
    "attention-conjointe", "consignes", "emotions", "histoire-ours", "imitation", "nao-dit", "nommer-trier",
    "positions", "retour-au-calme", "rimes", "simon",
)  # fmt: skip
GROUPS = ("rituel-au-revoir", "rituel-bonjour", "tour-de-role")
NAMES = tuple(sorted(ALONE + GROUPS))
"""The protocols that are tested here; ``demo`` is run as a whole by the tests of ``make demo``."""

BILINGUAL = ("imitation", "nao-dit", "retour-au-calme", "rituel-au-revoir", "rituel-bonjour")

ASLEEP = 400
"""Silences after which a session should long be over."""

_kept: list[Session] | None = None


def plain(text: str) -> str:
    """Give a text with plain spaces, as a test can be read."""
    return text.replace("\u00a0", " ")


@cache
def protocol(name: str) -> Protocol:
    """Load a protocol of the library."""
    return load(FOLDER / f"{name}.yaml")


class Session(Played):
    """A session of a library's protocol, at its first wait for somebody."""

    def __init__(self, name: str, **start: Any) -> None:
        self.name = name
        super().__init__(protocol(name), **start)
        self.settle()
        if _kept is not None:
            _kept.append(self)

    def settle(self) -> None:
        """Let Nao do its part, and the pause between two questions pass."""
        super().settle()
        while self.state.block is not None and self.state.block.phase == "pause" and not self.state.paused:
            self.wait()
            super().settle()

    @property
    def said(self) -> list[str]:
        """Every sentence asked for, in order, with plain spaces."""
        return [plain(text) for text in super().said]

    @property
    def step(self) -> str:
        """The step that the session is in."""
        return self.state.step

    @property
    def expected(self) -> str:
        """The right answer to the question in hand; any of them where all are right, or none is judged."""
        trial = self.view.trial
        assert trial is not None, f"no question is in hand in {self.step}"
        right = [answer for answer in trial.expected or () if answer not in (ANY, NOTHING)]
        return right[0] if right else trial.answers[0]

    @property
    def item(self) -> str:
        """The item in hand."""
        trial = self.view.trial
        assert trial is not None, f"no question is in hand in {self.step}"
        return trial.item

    def gives(self, answer: str) -> None:
        """The child gives an answer: on the board where there is one, by touching Nao, else by the adult."""
        many = len(self.view.present) > 1
        if answer in self.view.hears_board and not (many and self.view.turn is None):
            self.tap(answer, self.view.turn if many else None)
        elif self.view.hears_touch and self._part_of(answer):
            self.strokes(self._part_of(answer))
        else:
            self.judges(answer=answer)

    def right(self, times: int = 1) -> None:
        """The child gives the right answer: does nothing, where nothing is right."""
        for _ in range(times):
            trial = self.view.trial
            assert trial is not None, f"no question is in hand in {self.step}"
            if NOTHING in (trial.expected or ()):
                self.silence()
            else:
                self.gives(self.expected)

    def wrong(self) -> None:
        """The child gives another answer than the right one."""
        trial = self.view.trial
        assert trial is not None, f"no question is in hand in {self.step}"
        others = [answer for answer in trial.answers if answer not in (trial.expected or ())]
        if others:
            self.gives(others[0])
        else:
            self.judges("not_yet")

    def silent(self) -> None:
        """The child does nothing for the whole of a trial: all help is given, and none is taken."""
        before = len(self.trials)
        for _ in range(ASLEEP):
            if len(self.trials) > before:
                return
            self.silence()
        raise AssertionError("the trial does not end")

    def sleep(self) -> None:
        """Nobody does anything until the session has ended."""
        for _ in range(ASLEEP):
            if self.outcome:
                return
            self.silence()
        raise AssertionError(f"the session does not end: it is in {self.step}")

    def until(self, step: str) -> None:
        """Answer rightly, press main buttons, wait: until a step is entered."""
        for _ in range(ASLEEP):
            if self.step == step or self.outcome:
                break
            main = next((button for button in self.view.buttons if button.main), None)
            if self.view.trial is not None and self.view.trial.open:
                self.right()
            elif main is not None and not self.state.frames:
                self.presses(main.label)
            else:
                self.silence()
        assert self.step == step, f"the session is in {self.step}, {self.outcome}"

    def since(self, mark: int) -> list[str]:
        """Give what was said since so many sentences had been."""
        return self.said[mark:]

    def entered(self) -> list[str]:
        """Give the steps entered, in order."""
        return [line["step"] for line in self.told("entered")]

    def notes(self) -> list[str]:
        """Give the notes for the record."""
        return [plain(note["text"]) for note in self.told("note")]

    def help_given(self) -> list[str]:
        """Give the help of each trial, in order."""
        return [trial["help"] for trial in self.trials]

    def _part_of(self, answer: str) -> str:
        trials = protocol(self.name).steps[self.step].trials
        assert trials is not None
        for one in trials.answers if isinstance(trials.answers, tuple) else ():
            for way in one.ways:
                if one.value == answer and way.sense == "touch":
                    return way.values[0]
        return ""


@contextmanager
def recorded() -> Iterator[list[Session]]:
    """Keep the sessions that are opened meanwhile."""
    global _kept
    before, _kept = _kept, []
    try:
        yield _kept
    finally:
        _kept = before
