"""The timing model: sentences, actions, trials, and the best and worst length of a session."""

from __future__ import annotations

import struct

import pytest

from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.timing import action_ms, session_time, speech_ms
from nao_sessions.protocol.timing.actions import EYES_MS, GAP_MS, START_MS, look_ms, posture_ms, sound_ms
from nao_sessions.protocol.timing.values import KnownValues
from tests.protocol.small_protocols import with_head, with_steps, with_trials


def loaded(text: str) -> Protocol:
    return load_files({"essai.yaml": text.encode()}, "essai.yaml")


def said(text: str) -> int:
    """How long a sentence takes in a list of moments."""
    return speech_ms(text) + GAP_MS


FIN = said("Fin.")


def test_a_longer_sentence_lasts_longer_and_marks_are_pauses() -> None:
    assert (
        speech_ms("Regarde.")
        < speech_ms("Regarde bien.")
        < speech_ms("Regarde, bien.")
        < speech_ms("Regarde. Bien.")
    )


def test_a_sentence_is_normal_speech() -> None:
    text = "Le chien court derrière le ballon rouge."
    assert 12 < len(text) / ((speech_ms(text) - START_MS) / 1000) < 18


def test_half_the_speed_is_twice_the_sound_and_the_same_latency() -> None:
    normal, slow = speech_ms("Bonjour les amis."), speech_ms("Bonjour les amis.", speed=50)
    assert slow - START_MS == pytest.approx(2 * (normal - START_MS), abs=2)


def test_nothing_to_say_takes_no_time() -> None:
    assert speech_ms(" ! ") == 0


def test_a_first_name_and_a_figure_are_heard() -> None:
    assert speech_ms("Bonjour {participant}.") > speech_ms("Bonjour.")
    assert speech_ms("Bonjour {participants}.") > speech_ms("Bonjour {participant}.")
    assert speech_ms("Il y en a 12.") > speech_ms("Il y en a 2.") > speech_ms("Il y en a.")


def test_what_nao_does_depends_on_where_it_is() -> None:
    assert posture_ms("rest", "stand") > posture_ms("stand", "stand")
    assert posture_ms("stand", "sit") > 10_000
    assert look_ms("left", "right") > look_ms("ahead", "right") > look_ms("right", "right")
    standing, seated = (action_ms("gesture", {"name": "hello"}, posture=one) for one in ("stand", "sit"))
    assert (standing, seated) == (3_200, 4_600)
    assert action_ms("eyes", {"colour": "blue"}) == EYES_MS
    assert action_ms("listen", {}) == 0


def test_a_sound_lasts_as_long_as_its_file_says() -> None:
    head = (
        b"RIFF"
        + struct.pack("<I", 36 + 32_000)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16)
    )
    assert sound_ms(head + b"data" + struct.pack("<I", 32_000) + b"\0" * 32_000) == 1_000
    vorbis = b"OggS" + b"\0" * 24 + b"\x01vorbis" + struct.pack("<IBI", 0, 1, 44_100) + b"\0" * 30
    assert sound_ms(vorbis + b"OggS\0\4" + struct.pack("<q", 88_200) + b"\0" * 14) == 2_000
    assert sound_ms(b"OggS") is None
    assert sound_ms(b"RIFF\0\0\0\0WAVE") is None
    assert sound_ms(b"ID3") is None


def test_acts_of_one_dash_begin_together_and_the_longest_counts() -> None:
    dash = with_steps('accueil: {do: [{say: "Oui.", gesture: hello, wait: 1 s}], next: fin}\n')
    assert session_time(loaded(dash)).best_ms == 3_200 + FIN


def test_a_wait_is_no_time_at_best_and_its_delay_at_worst() -> None:
    time = session_time(
        loaded(
            with_steps('accueil: {do: [{say: "Oui ?"}], buttons: [{label: "Suite", next: fin}], '
                       "after: {wait: 30 s, next: fin}}\n")
        )
    )  # fmt: skip
    assert (time.best_ms, time.worst_ms) == (said("Oui ?") + FIN, said("Oui ?") + 30_000 + FIN)


def test_a_wait_for_an_adult_alone_is_named_and_not_counted() -> None:
    time = session_time(loaded(with_steps('accueil: {buttons: [{label: "Suite", next: fin}]}\n')))
    assert (time.best_ms, time.worst_ms, time.open) == (FIN, FIN, ("accueil",))


def test_a_trial_is_asked_and_answered_at_best_and_helped_to_the_end_at_worst() -> None:
    text = with_trials(
        'ask: [{show: {choices: [pomme]}, say: "Quoi ?"}]\nfeedback: {correct: [{say: "Oui, bravo !"}]}\n'
    )
    time = session_time(loaded(text))
    asked, praised, helped = said("Quoi ?"), said("Oui, bravo !"), said("Regarde bien.")
    assert time.best_ms == asked + praised + FIN
    assert time.worst_ms == asked + 5_000 + helped + 5_000 + praised + FIN


def test_trials_are_counted_with_their_pauses() -> None:
    one = session_time(loaded(with_trials("count: 1\npause: 10 s\n")))
    four = session_time(loaded(with_trials("count: 4\npause: 10 s\n")))
    assert one.best_ms is not None
    assert four.best_ms == (one.best_ms - FIN) * 4 + 3 * 10_000 + FIN


def test_silence_that_is_right_has_to_be_waited_for() -> None:
    right, silent = (
        session_time(loaded(with_trials(f"correct: {one}\nprompts:\npatience: 4 s\n"))).best_ms
        for one in ("pomme", "nothing")
    )
    assert right is not None
    assert silent == right + 4_000


def test_a_stopping_rule_shortens_the_best_case_and_not_the_worst() -> None:
    items = "[{id: a}, {id: b}]"
    free = session_time(loaded(with_trials("count: 20\n", items=items)))
    ruled = session_time(loaded(with_trials("count: 20\nstop_when: trials.streak >= 5\n", items=items)))
    assert free.best_ms is not None
    assert ruled.best_ms == (free.best_ms - FIN) // 4 + FIN
    assert ruled.worst_ms == free.worst_ms


def test_a_group_goes_round_for_every_child_and_round() -> None:
    steps = """\
        accueil:
          each: participant
          rounds: = settings.tours
          start: un
          steps: {un: {do: [{say: "À toi."}], next: done}}
          next: fin
        """
    head = "participants: {min: 2, max: 3}\nsettings: {tours: {type: integer, default: 4}}\n"
    time = session_time(loaded(with_steps(steps, head)))
    assert (time.best_ms, time.worst_ms) == (said("À toi.") * 2 * 4 + FIN, said("À toi.") * 3 * 4 + FIN)


def test_a_limit_of_a_group_caps_its_inside() -> None:
    steps = """\
        accueil:
          start: un
          steps: {un: {buttons: [{label: "Suite", next: done}], after: {wait: 5 min, next: done}}}
          after: {limit: 20 s, next: fin}
        """
    assert session_time(loaded(with_steps(steps))).worst_ms == 20_000 + FIN


def test_a_loop_counts_as_often_as_its_counter_lets_it_turn() -> None:
    steps = """\
        accueil:
          do: [{say: "Tu viens ?"}, {set: {n: = data.n + 1}}]
          buttons: [{label: "Suite", next: fin}]
          after: {wait: 10 s, next: [{if: data.n >= 3, next: fin}, {next: accueil}]}
        """
    time = session_time(loaded(with_steps(steps, "data: {n: 0}\n")))
    assert time.worst_ms == 3 * (said("Tu viens ?") + 10_000) + FIN
    assert (time.endless, time.again) == ((), ())


def test_a_loop_that_nothing_bounds_has_no_worst_case() -> None:
    steps = """\
        accueil:
          do: [{say: "Tu viens ?"}]
          buttons: [{label: "Suite", next: fin}]
          after: {wait: 10 s, next: accueil}
        """
    time = session_time(loaded(with_steps(steps)))
    assert (time.best_ms, time.worst_ms) == (said("Tu viens ?") + FIN, None)
    assert time.endless == (("accueil",),)


def test_a_loop_that_people_turn_counts_once_and_is_named() -> None:
    steps = """\
        accueil: {do: [{say: "Un."}], next: encore}
        encore:
          buttons: [{label: "Encore", next: accueil}, {label: "Fini", next: fin}]
          after: {wait: 20 s, next: fin}
        """
    time = session_time(loaded(with_steps(steps)))
    assert time.worst_ms == said("Un.") + 20_000 + FIN
    assert time.again == (("accueil", "encore"),)


def test_a_guard_bounds_a_loop_that_a_child_turns() -> None:
    steps = """\
        accueil:
          do: [{set: {n: = data.n + 1}}, {say: "Touche ma tête."}]
          when: [{touch: hand, if: data.n < 3, next: accueil}]
          buttons: [{label: "Suite", next: fin}]
          after: {wait: 10 s, next: fin}
        """
    time = session_time(loaded(with_steps(steps, "data: {n: 0}\n")))
    assert time.worst_ms == 3 * (said("Touche ma tête.") + 10_000) + FIN


def test_no_way_to_an_end_has_no_length() -> None:
    text = with_steps('accueil: {do: [{say: "Un."}], next: fin}\n')
    assert session_time(loaded(text)).best_ms is not None
    assert (
        KnownValues(loaded(with_head("data: {n: 3}\n").replace('"Bonjour."', '"{data.n}"'))).lookup(
            ("data", "n")
        )
        == 3
    )
