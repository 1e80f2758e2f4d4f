"""The view of a session: all that may be seen of it from outside, worked out from the state alone."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.engine.answers import possible, right_answers, signs_by_sense, ways
from nao_sessions.engine.blocks import question_of, trials_of
from nao_sessions.engine.compiled import Compiled, Live, ReadingScope, hears, signs_of
from nao_sessions.engine.items import stair_of
from nao_sessions.engine.prompting import next_help
from nao_sessions.engine.reactions import awaits
from nao_sessions.engine.records import Block
from nao_sessions.engine.state import Draft, State
from nao_sessions.engine.values import Activity, BoardView, Button, Choice, TrialView, View
from nao_sessions.protocol.flow import Await
from nao_sessions.protocol.trials import THERE_OR_GONE


def view(state: State, compiled: Compiled, deadline_ns: int | None) -> View:
    """Return the view of a state, whose deadline is handed in."""
    title = ""
    buttons: tuple[Button, ...] = ()
    heard: Mapping[str, tuple[str, ...]] = {}
    draft = Draft.reading(state)
    running = bool(state.step) and not state.outcome
    if running:
        scope = ReadingScope(draft, compiled)
        live = compiled.live[state.step]
        step = compiled.protocol.steps[state.step]
        title = scope.text(step.title) if step.title is not None else ""
        buttons = _buttons(live, scope) if live.buttons else ()
        if not state.paused:
            heard = _hears(draft, compiled, live, scope)
    return View(
        step=state.step,
        title=title,
        activity=_activity(state),
        sentence=state.speaking[1] if state.speaking is not None else None,
        last_sentence=state.last_sentence or None,
        adult=state.adult or None,
        unsaid=state.unsaid or None,
        buttons=buttons,
        hears_touch=heard.get("touch", ()),
        hears_words=() if state.speaking is not None else heard.get("word", ()),
        deadline_ns=deadline_ns,
        paused_because=state.paused or None,
        outcome=state.outcome or None,
        turn=draft.turn,
        hears_board=heard.get("board", ()),
        hears_cards=heard.get("card", ()),
        senses=tuple(sense for sense in THERE_OR_GONE if sense in heard),
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
        place=_place(block, judged),
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
        level=0 if trials.adapt is None else stair_of(draft, trials, block).level - trials.adapt.minimum,
        attempted=bool(question.settled().attempts),
    )


def _place(block: Block, judged: str | None) -> int:
    """Return the number of the current trial in its block; a trial that is asked again keeps its number."""
    question = block.question
    assert question is not None
    ended = block.phase not in ("ask", "open") and judged != "void"
    place = max(1, block.counted if ended or question.correction else block.counted + 1)
    return place if block.most is None else min(place, max(block.most, 1))


def _board(state: State, compiled: Compiled) -> BoardView | None:
    board = state.board
    if board is None:
        return None
    choices = tuple([compiled.choices.get(word) or Choice(word) for word in board.choices])
    if board.highlight is not None:
        choices = tuple(choice._replace(marked=choice.word == board.highlight) for choice in choices)
    page = None if board.page is None else compiled.protocol.pages.get(board.page)
    if page is None:
        return BoardView(board.picture, board.text, choices)
    # A word that is not to be chosen leaves its cell empty: the others stay where the child looks for them.
    cells = tuple(tuple(word if word in board.choices else None for word in row) for row in page.cells)
    return BoardView(board.picture, board.text, choices, cells)


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


def _buttons(live: Live, scope: ReadingScope) -> tuple[Button, ...]:
    return tuple(
        Button(entry.id, scope.text(entry.label), entry.main, zone)
        for entry, zone in live.buttons
        if scope.holds(entry.condition) and entry.label is not None
    )


def _hears(
    draft: Draft, compiled: Compiled, live: Live, scope: ReadingScope
) -> Mapping[str, tuple[str, ...]]:
    """Return what would be reacted to now, by sense: in the trial, a waiting moment, and the reactions."""
    reactions = live.hears
    if reactions is None:
        reactions = hears(entry for entry in live.reactions if scope.holds(entry.condition))
    sources: list[Mapping[str, tuple[str, ...]]] = []
    question = question_of(draft)
    if question is not None and question.opened_at is not None:
        sources.append(signs_by_sense(draft, compiled, trials_of(draft, compiled)))
    if awaits(draft):
        what = compiled.moments(draft.top)[draft.top.position].acts[0].argument
        if isinstance(what, Await):
            sources.append({what.stimulus.sense: what.stimulus.values})
    if not sources:
        return reactions
    if not reactions and len(sources) == 1:
        return sources[0]
    return signs_of(tuple(("", *one) for source in (*sources, reactions) for one in source.items()))
