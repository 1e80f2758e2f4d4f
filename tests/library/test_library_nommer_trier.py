"""The protocol ``nommer-trier``: name with cues from meaning to sound, then sort at the child's own level."""

from __future__ import annotations

from tests.library.activity_courses import asked
from tests.library.library_course import Session, protocol


def test_the_whole_game_without_help() -> None:
    session = asked("nommer-trier")
    session.until("bilan")
    assert session.judgements == ["correct"] * 16
    session.presses("C'est fini")
    assert session.notes() == [
        "Nommées sans aide : 6, avec aide : 0.",
        "Rangées sans aide : 10, avec aide : 0. Niveau : 4.",
    ]
    assert session.told("levels")[0]["values"] == {"P07": {"tri": 4}}


def test_a_word_that_nao_heard_counts_only_when_the_adult_confirms_it() -> None:
    session = asked("nommer-trier")
    word = session.expected
    session.says(word)
    assert session.judgements == []
    assert session.view.trial is not None
    assert session.view.trial.proposed == word
    session.judges("heard")
    assert (session.judgements, session.trials[0]["way"]) == (["correct"], "word")
    assert any(sentence.startswith("Oui ! C'est ") for sentence in session.said)


def test_the_cues_go_from_meaning_to_sound_to_the_word() -> None:
    deck = protocol("nommer-trier").decks["mots"]
    for cues, help_given in ((1, "verbal"), (2, "verbal"), (3, "model")):
        session = asked("nommer-trier")
        values = deck.items[deck.number(session.item)].values
        expected = [str(values[column]).replace("\u00a0", " ") for column in ("sens", "debut", "entier")]
        said = len(session.said)
        session.silence(cues)
        assert session.since(said) == [*expected, "À toi !"][: cues if cues < 3 else 4]
        session.judges("yes")
        assert (session.judgements, session.help_given()) == (["prompted"], [help_given])


def test_the_name_is_said_to_who_does_not_find_it_and_three_such_words_lead_to_sorting() -> None:
    session = asked("nommer-trier")
    session.judges("incorrect")
    for _ in range(2):
        session.silent()
    assert session.judgements == ["incorrect", "no_response", "no_response"]
    assert session.step == "ranger"


def test_one_can_begin_with_sorting() -> None:
    session = Session("nommer-trier")
    session.presses("Ranger seulement")
    assert session.step == "ranger"
    assert session.said[-1].endswith("Ça se range où ?")


def sorting(level: int = 1) -> Session:
    """Begin with sorting, at a level."""
    session = Session("nommer-trier", levels={"values": {"P07": {"tri": level}}, "help": []})
    session.presses("Ranger seulement")
    return session


def test_the_level_follows_the_child_up_and_down() -> None:
    session = sorting()
    session.right(2)
    assert set(session.view.trial.answers if session.view.trial else ()) == {"légume", "vêtement"}
    session.silent()
    assert set(session.view.trial.answers if session.view.trial else ()) == {"fruit", "animal"}


def test_the_fourth_level_offers_the_four_families() -> None:
    session = sorting(4)
    assert session.view.board is not None
    assert len(session.view.board.choices) == 4


def test_each_help_can_bring_the_family() -> None:
    for silences, help_given in ((1, "verbal"), (2, "gestural"), (3, "model")):
        session = sorting()
        session.silence(silences)
        session.right()
        assert (session.judgements, session.help_given()) == (["prompted"], [help_given])


def test_the_family_is_shown_to_who_does_not_find_it() -> None:
    session = sorting()
    for _ in range(4):
        session.wrong()
    assert session.judgements == ["incorrect"]
    assert "Ça se range ici." in session.said
    for _ in range(3):
        session.silent()
    assert session.step == "bilan"


def test_naming_or_sorting_can_be_played_again() -> None:
    for label, step in (("Nommer encore", "nommer"), ("Ranger encore", "ranger")):
        session = sorting()
        session.until("bilan")
        session.presses(label)
        assert session.step == step
