"""What holds for every activity of the library: each course plays one session of it.

An activity has one child, and the steps ``accueil``, ``bilan``, ``calme``, ``refus``, ``detresse`` and
``aurevoir``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.library.library_course import ALONE, Session, protocol

ACTIVITIES = tuple(name for name in ALONE if name != "retour-au-calme")


def asked(name: str) -> Session:
    """Go to the first question of an activity."""
    session = Session(name)
    for _ in range(20):
        trial = session.view.trial
        if trial is not None and trial.open:
            return session
        main = next((button for button in session.view.buttons if button.main), None)
        if main is None:
            session.silence()
        else:
            session.presses(main.label)
    raise AssertionError("no question is asked")


def nobody_does_anything(name: str) -> None:
    """Silence alone brings every session to a kind end, in its time, and praises nothing."""
    session = Session(name)
    session.sleep()
    limit_ms = protocol(name).limit_ms
    assert limit_ms is not None
    assert session.outcome == "completed"
    assert session.now_s < limit_ms / 1000
    assert session.trials
    assert set(session.judgements) <= {"no_response", None}
    assert session.said[-1].startswith("Au revoir {participant}")


def the_child_does_not_want_to_begin(name: str) -> None:
    """A refusal at the door is taken at once."""
    session = Session(name)
    session.presses("Ne veut pas")
    assert session.outcome == "refused"
    assert session.trials == []
    assert session.said[-1].startswith("D'accord, on s'arrête")


def a_break_in_a_trial_and_back(name: str) -> None:
    """A trial that is interrupted is void, and its item is asked again."""
    session = asked(name)
    item = session.item
    session.commands("calm")
    assert session.step == "calme"
    assert session.said[-2:] == ["On fait une pause.", "On souffle doucement."]
    assert session.judgements == ["void"]
    session.presses("Reprendre")
    if session.view.awaits:  # Nao waits for the child's look before it asks
        session.silence()
    assert session.item == item
    assert session.view.trial is not None
    assert session.view.trial.open
    if name != "histoire-ours":  # its first choice is judged by nobody
        session.right()
        assert session.judgements == ["void", "correct"]


def a_child_who_says_stop(name: str) -> None:
    """The word leads to the break at once; then the child may want no more."""
    session = asked(name)
    session.says("stop")
    assert session.step == "calme"
    session.presses("Ne veut plus")
    assert session.outcome == "refused"
    assert session.said[-1].startswith("D'accord, on s'arrête")


def a_child_in_distress(name: str) -> None:
    """Nao says nothing more to a child in distress; the adult is told to stay."""
    session = asked(name)
    session.commands("calm")
    said = len(session.said)
    session.presses("Va mal")
    assert session.outcome == "distress"
    assert session.since(said) == []
    assert session.told("adult")[-1] == {"text": "Restez avec l'enfant. Nao se tait."}


def a_break_that_nobody_ends(name: str) -> None:
    """After five minutes the session says goodbye."""
    session = asked(name)
    session.commands("calm")
    began = session.now_s
    session.silence()
    assert session.outcome == "completed"
    assert session.now_s >= began + 300


def leaving_the_activity(name: str) -> None:
    """``change`` leads out of a trial to the choice at the end."""
    session = asked(name)
    session.commands("change")
    assert session.step == "bilan"
    assert session.judgements == ["void"]
    assert any(sentence.startswith("D'accord, on s'arrête") for sentence in session.said)
    session.presses("C'est fini")
    assert session.outcome == "completed"


def once_more(name: str) -> None:
    """After the choice at the end the game can be played again, as often as is wanted."""
    session = asked(name)
    session.commands("change")
    before = len(session.entered())
    for label in [button.label for button in session.view.buttons if not button.main]:
        session.presses(label)
        assert session.step != "bilan"
        session.commands("change")
        assert session.step == "bilan"
    assert len(session.entered()) > before
    session.silence()
    assert session.outcome == "completed"


def finishing(name: str) -> None:
    """``finish`` says goodbye at once, and the trial in hand is void."""
    session = asked(name)
    session.commands("finish")
    assert session.outcome == "completed"
    assert session.judgements == ["void"]
    assert session.notes()


def the_time_is_over(name: str) -> None:
    """The limit counts pauses; the notice comes two minutes before, the goodbye once somebody resumes."""
    session = asked(name)
    session.commands("pause")
    session.wait()
    assert session.told("notice") == [{"seconds_left": 120}]
    session.wait()
    session.commands("resume")
    session.settle()
    if not session.outcome:  # the trial in hand comes to its end first
        session.silent()
    assert session.outcome == "time"
    limit_ms = protocol(name).limit_ms
    assert limit_ms is not None
    assert session.now_s >= limit_ms / 1000


def a_word_of_encouragement(name: str) -> None:
    """It is said, and the question stays open."""
    session = asked(name)
    item = session.item
    session.commands("encourage")
    assert session.item == item
    assert session.view.trial is not None
    assert session.view.trial.open
    assert session.judgements == []


def a_child_who_refuses_a_trial(name: str) -> None:
    """A refusal is recorded as one; it is no error, and nothing is said of it."""
    session = asked(name)
    session.judges("refused")
    assert session.judgements == ["refused"]
    if name not in ("histoire-ours", "consignes", "simon"):  # where what follows hangs on the answer
        step = session.step
        assert session.entered()[-1] == step


COURSES: Mapping[str, Callable[[str], None]] = {
    course.__name__: course
    for course in (
        nobody_does_anything,
        the_child_does_not_want_to_begin,
        a_break_in_a_trial_and_back,
        a_child_who_says_stop,
        a_child_in_distress,
        a_break_that_nobody_ends,
        leaving_the_activity,
        once_more,
        finishing,
        the_time_is_over,
        a_word_of_encouragement,
        a_child_who_refuses_a_trial,
    )
}
