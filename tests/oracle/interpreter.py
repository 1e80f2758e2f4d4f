"""A second, slow interpreter of the protocol language, written from its description alone.

It shares nothing with ``nao_sessions``: PyYAML reads the file into plain dictionaries, simpleeval computes
the expressions, and a session is one Python generator that walks through them as a reader would. Where it
stands is the generator's own stack; a step that is left stays suspended, so that ``back`` can take it up
again. Inputs are sent into it one by one, and what happens is appended to ``Session.trace``. All times are
session time, in milliseconds. What the keys of the language leave open is written in
docs/contracts/language.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml
from simpleeval import EvalWithCompoundTypes

from oracle.parts import listed, name_parts

ROBOT_VERBS = ("say", "gesture", "pose", "eyes", "look")
"""Keys of a moment that Nao carries out; the moment is over when all of them are."""
INSTANT_KEYS = ("set", "note", "adult", "choose", "repeat", "open", "routine")
JUDGEMENTS = ("correct", "prompted", "incorrect", "no_response", "refused", "void")
HELPS = ("none", "visual", "verbal", "gestural", "model", "physical_partial", "physical_full")
_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h)")
_UNIT_MS = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000}


class Stimulus(NamedTuple):
    """One input: ``done``, ``time``, ``button``, ``command``, or a sense (``touch``, ``word``, ``board``)."""

    kind: str
    value: str = ""
    option: str = ""


class Ended(Exception):
    """The session has ended; its argument is the outcome."""


@dataclass(frozen=True)
class Leave:
    """A way out of a step, yielded by its generator, which may be taken up again by ``back``.

    ``depth`` is the number of groups around the entry that was taken: ``done`` ends the innermost of these.
    ``returns`` tells whether ``back`` may come back here: a reaction or a command has led away.
    """

    target: str
    depth: int
    returns: bool = False


class Restart(Exception):
    """An entry is taken again while what it says is still being done."""

    def __init__(self, entry: dict[str, Any], value: str) -> None:
        super().__init__(entry)
        self.entry, self.value = entry, value


class Voided(Exception):
    """The trial in progress is void; ``again``: the same item is asked once more."""

    def __init__(self, again: bool) -> None:
        super().__init__(again)
        self.again = again


class Judged(Exception):
    """The professional has judged the trial in progress."""

    def __init__(self, how: str, answer: str) -> None:
        super().__init__(how, answer)
        self.how, self.answer = how, answer


Process = Generator[Leave | None, Stimulus | None, Any]
"""A part of a session: it yields None to wait for an input, or a way out of the step that it is in."""


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
    prompts: int = 0
    help: str = "none"
    judgement: str = ""
    silent: bool = False
    next_prompt: int = 0
    prompt_times: int = 0


@dataclass
class Block:
    """A visit to a block of trials."""

    path: str
    source: dict[str, Any]
    records: list[dict[str, Any]] = field(default_factory=list)
    deck: list[int] = field(default_factory=list)


def read_duration(value: Any) -> int:
    """Return the milliseconds of a duration such as ``1 min 30 s``."""
    found = _DURATION.findall(str(value))
    if not found:
        raise ValueError(f"no duration: {value!r}")
    return round(sum(float(number) * _UNIT_MS[unit] for number, unit in found))


Draw = Callable[[dict[int, dict[str, Any]]], int]
"""Chooses one of what a lot allows: items or possibilities, by their place in the file."""


def draw_first(allowed: dict[int, dict[str, Any]]) -> int:
    """Return the first that is allowed: the lot of a session that nobody draws for."""
    return min(allowed)


class Session:
    """One session of one child, with inputs of the caller's choice.

    Args:
        protocol: as ``read_protocol`` gives it.
        draw: chooses among the items or possibilities that a lot allows.
    """

    def __init__(self, protocol: dict[str, Any], draw: Draw = draw_first) -> None:
        self.protocol = protocol
        self.draw = draw
        self.names = name_parts(protocol)
        self.reached: set[str] = set()
        self.now = 0
        self.trace: list[tuple[Any, ...]] = []
        self.outcome: str | None = None
        self.acting = False
        self.until: int | None = None
        self.paused = False
        self.data = {
            name: value["default"] if isinstance(value, dict) else value
            for name, value in self.protocol.get("data", {}).items()
        }
        self.settings = {
            name: self._setting(value) for name, value in self.protocol.get("settings", {}).items()
        }
        self.event = ""
        self.scopes: list[Scope] = []
        self.trial: Trial | None = None
        self.block: Block | None = None
        self.visits: dict[str, list[Block]] = {}
        self.said = ""
        self.bags: dict[int, tuple[list[int], int | None]] = {}
        self.returned = False
        self.hurried = False
        self.deferred: tuple[Scope, dict[str, Any], str] | None = None
        self.reactions: list[dict[str, Any]] = []
        self.quiet_from = 0
        self.stirred = True
        self.place = ""
        self.cut = False
        self.answered: tuple[str, str] | None = None
        self._process = self._run()

    # -- what the caller uses ----------------------------------------------------------------------------

    def begin(self) -> None:
        """Enter the first step."""
        self._advance(None)

    def send(self, stimulus: Stimulus, now: int) -> None:
        """Let one input happen at a time."""
        self.now = now
        self._advance(stimulus)

    @property
    def deadline(self) -> int | None:
        """The session time at which time itself does something, if nothing else happens before."""
        if self.outcome is not None or self.paused:
            return None
        times = [time for time, _, _ in self._timers()]
        if self.until is not None and (not self.acting or self.until > self.now):
            times.append(self.until)
        return min(times, default=None)

    @property
    def buttons(self) -> list[str]:
        """The labels of the live buttons, the innermost first."""
        return [entry["label"] for _, entry in self._entries("buttons") if self._holds(entry)]

    # -- values ------------------------------------------------------------------------------------------

    def _setting(self, source: dict[str, Any]) -> Any:
        value = source["default"]
        return read_duration(value) / 1_000 if source["type"] == "duration" else value

    def _names(self) -> dict[str, Any]:
        names: dict[str, Any] = {
            "settings": self.settings,
            "data": self.data,
            "event": {"value": self.event},
            "results": {
                path.split(".")[-1]: {
                    **self._counts(visits[-1].records),
                    "total": self._counts([r for visit in visits for r in visit.records]),
                }
                for path, visits in self._all_blocks().items()
            },
        }
        if self.block is not None:
            names["trials"] = self._counts(self.block.records)
        if self.trial is not None:
            names["item"] = self.trial.item
            names["trial"] = {
                "answer": self.trial.answer,
                "judgement": self.trial.judgement,
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
                    blocks[path] = self.visits.get(path) or [Block(path, step["trials"])]
                visit(step.get("steps", {}), path + ".")

        visit(self.protocol["steps"], "")
        return blocks

    @staticmethod
    def _counts(records: list[dict[str, Any]]) -> dict[str, Any]:
        counted = [r for r in records if r["judgement"] != "void"]
        counts: dict[str, Any] = {how: sum(r["judgement"] == how for r in records) for how in JUDGEMENTS}
        streak = errors = 0
        for record in counted:
            streak = streak + 1 if record["judgement"] == "correct" else 0
            errors = errors + 1 if record["judgement"] in ("incorrect", "no_response") else 0
        last = records[-1] if records else {"answer": "", "judgement": "", "item": "", "help": ""}
        return {
            **counts,
            "count": len(counted),
            "rate": counts["correct"] / len(counted) if counted else 0,
            "streak": streak,
            "errors_in_row": errors,
            "prompts": sum(r["prompts"] for r in records),
            **{key: last[key] for key in ("answer", "judgement", "item", "help")},
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

    # -- the session -------------------------------------------------------------------------------------

    def _advance(self, stimulus: Stimulus | None) -> None:
        if self.outcome is not None:
            return
        try:
            if stimulus is None:
                next(self._process)
            else:
                self._process.send(stimulus)
        except Ended as ended:
            self.outcome = ended.args[0]
            self.trace.append(("ended", self.outcome))
            self.acting, self.until = False, None

    def _run(self) -> Process:
        self.scopes.append(Scope("", self.protocol.get("always", {}), 0, 0))
        yield from self._level(self.protocol["steps"], self.protocol["start"], "", 0)

    def _level(self, steps: dict[str, Any], start: str, prefix: str, depth: int) -> Process:
        """Run the steps of one level until one of them says ``done``."""
        outer = len(self.scopes)
        left: list[tuple[Process, list[Scope], Trial | None, Block | None, list[dict[str, Any]]]] = []
        running = self._step(steps[start], prefix + start, depth)
        stimulus: Stimulus | None = None
        while True:
            try:
                leave = running.send(stimulus)
                if leave is None:
                    stimulus = yield None
                    continue
            except StopIteration as stop:
                leave = Leave(stop.value, depth)
            mine = {"done": leave.depth == depth, "back": bool(left)}.get(leave.target, leave.target in steps)
            if not mine:
                stimulus = yield leave
                continue
            stimulus = None
            if leave.target == "back":
                running, scopes, self.trial, self.block, self.reactions = left.pop()
                self.scopes[outer:] = scopes
                self.trace.append(("entered", scopes[-1].path))
                continue
            if leave.returns:
                left.append((running, self.scopes[outer:], self.trial, self.block, self.reactions))
            inside = self.scopes[outer:]
            del self.scopes[outer:]
            self.trial = self.block = self.deferred = None
            self.reactions = []
            if leave.target == "done":
                if inside and inside[-1].question is not None:
                    self.scopes[-1].question, self.scopes[-1].asked = inside[-1].question, inside[-1].asked
                return
            running = self._step(steps[leave.target], prefix + leave.target, depth)

    def _step(self, step: dict[str, Any], path: str, depth: int) -> Process:
        self.trace.append(("entered", path))
        self.reached.add(path)
        scope = Scope(path, step, depth, self.now)
        self.scopes.append(scope)
        yield from self._perform(step.get("do", []), "do")
        if "trials" in step:
            yield from self._block(step["trials"], path)
        elif "steps" in step:
            yield from self._level(step["steps"], step["start"], path + ".", depth + 1)
            self.trace.append(("group_done", path))
        if "end" in step:
            raise Ended(step["end"])
        if "next" in step:
            self.reached.add(f"{path}/next")
            return self._target(step["next"])
        while True:
            scope.waits_from = self.now
            yield from self._attend("wait")
            if self.returned:
                self.returned = False
                yield from self._repeat("question", "do")

    def _target(self, source: Any) -> str:
        for branch in listed(source):
            if isinstance(branch, str):
                return branch
            if self._holds(branch):
                return str(branch["next"])
        raise AssertionError("a branch has a last entry")

    # -- moments -----------------------------------------------------------------------------------------

    def _perform(self, moments: list[dict[str, Any]], place: str) -> Process:
        """Carry out moments one after the other; return whether the rest was dropped."""
        self._reach(moments)
        for moment in moments:
            if not self._holds(moment):
                continue
            if any(key in moment for key in INSTANT_KEYS):
                if (yield from self._instant(moment, place)):
                    return True
                continue
            while True:
                how = yield from self._moment(moment, place)
                back, self.returned = self.returned, False
                if back and place == "feedback":
                    self.hurried = True
                    return True
                if how == "again":
                    if self.cut:
                        continue
                    moment = {"wait": moment["wait"]}
                    continue
                if how == "dropped":
                    return True
                break
        return False

    def _reach(self, part: Any) -> None:
        name = self.names.get(id(part))
        if name is not None:
            self.reached.add(name)

    def _instant(self, moment: dict[str, Any], place: str) -> Process:
        if "set" in moment:
            self._set(moment["set"])
        elif "note" in moment:
            self.trace.append(("note", self.text(moment["note"])))
        elif "adult" in moment:
            self.trace.append(("adult", self.text(moment["adult"])))
        elif "open" in moment:
            self._open()
        elif "routine" in moment:
            return (yield from self._perform(self.protocol["routines"][moment["routine"]], place))
        elif "repeat" in moment:
            return (yield from self._repeat(moment["repeat"], place))
        elif "choose" in moment:
            option = self._chosen(moment["choose"])
            moments = (
                option["do"]
                if "do" in option
                else [{key: value for key, value in option.items() if key not in ("weight", "if")}]
            )
            return (yield from self._perform(moments, place))
        return False

    def _chosen(self, options: list[dict[str, Any]]) -> dict[str, Any]:
        """Draw one option from a bag without replacement, never the same twice in a row."""
        bag, last = self.bags.get(id(options), ([], None))
        if not bag:
            bag = [index for index, option in enumerate(options) for _ in range(option.get("weight", 1))]
        allowed = sorted({index for index in bag if index != last}) or sorted(set(bag))
        index = self.draw({number: options[number] for number in allowed})
        bag.remove(index)
        self.bags[id(options)] = (bag, index)
        self._reach(options[index])
        return options[index]

    def _set(self, source: dict[str, Any]) -> None:
        for name, written in source.items():
            value = self.value(written)
            self.data[name] = value
            self.trace.append(("set", name, value))

    def _repeat(self, what: str, place: str) -> Process:
        """Say the last sentence again; or the question: that of the trial, else the step's last sentence."""
        if what == "question":
            if self.scopes[-1].question is None:
                return False
            trial, self.trial = self.trial, self.trial or self.scopes[-1].asked
            dropped = yield from self._perform(self.scopes[-1].question, place)
            self.trial = trial
            return dropped
        return (yield from self._perform([{"say": self.said}], place))

    def _moment(self, moment: dict[str, Any], place: str) -> Process:
        began = self.now
        acting = False
        for verb in ROBOT_VERBS:
            if verb in moment:
                acting = True
                shown = self.text(moment[verb]) if verb == "say" else self.value(moment[verb])
                self.trace.append(("do", verb, shown))
                if verb == "say":
                    self.said = shown
                    if place == "do":
                        self.scopes[-1].question = [{"say": shown}]
        until = began + self.duration(moment["wait"]) if "wait" in moment else None
        if not acting and until is None:
            return "over"
        return (yield from self._attend(place, acting=acting, speaking="say" in moment, until=until))

    # -- waiting -----------------------------------------------------------------------------------------

    def _attend(
        self, place: str, *, acting: bool = False, speaking: bool = False, until: int | None = None
    ) -> Process:
        """Wait for the end of what Nao does, or for a time; what happens meanwhile happens in here.

        Returns ``over``; ``again`` where what was going on was cut and is to be done again; ``dropped``
        where the rest of its list is not to be done.
        """
        self.cut = False
        if self.deferred is not None and not speaking:
            deferred, self.deferred = self.deferred, None
            yield from self._react(*deferred)
            self.cut = acting
            return "again"
        # A time that led on without a word or a sign is no act of anybody: the silence goes on.
        if not acting and self.stirred:
            self.quiet_from = self.now
        self.stirred = acting or until is not None
        while True:
            self.acting, self.until, self.place = acting, until, place
            stimulus = yield
            if stimulus.kind != "time":
                self.quiet_from = self.now
            self.acting, self.until = False, None
            if stimulus.kind == "done":
                acting = speaking = False
                self.quiet_from = self.now
                if self.answered is not None and place == "prompt":
                    return "dropped"
                if self.deferred is not None:
                    deferred, self.deferred = self.deferred, None
                    yield from self._react(*deferred)
                    return "over" if until is None else "again"
                if until is None or until <= self.now:
                    return "over"
            elif stimulus.kind == "time":
                due = [timer for timer in self._timers() if timer[0] <= self.now]
                if due:
                    _, scope, entry = due[0]
                    if list(entry) == ["wait"]:
                        self.trace.append(("adult", None))
                        yield from self._repeat("question", "reaction")
                    else:
                        yield from self._react(scope, entry, "")
                    return "again"
                if until is not None and until <= self.now and not acting:
                    return "over"
            elif stimulus.kind == "button":
                scope, entry = next(
                    (s, e)
                    for s, e in self._entries("buttons")
                    if e["label"] == stimulus.value and self._holds(e)
                )
                yield from self._react(scope, entry, "")
                self.cut = acting
                return "again"
            elif stimulus.kind == "command":
                if (yield from self._command(stimulus)):
                    self.cut = acting
                    return "again"
            elif stimulus.kind in ("touch", "board", "word"):
                if stimulus.kind == "word" and speaking:
                    continue
                answer = self._answer_of(stimulus)
                if answer is not None:
                    if self.trial is not None and self.trial.phase == "open" and self.answered is None:
                        self.answered = (answer, "")
                        if place == "open" or (place == "prompt" and not acting):
                            return "dropped"
                    continue
                self.event = stimulus.value
                match = next(
                    (
                        (s, e)
                        for s, e in self._entries("when")
                        if self._matches(e, stimulus) and self._holds(e)
                    ),
                    None,
                )
                if match is None or self.deferred is not None:
                    self.quiet_from = self.now
                    continue
                scope, entry = match
                if speaking and not entry.get("cut"):
                    self.deferred = (scope, entry, stimulus.value)
                    continue
                yield from self._react(scope, entry, stimulus.value)
                self.cut = acting
                return "again"

    def _entries(self, key: str) -> list[tuple[Scope, dict[str, Any]]]:
        return [(scope, entry) for scope in reversed(self.scopes) for entry in listed(scope.source.get(key))]

    @staticmethod
    def _matches(entry: dict[str, Any], stimulus: Stimulus) -> bool:
        wanted = listed(entry.get(stimulus.kind))
        return any(
            value == stimulus.value or stimulus.value.startswith(f"{value}.") for value in map(str, wanted)
        )

    def _timers(self) -> list[tuple[int, Scope, dict[str, Any]]]:
        """Return the entries of time with their times: the earliest first, then the innermost."""
        timers: list[tuple[int, Scope, dict[str, Any]]] = []
        for scope in reversed(self.scopes):
            for index, entry in enumerate(listed(scope.source.get("after"))):
                if index in scope.spent:
                    continue
                if "limit" in entry:
                    timers.append((scope.entered + self.duration(entry["limit"]), scope, entry))
                elif scope.waits_from is not None:
                    timers.append((scope.waits_from + self.duration(entry["wait"]), scope, entry))
        silence = self.protocol.get("always", {}).get("silence")
        if silence is not None and self.place in ("wait", "open"):
            entry = silence if isinstance(silence, dict) else {"wait": silence}
            timers.append((self.quiet_from + self.duration(entry["wait"]), self.scopes[0], entry))
        return sorted(timers, key=lambda timer: timer[0])

    def _react(self, scope: Scope, entry: dict[str, Any], value: str) -> Process:
        """Do what an entry says. Without ``next`` the caller goes on with what was interrupted.

        An entry that is taken again while its own ``do`` runs begins again.
        """
        self.deferred = None
        if any(running is entry for running in self.reactions):
            raise Restart(entry, value)
        self.reactions.append(entry)
        depth = len(self.reactions)
        while True:
            self.event = value
            self.scopes[-1].waits_from = None
            if "limit" in entry:
                scope.spent.add(listed(scope.source["after"]).index(entry))
            if "set" in entry:
                self._set(entry["set"])
            try:
                yield from self._perform(entry.get("do", []), "reaction")
                break
            except Restart as restart:
                del self.reactions[depth:]
                if restart.entry is not entry:
                    self.reactions.pop()
                    raise
                value = restart.value
        self.reactions.pop()
        self._reach(entry)
        if "next" in entry:
            yield from self._leave(self._target(entry["next"]), scope.depth)

    def _leave(self, target: str, depth: int) -> Process:
        """Leave for a step; comes back when ``back`` does."""
        trial = self.trial
        void = trial is not None and trial.phase in ("ask", "open")
        if trial is not None and void:
            trial.judgement, trial.answer = "void", ""
            self._record(trial)
        yield Leave(target, depth, returns=target not in ("back", "done"))
        if void:
            raise Voided(again=True)
        self.returned = True

    # -- commands ----------------------------------------------------------------------------------------

    def _command(self, stimulus: Stimulus) -> Process:
        """Carry out a command; return whether it cut what was going on."""
        name = stimulus.value
        self.scopes[-1].waits_from = None
        source = self.protocol.get("commands", {}).get(name, {})
        if name in ("pause", "stop"):
            self.paused = True
            while True:
                stimulus = yield
                if stimulus.kind == "command" and stimulus.value == "resume":
                    break
            self.paused = False
            return True
        if name == "judge":
            raise Judged(stimulus.option, "")
        if name in ("skip", "redo"):
            raise Voided(name == "redo")
        yield from self._react(self.scopes[0], source, "")
        return True

    # -- trials ------------------------------------------------------------------------------------------

    def _answer_of(self, stimulus: Stimulus) -> str | None:
        if self.trial is None:
            return None
        for answer, ways in self.trial.answers.items():
            if any(self._matches(way, stimulus) for way in ways):
                return answer
        return None

    def _open(self) -> None:
        if self.trial is not None and self.trial.phase == "ask":
            self.trial.phase = "open"
            self.trace.append(("open",))

    def _block(self, source: dict[str, Any], path: str) -> Process:
        block = Block(path, source)
        self.visits.setdefault(path, []).append(block)
        self.block = block
        items = self.protocol["items"][source["items"]] if "items" in source else [{}]
        count = (
            int(self.value(source["count"])) if "count" in source else len(items) * source.get("each_item", 1)
        )
        number = 0
        index: int | None = None
        done = 0
        while done < count:
            number += 1
            if index is None:
                index = self._item(block, items)
            again = yield from self._trial(block, items[index], number)
            if again:
                continue
            index = None
            done += 1
            give_up = source.get("give_up")
            if give_up and self._counts(block.records)["errors_in_row"] >= give_up["errors_in_row"]:
                self._end_block(block)
                self.reached.add(f"{block.path}/give_up")
                yield Leave(give_up["next"], self.scopes[-1].depth)
            ends = "stop_when" in source and bool(self.evaluate(source["stop_when"]))
            if source.get("end_on") == "success" and self.trial.judgement in ("correct", "prompted"):
                ends = True
            if ends:
                break
            if "pause" in source and done < count:
                yield from self._pass(self.duration(source["pause"]))
        self._end_block(block)

    def _end_block(self, block: Block) -> None:
        counts = self._counts(block.records)
        self.trace.append(("block", *(counts[how] for how in JUDGEMENTS)))
        self.block = self.trial = None

    def _pass(self, milliseconds: int) -> Process:
        """Let the pause between two trials pass; what happens meanwhile does not lengthen it."""
        until = self.now + milliseconds
        while self.now < until and not self.hurried:
            if (yield from self._attend("pause", until=until)) == "over":
                break
            self.hurried, self.returned = self.hurried or self.returned, False
        self.hurried = False

    def _item(self, block: Block, items: list[dict[str, Any]]) -> int:
        listed_order = block.source.get("order", "listed") == "listed"
        deck, last = self.bags.get(id(block.source), ([], None)) if not listed_order else (block.deck, None)
        if not deck:
            deck += [index for index, item in enumerate(items) for _ in range(item.get("share", 1))]
        if listed_order:
            return deck.pop(0)
        allowed = sorted({i for i in deck if i != last}) or sorted(set(deck))
        index = self.draw({number: items[number] for number in allowed})
        deck.remove(index)
        self.bags[id(block.source)] = (deck, index)
        return index

    def _trial(self, block: Block, item: dict[str, Any], number: int) -> Process:
        """Run one trial; return whether the same item is to be asked again."""
        source = block.source
        answers = {str(answer): listed(ways) for answer, ways in source.get("answers", {}).items()}
        self.trial = trial = Trial(item, number, answers, None)
        correct = self.value(source.get("correct"))
        if correct == "nothing":
            trial.silence_is_right, trial.correct = True, []
        elif correct == "any":
            trial.correct = list(answers)
        elif correct is not None:
            trial.correct = [str(word) for word in listed(correct)]
        self.answered = None
        self.hurried = False
        self.trace.append(("question", block.path, item.get("id", "")))
        again = False
        try:
            yield from self._ask(source, trial)
        except Judged as judged:
            trial.judgement = judged.how
        except Voided as voided:
            self.reactions = []
            if trial.judgement == "void":
                return voided.again
            trial.judgement, again = "void", voided.again
        self._record(trial)
        if trial.judgement != "void":
            yield from self._feedback(source, trial)
        return again

    def _record(self, trial: Trial) -> None:
        assert self.block is not None
        trial.phase = "feedback"
        self.answered = None
        record = {
            "item": trial.item.get("id", ""),
            "answer": trial.answer,
            "judgement": trial.judgement,
            "help": trial.help,
            "prompts": trial.prompts,
            "attempts": len(trial.given),
        }
        self.block.records.append(record)
        self.trace.append(("trial", *record.values()))

    def _ask(self, source: dict[str, Any], trial: Trial) -> Process:
        self.scopes[-1].question, self.scopes[-1].asked = source["ask"], trial
        yield from self._perform(source["ask"], "ask")
        self._open()
        prompts = source.get("prompts", [])
        causes = listed(source.get("prompt_on", ["silence", "wrong"]))
        while True:
            if self.answered is None:
                wait = self.duration(source["patience"])
                while (yield from self._attend("open", until=self.now + wait)) == "again":
                    if self.answered is not None:
                        break
            answer, self.answered = self.answered, None
            trial.silent = answer is None
            if answer is not None:
                trial.answer = answer[0]
                trial.given.append(answer[0])
                if trial.correct is None:
                    trial.judgement = ""
                    return
                if trial.answer in trial.correct:
                    trial.judgement = "prompted" if trial.prompts else "correct"
                    return
                cause = "wrong"
            else:
                cause = "silence"
                if trial.silence_is_right:
                    trial.judgement = "correct"
                    return
            prompt = self._next_prompt(prompts, trial) if cause in causes else None
            if prompt is None:
                trial.judgement = "incorrect" if cause == "wrong" else "no_response"
                return
            trial.prompts += 1
            trial.help = max(trial.help, prompt["help"], key=HELPS.index)
            self.trace.append(("prompt", prompt["help"], cause))
            if "adult" in prompt:
                self.trace.append(("adult", self.text(prompt["adult"])))
            yield from self._perform(prompt.get("do", []), "prompt")

    def _next_prompt(self, prompts: list[dict[str, Any]], trial: Trial) -> dict[str, Any] | None:
        while trial.next_prompt < len(prompts):
            prompt = prompts[trial.next_prompt]
            if trial.prompt_times < prompt.get("attempts", 1) and self._holds(prompt):
                trial.prompt_times += 1
                return prompt
            trial.next_prompt, trial.prompt_times = trial.next_prompt + 1, 0
        return None

    def _feedback(self, source: dict[str, Any], trial: Trial) -> Process:
        feedback = source.get("feedback", {})
        answer = "" if trial.silent else trial.answer
        keys = [answer, trial.judgement] + (["correct"] if trial.judgement == "prompted" else [])
        moments = next((feedback[key] for key in keys if key and key in feedback), [])
        yield from self._perform(moments, "feedback")
