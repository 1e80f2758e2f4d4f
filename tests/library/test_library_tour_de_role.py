"""The protocol ``tour-de-role``: two to four children, one turn after the other, between two rituals."""

from __future__ import annotations

from tests.library.library_course import Session


def group(*children: str, **start: object) -> Session:
    """Begin a session with the greeting done."""
    session = Session("tour-de-role", participants=list(children or ["P1", "P2"]), **start)
    session.until("train.annonce")
    return session


def asked(*children: str, **start: object) -> Session:
    """Go on to the first child's question."""
    session = group(*children, **start)
    session.presses("Prêt")
    assert session.step == "train.animal"
    return session


def plays(session: Session, animal: str = "chat") -> None:
    """The child whose turn it is plays it, and passes it on."""
    if session.step == "train.annonce":
        session.presses("Prêt")
    session.tap(animal, by=session.view.turn)
    session.strokes("hand.left")


def test_the_whole_session_from_hello_to_goodbye() -> None:
    session = group("P1", "P2", "P3")
    turns = []
    while session.step.startswith("train."):
        turns.append(session.view.turn)
        plays(session)
    assert turns == ["P1", "P2", "P3"] * 2
    assert session.said[-1] == "Le train part. Tchou tchou !"
    session.presses("C'est fini")
    assert session.notes() == ["Tours joués seul : 6. Avec aide : 0. Sans réponse : 0."]
    session.sleep()
    assert session.outcome == "completed"
    assert session.said[-1] == "Je me repose. À bientôt !"
    mine = [trial for trial in session.trials if trial["step"] == "train.animal"]
    assert [trial["child"] for trial in mine] == turns


def test_every_animal_is_welcome() -> None:
    for animal, sentence in (
        ("chat", "Miaou ! Le chat est monté."),
        ("chien", "Ouaf ! Le chien est monté."),
        ("lapin", "Hop ! Le lapin est monté."),
        ("canard", "Coin coin ! Le canard est monté."),
    ):
        session = asked()
        session.tap(animal, by="P1")
        assert sentence in session.said
        assert session.judgements[-1] == "correct"
    session = asked()
    session.judges("yes")
    assert "L'animal est monté !" in session.said


def test_another_childs_answer_is_recorded_and_nao_waits_for_the_one_who_was_called() -> None:
    session = asked()
    session.tap("chat", by="P2")
    assert session.told("response")[-1]["why"] == "out_of_turn"
    assert session.step == "train.animal"
    session.tap("chien", by="P1")
    trial = session.trials[-1]
    assert (trial["judgement"], trial["child"], trial["by"]) == ("correct", "P1", "P1")


def test_a_board_of_nobody_and_a_word_only_propose() -> None:
    session = asked()
    session.tap("chat")
    assert session.told("proposed")[-1]["answer"] == "chat"
    session.judges("heard")
    assert session.judgements[-1] == "correct"
    session = asked()
    session.says("canard")
    assert session.step == "train.animal"


def test_each_help_can_bring_an_animal() -> None:
    for silences, help_given in ((1, "verbal"), (2, "gestural"), (3, "physical_partial")):
        session = asked()
        session.silence(silences)
        session.tap("lapin", by="P1")
        assert (session.judgements[-1], session.help_given()[-1]) == ("prompted", help_given)


def test_the_train_waits_for_nobody_for_ever() -> None:
    session = asked()
    session.silent()
    assert session.judgements[-1] == "no_response"
    assert "D'accord, le train continue." in session.said
    session.silence(2)
    assert session.view.turn == "P2"
    assert session.told("adult")[-1]["text"] == "Accompagnez {participant} jusqu'à la main de Nao."
    session.silence()
    session.judges("incorrect")
    assert session.said.count("D'accord, le train continue.") == 2


def test_a_turn_is_passed_by_touching_nao_by_a_press_or_with_help() -> None:
    for helped in (False, True):
        for act in (lambda s: s.strokes("hand.right"), lambda s: s.presses("A laissé son tour")):
            session = asked()
            session.tap("chat", by="P1")
            assert session.said[-2:] == ["Ton tour est fini.", "Touche ma main."]
            if helped:
                session.silence()
                assert session.said[-1] == "On y va ensemble."
            act(session)
            assert session.said[-2:] == ["Merci {participant} !", "{participant}, c'est à toi !"]
            assert session.view.turn == "P2"


def test_a_child_may_leave_its_turn_to_the_next() -> None:
    session = group()
    session.presses("Passe son tour")
    assert session.view.turn == "P2"
    session.silence()
    assert session.step == "train.animal"


def test_a_child_who_leaves_takes_no_turn_and_one_who_returns_has_one() -> None:
    session = asked("P1", "P2", "P3")
    session.commands("leave", participant="P1")
    assert "Au revoir {participant}, à bientôt !" in session.said
    assert (session.judgements[-1], session.view.turn) == ("void", "P2")
    plays(session)
    plays(session)
    assert session.view.turn == "P2"  # the second round, without P1
    session.commands("return", participant="P1")
    assert "Te revoilà, {participant} !" in session.said
    plays(session)
    plays(session)
    assert session.view.turn == "P1"
    plays(session)
    assert session.step == "depart"


def test_another_train_can_leave() -> None:
    session = group(settings={"tours": 1})
    for _ in range(2):
        plays(session)
    session.presses("Encore un train")
    assert session.step == "train.annonce"
    for _ in range(2):
        plays(session)
    session.silence()
    assert session.step.startswith("aurevoir.")


def test_a_child_who_is_not_well_at_hello_ends_the_session_without_a_train() -> None:
    session = Session("tour-de-role", participants=["P1", "P2"])
    session.says("bonjour")
    session.judges(answer="mal")
    session.presses("On s'arrête là")
    assert session.outcome == "refused"
    assert session.said[-1] == "D'accord, une autre fois. Merci d'être venu."
    session = Session("tour-de-role", participants=["P1", "P2"])
    session.says("stop")
    session.presses("Va mal")
    assert session.outcome == "distress"


def test_the_whole_group_has_a_break_and_comes_back_to_the_question() -> None:
    session = asked()
    session.commands("calm")
    assert session.step == "calme.accueil"
    session.presses("On respire")
    session.judges(answer="agité")
    session.judges(answer="calme")
    assert session.said[-1] == "On reprend le jeu ?"
    session.presses("Reprendre")
    assert (session.step, session.view.turn) == ("train.animal", "P1")
    assert session.said[-1] == "{participant}, choisis un animal."
    session.tap("chat", by="P1")
    assert session.judgements[-1] == "correct"


def test_after_the_break_they_may_want_no_more_or_say_goodbye() -> None:
    for label, outcome in (
        ("Ne veulent plus", "refused"),
        ("Se dire au revoir", "completed"),
        ("", "completed"),
    ):
        session = asked()
        session.says("stop")
        session.until("reprise")
        if label:
            session.presses(label)
        else:
            session.silence()
        if label == "Ne veulent plus":
            assert session.said[-1] == "D'accord, on s'arrête là. Merci d'être venus."
        else:
            assert session.step.startswith("aurevoir.")
            session.sleep()
        assert session.outcome == outcome


def test_distress_in_the_break_or_at_goodbye_ends_the_session_in_silence() -> None:
    session = asked()
    session.commands("calm")
    session.presses("Besoin d'être seul")
    said = len(session.said)
    session.presses("Va mal")
    assert (session.outcome, session.since(said)) == ("distress", [])
    session = asked()
    session.commands("finish")
    session.says("stop")
    session.presses("Va mal")
    assert session.outcome == "distress"


def test_a_goodbye_that_is_refused_is_a_refusal() -> None:
    session = asked()
    session.commands("finish")
    session.says("stop")
    session.presses("Ne veut plus")
    assert session.outcome == "refused"
    assert session.said[-1] == "D'accord. À une autre fois."


def test_it_can_be_left_finished_and_cheered_on() -> None:
    session = asked()
    session.commands("encourage")
    assert session.said[-1] == "Le train avance, c'est bien !"
    session.commands("change")
    assert "D'accord, le train s'arrête." in session.said
    assert session.step == "aurevoir.annonce"
    session.sleep()
    assert session.outcome == "completed"


def test_nobody_does_anything() -> None:
    session = Session("tour-de-role", participants=["P1", "P2", "P3", "P4"])
    session.sleep()
    assert session.outcome == "completed"
    assert session.now_s < 40 * 60


def test_the_limit_leads_to_goodbye() -> None:
    session = asked()
    session.commands("pause")
    session.wait()
    session.wait()
    session.commands("resume")
    session.silent()
    assert session.step.startswith("aurevoir.")
    session.sleep()
    assert session.outcome == "time"
