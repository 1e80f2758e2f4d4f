"""What an editor proposes and shows where an author writes: the real yaml-language-server over LSP."""

from __future__ import annotations

import re

import pytest

from nao_sessions.protocol.catalogue import (
    COLOURS,
    GESTURES,
    LOOKS,
    POSES,
    POSTURES,
    TOUCH_GROUPS,
    TOUCH_PARTS,
)
from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.protocol.keys.head import CommandsKeys, ProtocolKeys
from nao_sessions.protocol.keys.moments import AwaitKeys, MomentKeys
from nao_sessions.protocol.keys.steps import ButtonKeys, StepKeys
from nao_sessions.protocol.keys.trials import TrialsKeys, WayKeys
from nao_sessions.protocol.keys.types import THERAPIST
from nao_sessions.protocol.reading.shape import Shape
from nao_sessions.protocol.trials import HELPS, SENSES
from tests.lsp.language_server import LanguageServer
from tests.protocol.small_protocols import HEAD, STEPS, changed, with_do, with_head, with_steps, with_trials

pytestmark = pytest.mark.lsp

_ASK = """\
accueil:
  trials:
    ask: [{say: "Quoi ?"}]
    §
  next: fin
"""
_WAYS = _ASK.replace("§", "answers:\n      pomme:\n        - §")


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        (HEAD + "§\n", ProtocolKeys),
        (HEAD + "commands:\n  §\n" + STEPS, CommandsKeys),
        (with_steps("accueil:\n  §\n"), StepKeys),
        (with_do("- §\n"), MomentKeys),
        (with_do('- say: "Oui."\n  §\n'), MomentKeys),
        (with_do("- wait:\n    §\n"), AwaitKeys),
        (changed('      - {label: "Suite", next: fin}', "      - §"), ButtonKeys),
        (with_steps(_ASK), TrialsKeys),
        (with_steps(_WAYS), WayKeys),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_keys_of_a_place_are_proposed_there_and_no_others(
    editor: LanguageServer, text: str, shape: type[Shape]
) -> None:
    proposed = editor.complete("cles.yaml", text)
    keys = set(shape.keys())
    there = {name for name in keys if re.search(rf"(?m)^\W*{name}:", text)}
    kinds = {label for label, item in proposed.items() if item.get("kind") == 10}  # 10: a property
    assert kinds >= keys - there
    assert kinds <= keys


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (with_do("- gesture: §\n"), GESTURES),
        (with_do("- pose: §\n"), POSES),
        (with_do("- posture: §\n"), POSTURES),
        (with_do("- look: §\n"), LOOKS),
        (with_do("- eyes: §\n"), COLOURS),
        (with_do("- wait: {touch: §, limit: 5 s}\n"), {**TOUCH_PARTS, **TOUCH_GROUPS}),
        (with_do("- wait: {touch: [§], limit: 5 s}\n"), {**TOUCH_PARTS, **TOUCH_GROUPS}),
        (with_trials("answers: {from: [pomme], by: [§]}\n"), (*SENSES, THERAPIST)),
        (with_trials("prompts: [{help: §}]\n"), HELPS),
        (changed("end: completed", "end: §"), ("completed", "refused", "distress", "technical", "time")),
        (with_head("allow:\n  §\n"), [check.code for check in CHECKS.values() if check.allowable]),
    ],
    ids=["gesture", "pose", "posture", "look", "eyes", "touch", "touches", "by", "help", "end", "allow"],
)
def test_the_words_of_a_key_are_proposed_after_it(
    editor: LanguageServer, text: str, words: list[str]
) -> None:
    proposed = {label.strip('"') for label in editor.complete("mots.yaml", text)}
    assert proposed >= set(words)


def test_a_gesture_is_proposed_with_what_it_is_in_both_languages(editor: LanguageServer) -> None:
    item = editor.complete("geste.yaml", with_do("- gesture: §\n"))["hello"]
    assert item["documentation"]["value"] == "dit bonjour de la main — waves hello"


@pytest.mark.parametrize("key", ["say", "note", "adult"])
def test_a_text_is_proposed_in_quotes(editor: LanguageServer, key: str) -> None:
    assert editor.complete("texte.yaml", with_do("- §\n"))[key]["insertText"] == f'{key}: "$1"'


def test_no_snippet_of_any_key_writes_a_text_without_quotes(editor: LanguageServer) -> None:
    places = [HEAD + "§\n", with_steps("accueil:\n  §\n"), with_do("- §\n"), with_steps(_ASK)]
    places.append(changed('      - {label: "Suite", next: fin}', "      - §"))
    written = [
        item["insertText"]
        for number, text in enumerate(places)
        for item in editor.complete(f"guillemets{number}.yaml", text).values()
    ]
    bare = re.compile(r"\b(say|label|title|note|adult|text|role|goals|authors|sources): (?!\"|$)")
    assert [text for text in written if bare.search(text)] == []


def test_nothing_is_proposed_where_a_sentence_stands_but_a_sentence(editor: LanguageServer) -> None:
    assert [item["insertText"] for item in editor.complete("x.yaml", with_do("- say: §\n")).values()] == [
        '"$1"'
    ]


def test_a_key_is_explained_in_french_and_in_english_with_an_example(editor: LanguageServer) -> None:
    shown = editor.hover("aide.yaml", with_do('- s§ay: "Bonjour."\n'))
    assert "ce que Nao dit" in shown
    assert "what Nao says" in shown
    assert 'say: "Bonjour !"' in shown


def test_a_key_that_holds_a_map_or_a_list_is_explained_too(editor: LanguageServer) -> None:
    assert "les boutons de l'adulte" in editor.hover("b.yaml", changed("buttons:", "but§tons:"))
    assert "les mots des commandes" in editor.hover("c.yaml", changed("commands:", "comm§ands:"))
    assert "ce qui est attendu" in editor.hover("w.yaml", with_do("- wa§it: {gaze: robot, limit: 3 s}\n"))


@pytest.mark.parametrize("written", ["hello", "= item.geste"])
def test_a_word_and_a_computed_one_are_explained_by_their_key(editor: LanguageServer, written: str) -> None:
    text = with_do(f"- ges§ture: {written}\n")
    assert "un geste du catalogue" in editor.hover("g.yaml", text)
