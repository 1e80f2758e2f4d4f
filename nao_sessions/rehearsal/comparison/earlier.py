"""An earlier version of a protocol, rehearsed, and new versions rehearsed beside it.

The sessions of both are drawn alike and apart: the same people and settings in the same turns, seeds of
their own.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from functools import cached_property
from random import Random
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.flow import Protocol, Setting
from nao_sessions.protocol.wording import HELPS, JUDGEMENTS, OUTCOMES, quote
from nao_sessions.rehearsal.comparison.differences import (
    NOT_JUDGED,
    Difference,
    People,
    SessionObservations,
    SessionSample,
    Words,
    differences,
    observe,
)
from nao_sessions.rehearsal.exploration.explore import explore
from nao_sessions.rehearsal.many import Files, Progress, engine_of, plans_for, spread
from nao_sessions.rehearsal.people.behaviour import BehaviourProfile, profile, profile_names
from nao_sessions.rehearsal.people.professional import POLICIES
from nao_sessions.rehearsal.session import RehearsalPlan
from nao_sessions.text.formats import number
from nao_sessions.text.messages import Text, msg, verbatim

# Differences between rehearsals of two versions, as sentences: what comes more or less often, and where.
#
# Every kind of thing and of circumstances that is observed has its words here, in both languages.

Named = Callable[[str], Text]
"""A function that returns what a part of the protocol is called, in words."""

_SENTENCE = msg("{what}: in {now} of {now_of} sessions, in {before} of {before_of} before")
_AVERAGE = msg("{what}: {now} on average, {before} before")

_THINGS: dict[str, Text] = {
    "does": msg("Nao {0} {1}"),
    "note": msg("the note {0}"),
    "adult": msg("the adult reads {0}"),
    "shows": msg("the board shows {0}"),
    "again": msg("once more ({0}): {1} {2} {3}"),
    "to": msg("leads to {0}"),
    "done": msg("ends {0}"),
    "exit": msg("goes by {0}"),
    "way": msg("leaves by {0} to {1}"),
    "help": msg("in {0}, help {1}: {2}"),
    "offers": msg("{0} is a possible answer"),
    "answer": msg("the answer is {0}"),
    "judged": msg("in {0}, a trial is '{1}'"),
    "in a row": msg("in {0}, {1} failures in a row"),
    "asked": msg("after {1} trials of {0}"),
    "failed": msg("after {1} failures in a row in {0}"),
    "set": msg("{0} changes by {1}"),
    "set at": msg("in {0}, {1} changes by {2}"),
    "visits": msg("{0} is visited {1} times"),
    "list": msg("{0} takes place"),
    "data": msg("{0} is {1} at the end"),
    "end": msg("end: {0}"),
    "error": msg("error {0}"),
    "slot": msg("{0} ms expected, {1} ms allowed"),
}

_WHERE: dict[str, Text] = {
    "session": msg("{what}"),
    "step": msg("in {0}, {what}"),
    "exit": msg("when the session goes by {0}, {what}"),
    "asks": msg("in {0}, with item '{1}', {what}"),
    "changes": msg("when {1} changes in {0}, {what}"),
    "in": msg("in {0}, {1}, {what}"),
    "leaving": msg("leaving {0}, {1}, {what}"),
}

_VALUES: dict[str, Text] = {
    "data": msg("with {0} = {1}"),
    "passed": msg("after {1} trials of {0} that were passed"),
    "correct": msg("after {1} trials of {0} correct without help"),
    "item": msg("with item '{0}'"),
}

_NUMBERS: dict[str, Text] = {
    "duration": msg("length of the session (s)"),
    "speech": msg("time that Nao speaks (s)"),
    "stay": msg("time spent in {0} (s)"),
    "trials": msg("trials of {0}"),
    "helps": msg("help a trial of {0}"),
}

_PARTS = {
    "to": (0,), "done": (0,), "exit": (0,), "way": (0, 1), "help": (0,), "judged": (0,), "in a row": (0,),
    "asked": (0,), "failed": (0,), "set at": (0,), "visits": (0,), "list": (0,),
    "step": (0,), "asks": (0,), "changes": (0,), "in": (0,), "leaving": (0,), "passed": (0,), "correct": (0,),
}  # fmt: skip
"""Which words of a kind name a part of the protocol."""

_QUOTED = {"does": (1,), "note": (0,), "adult": (0,), "offers": (0,), "answer": (0,)}
_CALLED: dict[tuple[str, int], dict[str, Text]] = {
    ("help", 2): dict(HELPS),
    ("judged", 1): {**JUDGEMENTS, NOT_JUDGED: msg("not judged")},
    ("end", 0): dict(OUTCOMES),
    ("does", 0): {
        "say": msg("says"),
        "gesture": msg("makes the gesture"),
        "pose": msg("takes the pose"),
        "posture": msg("takes the posture"),
        "look": msg("looks at"),
        "eyes": msg("has its eyes"),
        "sound": msg("plays the sound"),
    },
}


def said(difference: Difference, named: Named) -> Text:
    """Return a difference in words."""
    if difference.circumstances[0] == "average":
        kind, _, step = difference.circumstances[1].partition(" ")
        return _AVERAGE.format(
            what=_filled(_NUMBERS[kind], "step", (step,), named),
            now=number(difference.now, 2),
            before=number(difference.before, 2),
        )
    return _SENTENCE.format(
        what=_where(difference.circumstances, named).format(
            what=_filled(_THINGS[difference.thing[0]], difference.thing[0], difference.thing[1:], named)
        ),
        now=_percent(difference.now),
        now_of=difference.now_of,
        before=_percent(difference.before),
        before_of=difference.before_of,
    )


def _where(circumstances: Words, named: Named) -> Text:
    kind, *rest = circumstances
    if kind not in ("in", "leaving"):
        return _filled(_WHERE[kind], kind, tuple(rest), named)
    step, value, *values = rest
    condition = _filled(_VALUES[value], value, tuple(values), named)
    return _fill(_WHERE[kind], (named(step), condition))


def _filled(text: Text, kind: str, words: Words, named: Named) -> Text:
    """Return a text filled with words, each as people call it."""
    texts = []
    for place, word in enumerate(words):
        if place in _PARTS.get(kind, ()):
            texts.append(named(word))
        elif place in _QUOTED.get(kind, ()):
            texts.append(quote(word))
        else:
            texts.append(_CALLED.get((kind, place), {}).get(word, verbatim(word)))
    return _fill(text, (*texts, *(verbatim("") for _ in range(4 - len(texts)))))


def _fill(text: Text, texts: tuple[Text, ...]) -> Text:
    return text.format(**{str(place): word for place, word in enumerate(texts)})


def _percent(share: float) -> Text:
    return msg("{percent}%", percent=number(100 * share, 1))


TURN = 2
"""How often each child meets each professional in one turn, which is a series of sessions."""

ROUNDS = (1, 4)
"""The numbers of turns of the new version after which it is compared."""

SELDOM = 0.05
"""A way taken in a smaller share of sessions is compared once more, with those who take it most often."""

MOST_SELDOM = 8
"""The most such pairs of children and professional; the rarest ways choose first."""

EARLIER = 5
"""The sessions of the earlier version, as a multiple of the most that the new one has."""

APART = 1_000_000
"""How much later the seeds of the earlier version begin."""

VARIED = 0.5
"""The share of sessions with one setting at another value than its default."""

DEPTH, STATES = 3, 250
"""How far the earlier version is explored (events, states) for ways that its sessions did not take."""


class Earlier:
    """The earlier version of a protocol: its sessions, rehearsed once, and the ways on that it has."""

    def __init__(
        self,
        protocol: Protocol,
        profiles: Sequence[BehaviourProfile] = (),
        *,
        seed: int = 1,
        jobs: int = 1,
        progress: Progress = lambda done: None,
    ) -> None:
        self._protocol = protocol
        self._profiles = tuple(profiles) or tuple(profile(name) for name in profile_names())
        self._seed, self._jobs, self._progress = seed, jobs, progress
        self.turn = TURN * len(self._profiles) * len(POLICIES)
        self.pieces = self._pieces(())
        """The sessions of the earlier version, turn by turn."""
        self.whole = sum(self.pieces, SessionSample())
        self.ways = _ways(protocol)

    @cached_property
    def seldom(self) -> tuple[People, ...]:
        """Return the people (profiles and policies) who most often take each way that is seldom taken."""
        chosen: dict[People, None] = {}
        ways = sorted(self.whole.people.items(), key=lambda one: (one[1].total(), one[0]))
        for _, counts in ways:
            if counts.total() < SELDOM * self.whole.sessions and len(chosen) < MOST_SELDOM:
                chosen[counts.most_common(1)[0][0]] = None
        return tuple(chosen)

    @cached_property
    def seldom_pieces(self) -> tuple[SessionSample, ...]:
        """Return samples of sessions with those people alone who take seldom ways, turn by turn."""
        return self._pieces(self.seldom)

    def _pieces(self, people: Sequence[People]) -> tuple[SessionSample, ...]:
        plans = self._plans(self._protocol, APART, EARLIER * ROUNDS[-1] * self.turn, people)
        seen = self._seen(self._protocol, plans)
        return tuple(
            _sample(seen[first : first + self.turn], plans[first : first + self.turn])
            for first in range(0, len(plans), self.turn)
        )

    def sample(
        self, protocol: Protocol, first: int, sessions: int, people: Sequence[People] = ()
    ) -> SessionSample:
        """Return a sample of sessions of a version, whose seeds begin ``first`` after the common one."""
        plans = self._plans(protocol, first, sessions, people)
        return _sample(self._seen(protocol, plans), plans)

    def _plans(
        self, protocol: Protocol, first: int, sessions: int, people: Sequence[People]
    ) -> list[RehearsalPlan]:
        return varied(protocol, self._profiles, sessions=sessions, seed=self._seed + first, people=people)

    def _seen(self, protocol: Protocol, plans: Sequence[RehearsalPlan]) -> list[SessionObservations]:
        return spread(_observe_share, protocol, plans, jobs=self._jobs, progress=self._progress)

    def beside(self, protocol: Protocol) -> tuple[SessionSample, list[Difference]]:
        """Rehearse a new version, first a little, then more as long as no difference is found.

        Returns:
            Its sessions with everybody, and the differences from the earlier version.
        """
        now = SessionSample()
        for looked, until in zip((0, *ROUNDS), ROUNDS, strict=False):
            now += self.sample(protocol, looked * self.turn, (until - looked) * self.turn)
            found = differences(now, self.whole, self.ways)
            if found:
                return now, found
        if not self.seldom:
            return now, []
        rare = self.sample(protocol, 0, ROUNDS[-1] * self.turn, self.seldom)
        return now, differences(rare, sum(self.seldom_pieces, SessionSample()), self.ways)


def varied(
    protocol: Protocol,
    profiles: Sequence[BehaviourProfile],
    *,
    sessions: int,
    seed: int,
    people: Sequence[People] = (),
) -> list[RehearsalPlan]:
    """Return plans with everybody in turn; in half of them one setting, drawn by the seed, is changed.

    ``people``: who plays, in turn, instead of everybody.
    """
    plans = []
    others = [(one, value) for one in protocol.settings for value in _other_values(one)]
    for nth in range(seed, seed + sessions):
        draw = Random(f"{nth}/settings")
        settings: dict[str, Value] = {}
        written = ""
        if others and draw.random() < VARIED:
            setting, value = draw.choice(others)
            settings[setting.name] = value
            written = f" --setting {shlex.quote(f'{setting.name}={_written(setting, value)}')}"
        if people:
            names, policy = people[nth % len(people)]
            children = tuple(next(one for one in profiles if one.id == name) for name in names)
            plans.append(RehearsalPlan(nth, children, policy, settings, protocol.language, written))
            continue
        plans += plans_for(
            protocol, profiles, sessions=1, seed=nth, policies=POLICIES, settings=settings, written=written
        )
    return plans


def _other_values(setting: Setting) -> list[Value]:
    """Return values that a setting may have and does not have by default: others to choose, or its bounds."""
    if setting.choices:
        values: Sequence[Any] = setting.choices
    elif isinstance(setting.default, bool):
        values = (False, True)
    elif setting.minimum is not None and setting.maximum is not None:
        whole = isinstance(setting.default, int)
        values = [int(one) if whole else float(one) for one in (setting.minimum, setting.maximum)]
    else:
        values = ()
    return [value for value in values if value != setting.default]


def _written(setting: Setting, value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g} s" if setting.type == "duration" else str(value)


def _sample(seen: Sequence[SessionObservations], plans: Sequence[RehearsalPlan]) -> SessionSample:
    sample = SessionSample()
    for one, plan in zip(seen, plans, strict=True):
        sample.add(one, plan)
    return sample


def _observe_share(files: Files, plans: Sequence[RehearsalPlan]) -> list[SessionObservations]:
    engine = engine_of(files)
    return [observe(engine, plan) for plan in plans]


def _ways(protocol: Protocol) -> frozenset[Words]:
    """Return the ways from step to step that a short exploration of a protocol finds."""
    codes = tuple(f"V{number:02}" for number in range(1, max(1, protocol.participants_min) + 1))
    engine = _Watched(protocol)
    explore(engine, participants=codes, depth=DEPTH, most=STATES)
    return frozenset(engine.ways)


class _Watched(Engine):
    """An engine that notes the ways from step to step that it took."""

    def __init__(self, protocol: Protocol) -> None:
        super().__init__(protocol)
        self.ways: set[Words] = set()

    def step(self, state: State, event: Event) -> tuple[State, tuple[Output, ...]]:
        """Step the engine by one input, and note the ways that lead on to another step."""
        state, outputs = super().step(state, event)
        for output in outputs:
            if output.kind == "entered":
                self.ways.add(("exit", output.data["by"], "to", output.data["step"]))
        return state, outputs
