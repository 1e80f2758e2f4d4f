"""The checks on help and feedback: none (P405), of nobody (P411, P412), out of order (P413), showing another
answer (P219), no word after a failure (P415), a long series without a stop (P419).
"""

from __future__ import annotations

from nao_sessions.protocol.checks.subject import Subject
from nao_sessions.protocol.checks.trials import for_item, items_of, right_for
from nao_sessions.protocol.expression import Expression, as_words
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import Act, Step
from nao_sessions.protocol.timing.trials import count_of
from nao_sessions.protocol.trials import ANY, HELPS, NOTHING, AnswersFrom, Item, Prompt, Trials
from nao_sessions.text.messages import msg

LONG_SERIES = 30
"""Trials in one go from which a stop should be foreseen: a convention of this project."""

_POINTS = {"point_left": "hand.left", "point_right": "hand.right", "left": "hand.left", "right": "hand.right"}
"""What pointing to a side shows, where hands are answers."""


def check_prompts(subject: Subject) -> None:
    """Tell what is wrong with help and feedback."""
    for step in subject.protocol.steps.values():
        if step.trials is not None:
            _help(subject, step, step.trials)
            _order(subject, step.trials)
            for prompt in step.trials.prompts:
                _given(subject, prompt)
                _shown(subject, step, step.trials, prompt)
            _after_failure(subject, step.trials)
            _series(subject, step, step.trials)


def _help(subject: Subject, step: Step, trials: Trials) -> None:
    """Tell a judged block without help. What measures has none: go/no-go, a staircase."""
    rights = [right_for(trials, item) for item in items_of(subject.protocol, step)]
    go_no_go = any(right is not None and NOTHING in right for right in rights)
    anything = all(right is not None and ANY in right for right in rights)
    measures = go_no_go or anything or trials.adapt is not None
    if trials.correct is not None and not trials.prompts and not measures:
        subject.tell(
            "P405",
            trials.place,
            msg("these trials are judged, and no help is planned"),
            msg('add prompts: [{help: verbal, do: [{say: "Look carefully."}]}]'),
        )


def _order(subject: Subject, trials: Trials) -> None:
    """Tell help that becomes less from one prompt to the next: they stand from least to most."""
    strongest = -1
    for prompt in trials.prompts:
        rank = HELPS.index(prompt.help)
        if rank < strongest:
            subject.tell(
                "P413",
                prompt.place,
                msg("'{help}' comes after a stronger help", help=prompt.help),
                msg("put the helps in order, from least to most: {helps}", helps=", ".join(HELPS)),
            )
        strongest = max(strongest, rank)


def _given(subject: Subject, prompt: Prompt) -> None:
    """Tell help that has nobody to give it."""
    acts = [act for moment in subject.protocol.blocks.get(prompt.block, ()) for act in moment.acts]
    by_adult = any(act.verb == "adult" for act in acts)
    if prompt.help.startswith("physical") and not by_adult:
        subject.tell(
            "P411",
            prompt.place,
            msg("Nao does not guide a child's hand: what the adult does is missing"),
            msg('add adult: "Guide the hand to the right picture."'),
        )
    elif not acts and prompt.help != "none":
        subject.tell(
            "P412",
            prompt.place,
            msg("this help ({help}) says nothing, shows nothing, and nobody gives it", help=prompt.help),
            msg('add do: [...], or adult: "..."'),
        )


def _shown(subject: Subject, step: Step, trials: Trials, prompt: Prompt) -> None:
    """Tell a prompt that points to another answer than the right one."""
    for moment in subject.protocol.blocks.get(prompt.block, ()):
        for act in moment.acts:
            for item in items_of(subject.protocol, step):
                right = right_for(trials, item)
                if right is None or ANY in right:
                    continue
                if moment.condition is not None and for_item(moment.condition, item) != (True, True):
                    continue
                shown = _answers_shown(trials, act, item)
                if shown and not shown & set(right):
                    word = quoted(sorted(shown)[0])
                    words = msg("this prompt shows '{word}', and the right answer is another", word=word)
                    if item is not None:
                        words = msg(
                            "this prompt shows '{word}' for the item '{item}', "
                            "and the right answer is another",
                            word=word,
                            item=quoted(item.id),
                        )
                    subject.tell(
                        "P219",
                        act.place,
                        words,
                        msg("name it through the item: = item.answer"),
                    )
                    break


_SHOWING = frozenset({"point", "highlight", "gesture", "look"})


def _answers_shown(trials: Trials, act: Act, item: Item | None) -> set[str]:
    """Return the answers that an act points to."""
    if act.verb not in _SHOWING or not isinstance(act.argument, str | Expression):
        return set()
    known, value = for_item(act.argument, item)
    if not known:
        return set()
    words = set(as_words(value))
    if isinstance(trials.answers, AnswersFrom):
        named, elements = for_item(trials.answers.elements, item)
        return words & set(as_words(elements)) if named else set()
    answers = {answer.value for answer in trials.answers}
    if act.verb in ("point", "highlight") and words & answers:
        return words & answers
    parts = {_POINTS[word] for word in words if word in _POINTS}
    return {
        answer.value
        for answer in trials.answers
        for way in answer.ways
        if way.sense == "touch" and parts & set(way.values) and len(way.values) == 1
    }


def _after_failure(subject: Subject, trials: Trials) -> None:
    """Tell feedback that praises, and leaves a child who did not pass without a word."""
    keys = {key for key, block in trials.feedback if subject.protocol.blocks.get(block)}
    if trials.correct is not None and "correct" in keys and not keys - {"correct", "prompted"}:
        subject.tell(
            "P415",
            trials.place,
            msg("Nao praises a child who succeeds, and says nothing to one who does not"),
            msg(
                'add under feedback: incorrect and no_response, for example [{say: "Let us go on together."}]'
            ),
        )


def _series(subject: Subject, step: Step, trials: Trials) -> None:
    """Tell many trials in one go that nothing ends before the last."""
    stops = (
        trials.stop_when or trials.give_up or trials.end_on_success or step.level.buttons or step.level.when
    )
    reversals = trials.adapt is not None and trials.adapt.stop_after is not None
    if stops or reversals:
        return
    count = count_of(subject.protocol, trials, subject.known)
    if count > LONG_SERIES:
        subject.tell(
            "P419",
            trials.place,
            msg("{count} trials in a row, with nothing that ends them before the last", count=count),
            msg("add stop_when, give_up, or a button 'Enough'"),
        )
