"""What an editor underlines: nothing in the library, and each structural mistake that a schema can see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.lsp.language_server import LanguageServer
from tests.protocol.small_protocols import GOOD, changed, place_of_mark, with_do, with_steps, with_trials
from tests.protocol.test_every_check import TRIPS

pytestmark = pytest.mark.lsp

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = sorted((ROOT / "protocols").rglob("*.yaml"))
EXAMPLES = sorted((ROOT / "tests" / "protocol" / "examples").glob("*.yaml"))

STRUCTURE = (
    "P100",
    "P101",
    "P103",
    "P104",
    "P105",
    "P109",
    "P114",
    "P115",
    "P117",
    "P120",
    "P125",
    "P126",
    "P127",
)
"""The checks on what stands where, which is what a schema is about."""

UNSEEN = {
    "- set: {n: §trois}": "the type of a datum is declared elsewhere",
}
"""Mistakes under these codes that no schema can see, by the line, and why."""


def said(found: list[dict[str, Any]]) -> list[str]:
    return [f"{one['range']['start']['line'] + 1}: {one['message']}" for one in found]


@pytest.mark.parametrize("path", [*LIBRARY, *EXAMPLES], ids=lambda path: path.stem)
def test_a_right_protocol_is_not_underlined(editor: LanguageServer, path: Path) -> None:
    # Its modeline names its schema: here all files lie in one folder, beside the schemas.
    text = path.read_text("utf-8").replace("$schema=../", "$schema=./")
    assert said(editor.diagnose({path.name: text})[path.name]) == []


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        (changed("    buttons:", "    §bouttons:"), "bouttons"),
        (with_do('- §geste: hello\n  say: "Oui."\n'), "geste"),
        (with_do("- gesture: §salut\n"), '"hello"'),
        (with_do("- eyes: §rouge\n"), '"green"'),
        (changed('{label: "Suite", next: fin}', "§{next: fin}"), "label"),
        (changed("wait: 10 s", "wait: §10"), "une durée, avec son unité"),
        (changed("wait: 10 s", "wait: §2,5 s"), "une durée, avec son unité"),
        (changed('do:\n      - say: "Bonjour."', "do: §Bonjour"), "chaque élément commence par un tiret"),
        (with_steps('§accueil: {do: [{say: "Oui."}]}\n'), "pas de sortie"),
        (with_do("- gesture: hello\n  §posture: stand\n"), "« gesture »"),
        (with_do('- say: "Oui."\n  §note: "Il a dit oui."\n'), "seul sur son tiret"),
        (with_trials("order: §melange\n", items="[{id: a}]"), '"shuffled"'),
        (with_trials("answers: {pomme: [§{bord: pomme}]}\n"), "bord"),
        (with_trials("answers: {§from: [pomme]}\n"), "by"),
        (changed("    do:\n", '    §say: "Bonjour."\n    do:\n'), "liste « do »"),
    ],
    ids=lambda value: value if len(value) < 60 else "",
)
def test_a_mistake_is_underlined_on_its_line_in_words_that_help(
    editor: LanguageServer, marked: str, message: str
) -> None:
    text, place = place_of_mark(marked, "")
    told = said(editor.diagnose({"faute.yaml": text})["faute.yaml"])
    message = message.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    assert [one for one in told if one.startswith(f"{place.line}: ") and message in one] != [], told


def test_the_good_protocol_is_not_underlined(editor: LanguageServer) -> None:
    assert editor.diagnose({"bon.yaml": GOOD})["bon.yaml"] == []


def test_a_modeline_is_enough_to_find_the_schema(editor: LanguageServer) -> None:
    modeline = "# yaml-language-server: $schema=./protocol.schema.json\n"
    found = editor.diagnose({"faute.yml": modeline + changed("    buttons:", "    bouttons:")})["faute.yml"]
    assert len(found) == 1


def test_each_structural_mistake_that_check_tells_is_underlined(editor: LanguageServer) -> None:
    marked = {f"{number}.yaml": text for number, (code, text) in enumerate(TRIPS) if code in STRUCTURE}
    found = editor.diagnose({name: place_of_mark(text, "")[0] for name, text in marked.items()})
    unseen = [
        next((line.strip() for line in marked[name].splitlines() if "§" in line), "")
        for name, told in found.items()
        if not told
    ]
    assert [line for line in unseen if line not in UNSEEN] == []
