"""What the oracle of the language keeps of a session, and what its expressions and texts come to.

PyYAML reads the file into plain dictionaries, simpleeval computes: nothing of ``nao_sessions`` is used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml
from simpleeval import EvalWithCompoundTypes

HELPS = ("none", "visual", "verbal", "gestural", "model", "physical_partial", "physical_full")
REACTION_MS = 250
"""What comes sooner after a help was no answer to it."""
JUDGEMENTS = ("correct", "prompted", "incorrect", "no_response", "refused", "void")
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h)")
_UNIT_MS = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000}


def read_protocol(text: str) -> dict[str, Any]:
    """Return a protocol's file as plain dictionaries and lists."""
    protocol: dict[str, Any] = yaml.safe_load(text)
    return protocol


@dataclass
class Scope:
    """Entries that are live: of a step, or of ``always``."""

    path: str
    source: dict[str, Any]
    depth: int
    entered: int
    waits_from: int | None = None
    spent: set[int] = field(default_factory=set)
    question: list[dict[str, Any]] | None = None
    asked: Trial | None = None


class Turn(NamedTuple):
    """Whose turn it is in a group that goes round, and which item's."""

    child: str = ""
    item: dict[str, Any] | None = None
    depth: int = 0
    """How many groups are around a step of the innermost turn."""
    childs_depth: int = 0
    """The same, of the child's."""
    lines: tuple[tuple[Any, ...], ...] = ()
    """What a trace says of it, and of the turns around it."""


class Given(NamedTuple):
    """An answer, and when it was given."""

    answer: str
    at: int


@dataclass
class Trial:
    """The trial in progress, or the last one of its block."""

    item: dict[str, Any]
    number: int
    answers: dict[str, list[dict[str, Any]]]
    correct: list[str] | None
    silence_is_right: bool = False
    phase: str = "ask"
    answer: str = ""
    given: list[str] = field(default_factory=list)
    helps: list[tuple[str, int]] = field(default_factory=list)
    """The helps that it had, and when each began."""
    proposed: Given | None = None
    judgement: str | None = ""
    silent: bool = False
    skipped: bool = False
    left: str = ""
    next_prompt: int = 0
    prompt_times: int = 0
    correction: str = ""
    """Which repetition after an error it is; empty for a trial that counts."""
    record: dict[str, Any] = field(default_factory=dict)
    before: Any = None
    """The help and the level before it."""

    def counts_for(self, given: Given | None) -> int:
        """Return how many of its helps may have led to an answer: nobody reacts to one at once."""
        if given is None:
            return len(self.helps)
        return sum(given.at - began >= REACTION_MS for _, began in self.helps)

    def passed(self, given: Given | None) -> str:
        """Return how it is judged, if it is passed with an answer."""
        return "prompted" if self.counts_for(given) else "correct"

    @property
    def prompts(self) -> int:
        """How many helps it had."""
        return len(self.helps)

    @property
    def help(self) -> str:
        """The strongest of them."""
        return max((name for name, _ in self.helps), key=HELPS.index, default="none")


@dataclass
class Block:
    """A visit to a block of trials."""

    path: str
    source: dict[str, Any]
    child: str = ""
    """Whose turn it is; empty outside of turns."""
    run: list[dict[str, Any]] | None = None
    """What runs of answers are counted over, where they go on from turn to turn."""
    records: list[dict[str, Any]] = field(default_factory=list)
    deck: list[int] = field(default_factory=list)
    skipped: int = 0
    corrections: list[str] = field(default_factory=list)
    """The repetitions of the last item that are still to come."""


def read_duration(value: Any) -> int:
    """Return the milliseconds of a duration such as ``1 min 30 s``."""
    found = _DURATION.findall(str(value))
    if not found:
        raise ValueError(f"no duration: {value!r}")
    return round(sum(float(number) * _UNIT_MS[unit] for number, unit in found))


class Values:
    """The values of a session."""

    def __init__(self, protocol: dict[str, Any], participants: Sequence[str]) -> None:
        self.protocol = protocol
        self.children = list(participants)
        self.present = list(participants)
        self.fades: dict[Any, Any] = {}
        self.stairs: dict[Any, Any] = {}
        remember = protocol.get("participants", {}).get("remember", {})
        self.remembered = {
            (child, name): kept["default"]
            for child in [*self.children, ""]
            for name, kept in remember.items()
        }
        self.turn_in_hand = Turn()
        self.turn_was_cut = False
        """Whether the child whose turn it was has left."""
        self.runs: dict[tuple[str, str], list[dict[str, Any]]] = {}
        """What runs of answers are counted over in turns, by path and child: they go on from turn to turn."""
        self.data = {
            name: value["default"] if isinstance(value, dict) else value
            for name, value in self.protocol.get("data", {}).items()
        }
        self.settings = {
            name: self._setting(value) for name, value in self.protocol.get("settings", {}).items()
        }
        self.event = ""
        self.trial: Trial | None = None
        self.block: Block | None = None
        self.visits: dict[str, list[Block]] = {}

    def _setting(self, source: dict[str, Any]) -> Any:
        value = source["default"]
        return read_duration(value) / 1_000 if source["type"] == "duration" else value

    def _names(self) -> dict[str, Any]:
        names: dict[str, Any] = {
            "settings": self.settings,
            "data": self.data,
            "event": {"value": self.event},
            "results": {
                path.split(".")[-1]: self._results(visits) for path, visits in self._all_blocks().items()
            },
        }
        if self.turn_in_hand.item is not None:
            names["item"] = self.turn_in_hand.item
        whose = self.turn or (self.present[0] if len(self.present) == 1 else "")
        names["participant"] = {
            name: value for (child, name), value in self.remembered.items() if child == whose
        }
        if self.block is not None:
            names["trials"] = self._counts(self.block.records, self.block.run)
        if self.trial is not None:
            names["item"] = self.trial.item
            names["trial"] = {
                "answer": self.trial.answer,
                "judgement": self.trial.judgement or "",
                "item": self.trial.item.get("id", ""),
                "help": self.trial.help,
                "number": self.trial.number,
                "attempts": len(self.trial.given),
                "prompts": self.trial.prompts,
            }
        return names

    def _all_blocks(self) -> dict[str, list[Block]]:
        blocks: dict[str, list[Block]] = {}

        def visit(steps: dict[str, Any], prefix: str) -> None:
            for name, step in steps.items():
                path = prefix + name
                if "trials" in step:
                    visits = [
                        one for one in self.visits.get(path, []) if not self.turn or one.child == self.turn
                    ]
                    blocks[path] = visits or [Block(path, step["trials"])]
                visit(step.get("steps", {}), path + ".")

        visit(self.protocol["steps"], "")
        return blocks

    def _results(self, visits: list[Block]) -> dict[str, Any]:
        """Return the counts of the last visit (outside of turns: of each child's, together), and of all."""
        last = {visit.child: visit for visit in visits}
        lately = [record for visit in visits if last[visit.child] is visit for record in visit.records]
        of_the_last = self._counts(visits[-1].records)
        counts = self._counts(lately)
        counts.update({name: of_the_last[name] for name in ("answer", "judgement", "item", "help")})
        total = self._counts([record for visit in visits for record in visit.records])
        for name in ("streak", "errors_in_row"):
            counts[name] = max(
                self._counts(one.records, one.run and self.runs[one.path, one.child])[name]
                for one in last.values()
            )
            theirs = [[r for v in visits if v.child == child for r in v.records] for child in last]
            total[name] = max(self._counts(records)[name] for records in theirs)
        return {**counts, "total": total}

    def _forget_runs(self, prefix: str) -> None:
        """Begin the runs of answers anew for the blocks inside a group."""
        for path, child in self.runs:
            if path.startswith(prefix):
                self.runs[path, child] = []

    @property
    def turn(self) -> str:
        """The child whose turn it is; empty outside of turns."""
        return self.turn_in_hand.child

    @staticmethod
    def _counts(records: list[dict[str, Any]], run: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        records = [r for r in records if not r["correction"]]
        counted = [r for r in records if r["judgement"] != "void"]
        counts: dict[str, Any] = {how: sum(r["judgement"] == how for r in records) for how in JUDGEMENTS}
        streak = errors = 0
        for record in counted if run is None else run:
            if record["judgement"] == "void" or record["correction"]:
                continue
            streak = streak + 1 if record["judgement"] == "correct" else 0
            errors = errors + 1 if record["judgement"] in ("incorrect", "no_response") else 0
        last = counted[-1] if counted else {"answer": "", "judgement": "", "item": "", "help": ""}
        return {
            **counts,
            "count": len(counted),
            "rate": counts["correct"] / len(counted) if counted else 0,
            "streak": streak,
            "errors_in_row": errors,
            "prompts": sum(r["prompts"] for r in counted),
            **{key: last[key] or "" for key in ("answer", "judgement", "item", "help")},
        }

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression; one that fails counts as false."""
        evaluator = EvalWithCompoundTypes(names=self._names(), functions={"min": min, "max": max, "len": len})
        try:
            return evaluator.eval(str(expression))
        except Exception:
            return False

    def value(self, source: Any) -> Any:
        """Return a value as it is written, or computed where it begins with ``=``."""
        if isinstance(source, str) and source.startswith("="):
            return self.evaluate(source[1:].strip())
        return source

    def duration(self, source: Any) -> int:
        """Return the milliseconds of a duration that may be computed."""
        if isinstance(source, str) and source.startswith("="):
            return round(float(self.evaluate(source[1:].strip())) * 1_000)
        return read_duration(source)

    def text(self, source: str) -> str:
        """Return a sentence with its paths replaced; ``{participant}`` stays for the robot to fill in."""

        def replaced(match: re.Match[str]) -> str:
            path = match.group(1)
            return match.group(0) if path == "participant" else str(self.evaluate(path))

        return re.sub(r"\{([a-z0-9_.]+)\}", replaced, source)

    def _holds(self, entry: dict[str, Any]) -> bool:
        return "if" not in entry or bool(self.evaluate(entry["if"]))
