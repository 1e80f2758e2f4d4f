"""What a rehearsed session shows against the promises of every protocol, where the flow alone does not tell.

Praise that follows a failure by a way that nobody chose, and a help that marks another answer than the right
one at that moment: both may hang on counts and data that only a session has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nao_sessions.engine import Output, State
from nao_sessions.engine.records import Block
from nao_sessions.protocol.catalogue import PRAISING
from nao_sessions.protocol.checks.promises.praise import FAILED
from nao_sessions.protocol.trials import ANY, NOTHING
from nao_sessions.text.messages import Text, msg

_BY_ITSELF = frozenset({"next", "give_up"})
"""What the ways on are called that nobody chooses and no delay leads to."""

_SHOWN = {"gesture": "name", "eyes": "colour"}
"""Verbs of actions that may praise, with where an action says what it shows."""


class Breach(NamedTuple):
    """A promise that a session did not keep: which, in which step, what was shown.

    ``right`` is the right answer that a help did not mark; ``of_step`` the step whose trial had failed.
    """

    promise: str
    step: str
    shown: str
    right: str = ""
    of_step: str = ""

    def in_words(self, step: Text, of_step: Text) -> Text:
        """Return it as a sentence; the steps are given in words."""
        told = {
            "praise": msg("'{shown}' says success ({step}), right after a trial that failed ({of})"),
            "help": msg("a help marks '{shown}' ({step}), and the right answer is '{right}'"),
        }[self.promise]
        return told.format(shown=self.shown, step=step, of=of_step, right=self.right)


class Observance:
    """What one session has not kept so far.

    What a help marked is held against the right answer once the trial is over: its record tells which was.
    """

    def __init__(self) -> None:
        self._failed_in = ""
        self._right: Sequence[str] | None = None
        self._marks: list[str] = []
        self.breaches: set[Breach] = set()

    def watch(self, outputs: Sequence[Output], before: State, state: State) -> None:
        """Take what came of one input, and the states around it."""
        here = before.step
        for output in outputs:
            data = output.data
            match output.kind:
                case "trial":
                    self._failed_in = data["step"] if data["judgement"] in FAILED else ""
                    self._right = data["correct"]
                    for word in self._marks:
                        self._hold(word, data["step"])
                    self._marks.clear()
                case "question":
                    self._failed_in = ""
                    self._marks.clear()
                case "entered":
                    here = data["step"]
                    if str(data["by"]).rpartition("/")[2].split(".")[0] not in _BY_ITSELF:
                        self._failed_in = ""
                case "do" if self._failed_in and data["verb"] in _SHOWN and not _improvised(state):
                    shown = str(data.get(_SHOWN[data["verb"]]))
                    if shown in PRAISING[data["verb"]]:
                        told = f"{data['verb']}: {shown}"
                        self.breaches.add(Breach("praise", here, told, of_step=self._failed_in))
                case "board" if data["highlight"] and state.block and here == state.block.step:
                    self._marked(str(data["highlight"]), before, state.block)

    def _marked(self, word: str, before: State, block: Block) -> None:
        """Take up what the board marks, in a help or after a failure."""
        if before.board is not None and before.board.highlight == word:
            return
        if block.phase == "feedback" and self._failed_in == block.step:
            self._hold(word, block.step)
        elif block.question is not None and block.question.help >= 0:
            self._marks.append(word)

    def _hold(self, word: str, step: str) -> None:
        """Hold a word that was marked against the right answer of the trial."""
        right = self._right
        if right and word not in right and not {ANY, NOTHING} & set(right):
            self.breaches.add(Breach("help", step, word, ", ".join(right)))


def _improvised(state: State) -> bool:
    """Tell whether Nao does what the adult made up: nothing that the protocol promises."""
    return bool(state.frames) and state.frames[-1].improvised is not None
