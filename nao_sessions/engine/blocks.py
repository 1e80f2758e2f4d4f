"""A block of trials: which question comes next, when it is at its end, what interrupts it, how trials count.

A judgement makes the record of a trial and changes the counts, the level and the help that comes first. The
values before are kept until the next question, so that the professional can judge again.
"""

from __future__ import annotations

from nao_sessions.engine.answers import possible, right_answers
from nao_sessions.engine.compiled import Compiled, ReadingScope, score_of
from nao_sessions.engine.items import next_item, stair_of
from nao_sessions.engine.prompting import credited, fade_of, first_help, help_after, judgement_of
from nao_sessions.engine.records import (
    Attempt,
    Before,
    Block,
    Phase,
    Question,
    Score,
    Tally,
    Trial,
    known,
    renewed,
)
from nao_sessions.engine.scores import climbed, counted, faded
from nao_sessions.engine.state import Draft, StackFrame
from nao_sessions.protocol.flow import Step
from nao_sessions.protocol.trials import (
    FAILED,
    JUDGEMENT_FACTS,
    JUDGEMENTS,
    NEEDING_RIGHT,
    PASSED,
    Judgement,
    Trials,
)

ASK = "trial/ask"
PROMPT = "trial/prompt"
FEEDBACK = "trial/feedback"
OWN = "trial/"
"""The prefix of the owner of every frame that belongs to a trial."""


def trials_of(draft: Draft, compiled: Compiled) -> Trials:
    """Return what the protocol says of the current block of trials; there must be one."""
    assert draft.block is not None
    trials = compiled.protocol.steps[draft.block.step].trials
    assert trials is not None
    return trials


def question_of(draft: Draft) -> Question | None:
    """Return the current question, to which an answer or judgement would belong, or None."""
    block = draft.block
    return block.question if block is not None and block.phase in ("ask", "open") else None


def closes_now(draft: Draft) -> bool:
    """Return whether the closing is wanted and no current sentence or trial must end before it."""
    if not draft.finish_wanted or draft.speaking is not None:
        return False
    return draft.block is None or draft.block.phase not in ("ask", "open", "feedback")


def in_hand(draft: Draft) -> tuple[Block, Question]:
    """Return the current block of trials and its question; the caller knows that there is one."""
    block = draft.block
    assert block is not None
    assert block.question is not None
    return block, block.question


def begin_block(draft: Draft, compiled: Compiled, step: Step) -> None:
    """Begin the trials of a step; in a group with turns, runs of answers go on from turn to turn."""
    trials = step.trials
    assert trials is not None
    child = draft.child
    score = score_of(draft, step.name, child)
    fresh = score.visit.carried() if draft.turns else Tally()
    draft.scores = renewed(draft.scores, Score(step.name, child, fresh, score.total), 2)
    draft.block = Block(step.name, "next", _count(draft, compiled, trials))


def go_on(draft: Draft, compiled: Compiled) -> bool:
    """Begin the next question of the block, or end the block; return whether anything was begun."""
    block = draft.block
    if block is None or block.phase != "next" or draft.finish_wanted:
        return False
    trials = trials_of(draft, compiled)
    correction = ""
    if block.easy:
        item: str | None = block.passed
        block = block._replace(easy=False, again=None, corrections=())
        draft.finish_wanted = True  # once this one is over
    elif block.again is not None:
        item = block.again
        block = block._replace(again=None)
    elif block.corrections:
        item = block.question.item if block.question is not None else ""
        correction, block = block.corrections[0], block._replace(corrections=block.corrections[1:])
    else:
        phase = _ended(draft, compiled, trials, block)
        if phase:
            draft.block = block.in_phase(phase)
            _tell_block(draft, block)
            return True
        item = next_item(draft, compiled, trials, block)
        if item is None:
            draft.block = block.in_phase("over")
            return True
    first = first_help(trials, fade_of(draft, block, item or ""), correction)
    question = Question(block.begun + 1, item or "", draft.at, first=first, correction=correction)
    draft.block = block.asking(question)
    right = right_answers(draft, compiled, trials)
    draft.out(
        "question",
        step=block.step,
        number=question.number,
        item=question.item,
        turn=draft.turn,
        answers=list(possible(draft, compiled, trials)),
        correct=None if right is None else list(right),
        correction=correction,
    )
    draft.question = ""
    draft.frames = (StackFrame(block=trials.ask, owner=ASK),)
    return True


def after_feedback(draft: Draft, compiled: Compiled) -> None:
    """Begin the pause before the next question, where the protocol has one."""
    block = draft.block
    assert block is not None
    trials = trials_of(draft, compiled)
    pause_ns = ReadingScope(draft, compiled).nanoseconds(trials.pause)
    more = (
        block.easy
        or block.again is not None
        or block.corrections
        or not _ended(draft, compiled, trials, block)
    )
    if pause_ns and more:
        draft.block = block._replace(phase="pause", due=draft.at + pause_ns)
    else:
        draft.block = block.in_phase("next")


def end_with_an_easy_one(draft: Draft) -> bool:
    """Plan to ask the last passed item once more and then close the session; return whether it can."""
    block = draft.block
    if block is None or block.passed is None or block.phase == "over" or block.step != draft.step:
        return False
    draft.block = block._replace(easy=True)
    return True


def pause_over(draft: Draft) -> None:
    """End the pause between two questions, whose time is over: :func:`go_on` may ask the next one."""
    assert draft.block is not None
    draft.block = draft.block.in_phase("next")


def abandon(draft: Draft, compiled: Compiled, *, again: bool = False, void: bool = False) -> None:
    """End the current trial, which was interrupted: by an answer that waited for a sentence's end, or void.

    ``again``: the item of a void one is asked again. ``void``: it is void, whatever was answered.
    """
    block = draft.block
    if block is None or block.phase == "over":
        return
    interrupted = question_of(draft)
    if interrupted is not None:
        leave_help(draft, interrupted)
        ended = None if void else _ended_by_answer(draft, compiled, interrupted)
        interrupted = interrupted if ended is None else None
        block = ended or judged(draft, compiled, trials_of(draft, compiled), "void", None)
    if not again:
        draft.block = block.in_phase("over")
    elif interrupted is not None:
        draft.block = once_more(block, interrupted)


def _ended_by_answer(draft: Draft, compiled: Compiled, question: Question) -> Block | None:
    """Judge the current trial by an answer that waited for a sentence's end; None where it ends nothing."""
    if question.decided is None:
        return None
    question, attempt = question.taken(question.decided)
    if help_after(draft, compiled, trials_of(draft, compiled), question, attempt) is not None:
        return None
    return judge_and_leave(draft, compiled, question, judgement_of(question, attempt), attempt)


def once_more(block: Block, question: Question) -> Block:
    """Return the block with a question to be asked again, uncounted; a correction stays a correction."""
    if question.correction:
        return block._replace(phase="next", again=None, corrections=(question.correction, *block.corrections))
    return block._replace(phase="next", again=question.item, corrections=())


def judge_and_leave(
    draft: Draft,
    compiled: Compiled,
    question: Question,
    judgement: Judgement | None,
    attempt: Attempt | None,
) -> Block:
    """Judge the current trial, which is being left, without help or feedback; return the block then."""
    block = draft.block
    assert block is not None
    draft.block = block.with_question(question)
    block = judged(draft, compiled, trials_of(draft, compiled), judgement, attempt)
    assert block.last is not None
    block = block._replace(phase="next", counted=block.counted + block.last.counts, corrections=())
    draft.block = block
    draft.frames = tuple(frame for frame in draft.frames if not frame.origin.startswith(OWN))
    return block


def void(draft: Draft, compiled: Compiled, *, by_hand: bool = False) -> None:
    """Make the current trial void, as it was interrupted, and drop what Nao was saying for it.

    ``by_hand``: the professional made it void, whatever was answered.
    """
    if question_of(draft) is not None:
        abandon(draft, compiled, again=True, void=by_hand)
        draft.frames = tuple(frame for frame in draft.frames if not frame.origin.startswith(OWN))


def leave_help(draft: Draft, question: Question) -> None:
    """Clear what the last help asked of the adult, which no longer applies."""
    if question.helps:
        draft.adult = ""


def rejudge(draft: Draft, compiled: Compiled, judgement: Judgement) -> bool:
    """Change the last trial's judgement, before the next question; return whether there is such a trial."""
    block = draft.block
    if block is None or block.last is None or block.phase in ("ask", "open"):
        return False
    was = block.last.trial
    kind = in_kind(was.correct, judgement)
    if kind is None and was.judgement is None:  # nothing in it is right or wrong
        return False
    judge_again(draft, compiled, trials_of(draft, compiled), kind)
    again = draft.block
    assert again is not None
    assert again.last is not None
    counted = block.counted + again.last.counts - block.last.counts
    # Only an error that is none any more is repeated no more; a repetition of it changes nothing in that.
    repeats = judgement in FAILED or block.last.trial.correction
    corrections = again.corrections if repeats else ()
    draft.block = again._replace(counted=counted, corrections=corrections)
    # A step that was left in this block goes on with it as it stands now.
    draft.left = tuple(
        left._replace(block=left.block._replace(last=again.last, counted=counted, corrections=corrections))
        if left.block is not None and left.block.last == block.last
        else left
        for left in draft.left
    )
    return True


def _ended(draft: Draft, compiled: Compiled, trials: Trials, block: Block) -> Phase | None:
    """Return the phase in which the block has ended, or None when it goes on."""
    if block.last is None:
        return None
    visit = score_of(draft, block.step, draft.child).visit
    last = block.last.trial
    if trials.give_up is not None and visit.errors_in_row >= trials.give_up.errors_in_row:
        return "gave_up"
    reversals = trials.adapt.stop_after if trials.adapt is not None else None
    stair = None if reversals is None else known(draft.stairs, block.step, draft.child)
    ended = (
        (block.most is not None and block.counted >= block.most)
        or (trials.end_on_success and last.judgement in PASSED and not last.correction)
        or (reversals is not None and stair is not None and stair.reversals >= reversals)
        or (trials.stop_when is not None and ReadingScope(draft, compiled).holds(trials.stop_when))
    )
    return "over" if ended else None


def _count(draft: Draft, compiled: Compiled, trials: Trials) -> int | None:
    """Return the number of trials of a block: its own count, else each item as often as its share."""
    if trials.count is not None:
        count = trials.count
        value = count if isinstance(count, int) else ReadingScope(draft, compiled).value(count, 1)
        return max(int(value), 0) if isinstance(value, int | float) else 1
    if trials.deck is None:
        return 1
    size = sum(item.share for item in compiled.protocol.decks[trials.deck].items)
    return size if trials.each_item is None else size * trials.each_item


def _tell_block(draft: Draft, block: Block) -> None:
    visit = score_of(draft, block.step, draft.child).visit
    counts = {name: getattr(visit, name) for name in JUDGEMENTS}
    told = {name: n for name, n in counts.items() if n or JUDGEMENT_FACTS[name].told_at_zero}
    draft.out("block", step=block.step, turn=draft.turn, count=visit.trials, **told)


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
