"""Steps, groups, branches, data and time: language.md, sections 2 to 4."""

from __future__ import annotations

from tests.course import Course

END = """
  fin:
    do: [{say: "Au revoir !"}]
    end: completed
"""
COMMANDS = """
commands:
  finish: {next: fin}
"""


def test_a_moment_is_over_when_all_its_acts_are() -> None:
    course = Course(
        COMMANDS
        + """
start: un
steps:
  un:
    do:
      - say: "Un."
        gesture: hello
        wait: 3 s
      - say: "Deux."
    next: fin
"""
        + END
    )
    course.done("say")
    course.done("gesture")
    assert course.said == ["Un."]
    course.wait()
    assert course.said == ["Un.", "Deux."]
    assert course.now_s == 3.0


def test_a_condition_skips_its_moment() -> None:
    course = Course(
        COMMANDS
        + """
data: {n: 0}
start: un
steps:
  un:
    do:
      - {say: "Jamais.", if: data.n > 0}
      - set: {n: = data.n + 1}
      - {say: "Toujours {data.n}.", if: data.n > 0}
    next: fin
"""
        + END
    )
    assert course.said == ["Toujours 1."]
    assert course.data("set") == {"name": "n", "value": 1}


def test_the_first_open_branch_is_taken() -> None:
    body = (
        COMMANDS
        + """
settings:
  n: {type: integer, default: 1, min: 0, max: 9}
start: un
steps:
  un:
    next:
      - {if: settings.n > 5, next: grand}
      - {if: settings.n > 2, next: moyen}
      - {next: petit}
  grand: {do: [{say: "grand"}], next: fin}
  moyen: {do: [{say: "moyen"}], next: fin}
  petit: {do: [{say: "petit"}], next: fin}
"""
        + END
    )
    assert Course(body).said == ["petit"]
    assert Course(body, settings={"n": 3}).said == ["moyen"]
    assert Course(body, settings={"n": 9}).said == ["grand"]


GROUP = (
    COMMANDS
    + """
always:
  buttons: [{label: "Pause câlin", next: calin}]
start: tour
steps:
  tour:
    do: [{say: "On joue."}]
    start: question
    steps:
      question:
        do: [{say: "Touche ma tête."}]
        when: [{touch: head, next: bravo}]
        after: {wait: 10 s, next: done}
      bravo:
        do: [{say: "Bravo !"}]
        next: done
    buttons: [{label: "Ça suffit", next: fin}]
    next: fin
  calin:
    do: [{say: "On se repose."}]
    buttons: [{label: "Retour", next: back}]
    after: {wait: 60 s, next: back}
"""
    + END
)


def at_question() -> Course:
    course = Course(GROUP)
    course.done("say")
    course.done("say")
    return course


def test_done_ends_a_group_which_then_goes_its_own_way() -> None:
    course = at_question()
    assert course.state.step == "tour.question"
    course.touch("head.rear")
    course.done("say")
    assert course.said[-2:] == ["Bravo !", "Au revoir !"]


def test_a_groups_buttons_are_live_in_its_steps_in_a_zone_of_their_own() -> None:
    course = at_question()
    assert [(button.label, button.zone) for button in course.view.buttons] == [
        ("Ça suffit", "group"),
        ("Pause câlin", "always"),
    ]
    course.press("Ça suffit")
    assert course.state.step == "fin"


def test_back_returns_to_what_was_left_and_asks_its_question_again() -> None:
    course = at_question()
    course.press("Pause câlin")
    assert course.state.step == "calin"
    course.done("say")
    course.press("Retour")
    assert course.state.step == "tour.question"
    assert course.view.sentence == "Touche ma tête."
    course.done("say")
    assert course.view.activity == "waiting"


def test_back_goes_on_where_the_content_was_cut() -> None:
    course = Course(GROUP)
    course.press("Pause câlin", after_s=0.2)
    course.done("say")
    course.press("Retour")
    assert course.view.sentence == "On joue."


def test_two_reactions_deep_come_back_one_by_one() -> None:
    course = at_question()
    course.press("Pause câlin")
    course.press("Pause câlin", after_s=0.2)
    course.done("say")
    course.press("Retour")
    assert course.state.step == "calin"
    course.done("say")
    course.press("Retour")
    assert course.state.step == "tour.question"


def test_after_counts_from_the_end_of_the_content() -> None:
    course = at_question()
    course.wait()
    assert course.now_s == 12.0
    assert course.state.step == "fin"


def test_limit_counts_from_the_entry_and_waits_for_the_sentence() -> None:
    course = Course(
        COMMANDS
        + """
start: un
steps:
  un:
    do: [{say: "Une longue phrase."}, {say: "Une autre."}]
    buttons: [{label: "Suite", next: fin}]
    after: {limit: 5 s, next: fin}
"""
        + END
    )
    course.wait()
    assert course.now_s == 5.0
    assert course.said == ["Une longue phrase."]
    course.done("say")
    assert course.said == ["Une longue phrase.", "Au revoir !"]


def test_inner_entries_come_before_outer_ones() -> None:
    course = Course(
        COMMANDS
        + """
always:
  when: [{touch: head, do: [{say: "dehors"}]}]
start: un
steps:
  un:
    when: [{touch: head.front, next: fin}]
    after: {wait: 9 s, next: fin}
"""
        + END
    )
    course.touch("head.rear")
    assert course.said == ["dehors"]
    course.done("say")
    course.touch("head.front")
    assert course.state.step == "fin"


def test_event_value_says_what_was_touched() -> None:
    course = Course(
        COMMANDS
        + """
data: {ou: ""}
start: un
steps:
  un:
    when: [{touch: [hand.left, hand.right], set: {ou: = event.value}, next: deux}]
    after: {wait: 9 s, next: fin}
  deux: {do: [{say: "Tu as touché {data.ou}."}], next: fin}
"""
        + END
    )
    course.touch("hand.right")
    assert course.said == ["Tu as touché hand.right."]


def test_the_participants_place_stays_for_the_robots_edge() -> None:
    course = Course(
        COMMANDS
        + """
start: un
steps:
  un: {do: [{say: "Bonjour {participant} !"}], next: fin}
"""
        + END
    )
    assert course.said == ["Bonjour {participant} !"]


def test_an_expression_that_fails_counts_as_false_and_is_told() -> None:
    course = Course(
        COMMANDS
        + """
data: {n: 0}
start: un
steps:
  un:
    do: [{say: "Jamais.", if: 1 / data.n > 0}]
    next: fin
"""
        + END
    )
    assert course.said == ["Au revoir !"]
    assert course.data("error")["code"] == "expression"


def test_the_session_limit_lets_the_sentence_end_and_finishes() -> None:
    course = Course(
        """
duration: {expected: 1 min, limit: 5 min}
commands:
  finish: {do: [{say: "C'est l'heure."}], next: fin}
start: un
steps:
  un:
    do: [{say: "Bonjour."}]
    buttons: [{label: "Suite", next: fin}]
    after: {limit: 20 min, next: fin}
"""
        + END
    )
    course.wait()
    assert (course.now_s, course.data("notice")) == (180.0, {"seconds_left": 120})
    course.wait()
    assert course.now_s == 300.0
    assert course.said == ["Bonjour."]
    course.done("say")
    assert course.said[-1] == "C'est l'heure."
    course.done("say")
    course.done("say")
    assert course.state.outcome == "time"


def test_five_minutes_more_on_request() -> None:
    course = Course(
        """
duration: {limit: 5 min}
commands:
  finish: {next: fin}
start: un
steps:
  un:
    buttons: [{label: "Suite", next: fin}]
    after: {limit: 30 min, next: fin}
"""
        + END
    )
    course.command("extend")
    course.wait()
    assert course.now_s == 480.0


def test_a_thousand_transitions_without_a_wait_are_told_and_pause() -> None:
    course = Course(
        COMMANDS
        + """
data: {n: 0}
start: un
steps:
  un:
    do: [{set: {n: = data.n + 1}}]
    next: [{if: data.n > 5000, next: fin}, {next: deux}]
  deux: {do: [{set: {n: = data.n + 1}}], next: un}
"""
        + END
    )
    assert course.view.paused_because == "stalled"
    assert course.data("error")["code"] == "stalled"


def test_the_end_says_its_outcome_and_stops_listening() -> None:
    course = Course(
        COMMANDS
        + """
start: un
steps:
  un:
    when: [{word: oui, next: fin}]
    after: {wait: 5 s, next: fin}
"""
        + END
    )
    assert course.state.listening == ("oui",)
    course.word("oui", after_s=1)
    course.done("say")
    assert course.data("ended") == {"outcome": "completed"}
    assert course.state.listening == ()
