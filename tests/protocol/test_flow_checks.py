"""The checks on the flow tell what is wrong and leave alone what is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_protocols import GOOD, HEAD, check_text, with_steps

RIGHT = {
    "a loop that counts": (
        """\
        accueil:
          do: [{say: "Un."}, {set: {n: = data.n + 1}}]
          next: [{if: data.n > 2, next: fin}, {next: accueil}]
        """
    ),
    "a loop that a button leaves": (
        """\
        accueil: {do: [{say: "Un."}], buttons: [{label: "Stop", next: fin}], next: deux}
        deux: {do: [{say: "Deux."}], next: accueil}
        """
    ),
    "a child's wait inside a group that has a button": (
        """\
        accueil:
          start: un
          steps: {un: {when: [{touch: head, next: done}]}}
          buttons: [{label: "Suite", next: fin}]
          next: fin
        """
    ),
    "a wait that the group's limit leaves": (
        """\
        accueil:
          start: un
          steps: {un: {when: [{touch: head, next: done}]}}
          after: {wait: 1 s, limit: 20 s, next: fin}
        """
    ),
    "a step that a button leads to and that goes back": (
        """\
        accueil: {buttons: [{label: "Aide", next: aide}, {label: "Suite", next: fin}]}
        aide: {do: [{say: "Regarde."}], next: back}
        """
    ),
    "a way back after a second step": (
        """\
        accueil: {buttons: [{label: "Aide", next: aide}, {label: "Suite", next: fin}]}
        aide: {do: [{say: "Regarde."}], next: suite}
        suite: {buttons: [{label: "Reprendre", next: back}]}
        """
    ),
    "a group in a group": (
        """\
        accueil:
          start: un
          steps:
            un: {start: deux, steps: {deux: {do: [{say: "Oui."}], next: done}}, next: done}
          next: fin
        """
    ),
    "an end in a group": (
        """\
        accueil: {start: un, steps: {un: {do: [{say: "Oui."}], next: done}}, end: completed}
        """
    ),
}


@pytest.mark.parametrize("steps", RIGHT.values(), ids=list(RIGHT))
def test_this_is_right(steps: str, tmp_path: Path) -> None:
    assert [f for f in check_text(with_steps(steps, "data: {n: 0}\n"), tmp_path) if f.code != "P201"] == []


WRONG = {
    "a group's wait does not help its children": (
        "P203",
        """\
        accueil:
          start: un
          steps: {un: {when: [{touch: head, next: done}]}}
          after: {wait: 1 s, next: fin}
        """,
    ),
    "a loop through a group": (
        "P204",
        """\
        accueil: {start: un, steps: {un: {do: [{say: "Oui."}], next: done}}, next: deux}
        deux: {do: [{say: "Non."}], next: accueil}
        """,
    ),
    "a step that leads to itself": ("P204", 'accueil: {do: [{say: "Oui."}], next: accueil}\n'),
    "a button that leads back to its own step": (
        "P202",
        'accueil: {buttons: [{label: "Oui", next: accueil}]}\n',
    ),
    "a group that waits for nothing": (
        "P202",
        """\
        accueil:
          start: un
          steps: {un: {do: [{say: "Oui."}], next: done}}
          when: [{touch: head, do: [{say: "Oui."}]}]
        """,
    ),
}


@pytest.mark.parametrize(("code", "steps"), WRONG.values(), ids=list(WRONG))
def test_this_is_told_once(code: str, steps: str, tmp_path: Path) -> None:
    found = [finding.code for finding in check_text(with_steps(steps), tmp_path)]
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
    text = HEAD + "commands: {finish: {next: s0}}\nstart: s0\nsteps:\n" + steps
    assert len(check_text(text, tmp_path)) == 100


def test_a_long_chain_of_steps_is_checked(tmp_path: Path) -> None:
    steps = "".join(f'  s{i}: {{do: [{{say: "Un."}}], next: s{i + 1}}}\n' for i in range(1_500))
    text = (
        HEAD + "commands: {finish: {next: s0}}\nstart: s0\nsteps:\n" + steps + "  s1500: {end: completed}\n"
    )
    assert check_text(text, tmp_path) == ()
