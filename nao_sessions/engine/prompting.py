"""Which help comes next, when, and for which answer it counts: prompting (language, section 5).

Least-to-most gives prompts in their order after silence or error. Most-to-least begins with the strongest and
fades it. Simultaneous gives the strongest with every question. Constant and progressive delay give the first
prompt after a delay that begins at zero.
"""

from __future__ import annotations

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.engine.compiled import Compiled, ReadingScope
from nao_sessions.engine.records import Attempt, Block, Fade, Question, known
from nao_sessions.engine.state import Draft
from nao_sessions.protocol.trials import REACTION_NS, Help, Judgement, Prompt, Prompting, Trials

DEFAULT_DELAY_MS = 4_000
"""Of constant delay where nothing else is said: three to five seconds are usual (Touchette 1971)."""

WITH_PROMPT = "with_prompt"


def fade_of(draft: Draft, block: Block, item: str) -> Fade:
    """Return the help that a child begins with for an item."""
    child = draft.child
    return known(draft.fades, block.step, child, item) or Fade(block.step, child, item)


def first_help(trials: Trials, fade: Fade, correction: str) -> int:
    """Return the number of the prompt given with the question itself; -1 for none."""
    last = len(trials.prompts) - 1
    if last < 0 or (correction and correction != WITH_PROMPT):
        return -1
    procedure = trials.prompting.procedure
    if correction == WITH_PROMPT or procedure == "simultaneous":
        return last
    if procedure == "most_to_least":
        return last if fade.level is None else fade.level
    return -1


def next_help(draft: Draft, compiled: Compiled, trials: Trials, question: Question) -> int | None:
    """Return the number of the next prompt; None where none is left, or the trial is done without help."""
    if question.correction and question.correction != WITH_PROMPT:
        return None
    number, times = question.help, question.times
    while number < len(trials.prompts):
        prompt = trials.prompts[number] if number >= 0 else None
        if prompt is not None and times < prompt.attempts and _given(draft, compiled, prompt):
            return number
        number, times = number + 1, 0
    return None


def credited(question: Question, t: int) -> tuple[Help, ...]:
    """Return the helps that can have led to an answer at a time: those given early enough before it."""
    return question.helps[: sum(helped + REACTION_NS <= t for helped in question.helped)]


def judgement_of(question: Question, attempt: Attempt) -> Judgement | None:
    """Return the judgement of a trial that an answer ends; None where nothing is judged."""
    if attempt.right is None:
        return None
    if not attempt.right:
        return "incorrect"
    return "prompted" if credited(question, attempt.t) else "correct"


def help_after(
    draft: Draft, compiled: Compiled, trials: Trials, question: Question, attempt: Attempt
) -> int | None:
    """Return the number of the prompt that follows an answer; None if the answer ends the trial."""
    if attempt.right is not False or "wrong" not in trials.prompt_on:
        return None
    return next_help(draft, compiled, trials, question)


def _given(draft: Draft, compiled: Compiled, prompt: Prompt) -> bool:
    return prompt.condition is None or ReadingScope(draft, compiled).holds(prompt.condition)


def silence_ns(draft: Draft, compiled: Compiled, trials: Trials, block: Block) -> int:
    """Return how long the child may stay silent before the next help or the end of the trial, in ns."""
    scope = ReadingScope(draft, compiled)
    question = block.question
    patience = scope.nanoseconds(trials.patience)
    if question is None or "silence" not in trials.prompt_on:
        return patience
    number = next_help(draft, compiled, trials, question)
    if number is None or number == question.help:
        return patience
    if number == 0:
        delay = _delay(draft, compiled, trials.prompting, fade_of(draft, block, question.item))
        if delay is not None:
            return delay
    after = trials.prompts[number].after
    return patience if after is None else scope.nanoseconds(after)


def _delay(draft: Draft, compiled: Compiled, prompting: Prompting, fade: Fade) -> int | None:
    """Return the delay before the first prompt, in nanoseconds; None where the procedure has none."""
    if prompting.procedure not in ("constant_delay", "progressive_delay"):
        return None
    beyond = fade.trials - prompting.zero_delay_trials
    if beyond < 0:
        return 0
    longest = DEFAULT_DELAY_MS if prompting.delay is None else prompting.delay
    longest_ns = ReadingScope(draft, compiled).nanoseconds(longest)
    if prompting.procedure == "constant_delay":
        return longest_ns
    grown_ns = prompting.step * MILLISECOND_NS * (beyond // prompting.every + 1)
    return min(grown_ns, longest_ns) if prompting.delay is not None else grown_ns
