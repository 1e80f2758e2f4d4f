"""The protocol ``rimes``: the end of words is what counts, at a level that follows the child."""

from __future__ import annotations

from tests.library.activity_courses import asked
from tests.library.library_course import Session, protocol


def playing(level: int = 1) -> Session:
    """Begin with the game itself, at a level."""
    session = Session("rimes", levels={"values": {"P07": {"rimes": level}}, "help": []})
    session.presses("Connaît déjà le jeu")
    assert session.step == "jeu"
    return session


def level_of(session: Session) -> int | None:
    """Give the level of the item in hand."""
    deck = protocol("rimes").decks["rimes"]
    return deck.items[deck.number(session.item)].level


def test_two_successes_make_it_harder_and_one_error_easier() -> None:
    session = playing()
    levels = [level_of(session)]
    for act in (session.right, session.right, session.right, session.right, session.silent):
        act()
        levels.append(level_of(session))
    assert levels == [1, 1, 2, 2, 3, 2]
    session.commands("finish")
    assert session.told("levels")[0]["values"] == {"P07": {"rimes": 2}}
    assert session.notes() == ["Sans aide : 4. Avec aide : 0. Niveau : 2."]


def test_it_ends_after_six_reversals() -> None:
    session = playing(3)
    for _ in range(40):
        if session.step != "jeu":
            break
        session.right(2)
        if session.step == "jeu":
            session.silent()
    assert session.step == "bilan"
    assert len(session.trials) == 11  # up, down, up, down, up, down, up: six times another direction


def test_an_example_is_heard_before_the_word_rhyme() -> None:
    session = asked("rimes")
    assert session.said[2:5] == [
        "Écoute. Ballon. Mouton.",
        "Ballon, mouton : ça finit pareil.",
        "On dit : ça rime.",
    ]


def test_the_pictures_can_be_named_first_and_that_can_be_cut_short() -> None:
    session = Session("rimes")
    session.presses("Revoir les images")
    named = [sentence for sentence in session.said if sentence.startswith("C'est ")]
    assert len(named) == 28
    assert "On dit : ça rime." in session.said
    session = Session("rimes")
    session.press("Revoir les images", after_s=0.5)
    session.presses("Assez d'images")
    assert session.step == "jeu"
    assert not any(sentence.startswith("C'est un lapin") for sentence in session.said)


def test_every_word_has_its_picture_and_its_name() -> None:
    decks, elements = protocol("rimes").decks, protocol("rimes").elements
    words = {str(word) for item in decks["rimes"].items for word in _words(item.values["choix"])}
    words |= {str(item.values["mot"]) for item in decks["rimes"].items}
    named = {str(word) for item in decks["images"].items for word in _words(item.values["image"])}
    assert words <= named
    assert all(elements[word].picture for word in words)


def test_each_help_can_bring_the_rhyme() -> None:
    for silences, help_given in ((1, "verbal"), (2, "gestural"), (3, "model")):
        session = playing()
        session.silence(silences)
        session.right()
        assert (session.judgements, session.help_given()) == (["prompted"], [help_given])
    assert "Montre-moi l'image." in session.said


def test_another_picture_brings_help_and_at_last_the_two_words_are_said_together() -> None:
    session = playing()
    for _ in range(4):
        session.wrong()
    assert session.judgements == ["incorrect"]
    assert any(sentence.endswith(" : ça rime.") for sentence in session.said)


def test_four_words_without_an_answer_end_the_game() -> None:
    session = playing()
    for _ in range(4):
        session.silent()
    assert (session.step, session.judgements) == ("bilan", ["no_response"] * 4)


def test_the_right_picture_stands_in_every_place() -> None:
    places: dict[int, set[int]] = {}
    for item in protocol("rimes").decks["rimes"].items:
        choices = _words(item.values["choix"])
        places.setdefault(len(choices), set()).add(choices.index(item.values["answer"]))
    assert all(found == set(range(size)) for size, found in places.items())


def _words(value: object) -> tuple[object, ...]:
    assert isinstance(value, tuple)
    return value
