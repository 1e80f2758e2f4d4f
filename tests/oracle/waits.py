"""What a session of the oracle waits for, and what happens meanwhile: reactions, the limit, the closing.

Where a session stands is the stack of its Python generator. Inputs are sent into it one by one, and what
happens is appended to ``trace``. All times are session time, in milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tests.oracle.parts import listed, name_parts
from tests.oracle.values import Block, Given, Scope, Trial, Values, read_duration

SENSES = ("touch", "board", "card", "word", "gaze")
DOUBTFUL = ("word", "gaze")
"""Senses that only propose an answer: she has the last word."""
BREAKS = {"lost": "lost", "fell": "fell", "slept": "slept", "resumed": "crash"}
"""What pauses a session though nobody has said so, and how a log calls that."""
DEAF_MS = 500
LET_GO: dict[str, Any] = {}
"""Stands for a reaction whose rest is not to be done."""


class Stimulus(NamedTuple):
    """One input: ``done``, ``time``, ``button``, ``command``, ``answer``, or a sense (``touch``, ``word``).

    ``answer`` is one that the professional says the child has given. ``option`` is her judgement, or the
    child: whose board it is, who leaves or returns.
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
    ``returns`` tells whether ``back`` may come back here: a reaction or a command has led away. ``path`` is
    where a person goes straight to: a step by its path, which need be no neighbour.
    """

    target: str
    depth: int
    returns: bool = False
    path: str = ""


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

    def __init__(self, how: str, given: Given | None = None) -> None:
        super().__init__(how, given)
        self.how, self.given = how, given


Process = Generator[Leave | None, Stimulus | None, Any]
"""A part of a session: it yields None to wait for an input, or a way out of the step that it is in."""


Draw = Callable[[dict[int, dict[str, Any]]], int]
"""Chooses one of what a lot allows: items or possibilities, by their place in the file."""


def draw_first(allowed: dict[int, dict[str, Any]]) -> int:
    """Return the first that is allowed: the lot of a session that nobody draws for."""
    return min(allowed)


class Waits(Values):
    """A session's waits.

    Args:
        protocol: as ``read_protocol`` gives it.
        draw: chooses among the items or possibilities that a lot allows.
        participants: the codes of the children, in the order of their turns.
    """

    def __init__(
        self, protocol: dict[str, Any], draw: Draw = draw_first, participants: Sequence[str] = ("P07",)
    ) -> None:
        super().__init__(protocol, participants)
        self.draw = draw
        self.names = name_parts(protocol)
        self.reached: set[str] = set()
        self.now = 0
        self.trace: list[tuple[Any, ...]] = []
        self.outcome: str | None = None
        self.acting = False
        self.until: int | None = None
        self.paused = ""
        """Why the session is paused; empty while it goes on."""
        self.lost = False
        silence = self.protocol.get("always", {}).get("silence")
        self.silence = {"wait": silence} if isinstance(silence, str) else silence
        self.scopes: list[Scope] = []
        self.last: tuple[Block, Trial] | None = None
        self.said = ""
        self.speaking = False
        self.silent_from = -DEAF_MS
        self.bags: dict[Any, tuple[list[int], int | None]] = {}
        self.returned = False
        self.hurried = False
        self.deferred: tuple[Scope, dict[str, Any], str] | None = None
        self.reactions: list[dict[str, Any]] = []
        self.quiet_from = 0
        self.stirred = True
        self.words: tuple[dict[str, Any], str] | None = None
        """What is said of a child who leaves or returns, and to whom, until it has begun."""
        self.words_begun = self.words
        self.coming: dict[str, Any] = {}
        self.vacant = False
        """Whether it has paused because no child is there; until one returns."""
        self.place = ""
        self.cut = self.waited = False
        self.answered: Given | None = None
        """An answer that decides, until what Nao is saying is over."""
        duration = self.protocol.get("duration", {})
        self.limit = read_duration(duration["limit"]) if "limit" in duration else None
        self.closing_lasts = read_duration(duration.get("closing", "5 min"))
        self.closing = ""
        """What began the closing: ``limit`` or ``professional``."""
        self.over_at: int | None = None
        self.finish_wanted = False

    # -- what the other parts of a session do -----------------------------------------------------------

    def _perform(self, moments: list[dict[str, Any]], place: str) -> Process:
        raise NotImplementedError

    def _repeat(self, what: str, place: str) -> Process:
        raise NotImplementedError

    def _set(self, source: dict[str, Any]) -> None:
        raise NotImplementedError

    def _command(self, stimulus: Stimulus) -> Process:
        raise NotImplementedError

    def _interrupt_trial(self) -> str:
        raise NotImplementedError

    def _judge_on_the_way_out(self, how: str, given: Given | None) -> None:
        raise NotImplementedError

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
            elif stimulus.kind in BREAKS:
                self._break(stimulus.kind)
                yield from self._paused(BREAKS[stimulus.kind])
                self.cut, self.waited = acting, waited
                return "again"
            elif stimulus.kind == "answer":
                if self._in_hand and stimulus.value in self.trial.answers:
                    told = Given(stimulus.value, self.now)
                    if self.leads_out:
                        self._judge_on_the_way_out("", told)
                        continue
                    raise Judged("", told)
            elif stimulus.kind in SENSES:
                if stimulus.kind == "word" and (speaking or self.now < self.silent_from + DEAF_MS):
                    continue
                answer = self._answer_of(stimulus)
                if answer is not None:
                    if self.trial is None or self.trial.phase != "open" or self.answered is not None:
                        continue
                    if self._out_of_turn(stimulus):
                        continue
                    if self._is_doubtful(stimulus):
                        self.trial.proposed = Given(answer, self.now)
                        self.trace.append(("proposed", answer))
                        if place == "open":
                            return "again"
                    else:
                        self.answered = Given(answer, self.now)
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
            above = self.reactions[[running is entry for running in self.reactions].index(True) + 1 :]
            led = not self._leads(entry) and any(map(self._leads, above))
            if not above or not (led or entry is self.coming or entry is self.commands.get("resume")):
                raise Restart(entry, value)
            # What came on top of these words goes on, a child's wait for others; they themselves do not.
            self.reactions = [LET_GO if running is entry else running for running in self.reactions]
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
        if self.reactions.pop() is LET_GO:
            return
        self._reach(entry)
        if "next" in entry:
            yield from self._leave(self._target(entry["next"]), scope.depth)
        elif entry is self.coming and not self.present and not self.vacant:
            yield from self._paused("left")
        elif not any(entry is self.commands.get(name) for name in ("pause", "calm")):  # or once they pause
            self._take_up_the_trial()

    def _leave(self, target: str, depth: int, path: str = "", *, says: bool = False) -> Process:
        """Leave for a step; comes back when ``back`` does. ``says``: what has to be said is said there."""
        words = None if says else self.words
        self.words = self.words if says else None
        trial = self.trial
        left = self._interrupt_trial() if self._in_hand else "over"
        yield Leave(target, depth, target not in ("back", "done"), path)
        self.words = self.words or words
        if self.turn and self.turn not in self.present and self.present:  # the child has left meanwhile
            self.turn_was_cut = True
            yield Leave("done", self.turn_in_hand.childs_depth)
        if trial is None:
            self.returned = True
        else:
            trial.phase, trial.left = "over", trial.left or left
        yield from self._close_if_due()
        self._take_up_the_trial()

    def _take_up_the_trial(self) -> None:
        """Let a trial be that was left, once no reaction is under way any more that came before that."""
        trial = self.trial
        if trial is None or not trial.left or self.reactions:
            return
        left, trial.left = trial.left, ""
        if left != "over":
            raise Voided(again=left == "void")
        self.returned = True

    def _target(self, source: Any) -> str:
        for branch in listed(source):
            if isinstance(branch, str):
                return branch
            if self._holds(branch):
                return str(branch["next"])
        raise AssertionError("a branch has a last entry")

    def _reach(self, part: Any) -> None:
        name = self.names.get(id(part))
        if name is not None:
            self.reached.add(name)

    def _say_words(self) -> Process:
        """Say what has to be said first: to a child who comes or goes, of what is skipped or done again."""
        if self.words is None:
            return
        self.words_begun, self.words = self.words, None
        entry, child = self.words_begun
        if not child:
            yield from self._react(self.scopes[0], entry, "")
        else:
            # One entry for all: what is being said of one child is let go when another comes or goes.
            self.coming.clear()
            self.coming.update(entry)
            self.names[id(self.coming)] = self.names[id(entry)]
            yield from self._react(self.scopes[0], self.coming, "")

    def _move(self, name: str, child: str) -> bool:
        """Let a child leave or return; return whether she could. What is said of it has to be said then."""
        if child not in self.children or (child in self.present) != (name == "leave"):
            return False
        here = {*self.present, child} if name == "return" else {*self.present} - {child}
        self.present = [one for one in self.children if one in here]
        self.vacant = self.vacant and not self.present
        self.trace.append(("left" if name == "leave" else "returned", child))
        self._has_to_say(name, child)
        return True

    def _has_to_say(self, name: str, child: str = "") -> None:
        """Let the words of a command be said before anything goes on, where it has any."""
        if name in self.commands:
            self.words = (self.commands[name], child)

    def _paused(self, why: str, *, void: bool = False) -> Process:
        """Pause, and go on; the caller goes on with what was interrupted. ``void``: so is what is in hand."""
        if void:
            self._void()
        command = yield from self._pause(why)
        if command is None or command.value != "goto":  # where she goes is entered, and left for the closing
            yield from self._close_if_due()
        if command is not None:
            self.words = None
            yield from self._command(command)
        if self.turn and self.turn not in self.present and self.present:
            yield from self._end_turn_of_absent()
        elif self.commands.get("resume") and command is None:
            yield from self._react(self.scopes[0], self.commands["resume"], "")
        yield from self._say_words()
        self._take_up_the_trial()

    def _end_turn_of_absent(self) -> Process:
        """End the turn of a child who is not there; what one who comes or goes was hearing is said then."""
        if self.words is None and any(running is self.coming for running in self.reactions):
            self.words = self.words_begun
        self.turn_was_cut = True
        yield from self._leave("done", self.turn_in_hand.childs_depth, says=True)

    def _void(self) -> str:
        """Interrupt the trial in hand; what comes of it comes once what is under way is over."""
        left = self._interrupt_trial() if self._in_hand else ""
        if left:
            self.trial.phase, self.trial.left = "over", left
        return left

    def _pause(self, why: str) -> Process:
        """Wait until she goes on; return the command by which she did, if it has to be carried out."""
        began, self.deferred, self.paused = self.now, None, why
        self.vacant = self.vacant or why == "left"
        self.trace.append(("paused", why))
        self.scopes[-1].waits_from = None
        by = None
        while by is None:
            stimulus = yield
            again = ""
            name = stimulus.value if stimulus.kind == "command" else ""
            if stimulus.kind == "time":
                self._time_is_up()
            elif stimulus.kind in BREAKS or name == "stop":
                self._break(stimulus.kind)
                again = BREAKS.get(stimulus.kind, "stopped")
            elif stimulus.kind == "back":
                self.lost = False
            elif name in ("leave", "return") and self._move(name, stimulus.option):
                if not self.present or (self.turn and self.turn not in self.present):
                    self._void()
                again = "" if self.present else "left"
            elif name == "calm" and name not in self.commands:
                again = "" if self.paused == "stopped" else "calm"
            elif (name == "resume" and not self.lost) or self._ends_a_pause(name):
                by = stimulus
            if again:
                self.trace.append(("paused", again))
                self.paused = self.paused if self.paused == "stopped" else again
                self.vacant = self.vacant or again == "left"
        self.paused = ""
        for scope in self.scopes:
            scope.entered += self.now - began
        self.trace.append(("continued", by.value))
        return None if by.value == "resume" else by

    def _ends_a_pause(self, name: str) -> bool:
        """Return whether a command goes on by itself, after whatever but a stop."""
        leads = name == "goto" or (name in ("finish", "change", "calm") and name in self.commands)
        return leads and self.paused != "stopped"

    def _break(self, kind: str) -> None:
        """Take up what pauses a session without a person: the robot is lost, the program was away."""
        self.lost = self.lost or kind == "lost"
        if kind == "resumed":
            self._void()
        if kind in ("resumed", "slept") and self.over_at is not None:
            self.over_at, self.limit = self.now, self.now + self.closing_lasts

    @property
    def leads_out(self) -> bool:
        """Whether words that lead out of the activity are under way: they are heard to their end."""
        return any(map(self._leads, self.reactions))

    def _leads(self, entry: dict[str, Any]) -> bool:
        return any(entry is self.commands.get(name) for name in ("finish", "calm", "change"))

    @property
    def commands(self) -> dict[str, Any]:
        """The commands that have words, or lead somewhere."""
        commands: dict[str, Any] = self.protocol["commands"]
        return commands

    @property
    def addressed(self) -> str:
        """The child whom a sentence means by ``{participant}``."""
        if self.reactions and self.reactions[-1] is self.coming:
            assert self.words_begun is not None
            return self.words_begun[1]
        return self.turn

    # -- the limit, and the closing ---------------------------------------------------------------------

    def _time_is_up(self) -> None:
        """Take up that the session's limit has come, or the end of the time that its closing has."""
        if self.over_at is not None:
            if self._in_hand:
                self._interrupt_trial()
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
        self.finish_wanted, self.words = False, None
        yield from self._react(self.scopes[0], self.commands["finish"], "")

    # -- trials ------------------------------------------------------------------------------------------

    def _answer_of(self, stimulus: Stimulus) -> str | None:
        if self.trial is None:
            return None
        for answer, ways in self.trial.answers.items():
            if any(self._matches(way, stimulus) for way in ways):
                return answer
        return None

    def _out_of_turn(self, stimulus: Stimulus) -> bool:
        """Return whether it is another child's board than that of the child whose turn it is."""
        return stimulus.kind == "board" and bool(self.turn) and stimulus.option not in ("", self.turn)

    def _is_doubtful(self, stimulus: Stimulus) -> bool:
        """Return whether it only proposes: a word, a gaze, and with several children what has no author."""
        if stimulus.kind in DOUBTFUL:
            return True
        alone = len(self.present) == 1
        return not alone and (stimulus.kind == "touch" or (stimulus.kind == "board" and not stimulus.option))

    @property
    def _in_hand(self) -> bool:
        """Whether a question is asked or open, for an answer or a judgement to be for."""
        return self.trial is not None and self.trial.phase in ("ask", "open")
