"""By how much sound is behind a picture is told, and where nobody knows it, that nobody does."""

from __future__ import annotations

from pathlib import Path

from nao_sessions.cli.info import MOST_SHOWN, latency_lines
from nao_sessions.record.log import read_log
from nao_sessions.room.sync.words import sound_words
from nao_sessions.room.voice.latencies import read_latencies


def test_a_measured_offset_says_which_comes_first() -> None:
    assert (
        sound_words(True, 2.85, 1.17, "fr")
        == "son 2,9\u00a0ms après l'image (±1,2\u00a0ms à 95\u00a0%, mesuré)"
    )
    assert (
        sound_words(True, -12.0, 1.17, "en")
        == "sound 12.0\u00a0ms before the picture (±1.2\u00a0ms at 95%, measured)"
    )


def test_without_a_clap_it_is_unknown_and_not_zero() -> None:
    told = "décalage du son sur l'image\u00a0: inconnu (aucun clap entendu)"
    assert sound_words(True, None, None, "fr") == told


def test_of_a_recording_without_sound_beside_its_picture_nothing_is_said() -> None:
    assert sound_words(False, None, None, "fr") == ""


def test_a_long_session_tells_some_latencies_and_how_many_more() -> None:
    answers = [
        {
            "seq": seq,
            "latency_ns": 1_000_000_000,
            "uncertainty_ms": 300.0,
            "method": "event",
            "why": "no_clap",
        }
        for seq in range(MOST_SHOWN + 3)
    ]
    told = latency_lines(answers, "en")
    why = "no clap tells how late the sound is"
    assert told[0] == f"latency (line 0 of the log): 1.0\u00a0s\u00a0±\u00a00.3, by the robot's word ({why})"
    assert told[-1] == "... and 3 more latencies (--json)"


def test_a_stop_is_listed_as_no_latency() -> None:
    """A session that its limit cut: what was touched is heard always, and answers nothing that was asked."""
    folder = Path(__file__).parents[1] / "sessions" / "cut-2"
    answers = read_latencies(folder / "latencies.json")["answers"]
    assert answers
    told = latency_lines(answers, "en", read_log(folder / "events.jsonl").events)
    n = len(answers)
    why = "in answer to no trial's question, a 'stop' for instance"
    assert told == [f"latencies not counted: {n} ({why}: {n})"]
