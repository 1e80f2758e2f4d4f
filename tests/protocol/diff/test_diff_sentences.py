"""What the comparison says: one sentence a difference, in French and English, in the step where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.protocol import load, load_files
from nao_sessions.protocol.diff import MeaningDifference, compare
from nao_sessions.protocol.flow import Protocol

EVERYTHING = Path(__file__).parent.parent / "everything" / "everything.yaml"
TEXT = EVERYTHING.read_text(encoding="utf-8")


def read(text: str, **files: str) -> Protocol:
    beside = {one.name: one.content for one in load(EVERYTHING).sources[1:]}
    beside |= {name.replace("_", "."): content.encode() for name, content in files.items()}
    return load_files({**beside, EVERYTHING.name: text.encode()}, EVERYTHING.name)


def changed(*replacements: tuple[str, str]) -> tuple[MeaningDifference, ...]:
    """Compare the file with itself, some parts of it replaced."""
    text = TEXT
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new)
    return compare(read(TEXT), read(text))


def english(one: MeaningDifference) -> str:
    """Give a sentence with plain spaces."""
    return one.sentence.en.replace("\u00a0", " ")


def lines(found: tuple[MeaningDifference, ...]) -> list[tuple[str, str, str]]:
    return [(one.part.name, one.how, one.sentence.en) for one in found]


@pytest.mark.parametrize(
    ("old", "new", "step", "sentence"),
    [
        ('"Do ré mi."', '"Do ré."', "accueil", "“Do ré mi.” → “Do ré.”"),
        ("weight: 2", "weight: 3", "accueil", "(× 2) → "),
        ('if: settings.chanson}', 'if: not settings.chanson}', "accueil", "only if: settings.chanson → "),
        ("[arms_up, arms_out]", "[arms_up]", "accueil", "removed — content: pose to copy"),
        ("wait: 30 s", "wait: 20 s", "accueil", "30 s → 20 s"),
        ("limit: 3 min", "limit: 4 min", "accueil", "3 min → 4 min"),
        ('"Plus tard"', '"Tantôt"', "accueil", "the adult's button: “Plus tard” → “Tantôt”"),
        ("[oui, prêt], cut: true", "[oui, prêt]", "accueil", "cuts short: yes → no"),
        ('mot: "coucou"', 'mot: "salut"', "bonjour", "mot = coucou"),
        ("rounds: = settings.tours", "rounds: 3", "tri", "rounds: settings.tours → "),
        ("patience: = settings.patience\n", "patience: 8 s\n", "tri.essai", "settings.patience → 8 s"),
        ("attempts: 2", "attempts: 3", "tri.essai", "help “verbal help”, number of times: 2 → 3"),
        ('"Montrez la bonne image."', '"Montrez."', "tri.essai", "adult's line: “Montrez la bonne image.”"),
        ("after: 4 s", "after: 6 s", "tri.essai", "silence before: 4 s → 6 s"),
        ("errors_in_row: 3", "errors_in_row: 4", "tri.essai", "giving up: 3 errors in a row"),
        ("trials.streak >= 5", "trials.streak >= 6", "tri.essai", "trials stop when: trials.streak >= 5"),
        ("prompt_on: [silence, wrong]", "prompt_on: [wrong]", "tri.essai", "brings help: silence, wrong"),
        ("fade_after: 3", "fade_after: 4", "tri.essai", "less after 3"),
        ("up: 2, down: 1", "up: 3, down: 1", "tri.essai", "level: niveau +2 −1"),
        ("{touch: hand.left}]", "{touch: head}]", "tri.essai", "answer “fruit”: "),
        ("{card: 4}, ", "", "tri.essai", "answer “légume”: "),
        ("word: fruit, card: 3", "word: fruit, card: 5", "tri.essai", "“fruit” (card 3)"),
        ("pause: 3 s", "pause: 4 s", "tri.essai", "pause between trials: 3 s → 4 s"),
        ("no_more_than: 2", "no_more_than: 3", "rimes", "at most 2 in a row"),
        ("each_item: 2", "each_item: 3", "rimes", "times an item: 2 → 3"),
        ("end_on: success", "patience: 9 s", "rimes", "ends with the first right answer: yes → no"),
        ("rate > 0.5", "rate > 0.6", "rimes", "next step: if results.rimes.rate > 0.5"),
        ("correct: any", "correct: pomme", "libre", "right answer: any answer → “pomme”"),
        ("wait: 5 min", "wait: 4 min", "calme", "5 min → 4 min"),
        ("end: completed\n", "end: time\n", "aurevoir", "end: session completed → "),
    ],
)  # fmt: skip
def test_a_change_is_told_in_its_step(old: str, new: str, step: str, sentence: str) -> None:
    found = changed((old, new))
    assert [one.part.name for one in found if one.part.scope == "step"].count(step) >= 1
    assert sentence in "\n".join(english(one) for one in found if one.part.name == step)
    for one in found:
        assert one.sentence.fr != one.sentence.en


@pytest.mark.parametrize(
    ("old", "new", "french"),
    [
        ("stop_after: 6 reversals", "stop_after: 4 reversals", "6 renversements → niveau +2 −1 [1…3], 4"),
        ("order: {shuffled: answer, no_more_than: 2}", "order: listed", "tiré au sort → dans l'ordre"),
        ("{repeat: with_prompt, then: without}", "{repeat: without}", "la plus forte, sans aide → sans aide"),
        ("{id: chat, mot: chat,", "{id: tigre, chaud: true, mot: chat,", "id: tigre, chaud: oui, mot: chat"),
    ],
)
def test_the_words_of_the_language_are_told_in_french(old: str, new: str, french: str) -> None:
    assert french in "\n".join(one.sentence.fr for one in changed((old, new)))


def test_a_renamed_step_is_told_once_and_what_leads_to_it_is_no_difference() -> None:
    found = changed(("calme", "pause_calme"), ('"pause_calme"', '"calme"'))
    assert lines(found) == [("pause_calme", "renamed", "renamed: “calme” → “pause_calme”")]


def test_a_renamed_step_whose_sentence_changes_is_the_same_step() -> None:
    found = changed(
        ("  fete:", "  danser:"), ("next: fete", "next: danser"), ('dernier: "fête"', 'dernier: "bal"')
    )
    assert [(one.part.name, one.how) for one in found] == [("danser", "renamed"), ("danser", "changed")]


def test_renamed_results_in_a_condition_are_no_difference() -> None:
    found = changed(
        ("results.rimes", "results.jeu_rimes"),
        ("  rimes:", "  jeu_rimes:"),
        ("next: rimes", "next: jeu_rimes"),
    )
    assert [one.how for one in found] == ["renamed"]


@pytest.mark.parametrize(
    ("old", "new", "scope"),
    [
        ("chanson", "chant", "settings"),
        ("essais", "coups", "data"),
        ("niveau", "palier", "remembered"),
        ("mots", "paires", "items"),
        ("danse", "ronde", "routine"),
    ],
)
def test_a_new_name_for_the_same_thing_is_told_as_one(old: str, new: str, scope: str) -> None:
    found = changed((old, new))
    assert [(one.part.scope, one.how) for one in found] == [(scope, "renamed")]


def test_a_step_that_is_added_comes_with_its_sentences() -> None:
    found = changed(
        ("  calme:\n", '  chut:\n    do: [{say: "Chut."}]\n    next: aurevoir\n  calme:\n'),
        ('{label: "Terminer", next: aurevoir}', '{label: "Terminer", next: chut}'),
    )
    assert ("chut", "added", "step added") in lines(found)
    assert ("chut", "added", "added — Nao's sentence: “Chut.”") in lines(found)
    assert ("calme", "changed") in {(name, how) for name, how, _ in lines(found)}


def test_a_step_that_is_removed_comes_with_its_sentences() -> None:
    fete = TEXT[TEXT.index("  fete:") : TEXT.index("  libre:")]
    found = changed(
        (fete, ""),
        ("{if: results.rimes.rate > 0.5, next: fete}", "{if: results.rimes.rate > 0.5, next: calme}"),
    )
    assert ("fete", "removed", "step removed") in lines(found)


def test_a_moment_that_comes_later_is_moved() -> None:
    found = changed(
        ('      - {adult: "Asseyez les enfants."}\n', ""),
        ("      - {wait: 1 s}\n", '      - {wait: 1 s}\n      - {adult: "Asseyez les enfants."}\n'),
    )
    assert lines(found) == [("accueil", "moved", "moved — content: Asseyez les enfants.")]


def test_only_the_language_that_changed_is_told() -> None:
    found = changed(('en: "Hello {participants}!"', 'en: "Hi {participants}!"'))
    assert [one.sentence.en for one in found] == [
        "content, Nao's sentence (en): “Hello {participants}!” → “Hi {participants}!”"
    ]


def test_items_are_told_by_their_id_and_column() -> None:
    found = changed(('nom: "un poireau"', 'nom: "un navet"'), ("id: tomate", "id: cerise"))
    assert [one.part.scope for one in found] == ["items"] * len(found)
    told = "\n".join(one.sentence.fr for one in found)
    assert "item « poireau », nom : « un poireau » → « un navet »" in told
    assert "ajouté — item : id: cerise" in told
    assert "retiré — item : id: tomate" in told


def test_a_table_that_is_added_tells_how_many_items_it_has() -> None:
    found = changed(("items:\n", 'items:\n  seuls: [{id: a, nom: "un"}]\n'))
    [one] = [one for one in found if one.how == "added"]
    assert (english(one), one.sentence.fr) == (
        "added — Table of items: 1 item",
        "ajouté — Table d'items\u00a0: 1 item",
    )


def test_a_used_file_is_compared_step_by_step() -> None:
    used = (EVERYTHING.parent / "bonjour.yaml").read_text(encoding="utf-8")
    after = read(TEXT, bonjour_yaml=used.replace("On dit", "Disons"))
    found = compare(read(TEXT), after)
    assert [(one.part.name, one.how) for one in found] == [("bonjour.saluer", "changed")]


def test_the_head_is_told_in_its_own_part() -> None:
    found = changed(
        ('version: "1.2.0"', 'version: "1.3.0"'),
        ("limit: 40 min", "limit: 45 min"),
        ('"se lever"', '"sortir"'),
        ("max: 60 s", "max: 90 s"),
        ("max: 3\n", "max: 4\n"),
    )
    parts = {(one.part.scope, one.part.name) for one in found}
    assert parts == {("head", ""), ("settings", "patience")}
    assert "allowed duration: 40 min → 45 min" in [english(one) for one in found]


def test_two_acts_of_one_moment_have_no_order() -> None:
    assert changed(("{posture: stand, look: participant}", "{look: participant, posture: stand}")) == ()


def test_values_that_build_on_each_other_keep_their_order() -> None:
    first = ("set: {essais: = data.essais + 1}", 'set: {essais: = data.essais + 1, dernier: "x"}')
    one = read(TEXT.replace(*first))
    other = read(TEXT.replace(first[0], 'set: {dernier: "x", essais: = data.essais + 1}'))
    assert compare(one, other) == ()
    chained = "set: {essais: = data.essais + 1, humeur_n: = data.essais}"
    data = ('  dernier: "rien"\n', '  dernier: "rien"\n  humeur_n: 0\n')
    one = read(TEXT.replace(*data).replace(first[0], chained))
    other = read(
        TEXT.replace(*data).replace(first[0], "set: {humeur_n: = data.essais, essais: = data.essais + 1}")
    )
    assert [found.part.name for found in compare(one, other)] == ["accueil"]
