"""The helps of one trial: each in its turn and whole, none missing that was due after silence or error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from nao_sessions.annotation.fidelity.carried import Window, carried, cuts
from nao_sessions.annotation.fidelity.interruptions import Spent
from nao_sessions.annotation.fidelity.plan import Plan
from nao_sessions.annotation.fidelity.verdicts import FAULTS, Part, Verdict
from nao_sessions.annotation.fidelity.waits import Wait, acting, what_ended
from nao_sessions.core.events import Event
from nao_sessions.protocol.trials import ANY


def help_part(
    spent: Spent, plan: Plan, waits: Sequence[Wait], by_seq: Mapping[int, Event], ends: Mapping[str, str]
) -> Part:
    """Compare the helps of a trial; ``ends``: how each action ended, by its id."""
    number, times, in_order, planned = -1, 0, 0, 0
    with_question, after_error = False, 0
    made: set[Verdict] = set()
    for event, window in _helps(spent):
        index, cause = int(event.data["index"]), event.data.get("cause")
        over = plan.passed_over(number, times, index)
        if cause == "with_question":
            over = 0 if index == plan.first else None
        verdict = carried(plan.helped(index), window, ends).verdict
        made.add(verdict)
        in_order += over is not None and verdict not in FAULTS
        planned += 1 + (over or 0)
        with_question |= cause == "with_question"
        after_error += cause == "wrong"
        times = times + 1 if index == number else 1
        number = index
    missing = _missing(spent, plan, (number, times), after_error, by_seq)
    missing += sum(one.verdict == "otherwise" and one.ended_by in ("answer", "interruption") for one in waits)
    if plan.first >= 0 and not with_question and not _early(spent.events):
        missing += 1
    planned += missing
    if not planned:
        return Part("help", "unplanned", 0, 0)
    if in_order < planned:
        return Part("help", "partly" if in_order else "otherwise", planned, in_order)
    apart: Verdict = "interrupted" if "interrupted" in made else "adapted" if "adapted" in made else "done"
    return Part("help", apart, planned, in_order)


def _helps(spent: Spent) -> Iterator[tuple[Event, Window]]:
    """Give each help with the events that belong to it."""
    asked = spent.asked
    places = [n for n, e in enumerate(asked) if (e.dir, e.kind) == ("out", "prompt")]
    for place, after in pairwise((*places, len(asked))):
        last = after == len(asked)
        yield asked[place], Window(asked[place:after], answering=True, broken_off=last and spent.is_void)


def _missing(
    spent: Spent, plan: Plan, last: tuple[int, int], after_error: int, by_seq: Mapping[int, Event]
) -> int:
    """Count the helps that were due and not given; where an adult took a hand in it, it is hers to say."""
    asked, ended = spent.asked, spent.ended
    if any(cuts(e) for e in asked):
        return 0
    data = {} if ended is None else ended.data
    judgement, right = (
        str(data.get("judgement") or ""),
        data.get("correct") or spent.question.data.get("correct"),
    )
    wrong = [
        e for e in responses(asked, "decides") if not {ANY, e.data.get("answer")}.intersection(right or [ANY])
    ]
    if spent.is_void and wrong and acting(asked, wrong[-1].at):
        wrong.pop()  # it was to count once Nao had done, and something else came
    count = 0
    if "wrong" in plan.trials.prompt_on:
        count += max(len(wrong) - (judgement == "incorrect") - after_error, 0)
        count += plan.still_due(*last) if judgement == "incorrect" else 0
    if "silence" in plan.trials.prompt_on and judgement == "no_response" and ended is not None:
        silent = what_ended(ended, by_seq.get(-1 if ended.cause is None else ended.cause)) == "silence"
        count += plan.still_due(*last) if silent else 0
    return count


def responses(events: Sequence[Event], *whys: str) -> list[Event]:
    """Give what was taken up as answers: those that decided, or were proposed."""
    return [e for e in events if (e.dir, e.kind) == ("out", "response") and e.data.get("why") in whys]


def _early(spent: Sequence[Event]) -> bool:
    """Tell whether a trial was decided before the help that comes with its question was due."""
    for event in spent:
        if (event.dir, event.kind) in (("in", "command"), ("out", "trial")):
            return True
        if responses([event], "decides"):
            return True
        if (event.dir, event.kind) == ("out", "open"):
            return False
    return True
