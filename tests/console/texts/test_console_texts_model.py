"""The form as values: its order, its places in words, its estimates, and the findings at their fields."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from nao_sessions.console.texts.drafts import Base, read_base
from nao_sessions.console.texts.jobs import FieldFinding, told
from nao_sessions.console.texts.page_model import (
    MOST_UNFOLDED,
    Field,
    Section,
    estimate,
    section_of,
    sections_of,
    steps_in_order,
)
from nao_sessions.console.texts.sites import find
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.protocol.loading import examine_bytes
from tests.console.texts.texts_console import LIBRARY

PROTOCOLS = sorted(path for path in LIBRARY.glob("*.yaml") if not path.name.endswith(".expect.yaml"))


def sections(name: str, changes: dict[str, str] | None = None) -> tuple[Section, ...]:
    return sections_of(read_base(LIBRARY / f"{name}.yaml"), changes or {}, "fr")


def fields(name: str, changes: dict[str, str] | None = None) -> dict[str, Field]:
    return {field.id: field for section in sections(name, changes) for field in section.fields}


def findings(changes: dict[str, str], name: str = "emotions") -> tuple[FieldFinding, ...]:
    changed = read_base(LIBRARY / f"{name}.yaml").changed(changes)
    return told(examine_bytes(changed.content(), changed.path, changed.others()).findings, changed, "fr")


def order(text: str) -> list[str]:
    found = find(text)
    assert found is not None
    return [step.name for step in steps_in_order(found.root)]


@pytest.mark.parametrize("path", PROTOCOLS, ids=lambda path: path.stem)
def test_every_value_that_may_change_is_in_the_form_once(path: Path) -> None:
    found = find(path.read_text(encoding="utf-8"))
    assert found is not None
    shown = [field for section in sections(path.stem) for field in section.fields]
    assert sorted(field.id for field in shown) == sorted(site.id for site in found.sites)
    assert len({field.key for field in shown}) == len(shown)


@pytest.mark.parametrize("path", PROTOCOLS, ids=lambda path: path.stem)
def test_every_step_is_a_section_once_and_a_group_stands_before_its_steps(path: Path) -> None:
    found = find(path.read_text(encoding="utf-8"))
    assert found is not None
    steps = steps_in_order(found.root)
    assert len({step.path for step in steps}) == len(steps)
    paths = [step.path for step in steps]
    for step in steps:
        assert all(paths.index(step.path[:at]) < paths.index(step.path) for at in range(2, len(step.path), 2))


def test_steps_come_as_a_session_goes_through_them_and_refusals_last() -> None:
    names = [section.title.replace("\u00a0", " ") for section in sections("emotions") if section.kicker]
    assert names == [
        "Le jeu",
        "Sur le visage",
        "D'après la situation",
        "Encore ?",
        "Au revoir",
        "L'enfant ne veut plus",
        "Retour au calme",
        "L'enfant va mal",
    ]


def test_the_main_button_leads_before_the_others_and_loops_end() -> None:
    text = (
        "start: a\nsteps:\n  z: {next: a}\n"
        "  a: {buttons: [{label: x, next: c}, {label: y, next: b, main: true}]}\n"
        "  b: {next: [{if: x, next: a}, {next: c}]}\n  c: {end: refused}\n"
    )
    assert order(text) == ["a", "b", "c", "z"]


def test_a_file_without_a_start_or_with_unknown_ways_still_shows_every_step() -> None:
    assert order("steps:\n  b: {next: nowhere}\n  a: {next: b}\n") == ["b", "a"]
    assert order("steps: 3\n") == []


def test_a_text_is_named_by_its_place_in_words() -> None:
    named = {key: field.name.replace("\u00a0", " ") for key, field in fields("emotions").items()}
    assert named["/steps/visages/trials/prompts/2/adult"] == ("Consigne à l'adulte (Aide 3 : modèle)")
    assert named["/steps/visages/trials/feedback/correct/0/say"] == "Nao dit (Après : réussi)"
    assert named["/steps/accueil/buttons/1/label"] == "Écrit sur le bouton (Bouton 2)"
    assert named["/steps/accueil/after/wait"] == "Attente (Avec le temps)"
    assert named["/settings/patience/min"] == "Au moins (« Délai de réponse accordé »)"
    assert named["/items/visages/3/choix/2"] == "choix 3 (peur)"
    assert named["/goals/1"] == "Objectif 2"


def test_the_languages_of_a_text_stand_side_by_side_its_own_first() -> None:
    step = next(one for one in sections("rituel-bonjour") if one.id == "/steps/accueil")
    assert [field.language for field in step.rows[0].fields] == ["fr", "en"]
    assert step.rows[0].fields[1].name == "Titre anglais"


def test_a_title_that_is_being_typed_names_its_section() -> None:
    typed = sections("emotions", {"/steps/bilan/title": "On arrête ?"})
    assert next(one.title for one in typed if one.id == "/steps/bilan") == "On arrête ?"


def test_a_table_of_items_stands_with_the_step_that_asks_it() -> None:
    step = next(one for one in sections("emotions") if one.id == "/steps/visages")
    (table,) = step.tables
    labels = [field.label for cell in table.rows[0].cells for field in cell]
    assert labels == ["question", "indice", "phrase", "bonne réponse", "choix 1", "choix 2"]
    assert [row.name for row in table.rows] == ["content", "triste", "fache", "peur", "surpris"]
    assert [len(cell) for cell in table.rows[0].cells] == [1, 1, 1, 1, 2]


def test_a_long_protocol_is_a_folded_list_and_a_short_one_lies_open() -> None:
    short = {one.id: one.open for one in sections("consignes")}
    assert [key for key, is_open in short.items() if not is_open] == ["head", "commands"]
    long = sections("rituel-bonjour")
    assert len(long) > MOST_UNFOLDED
    assert [one.id for one in long if one.open] == ["/steps/accueil"]


def test_the_length_of_what_nao_says_is_told_and_of_nothing_else() -> None:
    say = ("steps", "a", "do", 0, "say")
    assert estimate(say, "On va regarder des visages.", "fr", "fr") == "environ 2,0\u00a0s"
    assert estimate((*say, "en"), "We look at faces.", "en", "en").startswith("about ")
    assert estimate(say, "Oui ! {item.phrase}", "fr", "fr").endswith(", plus l'item")
    assert estimate(("steps", "a", "do", 0, "adult"), "Montrez l'image.", "fr", "fr") == ""
    assert estimate(("items", "t", 0, "answer"), "pomme", "fr", "fr") == ""
    assert estimate(say, "", "fr", "fr") == ""


def test_longer_texts_last_longer() -> None:
    texts = ["Oui.", "Oui, bravo.", "Oui, bravo, tu as trouvé.", "Oui, bravo, tu as trouvé la bonne image."]
    seconds = [
        float(estimate(("say",), text, "fr", "en").split()[1].replace("s", "").strip("\u00a0"))
        for text in texts
    ]
    assert all(shorter < longer for shorter, longer in pairwise(seconds))


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("/steps/accueil/after/wait", "20", "P115"),
        ("/steps/calme/buttons/0/label", "", "P103"),
        ("/steps/visages/trials/prompts/1/do/0/say", "Regarde ce {item.nimporte}.", "P132"),
        ("/steps/visages/trials/prompts/2/adult", "Asseyez-toi, tu fais ça.", "P418"),
        ("/items/visages/0/question", "Est-ce que tu peux me montrer le visage de celui qui rit ?", "P401"),
        ("/steps/bilan/do/1/say", "Merci d'avoir joué avec moi et avec toute la classe ce matin.", "P401"),
    ],
)
def test_a_finding_stands_at_the_field_that_it_is_about(field: str, text: str, code: str) -> None:
    assert [(one.code, one.field) for one in findings({field: text})] == [(code, field)]


def test_a_finding_about_a_whole_step_stands_at_the_step() -> None:
    base = read_base(LIBRARY / "emotions.yaml")
    text = base.text.replace("    end: refused\n", "")
    changed = Base(base.path, text, base.tables)
    (one,) = told(examine_bytes(changed.content(), changed.path, {}).findings, changed, "fr")
    assert (one.code, one.field, one.section) == ("P120", "", "/steps/refus")


def test_a_finding_in_a_used_file_names_that_file(tmp_path: Path) -> None:
    for name in ("tour-de-role", "rituel-bonjour", "retour-au-calme", "rituel-au-revoir"):
        text = (LIBRARY / f"{name}.yaml").read_text(encoding="utf-8")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    used = tmp_path / "rituel-bonjour.yaml"
    used.write_text(
        used.read_text(encoding="utf-8").replace("default: 10 s", "default: 10"), encoding="utf-8"
    )
    base = read_base(tmp_path / "tour-de-role.yaml")
    found = told(examine_bytes(base.content(), base.path, {}).findings, base, "fr")
    assert any("rituel-bonjour.yaml" in one.place and one.field == "" for one in found)


def test_the_section_of_a_value_is_its_innermost_step() -> None:
    assert section_of(("steps", "a", "steps", "b", "do", 0, "say")) == "/steps/a/steps/b"
    assert section_of(("steps", "steps", "do", 0, "say")) == "/steps/steps"
    assert section_of(("title",)) == "head"
    assert section_of(("commands", "calm", "do", 0, "say")) == "commands"


def test_what_is_no_text_of_a_protocols_size_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_bytes(b"a" * (256 * 1024 + 1))
    (tmp_path / "latin.yaml").write_bytes("é".encode("latin-1"))
    for name in ("large.yaml", "latin.yaml", "nowhere.yaml"):
        with pytest.raises(NaoSessionsError) as refused:
            read_base(tmp_path / name)
        assert refused.value.code == "T101"


def test_a_mark_at_the_head_of_a_file_stays_and_a_table_outside_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text("id;mot\na;b\n", encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "t.csv").symlink_to(tmp_path / "outside.csv")
    path = own / "p.yaml"
    path.write_text('\ufefftitle: "Un"\nitems: {x: t.csv, y: ../outside.csv}\n', encoding="utf-8")
    base = read_base(path)
    assert base.tables == {}
    assert (
        base.changed({"/title": "Deux"}).text == '\ufefftitle: "Deux"\nitems: {x: t.csv, y: ../outside.csv}\n'
    )
