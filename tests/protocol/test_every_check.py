"""Every check is tripped by a small protocol, at the place where the author has to look, and by no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_protocols import (
    COMMANDS,
    GOOD,
    HEAD,
    STEPS,
    changed,
    check_text,
    place_of_mark,
    with_do,
    with_head,
    with_steps,
    with_trials,
)

from nao_sessions.protocol.checks.registry import CHECKS

SEVEN_BUTTONS = '{label: "Oui", next: fin}, ' * 6 + '§{label: "Non", next: fin}'

TRIPS: list[tuple[str, str]] = [
    ("P100", changed('title: "Essai"', "title: Essai§: le premier")),
    ("P100", changed('"Bonjour."', '§"Bonjour.')),
    ("P100", changed("title:", "§\ttitle:")),
    ("P101", changed("    buttons:", "    §bouttons:")),
    ("P101", with_do('- say: "Bonjour."\n  §geste: hello\n')),
    ("P103", with_head("items: §3\n")),
    ("P102", changed("wait: 10 s, next: fin", "wait: 10 s, next: §fini")),
    ("P102", changed("start: accueil", "start: §acceuil")),
    ("P103", changed('do:\n      - say: "Bonjour."', "do: §Bonjour")),
    ("P103", with_do("- say: §[Bonjour, Nao]\n")),
    ("P103", with_head("participants: {max: §deux}\n")),
    ("P103", with_head("always: {after: {§wait: 5 min, limit: 5 min, next: fin}}\n")),
    ("P103", changed("end: completed", "end: §complete")),
    ("P103", with_do("- set: {n: §trois}\n", head="data: {n: 0}\n")),
    ("P104", changed("end: completed", "end: completed\n    §end: completed")),
    ("P105", changed('{label: "Suite", next: fin}', "§{next: fin}")),
    ("P105", with_do("- §if: 1 < 2\n")),
    ("P105", with_steps("§accueil: {steps: {un: {next: done}}, next: fin}\n")),
    ("P106", GOOD + "#" * (256 * 1024)),
    ("P107", changed("Essai", "Ess§\x07ai")),
    ("P108", "# rien\n"),
    ("P109", changed('do:\n      - say: "Bonjour."', "do: " + "[" * 29 + "§[" + "]" * 30)),
    ("P110", with_do("- {say: §Bravo, gesture: hello}\n")),
    ("P110", with_do("- {say: §Bravo, c'est ça !}\n")),
    ("P110", changed('label: "Suite"', "label: §Suite")),
    ("P111", with_do("- say: §Regarde le numéro #1\n")),
    ("P112", with_do("- say: Bonjour§\u200b Nao\n")),
    ("P112", changed("    buttons:", "    buttons§\u00a0:")),
    ("P113", with_do('- say: §&un "Bonjour."\n')),
    ("P113", with_do("- say: §*un\n")),
    ("P113", with_do('- say: §!!str "Bonjour."\n')),
    ("P113", with_do('- {§<<: {look: left}, say: "Bonjour."}\n')),
    ("P113", GOOD + "§---\nautre: 1\n"),
    ("P114", with_steps("accueil: {do: [{say: 'Un.'}], next: fin}\n§École: {next: fin}\n")),
    ("P114", changed("id: essai", "id: §Mon essai")),
    ("P115", changed("wait: 10 s", "wait: §10")),
    ("P115", with_head("duration: {expected: §1:30}\n")),
    ("P116", with_do("- set: {nom: §data.nom}\n", head='data: {nom: "Nao"}\n')),
    ("P116", with_do("- say: §= data.nom\n", head='data: {nom: "Nao"}\n')),
    ("P117", with_do("- gesture: §salut\n")),
    ("P117", with_do("- eyes: §rouge\n")),
    ("P117", changed("    after:", "    when: [{touch: §nez, next: fin}]\n    after:")),
    ("P118", with_head("items: {mots: §mots.csv}\n")),
    ("P310", with_do("- sound: §sounds/eau.wav\n")),
    ("P118", with_do("- sound: §../secret.wav\n")),
    ("P119", changed("protocol: 1", "§protocol: 2")),
    ("P119", with_head("settings: {tours: {type: integer, default: §12, max: 10}}\n")),
    ("P120", changed("next: fin}\n  fin:", "next: fin}\n    next: fin\n  fin:").replace("after", "§after")),
    ("P120", changed("end: completed", "end: completed\n    §next: accueil")),
    ("P120", with_steps('§accueil: {do: [{say: "Oui."}]}\n')),
    (
        "P121",
        with_steps(
            """\
            accueil: {start: un, steps: {un: {next: done}}, next: deux}
            deux: {start: un, steps: {§un: {next: done}}, next: fin}
            """
        ),
    ),
    ("P122", with_head("participants: {max: 3}\n", say='"Bonjour §{participant}."')),
    ("P123", with_do('- say: "Encore §{data.n + 1} fois."\n', head="data: {n: 0}\n")),
    ("P123", with_do('- say: "Regarde §} bien."\n')),
    ("P125", with_do("- gesture: hello\n  §posture: stand\n")),
    ("P126", with_do('- say: "Oui."\n  §note: "Il a dit oui."\n')),
    ("P127", changed('\n      - {label: "Suite", next: fin}', f" [{SEVEN_BUTTONS}]")),
    ("P128", changed('title: "Essai"', 'title: §{en: "Trial"}')),
    ("P128", changed("language: fr", "language: §français")),
    ("P129", with_head('allow: {§P999: "une bonne raison"}\n')),
    ("P129", with_head('allow: {§P102: "une bonne raison"}\n')),
    ("P129", with_head("allow: {P203: §exprès}\n")),
    ("P124", with_trials("§correct: poire\n")),
    ("P136", with_trials('ask: [{say: "{§item.nom}"}]\n', items="[{id: a, nom: un}, {id: b}]")),
    ("P137", with_do("- show: {choices: [{word: ours, say: un}, §{word: ours, say: deux}]}\n")),
    ("P139", with_steps("accueil: {use: §essai.yaml, next: fin}\n")),
    ("P130", with_do('- {say: "Oui.", if: 1 §= 1}\n')),
    ("P131", with_do('- {say: "Oui.", if: "§print(1) == 1"}\n')),
    ("P132", with_do('- {say: "Oui.", if: §essais > 2}\n')),
    ("P132", with_do('- say: "Encore {§data.essais} fois."\n')),
    ("P132", with_do("- set: {§essais: 2}\n")),
    ("P133", with_do("- {say: \"Oui.\", if: 1 == §'un'}\n")),
    ("P133", with_do("- {wait: = §'un'}\n")),
    ("P134", with_do('- {say: "Oui.", if: "' + "1 + " * 50 + '§1 > 0"}\n')),
    ("P135", with_do("- {say: \"Oui.\", if: §event.value == 'head'}\n")),
    ("P201", with_steps("accueil: {do: [{say: 'Un.'}], next: fin}\n§loin: {next: fin}\n")),
    (
        "P202",
        with_steps(
            """\
            §accueil: {buttons: [{label: "Oui", next: deux}]}
            deux: {buttons: [{label: "Non", next: accueil}]}
            """
        ),
    ),
    ("P202", with_steps('§accueil: {buttons: [{label: "Oui", do: [{say: "Oui."}]}]}\n')),
    ("P203", with_steps("§accueil: {when: [{touch: head, next: fin}]}\n")),
    (
        "P204",
        with_steps(
            """\
            §accueil: {do: [{say: "Un."}], next: deux}
            deux: {do: [{say: "Deux."}], next: accueil}
            """
        ),
    ),
    (
        "P204",
        with_steps(
            "§accueil: {next: [{if: data.n > 1, next: fin}, {next: accueil}]}\n", head="data: {n: 0}\n"
        ),
    ),
    ("P205", "§" + HEAD + STEPS),
    ("P205", changed("finish: {next: fin}", '§finish: {do: [{say: "Au revoir."}]}')),
    ("P206", with_steps("accueil: {do: [{say: 'Un.'}], next: [§{if: 1 > 2, next: fin}]}\n")),
    (
        "P207",
        with_steps(
            """\
            accueil: {do: [{say: "Un."}], next: deux}
            deux: {buttons: [{label: "Non", next: §back}, {label: "Oui", next: fin}]}
            """
        ),
    ),
    ("P208", changed("wait: 10 s, next: fin", "wait: 10 s, next: §done")),
    ("P209", with_steps("§accueil: {start: un, steps: {un: {next: fin}}, next: fin}\n")),
    ("P211", with_steps("accueil: {do: [{say: 'Un.'}], next: [{next: fin}, {next: §fin}]}\n")),
    (
        "P213",
        HEAD
        + COMMANDS.replace("fin}", "§demande}")
        + STEPS
        + '  demande: {buttons: [{label: "Fini", next: fin}]}\n',
    ),
]


@pytest.mark.parametrize(("code", "marked"), TRIPS, ids=[code for code, _ in TRIPS])
def test_one_mistake_is_one_finding_at_its_place(code: str, marked: str, tmp_path: Path) -> None:
    text, place = place_of_mark(marked, str(tmp_path / "essai.yaml"))
    findings = check_text(text, tmp_path)
    assert [(finding.code, finding.place) for finding in findings] == [(code, place)]
    assert findings[0].severity == CHECKS[code].severity
    assert findings[0].sentence.fr != findings[0].sentence.en


def test_every_check_is_tripped() -> None:
    assert sorted({code for code, _ in TRIPS}) == sorted(CHECKS)


def test_the_good_protocol_trips_none(tmp_path: Path) -> None:
    assert check_text(GOOD, tmp_path) == ()


@pytest.mark.parametrize("code", [check.code for check in CHECKS.values() if check.allowable])
def test_what_may_be_allowed_is_left_out_with_a_reason(code: str, tmp_path: Path) -> None:
    marked = next(text for tripped, text in TRIPS if tripped == code)
    text = place_of_mark(marked, "")[0].replace(HEAD, HEAD + f'allow: {{{code}: "voulu pour ce test"}}\n')
    assert check_text(text, tmp_path) == ()
