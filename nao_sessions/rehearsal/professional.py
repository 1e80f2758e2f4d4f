"""A virtual professional: she sees the view and the children, and presses what her policy says."""

from __future__ import annotations

from random import Random
from typing import Literal
from zlib import crc32

from nao_sessions.engine.values import View
from nao_sessions.rehearsal.acts import SECOND_NS, PersonActs

Policy = Literal["confirms", "helps", "presses_everything", "presses_nothing"]
POLICIES: tuple[Policy, ...] = ("confirms", "helps", "presses_everything", "presses_nothing")
"""confirms: what Nao has understood, what she sees answered, refusals, and the main button after a while;
helps: the same, and gives the next help herself after each silence; presses_everything: any button and any
command, again and again; presses_nothing.
"""

PRESS_S = (0.8, 2.5)
"""How long she takes to press, in seconds, uniform."""

BUTTON_S = (4.0, 12.0)
"""After how long she presses a button where one is waited for."""

MAIN_SHARE = 0.95
"""How often she presses the main button, where there is one."""

COMMANDS = (
    "encourage", "repeat", "prompt", "redo", "skip", "calm", "change", "finish", "pause", "louder", "softer",
)  # fmt: skip


class Professional:
    """One virtual professional."""

    def __init__(self, policy: Policy, seed: object) -> None:
        self.policy = policy
        self.seed = seed
        self._generator = Random(f"{seed}/professional")
        self._moment = ""

    def at(self, moment: str) -> None:
        """Draw from a stream of this moment's from now on, as a participant does."""
        self._moment = moment

    @property
    def _random(self) -> Random:
        """Give the stream of the moment, begun with the first draw, as a participant's is."""
        if self._moment:
            self._generator.seed(crc32(f"{self.seed}/professional/{self._moment}".encode()))
            self._moment = ""
        return self._generator

    def see(self, view: View, now_ns: int) -> list[PersonActs]:
        """Look at the session when something in it has changed."""
        if self.policy == "presses_nothing" or view.outcome is not None:
            return []
        if self.policy == "presses_everything":
            return self._anything(view)
        if view.paused_because is not None:
            if view.paused_because == "left":
                return [self._command("finish")]
            return [self._command("resume")]
        trial = view.trial
        if trial is not None and trial.proposed is not None:
            return [self._judge("heard")]
        if self.policy == "helps" and trial is not None and trial.open and trial.next_help is not None:
            return [self._command("prompt", after=(6.0, 9.0))]
        if view.awaits is not None or view.activity != "waiting" or trial is not None:
            return []
        return self._button(view)

    def notices(self, act: PersonActs, view: View) -> list[PersonActs]:
        """See what a child did: an answer that Nao took for another, or not at all; a refusal; a leaving."""
        if self.policy in ("presses_nothing", "presses_everything"):
            return []
        if act.gone:
            return [self._command("leave", participant=act.by or "")]
        trial = view.trial
        if trial is None or not (trial.open or trial.asking):
            return []
        if act.declined:
            return [self._judge("refused")]
        if act.passed is not None:
            not_passed = "not_yet" if trial.next_help is not None else "incorrect"
            return [self._judge("yes" if act.passed else not_passed)]
        if act.meant and trial.proposed is not None and trial.proposed != act.meant:
            return [self._command("judge", answer=act.meant)]
        if act.kind == "answered" and act.meant:
            return [self._command("judge", answer=act.meant)]
        return []

    def _button(self, view: View) -> list[PersonActs]:
        live = [button for button in view.buttons if button.zone != "always"]
        if not live:
            return []
        main = [button for button in live if button.main]
        chosen = self._random.choice(main if main and self._random.random() < MAIN_SHARE else live)
        return [PersonActs(self._within(BUTTON_S), "button", {"id": chosen.id})]

    def _anything(self, view: View) -> list[PersonActs]:
        if view.paused_because is not None:
            return [self._command("resume")]
        if view.buttons and self._random.random() < 0.3:
            button = self._random.choice(view.buttons)
            return [PersonActs(self._within((0.1, 6.0)), "button", {"id": button.id})]
        if self._random.random() < 0.3:
            return [self._command(self._random.choice(COMMANDS), after=(0.1, 6.0))]
        return []

    def _judge(self, how: str) -> PersonActs:
        return PersonActs(self._within(PRESS_S), "command", {"name": "judge", "as": how})

    def _command(self, name: str, after: tuple[float, float] = PRESS_S, **data: str) -> PersonActs:
        return PersonActs(self._within(after), "command", {"name": name, **data})

    def _within(self, seconds: tuple[float, float]) -> int:
        return round(self._random.uniform(*seconds) * SECOND_NS)
