"""The view of a session: all that may be seen of it from outside, worked out from the state alone."""

from __future__ import annotations

from typing import Literal

from nao_sessions.engine.answers import possible, right_answers, signs_by_sense, ways
from nao_sessions.engine.blocks import question_of, trials_of
from nao_sessions.engine.compiled import Compiled, Scope
from nao_sessions.engine.prompting import next_help
from nao_sessions.engine.reactions import awaits
from nao_sessions.engine.state import Draft, State
from nao_sessions.engine.values import BoardView, Button, Choice, TrialView, View
from nao_sessions.engine.waits import first
from nao_sessions.protocol.flow import Await, Level
from nao_sessions.protocol.trials import Element

Zone = Literal["step", "group", "always"]
Activity = Literal["doing", "waiting", "paused", "ended"]


def view(state: State, compiled: Compiled) -> View:
    """Give the view of a state."""
    title = ""
    buttons: tuple[Button, ...] = ()
    hears: dict[str, tuple[str, ...]] = {}
    draft = Draft(state, 0, 0)
    due = first(draft, compiled)
    running = bool(state.step) and not state.outcome
    if running:
        scope = Scope(draft, compiled)
        step = compiled.protocol.steps[state.step]
        title = scope.text(step.title) if step.title is not None else ""
        buttons = _buttons(compiled.levels[state.step], scope)
        if not state.paused:
            hears = _hears(draft, compiled, scope)
    return View(
        step=state.step,
        title=title,
        activity=_activity(state),
        sentence=state.speaking[1] if state.speaking is not None else None,
        last_sentence=state.last_sentence or None,
        adult=state.adult or None,
        buttons=buttons,
        hears_touch=hears.get("touch", ()),
        hears_words=() if state.speaking is not None else hears.get("word", ()),
        deadline_ns=due.at if due is not None else None,
        paused_because=state.paused or None,
        outcome=state.outcome or None,
        turn=draft.turn,
        hears_board=hears.get("board", ()),
        hears_cards=hears.get("card", ()),
        senses=tuple(sense for sense in ("gaze", "face", "speech") if sense in hears),
        present=state.present,
        trial=_trial(draft, compiled) if running else None,
        board=_board(state, compiled),
        awaits=_awaits(draft, compiled),
    )


def _trial(draft: Draft, compiled: Compiled) -> TrialView | None:
    block = draft.block
    if block is None or block.question is None or block.step != draft.step or block.phase == "over":
        return None
    question, trials = block.question, trials_of(draft, compiled)
    in_hand = block.phase in ("ask", "open")
    number = next_help(draft, compiled, trials, question) if in_hand else None
    judged = block.last.trial.judgement if block.last is not None and not in_hand else None
    return TrialView(
        number=question.number,
        count=block.most,
        item=question.item,
        asking=block.phase == "ask",
        open=in_hand and question.opened_at is not None,
        answers=possible(draft, compiled, trials),
        expected=right_answers(draft, compiled, trials),
        proposed=None if question.proposed is None or not in_hand else question.proposed.answer,
        helps=question.helps,
        next_help=None if number is None else trials.prompts[number].help,
        judged=judged,
        correction=question.correction,
        ways=ways(draft, compiled, trials),
    )


def _board(state: State, compiled: Compiled) -> BoardView | None:
    board = state.board
    if board is None:
        return None
    elements = compiled.protocol.elements
    choices = []
    for word in board.choices:
        element = elements.get(word, Element(word))
        choices.append(Choice(word, element.picture, element.say, marked=word == board.highlight))
    return BoardView(board.picture, board.text, tuple(choices))


def _awaits(draft: Draft, compiled: Compiled) -> str | None:
    if not awaits(draft):
        return None
    what = compiled.moments(draft.top)[draft.top.position].acts[0].argument
    return what.stimulus.sense if isinstance(what, Await) else None


def _activity(state: State) -> Activity:
    if state.outcome:
        return "ended"
    if state.paused:
        return "paused"
    return "doing" if state.frames else "waiting"


def _buttons(levels: tuple[Level, ...], scope: Scope) -> tuple[Button, ...]:
    found: list[Button] = []
    for position, level in enumerate(levels):
        last = position == len(levels) - 1
        zone: Zone = "step" if position == 0 else "always" if last else "group"
        for entry in level.buttons:
            if scope.holds(entry.condition) and entry.label is not None:
                found.append(Button(entry.id, scope.text(entry.label), entry.main, zone))
    return tuple(found)


def _hears(draft: Draft, compiled: Compiled, scope: Scope) -> dict[str, tuple[str, ...]]:
    """Give what would be taken up now, by sense: by the trial, by a moment that waits, by the reactions."""
    found: dict[str, dict[str, None]] = {}
    question = question_of(draft)
    if question is not None and question.opened_at is not None:
        trials = trials_of(draft, compiled)
        for sense, signs in signs_by_sense(draft, compiled, trials).items():
            found.setdefault(sense, {}).update(dict.fromkeys(signs))
    if awaits(draft):
        what = compiled.moments(draft.top)[draft.top.position].acts[0].argument
        if isinstance(what, Await):
            found.setdefault(what.stimulus.sense, {}).update(dict.fromkeys(what.stimulus.values))
    for level in compiled.levels[draft.step]:
        for entry in level.when:
            for stimulus in entry.stimuli:
                if scope.holds(entry.condition):
                    found.setdefault(stimulus.sense, {}).update(dict.fromkeys(stimulus.values))
    return {sense: tuple(values) for sense, values in found.items() if values}
