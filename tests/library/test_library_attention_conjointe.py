"""The protocol ``attention-conjointe``: Nao shows, the child follows; then the child shows, Nao follows."""

from __future__ import annotations

from tests.library.library_course import Session


def shown(level: int = 1) -> Session:
    """Begin the game with a child who has reached a level; Nao waits for the child's look."""
    session = Session("attention-conjointe", levels={"values": {"P07": {"indice": level}}, "help": []})
    session.presses("L'enfant est prêt")
    assert session.view.awaits == "gaze"
    return session


def looked(level: int = 1) -> Session:
    """Go on to the question: the child has looked at Nao."""
    session = shown(level)
    session.give("gaze", {"looking": True}, after_s=1.0)
    session.silence()
    assert session.told("awaited")[-1] == {"how": "seen"}
    return session


def test_nao_shows_nothing_before_the_child_looks_and_no_longer_than_ten_seconds() -> None:
    session = shown()
    began = session.now_s
    assert session.said[-1] == "{participant} !"
    session.silence()
    assert session.told("awaited") == [{"how": "limit"}]
    assert session.now_s >= began + 10
    assert session.said[-1] in ("Regarde, le soleil !", "Regarde, la lune !")


def test_the_cues_of_the_three_levels() -> None:
    cues = []
    for level in (1, 2, 3):
        session = looked(level)
        last = [(line.data["verb"], line.data.get("name") or line.data.get("where") or line.data.get("text"))
                for line in session.lines if line.kind == "do"][-4:]  # fmt: skip
        cues.append([verb for verb, _ in last if verb in ("look", "gesture", "say")])
        side = "left" if session.expected == "gauche" else "right"
        assert ("look", side) in last
        assert (("gesture", f"point_{side}") in last) == (level < 3)
        assert session.said[-1] in (
            {"left": "Regarde, le soleil !", "right": "Regarde, la lune !"}[side],
            "Oh, regarde !",
            "Oh !",
        )
    assert cues[2] == ["look", "say"]


def test_two_successes_make_the_cue_smaller_and_the_next_session_begins_there() -> None:
    session = looked()
    for _ in range(2):
        session.right()
        session.silence()
    assert session.said[-1] == "Oh, regarde !"
    session.commands("finish")
    assert session.told("levels")[0]["values"] == {"P07": {"indice": 2}}


def test_each_help_can_bring_the_look_and_the_last_one_brings_the_picture() -> None:
    for silences, help_given in ((1, "gestural"), (2, "model"), (3, "physical_partial")):
        session = looked(3)
        session.silence(silences)
        session.right()
        assert (session.judgements, session.help_given()) == (["prompted"], [help_given])
        assert "Oui, on regarde ensemble !" in session.said
    assert session.told("adult")[-1]["text"].startswith("Approchez l'image")


def test_a_look_to_the_other_side_is_recorded_as_that_and_gently_taken() -> None:
    session = looked()
    for _ in range(4):
        session.wrong()
    trial = session.trials[0]
    assert (trial["judgement"], trial["answer"] != session.trials[0]["correct"][0]) == ("incorrect", True)
    assert "On regardera encore." in session.said


def test_after_four_trials_without_a_look_the_child_is_invited_to_show() -> None:
    session = shown()
    for _ in range(4):
        session.silent()
    assert session.step == "montrer"
    assert session.said[-2:] == ["À toi de montrer !", "Montre-moi."]
    session.sleep()
    assert "Merci d'être resté avec moi." in session.said


def test_nao_looks_where_the_child_shows_and_judges_nothing() -> None:
    session = shown()
    session.until("montrer")
    session.judges(answer="gauche")
    assert session.said[-2:] == ["Oh, le soleil !", "Montre-moi."]
    session.judges(answer="droite")
    assert "Oh, la lune !" in session.said
    session.silent()
    assert session.judgements[-3:] == [None, None, None]
    assert session.step == "bilan"
    assert session.said[-1] == "On a bien regardé."
