"""The checks on what one block or one item does otherwise than all its fellows, which is mostly a slip: a
patience that does not follow the setting (P239), one choice fewer than everywhere else (P424).
"""

from __future__ import annotations

from collections import Counter, defaultdict

from nao_sessions.protocol.checks.subject import Subject
from nao_sessions.protocol.checks.trials import for_item
from nao_sessions.protocol.expression import Expression, as_words
from nao_sessions.protocol.flow import Step
from nao_sessions.protocol.trials import AnswersFrom, Item, Trials
from nao_sessions.text.messages import msg

FELLOWS = 3
"""Items with as many choices, from which on one with fewer stands out: a convention of this project."""


def check_outliers(subject: Subject) -> None:
    """Tell the one that does otherwise than all the others."""
    blocks = [step.trials for step in subject.protocol.steps.values() if step.trials is not None]
    _patience(subject, blocks)
    for step in subject.protocol.steps.values():
        if step.trials is not None:
            _choices(subject, step, step.trials)


def _patience(subject: Subject, blocks: list[Trials]) -> None:
    """Tell a patience that no setting changes, in a file where another block's patience is a setting."""
    settings = {one.place.file for one in blocks if _follows_a_setting(one)}
    for trials in blocks:
        if isinstance(trials.patience, int) and trials.place.file in settings:
            subject.tell(
                "P239",
                trials.place,
                msg("here the patience does not follow the setting that other questions follow"),
                msg("write patience: = settings.NAME, as elsewhere"),
            )


def _follows_a_setting(trials: Trials) -> bool:
    patience = trials.patience
    return isinstance(patience, Expression) and any(path[0] == "settings" for path in patience.paths)


def _choices(subject: Subject, step: Step, trials: Trials) -> None:
    """Tell the one item that offers fewer answers than all others of its level: chance is another there."""
    deck = None if trials.deck is None else subject.protocol.decks.get(trials.deck)
    if deck is None or not isinstance(trials.answers, AnswersFrom):
        return
    by_level: defaultdict[int | None, list[tuple[Item, int]]] = defaultdict(list)
    for item in deck.items:
        known, elements = for_item(trials.answers.elements, item)
        words = as_words(elements) if known else None
        if words is None:
            return
        by_level[item.level].append((item, len(words)))
    for items in by_level.values():
        counts = Counter(count for _, count in items)
        usual, fellows = counts.most_common(1)[0]
        if fellows < FELLOWS or fellows != len(items) - 1:
            continue
        item, count = next((item, count) for item, count in items if count != usual)
        if count < usual:
            subject.tell(
                "P424",
                item.place,
                msg(
                    "this item offers {count} answers, all others of its level {usual}",
                    count=count,
                    usual=usual,
                ),
                msg("offer as many answers everywhere: with fewer choices, chance helps more"),
            )
