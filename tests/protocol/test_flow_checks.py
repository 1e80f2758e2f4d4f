"""The checks on the flow tell what is wrong and leave alone what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.protocol.small_protocols import GOOD, HEAD, check_text, with_steps

COUNTED = "data: {n: 0}\n"
LIMITED = "duration: {limit: 20 min}\n"
UNTIL_MASTERY = """\
accueil:
  trials:
    ask: [{show: {choices: [pomme]}, say: "Quoi ?"}]
    answers: {pomme: [{board: pomme}]}
    correct: pomme
    prompts: [{help: verbal, do: [{say: "Regarde."}]}]
  next: [{if: results.accueil.total.correct > 2, next: fin}, {next: accueil}]
"""

RIGHT = {
    "a loop that counts": (
        COUNTED,
        """\
        accueil:
          do: [{say: "Un."}, {set: {n: = data.n + 1}}]
          next: [{if: data.n > 2, next: fin}, {next: accueil}]
        """,
    ),
    "a loop without time that counts": (
        COUNTED,
        """\
        accueil:
          do: [{set: {n: = data.n + 1}}]
          next: [{if: data.n > 20, next: fin}, {next: accueil}]
        """,
    ),
    "a wait of no time in a loop that counts": (
        COUNTED,
        """\
        accueil:
          do: [{set: {n: = data.n + 1}}]
          buttons: [{label: "Stop", next: fin}]
          after: {wait: 0 s, next: [{if: data.n > 20, next: fin}, {next: accueil}]}
        """,
    ),
    "a reminder that is counted": (
        COUNTED,
        """\
        accueil:
          do: [{say: "Tu viens ?"}, {set: {n: = data.n + 1}}]
          buttons: [{label: "Suite", next: fin}]
          after: {wait: 10 s, next: [{if: data.n >= 3, next: fin}, {next: accueil}]}
        """,
    ),
    "a loop that a button leaves, in a session with a limit": (
        LIMITED,
        """\
        accueil: {do: [{say: "Un."}], buttons: [{label: "Stop", next: fin}], next: deux}
        deux: {do: [{say: "Deux."}], next: accueil}
        """,
    ),
    "a loop that success leaves, in a session with a limit": (
        LIMITED,
        UNTIL_MASTERY,
    ),
    "a child's wait inside a group that has a button": (
        "",
        """\
        accueil:
          start: un
          steps: {un: {when: [{touch: head, next: done}], after: {wait: 20 s, next: done}}}
          buttons: [{label: "Suite", next: fin}]
          next: fin
        """,
    ),
    "a wait that the group's limit leaves": (
        "",
        """\
        accueil:
          start: un
          steps: {un: {when: [{touch: head, next: done}]}}
          after: {wait: 1 s, limit: 20 s, next: fin}
        """,
    ),
    "a step that a button leads to and that goes back": (
        "",
        """\
        accueil:
          buttons: [{label: "Aide", next: aide}, {label: "Suite", next: fin}]
          after: {wait: 9 s, next: fin}
        aide: {do: [{say: "Regarde."}], next: back}
        """,
    ),
    "a way back after a second step": (
        "",
        """\
        accueil:
          buttons: [{label: "Aide", next: aide}, {label: "Suite", next: fin}]
          after: {wait: 9 s, next: fin}
        aide: {do: [{say: "Regarde."}], next: suite}
        suite: {buttons: [{label: "Reprendre", next: back}], after: {wait: 9 s, next: fin}}
        """,
    ),
    "a silence that leads on": (
        'always: {silence: {wait: 30 s, do: [{say: "Tant pis."}], next: fin}}\n',
        'accueil: {do: [{say: "Oui ?"}], buttons: [{label: "Suite", next: fin}]}\n',
    ),
    "a reminder in a step that its limit leaves": (
        "",
        """\
        accueil:
          do: [{say: "Oui ?"}]
          buttons: [{label: "Suite", next: fin}]
          after: [{wait: 20 s, do: [{say: "Alors ?"}]}, {limit: 2 min, next: fin}]
        """,
    ),
    "a reminder that comes as long as it counts": (
        COUNTED,
        """\
        accueil:
          do: [{say: "Oui ?"}]
          buttons: [{label: "Suite", next: fin}]
          after:
            - {wait: 20 s, if: data.n < 3, set: {n: = data.n + 1}, do: [{say: "Alors ?"}]}
            - {wait: 20 s, next: fin}
        """,
    ),
    "a group in a group": (
        "",
        """\
        accueil:
          start: un
          steps:
            un: {start: deux, steps: {deux: {do: [{say: "Oui."}], next: done}}, next: done}
          next: fin
        """,
    ),
}


@pytest.mark.parametrize(("head", "steps"), RIGHT.values(), ids=list(RIGHT))
def test_this_is_right(head: str, steps: str, tmp_path: Path) -> None:
    assert check_text(with_steps(steps, head), tmp_path) == ()


def test_an_end_in_a_group_is_right(tmp_path: Path) -> None:
    steps = 'accueil: {start: un, steps: {un: {do: [{say: "Oui."}], next: done}}, end: completed}\n'
    assert [
        finding.code for finding in check_text(with_steps(steps), tmp_path) if finding.code != "P201"
    ] == []


WRONG = {
    "a group's wait does not help its children": (
        "P203",
        "",
        """\
        accueil:
          start: un
          steps: {un: {when: [{touch: head, next: done}]}}
          after: {wait: 1 s, next: fin}
        """,
    ),
    "a loop through a group": (
        "P204",
        "",
        """\
        accueil: {start: un, steps: {un: {do: [{say: "Oui."}], next: done}}, next: deux}
        deux: {do: [{say: "Non."}], next: accueil}
        """,
    ),
    "a step that leads to itself": ("P204", "", 'accueil: {do: [{say: "Oui."}], next: accueil}\n'),
    "a loop of waits of no time": (
        "P204",
        "",
        """\
        accueil: {buttons: [{label: "Stop", next: fin}], after: {wait: 0 s, next: deux}}
        deux: {buttons: [{label: "Stop", next: fin}], after: {wait: 0 s, next: accueil}}
        """,
    ),
    "a loop that waits for no time in its content": (
        "P204",
        "",
        'accueil: {do: [{wait: 0 s}], buttons: [{label: "Stop", next: fin}], next: accueil}\n',
    ),
    "a loop whose wait is a setting of no time": (
        "P204",
        "settings: {attente: {type: duration, default: 0 s}}\n",
        'accueil: {buttons: [{label: "Stop", next: fin}], after: {wait: = settings.attente, next: '
        "accueil}}\n",
    ),
    "a limit of no time": (
        "P204",
        "",
        'accueil: {buttons: [{label: "Stop", next: fin}], after: {limit: 0 s, next: accueil}}\n',
    ),
    "a way out that hangs on a setting": (
        "P204",
        "settings: {tours: {type: integer, default: 3}}\n",
        """\
        accueil:
          do: [{say: "Un."}]
          next: [{if: settings.tours > 5, next: fin}, {next: accueil}]
        """,
    ),
    "a counter that goes the wrong way": (
        "P204",
        COUNTED,
        """\
        accueil:
          do: [{say: "Un."}, {set: {n: = data.n - 1}}]
          next: [{if: data.n > 2, next: fin}, {next: accueil}]
        """,
    ),
    "a loop that only success leaves": (
        "P214",
        "",
        UNTIL_MASTERY,
    ),
    "a loop that only a button leaves": (
        "P214",
        "",
        """\
        accueil: {do: [{say: "Un."}], buttons: [{label: "Stop", next: fin}], next: deux}
        deux: {do: [{say: "Deux."}], next: accueil}
        """,
    ),
    "a button that leads back to its own step": (
        "P202",
        "",
        'accueil: {buttons: [{label: "Oui", next: accueil}]}\n',
    ),
    "a group that waits for nothing": (
        "P202",
        "",
        """\
        accueil:
          start: un
          steps: {un: {do: [{say: "Oui."}], next: done}}
          when: [{touch: head, do: [{say: "Oui."}]}]
        """,
    ),
    "a routine that calls itself through another": (
        "P234",
        'routines: {a: [{routine: b}], b: [{say: "Un."}, {routine: a}]}\n',
        "accueil: {do: [{routine: a}], next: fin}\n",
    ),
}


@pytest.mark.parametrize(("code", "head", "steps"), WRONG.values(), ids=list(WRONG))
def test_this_is_told_once(code: str, head: str, steps: str, tmp_path: Path) -> None:
    found = [finding.code for finding in check_text(with_steps(steps, head), tmp_path)]
    assert [told for told in found if told != "P201"] == [code]


def test_a_loop_is_shown_by_its_steps(tmp_path: Path) -> None:
    steps = 'accueil: {do: [{say: "Un."}], next: deux}\ndeux: {do: [{say: "Deux."}], next: accueil}\n'
    (finding,) = check_text(with_steps(steps), tmp_path)
    assert finding.sentence.en == "loop without a way out: accueil → deux → accueil"


def test_what_finish_leads_to_is_reached(tmp_path: Path) -> None:
    text = GOOD.replace("finish: {next: fin}", "finish: {next: adieu}")
    text += '  adieu: {do: [{say: "Au revoir."}], end: time}\n'
    assert check_text(text, tmp_path) == ()


def test_always_rescues_a_wait(tmp_path: Path) -> None:
    steps = "accueil: {when: [{touch: head, next: fin}]}\n"
    text = with_steps(steps, head="always: {after: {limit: 5 min, next: fin}}\n")
    assert check_text(text, tmp_path) == ()


def test_a_misspelt_key_is_the_only_finding(tmp_path: Path) -> None:
    misspelt = ["nextt: fin", 'dos: [{say: "Oui."}]', 'buton: [{label: "Oui", next: fin}]']
    for key in misspelt:
        text = with_steps(f"accueil: {{{key}}}\n")
        assert [finding.code for finding in check_text(text, tmp_path)] == ["P101"]
    text = GOOD.replace("label:", "labell:")
    assert [finding.code for finding in check_text(text, tmp_path)] == ["P101"]


def test_thousands_of_mistakes_stop_at_a_hundred(tmp_path: Path) -> None:
    step = "  s{}: {{buttons: [{{label: Oui, next: t{}}}]}}\n"
    steps = "".join(step.format(i, i) for i in range(1_500))
    text = HEAD + "commands: {finish: {next: s1500}}\nstart: s0\nsteps:\n" + steps
    assert len(check_text(text, tmp_path)) == 100


def test_a_long_chain_of_steps_is_checked(tmp_path: Path) -> None:
    steps = "".join(f'  s{i}: {{do: [{{say: "Un."}}], next: s{i + 1}}}\n' for i in range(1_500))
    text = (
        HEAD
        + "commands: {finish: {next: s1500}}\nstart: s0\nsteps:\n"
        + steps
        + "  s1500: {end: completed}\n"
    )
    assert check_text(text, tmp_path) == ()


REPEATED = {
    "the silence of always says the question again": (
        "always: {silence: 30 s}\n",
        'accueil: {do: [{say: "Oui ?"}], buttons: [{label: "Suite", next: fin}]}\n',
    ),
    "a reminder that comes back": (
        "",
        """\
        accueil:
          do: [{say: "Oui ?"}]
          buttons: [{label: "Suite", next: fin}]
          after: {wait: 20 s, do: [{say: "Alors ?"}]}
        """,
    ),
    "a step that only leads back": (
        "always: {silence: {wait: 30 s, next: repli}}\n",
        """\
        accueil: {do: [{say: "Oui ?"}], buttons: [{label: "Suite", next: fin}]}
        repli: {do: [{say: "Je t'attends."}], next: back}
        """,
    ),
}

ROUNDS = {
    "a step that time leads to itself": (
        "",
        """\
        accueil:
          do: [{say: "Oui ?"}]
          buttons: [{label: "Suite", next: fin}]
          after: {wait: 30 s, next: accueil}
        """,
    ),
    "two steps that time leads to each other": (
        "",
        """\
        accueil:
          do: [{say: "Oui ?"}]
          buttons: [{label: "Suite", next: fin}]
          after: {wait: 30 s, next: relance}
        relance: {do: [{say: "Tu viens ?"}], after: {wait: 10 s, next: accueil}}
        """,
    ),
    "a step that leads back by another one at once": (
        "",
        """\
        accueil:
          do: [{say: "Oui ?"}]
          buttons: [{label: "Suite", next: fin}]
          after: {wait: 30 s, next: relance}
        relance: {do: [{say: "Tu viens ?"}], next: accueil}
        """,
    ),
}

LED_ON = {
    "a counter leads out of the round": """\
        accueil:
          do: [{say: "Oui ?"}]
          buttons: [{label: "Suite", next: fin}]
          after: {wait: 30 s, next: relance}
        relance:
          do: [{set: {fois: = data.fois + 1}}, {say: "Tu viens ?"}]
          next: [{if: data.fois > 3, next: fin}, {next: accueil}]
        """,
    "time leads to the end": """\
        accueil:
          do: [{say: "Oui ?"}]
          buttons: [{label: "Encore", next: accueil}]
          after: {wait: 30 s, next: fin}
        """,
    "a block that is given up leads out of its group": """\
        accueil:
          start: jeu
          steps:
            jeu:
              trials:
                count: 3
                ask: [{say: "Prêt ?"}]
                answers: {oui: [{board: oui}], non: [{board: non}]}
                correct: oui
                patience: 10 s
                give_up: {errors_in_row: 1, next: done}
              buttons: [{label: "Suite", next: done}]
              after: {wait: 30 s, next: jeu}
          next: fin
        """,
    "the limit of a group leads out of the round": """\
        accueil:
          start: un
          after: {limit: 3 min, next: fin}
          steps:
            un:
              do: [{say: "Oui ?"}]
              buttons: [{label: "Suite", next: done}]
              after: {wait: 30 s, next: deux}
            deux: {do: [{say: "Tu viens ?"}], after: {wait: 10 s, next: un}}
          next: fin
        """,
}


@pytest.mark.parametrize(("head", "steps"), ROUNDS.values(), ids=list(ROUNDS))
def test_a_round_that_time_alone_leads_through_is_told_though_a_limit_bounds_it(
    head: str, steps: str, tmp_path: Path
) -> None:
    assert [one.code for one in check_text(with_steps(steps, LIMITED + head), tmp_path)] == ["P240"]
    assert [one.code for one in check_text(with_steps(steps, head), tmp_path)] == ["P214"]


@pytest.mark.parametrize("steps", LED_ON.values(), ids=list(LED_ON))
def test_a_round_that_time_leads_out_of_is_no_repetition(steps: str, tmp_path: Path) -> None:
    head = "data: {fois: 0}\n" if "fois" in steps else ""
    assert "P240" not in {one.code for one in check_text(with_steps(steps, head), tmp_path)}


@pytest.mark.parametrize("limit", ["", LIMITED], ids=["", "in a session with a limit"])
@pytest.mark.parametrize(("head", "steps"), REPEATED.values(), ids=list(REPEATED))
def test_what_is_said_again_for_ever_is_no_end_of_a_wait(
    head: str, steps: str, limit: str, tmp_path: Path
) -> None:
    found = check_text(with_steps(steps, limit + head), tmp_path)
    assert {one.code for one in found} == {"P240"}
    assert ("until the limit" in found[0].sentence.en) == bool(limit)
