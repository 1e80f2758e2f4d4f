"""What a protocol plans for one trial: what Nao does, how long each silence lasts, which help is due.

Read from the protocol, from what was set for the session, and from what the block had come to (its counts and
the level of fading helps, taken from the log); what depends on anything else is not known beforehand, and is
expected of nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.analysis.fidelity.expected import ExpectedAct, ExpectedContent, KnownTrial, SessionBeginning
from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine.prompting import DEFAULT_DELAY_MS, WITH_PROMPT, first_help
from nao_sessions.engine.records import Fade, Tally, Trial
from nao_sessions.engine.scores import counted, faded
from nao_sessions.protocol.flow import Duration, Protocol
from nao_sessions.protocol.trials import Help, Trials, fed_back_as


@dataclass(frozen=True, slots=True)
class Standing:
    """How a child and an item stood: the state of fading helps (``fade``), and the counts of this block.

    ``tally`` is None where several took part and it was nobody's turn: whose counts are meant is not known.
    """

    fade: Fade
    tally: Tally | None


def standings_of(events: Sequence[Event], protocol: Protocol) -> Mapping[int, Standing]:
    """Return how the block stood at each question, trial and later judgement, by the seq of that event."""
    start = events[0].data if events else {}
    alone = len(start.get("participants") or ()) <= 1
    known = {(one["step"], one["child"], one["item"]): Fade(**one) for one in _levels(start)}
    tallies: dict[tuple[str, str], Tally] = {}
    found: dict[int, Standing] = {}
    key, fade, tally = ("", "", ""), Fade("", "", ""), Tally()
    for event in events:
        data = event.data
        if event.dir != "out" or event.kind not in ("question", "trial", "rejudged"):
            continue
        if event.kind == "question":
            key = (str(data.get("step")), str(data.get("turn") or ""), str(data.get("item") or ""))
            fade, tally = known.get(key, Fade(*key)), tallies.get(key[:2], Tally())
            if data.get("number") == 1:  # a block begins; in turns its runs go on
                tally = tally.carried() if key[1] else Tally()
            tallies[key[:2]] = tally
        else:
            step = protocol.steps.get(str(data.get("step")))
            if step is not None and step.trials is not None:
                fields: dict[str, Any] = {name: data.get(name) for name in Trial._fields}
                trial = Trial(**{**fields, "prompts": data.get("prompts") or 0})
                # one that is judged again is counted anew from what was before it
                known[key] = faded(fade, step.trials.prompting, len(step.trials.prompts), trial)
                tallies[key[:2]] = counted(tally, trial)
        counts = tallies.get(key[:2]) if key[1] or alone else None
        found[event.seq] = Standing(known.get(key, fade), counts)
    return found


def _levels(start: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    """Return the help levels that a session took over from the one before, from its first line."""
    carried: Sequence[dict[str, Any]] = (start.get("levels") or {}).get("help", ())
    return carried


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """The plan of a trial as a person who checks it is shown it.

    ``asked`` is what Nao does to ask, ``fed_back`` after the answer, ``helps`` each help with what Nao does
    in it. ``silences_ns`` lie before each help, and one at the end; None: not known beforehand.
    """

    asked: tuple[ExpectedAct, ...] = ()
    silences_ns: tuple[int | None, ...] = ()
    helps: tuple[tuple[Help, tuple[ExpectedAct, ...]], ...] = ()
    fed_back: tuple[ExpectedAct, ...] = ()


class PlannedTrial:
    """What is planned for one trial of a block, on one item, for one child."""

    def __init__(
        self,
        begun: SessionBeginning,
        step: str,
        trials: Trials,
        question: Event,
        standings: Mapping[int, Standing],
    ) -> None:
        self.trials = trials
        self._standings = standings
        stood = standings[question.seq]
        self._fade = stood.fade
        self._correction = str(question.data.get("correction") or "")
        deck = begun.protocol.deck_of(step)
        name = question.data.get("item")
        item = next((one for one in deck.items if one.id == name), None) if deck is not None else None
        self._known = KnownTrial(begun, trials, question, None if item is None else item.values, stood.tally)
        self.first = first_help(trials, stood.fade, self._correction)

    def asked(self) -> ExpectedContent:
        """Return what Nao is planned to do to ask the question."""
        return self._known.content(self.trials.ask, asking=True)

    def helped(self, index: int) -> ExpectedContent:
        """Return what Nao is planned to do in a help, by its place in the protocol's ``prompts``, from 0."""
        return self._known.content(self.trials.prompts[index].block, asking=True)

    def fed_back(self, ended: Event, *, unconfirmed: bool) -> ExpectedContent:
        """Return what Nao is to do after a trial: by the answer, else the judgement; prompted as correct."""
        blocks = dict(self.trials.feedback)
        judgement, answer = str(ended.data.get("judgement") or ""), str(ended.data.get("answer") or "")
        # what was answered before a silence ended the trial is no answer to it, and a void one has none
        keys = [] if judgement in ("no_response", "void") else [answer]
        keys += fed_back_as(judgement)
        block = None if unconfirmed else next((blocks[key] for key in keys if key in blocks), None)
        stood = self._standings.get(ended.seq)
        known = self._known.counted(None if stood is None else stood.tally)
        return ExpectedContent() if block is None else known.content(block, asking=False)

    def told(self, fed_back: tuple[ExpectedAct, ...]) -> TrialPlan:
        """Return the plan to show to a person: all helps that may come, whatever the child answers."""
        number, times = -1, 0
        helps: list[int] = [self.first] if self.first >= 0 else []
        silences: list[int | None] = []
        if helps:
            number, times = self.first, 1
        for index, left, _ in self._ahead(number, times):
            for _ in range(left):
                silences.append(next(iter(self.silences_ns(number, times, index)), None))
                helps.append(index)
                number, times = index, times + 1 if index == number else 1
        silences.append(self._ns(self.trials.patience))
        with_acts = tuple((self.trials.prompts[one].help, self.helped(one).acts) for one in helps)
        return TrialPlan(self.asked().acts, tuple(silences), with_acts, fed_back)

    def due(self, number: int, times: int) -> tuple[int, ...]:
        """Return the indexes of helps that may come next: the first certain one, and those before it.

        The last help had the index *number* (-1: there was none), and came for the *times*-th time.
        """
        found = []
        for index, left, sure in self._ahead(number, times):
            if left:
                found.append(index)
                if sure:
                    break
        return tuple(found)

    def passed_over(self, number: int, times: int, to: int) -> int | None:
        """Return the number of helps skipped between a help and the next one; None where that goes back."""
        ahead = list(self._ahead(number, times))
        if not any(index == to and left for index, left, _ in ahead):
            return None
        return sum(left for index, left, sure in ahead if sure and index < to)

    def still_due(self, number: int, times: int) -> int:
        """Return the number of helps that are certain to come after a help, while no right answer comes."""
        return sum(left for _, left, sure in self._ahead(number, times) if sure)

    def silences_ns(self, number: int, times: int, to: int | None) -> tuple[int, ...]:
        """Return the lengths (ns) that are planned for the silence after a help; empty where none is known.

        ``to`` is the index of the help that ended the silence; None: the trial ended.
        """
        if "silence" not in self.trials.prompt_on:
            return self._certain(self._ns(self.trials.patience))
        following: list[int | None] = [to] if to is not None else [*self.due(number, times)]
        if to is None and not self.still_due(number, times):
            following.append(None)
        return self._certain(*(self._before(one, number) for one in following))

    def _before(self, following: int | None, number: int) -> int | None:
        """Return the planned silence (ns) between two helps; None where it is not known beforehand."""
        patience = self._ns(self.trials.patience)
        if following is None or following == number:
            return patience
        if following == 0 and self.trials.prompting.procedure in ("constant_delay", "progressive_delay"):
            return self._delay()
        after = self.trials.prompts[following].after
        return patience if after is None else self._ns(after)

    def _delay(self) -> int | None:
        """Return the delay (ns) before the first help, as it has grown for this child and item by now."""
        prompting = self.trials.prompting
        beyond = self._fade.trials - prompting.zero_delay_trials
        if beyond < 0:
            return 0
        longest = self._ns(DEFAULT_DELAY_MS if prompting.delay is None else prompting.delay)
        if prompting.procedure == "constant_delay" or longest is None:
            return longest
        grown = prompting.step * MILLISECOND_NS * (beyond // prompting.every + 1)
        return min(grown, longest) if prompting.delay is not None else grown

    def _ahead(self, number: int, times: int) -> Iterator[tuple[int, int, bool]]:
        """Yield each help from the last one on: its index, how often it may still come, if it is sure."""
        if self._correction and self._correction != WITH_PROMPT:
            return
        for index in range(max(number, 0), len(self.trials.prompts)):
            prompt = self.trials.prompts[index]
            holds = True if prompt.condition is None else self._known.value(prompt.condition)
            left = max(prompt.attempts - (times if index == number else 0), 0)
            yield index, 0 if holds is False else left, bool(holds)

    def _certain(self, *durations: int | None) -> tuple[int, ...]:
        return tuple(one for one in durations if one is not None)

    def _ns(self, duration: Duration) -> int | None:
        return self._known.nanoseconds(duration)
