"""What happens while Nao speaks: the table of language.md, section 6, cell by cell."""

from __future__ import annotations

import pytest

from tests.course import Course

GAME = """
commands:
  finish: {next: fin}
  encourage: {do: [{say: "Continue !"}]}
  calm: {do: [{say: "On respire."}]}
start: jeu
steps:
  jeu:
    do:
      - say: "Un."
        gesture: hello
      - say: "Deux."
    buttons:
      - {label: "Suite", next: fin, main: true}
      - {label: "Encore", do: [{say: "Je répète."}]}
    when:
      - {touch: head.front, next: bravo}
      - {touch: hand.left, cut: true, next: bravo}
      - {touch: hand.right, do: [{say: "Ça chatouille !"}]}
      - {word: oui, next: bravo}
    after: {wait: 10 s, next: fin}
  bravo:
    do: [{say: "Bravo !"}]
    next: fin
  fin:
    do: [{say: "Au revoir !"}]
    end: completed
"""


@pytest.fixture
def speaking() -> Course:
    """Nao says the first of two sentences, and waves."""
    return Course(GAME)


@pytest.fixture
def waiting() -> Course:
    """Nao has spoken, and waits."""
    course = Course(GAME)
    course.done("say")
    course.done("gesture")
    course.done("say")
    return course


def test_a_button_during_do_acts_at_once_and_cuts_speech_and_gesture(speaking: Course) -> None:
    running = sorted(speaking.doing.values())
    speaking.press("Suite", after_s=0.3)
    assert sorted(speaking.data("halt")["ids"]) == running
    assert speaking.kinds()[0] == "halt"
    assert speaking.said == ["Un.", "Au revoir !"]


def test_a_button_that_comes_back_says_the_cut_sentence_again(speaking: Course) -> None:
    speaking.press("Encore", after_s=0.3)
    assert speaking.view.sentence == "Je répète."
    speaking.done("say")
    assert speaking.said == ["Un.", "Je répète.", "Un."]


def test_what_was_over_before_the_cut_is_not_done_again(speaking: Course) -> None:
    speaking.done("gesture", after_s=0.2)
    speaking.press("Encore")
    speaking.done("say")
    assert list(speaking.doing) == ["say"]


def test_a_command_during_do_acts_at_once(speaking: Course) -> None:
    speaking.command("encourage", after_s=0.3)
    assert speaking.view.sentence == "Continue !"
    speaking.done("say")
    assert speaking.view.sentence == "Un."


def test_a_touch_during_do_waits_for_the_end_of_the_sentence_and_drops_the_rest(speaking: Course) -> None:
    speaking.touch("head.front", after_s=0.3)
    assert speaking.data("response")["why"] == "deferred"
    assert speaking.view.sentence == "Un."
    speaking.done("say")
    assert speaking.said == ["Un.", "Bravo !"]


def test_a_touch_that_comes_back_lets_do_go_on_after_it(speaking: Course) -> None:
    speaking.touch("hand.right", after_s=0.3)
    speaking.done("say")
    assert speaking.view.sentence == "Ça chatouille !"
    speaking.done("say")
    speaking.done("gesture")
    assert speaking.said == ["Un.", "Ça chatouille !", "Deux."]


def test_a_touch_with_cut_acts_at_once(speaking: Course) -> None:
    speaking.touch("hand.left", after_s=0.3)
    assert speaking.data("response")["why"] == "taken"
    assert speaking.said == ["Un.", "Bravo !"]


def test_a_second_touch_while_one_waits_is_kept_as_extra(speaking: Course) -> None:
    speaking.touch("head.front", after_s=0.2)
    speaking.touch("head.front", after_s=0.2)
    assert speaking.data("response")["why"] == "extra"


def test_a_word_is_not_heard_while_nao_speaks(speaking: Course) -> None:
    speaking.word("oui", after_s=0.3)
    assert speaking.data("response")["why"] == "not_heard"
    speaking.done("say")
    assert speaking.state.step == "jeu"


@pytest.mark.parametrize(("after_s", "why"), [(0.0, "not_heard"), (0.49, "not_heard"), (0.5, "taken")])
def test_a_word_is_not_heard_for_half_a_second_after_speech(
    waiting: Course, after_s: float, why: str
) -> None:
    waiting.word("oui", after_s=after_s)
    assert waiting.data("response")["why"] == why


def test_a_word_during_do_but_not_during_speech_is_taken() -> None:
    course = Course(GAME.replace('- say: "Deux."', "- wait: 5 s"))
    course.done("say")
    course.done("gesture")
    course.word("oui", after_s=1)
    assert course.data("response")["why"] == "taken"


def test_a_button_while_waiting_acts_at_once(waiting: Course) -> None:
    waiting.press("Suite")
    assert waiting.view.sentence == "Au revoir !"


def test_a_touch_while_waiting_decides_at_once_and_tells_its_latency(waiting: Course) -> None:
    waiting.touch("head.front", after_s=1.25)
    assert waiting.data("response") == {
        "sense": "touch",
        "value": "head.front",
        "why": "taken",
        "entry": "jeu/when.0",
        "latency_ns": 1_250_000_000,
    }


def test_a_reaction_that_comes_back_starts_the_waiting_again(waiting: Course) -> None:
    began = waiting.state.waiting_since
    waiting.press("Encore", after_s=4)
    assert waiting.state.waiting_since is None
    waiting.done("say")
    assert waiting.state.waiting_since == began + 5_000_000_000  # type: ignore[operator]


@pytest.mark.parametrize("calm", [False, True])
def test_a_childs_event_while_paused_or_calm_is_recorded_and_not_acted_on(
    waiting: Course, calm: bool
) -> None:
    waiting.command("calm" if calm else "pause")
    if calm:
        waiting.done("say")
    assert waiting.view.paused_because == ("calm" if calm else "paused")
    waiting.touch("head.front", after_s=2)
    assert waiting.data("response")["why"] == "paused"
    waiting.word("oui", after_s=2)
    assert waiting.data("response")["why"] == "paused"
    assert waiting.state.step == "jeu"


def test_a_button_while_paused_is_refused(waiting: Course) -> None:
    waiting.command("pause")
    waiting.press("Suite")
    assert waiting.data("refused")["why"] == "paused"


def test_resume_says_the_cut_sentence_again(speaking: Course) -> None:
    speaking.command("pause", after_s=0.3)
    assert speaking.doing == {}
    speaking.command("resume", after_s=60)
    assert speaking.said == ["Un.", "Un."]
    assert sorted(speaking.doing) == ["gesture", "say"]


def test_repeat_says_the_last_sentence_and_waits_again(waiting: Course) -> None:
    waiting.command("repeat", after_s=3)
    assert waiting.said == ["Un.", "Deux.", "Deux."]
    waiting.done("say")
    assert waiting.view.activity == "waiting"


def test_repeat_while_a_sentence_is_said_says_it_once_more_only(speaking: Course) -> None:
    speaking.command("repeat", after_s=0.3)
    assert speaking.said == ["Un.", "Un."]
