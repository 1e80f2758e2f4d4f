"""Every check is tripped by the protocol of its page, at the place where the author has to look, alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.core.errors import ProtocolRefused
from nao_sessions.protocol import load
from nao_sessions.protocol.checks.pages import PAGES
from nao_sessions.protocol.checks.registry import CHECKS, FAMILIES
from tests.protocol.small_protocols import (
    GOOD,
    changed,
    check_text,
    place_of_mark,
    with_do,
    with_head,
    with_steps,
    with_trials,
)

MORE: list[tuple[str, str]] = [
    ("P100", changed('"Bonjour."', '§"Bonjour.')),
    ("P100", changed("title:", "§\ttitle:")),
    ("P101", with_do('- say: "Bonjour."\n  §geste: hello\n')),
    ("P103", with_head("items: §3\n")),
    ("P102", changed("start: accueil", "start: §acceuil")),
    ("P103", changed('do:\n      - say: "Bonjour."', "do: §Bonjour")),
    ("P103", with_do("- say: §[Bonjour, Nao]\n")),
    ("P103", with_head("always: {after: {§wait: 5 min, limit: 5 min, next: fin}}\n")),
    ("P103", changed("end: completed", "end: §complete")),
    ("P103", with_do("- set: {n: §trois}\n", head="data: {n: 0}\n")),
    ("P105", with_do("- §if: 1 < 2\n")),
    ("P105", with_steps("§accueil: {steps: {un: {next: done}}, next: fin}\n")),
    ("P110", with_do("- {say: §Bravo, gesture: hello}\n")),
    ("P110", changed('label: "Suite"', "label: §Suite")),
    ("P112", changed("    buttons:", "    buttons§\u00a0:")),
    ("P113", with_do("- say: §*un\n")),
    ("P113", with_do('- say: §!!str "Bonjour."\n')),
    ("P113", with_do('- {§<<: {look: left}, say: "Bonjour."}\n')),
    ("P113", GOOD + "§---\nautre: 1\n"),
    ("P114", changed("id: essai", "id: §Mon essai")),
    ("P115", with_head("duration: {expected: §1:30}\n")),
    ("P116", with_do("- say: §= data.nom\n", head='data: {nom: "Nao"}\n')),
    ("P117", with_do("- eyes: §rouge\n")),
    ("P117", changed("    after:", "    when: [{touch: §nez, next: fin}]\n    after:")),
    ("P118", with_do("- sound: §../secret.wav\n")),
    ("P119", changed("protocol: 1", "§protocol: 2")),
    ("P120", changed("next: fin}\n  fin:", "next: fin}\n    next: fin\n  fin:").replace("after", "§after")),
    ("P120", with_steps('§accueil: {do: [{say: "Oui."}]}\n')),
    ("P123", with_do('- say: "Regarde §} bien."\n')),
    ("P128", changed("language: fr", "language: §français")),
    ("P129", with_head('allow: {§P999: "une bonne raison"}\n')),
    ("P129", with_head('allow: {§P102: "une bonne raison"}\n')),
    ("P132", with_do('- say: "Encore {§data.essais} fois."\n')),
    ("P132", with_do("- set: {§essais: 2}\n")),
    ("P133", with_do("- {wait: = §'un'}\n")),
    ("P202", with_steps('§accueil: {buttons: [{label: "Oui", do: [{say: "Oui."}]}]}\n')),
    (
        "P204",
        with_steps(
            "§accueil: {next: [{if: settings.tours > 9, next: fin}, {next: accueil}]}\n",
            head="settings: {tours: {type: integer, default: 4}}\n",
        ),
    ),
    ("P205", changed("finish: {next: fin}", '§finish: {do: [{say: "Au revoir."}]}')),
    (
        "P210",
        with_trials(
            "order: adaptive\nadapt: {level: participant.niveau, stop_after: 6 reversals}\ncount: 5\n",
            items="[{id: a, level: 1}]",
            head="participants: {remember: {niveau: {type: integer, default: 1}}}\n",
            marked=True,
        ),
    ),
    ("P212", with_trials('correct:\nfeedback: {incorrect: [{say: "On continue."}]}\n', marked=True)),
    (
        "P217",
        with_do(
            "- {say: \"Oui.\", if: §settings.mode == 'vite'}\n",
            head="settings: {mode: {type: choice, choices: [calme, vif], default: vif}}\n",
        ),
    ),
    (
        "P217",
        with_trials(
            "prompts: [{help: verbal, if: §item.genre == 'b', do: [{say: \"Regarde.\"}]}]\n",
            items="[{id: x, genre: a}, {id: y, genre: a}]",
        ),
    ),
    (
        "P218",
        with_do(
            '- {say: "Oui.", if: "§true or data.n > 1"}\n- set: {n: = data.n + 1}\n', head="data: {n: 0}\n"
        ),
    ),
    (
        "P219",
        with_trials(
            'answers: {g: [{touch: hand.left}], d: [{touch: hand.right}]}\nask: [{say: "Quoi ?"}]\n'
            "correct: g\nprompts: [{help: gestural, do: [{§gesture: point_right}]}]\n"
        ),
    ),
    (
        "P219",
        with_trials(
            "answers: {from: [a, b], by: [board]}\ncorrect: = item.bon\n"
            'ask: [{show: {choices: [a, b]}, say: "Quoi ?"}]\n'
            "prompts: [{help: visual, do: [{§highlight: a}]}]\n",
            items="[{id: x, bon: a}, {id: y, bon: b}]",
        ),
    ),
    (
        "P223",
        with_trials(
            "answers: {from: [a, b], by: [board]}\ncorrect: a\n"
            'ask: [{show: {choices: [a]}, say: "Quoi ?"}]\n',
            marked=True,
        ),
    ),
    ("P230", with_head("data: {seul: §0}\n")),
    ("P230", with_head("items: {mots: §[{id: a}]}\n")),
    ("P230", with_head('routines:\n  danse:\n    - §say: "Un."\n')),
    ("P313", changed("    after:", '    when: [§{word: ["oui!"], next: fin}]\n    after:')),
    (
        "P404",
        with_head("comprehension: words\n").replace(
            "    after: {wait: 10 s", "    when: [{touch: head, next: fin}]\n    after: §{wait: 4 s"
        ),
    ),
    (
        "P408",
        with_do('- §show: {text: "a"}\n- show: {text: "b"}\n- show: {text: "c"}\n- show: {text: "d"}\n'),
    ),
    ("P402", with_do('- §say: "Touche ma tête, puis ma main."\n')),
    ("P410", with_do('- §say: "Tu t\'es trompé."\n')),
    ("P418", with_do('- §adult: "Pose les images devant toi."\n')),
    ("P502", with_do('- §note: "Nom de l\'enfant : ..."\n')),
    ("P507", with_head('approved: [{role: "comité", date: 2026-11-24, §sha256: abc}]\n')),
    ("P508", with_head('approved: [{§role: "Camille, psychologue", date: 2026-11-24}]\n')),
]
"""Other ways to trip some of them."""

TRIPS = [(code, page.example) for code, page in PAGES.items() if not page.loaded] + MORE


@pytest.mark.parametrize(("code", "marked"), TRIPS, ids=[code for code, _ in TRIPS])
def test_one_mistake_is_one_finding_at_its_place(code: str, marked: str, tmp_path: Path) -> None:
    text, place = place_of_mark(marked, str(tmp_path / "essai.yaml"))
    page = PAGES[code]
    findings = check_text(text, tmp_path, page.files, page.situation)
    assert [(finding.code, finding.place) for finding in findings] == [(code, place)]
    assert findings[0].severity == CHECKS[code].severity
    assert findings[0].sentence.fr != findings[0].sentence.en


@pytest.mark.parametrize("code", [code for code, page in PAGES.items() if page.loaded])
def test_what_only_a_session_meets_is_told_when_it_loads(code: str, tmp_path: Path) -> None:
    text, place = place_of_mark(PAGES[code].example, str(tmp_path / "essai.yaml"))
    (tmp_path / "essai.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ProtocolRefused) as refused:
        load(tmp_path / "essai.yaml")
    assert [(finding.code, finding.place) for finding in refused.value.findings] == [(code, place)]


def test_every_check_has_a_page_and_every_page_a_check() -> None:
    assert list(PAGES) == sorted(CHECKS)


def test_there_are_enough_checks_and_each_belongs_to_a_family() -> None:
    assert len(CHECKS) > 120
    assert {check.family for check in CHECKS.values()} == set(FAMILIES)


def test_the_good_protocol_trips_none(tmp_path: Path) -> None:
    assert check_text(GOOD, tmp_path) == ()


def test_only_errors_keep_a_protocol_from_loading(tmp_path: Path) -> None:
    for code, page in PAGES.items():
        if CHECKS[code].severity == "error" or page.files or page.situation.place or page.loaded:
            continue
        text, _ = place_of_mark(page.example, "essai.yaml")
        (tmp_path / "essai.yaml").write_text(text, encoding="utf-8")
        assert load(tmp_path / "essai.yaml").id == "essai", code


@pytest.mark.parametrize("code", [check.code for check in CHECKS.values() if check.allowable])
def test_what_may_be_allowed_is_left_out_with_a_reason(code: str, tmp_path: Path) -> None:
    page = PAGES[code]
    text = place_of_mark(page.example, "")[0]
    allowed = text.replace("language: ", f'allow: {{{code}: "voulu pour ce test"}}\nlanguage: ', 1)
    assert check_text(allowed, tmp_path, page.files, page.situation) == ()


@pytest.mark.parametrize("name", ["1.accueil", "..", "accueil."])
def test_a_group_whose_name_has_a_dot_is_told_so_and_nothing_breaks(name: str, tmp_path: Path) -> None:
    group = f'"{name}":\n  each: participant\n  start: dire\n  steps: {{dire: {{next: done}}}}\n  next: fin\n'
    path = tmp_path / "essai.yaml"
    path.write_text(with_steps(group), encoding="utf-8")
    with pytest.raises(ProtocolRefused) as refused:
        load(path)
    assert f"'{name}' is not a name" in {one.sentence.en for one in refused.value.findings}
