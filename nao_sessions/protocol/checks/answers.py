"""The checks on how answers are given: the board and its choices (P223, P224), answers that nothing gives
(P225), one act for two answers (P226), cards (P307), the word alone (P406), too many choices (P414), the
place and the sameness of the right answer (P421, P422).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.places import deck_of_block
from nao_sessions.protocol.checks.subject import CheckedProtocol
from nao_sessions.protocol.checks.trials import answers_for, for_item, items_of, judged, right_for
from nao_sessions.protocol.expression import Expression, as_words
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import Act, Moment, Page, Show, Step
from nao_sessions.protocol.timing.blocks import count_of
from nao_sessions.protocol.trials import (
    ANY,
    HELPS,
    NOTHING,
    PASSED,
    PROPOSING,
    AnswersFrom,
    Deck,
    Item,
    Prompt,
    Trials,
)
from nao_sessions.text.messages import msg

# The check on words that a communication board is asked for item by item: each has to be on its page
# (P151).
#
# Words that stand in the file itself were looked for where they stand.


def check_boards(subject: CheckedProtocol) -> None:
    """Report items that ask a board for a word that the board does not have."""
    protocol = subject.protocol
    for block, moments in protocol.blocks.items():
        deck = deck_of_block(protocol, block)
        for act in (act for moment in moments for act in moment.acts):
            if deck is not None and isinstance(act.argument, Show) and act.argument.page is not None:
                _items(subject, act.argument, protocol.pages[act.argument.page], deck)


def _items(subject: CheckedProtocol, show: Show, page: Page, deck: Deck) -> None:
    if not isinstance(show.choices, Expression):
        return
    there = page.words()
    for item in deck.items:
        known, choices = for_item(show.choices, item)
        for word in as_words(choices) if known else ():
            if word not in there:
                subject.findings.add(
                    "P151",
                    item.place,
                    msg(
                        "'{word}' is not on the board '{title}'", word=quoted(word), title=quoted(page.title)
                    ),
                    did_you_mean(word, there),
                )


# The checks on help and feedback: none (P405), of nobody (P411, P412), out of order (P413), showing another
# answer (P219), no word after a failure (P415), a long series without a stop (P419).

LONG_SERIES = 30
"""Trials in one go from which a stop should be foreseen: a convention of this project."""

_POINTS = {"point_left": "hand.left", "point_right": "hand.right", "left": "hand.left", "right": "hand.right"}
"""What pointing to a side shows, where hands are answers."""


def check_prompts(subject: CheckedProtocol) -> None:
    """Report what is wrong with help and feedback."""
    for step in subject.protocol.steps.values():
        if step.trials is not None:
            _help(subject, step, step.trials)
            _order(subject, step.trials)
            for prompt in step.trials.prompts:
                _nobody_gives(subject, prompt)
                _points_elsewhere(subject, step, step.trials, prompt)
            _after_failure(subject, step.trials)
            _series(subject, step, step.trials)


def _help(subject: CheckedProtocol, step: Step, trials: Trials) -> None:
    """Report a judged block of trials without help, except those that measure or take any answer."""
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


def _order(subject: CheckedProtocol, trials: Trials) -> None:
    """Report a prompt that helps less than the one before it: prompts go from least to most help."""
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


def _nobody_gives(subject: CheckedProtocol, prompt: Prompt) -> None:
    """Report a prompt that nobody gives, such as a physical one without a word for the adult."""
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


def _points_elsewhere(subject: CheckedProtocol, step: Step, trials: Trials, prompt: Prompt) -> None:
    """Report a prompt that points to another answer than the right one."""
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


def _after_failure(subject: CheckedProtocol, trials: Trials) -> None:
    """Report feedback that praises success, but says nothing to a child who fails."""
    keys = {key for key, block in trials.feedback if subject.protocol.blocks.get(block)}
    if trials.correct is not None and "correct" in keys and keys <= {*PASSED}:
        subject.tell(
            "P415",
            trials.place,
            msg("Nao praises a child who succeeds, and says nothing to one who does not"),
            msg(
                'add under feedback: incorrect and no_response, for example [{say: "Let us go on together."}]'
            ),
        )


def _series(subject: CheckedProtocol, step: Step, trials: Trials) -> None:
    """Report a long series of trials that nothing can end before the last one."""
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


FEWEST_ITEMS = 4
"""Items from which it is a pattern that the right answer stays the same, or stays in its place."""

MOST_CHOICES = {"words": 3, "short_sentences": 4, "sentences": 6, "stories": 6}
"""Choices at once, by level of comprehension: a convention of this project (two or three to begin with)."""

MOST_CHOICES_AT_ALL = 6


def check_answers(subject: CheckedProtocol) -> None:
    """Report answers that cannot be given, that mean two things, or that give away the right one."""
    for step in subject.protocol.steps.values():
        if step.trials is not None:
            _board(subject, step, step.trials)
            _pattern(subject, step, step.trials)
    for spoken in subject.in_each_language:
        for step in spoken.protocol.steps.values():
            if step.trials is not None:
                _ways(spoken, step, step.trials)
    _cards(subject)
    _choices(subject)


def _board(subject: CheckedProtocol, step: Step, trials: Trials) -> None:
    """Report differences between the choices that a board shows and the answers that can be given on it."""
    shows = list(_shows(subject.protocol.blocks.get(trials.ask, ())))
    for item in items_of(subject.protocol, step):
        answers, on_board = answers_for(trials, item), _on_board(trials, item)
        if answers is None or on_board is None:
            continue
        shown: set[str] = set()
        for place, show in shows:
            known, choices = for_item(show.choices, item)
            if not known:
                return
            shown |= set(as_words(choices))
            for choice in as_words(choices):
                if choice not in on_board:
                    subject.tell(
                        "P224",
                        place,
                        msg(
                            "touching '{choice}' on the board does nothing: it is not an answer",
                            choice=quoted(choice),
                        ),
                        msg("add it to 'answers', or do not show it"),
                    )
        for word in sorted(on_board - shown):
            subject.tell(
                "P223",
                trials.place,
                msg("the board does not show '{word}', which is an answer", word=quoted(word)),
                msg("add to the question: show: {choices: [...]}"),
            )


def _shows(moments: tuple[Moment, ...]) -> Iterator[tuple[Place, Show]]:
    for moment in moments:
        for act in moment.acts:
            if isinstance(act.argument, Show):
                yield act.place, act.argument


def _on_board(trials: Trials, item: Item | None) -> set[str] | None:
    """Return the board's choices that mean an answer; None where that depends on the session."""
    if isinstance(trials.answers, AnswersFrom):
        answers = answers_for(trials, item)
        if answers is None:
            return None
        return set(answers) if "board" in trials.answers.by else set()
    ways = (way for answer in trials.answers for way in answer.ways if way.sense == "board")
    return {value for way in ways for value in way.values}


def _ways(subject: CheckedProtocol, step: Step, trials: Trials) -> None:
    """Report answers that no stimulus gives, that share one with another, or that only a word gives."""
    answers = trials.answers
    if isinstance(answers, AnswersFrom):
        senses = set(answers.by)
        if senses <= {"touch", "card"}:
            elements = subject.protocol.elements
            words = {
                word for item in items_of(subject.protocol, step) for word in answers_for(trials, item) or ()
            }
            for word in sorted(words):
                if "card" not in senses or word not in elements or elements[word].card is None:
                    _tell_no_way(subject, trials.place, word)
        if senses and senses <= PROPOSING:
            _tell_word_alone(subject, trials.place)
        return
    taken: dict[tuple[str, str], str] = {}
    for answer in answers:
        senses = {way.sense for way in answer.ways}
        if senses and senses <= PROPOSING:
            _tell_word_alone(subject, trials.place)
        for way in answer.ways:
            for value in way.values:
                other = taken.setdefault((way.sense, value), answer.value)
                if other != answer.value:
                    subject.tell(
                        "P226",
                        trials.place,
                        msg(
                            "'{value}' ({sense}) means '{other}' and '{value2}': the first is taken",
                            value=quoted(value),
                            sense=way.sense,
                            other=quoted(other),
                            value2=quoted(answer.value),
                        ),
                        msg("give each answer a way of its own"),
                    )


def _tell_no_way(subject: CheckedProtocol, place: Place, word: str) -> None:
    subject.tell(
        "P225",
        place,
        msg("nothing lets anybody answer '{word}'", word=quoted(word)),
        msg("add board or professional to 'by', or a card: {word: apple, card: 12}"),
    )


def _tell_word_alone(subject: CheckedProtocol, place: Place) -> None:
    subject.tell(
        "P406",
        place,
        msg("an answer can be given by a word or a look only, which Nao understands badly"),
        msg("add board, touch, card or professional"),
    )


def _pattern(subject: CheckedProtocol, step: Step, trials: Trials) -> None:
    """Report a right answer that can be found without listening: always the same, always in one place.

    Where the professional alone says what the child did (he copied, he held back), the child chooses no
    answer.
    """
    if _said_by_the_professional_alone(trials):
        return
    cases = [
        (right, answers)
        for _, right, answers in judged(subject.protocol, step, trials)
        if right and right[0] not in (ANY, NOTHING) and len(answers) > 1
    ]
    if len(cases) < FEWEST_ITEMS:
        return
    if len({right for right, _ in cases}) == 1:
        subject.tell(
            "P422",
            trials.place,
            msg("the right answer is '{cases}' for all items", cases=quoted(cases[0][0][0])),
            msg("vary it: a child who always answers alike would be right all along"),
        )
        return
    places = {answers.index(right[0]) if right[0] in answers else -1 for right, answers in cases}
    if len(places) == 1 and len({answers for _, answers in cases}) > 1:
        number = next(iter(places)) + 1
        subject.tell(
            "P421",
            trials.place,
            msg("the right answer is always choice number {number}", number=number),
            msg("change its place from item to item"),
        )


def _cards(subject: CheckedProtocol) -> None:
    """Report a card that stands for two words."""
    cards = [(element.card, word) for word, element in subject.protocol.elements.items() if element.card]
    twice = {card for card, count in Counter(card for card, _ in cards).items() if count > 1}
    for card in sorted(twice):
        words = [word for own, word in cards if own == card]
        subject.tell(
            "P307",
            _place_of_element(subject, words[1]),
            msg(
                "card {card} is given to '{words}' and to '{words2}'",
                card=card,
                words=quoted(words[0]),
                words2=quoted(words[1]),
            ),
            msg("give every word a card of its own"),
        )


def _place_of_element(subject: CheckedProtocol, word: str) -> Place:
    """Return the place of the first ``show`` or item that contains a word, else of the first trials."""
    protocol = subject.protocol
    for moments in protocol.blocks.values():
        for place, show in _shows(moments):
            if isinstance(show.choices, tuple) and word in show.choices:
                return place
    for deck in protocol.decks.values():
        for item in deck.items:
            if any(
                word in value if isinstance(value, tuple) else word == value for value in item.values.values()
            ):
                return item.place
    steps = (step for step in protocol.steps.values() if step.trials is not None)
    return next((step.place for step in steps), Place(protocol.sources[0].name))


def _choices(subject: CheckedProtocol) -> None:
    """Report a question with more choices at once than children at the declared level manage."""
    most = MOST_CHOICES_AT_ALL if subject.level is None else MOST_CHOICES[subject.level]
    for step in subject.protocol.steps.values():
        if step.trials is None or not _chosen_from(step.trials):
            continue
        for item in items_of(subject.protocol, step):
            answers = answers_for(step.trials, item)
            if answers is not None and len(answers) > most:
                place = step.trials.place if item is None else item.place
                subject.tell(
                    "P414",
                    place,
                    msg("{count} answers to choose from, more than {most}", count=len(answers), most=most),
                    msg("begin with two or three choices, or raise the declared level of comprehension"),
                )
                break


def _said_by_the_professional_alone(trials: Trials) -> bool:
    if isinstance(trials.answers, AnswersFrom):
        return set(trials.answers.by) <= {"professional"}
    return all(way.sense == "professional" for answer in trials.answers for way in answer.ways)


def _chosen_from(trials: Trials) -> bool:
    """Return whether a child can give an answer by the board, a card or (answers written out) a touch."""
    if isinstance(trials.answers, AnswersFrom):
        return bool({"board", "card"} & set(trials.answers.by))
    return any(way.sense in ("board", "card", "touch") for answer in trials.answers for way in answer.ways)
