"""The checks on time: waits that cannot succeed (P222), answers that come too soon (P404), flashing (P408),
long speeches (P416), the length of a session beside what its head says (P236 to P238); a block or an item
that differs from all others (P239, P424).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.subject import CheckedProtocol
from nao_sessions.protocol.checks.trials import for_item
from nao_sessions.protocol.expression import Expression, as_words
from nao_sessions.protocol.flow import Await, Moment, Step
from nao_sessions.protocol.trials import AnswersFrom, Item, Trials
from nao_sessions.protocol.wording import duration
from nao_sessions.text.messages import Text, msg

# What one block or one item does otherwise than all its fellows is mostly a slip: a patience that does not
# follow the setting (P239), one choice fewer than everywhere else (P424).

FELLOWS = 3
"""Items with as many choices, from which on one with fewer stands out: a convention of this project."""


def check_outliers(subject: CheckedProtocol) -> None:
    """Report a block of trials or an item that differs from all the others."""
    blocks = [step.trials for step in subject.protocol.steps.values() if step.trials is not None]
    _usual_patience(subject, blocks)
    for step in subject.protocol.steps.values():
        if step.trials is not None:
            _choices(subject, step, step.trials)


def _usual_patience(subject: CheckedProtocol, blocks: list[Trials]) -> None:
    """Report a fixed patience in a file where another block takes its patience from a setting."""
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


def _choices(subject: CheckedProtocol, step: Step, trials: Trials) -> None:
    """Report the one item that offers fewer answers than all others of its level, where chance differs."""
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


LEAST_PATIENCE_MS = {"words": 5_000, "short_sentences": 5_000, "sentences": 3_000, "stories": 3_000}
"""The shortest time to answer, by level of comprehension. Three seconds: Rowe (1974), on wait-time; five for
those who understand little speech: a convention of this project.
"""

LEAST_PATIENCE_AT_ALL_MS = 3_000

MOST_CHANGES = 3
FLASH_WINDOW_MS = 1_000
"""More than three changes within a second count as flashing (WCAG 2.2, criterion 2.3.1, counts three
flashes).
"""

LONGEST_SPEECH_MS = {"words": 10_000, "short_sentences": 20_000, "sentences": 40_000, "stories": 120_000}
"""Speech in one go, by level of comprehension: a convention of this project."""

LONGEST_SPEECH_AT_ALL_MS = 60_000


def check_times(subject: CheckedProtocol) -> None:
    """Report times that are too short or too long, and changes that come too fast."""
    _awaited(subject)
    _patience(subject)
    for moments in subject.protocol.blocks.values():
        _flashing(subject, moments)
        _speech(subject, moments)
    _session(subject)


def _awaited(subject: CheckedProtocol) -> None:
    """Report an ``await`` that lasts no time, or less than the hold that it waits for."""
    for moments in subject.protocol.blocks.values():
        for moment in moments:
            for act in moment.acts:
                if not isinstance(act.argument, Await):
                    continue
                hold, limit = map(subject.known.milliseconds, (act.argument.hold, act.argument.limit))
                if (
                    limit <= hold
                    and isinstance(act.argument.limit, int)
                    and isinstance(act.argument.hold, int)
                ):
                    end, held = duration(limit), duration(hold)
                    subject.tell(
                        "P222",
                        act.place,
                        msg(
                            "this wait ends after {end}: what has to last {held} never comes",
                            end=end,
                            held=held,
                        ),
                        msg("give limit clearly more than hold: {gaze: robot, hold: 3 s, limit: 20 s}"),
                    )


def _patience(subject: CheckedProtocol) -> None:
    """Report times to answer that are shorter than a child needs."""
    least = LEAST_PATIENCE_AT_ALL_MS if subject.level is None else LEAST_PATIENCE_MS[subject.level]
    for step in subject.protocol.steps.values():
        for place, length in _times_to_answer(subject, step):
            if length is not None and length < least:
                own, needed = duration(length), duration(least)
                subject.tell(
                    "P404",
                    place,
                    msg("{given} to answer: {needed} are needed at least", given=own, needed=needed),
                    msg("leave time to understand, to choose and to move: 10 s is usual"),
                )


def _times_to_answer(subject: CheckedProtocol, step: Step) -> Iterator[tuple[Place, int | None]]:
    """Yield each time to answer of a step, in ms, with its place; None where it is not known yet."""
    if step.trials is not None:
        yield step.trials.place, subject.known.maybe(step.trials.patience)
    if step.level.when and not step.next:
        waits = [entry for entry in step.level.after if entry.wait is not None and entry.condition is None]
        for entry in waits[:1]:
            assert entry.wait is not None
            yield entry.place, subject.known.maybe(entry.wait)


def _flashing(subject: CheckedProtocol, moments: tuple[Moment, ...]) -> None:
    """Report eyes or a board that change more often than is safe for a child with epilepsy."""
    for verbs, words in (
        (("eyes",), msg("the eyes change {count} times within a second")),
        (("show", "highlight"), msg("the board changes {count} times within a second")),
    ):
        if sum(act.verb in verbs for moment in moments for act in moment.acts) <= MOST_CHANGES:
            continue  # too few to be timed
        changes = list(_changes(subject, moments, verbs))
        for first, (since, place) in enumerate(changes):
            within = [at for at, _ in changes[first:] if at - since < FLASH_WINDOW_MS]
            if len(within) > MOST_CHANGES:
                subject.tell(
                    "P408",
                    place,
                    words.format(count=len(within)),
                    msg("three changes a second at most: add wait: 1 s to each dash"),
                )
                break


def _changes(
    subject: CheckedProtocol, moments: tuple[Moment, ...], verbs: tuple[str, ...]
) -> Iterator[tuple[int, Place]]:
    """Yield the earliest times of some verbs' changes, in ms from the first moment on, with their places."""
    at, before = 0, None
    for moment in moments:
        for act in moment.acts if moment.condition is None else ():
            if act.verb in verbs and act.argument != before:
                before = act.argument
                yield at, act.place
        at += subject.blocks.moment(moment).best


def _speech(subject: CheckedProtocol, moments: tuple[Moment, ...]) -> None:
    """Report a list of moments in which Nao speaks for longer than the children follow."""
    most = LONGEST_SPEECH_AT_ALL_MS if subject.level is None else LONGEST_SPEECH_MS[subject.level]
    spoken = sum(subject.blocks.spoken(moment) for moment in moments if moment.condition is None)
    pauses = any(act.verb == "wait" for moment in moments for act in moment.acts)
    if spoken > most and not pauses and moments:
        subject.tell(
            "P416",
            moments[0].place,
            msg("Nao speaks for {in_seconds} on end", in_seconds=_in_seconds(spoken)),
            msg("make two steps of it, or leave a silence: wait: 2 s"),
        )


def _session(subject: CheckedProtocol) -> None:
    """Report a duration in the head that does not match how long a session takes."""
    keys, time = subject.keys.duration, subject.time
    if keys is None or time.best_ms is None:
        return
    expected, limit = subject.protocol.expected_ms, subject.protocol.limit_ms
    best = _in_seconds(time.best_ms)
    if limit is not None and time.best_ms > limit:
        subject.tell(
            "P237",
            keys.at("limit"),
            msg("the shortest session lasts {best}: all would be cut short", best=best),
            msg("lengthen duration: {limit: ...}, or shorten the protocol"),
        )
    elif expected is not None and time.best_ms > expected:
        subject.tell(
            "P236",
            keys.at("expected"),
            msg("the shortest session lasts {best}, longer than expected", best=best),
            msg("correct duration: {expected: ...}, or shorten the protocol"),
        )
    elif limit is not None and time.worst_ms is not None and time.worst_ms > limit:
        worst = _in_seconds(time.worst_ms)
        subject.tell(
            "P238",
            keys.at("limit"),
            msg(
                "when every patience runs out the session lasts {worst}: 'finish' will cut it short",
                worst=worst,
            ),
            msg("foresee fewer trials, or a longer limit"),
        )


def _in_seconds(ms: int) -> Text:
    return duration(round(ms / 1000) * 1000)
