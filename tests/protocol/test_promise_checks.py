"""The promises of every protocol: what is told, and what a reader in the role would call untrue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nao_sessions.protocol.checks.promises import PROMISES
from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.protocol.loading import check_files
from tests.protocol.small_protocols import with_steps, with_trials

BY_WORDS = ("P248", "P249", "P250")
OWN = {code for one in PROMISES for code in one.checks}
ITEMS = (
    "[{id: chat, picture: chat.png, cote: left, answer: chat}, "
    "{id: lune, picture: lune.png, cote: right, answer: lune}]"
)
CHOICE = (
    "answers: {from: [chat, lune], by: [board]}\ncorrect: = item.answer\n"
    'ask: [{look: = item.cote}, {show: {picture: = item.picture, choices: [chat, lune]}, say: "Quoi ?"}]\n'
)


def told(text: str) -> set[str]:
    """Return the checks of promises that tell something of a protocol."""
    return {one.code for one in check_files({"essai.yaml": text.encode()}, "essai.yaml")} & OWN


def asked_to_stop(calm: str, more: str = "") -> str:
    """Return a protocol whose child may say « stop », with what that leads to."""
    steps = f"""\
accueil:
  do: [{{say: "Bonjour."}}]
  buttons: [{{label: "Suite", next: fin}}]
  after: {{wait: 9 s, next: fin}}
calme: {calm}
{more}"""
    head = 'stop_signs: ["dire « stop »"]\nalways: {when: [{word: [stop], next: calme}]}\n'
    return with_steps(steps, head)


REFUSED = 'refus: {do: [{say: "On arrête."}], end: refused}\n'
CALM = (
    '{do: [{eyes: blue}], buttons: [{label: "Reprendre", next: back}, {label: "Ne veut plus", next: refus}], '
    "after: {wait: 60 s, next: fin}}"
)


def test_every_promise_is_held_by_checks_that_there_are_and_words_alone_give_remarks() -> None:
    assert {code for one in PROMISES for code in one.checks} <= set(CHECKS)
    assert {CHECKS[code].severity for code in BY_WORDS} == {"remark"}


@pytest.mark.parametrize("guide", ["fr/repeter.md", "en/rehearsing.md"])
def test_the_guide_tells_of_each_promise_which_checks_hold_it(guide: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / guide).read_text(encoding="utf-8")
    rows = [set(re.findall(r"P2\d\d", line)) for line in text.splitlines() if line.startswith("|")]
    assert [set(one.checks) for one in PROMISES] == [row for row in rows if row]


def test_a_child_who_asks_to_stop_may_come_to_a_step_where_the_adult_chooses() -> None:
    assert told(asked_to_stop(CALM, REFUSED)) == set()


@pytest.mark.parametrize(
    "calm",
    [
        '{do: [{say: "Au revoir."}], end: completed}',
        '{do: [{eyes: blue}], buttons: [{label: "Reprendre", next: back}], after: {wait: 60 s, next: fin}}',
    ],
)
def test_a_child_who_asks_to_stop_and_cannot_be_recorded_as_refusing_is_told(calm: str) -> None:
    assert "P241" in told(asked_to_stop(calm))


def test_a_word_that_stops_and_only_makes_nao_say_something_is_told() -> None:
    whole = asked_to_stop(CALM, REFUSED)
    assert told(
        whole.replace("{word: [stop], next: calme}", '{word: [stop], do: [{say: "Encore un effort."}]}')
    ) == {"P241"}


def test_a_word_that_the_child_may_say_to_stop_and_that_nothing_hears_is_a_remark() -> None:
    whole = asked_to_stop(CALM, REFUSED)
    deaf = whole.replace("{word: [stop], next: calme}", "{word: [pause], next: calme}")
    assert deaf != whole
    assert told(whole) == set()
    assert told(deaf) == {"P248"}
    found = check_files({"essai.yaml": deaf.encode()}, "essai.yaml")
    (line,) = (one.place.line for one in found if one.code == "P248")
    assert line is not None
    assert deaf.splitlines()[line - 1].startswith("stop_signs:")
    # A sign that is shown, not said, is the adult's to see.
    assert told(deaf.replace("dire « stop »", "le geste « fini » de la classe")) == set()


@pytest.mark.parametrize(
    ("words", "codes"),
    [("Bravo, super ! Tu as gagné.", {"P249"}), ("Très bien, on arrête.", set()), ("D'accord.", set())],
)
def test_a_refusal_is_not_praised_in_words_either(words: str, codes: set[str]) -> None:
    assert told(asked_to_stop(CALM, REFUSED.replace("On arrête.", words))) == codes


def test_what_ends_is_told_in_the_reader_s_language() -> None:
    steps = """\
    accueil:
      do: [{say: "Bonjour."}]
      buttons: [{label: "Ne veut pas", next: fin}]
      after: {wait: 9 s, next: fin}
    """
    found = check_files({"essai.yaml": with_steps(steps).encode()}, "essai.yaml")
    sentence = next(one.sentence for one in found if one.code == "P248")
    assert "refus de l'enfant" in sentence.fr
    assert "mené à son terme" in sentence.fr
    assert not re.search("refused|completed", sentence.fr)


def test_a_help_that_points_at_one_wrong_answer_is_told_once() -> None:
    items = (
        "[{id: chat, answer: chat, choix: [chat, lune]}, {id: lune, answer: lune, choix: [lune, roi]}, "
        "{id: roi, answer: roi, choix: [chat, roi]}]"
    )
    block = """\
    answers: {from: = item.choix, by: [board]}
    correct: = item.answer
    ask: [{show: {choices: = item.choix}, say: "Quoi ?"}]
    prompts: [{help: gestural, do: [{highlight: chat}]}]
    """
    text = with_trials(block, items=items)
    found = [one for one in check_files({"essai.yaml": text.encode()}, "essai.yaml") if one.code in OWN]
    assert [one.code for one in found] == ["P219"]


def test_a_refusal_by_its_words_is_a_remark_and_not_now_may_decline_one_game_alone() -> None:
    steps = """\
    accueil:
      do: [{say: "Bonjour."}]
      buttons: [{label: "Suite", next: jeu}, {label: "WORDS", next: jeu}]
      after: {wait: 9 s, next: jeu}
    jeu:
      do: [{say: "On joue ?"}]
      buttons: [{label: "Suite", next: fin}]
      after: {wait: 9 s, next: fin}
    """
    assert told(with_steps(steps.replace("WORDS", "Pas maintenant"))) == set()
    assert told(with_steps(steps.replace("WORDS", "Ne veut pas"))) == {"P248"}


def test_a_refusal_that_the_adult_confirms_first_is_kept() -> None:
    steps = """\
    accueil:
      do: [{say: "Bonjour."}]
      buttons: [{label: "Suite", next: fin}, {label: "Ne veut pas", next: surement}]
      after: {wait: 9 s, next: fin}
    surement:
      do: [{adult: "Est-ce sûr ?"}]
      buttons: [{label: "Oui", next: refus}, {label: "Non", next: back}]
      after: {wait: 60 s, next: refus}
    refus: {do: [{say: "On arrête."}], end: refused}
    """
    assert told(with_steps(steps)) == set()


@pytest.mark.parametrize(
    ("feedback", "codes"),
    [
        ('{correct: [{say: "Oui !", eyes: green}], incorrect: [{eyes: white, say: "On continue."}]}', set()),
        ('{correct: [{say: "D\'accord !"}], incorrect: [{say: "Ici."}]}', set()),
        ('{correct: [{say: "Merci."}], incorrect: [{say: "Merci beaucoup."}]}', set()),
        ('{correct: [{say: "Oui !"}], incorrect: [{gesture: "no", say: "On continue."}]}', set()),
        (
            '{correct: [{say: "Oui !", eyes: green}], incorrect: [{eyes: green, say: "On continue."}]}',
            {"P243"},
        ),
        (
            '{correct: [{say: "Oui !"}], no_response: [{gesture: happy}], incorrect: [{look: left}]}',
            {"P243"},
        ),
        ('{correct: [{say: "Oui !", gesture: unsure}], incorrect: [{look: ahead}]}', {"P244"}),
        ('{correct: [{say: "Pas cette fois."}], incorrect: [{say: "Bravo !"}]}', {"P249"}),
        ('{correct: [{say: "Une pomme."}], incorrect: [{say: "Une pomme."}]}', {"P249"}),
    ],
)
def test_feedback_keeps_praise_for_success(feedback: str, codes: set[str]) -> None:
    assert told(with_trials(f"feedback: {feedback}\n")) == codes


def test_a_help_that_praises_before_an_answer_is_told() -> None:
    assert told(with_trials('prompts: [{help: verbal, do: [{say: "Regarde.", gesture: cheer}]}]\n')) == {
        "P243"
    }


def test_a_sign_that_a_protocol_keeps_for_success_is_praise_though_no_catalogue_says_so() -> None:
    right = '{correct: [{say: "Oui !", eyes: pink}], incorrect: [{eyes: white, say: "On continue."}]}'
    wrong = right.replace("eyes: white", "eyes: pink")
    block = with_trials(f"feedback: {right}\n")
    first = block[block.index("  accueil:") : block.index("  fin:")]
    twice = block.replace("  fin:", first.replace("accueil", "encore") + "  fin:")
    twice = twice.replace("next: fin", "next: encore", 2).replace(
        "finish: {next: encore}", "finish: {next: fin}"
    )
    assert told(twice) == set()
    assert "P243" in told(twice.replace(right, wrong, 1))


@pytest.mark.parametrize(
    ("prompt", "codes"),
    [
        ("{highlight: = item.answer}", set()),
        ("{look: = item.cote}", set()),
        ("{show: {choices: [chat, lune]}}", set()),
        ("{highlight: = item.cote}", {"P245"}),
        ("{look: left}", {"P245"}),
        ("{show: {choices: [chat]}}", {"P245"}),
        ("{highlight: chat}", {"P219"}),
    ],
)
def test_a_help_points_at_the_answer_of_every_item(prompt: str, codes: set[str]) -> None:
    block = f'{CHOICE}prompts: [{{help: visual, do: [{prompt}, {{say: "Regarde bien."}}]}}]\n'
    assert told(with_trials(block, ITEMS)) == codes


def test_what_hangs_on_the_number_of_trials_is_computed_for_each_of_them() -> None:
    right = "'chat' if trials.count == 0 else 'lune'"
    block = (
        f"count: 2\nanswers: {{from: [chat, lune], by: [board]}}\ncorrect: = {right}\n"
        'ask: [{show: {choices: [chat, lune]}, say: "Quoi ?"}]\n'
    )
    kept = f'{block}prompts: [{{help: visual, do: [{{highlight: = {right}}}, {{say: "Regarde."}}]}}]\n'
    assert told(with_trials(kept)) == set()
    late = kept.replace(f"highlight: = {right}", "highlight: = 'chat' if trials.count == 1 else 'lune'")
    assert told(with_trials(late)) == {"P245"}


def test_a_file_may_choose_its_own_colours_for_success_and_for_calm() -> None:
    blue = 'feedback: {correct: [{say: "Oui !", eyes: blue}], incorrect: [{eyes: white, say: "Ici."}]}\n'
    assert told(with_trials(blue)) == set()
    green = CALM.replace("blue", "green")
    assert told(asked_to_stop(green, REFUSED)) == set()
    assert told(asked_to_stop(CALM.replace("eyes: blue", "gesture: happy"), REFUSED)) == set()
    with_calm = asked_to_stop(CALM.replace("eyes: blue", "gesture: happy"), REFUSED)
    with_calm = with_calm.replace("  finish:", "  calm: {next: calme}\n  finish:")
    assert "P243" in told(with_calm)


def test_a_delay_that_turns_the_page_praises_nobody_and_a_silence_of_a_child_does() -> None:
    page = """\
    accueil:
      do: [{say: "Un ours."}]
      buttons: [{label: "Suite", next: joie}]
      after: {wait: 9 s, next: joie}
    joie: {do: [{say: "Il est content.", gesture: happy}], next: fin}
    """
    assert told(with_steps(page)) == set()
    waited = page.replace("buttons:", "when: [{touch: hand, next: joie}]\n      buttons:")
    assert told(with_steps(waited)) == {"P243"}


def test_less_praise_for_a_success_with_help_is_no_breach() -> None:
    feedback = (
        '{correct: [{say: "Bravo !", eyes: green}], prompted: [{eyes: white, say: "On continue."}], '
        'incorrect: [{eyes: white, say: "On continue."}]}'
    )
    assert told(with_trials(f"feedback: {feedback}\n")) == set()


def test_a_help_may_show_an_example_or_what_the_question_is_about() -> None:
    example = f"{CHOICE}prompts: [{{help: visual, do: [{{show: {{choices: [rat, dune]}}}}]}}]\n"
    assert told(with_trials(example, ITEMS)) == set()


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("", "", set()),
        ("picture: = item.picture", "picture: chat.png", {"P246"}),
        ("picture: = item.picture, ", "", {"P246"}),
        ("picture: chat.png", "picture: lune.png", {"P250"}),
    ],
)
def test_the_picture_is_the_items(old: str, new: str, codes: set[str]) -> None:
    text = with_trials(CHOICE, ITEMS)
    assert told(text.replace(old, new, 1) if old else text) == codes


def test_names_that_say_nothing_of_their_pictures_are_left_alone() -> None:
    items = ITEMS.replace("chat.png", "img_0417.png").replace("lune.png", "img_0418.png")
    assert told(with_trials(CHOICE, items)) == set()


CLOSING = """\
accueil: {do: [{say: "Bonjour."}], buttons: [{label: "Suite", next: jeu}], after: {wait: 9 s, next: jeu}}
jeu: {do: [{say: "On joue."}], buttons: [{label: "Suite", next: adieu}], after: {wait: 9 s, next: adieu}}
adieu: {do: [{say: "Touche ma main."}], when: [{touch: hand, next: fin}], after: {wait: 9 s, next: fin}}
"""


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("", "", set()),
        ("finish: {next: adieu}", "finish: {next: accueil}", {"P247"}),
        ("when: [{touch: hand, next: fin}]", "when: [{touch: hand, next: jeu}]", {"P247"}),
        ("after: {wait: 9 s, next: fin}", "after: {wait: 9 min, next: fin}", {"P247"}),
    ],
)
def test_the_limit_closes_and_a_goodbye_may_wait_for_a_hand(old: str, new: str, codes: set[str]) -> None:
    text = with_steps(CLOSING).replace("finish: {next: fin}", "finish: {next: adieu}")
    assert told(text.replace(old, new) if old else text) == codes
