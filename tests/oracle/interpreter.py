"""A second, slow interpreter of the protocol language, written from its description alone.

It shares nothing with ``nao_sessions``: PyYAML reads the file into plain dictionaries, simpleeval computes
the expressions, and a session is one Python generator that walks through them as a reader would. Where it
stands is the generator's own stack; a step that is left stays suspended, so that ``back`` can take it up
again. Inputs are sent into it one by one, and what happens is appended to ``Session.trace``. All times are
session time, in milliseconds. What the keys of the language leave open is written in
docs/contracts/language.md.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, NamedTuple

from oracle.parts import listed, name_parts
from oracle.values import JUDGEMENTS, Block, Scope, Trial, Values, read_duration

ROBOT_VERBS = ("say", "gesture", "pose", "eyes", "look")
"""Keys of a moment that Nao carries out; the moment is over when all of them are."""
SENSES = ("touch", "board", "card", "word", "gaze")
DOUBTFUL = ("word", "gaze")
"""Senses that only propose an answer: she has the last word."""
DEAF_MS = 500
"""How long after Nao has spoken no word is heard."""
INSTANT_KEYS = ("set", "note", "adult", "choose", "repeat", "open", "routine")
PASSED = ("correct", "prompted")
HELPS = ("none", "visual", "verbal", "gestural", "model", "physical_partial", "physical_full")


class Stimulus(NamedTuple):
    """One input: ``done``, ``time``, ``button``, ``command``, ``answer``, or a sense (``touch``, ``word``).

    ``answer`` is one that the professional says the child has given; ``option`` is her judgement.
    """

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
    """The professional has judged the trial in progress: a word (``help``: the next help), or an answer."""

    def __init__(self, how: str, answer: str) -> None:
        super().__init__(how, answer)
        self.how, self.answer = how, answer


Process = Generator[Leave | None, Stimulus | None, Any]
"""A part of a session: it yields None to wait for an input, or a way out of the step that it is in."""


Draw = Callable[[dict[int, dict[str, Any]]], int]
"""Chooses one of what a lot allows: items or possibilities, by their place in the file."""


def draw_first(allowed: dict[int, dict[str, Any]]) -> int:
    """Return the first that is allowed: the lot of a session that nobody draws for."""
    return min(allowed)


class Session(Values):
    """One session of one child, with inputs of the caller's choice.

    Args:
        protocol: as ``read_protocol`` gives it.
        draw: chooses among the items or possibilities that a lot allows.
    """

    def __init__(self, protocol: dict[str, Any], draw: Draw = draw_first) -> None:
        super().__init__(protocol)
        self.draw = draw
        self.names = name_parts(protocol)
        self.reached: set[str] = set()
        self.now = 0
        self.trace: list[tuple[Any, ...]] = []
        self.outcome: str | None = None
        self.acting = False
        self.until: int | None = None
        self.paused = False
        silence = self.protocol.get("always", {}).get("silence")
        self.silence = {"wait": silence} if isinstance(silence, str) else silence
        self.scopes: list[Scope] = []
        self.last: tuple[Block, Trial] | None = None
        self.said = ""
        self.speaking = False
        self.silent_from = -DEAF_MS
        self.bags: dict[int, tuple[list[int], int | None]] = {}
        self.returned = False
        self.hurried = False
        self.deferred: tuple[Scope, dict[str, Any], str] | None = None
        self.reactions: list[dict[str, Any]] = []
        self.quiet_from = 0
        self.stirred = True
        self.place = ""
        self.cut = self.waited = False
        self.answered: tuple[str, str] | None = None
        duration = self.protocol.get("duration", {})
        self.limit = read_duration(duration["limit"]) if "limit" in duration else None
        self.closing_lasts = read_duration(duration.get("closing", "5 min"))
        self.closing = ""
        """What began the closing: ``limit`` or ``professional``."""
        self.over_at: int | None = None
        self.finish_wanted = False
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
        times = [time for time, _, _ in self.timers()]
        if self.until is not None and (not self.acting or self.until > self.now):
            times.append(self.until)
        if self.limit is not None:
            times.append(self.limit)
        return min(times, default=None)

    @property
    def buttons(self) -> list[str]:
        """The labels of the live buttons, the innermost first."""
        return [entry["label"] for _, entry in self._entries("buttons") if self._holds(entry)]

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
                for scope in scopes:
                    scope.entered, scope.spent = self.now, set()
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
            cut_short = step["end"] == "completed" and self.closing == "limit"
            raise Ended("time" if cut_short else step["end"])
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
        yield from self._close_if_due()
        for moment in moments:
            yield from self._close_if_due()
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
                        if self.waited:  # only what was cut is done again
                            moment = {key: value for key, value in moment.items() if key != "wait"}
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
        self.cut = self.waited = False
        if self.speaking:  # a sentence was cut
            self.silent_from = self.now
        self.speaking = False
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
            if not speaking:
                yield from self._close_if_due()
            self.acting, self.until, self.place, self.speaking = acting, until, place, speaking
            stimulus = yield
            if stimulus.kind != "time":
                self.quiet_from = self.now
            self.acting, self.until = False, None
            waited = until is not None and until <= self.now
            if stimulus.kind == "done":
                self.quiet_from = self.now
                self.silent_from = self.now if speaking else self.silent_from
                acting = speaking = self.speaking = False
                yield from self._close_if_due()
                if self.answered is not None and place == "prompt":
                    return "dropped"
                if self.deferred is not None:
                    deferred, self.deferred = self.deferred, None
                    yield from self._react(*deferred)
                    return "over" if until is None or waited else "again"
                if until is None or until <= self.now:
                    return "over"
            elif stimulus.kind == "time":
                due = [timer for timer in self.timers() if timer[0] <= self.now]
                first = min((timer[0] for timer in due), default=self.now)
                if until is not None and until <= first and not acting:  # of one instant, the inner first
                    return "over"
                if self.limit is not None and (self.limit < first or (not due and self.limit <= self.now)):
                    self._time_is_up()
                    continue
                if due:
                    _, scope, entry = due[0]
                    if speaking and not entry.get("cut"):
                        self.deferred = (scope, entry, "")
                        continue
                    if entry is self.silence:
                        self.quiet_from = self.now
                        self.trace.append(("quiet",))
                    if list(entry) == ["wait"]:
                        self.reached.add("always/silence")
                        yield from self._repeat("question", "reaction")
                    else:
                        yield from self._react(scope, entry, "")
                    self.cut, self.waited = acting, waited
                    return "again"
            elif stimulus.kind == "button":
                scope, entry = next(
                    (s, e)
                    for s, e in self._entries("buttons")
                    if e["label"] == stimulus.value and self._holds(e)
                )
                yield from self._react(scope, entry, "")
                self.cut, self.waited = acting, waited
                return "again"
            elif stimulus.kind == "command":
                if (yield from self._command(stimulus)):
                    self.cut, self.waited = acting, waited
                    return "again"
            elif stimulus.kind == "answer":
                if self._in_hand and stimulus.value in self.trial.answers:
                    raise Judged("", stimulus.value)
            elif stimulus.kind in SENSES:
                if stimulus.kind == "word" and (speaking or self.now < self.silent_from + DEAF_MS):
                    continue
                answer = self._answer_of(stimulus)
                if answer is not None:
                    if self.trial is None or self.trial.phase != "open" or self.answered is not None:
                        continue
                    if stimulus.kind in DOUBTFUL:
                        self.trial.proposed = answer
                        self.trace.append(("proposed", answer))
                        if place == "open":
                            return "again"
                    else:
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
                self.cut, self.waited = acting, waited
                return "again"

    def _entries(self, key: str) -> list[tuple[Scope, dict[str, Any]]]:
        return [(scope, entry) for scope in reversed(self.scopes) for entry in listed(scope.source.get(key))]

    @staticmethod
    def _matches(entry: dict[str, Any], stimulus: Stimulus) -> bool:
        wanted = listed(entry.get(stimulus.kind))
        return any(
            value == stimulus.value or stimulus.value.startswith(f"{value}.") for value in map(str, wanted)
        )

    def timers(self) -> list[tuple[int, Scope, dict[str, Any]]]:
        """Return the entries of time with their times: the earliest first, then the innermost."""
        timers: list[tuple[int, Scope, dict[str, Any]]] = []
        if self.deferred is not None:
            return timers
        for scope in reversed(self.scopes):
            for index, entry in enumerate(listed(scope.source.get("after"))):
                if index in scope.spent:
                    continue
                if "limit" in entry:
                    timers.append((scope.entered + self.duration(entry["limit"]), scope, entry))
                elif scope.waits_from is not None:
                    timers.append((scope.waits_from + self.duration(entry["wait"]), scope, entry))
        if self.silence is not None and self.place in ("wait", "open"):
            due = self.quiet_from + self.duration(self.silence["wait"])
            timers.append((due, self.scopes[0], self.silence))
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
        else:
            self._take_up_the_trial()

    def _leave(self, target: str, depth: int) -> Process:
        """Leave for a step; comes back when ``back`` does."""
        trial = self.trial
        void = self._in_hand
        if trial is not None and void:
            self._judge(trial, "void")
        yield Leave(target, depth, returns=target not in ("back", "done"))
        if trial is None:
            self.returned = True
        else:
            trial.phase, trial.left = "over", trial.left or ("void" if void else "over")
        yield from self._close_if_due()
        self._take_up_the_trial()

    def _take_up_the_trial(self) -> None:
        """Let a trial be that was left, once no reaction is under way any more that came before that."""
        trial = self.trial
        if trial is None or not trial.left or self.reactions:
            return
        void, trial.left = trial.left == "void", ""
        if void:
            raise Voided(again=True)
        self.returned = True

    # -- commands ----------------------------------------------------------------------------------------

    def _command(self, stimulus: Stimulus) -> Process:
        """Carry out a command; return whether it cut what was going on."""
        name = stimulus.value
        if name == "judge":
            return self._judged(stimulus.option)
        if name == "prompt":
            if self._in_hand and self._next_prompt() is not None:
                raise Judged("help", "")
            return False
        if name in ("skip", "redo"):
            if self.block is None or (name == "redo" and self.trial is None):
                return False
            if name == "redo" and not self._in_hand:
                self._judge_again("void")
            raise Voided(name == "redo")
        self.scopes[-1].waits_from = None
        if name == "finish":
            yield from self._finish()
        if name == "change" and self.over_at is None:
            self.closing = ""
        if name in ("pause", "stop"):
            self.paused = True
            while True:
                stimulus = yield
                if stimulus.kind == "command" and stimulus.value == "resume":
                    break
            self.paused = False
            return True
        yield from self._react(self.scopes[0], self.protocol.get("commands", {}).get(name, {}), "")
        return True

    def _judged(self, how: str) -> bool:
        """Take her judgement; where it ends no attempt, nothing is cut."""
        trial = self.trial
        if not self._in_hand:
            self._judge_again(how)
        elif how == "not_heard":
            if trial.proposed:
                self.trace.append(("dismissed", trial.proposed))
            trial.proposed = ""
        elif how != "heard":
            raise Judged(how, "")
        elif trial.proposed:
            raise Judged("", trial.proposed)
        return False

    # -- the limit, and the closing ---------------------------------------------------------------------

    def _time_is_up(self) -> None:
        """Take up that the session's limit has come, or the end of the time that its closing has."""
        if self.over_at is not None:
            if self._in_hand:
                self._judge(self.trial, "void")
            raise Ended("time")
        self.over_at, self.limit = self.now, self.now + self.closing_lasts
        self.finish_wanted = not self.closing

    def _close_if_due(self) -> Process:
        """Begin the closing once the limit has come, and the sentence or the trial in hand is over."""
        trial = self.trial
        if self.finish_wanted and (trial is None or trial.phase not in ("ask", "open", "feedback")):
            yield from self._finish()

    def _finish(self) -> Process:
        self.closing = self.closing or ("professional" if self.over_at is None else "limit")
        self.finish_wanted = False
        yield from self._react(self.scopes[0], self.protocol["commands"]["finish"], "")

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

    @property
    def _in_hand(self) -> bool:
        """Whether a question is asked or open, for an answer or a judgement to be for."""
        return self.trial is not None and self.trial.phase in ("ask", "open")

    def _block(self, source: dict[str, Any], path: str) -> Process:
        block = Block(path, source)
        self.visits.setdefault(path, []).append(block)
        self.block = block
        items = self.protocol["items"][source["items"]] if "items" in source else [{}]
        count = (
            int(self.value(source["count"])) if "count" in source else len(items) * source.get("each_item", 1)
        )
        number = 0
        index = asked = None
        while True:
            try:
                yield from self._close_if_due()
                if index is None and self._is_over(block, count):
                    break
                number += 1
                if index is None:
                    index = self._item(block, items)
                asked = index
                yield from self._trial(block, items[index], number)
                self.trial.phase = "over"
                yield from self._close_if_due()
                if "pause" in source and not self._is_over(block, count):
                    yield from self._pass(self.duration(source["pause"]))
                index = None
            except Voided as voided:
                self._drop()
                if self._in_hand:
                    self._judge(self.trial, "void")
                    self.trial.skipped = not voided.again
                    block.skipped += self.trial.skipped
                if self.trial is not None:
                    self.trial.phase = "over"
                index = asked if voided.again else None
        gave_up = self._gives_up(block)
        self._end_block(block)
        if gave_up:
            self.reached.add(f"{block.path}/give_up")
            yield Leave(source["give_up"]["next"], self.scopes[-1].depth)

    def _gives_up(self, block: Block) -> bool:
        give_up = block.source.get("give_up")
        return bool(give_up) and self._counts(block.records)["errors_in_row"] >= give_up["errors_in_row"]

    def _is_over(self, block: Block, count: int) -> bool:
        """Return whether a block asks no more: looked at after each trial, and after the pause behind it."""
        if not block.records:
            return False
        if self._gives_up(block) or self._counts(block.records)["count"] + block.skipped >= count:
            return True
        if block.source.get("end_on") == "success" and block.records[-1]["judgement"] in PASSED:
            return True
        return "stop_when" in block.source and bool(self.evaluate(block.source["stop_when"]))

    def _drop(self) -> None:
        """Let be what is being done, and what waited for its end."""
        self.reactions, self.deferred, self.answered = [], None, None

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
        """Run one trial: the question and its attempts, then the feedback."""
        source = block.source
        answers = {str(answer): listed(ways) for answer, ways in source.get("answers", {}).items()}
        self.trial = trial = Trial(item, number, answers, None)
        self.last = None
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
        self._judge(trial, (yield from self._ask(source, trial)))
        feedback = source.get("feedback", {})
        answer = "" if trial.silent else trial.answer
        keys = [answer, trial.judgement] + (["correct"] if trial.judgement == "prompted" else [])
        moments = next((feedback[key] for key in keys if key and key in feedback), [])
        if trial.judgement is None:
            return
        yield from self._perform(moments, "feedback")

    def _judge(self, trial: Trial, judgement: str | None) -> None:
        """End a trial, and count it. No answer counts in one that is void."""
        trial.judgement = judgement
        if judgement == "void":
            trial.answer = ""
        self._record(trial)

    def _judge_again(self, how: str) -> None:
        """Judge the trial again that has just ended; everything is counted anew."""
        if self.last is None or how in ("heard", "not_heard"):
            return
        block, trial = self.last
        block.skipped -= trial.skipped
        trial.skipped = False
        passed = "prompted" if trial.prompts else "correct"
        was, trial.judgement = trial.judgement, {"yes": passed, "not_yet": "incorrect"}.get(how, how)
        block.records[-1]["judgement"] = trial.judgement
        self.trace.append(("rejudged", was, *block.records[-1].values()))

    def _record(self, trial: Trial) -> None:
        assert self.block is not None
        trial.phase = "feedback"
        self.answered = None
        self.last = self.block, trial
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
        """Ask, and take one attempt after the other, with a help between two; return the judgement."""
        self.scopes[-1].question, self.scopes[-1].asked = source["ask"], trial
        causes = listed(source.get("prompt_on", ["silence", "wrong"]))
        moments, place = source["ask"], "ask"
        while True:
            how = ""
            try:
                yield from self._perform(moments, place)
                self._open()
                if place == "ask" and self.answered is None and source.get("prompting") == "simultaneous":
                    number = len(source["prompts"]) - 1
                    place = "prompt"
                    yield from self._perform(self._prompt(trial, number, "with_question"), place)
                yield from self._answer_or_silence(source)
            except Judged as judged:
                self._drop()
                how, answer = judged.how, judged.answer
                self.answered = (answer, "") if answer else None
            given, self.answered = self.answered, None
            trial.silent = given is None
            if how == "yes":
                return self._passed(trial)
            if how in JUDGEMENTS:
                return how
            cause = {"help": "professional"}.get(how, how)
            failed = "incorrect" if trial.given else "no_response"
            if how == "not_yet" and trial.proposed:
                # She has heard it, too, and it does not do; a right one would be praised as the last answer.
                trial.silent, failed = False, "incorrect"
                helped = self._next_prompt() is not None
                if helped or (trial.correct is not None and trial.proposed not in trial.correct):
                    trial.answer = trial.proposed
                if helped:
                    trial.given.append(trial.proposed)
                    trial.proposed = ""
            if given is not None:
                trial.proposed = ""
                trial.answer = given[0]
                trial.given.append(trial.answer)
                if trial.correct is None:
                    return ""
                if trial.answer in trial.correct:
                    return "prompted" if trial.prompts else "correct"
                cause, failed = "wrong", "incorrect"
            elif not how:
                if trial.silence_is_right and not trial.proposed:
                    return "prompted" if trial.prompts else "correct"
                cause, failed = "silence", None if trial.proposed else "no_response"
            number = self._next_prompt() if how or cause in causes else None
            if number is None:
                # What nobody confirmed is no error: it is recorded, and nothing is said of it.
                trial.answer = trial.answer if failed else trial.proposed
                return failed
            moments, place = self._prompt(trial, number, cause), "prompt"

    def _answer_or_silence(self, source: dict[str, Any]) -> Process:
        """Wait for an answer, no longer than is waited in silence."""
        if self.answered is None:
            wait = self.duration(source["patience"])
            while (yield from self._attend("open", until=self.now + wait)) == "again":
                if self.answered is not None:
                    break

    def _passed(self, trial: Trial) -> str:
        """Take her *yes*: to what was proposed, if that is right; else to the right one, where it is one."""
        right = trial.correct or []
        alone = right[0] if len(right) == 1 else ""
        trial.answer, trial.silent = trial.proposed if trial.proposed in right else alone, False
        return "prompted" if trial.prompts else "correct"

    def _next_prompt(self) -> int | None:
        """Return the number of the help that is next, or None."""
        trial = self.trial
        prompts = self.block.source.get("prompts", [])
        number, times = trial.next_prompt, trial.prompt_times
        while number < len(prompts):
            if times < prompts[number].get("attempts", 1) and self._holds(prompts[number]):
                return number
            number, times = number + 1, 0
        return None

    def _prompt(self, trial: Trial, number: int, cause: str) -> list[dict[str, Any]]:
        """Begin a help; return what Nao does. Answers count from then on."""
        prompt = self.block.source["prompts"][number]
        self._open()
        trial.prompt_times = trial.prompt_times + 1 if number == trial.next_prompt else 1
        trial.next_prompt = number
        trial.prompts += 1
        trial.help = max(trial.help, prompt["help"], key=HELPS.index)
        self.trace.append(("prompt", prompt["help"], cause))
        if "adult" in prompt:
            self.trace.append(("adult", self.text(prompt["adult"])))
        return prompt.get("do", [])
