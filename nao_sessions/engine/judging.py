"""What a judgement does: the record of the trial, the counts, the level, the help that comes first next time.

The values before are kept until the next question, so that the professional can judge again.
"""

from __future__ import annotations

from nao_sessions.engine.answers import right_answers
from nao_sessions.engine.compiled import Compiled
from nao_sessions.engine.items import stair_of
from nao_sessions.engine.lookup import score_of
from nao_sessions.engine.prompting import credited, fade_of
from nao_sessions.engine.records import Attempt, Before, Block, Score, Trial, renewed
from nao_sessions.engine.scores import climbed, counted, faded
from nao_sessions.engine.state import Draft
from nao_sessions.protocol.trials import NEEDING_RIGHT, PASSED, Judgement, Trials


def judged(
    draft: Draft, compiled: Compiled, trials: Trials, judgement: Judgement | None, attempt: Attempt | None
) -> Block:
    """Record and count the current trial under a judgement; return the block then.

    ``attempt``: the answer that ends it; else the one that waited for the end of a sentence, if one did.
    """
    block = draft.block
    assert block is not None
    question = block.question
    assert question is not None
    right = right_answers(draft, compiled, trials)
    judgement = in_kind(right, judgement)
    if attempt is None and judgement != "void":
        attempt = question.decided
    question = question.settled()
    last = attempt or (question.attempts[-1] if question.attempts and judgement != "void" else None)
    opened = question.opened_at
    latency = None
    if attempt is not None:
        helps = credited(question, attempt.t)
        question = question._replace(helps=helps, helped=question.helped[: len(helps)])
        if opened is not None and (attempt.answer or right is not None):
            latency = max(0, attempt.t - opened)
    stair = None if trials.adapt is None else stair_of(draft, trials, block)
    trial = Trial(
        step=block.step,
        child=draft.turn or "",
        number=question.number,
        item=question.item,
        answer="" if last is None else last.answer,
        judgement=judgement,
        help=question.strongest,
        prompts=len(question.helps),
        attempts=len(question.attempts),
        way="" if last is None else last.way,
        by="" if last is None else last.by,
        correct=right,
        opened_at=opened,
        latency_ns=latency,
        correction=question.correction,
        level=None if stair is None else stair.level,
    )
    score = score_of(draft, block.step, draft.child)
    before = Before(trial, score, stair, fade_of(draft, block, question.item))
    block = block.with_question(question).with_last(before)
    if judgement in PASSED:
        block = block._replace(passed=question.item)
    draft.block = block
    _apply(draft, trials, before, trial)
    draft.out("trial", **_record(trial))
    return block


def in_kind(right: tuple[str, ...] | None, judgement: Judgement | None) -> Judgement | None:
    """Return a judgement, or None where the question has no right answer and it says right or wrong."""
    return judgement if right is not None or judgement not in NEEDING_RIGHT else None


def judge_again(draft: Draft, compiled: Compiled, trials: Trials, judgement: Judgement | None) -> None:
    """Change the judgement of the last trial: all counts are computed again from those before it."""
    block = draft.block
    assert block is not None
    before = block.last
    assert before is not None
    trial = before.trial._replace(judgement=judgement)
    draft.block = block.with_last(before._replace(trial=trial, skipped=False))
    _apply(draft, trials, before, trial)
    draft.out("rejudged", was=before.trial.judgement, **_record(trial))


def _apply(draft: Draft, trials: Trials, before: Before, trial: Trial) -> None:
    score = before.score
    visit, total = counted(score.visit, trial), counted(score.total, trial)
    if draft.block is not None and draft.block.runs_over:
        visit = visit.without_runs()
    draft.scores = renewed(draft.scores, Score(score.step, score.child, visit, total), 2)
    if before.stair is not None and trials.adapt is not None:
        stair = climbed(before.stair, trials.adapt, trial)
        draft.stairs = renewed(draft.stairs, stair, 2)
        if stair.level != draft.recall(trial.child, trials.adapt.level):
            draft.remember(trial.child, trials.adapt.level, stair.level)
            draft.out("level", name=trials.adapt.level, participant=trial.child or None, value=stair.level)
    if before.fade is not None and trials.prompts:
        fade = faded(before.fade, trials.prompting, len(trials.prompts), trial)
        draft.fades = renewed(draft.fades, fade, 3)


def _record(trial: Trial) -> dict[str, object]:
    record = trial._asdict()
    record["correct"] = None if trial.correct is None else list(trial.correct)
    return record
