"""A trial: asked, answers open, patience, prompts, feedback (language, section 5).

Frames of its own carry what Nao says and does; ``content`` runs them and calls back here when they are over.
"""

from __future__ import annotations

from nao_sessions.engine.acts import cut, listen
from nao_sessions.engine.answers import (
    decides,
    given,
    is_right,
    out_of_turn,
    right_answers,
    signs_by_sense,
)
from nao_sessions.engine.blocks import (
    ASK,
    FEEDBACK,
    OWN,
    PROMPT,
    after_feedback,
    in_hand,
    judged,
    leave_help,
    question_of,
    trials_of,
)
from nao_sessions.engine.compiled import Compiled
from nao_sessions.engine.prompting import help_after, judgement_of, next_help
from nao_sessions.engine.records import Attempt, Question
from nao_sessions.engine.state import Draft, StackFrame
from nao_sessions.protocol.trials import FAILED, NOTHING, Judgement, Trials, fed_back_as


def open_answers(draft: Draft, compiled: Compiled) -> None:
    """Open the question: answers count from now on."""
    block, question = draft.block, question_of(draft)
    if block is None or question is None or question.opened_at is not None:
        return
    trials = trials_of(draft, compiled)
    draft.block = block.in_phase("open").with_question(question.opened(draft.t))
    draft.out("open", step=block.step, number=question.number)
    signs = signs_by_sense(draft, compiled, trials)
    listen(draft, compiled, signs.get("word", ()), tuple(signs))


def frame_over(draft: Draft, compiled: Compiled, owner: str) -> None:
    """Continue a trial after what Nao said and did for it."""
    block = draft.block
    assert block is not None
    if owner == FEEDBACK:
        after_feedback(draft, compiled)
        return
    if owner == ASK:
        open_answers(draft, compiled)
    question = question_of(draft)
    if question is None:
        return
    if question.decided is not None:
        _resolve(draft, compiled, question.decided)
    elif owner == ASK and question.first >= 0:
        give_prompt(draft, compiled, question.first, "with_question")
    else:
        wait(draft)


def come_back(draft: Draft, compiled: Compiled) -> None:
    """Resume a trial after something else: with an answer decided meanwhile, or with a new silence."""
    question = question_of(draft)
    if question is not None and question.decided is not None:
        _resolve(draft, compiled, question.decided)
    else:
        wait(draft)


def wait(draft: Draft) -> None:
    """Start the child's silence now."""
    question = question_of(draft)
    if draft.block is not None and question is not None and question.opened_at is not None:
        draft.block = draft.block.with_question(question.silent(draft.at))


def sentence_over(draft: Draft, compiled: Compiled) -> bool:
    """Process an answer that came while a sentence was being said; return whether there was one."""
    question = question_of(draft)
    if question is None or question.decided is None or not _only_own_frames(draft):
        return False
    cut(draft)
    draft.frames = ()
    _resolve(draft, compiled, question.decided)
    return True


def answered(draft: Draft, compiled: Compiled, sense: str, value: str, by: str) -> bool:
    """Process a child's act as an answer, with an output ``response``; return whether it was an answer."""
    block = draft.block
    if block is None or block.question is None or block.step != draft.step or block.phase == "over":
        return False
    trials = trials_of(draft, compiled)
    answer = given(draft, compiled, trials, sense, value)
    if answer is None:
        return False
    question = block.question
    attempt = Attempt(answer, sense, by, draft.t, is_right(answer, right_answers(draft, compiled, trials)))
    if block.phase not in ("ask", "open"):
        why = "extra" if question.attempts else "late"
    elif question.opened_at is None:
        why = "early"
    elif out_of_turn(draft, by):
        why = "out_of_turn"
    elif question.decided is not None:
        why = "extra"
    else:
        why = "decides" if decides(draft, sense, by) else "proposes"
    _tell_response(draft, attempt, value, why, question)
    if why == "decides":
        decide(draft, compiled, attempt)
    elif why == "proposes":
        draft.block = block.with_question(
            question._replace(proposed=attempt, since=_restarted(draft, question))
        )
        draft.out("proposed", answer=answer, way=sense, by=by, right=attempt.right)
    return True


def decide(draft: Draft, compiled: Compiled, attempt: Attempt, *, at_once: bool = False) -> None:
    """Accept an answer as the child's: now, or when the current sentence ends.

    ``at_once``: the sentence is cut, and what waited for its end is let go; an answer that did was given.
    """
    block, question = in_hand(draft)
    if not at_once and draft.frames and (draft.speaking is not None or not _only_own_frames(draft)):
        draft.block = block.with_question(question._replace(decided=attempt))
        return
    cut(draft)
    draft.frames = ()
    draft.pending = None
    _resolve(draft, compiled, attempt)


def silence_over(draft: Draft, compiled: Compiled) -> None:
    """Handle that the child gave no answer for as long as the trial waits."""
    question = question_of(draft)
    assert question is not None
    trials = trials_of(draft, compiled)
    right = right_answers(draft, compiled, trials)
    if right is not None and NOTHING in right and question.proposed is None:
        end_trial(draft, compiled, "prompted" if question.helps else "correct")
        return
    number = next_help(draft, compiled, trials, question) if "silence" in trials.prompt_on else None
    if number is not None:
        give_prompt(draft, compiled, number, "silence")
    elif question.proposed is not None:
        # A word that nobody confirmed is no error: it is recorded, and Nao says nothing of it.
        end_trial(draft, compiled, None, question.proposed, feedback=False)
    else:
        end_trial(draft, compiled, "no_response" if right is not None else None)


def give_prompt(draft: Draft, compiled: Compiled, number: int, cause: str) -> None:
    """Begin a help, and let answers count from now on, if they did not before."""
    open_answers(draft, compiled)
    block, question = in_hand(draft)
    prompt = trials_of(draft, compiled).prompts[number]
    leave_help(draft, question)
    times = question.times + 1 if number == question.help else 1
    question = question.settled()._replace(
        help=number,
        times=times,
        helps=(*question.helps, prompt.help),
        helped=(*question.helped, draft.at),
        since=None,
    )
    draft.block = block.with_question(question)
    draft.out(
        "prompt",
        step=block.step,
        number=question.number,
        help=prompt.help,
        index=number,
        cause=cause,
        times=times,
    )
    draft.frames = (StackFrame(block=prompt.block, owner=PROMPT),)


def end_trial(
    draft: Draft,
    compiled: Compiled,
    judgement: Judgement | None,
    attempt: Attempt | None = None,
    *,
    feedback: bool = True,
) -> None:
    """End the current trial: count it, give the feedback once, and go on."""
    _, question = in_hand(draft)
    trials = trials_of(draft, compiled)
    leave_help(draft, question)
    block = judged(draft, compiled, trials, judgement, attempt)
    assert block.last is not None
    judgement, counts = block.last.trial.judgement, block.last.counts
    corrections = block.corrections
    if judgement in FAILED and trials.correction is not None and counts:
        corrections = trials.correction.runs
    draft.block = block._replace(phase="feedback", counted=block.counted + counts, corrections=corrections)
    moments = _feedback(trials, judgement, attempt) if feedback else None
    if moments is None:
        after_feedback(draft, compiled)
    else:
        draft.frames = (StackFrame(block=moments, owner=FEEDBACK),)


def _resolve(draft: Draft, compiled: Compiled, attempt: Attempt) -> None:
    """Process an answer that counts: end the trial, or give the next help."""
    block, question = in_hand(draft)
    question, attempt = question.taken(attempt)
    draft.block = block.with_question(question)
    number = help_after(draft, compiled, trials_of(draft, compiled), question, attempt)
    if number is None:
        end_trial(draft, compiled, judgement_of(question, attempt), attempt)
    else:
        give_prompt(draft, compiled, number, "wrong")


def _feedback(trials: Trials, judgement: Judgement | None, attempt: Attempt | None) -> str | None:
    """Return the moments of the feedback for an answer, else for the judgement; None if there are none.

    A trial passed with help counts as a success.
    """
    blocks = dict(trials.feedback)
    keys = [attempt.answer] if attempt is not None and judgement != "void" else []
    keys += [] if judgement is None else fed_back_as(judgement)
    return next((blocks[key] for key in keys if key in blocks), None)


def _only_own_frames(draft: Draft) -> bool:
    return all(frame.origin.startswith(OWN) for frame in draft.frames)


def _restarted(draft: Draft, question: Question) -> int | None:
    return None if question.since is None else draft.at


def _tell_response(draft: Draft, attempt: Attempt, value: str, why: str, question: Question) -> None:
    data: dict[str, object] = {"sense": attempt.way, "value": value, "why": why, "answer": attempt.answer}
    data |= {"by": attempt.by, "turn": draft.turn, "number": question.number}
    if question.opened_at is not None and attempt.t >= question.opened_at:
        data["latency_ns"] = attempt.t - question.opened_at
    draft.out("response", **data)
