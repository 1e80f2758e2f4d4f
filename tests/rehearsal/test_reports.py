"""The report of rehearsals: time, trials, what was not reached, and how to see it again."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from nao_sessions.cli.rehearse import show_report
from nao_sessions.engine import Engine
from nao_sessions.protocol import load
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.part_names import PartNames
from nao_sessions.rehearsal.exploration.explore import explore
from nao_sessions.rehearsal.exploration.search import Search, missed, settled, until_covered
from nao_sessions.rehearsal.exploration.unreachable import unreachable
from nao_sessions.rehearsal.many import plans_for, rehearse_many
from nao_sessions.rehearsal.people.behaviour import profile, profile_names
from nao_sessions.rehearsal.reports.coverage import universe
from nao_sessions.rehearsal.reports.figures import Spread, blocks_of
from nao_sessions.rehearsal.reports.page import report_page
from nao_sessions.rehearsal.reports.report import (
    HEAD,
    PROMISE,
    Report,
    ReportFinding,
    gravity,
    plain_values,
    report,
)
from nao_sessions.rehearsal.reports.words import only_path, slot
from nao_sessions.rehearsal.session import RehearsalResult
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Localized
from tests.course import protocol_of
from tests.engine.test_trials import BLOCK, block

LIBRARY = [
    path
    for path in sorted((Path(__file__).parents[2] / "protocols").glob("*.yaml"))
    if path.suffixes == [".yaml"]
]

HIDDEN = """
commands: {finish: {next: fin}}
data: {n: 0, m: 0}
start: un
steps:
  un:
    do: [{say: "Un."}]
    buttons:
      - {label: "Suite", next: fin, main: true}
      - {label: "Jamais", if: 1 > 2, next: secret}
      - {label: "Compter", set: {n: = data.n + 1, m: = data.m * 2}, next: deux}
  deux:
    do: [{say: "Deux."}]
    buttons:
      - {label: "Suite", next: fin, main: true}
      - {label: "Ni là", if: data.m * 2 > 3, next: fin}
  secret: {do: [{say: "Un secret."}], next: fin}
  fin: {do: [{say: "Fin."}], end: completed}
"""

CALLED = """
commands: {finish: {next: fin}}
start: jeu
steps:
  jeu: {title: "Le jeu", do: [{say: "Un."}], next: dit}
  dit: {do: [{say: "Bonjour {participant}."}], next: montre}
  montre: {do: [{adult: "Montrez."}], next: vide}
  vide: {do: [{eyes: white}], next: fin}
  fin: {title: "Fin", do: [{say: "Fin."}], end: completed}
  refus: {title: "Fin", do: [{say: "On arrête."}], end: refused}
"""

CLOSING = "clôture au plus, après la durée permise 5\u00a0min"


def reported(protocol: Protocol, sessions: int = 40, **options: int) -> Report:
    """Rehearse a protocol with everybody, and report."""
    plans = plans_for(
        protocol,
        [profile(name) for name in profile_names()],
        sessions=sessions,
        seed=1,
        policies=("confirms",),
        settings={},
    )
    return report(protocol, plans, rehearse_many(protocol, plans), **options)


def session(*judgements: str | None, step: str = "jeu", child: str = "V01") -> RehearsalResult:
    """Give a session with such trials."""
    trials = tuple(
        {
            "step": step,
            "child": child,
            "judgement": judgement,
            "correction": "",
            "prompts": 0,
            "latency_ns": None,
        }
        for judgement in judgements
    )
    empty: frozenset[str] = frozenset()
    return RehearsalResult(1, "completed", 0, 0, (), empty, trials, 0, 0, ())


def test_mastery_is_so_many_right_trials_in_a_row_without_help() -> None:
    protocol = protocol_of(block(BLOCK))
    name = next(step.name for step in protocol.steps.values() if step.trials is not None)
    sessions = [
        session("correct", "correct", "correct", "incorrect", step=name),
        session("correct", "prompted", "correct", "void", None, "correct", "correct", step=name),
        session("correct", "correct", "incorrect", step=name),
    ]
    mastery = blocks_of(protocol, sessions, mastered_after=3)[0].mastery
    assert mastery is not None
    assert (mastery.mastered, mastery.learners) == (2, 3)
    assert (mastery.trials.p5, mastery.trials.p95) == (3.0, 5.0)
    assert blocks_of(protocol, [session("correct", step=name)], mastered_after=3)[0].mastery is None


def test_the_length_of_sessions_is_held_against_the_slot() -> None:
    protocol = protocol_of("duration: {expected: 2 s, limit: 60 min}\n" + block(BLOCK))
    found = reported(protocol)
    assert (found.over_expected, found.over_limit) == (40, 0)
    assert slot(found).fr.startswith("prévue 2\u00a0s (19 séances sur 20 en prennent au plus ")
    assert "40 séances plus longues" in slot(found).fr
    assert "none longer" in slot(found).en


def test_of_equally_rare_paths_the_rarest_is_the_one_whose_passages_are_rarest() -> None:
    found = reported(protocol_of(block(BLOCK, step='buttons: [{label: "Assez", next: fin}]\nnext: fin\n')))
    assert found.rarest is not None
    assert found.rarest.sessions == min(path.sessions for path in (*found.paths, found.rarest))
    again = found.rarest.again.split()
    assert again[:2] == ["--sessions", "1"]


def test_what_no_condition_ever_lets_through_cannot_be_reached_and_is_said_so() -> None:
    never = unreachable(protocol_of(HIDDEN))
    assert set(never) == {
        "secret", "secret/do", "secret/next", "un/buttons.1",
    }  # fmt: skip
    found = [one for one in reported(protocol_of(HIDDEN)).findings if one.code == "unreachable"]
    # What lies in a step that cannot be reached goes without saying.
    assert {one.about for one in found} == {"secret", "un/buttons.1"}
    assert all(one.again == "" for one in found)


def test_a_search_settles_what_it_did_not_reach() -> None:
    protocol = protocol_of(HIDDEN)
    search = until_covered(protocol, lambda plans: rehearse_many(protocol, plans), seed=1, most=30)
    everything = explore(Engine(protocol), depth=50, interrupting=True)
    told = {one.about: one for one in settled(protocol, search, everything, "--explore --depth {depth}")}
    assert told["secret"].code == "unreachable"
    assert told["deux/buttons.1"].code == "unreachable"
    assert "tous les états" in told["deux/buttons.1"].text.fr
    little = explore(Engine(protocol), depth=1)
    told = {one.about: one for one in settled(protocol, search, little, "--explore --depth {depth}")}
    assert told["deux/buttons.1"].code == "not_reached"
    assert f"exploration coupée à {little.depth} événements" in told["deux/buttons.1"].text.fr
    assert f"{little.left} of {little.states} known states" in told["deux/buttons.1"].text.en
    assert little.left < little.states
    assert "--until-covered" in told["deux/buttons.1"].again


HELD = {
    'do: [{choose: [{note: "A."}, {note: "B."}]}], next: fin': ("un/do/choose.1", "its draw"),
    "next: [{if: settings.plus, next: deux}, {next: fin}]": ("un/next -> deux", "these settings"),
    'each: participant, start: a, steps: {a: {do: [{say: "A."}], next: done}}, next: fin': (
        "un/next_turn",
        "1 child",
    ),
    'do: [{say: "Un."}], when: [{touch: head, next: deux, cut: true}], next: fin': (
        "un/when.0",
        "people who wait for Nao",
    ),
}


@pytest.mark.parametrize("un", HELD)
def test_all_states_visited_is_no_proof_of_what_the_exploration_held_fast(un: str) -> None:
    """Another draw, setting, number of children or a touch in a sentence leads there."""
    name, held = HELD[un]
    protocol = protocol_of(f"""
    participants: {{min: 1, max: {1 + ("participant" in un)}}}
    settings: {{plus: {{type: boolean, default: false}}}}
    commands: {{finish: {{next: fin}}}}
    start: un
    steps:
      un: {{{un}}}
      deux: {{do: [{{say: "Deux."}}], next: fin}}
      fin: {{do: [{{say: "Fin."}}], end: completed}}
    """)
    everything = explore(Engine(protocol), depth=50, interrupting=not held.startswith("people"))
    assert everything.complete
    assert name not in everything.reached
    (told,) = missed(protocol, [name], everything)
    assert told.en.startswith("never reached: ")
    assert f"does not lead there ({held}), otherwise" in told.en
    search = Search((), (), {}, (name,))
    assert [
        one.text.en.partition("; that depends")[0] for one in settled(protocol, search, everything, "")
    ] == [told.en]


def test_a_way_that_an_exploration_finds_is_told_as_a_story_with_its_command() -> None:
    protocol = protocol_of(HIDDEN)
    search = until_covered(
        protocol, lambda plans: rehearse_many(protocol, plans), seed=1, most=9, policies=("presses_nothing",)
    )
    everything = explore(Engine(protocol), depth=50)
    way = next(
        one
        for one in settled(protocol, search, everything, "--explore --depth {depth}")
        if one.about == "deux"
    )
    assert way.again == "--explore --depth 1"
    assert [told.fr for told in way.story] == [
        "la séance commence, Nao\u00a0: «\u00a0Un.\u00a0»",
        "l'adulte appuie sur «\u00a0Compter\u00a0»",
    ]


def test_a_way_that_a_setting_closes_is_told_with_that_setting() -> None:
    text = """
    settings: {plus: {type: boolean, default: false, label: "Continuer"}}
    commands: {finish: {next: fin}}
    start: un
    steps:
      un:
        do: [{choose: [{say: "Un."}, {say: "Hop."}]}]
        next: [{if: settings.plus, next: deux}, {next: fin}]
      deux: {do: [{say: "Deux."}], next: fin}
      fin: {do: [{say: "Fin."}], end: completed}
    """
    protocol = protocol_of(text)
    search = until_covered(protocol, lambda plans: rehearse_many(protocol, plans), seed=1, most=40)
    everything = explore(Engine(protocol), depth=5)
    found = {one.about: one.text.fr for one in settled(protocol, search, everything, "")}
    assert "dépend du réglage «\u00a0Continuer\u00a0» (plus)" in found["un/next -> deux"]


def test_what_a_search_reaches_late_is_told_with_the_seed_that_does() -> None:
    protocol = protocol_of(HIDDEN)
    search = until_covered(
        protocol, lambda plans: rehearse_many(protocol, plans), seed=1, most=300, written=" --setting a=1"
    )
    assert all("--seed" in again and again.endswith("--setting a=1") for again in search.late.values())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_has_its_head_first_and_every_command_whole(language: Language) -> None:
    found = reported(protocol_of(block(BLOCK)))
    page = report_page(found, language, title="Essai <b>", protocol="essai.yaml")
    assert page.index(HEAD.in_language(language)) < page.index("<table")
    assert "Essai &lt;b&gt;" in page
    assert f"nao-sessions rehearse essai.yaml {found.paths[0].again}" in page
    assert report_page(found, language, title="Essai <b>", protocol="essai.yaml") == page


def test_percentiles_are_numbers_that_came() -> None:
    assert Spread.of([1.0, 2.0, 3.0]) == Spread(1.0, 2.0, 3.0)
    assert Spread.of([]) == Spread(0.0, 0.0, 0.0)


ONE_WAY = """
duration: {limit: 5 min}
commands: {finish: {next: fin}}
start: un
steps:
  un: {do: [{say: "Un.", wait: 3 s}], after: {wait: 7 s, next: fin}}
  fin: {do: [{say: "Fin."}], end: completed}
"""


def test_plain_values_are_listed_with_their_lines_and_what_is_computed_is_not() -> None:
    text = ONE_WAY.replace("start: un", "data: {n: 0}\nstart: un").replace(
        "after: {wait: 7 s, next: fin}", "after: {wait: = 4 + 3, if: data.n < 3, next: fin}"
    )
    computed = {f"{one.name.fr} {one.value.fr}" for one in plain_values(protocol_of(text))}
    assert computed == {CLOSING, "durée permise 5\u00a0min", "attente 3\u00a0s", "condition n < 3"}
    values = plain_values(protocol_of(ONE_WAY))
    assert [f"{one.name.fr} {one.value.fr}" for one in values] == [
        "durée permise 5\u00a0min",
        CLOSING,
        "attente 3\u00a0s",
        "délai 7\u00a0s",
    ]
    lines = protocol_of(ONE_WAY).sources[0].content.decode().splitlines()
    assert ["7 s" in lines[one.place.line - 1] for one in values[2:]] == [True, True]


def test_the_bounds_of_a_setting_are_values_to_confirm_too() -> None:
    setting = "settings: {patience: {type: duration, default: 8 s, min: 5 s, max: 60 s}}\nstart: un"
    values = plain_values(protocol_of(ONE_WAY.replace("start: un", setting)))
    told = [f"{one.name.fr} {one.value.fr}" for one in values if "patience" in one.about.fr]
    assert told == ["valeur de départ 8\u00a0s", "au moins 5\u00a0s", "au plus 1\u00a0min"]


def test_of_one_path_none_is_the_rarest() -> None:
    found = reported(protocol_of(ONE_WAY), sessions=12)
    assert only_path(found)
    page = report_page(found, "fr", title="Essai", protocol="essai.yaml")
    assert "Un seul chemin" in page
    assert "Le plus rare" not in page


def test_paths_of_the_same_count_have_no_rarest_and_no_path_stands_in_both_lists() -> None:
    found = reported(protocol_of(HIDDEN), sessions=30)
    one, other = replace(found.paths[0], sessions=1), replace(found.paths[0], sessions=1, again="--seed 7")
    even = replace(found, paths=(one, other), rarest=other)
    page = report_page(even, "fr", title="Essai", protocol="essai.yaml")
    assert "Le plus rare" not in page
    assert "Les plus fréquents" not in page
    odd = replace(even, paths=(replace(one, sessions=11), other))
    page = report_page(odd, "fr", title="Essai", protocol="essai.yaml")
    assert "Le plus rare" in page
    assert page.count("--seed 7<") == 1


def test_the_plot_calls_blocks_by_their_titles_and_counts_whole_sessions() -> None:
    page = report_page(reported(protocol_of(block(BLOCK)), sessions=2), "fr", title="T", protocol="t.yaml")
    drawn = page[page.index("<svg") : page.index("</svg>")]
    texts = re.findall(r"<!-- (.*?) -->", drawn)
    assert "jeu" not in texts
    last = drawn[drawn.index('id="matplotlib.axis_2"') :]
    counts = re.findall(r"<!-- (.*?) -->", last[: last.index('id="patch_')])
    assert counts
    assert not [text for text in counts if "." in text]


def test_a_page_says_words_and_no_names_of_parts_or_percentiles() -> None:
    text = block(BLOCK, step='buttons: [{label: "Assez", next: fin}]\nnext: fin\n')
    page = report_page(reported(protocol_of(text)), "fr", title="Essai", protocol="essai.yaml")
    assert not re.search(r"\bp(?:5|50|95)\b|/buttons\.|/feedback/|choose\.|/prompts\.", page)
    assert "Valeurs à confirmer" in page


def test_every_part_of_every_protocol_of_the_library_has_words() -> None:
    for path in LIBRARY:
        protocol = load(path)
        names = PartNames(protocol)
        for kind in universe(protocol).values():
            for name in kind:
                assert "/" not in names.of(name).fr, name


def test_no_name_of_a_step_stands_in_what_a_report_calls_things() -> None:
    for path in LIBRARY:
        protocol = load(path)
        names = PartNames(protocol)
        shown = {name: names.of(name) for kind in universe(protocol).values() for name in kind}
        ids = {word for step in protocol.steps for word in (step, step.rpartition(".")[2]) if "_" in word}
        for name, words in shown.items():
            assert not re.search(r" -> |vers [a-z_.]+$|étape «.(?:choix|minute|avis|image).»", words.fr), name
            assert not [one for one in ids if one in words.fr], name


def test_steps_are_called_by_their_titles_by_what_nao_says_in_them_and_never_two_alike() -> None:
    protocol = protocol_of(CALLED)
    names = PartNames(protocol)
    assert [names.title(step).fr for step in protocol.steps] == [
        "« Le jeu »",
        "où Nao dit « Bonjour [prénom]. »",
        "où l'adulte lit « Montrez. »",
        f"sans titre (l. {protocol.steps['vide'].place.line})",
        f"« Fin » (l. {protocol.steps['fin'].place.line})",
        f"« Fin » (l. {protocol.steps['refus'].place.line})",
    ]
    assert names.of("vide/next -> fin").fr.endswith(f"vers « Fin » (l. {protocol.steps['fin'].place.line})")
    for path in LIBRARY:
        of_library = load(path)
        titles = [PartNames(of_library).title(step).fr for step in of_library.steps]
        assert len(set(titles)) == len(titles), path.name


def test_the_terminal_s_report_calls_steps_children_and_seeds_by_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = reported(protocol_of(HIDDEN), sessions=30)
    found = replace(found, rarest=found.paths[0], paths=found.paths * 2)
    show_report(replace(found, reached_by={"un/buttons.2": "--seed 4"}), "fr", "essai.yaml")
    told = capsys.readouterr().out
    assert "régulier" in told
    assert "steady" not in told
    assert "atteint par une graine : étape où Nao dit « Un. », bouton « Compter »" in told
    assert "chemin le plus rare" in told
    assert not re.search(r"buttons\.|(?:un|deux) → |→ (?:un|deux|fin)\b", told)
    show_report(reported(protocol_of(ONE_WAY), sessions=1), "fr", "essai.yaml")
    told = capsys.readouterr().out
    assert "1 (graine 1)" in told
    assert "19 séances sur 20" not in told


def test_a_promise_that_the_flow_does_not_keep_is_told_with_its_place_severity_and_hint() -> None:
    found = reported(protocol_of(HIDDEN.replace("Suite", "Ne veut pas", 1)), sessions=12)
    promise = next(one for one in found.findings if one.code == PROMISE)
    assert (promise.severity, promise.sessions) == ("remark", 0)
    assert promise.place.endswith(": P248")
    assert promise.hint is not None
    page = report_page(found, "fr", title="Essai", protocol="essai.yaml")
    assert "<strong>Remarque. </strong>" in page


def test_findings_are_shown_the_gravest_first() -> None:
    ranks = [
        ReportFinding("x", Localized(fr="", en=""), 0, severity=one) for one in ("remark", "error", "warning")
    ]
    assert [one.severity for one in sorted(ranks, key=gravity)] == ["error", "warning", "remark"]
