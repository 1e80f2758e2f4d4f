"""A film that somebody else made comes in with the ground of all who are in it, or not at all."""

from __future__ import annotations

import datetime
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.core.events import Event
from nao_sessions.privacy.film_use import (
    check_log_use,
    check_seen,
    check_use,
    ground_of_added,
    ground_of_import,
)
from nao_sessions.privacy.ledger.file import LEDGER_FILE, LedgerFile
from nao_sessions.privacy.ledger.rules import Presence
from nao_sessions.privacy.ledger.values import DecisionOverLine, PurposeLine, WordLine
from nao_sessions.privacy.presence import people_in
from nao_sessions.record.additions.recordings import AddedRecording, read_added
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.manifest import ClockAnchor, Grounds, Manifest
from tests.analysis.importing.foreign_videos import film
from tests.analysis.importing.test_import_added import closed, strangers
from tests.cli.in_process import nao_sessions_here
from tests.privacy.families import DECISION, NOTICE, TEACHER, child

TODAY = datetime.datetime.now().astimezone().date()
DAY = datetime.timedelta(days=1)
FILMED_ON = TODAY - 40 * DAY
CAMERA, SOUND, ADDED = "camera:room", "sound:room", "microphone:dictaphone"
TABLE = "start;code;subject\n1;touch;P07\n"
TYPED = ("--ground", "film d'un collègue")


def word(by: str, word: str = "agrees", person: str = "P07", **more: object) -> WordLine:
    """Return what somebody said of using the films, yesterday, until next year."""
    line = WordLine(
        person,
        by,
        word,  # type: ignore[arg-type]
        TODAY - DAY,
        TODAY + 300 * DAY,
        "use",
        (CAMERA, SOUND, ADDED),
        ("support",),
        NOTICE,
    )
    return replace(line, **more)  # type: ignore[arg-type]


NO_YET = (PurposeLine("support", "consent", NOTICE), TEACHER, child(adult_from=TODAY + 2000 * DAY))
ALL_AGREE = (word("H1"), word("H2"), word("self", "informed", "A01"))


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LedgerFile:
    """The house's ledger: a child, its parents and a teacher, none of whom has said anything."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    found = LedgerFile.default()
    for line in (*NO_YET, replace(DECISION, disk_vouched=True)):
        found.add(line)
    return found


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    film(path)
    return path


def imported(tmp_path: Path, video: Path, *more: str, table: str = TABLE) -> subprocess.CompletedProcess[str]:
    events = tmp_path / "codage.csv"
    events.write_text(table, encoding="utf-8")
    arguments = (str(video), "--events", str(events), "--out", str(tmp_path / "out"))
    return nao_sessions_here("import", *arguments, "--unencrypted", "un essai", "--lang", "en", *more)


def folder_of(ran: subprocess.CompletedProcess[str]) -> SessionFolder:
    assert ran.returncode == 0, ran.stderr
    return SessionFolder(Path(json.loads(ran.stdout)["folder"]))


def test_a_text_is_no_ground_for_the_film_of_a_child_who_is_in_the_ledger(
    tmp_path: Path, video: Path, ledger: LedgerFile
) -> None:
    ran = imported(tmp_path, video, *TYPED)
    assert (ran.returncode, ran.stderr.split(" ")[0]) == (2, "G107")
    assert "P07: H1, who speaks for the child, has not answered yet about camera room and " in ran.stderr
    assert "hint: " in ran.stderr
    assert not (tmp_path / "out").exists()


def test_a_reason_puts_no_child_of_the_ledger_on_an_open_disk_once_the_decision_is_over(
    tmp_path: Path, video: Path, ledger: LedgerFile
) -> None:
    for line in (*ALL_AGREE, DecisionOverLine("A01", TODAY)):
        ledger.add(line)
    ran = imported(tmp_path, video, "--adult", "A01")
    assert (ran.returncode, ran.stderr.split(" ")[0]) == (2, "G136"), ran.stderr
    assert not (tmp_path / "out").exists()


def test_with_the_word_of_all_the_folder_names_the_ledger_and_an_export_asks_again(
    tmp_path: Path, video: Path, ledger: LedgerFile
) -> None:
    for line in ALL_AGREE:
        ledger.add(line)
    asked = ("--adult", "A01", "--filmed-on", str(FILMED_ON), "--json")
    folder = folder_of(imported(tmp_path, video, *TYPED, *asked))
    assert folder.read_manifest().ground.text == f"ledger {ledger.read().head}"
    events = read_log(folder.events).events
    assert events[0].data["present"] == {
        "adults": ["A01"],
        "purpose": "support",
        "filmed_on": str(FILMED_ON),
    }
    clips = ("export", str(folder.path), "--contact-sheet", "-o", str(tmp_path / "sheet"), "--lang", "en")
    other = nao_sessions_here(*clips, "--purpose", "publication")
    assert other.stderr.startswith("G106 ")
    check_use(folder.read_manifest(), events)
    ledger.add(word("self", "withdraws", "A01", act=None, recorders=(), purposes=()))
    assert nao_sessions_here(*clips).stderr.startswith("G106 ")


def test_a_film_of_nobody_in_the_ledger_comes_in_by_its_text_until_somebody_is(
    tmp_path: Path, video: Path, ledger: LedgerFile
) -> None:
    table = TABLE.replace("P07", "P55")
    folder = folder_of(imported(tmp_path, video, *TYPED, "--json", table=table))
    manifest, events = folder.read_manifest(), read_log(folder.events).events
    assert manifest.ground.text == "film d'un collègue"
    check_use(manifest, events)
    ledger.add(child("P55", adult_from=TODAY + 2000 * DAY))
    with pytest.raises(UsageError, match="P55") as refused:
        check_use(manifest, events)
    assert refused.value.code == "G106"


def test_a_film_with_its_sound_comes_in_and_leaves_by_an_agreement_to_both(
    tmp_path: Path, video: Path, ledger: LedgerFile
) -> None:
    silent = tmp_path / "silent.mp4"
    film(silent, sound=None)
    for line in ALL_AGREE:
        ledger.add(line)
    ledger.add(word("H2", "withdraws", recorders=(SOUND,), purposes=()))
    asked = ("--adult", "A01", "--json")
    assert imported(tmp_path, video, *asked).stderr.startswith("G107 ")
    unheard = folder_of(imported(tmp_path, silent, *asked))
    check_use(unheard.read_manifest(), read_log(unheard.events).events)
    ledger.add(word("H2"))
    folder = folder_of(imported(tmp_path, video, *asked))
    manifest, events = folder.read_manifest(), read_log(folder.events).events
    check_use(manifest, events)
    ledger.add(word("H2", "refuses", until=None, recorders=(SOUND,), purposes=()))
    check_use(manifest, events, sound=False)
    with pytest.raises(UsageError, match="H2"):
        check_use(manifest, events)


def test_nobody_types_a_ground_that_reads_as_the_ledgers(
    tmp_path: Path, video: Path, ledger: LedgerFile
) -> None:
    ran = imported(tmp_path, video, "--ground", "ledger 12ab", table=TABLE.replace("P07", "P55"))
    assert (ran.returncode, ran.stderr.split(" ")[0]) == (2, "G108")


def test_a_ledger_that_cannot_be_trusted_lets_no_film_in(
    tmp_path: Path, video: Path, ledger: LedgerFile
) -> None:
    path = ledger.house.path / LEDGER_FILE
    path.write_bytes(path.read_bytes().replace(b"consent", b"contract"))
    ran = imported(tmp_path, video, *TYPED, table=TABLE.replace("P07", "P55"))
    assert ran.stderr.startswith("G120 ")


def test_who_had_said_no_by_the_day_of_the_film_was_filmed_against_it(ledger: LedgerFile) -> None:
    for line in ALL_AGREE:
        ledger.add(line)
    there = Presence(("P07",), ("A01",))
    no = word("H1", "refuses", act="record", until=None, recorders=(), purposes=(), given_on=FILMED_ON + DAY)
    ledger.add(no)
    assert ground_of_import(there, [CAMERA], "support", FILMED_ON) == f"ledger {ledger.read().head}"
    for day in (FILMED_ON + DAY, None):
        with pytest.raises(UsageError, match="H1, who speaks for the child, refuses") as refused:
            ground_of_import(there, [CAMERA], "support", day)
        assert refused.value.code == "G107"


def test_one_child_of_two_who_is_not_in_the_ledger_keeps_the_film_out(ledger: LedgerFile) -> None:
    for line in ALL_AGREE:
        ledger.add(line)
    assert ground_of_import(Presence(("V01", "P55"), ()), [CAMERA], "support") is None
    with pytest.raises(UsageError, match="P55 is not in the ledger"):
        ground_of_import(Presence(("P07", "P55"), ("A01",)), [CAMERA], "support")


def session_of(answer: str, *, rehearsal: bool = False) -> tuple[Manifest, tuple[Event, ...]]:
    """Return a session of a child of today, what the child said, and who was there."""
    noon = datetime.datetime.now().astimezone().replace(hour=12)
    manifest = Manifest.model_construct(
        participants=["P07"],
        ground=Grounds(text=""),
        rehearsal=rehearsal,
        robot={"simulator": rehearsal},
        room={},
        clock=ClockAnchor(origin_ns=0, utc_ns=round(noon.timestamp() * 1e9), boot_id=""),
        state="closed",
    )
    said = Event(1, "note", 0, "console", "agreement", {"participant": "P07", "answer": answer})
    there = Event(2, "note", 0, "session", "present", {"adults": ["A01"], "purpose": "support"})
    return manifest, (said, there)


def test_what_is_added_to_a_session_is_asked_as_its_own_recorders_were(ledger: LedgerFile) -> None:
    for line in ALL_AGREE:
        ledger.add(line)
    assert ground_of_added(*session_of("yes"), [ADDED]) == f"ledger {ledger.read().head}"
    with pytest.raises(UsageError, match="P07 has not said yes today"):
        ground_of_added(*session_of("yes_unfilmed"), [ADDED])
    with pytest.raises(UsageError, match="ended the film"):
        ground_of_added(*session_of("yes"), [ADDED], film_is_over=True)
    with pytest.raises(UsageError, match="legal ground"):
        ground_of_added(*session_of("yes"), [ADDED], "publication")
    ledger.add(word("H2", "withdraws", act=None, recorders=(ADDED,), purposes=()))
    with pytest.raises(UsageError, match="H2, who speaks for the child, has withdrawn"):
        ground_of_added(*session_of("yes"), [ADDED])


def test_an_unknown_child_of_a_real_session_keeps_what_is_added_out_and_a_drawn_one_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "no house"))
    with pytest.raises(UsageError) as refused:
        ground_of_added(*session_of("yes"), [ADDED])
    assert refused.value.code == "G107"
    manifest, events = session_of("yes", rehearsal=True)
    drawn = manifest.model_copy(update={"ground": Grounds(text="simulation")})
    assert ground_of_added(drawn, events, [ADDED]) is None


def test_the_command_asks_before_it_aligns_and_the_line_keeps_the_ground(
    tmp_path: Path, ledger: LedgerFile
) -> None:
    session, source = closed(tmp_path), strangers(tmp_path)
    manifest = session.read_manifest()
    real = {"participants": ["P07"], "rehearsal": False, "robot": {}, "ground": Grounds(text="")}
    manifest.model_copy(update=real).write(session.manifest)
    asked = ("sync", str(session.path), "--add", str(source), "--name", "dictaphone", "--lang", "en")
    ran = nao_sessions_here(*asked)
    assert (ran.returncode, ran.stderr.split()[0]) == (2, "G107")
    assert read_added(session.path) == ()
    manifest.model_copy(update={**real, "participants": []}).write(session.manifest)
    assert nao_sessions_here(*asked).stderr.split()[0] == "G101"
    ran = nao_sessions_here(*asked, "--ground", "réunion d'adultes")
    assert ran.returncode == 0, ran.stderr
    (added,) = read_added(session.path)
    assert (added.ground, added.recorders) == ("réunion d'adultes", (ADDED,))


def test_what_was_added_by_the_ledger_is_asked_before_it_leaves(ledger: LedgerFile) -> None:
    for line in ALL_AGREE:
        ledger.add(line)
    manifest, events = session_of("yes")
    files = {"room/dictaphone.01.m4a": ""}
    added = AddedRecording("dictaphone", "", {}, files, {}, ground=f"ledger {ledger.read().head}")
    check_use(manifest, events, added=[added])
    ledger.add(word("H2", "refuses", until=None, recorders=(ADDED,), purposes=()))
    with pytest.raises(UsageError) as refused:
        check_use(manifest, events, added=[added])
    assert refused.value.code == "G106"


NOBODY_IN_IT = "start;code;subject\n1;touch;\n"


@pytest.mark.parametrize(
    "named",
    [
        ("--participant", "P07", "--adult", "A01"),
        ("--adult", "P07", "--adult", "A01"),
        ("--adult", "P07"),
        ("--participant", "V01", "--adult", "P07"),
    ],
    ids=" ".join,
)
def test_a_child_of_the_ledger_is_asked_about_a_film_whatever_it_is_named_as(
    named: tuple[str, ...], tmp_path: Path, video: Path, ledger: LedgerFile
) -> None:
    ran = imported(tmp_path, video, *TYPED, *named, table=NOBODY_IN_IT)
    assert (ran.returncode, ran.stderr.split(" ")[0]) == (2, "G107"), ran.stderr
    for line in (*ALL_AGREE, DecisionOverLine("A01", TODAY)):
        ledger.add(line)
    ran = imported(tmp_path, video, *TYPED, *named, table=NOBODY_IN_IT)
    assert (ran.returncode, ran.stderr.split(" ")[0]) == (2, "G136"), ran.stderr
    assert not (tmp_path / "out").exists()
    ledger.add(replace(DECISION, disk_vouched=True, decided_on=TODAY, until=TODAY + 300 * DAY))
    folder = folder_of(imported(tmp_path, video, *TYPED, *named, "--json", table=NOBODY_IN_IT))
    assert folder.read_manifest().ground.text.startswith("ledger ")
    assert "P07" in (*folder.read_manifest().participants, *people_in(folder.path).children)
    check_seen(folder, ledger)
    ledger.add(replace(word("H1", "refuses"), act=None, given_on=TODAY))
    with pytest.raises(UsageError, match="not shown any more") as refused:
        check_seen(folder, ledger)
    assert refused.value.code == "G109"


def test_an_adult_of_the_ledger_who_said_no_keeps_a_film_out_and_closes_one_that_is_in(
    tmp_path: Path, video: Path, ledger: LedgerFile
) -> None:
    named = (*TYPED, "--participant", "V01", "--adult", "A01")
    folder = folder_of(imported(tmp_path, video, *named, "--json", table=NOBODY_IN_IT))
    assert folder.read_manifest().ground.text == "film d'un collègue"
    manifest, events = folder.read_manifest(), read_log(folder.events).events
    check_use(manifest, events, file=ledger)
    check_seen(folder, ledger)
    ledger.add(replace(word("self", "refuses", "A01"), act=None, given_on=TODAY))
    ran = imported(tmp_path, video, *named, table=NOBODY_IN_IT)
    assert (ran.returncode, ran.stderr.split(" ")[0]) == (2, "G107"), ran.stderr
    with pytest.raises(UsageError, match="not shown any more"):
        check_seen(folder, ledger)
    with pytest.raises(UsageError) as refused:
        check_use(manifest, events, file=ledger)
    assert refused.value.code == "G106"


def test_a_film_that_came_in_before_with_a_child_named_as_an_adult_is_closed_by_a_no(
    tmp_path: Path, video: Path, ledger: LedgerFile
) -> None:
    named = (*TYPED, "--adult", "P77")
    folder = folder_of(imported(tmp_path, video, *named, "--json", table=NOBODY_IN_IT))
    ledger.add(child("P77", adult_from=TODAY + 2000 * DAY))
    ledger.add(word("H2", "refuses", "P77", given_on=TODAY, act=None, recorders=()))
    with pytest.raises(UsageError, match="not shown any more"):
        check_seen(folder, ledger)
    manifest, events = folder.read_manifest(), read_log(folder.events).events
    with pytest.raises(UsageError) as refused:
        check_use(manifest, events, file=ledger)
    assert refused.value.code == "G106"
    with pytest.raises(UsageError) as refused:
        check_log_use("film", manifest, events, file=ledger)
    assert refused.value.code == "G185"
