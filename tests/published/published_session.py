"""A session of a published task: its protocol from this folder, played by virtual people in virtual time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nao_sessions.protocol import load, setting_values
from tests.played import Played

TASKS = sorted(Path(__file__).parent.glob("*.yaml"))
SECOND_NS = 1_000_000_000
READY = "L'enfant est prêt"
MOST_EVENTS = 1_000


class Published(Played):
    """A session of a published task, begun and at its first wait."""

    def __init__(self, task: str, *, seed: int = 1, levels: object = None, **settings: str) -> None:
        self.protocol = protocol = load(Path(__file__).parent / f"{task}.yaml")
        given: dict[str, Any] = {"levels": levels} if levels is not None else {}
        super().__init__(protocol, settings=setting_values(protocol, settings), seed=seed, **given)
        self.settle()

    def give(
        self, kind: str, data: dict[str, Any] | None = None, *, after_s: float = 0.0, by: str | None = None
    ) -> None:
        """Give an input; nobody acts after a time at which the engine would have gone on by itself."""
        due = self.journal.deadline
        if due is not None and kind != "timer":
            assert round((self.now_s + after_s) * SECOND_NS) <= due
        super().give(kind, data, after_s=after_s, by=by)

    @property
    def asked(self) -> dict[str, Any]:
        """The question in hand: item, answers, which of them are right."""
        return self.told("question")[-1]

    @property
    def right(self) -> str:
        """The right answer to the question in hand."""
        answer: str = self.asked["correct"][0]
        return answer

    @property
    def wrong(self) -> str:
        """A wrong answer to the question in hand."""
        answer: str = next(one for one in self.asked["answers"] if one not in self.asked["correct"])
        return answer

    @property
    def asked_level(self) -> int:
        """The level of the item in hand, in an adaptive order."""
        item = next(item for deck in self.protocol.decks.values() for item in deck.items
                    if item.id == self.asked["item"])  # fmt: skip
        assert item.level is not None
        return item.level

    def sees(self, answer: str, *, after_s: float = 1.0) -> None:
        """The professional tells which answer the child gave."""
        self.judges(answer=answer, after_s=after_s)

    def columns(self, *names: str) -> list[tuple[Any, ...]]:
        """Some columns of the records of all trials; times in seconds."""
        return [tuple(_cell(trial, name) for name in names) for trial in self.trials]

    def prompts_after_s(self) -> list[float]:
        """How long after answers were open, or after the help before, each help was given, in order."""
        waits, since = [], 0
        for line in self.lines:
            if line.kind == "open" or (line.kind == "done" and line.dir == "in"):
                since = line.at
            elif line.kind == "prompt":
                waits.append((line.at - since) / SECOND_NS)
        return waits

    def until_the_end(self) -> str:
        """Nobody does anything any more; give how the session ends."""
        for _ in range(MOST_EVENTS):
            if self.outcome:
                return self.outcome
            self.silence()
        raise AssertionError("the session does not end by itself")


def _cell(trial: dict[str, Any], name: str) -> Any:
    if name == "latency_s":
        return None if trial["latency_ns"] is None else trial["latency_ns"] / SECOND_NS
    return trial[name]
