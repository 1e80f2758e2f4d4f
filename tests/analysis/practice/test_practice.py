"""What practice did with a protocol: counted from the logs, shown, and nothing proposed."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from nao_sessions.analysis.practice import Practice, SessionLog, StepPractice, gather
from nao_sessions.analysis.practice.page import practice_page
from nao_sessions.cli.practice import practice as command
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.core.events import Event
from nao_sessions.protocol import load
from tests.engine.test_trials import BLOCK, block
from tests.played import Played

GOLDEN = Path(__file__).parents[2] / "sessions"


def played(**more: str) -> Played:
    """Begin a session of trials, at its first question."""
    session = Played(block(BLOCK + "count: 3\npause: 5 s\n", **more))
    session.settle()
    return session


def gathered(*sessions: Played) -> Practice:
    """Put sessions together."""
    logs = [SessionLog(str(number), "1.0.0", False, session.lines) for number, session in enumerate(sessions)]
    return gather(tuple(sessions[0].journal.engine.protocol.steps), logs)


def step(found: Practice, name: str = "jeu") -> StepPractice:
    """Give what sessions did with a step."""
    return next(one for one in found.steps if one.step == name)


def test_what_was_skipped_repeated_redone_and_helped_by_hand_is_counted() -> None:
    session = played()
    session.commands("repeat")
    session.commands("prompt")
    session.commands("redo")
    session.judges("not_yet")
    session.commands("skip")
    session.commands("improvise", text="Tu veux boire ?")
    found = step(gathered(session))
    assert (found.repeated, found.redone, found.skipped, found.prompted_by_hand) == (1, 1, 1, 2)
    assert found.improvised == ["Tu veux boire ?"]


def test_a_silence_runs_to_what_the_child_did_or_to_what_came_instead() -> None:
    session = played()
    session.tap("fruit", after_s=4.0)
    session.silence()  # the pause between two trials: nothing is asked
    session.silence()  # nobody answers: help after ten seconds
    found = step(gathered(session))
    assert found.silences == [4.0, 10.0]
    assert (found.answered, found.unanswered) == (1, 1)


def test_silences_of_answered_trials_are_their_latencies_and_no_waits_between_them() -> None:
    session = played()
    for after_s in (2.0, 3.5, 5.25):
        session.tap(session.told("question")[-1]["correct"][0], after_s=after_s)
        session.silence() if not session.outcome else None
    found = step(gathered(session))
    assert found.silences == [2.0, 3.5, 5.25]
    assert (found.answered, found.unanswered) == (3, 0)


def test_an_answer_that_the_adult_entered_ends_a_silence_of_nobody() -> None:
    session = played()
    session.commands("judge", answer=session.told("question")[-1]["correct"][0])
    session.silence()
    session.judges("yes")
    found = step(gathered(session))
    assert (found.silences, found.answered, found.unanswered, found.entered) == ([], 0, 0, 2)


def test_an_answer_entered_while_nao_speaks_is_one_that_the_adult_entered() -> None:
    session = Played(block(BLOCK + "count: 3\npause: 5 s\n"))
    assert "say" in session.doing
    assert session.told("question")
    session.judges("yes")
    assert session.told("trial")[-1]["way"] == "professional"
    assert step(gathered(session)).entered == 1


def test_a_yes_that_confirms_what_nao_understood_enters_no_answer() -> None:
    session = played()
    session.says(session.told("question")[-1]["correct"][0])
    session.judges("yes")
    assert session.told("trial")[-1]["way"] == "word"
    assert step(gathered(session)).entered == 0


def test_a_stop_after_which_the_session_goes_on_leaves_no_step() -> None:
    session = played()
    session.commands("stop")
    session.commands("resume")
    assert session.told("continued")
    assert step(gathered(session)).left_by_hand == {}


@pytest.mark.parametrize(("command", "more"), [("finish", {}), ("goto", {"step": "fin"})])
def test_a_press_that_leaves_a_step_counts_also_where_it_ends_a_pause(
    command: str, more: dict[str, str]
) -> None:
    session = played()
    session.commands("pause")
    session.commands(command, **more)
    assert session.told("continued")
    assert step(gathered(session)).left_by_hand == {command: 1}


def test_a_stop_that_ends_the_session_leaves_the_step() -> None:
    session = played()
    session.commands("stop")
    assert step(gathered(session)).left_by_hand == {"stop": 1}


def test_a_judgement_of_a_trial_that_is_over_ends_no_silence() -> None:
    session = played()
    session.tap("fruit", after_s=4.0)
    session.judges("incorrect")  # of the trial that is over
    found = step(gathered(session))
    assert (found.rejudged, found.entered, found.answered) == (1, 0, 1)


def test_a_trial_that_is_judged_again_in_the_next_step_counts_in_its_own() -> None:
    after = "  apres: {do: [{say: 'Bravo.'}], after: {wait: 60 s, next: fin}}\n  fin:"
    session = Played(block(BLOCK + "count: 1\n", step="next: apres\n").replace("  fin:", after))
    session.settle()
    session.tap("fruit", after_s=4.0)
    assert session.told("entered")[-1]["step"] == "apres"
    session.judges("incorrect")
    assert session.told("rejudged")
    assert step(gathered(session)).rejudged == 1


def test_a_press_of_which_nothing_came_ends_no_silence() -> None:
    session = played()
    session.commands("resume")  # it is not paused
    session.tap("fruit", after_s=4.0)
    found = step(gathered(session))
    assert session.told("refused")
    assert (len(found.silences), found.answered, found.unanswered) == (1, 1, 0)
    assert found.silences[0] >= 4.0


def test_a_silence_begins_when_the_question_was_over_not_when_that_was_known() -> None:
    session = played()
    session.tap("fruit", after_s=4.0)
    lines = list(session.lines)
    place = next(at for at, one in enumerate(lines) if one.kind == "open")
    end = next(one for one in lines if one.seq == lines[place].cause)
    lines = [one._replace(t=end.at - 1_500_000_000) if one is end else one for one in lines]
    found = step(gather(("jeu", "fin"), [SessionLog("1", "1.0.0", False, lines)]))
    assert found.silences[0] == 5.5


def halted(session: Played, *, last_s: float | None, halt_s: float) -> list[Event]:
    """Give a session's log with a halt at its end: of a program that died, or of a Nao that was lost."""
    last = session.lines[-1]
    at, seq = last.at + (2 if last_s is None else 100) * SECOND_NS, last.seq + 1
    why = "lost" if last_s is None else "crash"
    told = {} if last_s is None else {"last_ns": last.at + round(last_s * SECOND_NS)}
    cause = Event(seq, "in", at, "session", "lost" if last_s is None else "resumed", told)
    paused = Event(seq + 1, "out", at, "engine", "paused", {"why": why}, cause=seq)
    on = at + round(halt_s * SECOND_NS)
    back = Event(seq + 2, "in", on, "professional", "command", {"name": "resume"})
    touch = Event(seq + 4, "in", on + SECOND_NS, "robot", "touch", {"part": "head.front", "pressed": True})
    ended = Event(seq + 5, "out", on + 3 * SECOND_NS, "engine", "ended", {"outcome": "completed"})
    return [*session.lines, cause, paused, back,
            Event(seq + 3, "out", on, "engine", "continued", {}, cause=seq + 2), touch, ended]  # fmt: skip


@pytest.mark.parametrize("last_s", [None, 1.5])
def test_the_time_for_which_the_session_stood_still_is_in_no_step_and_in_no_silence(
    last_s: float | None,
) -> None:
    log = halted(played(), last_s=last_s, halt_s=43)
    (entered,) = [one for one in log if (one.kind, one.data.get("step")) == ("entered", "jeu")]
    began = log[-6].at if last_s is None else log[-6].data["last_ns"]
    ended = log[-1].at
    found = step(gather(("jeu", "fin"), [SessionLog("1", "1.0.0", False, log)]))
    assert found.seconds == [pytest.approx(((began - entered.at) + (ended - log[-3].at)) / SECOND_NS)]
    assert ended - entered.at > (43 + sum(found.seconds)) * SECOND_NS - 1
    assert (found.silences, found.answered, found.unanswered) == ([], 0, 0)


def test_judgements_and_what_became_of_proposals_are_counted() -> None:
    session = played()
    session.says("fruit")
    session.judges("not_heard")
    session.tap("fruit")
    session.judges("incorrect")
    session.silence()
    session.says("légume")
    session.silence(3)
    found = step(gathered(session))
    assert found.judgements == {"incorrect": 1, "unscored": 1}  # as it counts at last
    assert (found.dismissed, found.rejudged, found.unconfirmed) == (1, 1, 1)


def test_a_word_that_was_confirmed_is_no_proposal_without_an_answer() -> None:
    session = Played(block(BLOCK, without="correct:"))
    session.settle()
    session.says("fruit")
    session.judges("heard")
    assert session.told("trial")[-1]["judgement"] is None
    assert step(gathered(session)).unconfirmed == 0


def test_sessions_are_put_together_step_by_step() -> None:
    first, second = played(), played()
    for _ in range(3):
        first.tap(first.told("question")[-1]["correct"][0])
        first.silence() if not first.outcome else None
    second.commands("finish")
    found = gathered(first, second)
    assert found.outcomes == {"completed": 2}
    assert (step(found).sessions, step(found).visits) == (2, 2)
    assert step(found).left_by_hand == {"finish": 1}
    assert [one.step for one in found.steps] == ["jeu", "fin"]
    assert found.never == ()


def test_what_comes_after_the_end_belongs_to_no_step() -> None:
    session = played()
    session.commands("finish")
    last = session.lines[-1]
    clap = last._replace(dir="note", kind="clap", at=last.at + 60_000_000_000)
    names = tuple(session.journal.engine.protocol.steps)
    alone, clapped = (
        gather(names, [SessionLog("1", "1.0.0", False, [*session.lines, *more])]) for more in ([], [clap])
    )
    assert session.outcome == "completed"
    assert step(clapped, "fin").seconds == step(alone, "fin").seconds


def run(*arguments: str) -> str:
    """Run the command, and give what it writes to stdout."""
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_is_written_from_real_folders(language: str, tmp_path: Path) -> None:
    folder = GOLDEN / "fresh"
    protocol = str(folder / "protocol" / "rituel-bonjour.yaml")
    page = tmp_path / "pratique.html"
    run(protocol, str(folder), str(folder), "-o", str(page), "--lang", language)
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text
    assert ("ne propose rien" if language == "fr" else "proposes nothing") in text
    assert re.findall(r"1\.0\.0(.?: ?\d)", text) == [" : 1" if language == "fr" else ": 1"]
    assert ("What practice did with it: " in text) == (language == "en")
    record = json.loads(run(protocol, str(folder), "--json"))
    assert record["sessions"] == ["fresh"]
    assert all(one["visits"] >= 1 for one in record["steps"])


def test_the_page_names_no_step_by_its_name_in_the_file() -> None:
    folder = GOLDEN / "fresh"
    protocol = load(folder / "protocol" / "rituel-bonjour.yaml")
    found = gather((*protocol.steps, "autrefois"), [])
    found = replace(
        found, steps=(*found.steps, StepPractice("autrefois"), StepPractice(next(iter(protocol.steps))))
    )
    page = practice_page(protocol, found, "fr", rehearsals=0)
    assert "<code>" not in page
    assert "autrefois" not in page
    assert "une étape que cette version du protocole" in page


def test_a_step_without_a_title_that_was_never_entered_says_where_it_is() -> None:
    protocol = load(Path(__file__).parents[3] / "protocols" / "tour-de-role.yaml")
    page = practice_page(protocol, gather(tuple(protocol.steps), []), "fr", rehearsals=0)
    never = unescape(page.replace("\u00a0", " ")).rpartition("Jamais entré")[2]
    assert "« Tu peux aussi toucher ma main. » (dans « Chacun son au revoir »)" in never


@pytest.mark.parametrize(
    ("rehearsals", "words"), [(2, "Toutes sont des répétitions"), (1, "parmi elles"), (0, "")]
)
def test_the_page_says_whether_all_sessions_are_rehearsals(rehearsals: int, words: str) -> None:
    protocol = load(GOLDEN / "fresh" / "protocol" / "rituel-bonjour.yaml")
    found = replace(gather(tuple(protocol.steps), []), sessions=("1", "2"))
    page = practice_page(protocol, found, "fr", rehearsals=rehearsals)
    assert words in page
    assert ("pétitions" in page) == bool(words)


def test_an_easy_trial_is_told_beside_the_judgements_that_it_is_counted_in() -> None:
    session = played()
    session.judges("yes")
    session.commands("finish", after="easy_trial")
    session.silence()  # the pause between two trials
    session.judges("yes")
    found = step(gathered(session))
    assert (found.judgements, found.easy) == ({"correct": 2}, 1)
    assert found.to_json()["easy"] == 1


def test_a_copy_of_a_session_is_left_out_and_told(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(GOLDEN / "fresh", copy)
    protocol = str(copy / "protocol" / "rituel-bonjour.yaml")
    cut = tmp_path / "cut"
    shutil.copytree(GOLDEN / "fresh", cut)
    (cut / "events.jsonl").write_bytes((cut / "events.jsonl").read_bytes()[:-40])
    arguments = [protocol, str(cut), str(copy), "--json", "--lang", "en"]
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert json.loads(result.stdout)["sessions"] == ["copy"]
    assert result.stderr == f"{cut} is the same session as {copy}, which is counted: it is left out.\n"


def test_a_session_of_another_protocol_is_refused() -> None:
    protocol = str(GOLDEN / "fresh" / "protocol" / "rituel-bonjour.yaml")
    with pytest.raises(NaoSessionsError, match="consignes"):
        run(protocol, str(GOLDEN / "resumed"))


def test_a_torn_log_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    folder = tmp_path / "torn"
    shutil.copytree(GOLDEN / "fresh", folder)
    events = folder / "events.jsonl"
    events.write_bytes(events.read_bytes()[:-40])
    protocol = str(folder / "protocol" / "rituel-bonjour.yaml")
    assert json.loads(run(protocol, str(folder), "--json"))["outcomes"]


def test_a_session_that_the_console_closed_was_left_by_no_hand() -> None:
    session = played()
    session.commands("close")
    lines = [
        one._replace(source="console") if one.data.get("name") == "close" else one for one in session.lines
    ]
    protocol = session.journal.engine.protocol
    found = gather(tuple(protocol.steps), [SessionLog("0", "1.0.0", False, lines)])
    assert (step(found).left_by_hand, step(found).closed_by_console) == ({}, 1)
    page = practice_page(protocol, found, "fr", rehearsals=0)
    assert "Quitté à la main" not in page
    assert "Fermée par la console" in page
