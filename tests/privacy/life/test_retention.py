"""What is kept longer than its term is named on the right day, and goes after one question."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from nao_sessions.cli.main import group
from nao_sessions.core.errors import UsageError
from nao_sessions.privacy.acts import note_act, read_acts
from nao_sessions.privacy.film_use import check_seen, film_objections
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.ledger.values import DisagreementLine, WordLine
from nao_sessions.privacy.life.consoles import open_console
from nao_sessions.privacy.life.erasure import ErasurePlaces
from nao_sessions.privacy.life.inventory import take_inventory
from nao_sessions.privacy.life.retention import (
    calendar_of,
    due_in_words,
    overdue,
    set_contact,
    set_term,
    terms_of,
)
from nao_sessions.record.additions.afterwards import FilmKept, append_film_kept
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import JOURNAL_FILE
from nao_sessions.record.manifest import Grounds
from nao_sessions.record.verify import verify
from tests.privacy.life.workshop import Workshop, hold, make_workshop, traces

LAST = datetime.date(2026, 11, 24)
"""The day of the sessions."""


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """Two sessions on one day: of P01 alone, and of P01 and P02; nobody else has any."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nao_sessions" / "tmp"))
    own = tmp_path / "nao_sessions" / "sessions"  # a checkout's own recordings are nobody's to erase here
    monkeypatch.setattr("nao_sessions.privacy.life.erasure.default_folder", lambda *, real: own)
    made = make_workshop(tmp_path / "nao_sessions", children=3, sessions=0)
    hold(made, ("P01",), 0)
    hold(made, ("P01", "P02"), 1, day=0)
    return made


def days(places: ErasurePlaces) -> dict[str, str]:
    """Give the day of everything that falls due, by code, or by the number of the session."""
    return {
        one.code if one.session is None else one.session.name[-4:]: str(one.on) for one in calendar_of(places)
    }


def test_everything_of_a_child_is_kept_two_years_after_the_last_contact(workshop: Workshop) -> None:
    # P03 was never in a session: the agreement of 1 September is the last that is known of it
    assert days(workshop.places) == {"P03": "2028-09-01", "P01": "2028-11-24", "P02": "2028-11-24"}
    assert overdue(workshop.places, datetime.date(2028, 9, 1)) == []
    assert [one.code for one in overdue(workshop.places, datetime.date(2028, 9, 2))] == ["P03"]


def test_a_later_contact_begins_the_term_anew(workshop: Workshop) -> None:
    set_contact(workshop.house, "P01", datetime.date(2027, 2, 28))
    assert days(workshop.places)["P01"] == "2029-02-28"
    set_contact(workshop.house, "P01", datetime.date(2026, 1, 1))  # earlier than what is known
    assert days(workshop.places)["P01"] == "2029-02-28"


def test_a_shorter_term_of_film_is_that_of_the_film_alone(workshop: Workshop) -> None:
    set_term(workshop.house, "support", "3")
    assert terms_of(workshop.house)["support"].months == 3
    due = calendar_of(workshop.places)
    films = [one for one in due if one.session is not None]
    assert [str(one.on) for one in films] == ["2027-02-24", "2027-02-24"]
    assert {str(one.on) for one in due if one.session is None} == {"2028-09-01", "2028-11-24"}


def test_the_film_of_a_group_goes_with_the_child_whose_term_ends_first(workshop: Workshop) -> None:
    set_term(workshop.house, "support", "3")
    set_contact(workshop.house, "P01", datetime.date(2027, 6, 1))
    films = {one.session.name: str(one.on) for one in calendar_of(workshop.places) if one.session}
    alone, together = (folder.name for folder, _ in workshop.sessions)
    assert films == {alone: "2027-09-01", together: "2027-02-24"}


def test_film_for_research_goes_when_the_agreement_ends(workshop: Workshop) -> None:
    folder = SessionFolder(workshop.sessions[0][0])
    lines = folder.events.read_bytes()
    seq = lines.count(b"\n")
    note = {"seq": seq, "dir": "note", "at": 10**15, "t": 10**15, "source": "session", "kind": "present"}
    note["data"] = {"adults": [], "purpose": "research", "ledger": ""}
    folder.events.write_bytes(lines + json.dumps(note).encode() + b"\n")
    until = datetime.date(2027, 1, 31)
    said = WordLine("P01", "H1", "agrees", LAST, until, "record", ("camera:face",), ("research",), "2026-09")
    LedgerFile(workshop.house).add(said)
    assert days(workshop.places)["d000"] == "2027-01-31"


def test_film_that_somebody_objects_to_goes_a_month_after_that_was_said(workshop: Workshop) -> None:
    for folder, _ in workshop.sessions:
        facts = SessionFolder(folder).read_manifest()
        room = {"cameras": ["face"]}
        facts.model_copy(update={"room": room, "ground": Grounds(text="ledger 1f")}).write(
            folder / "session.json"
        )

    def films() -> dict[str, str]:
        return {one.session.name: str(one.on) for one in calendar_of(workshop.places) if one.session}

    _, together = (folder.name for folder, _ in workshop.sessions)
    ledger = LedgerFile(workshop.house)
    assert films() == {}
    ledger.add(
        WordLine("P02", "H1", "withdraws", LAST + datetime.timedelta(days=7), recorders=("camera:face",))
    )
    ledger.add(WordLine("P03", "H1", "refuses", LAST))  # who is in no film
    assert films() == {together: "2027-01-01"}
    (line,) = due_in_words(workshop.root / "sessions", LAST)
    assert "1 film is refused by now" in line.text.en
    assert "2027" in line.text.en
    assert line.sessions == ((together, LAST),)
    late = datetime.date(2027, 1, 2)
    assert [(one.code, one.objected) for one in overdue(workshop.places, late)] == [("P01", True)]
    assert len(due_in_words(workshop.root / "sessions", late)) == 2
    yes = WordLine(
        "P02",
        "H1",
        "agrees",
        LAST,
        LAST + datetime.timedelta(days=300),
        "record",
        ("camera:face",),
        ("support",),
        "2026-09",
    )
    ledger.add(yes)
    assert together in films()  # the use of it is still refused
    ledger.add(replace(yes, act="use"))
    assert films() == {}


def note_present(
    folder: Path, *, at: int = 10**15, source: str = "session", kind: str = "present", **data: object
) -> None:
    """Write one more line into a session's log: on who is there, or of another kind."""
    log = SessionFolder(folder).events
    lines = log.read_bytes()
    seq = lines.count(b"\n")
    note = {"seq": seq, "dir": "note", "at": at, "t": at, "source": source, "kind": kind, "data": data}
    log.write_bytes(lines + json.dumps(note).encode() + b"\n")


def by_ledger(workshop: Workshop) -> None:
    """Have the sessions say that the ledger allowed them to be filmed."""
    for folder, _ in workshop.sessions:
        facts = SessionFolder(folder).read_manifest()
        said = {"room": {"cameras": ["face"]}, "ground": Grounds(text="ledger 1f")}
        facts.model_copy(update=said).write(folder / "session.json")


def test_a_child_who_came_in_has_a_term_is_listed_and_is_erased_with_the_film(workshop: Workshop) -> None:
    alone = workshop.sessions[0][0]
    note_present(alone, adults=[], purpose="support", ledger="", children=["Q05"])
    assert days(workshop.places)["Q05"] == "2028-11-24"
    found = {
        one.code: one.sessions for one in take_inventory(workshop.places.sessions, workshop.house).persons
    }
    assert found["Q05"] == 1
    code, _ = asked("erase", "Q05", "--groups", "cut", "--yes")
    assert (code, list((alone / "room").iterdir())) == (0, [])
    assert list(traces(workshop.root / "sessions", ["Q05"], ())) == []


def test_who_came_in_after_the_film_was_ended_is_not_in_it(workshop: Workshop) -> None:
    by_ledger(workshop)
    alone = workshop.sessions[0][0]
    LedgerFile(workshop.house).add(WordLine("P03", "H1", "refuses", LAST, recorders=("camera:face",)))
    note_present(alone, kind="film_over")
    note_present(alone, adults=[], purpose="support", ledger="", children=["P03"])
    found = film_objections(SessionFolder(alone), LedgerFile(workshop.house))
    assert found is not None
    assert not found.by_persons  # nobody of the film objects: it was ended
    together = workshop.sessions[1][0]
    note_present(together, adults=[], purpose="support", ledger="", children=["P03"])
    found = film_objections(SessionFolder(together), LedgerFile(workshop.house))
    assert found is not None
    assert found.by_persons


@pytest.mark.parametrize("answer", ["no", "unfilmed"])
def test_a_film_beside_the_no_of_a_child_who_took_no_part_is_closed_and_its_code_is_found(
    answer: str, workshop: Workshop
) -> None:
    by_ledger(workshop)
    ledger, alone = LedgerFile(workshop.house), SessionFolder(workshop.sessions[0][0])
    note_present(alone.path, kind="agreement", source="console", participant="P70", answer="unsure")
    note_present(alone.path, kind="agreement", source="console", participant="V01", answer=answer)
    check_seen(alone, ledger)
    note_present(alone.path, kind="agreement", source="console", participant="Q70", answer=answer)
    with pytest.raises(UsageError, match="said that day not to be filmed") as refused:
        check_seen(alone, ledger)
    assert refused.value.code == "G109"
    assert [one.session for one in calendar_of(workshop.places) if one.objected] == [alone.path]
    held = {one.code for one in take_inventory(workshop.places.sessions, workshop.house).persons}
    assert {"P70", "Q70"} <= held
    assert "V01" not in held
    code, _ = asked("erase", "Q70", "--groups", "cut", "--yes")
    assert (code, list((alone.path / "room").iterdir())) == (0, [])
    assert list(traces(workshop.root / "sessions", ["Q70"], ())) == []


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("film_over", {"press": "1"}),
        ("film_over", {"name": "face", "why": "child_no_yes"}),
        ("sound_over", {"name": "face", "why": "child_no_yes"}),
    ],
    ids=["by a press", "one recording, by the ledger", "one sound, by the ledger"],
)
def test_a_film_that_was_ended_is_closed_and_due_until_a_person_writes_why_it_is_kept(
    kind: str, data: dict[str, str], workshop: Workshop
) -> None:
    by_ledger(workshop)
    ledger, alone = LedgerFile(workshop.house), SessionFolder(workshop.sessions[0][0])
    check_seen(alone, ledger)
    note_present(alone.path, at=60 * 10**9, kind=kind, **data)
    with pytest.raises(UsageError, match="Filming was ended") as refused:
        check_seen(alone, ledger)
    assert refused.value.code == "G109"
    (due,) = [one for one in calendar_of(workshop.places) if one.objected]
    filmed_on = datetime.datetime.fromtimestamp(alone.read_manifest().clock.utc_ns / 1e9).date()
    assert (due.session, (due.on - filmed_on).days in (28, 29, 30, 31)) == (alone.path, True)
    append_film_kept(alone.path, FilmKept("A01", "the child asked to see itself", "2026-12-04T10:00:00Z"))
    check_seen(alone, ledger)
    assert [one for one in calendar_of(workshop.places) if one.objected] == []
    # whoever refuses is heard all the same
    ledger.add(WordLine("P01", "H1", "refuses", LAST, recorders=("camera:face",)))
    with pytest.raises(UsageError, match="somebody objects"):
        check_seen(alone, ledger)


def test_the_mark_of_the_guard_alone_closes_the_film_of_a_frozen_session(workshop: Workshop) -> None:
    by_ledger(workshop)
    alone = SessionFolder(workshop.sessions[0][0])
    alone.halts.write_text('{"event":"film_over","at":60000000000,"press":"1"}\n')
    alone.halts.chmod(0o600)
    with pytest.raises(UsageError, match="Filming was ended"):
        check_seen(alone, LedgerFile(workshop.house))
    assert [one.session for one in calendar_of(workshop.places) if one.objected] == [alone.path]


def test_while_those_who_decide_disagree_the_film_is_closed_and_due(workshop: Workshop) -> None:
    by_ledger(workshop)
    ledger = LedgerFile(workshop.house)
    ledger.add(DisagreementLine("P02"))
    together = SessionFolder(workshop.sessions[1][0])
    with pytest.raises(UsageError) as refused:
        check_seen(together, ledger)
    assert (refused.value.code, "P02" in refused.value.sentence.en) == ("G109", False)
    assert [one.session for one in calendar_of(workshop.places) if one.objected] == [together.path]
    ledger.add(DisagreementLine("P02", stands=False))
    check_seen(together, ledger)


def test_who_refuses_the_log_has_all_due_in_a_month_and_prolongs_nothing(workshop: Workshop) -> None:
    on = LAST + datetime.timedelta(days=7)
    LedgerFile(workshop.house).add(WordLine("P02", "H1", "withdraws", on, recorders=("camera:face",)))
    assert days(workshop.places)["P02"] == "2028-11-24"  # as before that was said
    LedgerFile(workshop.house).add(WordLine("P02", "H1", "withdraws", on, recorders=("log",)))
    assert days(workshop.places)["P02"] == "2027-01-01"
    told = [line.text.en for line in due_in_words(workshop.root / "sessions", LAST)]
    assert any("of 1 child: all that is kept of it" in one for one in told)


def test_film_of_adults_alone_is_due_three_months_after_its_day(workshop: Workshop) -> None:
    alone = workshop.sessions[0][0]
    facts = SessionFolder(alone).read_manifest()
    facts.model_copy(update={"participants": ["V01"]}).write(alone / "session.json")
    (due,) = [one for one in calendar_of(workshop.places) if one.session is not None]
    assert (due.code, due.session, str(due.on)) == ("", alone, "2027-02-24")
    assert asked("retention", "--on", "2027-02-25", "--yes")[0] == 0
    assert list((alone / "room").iterdir()) == []


@pytest.mark.parametrize(
    "given",
    [
        ("--dry-run", "--set", "log=600"),
        ("--dry-run", "--contact", "P01=2026-11-25"),
        ("--contact", "P01=2999-01-01"),
    ],
)
def test_what_only_tells_sets_nothing_and_no_contact_lies_ahead(
    given: tuple[str, ...], workshop: Workshop
) -> None:
    before = workshop.house.lines()
    ran = CliRunner().invoke(group, ["retention", *given, "--lang", "en"])
    assert isinstance(ran.exception, UsageError)
    assert (ran.exception.code, workshop.house.lines()) == ("G157", before)


@pytest.mark.parametrize("given", ["holidays=3", "support=0", "support=long", "support=9999"])
def test_what_is_no_term_changes_none(given: str, workshop: Workshop) -> None:
    before = terms_of(workshop.house)
    with pytest.raises(UsageError) as refused:
        set_term(workshop.house, *given.split("="))
    assert refused.value.code == "G157"
    assert terms_of(workshop.house) == before


def asked(*arguments: str) -> tuple[int, str]:
    ran = CliRunner().invoke(group, [*arguments, "--lang", "fr"])
    return ran.exit_code if ran.exception is None else 1, ran.output


def test_what_is_overdue_goes_after_the_question_and_a_receipt_comes(workshop: Workshop) -> None:
    before = sorted(path.name for path, _ in workshop.sessions if path.exists())
    code, shown = asked("retention", "--on", "2028-11-25", "--dry-run")
    assert (code, "P01" in shown, "délibération 2023-095" in shown) == (0, True, True)
    assert sorted(path.name for path, _ in workshop.sessions if path.exists()) == before
    receipts = workshop.root.parent / "receipts"
    keep = ("--yes", "--groups", "cut", "--receipt", str(receipts))
    code, shown = asked("retention", "--on", "2028-11-25", *keep)
    assert code == 0
    assert not any(path.exists() for path, _ in workshop.sessions)  # nobody is left in the second one
    assert len(list(receipts.iterdir())) >= 2
    assert list(traces(workshop.root / "sessions", ["P01", "P02", "P03"], ())) == []


def test_overdue_film_goes_alone_and_the_record_stays(workshop: Workshop) -> None:
    set_term(workshop.house, "support", "3")
    assert asked("retention", "--on", "2027-02-25", "--yes")[0] == 0
    for folder, _ in workshop.sessions:
        assert not list((folder / "room").iterdir())
        found = verify(SessionFolder(folder))
        assert ([one.en for one in found.problems], found.authenticity.standing) == ([], "authentic")
    assert [one for one in calendar_of(workshop.places) if one.session is not None] == []


def test_what_persons_did_is_in_the_journal_for_a_year_and_its_chain_holds(workshop: Workshop) -> None:
    house = workshop.house
    for number in range(3):
        note_act(house, "opened", f"A0{number + 1}", "computer", "a session")
    house.note("export", sessions=["s"], format="csv", to=[], plain="", by="A01")
    day = datetime.date.fromisoformat(read_acts(house)[0].when_utc[:10])
    later = day.replace(year=day.year + 1) + datetime.timedelta(days=1)
    code, shown = asked("retention", "--on", str(day + datetime.timedelta(days=300)), "--dry-run")
    assert (code, "plus d'un an" in shown) == (0, False)
    code, shown = asked("retention", "--on", str(later), "--dry-run")
    assert (code, "3 lignes" in shown, len(read_acts(house))) == (0, True, 4)
    assert asked("retention", "--on", str(later), "--yes")[0] == 0
    assert [line.act for line in read_acts(house)] == ["exported"]
    assert b"A02" not in (house.path / JOURNAL_FILE).read_bytes()
    assert house.first_broken_line() is None
    for folder, _ in workshop.sessions:
        assert verify(SessionFolder(folder)).authenticity.standing == "authentic"


def test_erase_tells_first_and_without_a_terminal_wants_to_be_told_yes(workshop: Workshop) -> None:
    code, shown = asked("erase", "P02", "--groups", "cut")
    assert code == 1
    assert workshop.sessions[1][0].exists()
    assert "SSD" in shown
    with open_console():
        refused = CliRunner().invoke(group, ["erase", "P02", "--groups", "cut", "--yes"])
    assert isinstance(refused.exception, UsageError)
    assert refused.exception.code == "G158"
    assert workshop.sessions[1][0].exists()
    code, shown = asked("erase", "P02", "--groups", "cut", "--yes")
    assert (code, "Reçu" in shown) == (0, True)
    assert list(traces(workshop.root / "sessions", ["P02"], ())) == []
    code, shown = asked("erase", "P02", "--yes")
    assert code == 1
