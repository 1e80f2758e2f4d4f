"""What a sheet holds: every sentence in its step, every line of the adult's, no tag that an author wrote."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from nao_sessions.core.errors import ProtocolRefused
from nao_sessions.protocol import load as load_anew
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Choose, Protocol, Speech
from nao_sessions.protocol.sheet import protocol_sheet
from nao_sessions.protocol.wording import COMMANDS, HELPS_EXPLAINED
from nao_sessions.text.languages import Language
from tests.protocol.diff.rewriting import mutations
from tests.protocol.sheet.reading import Page, plain

HERE = Path(__file__).parent
EVERYTHING = HERE.parent / "everything" / "everything.yaml"
LIBRARY = sorted((HERE.parents[2] / "protocols").glob("*.yaml"))
FILES = [EVERYTHING, *(path for path in LIBRARY if path.suffixes == [".yaml"])]
load = cache(load_anew)
LANGUAGES: tuple[Language, ...] = ("fr", "en")


def read(text: str) -> Protocol:
    """Load a text as if it stood where the file with everything stands."""
    beside = {one.name: one.content for one in load(EVERYTHING).sources[1:]}
    return load_files({**beside, EVERYTHING.name: text.encode()}, EVERYTHING.name)


def spoken(protocol: Protocol, language: Language) -> list[list[str]]:
    """Give the literal parts of each sentence that is said, done by the adult, noted, shown or pressed."""
    acts = [act for block in protocol.blocks.values() for moment in block for act in moment.acts]
    speeches = [act.argument for act in acts if isinstance(act.argument, Speech)]
    levels = [protocol.always, *(step.level for step in protocol.steps.values())]
    speeches += [entry.label for level in levels for entry in level.buttons if entry.label is not None]
    speeches += [step.title for step in protocol.steps.values() if step.title is not None]
    parts = [speech.template(language).parts for speech in speeches]
    return [[part for part in one if isinstance(part, str)] for one in parts]


def test_no_number_of_sentences_is_told_where_helps_and_words_bring_more() -> None:
    text = Page(protocol_sheet(read(EVERYTHING.read_text(encoding="utf-8")), "en")).text
    assert "Speaks: all that it says is written below" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_sentence_of_the_protocol_stands_in_its_sheet(path: Path, language: Language) -> None:
    protocol = load(path)
    text = Page(protocol_sheet(protocol, language)).text
    lost = []
    for parts in spoken(protocol, language):
        for part in re.split(r"\{participants?\}", "{participant}".join(parts)):
            if plain(part).strip() not in text:
                lost.append(part)
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_page_is_whole_runs_nothing_and_fetches_nothing(path: Path, language: Language) -> None:
    page = Page(protocol_sheet(load(path), language))
    assert page.named("html")[0]["lang"] == language
    assert page.named("script") == page.named("link") == page.named("iframe") == []
    policies = [one["content"] for one in page.named("meta") if one.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    assert all((one["src"] or "").startswith("data:image/") and one["alt"] for one in page.named("img"))
    assert not re.search(r"url\(|@import|https?://(?!doi)", protocol_sheet(load(path), language))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_steps_stand_in_the_order_of_the_file_each_under_its_number(path: Path) -> None:
    protocol = load(path)
    page = Page(protocol_sheet(protocol, "fr"))
    numbers = [match[1] for one in page.headings if (match := re.match(r"([\d.]+)\. ", one))]
    assert len(numbers) == len(protocol.steps)
    assert numbers == sorted(numbers, key=lambda one: [int(part) for part in one.split(".")])
    names = [re.split(r"[ .]", one)[-1] for one in page.headings if re.match(r"[\d.]+\. ", one)]
    assert sorted(names) == sorted(name.rpartition(".")[2] for name in protocol.steps)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_languages_tell_the_same_things(path: Path) -> None:
    protocol = load(path)
    french, english = (Page(protocol_sheet(protocol, language)) for language in LANGUAGES)
    told = ("h1", "h2", "h3", "h4", "table", "thead", "img")
    assert [tag for tag, _ in french.tags if tag in told] == [tag for tag, _ in english.tags if tag in told]
    assert french.text != english.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_the_adult_is_listed_with_its_step(language: Language) -> None:
    text = Page(protocol_sheet(load(EVERYTHING), language)).text
    step = "étape" if language == "fr" else "step"
    for line, number in (
        ("Asseyez les enfants.", "1"),
        ("Montrez la bonne image.", "3.1"),
        ("Guidez sa main.", "3.1"),
    ):
        assert re.search(rf"{re.escape(line)}\s+{step} {re.escape(number)}\n", text), line


def test_a_line_of_the_adult_is_listed_however_deep_its_routine_lies() -> None:
    chain = "".join(f"  r{n}: [{{routine: r{n + 1}}}]\n" for n in range(6))
    text = (
        'protocol: 1\nid: essai\nversion: "1.0.0"\ntitle: "Essai"\nlanguage: fr\n'
        "commands: {finish: {next: fin}}\n"
        f'routines:\n{chain}  r6: [{{adult: "Ouvrez la boîte."}}]\n'
        "start: debut\nsteps:\n  debut: {do: [{routine: r0}], after: {wait: 1 s, next: fin}}\n"
        "  fin: {do: [{posture: rest}], end: completed}\n"
    )
    page = Page(protocol_sheet(load_files({"e.yaml": text.encode()}, "e.yaml"), "fr")).text
    assert re.search(r"Ouvrez la boîte\.\s+étape 1\n", page)


def test_each_language_that_a_session_can_be_held_in_is_named() -> None:
    assert "français, anglais" in Page(protocol_sheet(load(EVERYTHING), "fr")).text


def test_a_sentence_with_items_is_given_for_each_item() -> None:
    text = Page(protocol_sheet(load(EVERYTHING), "fr")).text
    for food in ("une pomme", "un poireau", "une tomate"):
        assert f"– C'est {food}. Fruit ou légume ?" in text
    assert "– Qu'est-ce qui rime avec souris ?" in text
    assert text.count("– On dit chat.") == 1


def test_what_an_item_makes_nao_do_is_told_with_the_side_of_the_child() -> None:
    text = Page(protocol_sheet(load(EVERYTHING), "fr")).text
    assert "– pomme, tomate : montre sa gauche (côté droit de l'enfant en face)" in text
    assert "– poireau : montre sa droite (côté gauche de l'enfant en face)" in text
    assert "la main gauche de Nao (côté droit de l'enfant en face)" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_stands_in_its_order_with_its_kind_and_when(language: Language) -> None:
    text = Page(protocol_sheet(load(EVERYTHING), language)).text
    kinds = [HELPS_EXPLAINED[name].in_language(language) for name in ("verbal", "model", "physical_full")]
    places = [text.index(f"\n{number}\n{kind}\n") for number, kind in enumerate(kinds, 1)]
    assert places == sorted(places)
    after = "après 4 s de silence" if language == "fr" else "after 4 s of silence"
    assert after in text


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("fr", ["Compte aussitôt : toucher la tablette, toucher Nao ou montrer une carte.",
                "À confirmer par l'adulte, d'un bouton, avant de compter : dire un mot.",
                "Un mot entendu ne fait jamais, à lui seul, une erreur.",
                "À plusieurs, un toucher dont l'auteur n'est pas connu doit être confirmé aussi."]),
        ("en", ["Counts at once: touching the board, touching Nao or showing a card.",
                "Counts only once the adult has confirmed it by a button: saying a word.",
                "A word that was heard never makes an error by itself.",
                "With several children, a touch whose author is not known has to be confirmed as well."]),
    ],
)  # fmt: skip
def test_what_is_judged_says_who_decides(language: Language, sentences: list[str]) -> None:
    text = Page(protocol_sheet(load(EVERYTHING), language)).text
    for sentence in sentences:
        assert sentence in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_stopping_has_the_childs_signs_and_every_rule(language: Language) -> None:
    text = Page(protocol_sheet(load(EVERYTHING), language)).text
    rules = {
        "fr": ["dire « stop »", "se lever", "À 40 min, pauses comprises", "après 3 erreurs de suite",
               "quand réussites de suite ≥ 5", "après 6 renversements", "à la première réussite"],
        "en": ["dire « stop »", "se lever", "At 40 min, pauses included", "after 3 errors in a row",
               "when correct in a row ≥ 5", "after 6 reversals", "with the first right answer"],
    }[language]  # fmt: skip
    for rule in rules:
        assert rule in text, rule


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_commands_and_settings_that_the_adult_has_are_listed(language: Language) -> None:
    protocol = load(EVERYTHING)
    text = Page(protocol_sheet(protocol, language)).text
    for name in protocol.commands:
        assert COMMANDS[name].in_language(language) in text
    limits = {
        "fr": ["de 3 s à 1 min", "de 1 à 10", "lent, vif"],
        "en": ["3 s to 1 min", "1 to 10", "lent, vif"],
    }
    for one in limits[language]:
        assert one in text


def test_the_choices_by_lot_are_told_apart_with_their_weight() -> None:
    protocol = load(EVERYTHING)
    lots = [act for block in protocol.blocks.values() for one in block for act in one.acts]
    assert any(isinstance(act.argument, Choose) for act in lots)
    text = Page(protocol_sheet(protocol, "fr")).text
    assert "possibilité 2 (2 fois plus souvent)" in text


def test_a_routine_is_written_out_once_in_a_step_and_then_named() -> None:
    protocol = load(next(path for path in FILES if path.stem == "simon"))
    page = protocol_sheet(protocol, "fr")
    step = page[page.index('id="s2.2"') : page.index('id="s2.3"')]
    assert Page(step.partition(">")[2].rpartition("</section>")[0]).text.count("« Violet. »") == 1
    named = re.findall(r"suite\u00a0: «\u00a0montre\u00a0»", step)
    assert len(named) > 2
    assert step.count("(comme plus haut)") == len(named) - 1


def test_no_place_is_left_open_and_no_first_name_is_asked_for() -> None:
    for path in FILES:
        text = Page(protocol_sheet(load(path), "fr")).text
        assert not re.search(r"\{[a-z_.]+\}", text), path
        if "{participant}" in path.read_text(encoding="utf-8"):
            assert "[prénom]" in text


@pytest.mark.parametrize(
    "mark",
    ["<script>alert(1)</script>", "</td></table><h2>Approuvé</h2>", '"><img src=x onerror=y>', "&lt;b&gt;"],
)
def test_what_an_author_writes_is_never_a_tag(mark: str) -> None:
    text = EVERYTHING.read_text(encoding="utf-8")
    quoted = mark.replace("\\", "\\\\").replace('"', '\\"')
    whole = re.sub(r'"([A-ZÀ-Ý][^"{}]*)"', lambda match: f'"{match[1]} {quoted}"', text)
    whole = whole.replace('"équipe"', f'"{quoted}"').replace('version: "1.2.0"', f'version: "{quoted}"')
    protocol, plain_one = read(whole), load(EVERYTHING)
    page, before = (Page(protocol_sheet(one, "fr")) for one in (protocol, plain_one))
    assert page.named("script") == []
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in before.tags]
    assert page.text.count(mark) > 30


@pytest.mark.parametrize(
    "version", ['"; } body { display: none } "', "</style><script>x</script>", "\\", "é ✂"]
)
def test_the_foot_of_the_page_cannot_leave_its_string(version: str) -> None:
    escaped = version.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    protocol = read(
        EVERYTHING.read_text(encoding="utf-8").replace('version: "1.2.0"', f'version: "{escaped}"')
    )
    page = protocol_sheet(protocol, "fr")
    (foot,) = re.findall(r"@bottom-left \{ content: \"((?:[^\"\\]|\\[0-9a-f]{6} )*)\";", page)
    told = re.sub(r"\\([0-9a-f]{6}) ", lambda match: chr(int(match[1], 16)), foot)
    assert told == f"everything · {version}"
    assert Page(page).named("script") == []


@pytest.mark.long
def test_whatever_loads_has_a_sheet() -> None:
    tried = 0
    for mutation in mutations(EVERYTHING.read_text(encoding="utf-8"), 120, seed=5):
        try:
            protocol = read(mutation.text)
        except ProtocolRefused:
            continue
        Page(protocol_sheet(protocol, LANGUAGES[tried % 2]))
        tried += 1
    assert tried > 30


def test_the_sheet_loads_no_engine_of_templates_and_no_device() -> None:
    code = (
        "import sys, nao_sessions.protocol.sheet;"
        "print(sorted({'qi', 'cv2', 'av', 'numpy', 'starlette', 'jinja2', 'click'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
