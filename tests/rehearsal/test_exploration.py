"""Exploration: every order of events, and what must hold in every state that they lead to.

Each promise is broken in turn, by a protocol or by an engine: a check that cannot fail is none.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from course import protocol_of
from test_engine_flow import GROUP
from test_engine_speech import GAME
from test_trial_authors import GROUP as TURNS
from test_trials import BLOCK, block

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.rehearsal.exploration.explore import explore
from nao_sessions.rehearsal.exploration.flaws import ExplorationResult

_ON_PURPOSE = "pour ce test, exprès"
ALLOWED = f'allow: {{P202: "{_ON_PURPOSE}", P203: "{_ON_PURPOSE}", P213: "{_ON_PURPOSE}"}}'


def explored(body: str, *, depth: int = 5, participants: tuple[str, ...] = ("V01",)) -> ExplorationResult:
    """Explore a protocol to some depth."""
    return explore(Engine(protocol_of(body)), depth=depth, participants=participants, most=4_000)


def codes(found: ExplorationResult) -> set[tuple[str, str]]:
    """Give the codes of the flaws, with their steps."""
    return {(flaw.code, flaw.step) for flaw in found.flaws}


def story(found: ExplorationResult, code: str) -> list[str]:
    """Give the story of the first flaw of a sort, in French."""
    return [told.in_words().fr for told in next(one for one in found.flaws if one.code == code).story]


def test_a_small_protocol_is_explored_to_its_last_state() -> None:
    found = explored(GAME, depth=40)
    assert found.complete
    assert found.flaws == ()
    assert {"jeu", "fin"} <= set(found.reached)


def test_groups_trials_and_turns_hold() -> None:
    for body, participants in ((GROUP, ("V01",)), (block(BLOCK), ("V01",)), (TURNS, ("V01", "V02"))):
        found = explored(body, depth=3, participants=participants)
        assert found.flaws == ()
        assert found.states > 10


def test_a_finish_that_waits_for_somebody_is_told_with_its_story() -> None:
    found = explored(
        f"""
commands: {{finish: {{next: demande}}}}
{ALLOWED}
start: un
steps:
  un: {{do: [{{say: "Un."}}], buttons: [{{label: "Suite", next: fin}}]}}
  demande: {{buttons: [{{label: "Oui", next: fin}}]}}
  fin: {{do: [{{say: "Fin."}}], end: completed}}
"""
    )
    assert ("no_closing", "un") in codes(found)
    # It shows at once.
    assert story(found, "no_closing") == ["la séance commence, Nao\u00a0: «\u00a0Un.\u00a0»"]


def test_a_finish_that_begins_the_session_again_is_told() -> None:
    found = explored(
        """
commands: {finish: {next: un}}
start: un
steps:
  un: {do: [{say: "Un."}], buttons: [{label: "Suite", next: fin}], after: {wait: 9 s, next: fin}}
  fin: {do: [{say: "Fin."}], end: completed}
"""
    )
    assert ("restarts", "un") in codes(found)


@pytest.mark.parametrize(("wait", "told"), [("9 min", False), ("11 min", True)])
def test_a_closing_that_takes_more_than_ten_minutes_alone_is_told(wait: str, told: bool) -> None:
    found = explored(
        f"""
commands: {{finish: {{next: adieu}}}}
start: un
steps:
  un: {{do: [{{say: "Un."}}], buttons: [{{label: "Suite", next: adieu}}], after: {{wait: 9 s, next: adieu}}}}
  adieu: {{buttons: [{{label: "Suite", next: fin}}], after: {{wait: {wait}, next: fin}}}}
  fin: {{do: [{{say: "Fin."}}], end: completed}}
"""
    )
    assert (("long_closing", "un") in codes(found)) == told


def test_a_wait_that_nothing_ends_is_told_with_the_way_there() -> None:
    found = explored(
        f"""
commands: {{finish: {{next: fin}}}}
{ALLOWED}
data: {{n: 0}}
start: un
steps:
  un: {{do: [{{say: "Un."}}], buttons: [{{label: "Suite", next: attente}}]}}
  attente: {{when: [{{touch: head, if: data.n > 0, next: fin}}]}}
  fin: {{do: [{{say: "Fin."}}], end: completed}}
"""
    )
    assert story(found, "unbounded") == [
        "la séance commence, Nao\u00a0: «\u00a0Un.\u00a0»",
        "l'adulte appuie sur «\u00a0Suite\u00a0», Nao\u00a0: «\u00a0Un.\u00a0»",
    ]


def test_a_wait_whose_only_button_leads_back_to_it_is_a_wait_without_an_end() -> None:
    found = explored(
        f"""
commands: {{finish: {{next: fin}}}}
{ALLOWED}
data: {{n: 0}}
start: un
steps:
  un:
    do: [{{say: "Un."}}]
    buttons: [{{label: "Encore", do: [{{say: "Encore."}}]}}, {{label: "Suite", if: data.n > 0, next: fin}}]
  fin: {{do: [{{say: "Fin."}}], end: completed}}
"""
    )
    assert ("unbounded", "un") in codes(found)


def test_a_place_that_nothing_but_finish_leads_out_of_is_told_once() -> None:
    found = explored(
        f"""
commands: {{finish: {{next: fin}}}}
{ALLOWED}
data: {{n: 0}}
start: un
steps:
  un: {{buttons: [{{label: "Suite", next: piège}}, {{label: "Fin", next: fin}}]}}
  piège: {{buttons: [{{label: "Là", next: piège_aussi}}, {{label: "Fin", if: data.n > 0, next: fin}}]}}
  piège_aussi: {{buttons: [{{label: "Ici", next: piège}}]}}
  fin: {{do: [{{say: "Fin."}}], end: completed}}
""".replace("piège", "piege"),
        depth=20,
    )
    assert found.complete
    assert codes(found) == {("trapped", "piege")}


def test_what_lies_beyond_the_depth_is_no_trap() -> None:
    found = explored(GAME, depth=1)
    assert not found.complete
    assert found.flaws == ()


@pytest.mark.parametrize(
    ("calm", "step", "flaw"),
    [
        ("fin", "", "calm_ends"),
        ("calme", "calme: {when: [{touch: head, if: data.n > 0, next: fin}]}", "calm_stays"),
    ],
)
def test_calming_down_that_ends_or_holds_for_ever_is_told(calm: str, step: str, flaw: str) -> None:
    found = explored(
        f"""
commands: {{finish: {{next: fin}}, calm: {{next: {calm}}}}}
{ALLOWED}
data: {{n: 0}}
start: un
steps:
  un: {{do: [{{say: "Un."}}], buttons: [{{label: "Suite", next: fin}}]}}
  {step}
  fin: {{do: [{{say: "Fin."}}], end: completed}}
"""
    )
    assert (flaw, "un") in codes(found)


def test_what_the_engine_tells_as_an_error_is_told() -> None:
    found = explored(
        f"""
commands: {{finish: {{next: fin}}}}
{ALLOWED}
data: {{n: 0}}
start: un
steps:
  un:
    do: [{{say: "Un."}}]
    buttons: [{{label: "Suite", next: [{{if: 1 / data.n > 1, next: un}}, {{next: fin}}]}}]
  fin: {{do: [{{set: {{n: 0}}}}, {{say: "Fin."}}], end: completed}}
"""
    )
    assert "error" in {code for code, _ in codes(found)}


Step = Callable[[State, Event, tuple[State, tuple[Output, ...]]], tuple[State, tuple[Output, ...]]]


class Breaking(Engine):
    """An engine that does something else than it should."""

    def __init__(self, body: str, instead: Step) -> None:
        super().__init__(protocol_of(body))
        self._instead = instead

    def step(self, state: State, event: Event) -> tuple[State, tuple[Output, ...]]:
        """Take one input, and do something else."""
        return self._instead(state, event, super().step(state, event))


def _is(event: Event, name: str) -> bool:
    return event.kind == "command" and event.data["name"] == name


@pytest.mark.parametrize(
    ("name", "flaw"), [("stop", "stop_moves"), ("resume", "stop_stays"), ("finish", "no_closing")]
)
def test_an_engine_that_is_deaf_to_a_command_is_told_in_every_step(name: str, flaw: str) -> None:
    deaf = Breaking(GAME, lambda state, event, taken: (state, ()) if _is(event, name) else taken)
    found = explore(deaf, depth=3)
    assert {step for code, step in codes(found) if code == flaw} >= {"jeu"}


def test_a_stop_that_lets_a_sentence_go_on_is_told() -> None:
    def talks_on(
        state: State, event: Event, taken: tuple[State, tuple[Output, ...]]
    ) -> tuple[State, tuple[Output, ...]]:
        after, outputs = taken
        return (after._replace(speaking=state.speaking), outputs) if _is(event, "stop") else taken

    assert "stop_moves" in {code for code, _ in codes(explore(Breaking(GAME, talks_on), depth=2))}


def test_a_calm_that_is_refused_is_told() -> None:
    def refuses(
        state: State, event: Event, taken: tuple[State, tuple[Output, ...]]
    ) -> tuple[State, tuple[Output, ...]]:
        return (state, (Output("refused", {"what": "calm"}),)) if _is(event, "calm") else taken

    assert "calm_refused" in {code for code, _ in codes(explore(Breaking(GAME, refuses), depth=2))}


def test_nao_that_does_not_come_to_rest_is_told() -> None:
    never = Breaking(GAME, lambda state, event, taken: (state, ()) if event.kind == "done" else taken)
    assert "endless" in {code for code, _ in codes(explore(never, depth=2))}


def test_where_nao_is_never_done_nothing_is_said_of_what_people_may_do_meanwhile() -> None:
    found = explored(
        f"""
commands: {{finish: {{next: fin}}}}
{ALLOWED}
data: {{tours: 0}}
start: jeu
steps:
  jeu:
    start: un
    steps:
      un: {{do: [{{say: "Un."}}, {{wait: 5 s}}], next: deux}}
      deux: {{do: [{{say: "Deux."}}], next: [{{if: "data.tours > 3", next: done}}, {{next: un}}]}}
    next: fin
    when: [{{touch: head, next: fin}}]
  fin: {{do: [{{say: "Fin."}}], end: completed}}
""",
        depth=40,
    )
    assert {code for code, _ in codes(found)} >= {"endless"}
    assert "trapped" not in {code for code, _ in codes(found)}
    assert "fin" not in found.reached
    assert not found.complete


REPEATING = """
commands: {finish: {next: fin}}
%s
start: un
steps:
  un:
    do: [{say: "On commence."}]
    buttons: [{label: "Suite", next: fin}]
    %s
  deux:
    do: [{say: "Toujours là ?"}]
    %s
  fin: {do: [{say: "Fin."}], end: completed}
"""


def repeating(
    head: str = "", *, un: str = "", deux: str = "after: {wait: 9 s, next: fin}"
) -> ExplorationResult:
    """Explore a protocol in which somebody is waited for."""
    return explored(REPEATING % (head, un, deux))


def repeats(found: ExplorationResult) -> list[str]:
    """Give what is repeated, in English."""
    return [flaw.what.en for flaw in found.flaws if flaw.code == "repeats"]


UN, DEUX = "in which Nao says 'On commence.'", "in which Nao says 'Toujours là ?'"
SAME = "a wait without an end: if nobody does anything, the same begins again every"


def test_the_same_sentence_every_thirty_seconds_is_a_wait_without_an_end_though_a_button_leads_on() -> None:
    assert repeats(repeating("always: {silence: 30 s}")) == [f"{SAME} 31\u00a0s, Nao: 'On commence.'"]


def test_the_sessions_own_limit_makes_it_no_less_a_repetition() -> None:
    found = repeating("duration: {limit: 40 min}\nalways: {silence: 30 s}")
    (told,) = repeats(found)
    assert "the same begins again every 31\u00a0s, until the session's limit" in told


def test_a_repetition_is_told_of_its_own_step_though_the_exploration_did_not_come_so_far() -> None:
    chain = """
    commands: {finish: {next: fin}}
    start: un
    steps:
      un: {do: [{say: "Un."}], after: {wait: 9 s, next: deux}}
      deux: {do: [{say: "Deux."}], after: {wait: 9 s, next: trois}}
      trois: {do: [{say: "Trois."}], buttons: [{label: "Assez", next: fin}], after: {wait: 9 s, next: trois}}
      fin: {do: [{say: "Fin."}], end: completed}
    """
    found = explored(chain, depth=1)
    assert [flaw.step for flaw in found.flaws if flaw.code == "repeats"] == ["trois"]


def test_steps_that_lead_to_each_other_by_themselves_are_told_as_a_round() -> None:
    found = repeating(un="after: {wait: 9 s, next: deux}", deux="after: {wait: 9 s, next: un}")
    assert repeats(found) == [
        f"{SAME} 20\u00a0s, from step to step ({DEUX} → {UN} → {DEUX}), Nao: 'On commence.'"
    ]


def test_a_count_that_nothing_reads_is_no_progress_and_one_that_leads_out_is() -> None:
    again = 'after: {wait: 9 s, set: {n: = data.n + 1}, do: [{say: "Encore."}]}'
    assert repeats(repeating("data: {n: 0}", un=again)) == [f"{SAME} 10\u00a0s, Nao: 'Encore.'"]
    counted = (
        "after: [{wait: 9 s, if: data.n < 3, set: {n: = data.n + 1}, do: [{say: Encore}]}, "
        "{wait: 9 s, next: fin}]"
    ).replace("say: Encore", 'say: "Encore."')
    assert repeats(repeating("data: {n: 0}", un=counted)) == []


def test_a_limit_of_the_step_that_comes_nearer_all_the_while_is_progress() -> None:
    body = 'after: [{wait: 9 s, do: [{say: "Encore."}]}, {limit: 5 min, next: fin}]'
    assert repeats(repeating(un=body)) == []


def test_a_limit_that_begins_anew_with_each_round_is_none() -> None:
    body = "after: [{wait: 9 s, next: deux}, {limit: 5 min, next: fin}]"
    found = repeating(un=body, deux="after: {wait: 9 s, next: un}")
    assert repeats(found) == [
        f"{SAME} 20\u00a0s, from step to step ({DEUX} → {UN} → {DEUX}), Nao: 'On commence.'"
    ]


def test_a_wait_for_a_person_alone_repeats_nothing() -> None:
    assert repeats(repeating()) == []


def test_trials_that_are_counted_come_to_their_end_and_those_that_are_not_are_told() -> None:
    assert repeats(explored(block(BLOCK), depth=2)) == []
    endless = block(BLOCK, step="after: {wait: 5 s, next: jeu}\n")
    assert len(repeats(explored(endless, depth=2))) == 1


def test_the_first_state_of_the_round_tells_the_story() -> None:
    found = repeating(
        un="after: {wait: 9 s, next: deux}",
        deux=('after: {wait: 9 s, do: [{say: "Alors ?"}]}\n    buttons: [{label: "Suite", next: fin}]'),
    )
    assert story(found, "repeats") == [
        "la séance commence, Nao\u00a0: «\u00a0On commence.\u00a0»",
        "9\u00a0s passent, Nao\u00a0: «\u00a0Toujours là ?\u00a0»",
    ]


ROUNDS = """
start: attente
data: {tours: 0}
commands: {finish: {next: fin}}
always:
  silence: {wait: 31 s, next: fin}
steps:
  attente:
    do: [{set: {tours: = data.tours + 1}}]
    buttons: [{label: "Encore", next: attente, main: true}]
    after: {wait: 10 s, next: attente}
  fin: {do: [{say: "Au revoir !"}], end: completed}
"""


def test_a_silence_that_only_many_waits_add_up_to_is_reached_or_not_all_states_are_known() -> None:
    found = explored(ROUNDS, depth=40)
    assert "always/silence" in found.reached
    short = explored(ROUNDS, depth=3)
    assert "always/silence" not in short.reached
    assert not short.complete
