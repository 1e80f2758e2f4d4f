"""What a session shows against the promises: what the protocol does, not what the adult makes up."""

from __future__ import annotations

from typing import Any

from course import Course

from nao_sessions.rehearsal.session import Observance

AFTER_A_FAILURE = """
commands: {finish: {next: fin}}
start: jeu
steps:
  jeu:
    trials:
      ask: [{say: "Fruit ou légume ?"}]
      answers: {fruit: [{board: fruit}], légume: [{board: légume}]}
      correct: fruit
      patience: 10 s
      count: 1
    next: suite
  suite:
    do: [{say: "On regarde ensemble."}SIGN]
    buttons: [{label: "Suite", next: fin}]
    after: {wait: 60 s, next: fin}
  fin: {do: [{say: "Fini."}], end: completed}
"""


class Observed(Course):
    """A session whose promises are watched."""

    def __init__(self, body: str) -> None:
        self.observance = Observance()
        super().__init__(body)

    def give(self, kind: str, data: dict[str, Any] | None = None, **when: Any) -> None:
        """Give an input, and show the observance what came of it."""
        before = self.state if self.lines else None
        super().give(kind, data, **when)
        if before is not None:
            self.observance.watch(self.outputs, before, self.state)  # type: ignore[arg-type]


def failed(sign: str = "") -> Observed:
    """Return a session after a trial that was not passed, in the step that follows by itself."""
    course = Observed(AFTER_A_FAILURE.replace("SIGN", sign))
    course.done()
    course.command("judge", after_s=1.0, **{"as": "incorrect"})
    assert course.state.step == "suite"
    course.done()
    return course


def test_praise_that_follows_a_failure_by_itself_is_a_breach() -> None:
    course = failed(", {gesture: cheer}")
    assert {one.shown for one in course.observance.breaches} == {"gesture: cheer"}


def test_a_gesture_that_the_adult_makes_up_is_no_breach_of_the_protocol_s() -> None:
    course = failed()
    course.command("improvise", gesture="yes", after_s=1.0)
    assert "gesture" in course.doing
    assert course.observance.breaches == set()
