"""What Nao says: what is told as hard, unkind or personal, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.protocol.checks.robot import distance, sounds
from nao_sessions.protocol.checks.sentences import sentences
from tests.protocol.small_protocols import check_text, with_do, with_head, with_steps, with_trials

TOLD = {
    "P402": (
        "Touche ma tête et lève la main.",
        "Touche ma tête, puis ma main.",
        "Prends la carte, pose-la sur la table.",
        "Regarde la carte et donne-la-moi.",
        "Lève-toi puis viens me voir.",
    ),
    "P403": (
        "Tu donnes ta langue au chat ?",
        "Un petit coup de main ?",
        "Jette un coup d'œil.",
        "Tu as une faim de loup !",
        "Ouvre grand tes oreilles.",
    ),
    "P410": (
        "C'est faux.",
        "Faux !",
        "Tu t'es trompé.",
        "Tu t’es trompée !",
        "Ce n'est pas ça.",
        "Mauvaise réponse !",
        "Tu as perdu !",
        "C'est raté.",
        "Tu n'as pas réussi.",
    ),
    "P418": ("Regardez bien.", "C'est à vous.", "Touchez votre tête."),
    "P501": ("Bonjour Léa.", "C'est le tour de Mohamed.", "Où est Jean-Luc ?"),
    "P502": ("Comment tu t'appelles ?", "Quel âge as-tu ?", "Dis-moi ton prénom."),
    "P314": ("Prends la carte (la bleue).", "SUPER bravo !", "Bravo 🎉", "Un crayon, une gomme, etc."),
}
LEFT_ALONE = (
    "Regarde, je fais bonjour.",
    "Dis oui, ou touche ma tête.",
    "Écoute bien.",
    "Attention : écoute la fin du mot.",
    "Montre-moi le pont ou le bateau.",
    "Si je dis « Nao dit », tu le fais.",
    "Vrai ou faux ?",
    "Trouve l'erreur.",
    "Pas cette fois.",
    "On essaie ensemble.",
    "Donne-moi la main.",
    "Le chat tire la langue.",
    "L'ours a perdu son ballon.",
    "Il fait non de la tête.",
    "La pomme n'est pas mûre.",
    "As-tu assez mangé ?",
    "Tu vas chez Nao.",
    "Montre ton nez.",
    "Jacques a dit : touche ma tête.",
    "Une rose et une pierre.",
    "Où est le chat ?",
    "C'est à toi, {participant} !",
    "Bonjour {participants} !",
    "Touche ma tête.",
    "Écoute l'histoire : un ours sort de sa maison.",
    "On compte : un, deux, trois.",
)


@pytest.mark.parametrize(("code", "sentence"), [(code, one) for code, many in TOLD.items() for one in many])
def test_this_sentence_is_told(code: str, sentence: str, tmp_path: Path) -> None:
    found = check_text(with_do(f'- say: "{sentence}"\n'), tmp_path)
    assert [finding.code for finding in found] == [code]


@pytest.mark.parametrize("sentence", LEFT_ALONE)
def test_this_sentence_is_left_alone(sentence: str, tmp_path: Path) -> None:
    assert check_text(with_do(f'- say: "{sentence}"\n'), tmp_path) == ()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("P402", "Touch my head and raise your hand."),
        ("P402", "Take the card, then give it to me."),
        ("P403", "It is raining cats and dogs."),
        ("P410", "That is wrong."),
        ("P410", "You made a mistake."),
        ("P501", "Hello Emily."),
        ("P502", "Where do you live?"),
    ],
)
def test_an_english_protocol_is_read_in_english(code: str, sentence: str, tmp_path: Path) -> None:
    text = with_do(f'- say: "{sentence}"\n').replace("language: fr", "language: en")
    assert [finding.code for finding in check_text(text, tmp_path)] == [code]


def test_both_languages_of_a_sentence_are_read(tmp_path: Path) -> None:
    text = with_do('- say: {fr: "On continue.", en: "That is wrong."}\n')
    assert [finding.code for finding in check_text(text, tmp_path)] == ["P410"]


def test_no_is_unkind_after_an_answer_and_a_word_elsewhere(tmp_path: Path) -> None:
    after = with_trials('feedback: {incorrect: [{say: "Non, on essaie encore."}]}\n')
    assert [finding.code for finding in check_text(after, tmp_path)] == ["P410"]
    assert check_text(with_do('- say: "Non, merci, je suis un robot."\n'), tmp_path) == ()


@pytest.mark.parametrize(
    ("level", "words"), [("words", 5), ("short_sentences", 8), ("sentences", 12), ("stories", 16), ("", 16)]
)
def test_the_longest_sentence_depends_on_the_level(level: str, words: int, tmp_path: Path) -> None:
    head = f"comprehension: {level}\n" if level else ""
    for count, wanted in ((words, []), (words + 1, ["P401"])):
        text = with_head(head, say='"' + " ".join(["oui"] * count) + '."')
        assert [finding.code for finding in check_text(text, tmp_path)] == wanted


def test_what_items_make_nao_say_is_read_where_the_item_stands(tmp_path: Path) -> None:
    items = '[{id: a, dit: "Oui."}, {id: b, dit: "C\'est faux."}]'
    text = with_trials('ask: [{show: {choices: [pomme]}, say: "{item.dit}"}]\n', items=items)
    (finding,) = check_text(text, tmp_path)
    assert (finding.code, finding.place.line, finding.place.col) == ("P410", 6, 38)


def test_a_count_may_be_said_where_none_has_a_case(tmp_path: Path) -> None:
    dashes = '- {{say: "Il y en a {{data.n}}."{}}}\n- set: {{n: = data.n + 1}}\n'
    told = with_do(dashes.format(""), head="data: {n: 0}\n")
    guarded = with_do(dashes.format(", if: data.n > 0"), head="data: {n: 0}\n")
    assert [finding.code for finding in check_text(told, tmp_path)] == ["P407"]
    assert check_text(guarded, tmp_path) == ()


@pytest.mark.parametrize(("value", "codes"), [("= data.n + 1", []), ("2", []), ("= data.n - 1", ["P407"])])
def test_a_count_that_was_raised_just_before_is_not_none(
    value: str, codes: list[str], tmp_path: Path
) -> None:
    text = with_do(f'- set: {{n: {value}}}\n- say: "Il y en a {{data.n}}."\n', head="data: {n: 0}\n")
    assert [finding.code for finding in check_text(text, tmp_path)] == codes


@pytest.mark.parametrize(
    ("other", "codes"), [("[{if: data.n > 1, next: bilan}, {next: fin}]", []), ("bilan", ["P407"])]
)
def test_a_count_may_be_said_where_every_branch_that_leads_there_reads_it(
    other: str, codes: list[str], tmp_path: Path
) -> None:
    steps = f"""\
    accueil:
      do: [{{say: "Bonjour."}}]
      buttons:
        - label: "Compter"
          set: {{n: = data.n + 1}}
          next: [{{if: data.n > 0, next: bilan}}, {{next: fin}}]
        - {{label: "Plus tard", next: {other}}}
      after: {{wait: 10 s, next: fin}}
    bilan: {{do: [{{say: "Il y en a {{data.n}}."}}], next: fin}}
    """
    text = with_steps(steps, "data: {n: 0}\n")
    assert [finding.code for finding in check_text(text, tmp_path)] == codes


def test_a_long_table_hides_no_sentence_of_a_later_step(tmp_path: Path) -> None:
    items = ", ".join(f'{{id: a{number}, mot: "le mot {number}"}}' for number in range(300))
    dashes = ", ".join(f'{{say: "Dis {number}, {{item.mot}}."}}' for number in range(20))
    steps = f"""\
    accueil: {{each: mots, start: dire, steps: {{dire: {{do: [{dashes}], next: done}}}}, next: apres}}
    apres: {{do: [{{say: "Bonjour Léa."}}], next: fin}}
    """
    text = with_steps(steps, f"items: {{mots: [{items}]}}\n")
    assert "P501" in [finding.code for finding in check_text(text, tmp_path)]


def test_sentences_are_split_at_their_ends() -> None:
    assert list(sentences("Oui ! On y va… Prêt ?\nBien.")) == ["Oui !", "On y va…", "Prêt ?", "Bien."]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("pain", "bain", True),
        ("main", "bain", True),
        ("bien", "rien", True),
        ("saut", "seau", True),
        ("vert", "verre", True),
        ("ours", "loup", False),
        ("fruit", "légume", False),
        ("pomme", "poire", False),
        ("main", "lune", False),
        ("tête", "main", False),
        ("content", "triste", False),
        ("oui", "non", False),
    ],
)
def test_words_that_sound_alike_are_near(one: str, other: str, alike: bool) -> None:
    first, second = sounds(one), sounds(other)
    near = distance(first, second)
    assert (near == 0 or (near == 1 and min(len(first), len(second)) <= 3)) is alike, (first, second)
