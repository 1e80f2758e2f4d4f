"""What the session page shows, worked out from the session's view: pure functions, in one language.

Nothing is decided here: what the engine offers is put into words and laid out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.console.session.words import (
    AWAITED,
    DOING,
    DOING_WITHOUT_NAO,
    ENTERED,
    EXPECTED,
    FINISH_LATER,
    FINISH_LATER_WITHOUT_NAO,
    FOR_THE_ADULT,
    GIVEN,
    GOES_ON,
    HEARD,
    HEARD_AS,
    JUDGED,
    NAO_SAYS,
    NO_RESPONSE_LATELY,
    NOT_JUDGED,
    NOT_SAID,
    NOT_YET,
    NOT_YET_AGAIN,
    NOT_YET_UNJUDGED,
    OR_CLOSE,
    OR_FINISH,
    OUT_OF_TURN,
    PAUSED,
    READ_IT,
    STOPPED_WITHOUT_NAO,
    TIME_OVER,
    TIME_OVER_CLOSES,
    TROUBLES,
    UNJUDGED,
    UNSCORED,
    VOID,
    WHAT_TO_DO,
    WHAT_TO_DO_WITHOUT_NAO,
    WHERE,
    WHERE_AGAIN,
    WHERE_EASY,
    WHERE_OPEN,
    WHERE_ROUND,
)
from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.engine.commands import WHILE_PAUSED, WHILE_STOPPED
from nao_sessions.engine.state import State
from nao_sessions.engine.values import Choice, TrialView, View
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.trials import ANY, PASSED
from nao_sessions.protocol.wording import HELPS, JUDGEMENTS
from nao_sessions.record.results.responses import PROFESSIONAL, Addressees
from nao_sessions.text.languages import PROFILES, Language
from nao_sessions.text.messages import Text, verbatim


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the page needs beside the view.

    ``fill`` puts unlocked first names into a sentence for people to read, given the code whose turn it is,
    and ``quote`` into one that Nao says, who leaves out a name that it does not know;
    ``participants`` are all who were prepared, in their order; ``commands`` are those that the author wrote.
    ``been`` are the children who have been asked or have answered: any other one "is absent" or "arrives" on
    the page.
    """

    language: Language
    participants: Sequence[str]
    fill: Callable[[str, str | None], str]
    quote: Callable[[str, str | None], str]
    commands: frozenset[str]
    titles: Mapping[str, str]
    been: Collection[str] = ()


def around(
    protocol: Protocol,
    language: Language,
    spoken: str,
    participants: Sequence[str],
    fill: Callable[[str, str | None], str],
    quote: Callable[[str, str | None], str],
    been: Collection[str] = (),
) -> PageContext:
    """Return what the page of a session needs and what stays the same for the whole session."""
    titles = {
        name: step.title.template(spoken).source
        for name, step in protocol.steps.items()
        if step.title is not None
    }
    return PageContext(language, tuple(participants), fill, quote, frozenset(protocol.commands), titles, been)


def shown(
    view: View,
    around: PageContext,
    stamp: str,
    robot: str = "well",
    given: Sequence[str] = (),
    unscored: Sequence[tuple[str, str]] = (),
    entered: Sequence[str] = (),
    addressees: Addressees | None = None,
    easy: int | None = None,
    astray: Sequence[tuple[str, str]] = (),
    over_until_ns: int | None = None,
    heard: str = "",
    round_number: int = 1,
    past_sentence: bool = False,
) -> dict[str, Any]:
    """Return the page of a view as JSON values.

    Args:
        view: of the session.
        around: what stays the same for the whole session.
        stamp: the mark of the view (``stamp_of``).
        robot: the state of Nao (``RobotNews.state``).
        given: the answers that have come in the trial in hand, in their order, right or not.
        unscored: those that came without counting, each with why (``record/results/responses.Unscored``).
        entered: the answers that the adult has entered in it.
        addressees: for whom the last sentence and the last instruction to the adult are, by the log.
        easy: the number of the trial that *Finish after an easy trial* asks, beside those planned.
        astray: the answers that came in it out of turn, each with the child that gave it.
        over_until_ns: where the permitted time is over and the closing has not begun: when the session ends
            by itself; else None.
        heard: the word that was proposed last, "" where it was no word.
        round_number: how many times the step has begun to count its trials, for the child whose turn it is.
        past_sentence: the last sentence was said in an earlier trial: none yet in the one in hand.
    """
    to = around.language
    why = _why_paused(view, robot)

    def told(text: Text) -> str:
        return PROFILES[to].unbroken(text.in_language(to))

    trial, addressees = view.trial, addressees or Addressees()
    out_of_turn = _astray(astray, around)
    return {
        "stamp": stamp,
        "doing": told(_doing(view, around, why, led=robot == "none")),
        "sentence": _sentence(view, around, told, addressees, past=past_sentence),
        "adult": _adult(view, around, told, addressees),
        "where": _where(view, around, told, easy, round_number),
        "activity": view.activity,
        "step": view.step,
        "buttons": [
            {"id": button.id, "label": button.label, "main": button.main, "zone": button.zone}
            for button in view.buttons
        ],
        "trial": None
        if trial is None
        else _trial(trial, view, told, given, unscored, entered, out_of_turn, heard),
        "children": [
            {
                "code": code,
                "here": code in view.present,
                "turn": code == view.turn and len(around.participants) > 1,
                "been": code in around.been,
            }
            for code in around.participants
        ],
        "turn": view.turn,
        "paused": None
        if why is None
        else _paused(view, around, told, why, over_until_ns, addressees, led=robot == "none"),
        "accepted": _accepted(view),
        "outcome": view.outcome,
        "deadline_ns": view.deadline_ns,
        "awaits_until": _awaits_until(view),
        "authored": sorted(around.commands),
        "board": view.board is not None,
    }


def _awaits_until(view: View) -> str | None:
    """Return what the deadline ends: the time to ``answer``, the pause ``before_next`` after a scored trial,
    or the wait after which Nao goes on ``alone``; None where Nao does not wait.

    Whether the deadline is one of the step at all, ``LivePage`` knows: a session's limit is none.
    """
    if view.deadline_ns is None or view.activity != "waiting":
        return None
    if view.trial is None:
        return "alone"
    return "answer" if view.trial.open else "before_next"


def _accepted(view: View) -> list[str] | None:
    """Return the commands that the engine accepts in a pause; None where all are accepted."""
    if view.paused_because is None:
        return None
    return sorted(WHILE_STOPPED if view.paused_because == "stopped" else WHILE_PAUSED)


def _why_paused(view: View, robot: str) -> str | None:
    """Return the reason of the pause to show, or None; that Nao has fallen or does not answer goes first.

    The session itself stays stopped, or paused, for the reason that it was; where Nao answers again, the
    reason *lost* is shown as *back*.
    """
    why = view.paused_because
    if why is None or robot in ("fell", "lost"):
        return why and robot
    if why == "left" and view.present:
        return "returned"
    return "back" if why == "lost" else why


def _doing(view: View, around: PageContext, why: str | None, *, led: bool) -> Text:
    """Return one sentence on what Nao is doing now; ``led``: on what is to be done in its place."""
    doing = DOING_WITHOUT_NAO if led else DOING
    if view.outcome:
        return doing["closing"]
    if why is not None:
        return _pause_title(why, led=led)
    if not view.step:
        return doing["beginning"]
    trial = view.trial
    if view.sentence is not None:
        return doing["asks"] if trial is not None and trial.asking else doing["says"]
    if _reads(view) or (view.adult is not None and view.activity == "waiting"):
        return doing["adult"]
    if view.adult is not None and (view.buttons or trial is not None):
        return doing["adult_meanwhile"]  # a press counts already, where there is something to press
    if trial is not None and trial.over:
        words = doing.get(trial.judged or "unjudged", doing["judged"])
        return words.format(judgement=_mark(trial))
    if trial is not None and trial.open:
        if view.turn is None:
            return doing["answer_of_someone"]
        return doing["answer"].format(who=around.fill("{participant}", view.turn) or view.turn)
    if view.awaits is not None:
        return doing["awaits"].format(what=AWAITED.get(view.awaits, verbatim(view.awaits)))
    if view.activity == "waiting":
        senses = view.hears_touch or view.hears_words or view.hears_board or view.hears_cards or view.senses
        return doing["waiting"] if senses or not view.buttons else doing["you"]
    return doing["doing"]


def _pause_title(why: str, *, led: bool) -> Text:
    if led and why == "stopped":
        return STOPPED_WITHOUT_NAO
    return PAUSED.get(why, PAUSED["paused"])


def _sentence(
    view: View, around: PageContext, told: Callable[[Text], str], addressees: Addressees, *, past: bool
) -> str | None:
    if view.sentence is None and (view.unsaid is not None or (past and view.trial is not None)):
        return None
    text = view.sentence or view.last_sentence
    return None if text is None else told(NAO_SAYS.format(text=_to_child(view, around, text, addressees)))


def _adult(
    view: View, around: PageContext, told: Callable[[Text], str], addressees: Addressees
) -> str | None:
    """Return what the adult is to do now, or to read aloud in Nao's place; None where there is nothing."""
    if view.unsaid is not None and view.sentence is None and view.paused_because is None:
        return told(READ_IT.format(text=_to_child(view, around, view.unsaid, addressees)))
    if view.adult is None:
        return None
    text = around.quote(view.adult, addressees.of_instruction or view.turn)
    return told(FOR_THE_ADULT.format(text=text))


def _reads(view: View) -> bool:
    """Return whether the session waits while the adult reads aloud what Nao could not say."""
    return view.unsaid is not None and view.sentence is None and view.activity == "doing"


def _to_child(view: View, around: PageContext, text: str, addressees: Addressees) -> str:
    """Return a sentence of Nao's with names filled in: the last one that it said or was to say."""
    return around.quote(text, addressees.of_sentence or view.turn)


def trial_name(trial: Text, round_number: int) -> Text:
    """Return how a trial is called, with its round where its step is played again."""
    return trial if round_number < 2 else WHERE_ROUND.format(trial=trial, round=round_number)


def _where(
    view: View, around: PageContext, told: Callable[[Text], str], easy: int | None, round_number: int
) -> list[str]:
    """Return the place in the session: the groups from outside in, the step, the trial."""
    path = view.step.split(".") if view.step else []
    names = [".".join(path[: number + 1]) for number in range(len(path))]
    where = [around.titles[name] for name in names if name in around.titles]
    if view.title and (not where or where[-1] != view.title):
        where = [*[title for title in where if title != around.titles.get(view.step)], view.title]
    trial = view.trial
    if trial is not None:
        words = WHERE_OPEN if trial.count is None else WHERE if trial.number == trial.place else WHERE_AGAIN
        words = WHERE_EASY if trial.number == easy else words
        name = words.format(number=trial.number, place=trial.place, count=trial.count)
        where.append(told(trial_name(name, round_number)))
    return [around.fill(text, view.turn) for text in where]


def _trial(
    trial: TrialView,
    view: View,
    told: Callable[[Text], str],
    given: Sequence[str],
    unscored: Sequence[tuple[str, str]],
    entered: Sequence[str],
    astray: Sequence[tuple[Text, Sequence[str]]],
    heard: str,
) -> dict[str, Any]:
    said = {**{word: told(text) for word, text in EXPECTED.items()}, **_choices(view)}
    next_help = None if trial.next_help is None else told(HELPS.get(trial.next_help, HELPS["none"]))
    return {
        "number": trial.number,
        "count": trial.count,
        "item": said.get(trial.item),
        "open": trial.open,
        "asking": trial.asking,
        "answers": (answers := [{"answer": one, "label": said.get(one, one)} for one in trial.answers]),
        "either": answers if trial.expected is None and len(answers) == 2 else None,
        "expected": None if trial.expected is None else [said.get(one, one) for one in trial.expected],
        "proposed": None
        if trial.proposed is None
        else told(_proposed(said.get(trial.proposed, trial.proposed), heard or trial.proposed, trial)),
        "given": " · ".join(
            told(words.format(answers=", ".join(said.get(one, one) for one in answers)))
            for words, answers in (
                (GIVEN, given),
                (ENTERED, entered),
                *((UNSCORED[why], [one for it, one in unscored if it == why]) for why in UNSCORED),
                *astray,
            )
            if answers
        )
        or None,
        "helps": [told(HELPS.get(kind, HELPS["none"])) for kind in trial.helps],
        "next_help": next_help,
        "not_yet": next_help or (None if (mark := _not_yet(trial)) is None else told(mark)),
        "judged": told(_judged(trial)) if trial.over else None,
    }


def _proposed(answer: str, heard: str, trial: TrialView) -> Text:
    """Return what Nao heard, and, where a word stands for another, what it counts as."""
    same = heard in (answer, trial.proposed)
    return HEARD.format(answer=answer) if same else HEARD_AS.format(word=heard, answer=answer)


def _astray(astray: Sequence[tuple[str, str]], around: PageContext) -> list[tuple[Text, Sequence[str]]]:
    """Return the answers given out of turn, child by child: the words for them, and the answers."""
    return [
        (
            OUT_OF_TURN.format(who=around.fill("{participant}", child) or child, answers="{answers}"),
            [answer for by, answer in astray if by == child],
        )
        for child in dict.fromkeys(by for by, _ in astray)
    ]


def judged_answers(
    given: Sequence[str], entered: Sequence[str], record: Mapping[str, Any] | None, judged: str | None
) -> tuple[Sequence[str], Sequence[str]]:
    """Return the answers of a child, and those that the adult entered, to show beside how the trial stands.

    All that came while it is in hand; once it has its ``record`` only the answer that is ``judged``: an older
    one would be read as what was right, or as what was said where nothing was.
    """
    if record is None:
        return given, entered
    answer, right = record["answer"], record["correct"] or ()
    passed = judged in PASSED
    about = judged is None or judged == "incorrect" or (passed and (answer in right or ANY in right))
    answers = [answer] if about and answer else []
    by_adult = record["way"] == PROFESSIONAL
    return (
        [one for one in answers if not by_adult and one in given],
        [one for one in answers if by_adult and one in entered],
    )


def over_until(state: State, protocol: Protocol) -> int | None:
    """Return when a session whose permitted time is over ends by itself, in ns of session time.

    None else: its time is not over, or it is in its closing, where *Reprendre* goes on as ever.
    """
    if not state.finish_wanted or state.over_at is None:
        return None
    return state.over_at + protocol.closing_ms * MILLISECOND_NS


def mark_of(judgement: str | None, *, answered: bool, helped: bool) -> Text:
    """Return the words for a judgement; ``answered``, ``helped``: whether there were answers, helps."""
    if judgement == "no_response" and answered and helped:
        return NO_RESPONSE_LATELY
    return JUDGEMENTS.get(str(judgement), NOT_JUDGED)


def _judged(trial: TrialView) -> Text:
    """Return how a trial that is over was scored, or that it was not."""
    if trial.judged is None:
        return UNJUDGED
    return VOID if trial.judged == "void" else JUDGED.format(judgement=_mark(trial))


def _mark(trial: TrialView) -> Text:
    return mark_of(trial.judged, answered=trial.attempted, helped=bool(trial.helps))


def _not_yet(trial: TrialView) -> Text | None:
    """Return how *Pas encore* would score a trial with no help left; None where it changes nothing."""
    unjudged = trial.expected is None
    if trial.over:
        if trial.judged == (None if unjudged else "incorrect"):
            return None
        return NOT_YET_AGAIN.format(judgement=NOT_JUDGED if unjudged else JUDGEMENTS["incorrect"])
    if unjudged:
        return NOT_YET_UNJUDGED
    return NOT_YET.format(judgement=JUDGEMENTS["incorrect" if trial.attempted else "no_response"])


def _choices(view: View) -> Mapping[str, str]:
    choices: Sequence[Choice] = () if view.board is None else view.board.choices
    return {choice.word: choice.say or choice.word for choice in choices}


def _paused(
    view: View,
    around: PageContext,
    told: Callable[[Text], str],
    why: str,
    over_until_ns: int | None,
    addressees: Addressees,
    *,
    led: bool,
) -> dict[str, Any]:
    what_to_do = WHAT_TO_DO_WITHOUT_NAO if led else WHAT_TO_DO
    stopped = view.paused_because == "stopped"
    unsaid = None
    if view.unsaid is not None and why == "speech_failed":
        unsaid = told(NOT_SAID.format(text=_to_child(view, around, view.unsaid, addressees)))
    lines = [line for line in what_to_do.get(why, ()) if not (stopped and line is OR_FINISH)]
    if stopped and OR_CLOSE not in lines:
        lines.append(FINISH_LATER_WITHOUT_NAO if led else FINISH_LATER)
    if over_until_ns is not None:
        minutes, seconds = divmod(over_until_ns // SECOND_NS, 60)
        closes = TIME_OVER_CLOSES.format(time=f"{minutes}:{seconds:02}")
        lines = [*TIME_OVER, closes, *(line for line in lines if line not in GOES_ON)]
    return {
        "why": why,
        "trouble": why in TROUBLES,
        "title": told(_pause_title(why, led=led)),
        "unsaid": unsaid,
        "lines": [told(line) for line in lines],
    }
