"""What the replay says of answers and trials is what the tables say of them."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from nao_sessions.analysis.tables.tables import open_session
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.results.counts import ResponseUncounted, Uncounted
from nao_sessions.record.results.uncounted import UNCOUNTED, Remark
from nao_sessions.review.replay.page_model import page_of
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.review.replay.rows import CODER, Further
from tests.played import Played
from tests.record.played_folder import folder_of, played_of

GROUP = """\
participants: {max: 2}
commands: {finish: {next: fin}, calm: {next: calme}}
always: {when: [{word: [stop], next: calme}]}
start: tour
steps:
  tour:
    each: participant
    start: question
    steps:
      question:
        trials:
          ask: [{show: {choices: [chat, chien]}, say: "{participant}, le chat ?"}]
          answers: {from: [chat, chien], by: [board, professional]}
          correct: chat
          patience: 10 s
          count: 2
          prompts: [{help: verbal, do: [{say: "Regarde."}]}]
        next: done
    next: fin
  calme:
    do: [{say: "Du calme."}]
    buttons: [{label: "Reprendre", next: back, main: true}]
    after: {wait: 60 s, next: back}
  fin: {do: [{say: "Fin."}], end: completed}
"""
OPINION = """\
commands: {finish: {next: fin}}
start: avis
steps:
  avis:
    trials:
      ask: [{show: {choices: [pomme, poire]}, say: "Laquelle ?"}]
      answers: {from: [pomme, poire], by: [board]}
      patience: 10 s
      count: 1
    next: fin
  fin: {do: [{say: "Fin."}], end: completed}
"""


def told(folder: SessionFolder, further: Further | None = None) -> dict[int, str]:
    page = page_of(read_recording(folder.path), "en", further=further or Further())
    return {one["seq"]: one["text"].replace("\u00a0", " ") for one in page.data["events"]}


def seqs(played: Played, kind: str) -> list[int]:
    return [line.seq for line in played.lines if (line.dir, line.kind) == ("out", kind)]


@pytest.fixture
def group() -> Played:
    """P02 answers for P01; a wrong answer, a help, a right one; a stop; the adult enters one; nothing."""
    played = played_of(GROUP, "P01", "P02")
    played.settle()
    played.tap("chat", by="P02")
    played.tap("chien", by="P01")
    played.tap("chat", by="P01")
    played.says("stop")
    played.press("Reprendre", after_s=1)
    played.settle()
    played.judges(answer="chat")
    while not played.state.outcome:
        played.silence()
    return played


def test_a_latency_that_the_tables_do_not_count_is_told_so_with_why(group: Played, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, group)
    said = told(folder)
    source = open_session(folder.path)
    rows = [*source.trials.to_pylist(), *source.responses.to_pylist()]
    why = {row["seq"]: row["latency_why"] for row in rows if row["latency_logged_s"] is not None}
    assert set(why.values()) == {None, "not_own", "not_final", "no_question"}
    for seq, reason in why.items():
        assert ("not counted" in said[seq] or "not the answer" in said[seq]) == (reason is not None)
    answers = [said[seq].partition("word ")[2] for seq in seqs(group, "response")]
    assert answers == [
        "(not counted: it was another child's turn)",
        "(not the answer that ended the trial)",
        "",
        "(not counted: it answers no trial's question)",
    ]
    entered = next(one["seq"] for one in source.trials.to_pylist() if one["way"] == "professional")
    assert said[entered] == (
        "Trial 3: correct, “chat”, entered by the adult, latency 1.0 s ± 0.3 (supposed), by the robot's word "
        "(not counted: that is the adult's press)"
    )


def test_a_latency_that_does_not_count_for_two_reasons_is_told_so_once(tmp_path: Path) -> None:
    played = played_of(GROUP, "P01")
    played.settle()
    played.commands("pause")
    played.commands("resume")
    played.judges(answer="chat", after_s=12)
    said = told(folder_of(tmp_path, played))
    assert said[seqs(played, "trial")[0]] == (
        "Trial 1: correct, “chat”, entered by the adult, latency not counted: that is the adult's press"
    )


def test_every_reason_of_the_tables_has_its_words() -> None:
    known = {*get_args(Uncounted), "not_final", "no_question"}
    assert known <= set(UNCOUNTED)
    assert ResponseUncounted is not Remark


def test_the_end_of_a_block_says_what_was_judged_and_of_opinions_nothing(
    group: Played, tmp_path: Path
) -> None:
    said = told(folder_of(tmp_path, group))
    assert [said[seq] for seq in seqs(group, "block")] == [
        "Trials over: 2 (1 correct, 1 correct with help); 1 not scored",
        "Trials over: 2 (2 with no response)",
    ]
    opinion = played_of(OPINION, "P01")
    opinion.settle()
    opinion.tap("poire")
    said = told(folder_of(tmp_path / "opinion", opinion))
    assert [said[seq] for seq in seqs(opinion, "block")] == ["Trials over: 1"]


def test_the_easy_trial_before_the_end_is_told_as_one(tmp_path: Path) -> None:
    played = played_of(GROUP, "P01", "P02")
    played.settle()
    played.tap("chat", by="P01")
    played.command("finish", after="easy_trial")
    played.tap("chien", by="P01")
    played.tap("chien", by="P01")
    played.tap("chat", by="P01")
    played.settle()
    assert played.state.outcome == "completed"
    folder = folder_of(tmp_path, played)
    said = told(folder)
    assert [said[seq].partition(":")[0] for seq in seqs(played, "trial")] == [
        "Trial 1",
        "Trial 2",
        "Trial 3 (easy trial before the end)",
    ]
    easy = "(easy trial before the end, asked again since it had succeeded, alone or with help)"
    questions = seqs(played, "question")
    assert [easy in said[seq] for seq in questions] == [False, False, True]
    assert not any(easy in told(folder, CODER)[seq] for seq in questions)  # a coder may be blind to success
    (press,) = [line.seq for line in played.lines if line.kind == "command"]
    assert said[press] == "Command: finish, “after an easy trial”"


def test_where_no_easy_trial_followed_that_is_said(tmp_path: Path) -> None:
    played = played_of(GROUP, "P01", "P02")
    played.settle()
    played.command("finish", after="easy_trial")
    played.settle()
    assert played.state.outcome == "completed"
    said = told(folder_of(tmp_path, played))
    (press,) = [line.seq for line in played.lines if line.kind == "command"]
    assert said[press] == "Command: finish, “after an easy trial”; none was asked"
