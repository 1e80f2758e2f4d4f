"""How the diagram writes an author's words: conditions, durations, places, parts of Nao's body."""

from __future__ import annotations

import pytest

from nao_sessions.core.errors import Place
from nao_sessions.protocol.diagram.words import DiagramWords
from nao_sessions.protocol.expression import Expression, Path, Template
from nao_sessions.protocol.flow import Setting, Speech
from nao_sessions.protocol.trials import Stimulus
from nao_sessions.text.languages import Language
from tests.protocol.diagram.drawn_protocols import protocol_of
from tests.protocol.diagram.generated_protocols import generated


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, DiagramWords]:
    protocol = generated(tmp_path_factory.mktemp("words"), 5, 1)
    return {"fr": DiagramWords(protocol, "fr"), "en": DiagramWords(protocol, "en")}


def expression(source: str, *paths: Path) -> Expression:
    return Expression(source, Place("essai.yaml"), "bool", paths, lambda lookup: None)


@pytest.mark.parametrize(
    ("source", "fr", "en"),
    [
        ("data.essais >= 2", "essais ≥ 2", "essais ≥ 2"),
        ("settings.mode == 'deux et == trois' or not data.vu", "« mode » = « deux et == trois » ou non vu",
         "“mode” = “deux et == trois” or not vu"),
        ("trials.streak >= 10", "réussites de suite ≥ 10", "correct in a row ≥ 10"),
        ("results.jeu.errors_in_row != 0", "erreurs de suite de « jeu » ≠ 0", "errors in a row of “jeu” ≠ 0"),
        ("results.bonjour.end == 'refused'", "issue de « bonjour » = refus de l'enfant",
         "outcome of “bonjour” = the child refused"),
        ("item.answer == 'nothing'", "réponse attendue de l'item = ne pas répondre",
         "the item's expected answer = not to answer"),
        ("results.jeu.answer != ''", "dernière réponse de « jeu » ≠ rien", "last answer of “jeu” ≠ nothing"),
        ("data.en in ['a', 'b']", "en parmi [« a », « b »]", "en among [“a”, “b”]"),
    ],
)  # fmt: skip
def test_a_condition_is_written_in_plain_signs_and_quoted_words_stay(
    source: str, fr: str, en: str, words: dict[Language, DiagramWords]
) -> None:
    assert words["fr"].telling.compute(expression(source)).fr.replace("\u00a0", " ") == fr
    assert words["en"].telling.compute(expression(source)).en == en


def test_a_duration_that_is_a_setting_shows_its_default(words: dict[Language, DiagramWords]) -> None:
    from dataclasses import replace

    setting = Setting("patience", "duration", 90)
    tuned = DiagramWords(replace(words["fr"].protocol, settings=(setting,)), "fr")
    patience = expression("settings.patience", ("settings", "patience"))
    assert tuned.telling.duration(patience).fr == "1\u00a0min 30\u00a0s (réglable)"
    assert tuned.telling.duration(2_500).fr == "2,5\u00a0s"
    assert tuned.telling.duration(expression("data.delai")).fr == "delai"


def test_a_used_file_waits_as_long_as_its_own_setting_says_not_the_session_s() -> None:
    protocol = protocol_of("tour-de-role")
    words = DiagramWords(protocol, "fr")
    waits = {name: step.level.after[0].wait for name, step in protocol.steps.items() if step.level.after}
    assert isinstance(waits["bonjour.pret"], Expression)
    assert words.telling.duration(waits["bonjour.pret"]).fr == "10\u00a0s"
    own = waits["train.passer"]
    assert isinstance(own, Expression)
    assert words.telling.duration(own).fr == "12\u00a0s (réglable)"


def test_places_are_named_and_first_names_stay_unknown(words: dict[Language, DiagramWords]) -> None:
    template = Template("", ("Bonjour {participant}, dis « ", ("item", "mot"), " » à {participants}."))
    said = words["fr"].said(Speech((("fr", template),))).replace("\u00a0", " ")
    assert said == "« Bonjour ‹prénom›, dis “‹mot›” à ‹prénoms›. »"


def test_a_place_says_what_fills_it(words: dict[Language, DiagramWords]) -> None:
    paths = (("item", "answer"), ("event", "value"), ("results", "jeu", "correct"), ("trials", "rate"))
    speech = Speech((("fr", Template("", paths)),))
    assert words["fr"].speech(speech) == (
        "‹réponse attendue›‹ce qui a été dit›‹essais réussis›‹part d'essais réussis sans aide›"
    )
    assert words["en"].speech(speech) == (
        "‹expected answer›‹what was said›‹correct trials›‹share of trials correct without help›"
    )


def test_parts_of_the_body_are_named_shortly(words: dict[Language, DiagramWords]) -> None:
    telling, head = words["fr"].telling, ("head.front", "head.middle", "head.rear")
    assert telling.brief_stimulus(Stimulus("touch", head)).fr == "tête"
    assert telling.brief_stimulus(Stimulus("touch", (*head, "hand.left"))).fr == "tête, main gauche"
    assert telling.brief_stimulus(Stimulus("touch", ("foot.right", "chest"))).en == "right foot, chest button"
    assert telling.brief_stimulus(Stimulus("card", ("7", "12"))).fr == "nº 7, nº 12"
