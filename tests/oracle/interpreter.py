"""A second, slow interpreter of the protocol language, written from its description alone.

It shares nothing with ``nao_sessions``: PyYAML reads the file into plain dictionaries, simpleeval computes
the expressions, and a session is one Python generator that walks through them as a reader would. Where it
stands is the generator's own stack; a step that is left stays suspended, so that ``back`` can take it up
again. Inputs are sent into it one by one, and what happens is appended to ``Session.trace``. All times are
session time, in milliseconds. What the keys of the language leave open is written in
docs/contracts/language.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.oracle.trials import Trials
from tests.oracle.values import Block, Scope, Trial, Turn
from tests.oracle.waits import Draw, Ended, Judged, Leave, Process, Stimulus, Voided, draw_first


class Session(Trials):
    """One session, with inputs of the caller's choice; what it takes is said in ``Waits``."""

    def __init__(
        self, protocol: dict[str, Any], draw: Draw = draw_first, participants: Sequence[str] = ("P07",)
    ) -> None:
        super().__init__(protocol, draw, participants)
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
        if self.outcome is not None:
            return None
        if self.paused:
            return self.limit
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

    def _level(
        self, steps: dict[str, Any], start: str, prefix: str, depth: int, inside: Sequence[str] = ()
    ) -> Process:
        """Run the steps of one level until one says ``done``. ``inside``: straight to a step within."""
        outer, turn = len(self.scopes), self.turn_in_hand
        left: list[tuple[Process, list[Scope], Trial | None, Block | None, list[dict[str, Any]], Turn]] = []
        running = self._step(steps[start], prefix + start, depth, inside)
        stimulus: Stimulus | None = None
        while True:
            try:
                leave = running.send(stimulus)
                if leave is None:
                    stimulus = yield None
                    continue
            except StopIteration as stop:
                leave = Leave(stop.value, depth)
            target, inside = leave.target, ()
            mine = {"done": leave.depth == depth, "back": bool(left)}.get(target, target in steps)
            if leave.path:
                mine = leave.path.startswith(prefix)
                target, *inside = leave.path.removeprefix(prefix).split(".")
            if not mine:
                stimulus = yield leave
                continue
            stimulus = None
            if leave.target == "back":
                running, scopes, self.trial, self.block, self.reactions, self.turn_in_hand = left.pop()
                for scope in scopes:
                    scope.entered, scope.spent = self.now, set()
                self.scopes[outer:] = scopes
                self.trace += self.turn_in_hand.lines[len(turn.lines) :]
                self.trace.append(("entered", scopes[-1].path))
                continue
            if leave.returns:
                left.append(
                    (
                        running,
                        self.scopes[outer:],
                        self.trial,
                        self.block,
                        self.reactions,
                        self.turn_in_hand,
                    )
                )
            self.turn_in_hand = turn
            ended = self.scopes[outer:]
            del self.scopes[outer:]
            self.trial = self.block = self.deferred = None
            self.reactions = []
            if leave.target == "done":
                if ended:
                    self.scopes[-1].question, self.scopes[-1].asked = ended[-1].question, ended[-1].asked
                return
            running = self._step(steps[target], prefix + target, depth, inside, ended)

    def _turns(self, step: dict[str, Any], path: str, depth: int, inside: Sequence[str] = ()) -> Process:
        """Run a group once for every child present, or for every item, so many rounds."""
        outer = self.turn_in_hand
        self._forget_runs(f"{path}.")
        items = None if step["each"] == "participant" else self.protocol["items"][step["each"]]
        for number in range(1, int(self.value(step.get("rounds", 1))) + 1):
            had: list[Any] = []
            everyone = list(self.present) if items is None else list(items)
            while True:
                # Who has come back within a round has her turn at its end.
                here = [*everyone, *self.present] if items is None else everyone
                here = [one for one in here if items is not None or one in self.present]
                one = next((one for one in here if one not in had), None)
                if one is None:
                    break
                had.append(one)
                if one in everyone:
                    everyone.remove(one)
                line = ("turn", path, number, one if items is None else one["id"])
                lines = (*outer.lines, line)
                if items is None:
                    self.turn_in_hand = Turn(one, outer.item, depth + 1, depth + 1, lines)
                else:
                    self.turn_in_hand = Turn(outer.child, one, depth + 1, outer.childs_depth, lines)
                self.trace.append(line)
                self.reached.add(f"{path}/turn" if len(had) == number == 1 else f"{path}/next_turn")
                start, *further = inside or [step["start"]]
                inside = ()
                yield from self._level(step["steps"], start, path + ".", depth + 1, further)
                self.trace.append(("group_done", path))
                if self.turn_was_cut:
                    had.remove(one)
                self.turn_was_cut = False
        self.turn_in_hand = outer

    def _step(
        self,
        step: dict[str, Any],
        path: str,
        depth: int,
        inside: Sequence[str] = (),
        ended: Sequence[Scope] = (),
    ) -> Process:
        """Run a step; ``ended``: what was left for it. Who goes straight inside does not enter it again."""
        scope = Scope(path, step, depth, self.now)
        if not inside:
            self.trace.append(("entered", path))
            self.reached.add(path)
        elif ended and ended[0].path == path:
            scope.entered, scope.spent = ended[0].entered, set(ended[0].spent)
        self.scopes.append(scope)
        if not inside:
            yield from self._perform(step.get("do", []), "do")
        if "trials" in step:
            yield from self._block(step["trials"], path)
        elif "each" in step:
            yield from self._turns(step, path, depth, inside)
        elif "steps" in step:
            start, *further = inside or [step["start"]]
            yield from self._level(step["steps"], start, path + ".", depth + 1, further)
            self.trace.append(("group_done", path))
        if "end" in step:
            cut_short = step["end"] == "completed" and self.closing == "limit"
            raise Ended("time" if cut_short else step["end"])
        if "next" in step:
            self.reached.add(f"{path}/next")
            return self._target(step["next"])
        yield from self._say_words()
        while True:
            scope.waits_from = self.now
            yield from self._attend("wait")
            if self.returned:
                self.returned = False
                yield from self._repeat("question", "do")

    # -- commands ----------------------------------------------------------------------------------------

    def _command(self, stimulus: Stimulus) -> Process:
        """Carry out a command; return whether it cut what was going on."""
        name = stimulus.value
        if name == "judge":
            return self._judged(stimulus.option)
        if name == "prompt":
            if self.leads_out:
                return False
            if self._in_hand and self._next_prompt() is not None:
                raise Judged("help")
            return False
        if name in ("skip", "redo"):
            if self.leads_out:
                return self._skip_on_the_way_out(name)
            if name == "skip" and self.block is None and self.turn_in_hand != Turn():
                self.words = None
                self._has_to_say("skip")
                yield Leave("done", self.turn_in_hand.depth)
            if self.block is None or (name == "redo" and self.trial is None):
                return False
            if name == "redo" and not self._in_hand:
                self._judge_again("void")
            self.words = None
            self._has_to_say(name)
            raise Voided(name == "redo")
        if name in ("leave", "return"):
            return (yield from self._comes_or_goes(name, stimulus.option))
        self.scopes[-1].waits_from = None
        if name == "finish":
            yield from self._finish()
        if name in ("change", "goto") and self.over_at is None:
            self.closing = ""
        if name == "goto":
            yield from self._leave("", 0, stimulus.option)
            return True
        entry = self.commands.get(name, {})
        if entry and name != "stop":
            yield from self._react(self.scopes[0], entry, "")
        if name in ("pause", "stop") or (name == "calm" and "next" not in entry):
            yield from self._paused({"pause": "paused", "stop": "stopped"}.get(name, name))
        elif self.turn and self.turn not in self.present and self.present and not self.leads_out:
            yield from self._end_turn_of_absent()
        return True

    # -- children ----------------------------------------------------------------------------------------

    def _comes_or_goes(self, name: str, child: str) -> Process:
        """Let a child leave or return; her words are said before anything goes on."""
        if not self._move(name, child):
            return False
        says = self.words is not None
        if not self.present and name == "leave":
            self._void()
            yield from self._say_words()
            if not self.present and not self.vacant:  # nothing is said to her
                yield from self._paused("left")
            return True
        if self.turn and self.turn not in self.present and self.leads_out:
            self._void()
        elif self.turn and self.turn not in self.present:
            yield from self._end_turn_of_absent()
        yield from self._say_words()
        return says
