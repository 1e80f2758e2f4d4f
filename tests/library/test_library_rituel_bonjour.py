"""The protocol ``rituel-bonjour``: each child is greeted, answers in a way of its own, says how it is."""

from __future__ import annotations

from tests.library.library_course import Session


def greeted(*children: str, **start: object) -> Session:
    """Begin the ritual, with one child or several."""
    return Session("rituel-bonjour", participants=list(children or ["P1"]), **start)


def at_mood(*children: str) -> Session:
    """Go on to the first child's mood."""
    session = greeted(*children)
    session.says("bonjour")
    assert session.step == "tour.humeur"
    return session


def at_start() -> Session:
    """Go on to the question whether to begin."""
    session = at_mood()
    session.tap("bien")
    assert session.step == "pret"
    return session


def test_every_way_to_say_hello_is_a_good_one() -> None:
    ways = (
        (lambda s: s.says("coucou"), "Merci, c'est un beau bonjour !"),
        (lambda s: s.strokes("hand.left"), "Merci, je sens ta main !"),
        (lambda s: s.presses("A dit bonjour"), "Merci, c'est un beau bonjour !"),
    )
    for helped in (False, True):
        for way, thanks in ways:
            session = greeted()
            if helped:
                session.presses("L'aider")
                assert session.said[-2:] == ["Regarde, je fais bonjour.", "À toi !"]
            way(session)
            assert session.said[-2:] == [thanks, "Comment ça va aujourd'hui ?"]


def test_saying_nothing_is_taken_as_a_hello_with_the_eyes() -> None:
    session = greeted()
    session.silence(2)
    assert session.said[-2] == "Je te dis bonjour."
    session = greeted()
    session.silence()
    session.presses("A fait un geste ou regardé")
    assert session.said[-2] == "Je te dis bonjour."


def test_the_mood_is_recorded_and_never_judged() -> None:
    for face, answer in (
        ("bien", "Tu vas bien, ça me fait plaisir !"),
        ("moyen", "Merci de me le dire."),
        ("mal", "Merci de me le dire."),
    ):
        session = at_mood()
        session.tap(face)
        assert answer in session.said
        assert (session.trials[0]["answer"], session.judgements) == (face, [None])


def test_a_mood_that_nao_heard_waits_for_the_adult() -> None:
    session = at_mood()
    session.says("fatigué")
    assert session.step == "tour.humeur"
    session.judges("heard")
    assert session.step == "tour.ecoute"


def test_a_child_who_is_not_well_gets_a_moment_with_the_adult() -> None:
    session = at_mood()
    session.tap("mal")
    assert session.said[-1] == "Je reste près de toi."
    assert session.told("adult")[-1]["text"] == "Prenez un moment avec {participant}."
    session.presses("On continue")
    assert session.step == "pret"
    session = at_mood()
    session.tap("mal")
    session.silence()
    assert session.step == "pret"
    session = at_mood()
    session.tap("mal")
    session.presses("On s'arrête là")
    assert session.outcome == "refused"


def test_the_mood_may_be_kept_to_oneself() -> None:
    session = at_mood()
    session.silence(3)
    assert [told["help"] for told in session.told("prompt")] == ["verbal", "gestural"]
    assert "D'accord, on continue." in session.said


def test_one_begins_by_a_touch_by_a_word_by_a_press_or_with_the_adult() -> None:
    for act in (lambda s: s.strokes("head.middle"), lambda s: s.says("d'accord"), lambda s: s.presses("Oui")):
        session = at_start()
        act(session)
        assert session.outcome == "completed"
        assert session.said[-2:] == ["Super, on commence !", "Le bonjour est fini."]
    for act in (lambda s: s.strokes("head.middle"), lambda s: s.presses("Oui")):
        session = at_start()
        session.silence()
        assert session.said[-1] == "Prends ton temps. Touche ma tête."
        act(session)
        assert "Super, on commence !" in session.said
    session = at_start()
    session.silence(2)
    assert session.said[-2:] == ["On commence ensemble, avec l'adulte.", "Le bonjour est fini."]


def test_not_now_is_an_answer() -> None:
    for helped in (False, True):
        session = at_start()
        if helped:
            session.silence()
        session.presses("Pas maintenant")
        assert session.outcome == "refused"
        assert session.said[-1] == "D'accord, une autre fois. Merci d'être venu."


def test_each_child_of_a_group_has_a_turn() -> None:
    session = greeted("P1", "P2", "P3")
    assert session.said[0] == "Bonjour {participants} !"
    for child in ("P1", "P2", "P3"):
        assert session.view.turn == child
        session.says("bonjour")
        session.tap("bien", by=child)
    assert session.step == "pret"
    assert [(t["child"], t["answer"]) for t in session.trials] == [(c, "bien") for c in ("P1", "P2", "P3")]


def test_a_child_who_leaves_is_seen_off_and_one_who_returns_is_welcomed() -> None:
    session = greeted("P1", "P2")
    session.commands("leave", participant="P1")
    assert "À tout à l'heure, {participant} !" in session.said
    assert session.view.turn == "P2"
    session.commands("return", participant="P1")
    assert "Te revoilà, {participant} !" in session.said
    session.says("bonjour")
    session.tap("bien", by="P2")
    assert session.view.turn == "P1"


def test_a_break_and_its_four_ways_on() -> None:
    session = at_mood()
    session.commands("calm")
    assert session.said[-2:] == ["On fait une pause.", "On souffle doucement."]
    session.presses("Reprendre")
    assert session.step == "tour.humeur"
    session.says("stop")
    session.presses("Ne veut plus")
    assert session.outcome == "refused"
    session = at_mood()
    session.commands("calm")
    said = len(session.said)
    session.presses("Va mal")
    assert (session.outcome, session.since(said)) == ("distress", [])
    session = at_mood()
    session.commands("calm")
    session.silence()
    assert session.outcome == "completed"


def test_it_can_be_left_finished_and_cheered_on() -> None:
    for command in ("change", "finish"):
        session = greeted("P1", "P2")
        session.commands("encourage")
        session.commands(command)
        assert session.outcome == "completed"
        assert session.said[-1] == "Le bonjour est fini."
    assert "C'est bien, continue !" in session.said


def test_nobody_does_anything() -> None:
    session = greeted("P1", "P2", "P3", "P4")
    session.sleep()
    assert session.outcome == "completed"
    assert session.said.count("Je te dis bonjour.") == 4


def test_the_limit_ends_it() -> None:
    session = greeted("P1")
    session.commands("pause")
    session.wait()
    session.wait()
    session.commands("resume")
    assert session.outcome == "time"
    assert session.said[-1] == "Le bonjour est fini."
