"""A text that names a child names the one whom it is for, wherever the session is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.analysis.tables.tables import open_session
from nao_sessions.cli.run_terminal import Progress
from nao_sessions.console.session.model import around, shown
from nao_sessions.core.events import Event
from nao_sessions.record.results.responses import Addressees, fill
from nao_sessions.record.verify import verify
from nao_sessions.review.replay.page_model import page_of
from nao_sessions.review.replay.reading import read_recording
from tests.played import Played
from tests.record.played_folder import folder_of, played_of

GROUP = """\
participants: {max: 3}
commands:
  finish: {next: fin}
  leave: {do: [{say: "Au revoir {participant} !"}, {adult: "Accompagnez {participant}."}]}
  return:
    do:
      - say: "Te revoilà, {participant} !"
      - adult: "Une place pour {participant}."
      - note: "{participant} est là."
start: tour
steps:
  tour:
    each: participant
    start: annonce
    steps:
      annonce:
        do: [{adult: "Guidez {participant}."}, {say: "{participant}, à toi."}]
        buttons: [{label: "Suite", next: done, main: true}]
    next: fin
  fin: {do: [{say: "Fin."}], end: completed}
"""


def session() -> Played:
    """P03 leaves in the turn of P01, and comes back in that of P02."""
    played = played_of(GROUP, "P01", "P02", "P03")
    played.settle()
    played.command("leave", participant="P03")
    played.settle()
    played.press("Suite", after_s=1)
    played.settle()
    played.command("return", participant="P03")
    played.settle()
    return played


def texts(played: Played, kind: str) -> list[Event]:
    return [line for line in played.lines if (line.dir, line.kind) == ("out", kind)]


def test_the_log_says_which_child_an_instruction_is_about_where_it_is_one_who_left_or_came_back() -> None:
    played = session()
    assert [(one.data["text"], one.data.get("participant")) for one in texts(played, "adult")] == [
        ("Guidez {participant}.", None),
        ("Accompagnez {participant}.", "P03"),
        ("Guidez {participant}.", None),
        ("Une place pour {participant}.", "P03"),
    ]
    assert [one.data.get("participant") for one in texts(played, "note")] == ["P03"]


def test_the_replay_and_the_table_name_that_child(tmp_path: Path) -> None:
    played = session()
    while not played.state.outcome:
        played.press("Suite", after_s=1)
        played.settle()
    folder = folder_of(tmp_path, played)
    assert verify(folder).problems == []
    page = page_of(read_recording(folder.path), "fr")
    seqs = {one.seq for kind in ("adult", "note") for one in texts(played, kind)}
    told = [one["text"].partition("\u00a0: ")[2] for one in page.data["events"] if one["seq"] in seqs]
    expected = [
        "Guidez P01.",
        "Accompagnez P03.",
        "Guidez P02.",
        "Une place pour P03.",
        "P03 est là.",
        "Guidez P03.",
    ]
    assert told == expected
    rows = open_session(folder.path).events.to_pylist()
    assert [row["what"] for row in rows if row["seq"] in seqs] == expected


def test_the_terminal_and_the_page_name_that_child(capsys: pytest.CaptureFixture[str]) -> None:
    played = session()
    progress = Progress("fr")
    progress.watch(played.view, tuple(line for line in played.lines if line.dir == "out"))
    assert "[adulte : Une place pour ‹P03›.]" in capsys.readouterr().err
    page = _page(played)
    assert page["sentence"] == "«\u00a0Te revoilà, P03\u00a0!\u00a0»"
    assert page["adult"] == "Pour vous\u00a0: Une place pour P03."


def test_a_sentence_that_nao_could_not_say_to_a_child_who_comes_back_is_read_to_that_child(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    played = played_of(GROUP, "P01", "P02", "P03")
    played.settle()
    played.command("leave", participant="P03")
    played.done(how="failed")
    assert played.view.paused_because == "speech_failed"
    played.command("resume", after_s=1)
    played.done(how="failed")
    assert texts(played, "unsaid")
    assert str(_page(played)["adult"]).endswith(
        "Lisez à voix haute\u00a0: «\u00a0Au revoir P03\u00a0!\u00a0»"
    )
    progress = Progress("fr")
    progress.watch(played.view, tuple(line for line in played.lines if line.dir == "out"))
    assert "Au revoir ‹P03› !" in capsys.readouterr().err
    page = page_of(read_recording(folder_of(tmp_path, played).path), "fr")
    told = {one["seq"]: one["text"] for one in page.data["events"]}
    assert told[texts(played, "unsaid")[0].seq].endswith("«\u00a0Au revoir P03\u00a0!\u00a0»")


def test_places_are_filled_as_nao_fills_them() -> None:
    codes = ("P01", "P02")
    assert fill("{participant}, {participants}", "P02", codes) == "P02, P01, P02"
    assert fill("{participant} !", None, codes) == "P01, P02 !"
    assert fill("Bravo {P02}, {P09}.", None, codes, "‹{}›".format) == "Bravo ‹P02›, {P09}."
    assert fill("{participant} {participants}", None, ()) == "{participant} {participants}"


def _page(played: Played) -> dict[str, object]:
    addressees = Addressees()
    for line in played.lines:
        addressees.take(line)

    def called(text: str, turn: str | None) -> str:
        return fill(text, turn, played.state.participants)

    near = around(played.journal.engine.protocol, "fr", "fr", played.state.participants, called, called)
    return shown(played.view, near, "mark", addressees=addressees)
