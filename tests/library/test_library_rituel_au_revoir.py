"""The protocol ``rituel-au-revoir``: the end is announced, each child is asked and seen off."""

from __future__ import annotations

from tests.library.library_course import Session


def parting(*children: str, **start: object) -> Session:
    """Begin the ritual, with one child or several."""
    return Session("rituel-au-revoir", participants=list(children or ["P1"]), **start)


def at_opinion(*children: str) -> Session:
    """Go on to the first child's opinion."""
    session = parting(*children)
    session.presses("On y va")
    assert session.step == "tour.avis"
    return session


def test_one_more_minute_is_given_once() -> None:
    session = parting()
    session.presses("Encore une minute")
    assert session.said[-1] == "Encore une minute, et c'est fini."
    session.silence()
    assert session.said[-1] == "C'est bientôt fini."
    assert [button.label for button in session.view.buttons] == ["On y va"]
    session.silence()
    assert session.step == "tour.avis"
    session = parting()
    session.presses("Encore une minute")
    session.presses("On y va")
    assert session.step == "annonce"


def test_every_opinion_is_thanked_for_and_none_is_judged() -> None:
    for face, answer in (
        ("oui", "Moi aussi, j'ai aimé !"),
        ("un peu", "Merci de me le dire."),
        ("pas aimé", "La prochaine fois, on fera autrement."),
    ):
        session = at_opinion()
        session.tap(face)
        assert answer in session.said
        assert (session.trials[0]["answer"], session.judgements) == (face, [None])


def test_an_opinion_may_be_kept_to_oneself() -> None:
    session = at_opinion()
    session.silence(3)
    assert [told["help"] for told in session.told("prompt")] == ["verbal", "gestural"]
    assert session.said[-2:] == ["Au revoir {participant} !", "Dis-moi au revoir."]


def test_an_opinion_that_nao_heard_waits_for_the_adult() -> None:
    session = at_opinion()
    session.says("pas du tout")
    assert session.step == "tour.avis"
    session.judges("heard")
    assert "La prochaine fois, on fera autrement." in session.said


def test_every_way_to_say_goodbye_is_a_good_one() -> None:
    ways = (
        lambda s: s.says("au revoir"),
        lambda s: s.strokes("hand.right"),
        lambda s: s.presses("A dit au revoir"),
    )
    for helped in (False, True):
        for way in ways:
            session = at_opinion()
            session.tap("oui")
            if helped:
                session.presses("L'aider")
                assert session.said[-1] == "Tu peux aussi toucher ma main."
            way(session)
            assert "Merci, à bientôt !" in session.said
            assert session.outcome == "completed"


def test_who_says_nothing_is_seen_off_all_the_same() -> None:
    session = at_opinion()
    session.tap("oui")
    session.silence(2)
    assert session.outcome == "completed"
    assert "Merci, à bientôt !" not in session.said
    assert session.said[-2:] == ["C'est fini pour aujourd'hui.", "Je me repose. À bientôt !"]


def test_each_child_of_a_group_has_a_turn_and_one_can_leave() -> None:
    session = at_opinion("P1", "P2", "P3")
    session.tap("oui", by="P1")
    session.says("salut")
    assert session.view.turn == "P2"
    session.commands("leave", participant="P2")
    assert "Au revoir {participant}, à bientôt !" in session.said
    assert session.view.turn == "P3"
    session.tap("un peu", by="P3")
    session.says("salut")
    assert session.outcome == "completed"
    assert [(t["child"], t["answer"]) for t in session.trials if t["judgement"] is None] == [
        ("P1", "oui"),
        ("P3", "un peu"),
    ]


def test_nao_does_not_say_that_it_rests_where_it_does_not() -> None:
    session = parting(settings={"repos": False})
    session.sleep()
    assert session.said[-1] == "C'est fini pour aujourd'hui."
    assert not any(line.kind == "do" and line.data["verb"] == "posture" for line in session.lines)


def test_a_break_and_its_four_ways_on() -> None:
    session = at_opinion()
    session.commands("calm")
    session.presses("Reprendre")
    assert session.step == "tour.avis"
    session.says("stop")
    session.presses("Ne veut plus")
    assert (session.outcome, session.said[-1]) == ("refused", "D'accord. À une autre fois.")
    session = at_opinion()
    session.commands("calm")
    said = len(session.said)
    session.presses("Va mal")
    assert (session.outcome, session.since(said)) == ("distress", [])
    session = at_opinion()
    session.commands("calm")
    session.silence()
    assert session.outcome == "completed"


def test_it_can_be_left_finished_and_cheered_on() -> None:
    for command in ("change", "finish"):
        session = parting()
        session.commands("encourage")
        assert session.said[-1] == "C'est gentil, merci !"
        session.commands(command)
        assert session.outcome == "completed"


def test_the_limit_ends_it() -> None:
    session = parting()
    session.commands("pause")
    session.wait()
    session.wait()
    session.commands("resume")
    assert session.outcome == "time"
