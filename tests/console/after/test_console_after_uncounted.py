"""Why a latency does not count is one and the same in the handover and in the replay."""

from __future__ import annotations

from pathlib import Path

from nao_sessions.console.after.reading import read_finished
from nao_sessions.console.after.telling import latency
from nao_sessions.record.additions.corrections import RecordCorrection, append_correction
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.results.trials import read_trials
from nao_sessions.review.replay.page_model import page_of as replay_of
from nao_sessions.review.replay.reading import read_recording
from tests.console.after.after_house import plain
from tests.played import Played
from tests.record.played_folder import folder_of, played_of

ONE_TRIAL = """\
commands: {finish: {next: fin}}
start: question
steps:
  question:
    trials:
      ask: [{show: {choices: [chat, chien]}, say: "Le chat ?"}]
      answers: {from: [chat, chien], by: [board, professional]}
      correct: chat
      patience: 10 s
      count: 1
      prompts: [{help: verbal, do: [{say: "Regarde."}]}]
    next: fin
  fin: {do: [{say: "Fin."}], end: completed}
"""


def told_twice(folder: SessionFolder) -> tuple[str, list[str]]:
    """Give what a handover says of the latencies of P07, and what the replay says of every latency."""
    texts = [plain(one["text"]) for one in replay_of(read_recording(folder.path), "fr").data["events"]]
    return plain(latency(read_finished(folder.path), "P07").fr), [one for one in texts if "latence" in one]


def ended(played: Played) -> Played:
    """Let the session go on to its end without an answer."""
    while not played.state.outcome:
        played.silence()
    return played


def test_a_try_before_the_trials_end_has_a_time_and_the_replays_reason(tmp_path: Path) -> None:
    """Judged afterwards by what was tried before the help: the log has a time for that one."""
    played = played_of(ONE_TRIAL, "P07")
    played.settle()
    played.tap("chien", by="P07")
    folder = folder_of(tmp_path, ended(played))
    (trial,) = read_trials(folder.read_events())
    when = "2026-11-24T15:00:00Z"
    made = RecordCorrection(trial.seq, "judgement", trial.judgement, "incorrect", "professional", when)
    append_correction(folder.path, made)
    handover, replay = told_twice(folder)
    assert handover == (
        "Temps de latence : aucun à compter. "
        "Une réponse n'est pas comptée ici : ce n'est pas la réponse qui a clos l'essai."
    )
    assert [one.rpartition("(")[2] for one in replay] == ["ce n'est pas la réponse qui a clos l'essai)"]


def test_the_handover_and_the_replay_give_one_reason_for_a_latency(tmp_path: Path) -> None:
    """The adult entered the answer, and the session stood still before: the first is why, in both."""
    played = played_of(ONE_TRIAL, "P07")
    played.settle()
    played.commands("pause")
    played.commands("resume")
    played.judges(answer="chat", after_s=12)
    handover, replay = told_twice(folder_of(tmp_path, ended(played)))
    assert handover == (
        "Temps de latence : aucun à compter. Une réponse n'est pas comptée ici : l'adulte l'a indiquée."
    )
    assert [one.rpartition(", ")[2] for one in replay] == ["latence non comptée : c'est l'appui de l'adulte"]
