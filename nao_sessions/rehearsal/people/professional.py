"""A virtual professional: she sees the view and the children, and presses what her policy says."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import Literal
from zlib import crc32

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.engine.values import View
from nao_sessions.protocol.trials import JUDGEMENTS
from nao_sessions.rehearsal.people.behaviour import PersonActs

Policy = Literal["confirms", "helps", "presses_everything", "presses_nothing"]
POLICIES: tuple[Policy, ...] = ("confirms", "helps", "presses_everything", "presses_nothing")
"""confirms: what Nao has understood where the child meant it, what she sees answered, refusals, and a button
after a while, often the main one, now and then each of the others, or none where a delay leads on;
helps: the same, and gives the next help herself after each silence;
presses_everything: any button, any command, any judgement, again and again; presses_nothing.
"""

PRESS_S = (0.8, 2.5)
"""The time that she takes to press, in seconds, uniform."""

BUTTON_S = (4.0, 12.0)
"""The time after which she presses a button where one is waited for, in seconds, uniform."""

MAIN_SHARE = 0.95
"""How often she presses the main button or waits, where there is a main one; else any, each as often."""

WAITS_SHARE = 0.1
"""How often she presses nothing where a delay leads on by itself."""

DENIES_SHARE = 0.3
"""How often she only denies a word that Nao took for another one; else she says which it was."""

RESUMES_SHARE = 0.7
"""How often who presses everything does nothing in a pause but leave it."""

COMMANDS = (
    "encourage", "repeat", "prompt", "redo", "skip", "calm", "change", "finish", "pause", "stop", "louder",
    "softer", "slower", "faster", "extend", "goto", "improvise", "leave", "return", "judge",
)  # fmt: skip
"""The commands of the policy ``presses_everything``: all that a console offers; in a pause others."""

JUDGES_TIMES = 5
"""How many times over *judge* stands among the commands in a trial."""

WHILE_PAUSED = ("finish", "calm", "change", "goto", "extend", "louder", "slower", "leave", "return")
WHILE_STOPPED = ("close", "close", "extend", "louder", "leave", "return")

JUDGED = ("yes", "not_yet", "heard", "not_heard", *JUDGEMENTS)
IMPROVISED = ({"text": "On continue."}, {"gesture": "yes"})


class Professional:
    """One virtual professional, who is shown views and children's acts, and returns what she presses."""

    def __init__(self, policy: Policy, seed: object, codes: Sequence[str] = ()) -> None:
        self.policy = policy
        self._codes = tuple(codes)
        self._meant = ""
        self.seed = seed
        self._generator = Random(f"{seed}/professional")
        self._moment = ""

    def at(self, moment: str) -> None:
        """Draw from the random stream of a moment from the next draw on, as a participant does."""
        self._moment = moment

    @property
    def _random(self) -> Random:
        """Return the stream of the moment, begun with the first draw, as a participant's is."""
        if self._moment:
            self._generator.seed(crc32(f"{self.seed}/professional/{self._moment}".encode()))
            self._moment = ""
        return self._generator

    def see(self, view: View, steps: Collection[str] = ()) -> list[PersonActs]:
        """Return what she does next, given a changed view; ``steps`` are those that she may go to."""
        if self.policy == "presses_nothing" or view.outcome is not None:
            return []
        if self.policy == "presses_everything":
            return self._anything(view, tuple(steps))
        if view.paused_because is not None:
            if view.paused_because == "left":
                return [self._command("finish")]
            return [self._command("resume")]
        trial = view.trial
        if trial is not None and trial.proposed is not None:
            # Of another word than the child meant she has made up her mind when she noticed it.
            return [] if self._meant not in ("", trial.proposed) else [self._judge("heard")]
        if self.policy == "helps" and trial is not None and trial.open and trial.next_help is not None:
            return [self._command("prompt", after=(6.0, 9.0))]
        if view.awaits is not None or view.activity != "waiting" or trial is not None:
            return []
        return self._button(view)

    def notices(self, act: PersonActs, view: View) -> list[PersonActs]:
        """Return what she does after a child's act: an answer misheard or missed, a refusal, a leaving."""
        if self.policy in ("presses_nothing", "presses_everything"):
            return []
        if act.gone:
            return [self._command("leave", participant=act.by or "")]
        self._meant = act.meant
        trial = view.trial
        if trial is None or not (trial.open or trial.asking):
            return []
        if act.declined:
            return [self._judge("refused")]
        if act.passed is not None:
            not_passed = "not_yet" if trial.next_help is not None else "incorrect"
            return [self._judge("yes" if act.passed else not_passed)]
        if act.meant and trial.proposed is not None and trial.proposed != act.meant:
            if self._random.random() < DENIES_SHARE:
                return [self._judge("not_heard")]
            return [self._command("judge", answer=act.meant)]
        if act.kind == "answered" and act.meant:
            return [self._command("judge", answer=act.meant)]
        return []

    def _button(self, view: View) -> list[PersonActs]:
        live = [button for button in view.buttons if button.zone != "always"]
        if not live:
            return []
        main = [button for button in live if button.main]
        timed = view.deadline_ns is not None
        draw = self._random.random() if main or timed else 1.0
        if timed and draw < WAITS_SHARE:
            return []
        chosen = self._random.choice(main if main and draw < MAIN_SHARE else live)
        return [PersonActs(self._within(BUTTON_S), "button", {"id": chosen.id})]

    def _anything(self, view: View, steps: tuple[str, ...]) -> list[PersonActs]:
        if view.paused_because is not None:
            # Whatever else she does in a pause, she leaves it in the end.
            way_out = "finish" if view.paused_because == "left" else "resume"
            resumed = self._command(way_out, after=(6.0, 9.0))
            if self._random.random() < RESUMES_SHARE:
                return [resumed]
            stopped = view.paused_because == "stopped"
            return [self._any_of(WHILE_STOPPED if stopped else WHILE_PAUSED, view, steps), resumed]
        if view.buttons and self._random.random() < 0.3:
            button = self._random.choice(view.buttons)
            return [PersonActs(self._within((0.1, 6.0)), "button", {"id": button.id})]
        if self._random.random() < 0.3:
            # In a trial the console's big buttons are judgements.
            judging = ("judge",) * JUDGES_TIMES if view.trial is not None else ()
            return [self._any_of((*COMMANDS, *judging), view, steps)]
        if view.buttons and view.activity == "waiting" and view.deadline_ns is None:
            button = self._random.choice(view.buttons)  # nothing else leads on
            return [PersonActs(self._within(BUTTON_S), "button", {"id": button.id})]
        return []

    def _any_of(self, names: Sequence[str], view: View, steps: tuple[str, ...]) -> PersonActs:
        """Return an act that gives one of some commands, with whatever it needs."""
        name = self._random.choice(names)
        data: Mapping[str, str] = {}
        match name:
            case "goto" if steps:
                data = {"step": self._random.choice(steps)}
            case "improvise":
                data = self._random.choice(IMPROVISED)
            case "leave" if view.present:
                data = {"participant": self._random.choice(view.present)}
            case "return" if self._codes:
                away = [code for code in self._codes if code not in view.present]
                data = {"participant": self._random.choice(away or self._codes)}
            case "finish" if self._random.random() < 0.3:
                data = {"after": "easy_trial"}
            case "judge":
                answers = () if view.trial is None else view.trial.answers
                if answers and self._random.random() < 0.3:
                    data = {"answer": self._random.choice(answers)}
                else:
                    data = {"as": self._random.choice(JUDGED)}
        return PersonActs(self._within((0.1, 6.0)), "command", {"name": name, **data})

    def _judge(self, how: str) -> PersonActs:
        return PersonActs(self._within(PRESS_S), "command", {"name": "judge", "as": how})

    def _command(self, name: str, after: tuple[float, float] = PRESS_S, **data: str) -> PersonActs:
        return PersonActs(self._within(after), "command", {"name": name, **data})

    def _within(self, seconds: tuple[float, float]) -> int:
        return round(self._random.uniform(*seconds) * SECOND_NS)
