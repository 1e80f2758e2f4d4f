"""The lock of the console: who opens it, when it closes, what guessing costs, and what it never holds up."""

from __future__ import annotations

import asyncio
import json
import shutil
from html import unescape
from pathlib import Path

import pytest

from nao_sessions.privacy.acts import read_acts
from nao_sessions.privacy.persons import PersonsFile
from nao_sessions.record.house import House
from tests.console.unlock.locked_console import OTHER, PERSON_COOKIE, SECRET, LockedConsole

GOLDEN = Path(__file__).parents[2] / "sessions"


def acts() -> list[tuple[str, str]]:
    """Give who did what, as the journal has it."""
    return [(line.person, line.act) for line in read_acts(House.default())]


def test_a_secret_code_opens_and_leads_to_the_page_that_was_asked_for(console: LockedConsole) -> None:
    browser = console.browser()
    asked = browser.ask("/people")
    assert (asked.status, asked.headers["location"]) == (303, "/unlock?then=%2Fpeople")
    page = browser.ask(asked.headers["location"]).body.decode()
    assert "A01" in page
    assert "A02" in page
    assert 'value="/people"' in page
    answer = browser.unlock(then="/people")
    assert (answer.status, answer.headers["location"]) == (303, "/people")
    given = answer.headers["set-cookie"].lower()
    assert "httponly" in given
    assert "samesite=strict" in given
    assert browser.refused("/people") == ""


@pytest.mark.parametrize("then", ["//evil.example/", "https://evil.example", "/unlock", "/nowhere", "/../x"])
def test_unlocking_leads_to_no_page_that_is_not_ours(console: LockedConsole, then: str) -> None:
    browser = console.browser()
    browser.let_in(console.persons[0])
    assert browser.ask(f"/unlock?then={then}").headers["location"] == "/"


def test_wrong_codes_in_a_row_wait_ever_longer_and_so_does_the_right_one(
    console: LockedConsole,
) -> None:
    browser = console.browser()
    waits = []
    for _ in range(7):
        assert browser.unlock("mauvais code secret").status == 403
        waits.append(console.lock.wait_s("A01"))
        console.pass_s(waits[-1])
    assert waits == [0, 0, 0, 2, 4, 8, 16]
    browser.unlock("mauvais code secret")
    told = browser.unlock(SECRET)
    assert told.status == 403
    assert "32" in told.body.decode()
    assert PERSON_COOKIE not in browser.cookies
    assert console.lock.wait_s("A02") == 0  # a guesser keeps nobody else out
    console.pass_s(32)
    assert browser.unlock(SECRET).status == 303
    assert acts() == [*[("A01", "refused")] * 8, ("A01", "unlocked")]


def test_a_wait_grows_to_five_minutes_and_no_further(console: LockedConsole) -> None:
    asyncio.run(console.lock.look())
    for _ in range(40):
        console.lock._count("A01")
    assert console.lock.wait_s("A01") == 300


def test_stop_is_heard_while_codes_wait_and_while_nobody_is_known(console: LockedConsole) -> None:
    browser = console.browser()
    for _ in range(30):
        console.lock._count("A01")
    stop = browser.ask("/session/act", "POST")
    assert "x-refused" not in stop.headers
    assert stop.status == 422  # the page itself answers: this form is none of its own


def test_the_console_locks_after_ten_minutes_without_a_touch_and_what_a_page_asks_is_none(
    console: LockedConsole,
) -> None:
    browser = console.browser()
    browser.let_in(console.persons[1])
    console.pass_s(599)
    assert browser.refused("/people") == ""  # a touch
    console.pass_s(300)
    assert browser.refused("/prepare/sound/levels") == ""  # the page asks by itself
    console.pass_s(299)
    state = json.loads(browser.ask("/unlock/state?of=/people").body)
    assert state == {"asks": True, "locked": False, "left_s": 1}
    console.pass_s(1)
    assert json.loads(browser.ask("/unlock/state?of=/people").body)["locked"]
    assert browser.refused("/people") == "locked"


def test_a_touch_of_the_page_keeps_it_open(console: LockedConsole) -> None:
    browser = console.browser()
    browser.let_in(console.persons[1])
    for _ in range(5):
        console.pass_s(500)
        assert browser.ask("/unlock/touch", "POST").status == 204
    assert browser.refused("/people") == ""


def test_the_button_locks_at_once_and_the_cookie_from_before_opens_no_more(console: LockedConsole) -> None:
    browser = console.browser()
    browser.let_in(console.persons[1])
    old = dict(browser.cookies)
    assert browser.ask("/lock", "POST").headers["location"] == "/unlock"
    assert acts() == [("A02", "locked")]
    browser.cookies = dict(old)
    assert browser.refused("/people") == "locked"
    browser.let_in(console.persons[1])
    browser.cookies = old  # nor once she is back
    assert browser.refused("/people") == "locked"


def test_two_browsers_are_unlocked_apart_and_a_person_locks_all_of_hers(console: LockedConsole) -> None:
    one, two, other = console.browser(), console.browser(), console.browser()
    one.let_in(console.persons[1])
    assert two.refused("/people") == "locked"
    two.let_in(console.persons[1])
    other.let_in(console.persons[0])
    one.ask("/lock", "POST")
    assert [browser.refused("/people") for browser in (one, two, other)] == ["locked", "locked", ""]


def test_the_cookie_of_a_tablet_opens_no_other_device(console: LockedConsole) -> None:
    tablet, here, another = console.tablet("lead"), console.browser(), console.tablet("lead")
    tablet.let_in(console.persons[1])
    (stolen,) = tablet.cookies.values()
    here.cookies[PERSON_COOKIE] = stolen
    another.cookies = dict(tablet.cookies)
    assert tablet.refused("/people") == ""
    assert here.refused("/people") == "locked"
    assert another.refused("/people") == "locked"


def test_no_time_passes_while_a_session_runs_and_it_begins_anew_at_its_end(console: LockedConsole) -> None:
    browser = console.browser()
    browser.let_in(console.persons[1])
    session = console.run()
    console.pass_s(3_600)
    assert browser.refused("/people") == ""
    assert browser.ask("/lock", "POST").headers["location"] == "/session"
    console.pass_s(3_600)
    console.end(session)
    console.pass_s(599)
    assert json.loads(browser.ask("/unlock/state?of=/people").body)["left_s"] == 1
    console.pass_s(1)
    assert browser.refused("/people") == "locked"


def test_a_session_opens_nothing_that_was_locked_before_it(console: LockedConsole) -> None:
    browser = console.browser()
    browser.let_in(console.persons[1])
    console.pass_s(600)
    console.run()
    assert browser.refused("/people") == "locked"
    assert browser.refused("/session/journal") == ""


def test_a_console_that_was_started_again_is_locked(console: LockedConsole, tmp_path: Path) -> None:
    browser = console.browser()
    browser.let_in(console.persons[1])
    again = LockedConsole(tmp_path / "again")
    again.door.cookie = console.door.cookie
    browser.console = again
    assert browser.refused("/people") == "locked"
    assert browser.refused("/session/act", "POST") == ""


def test_whoever_is_removed_is_locked_out_at_once(console: LockedConsole) -> None:
    charge, other = console.browser(), console.browser()
    charge.let_in(console.persons[0])
    other.let_in(console.persons[1])
    assert other.ask("/persons/A01/remove", "POST").headers["x-refused"] == "charge"
    assert charge.ask("/persons/A02/remove", "POST").status == 303
    assert other.refused("/people") == "locked"
    assert ("A01", "removed") in acts()


def test_a_known_person_adds_another_who_unlocks(console: LockedConsole) -> None:
    browser = console.browser()
    browser.let_in(console.persons[1])
    third = "hamac fenouil tambour"
    answer = browser.ask("/persons", "POST", secret=third, again=third, code="A03", in_charge="yes")
    assert answer.status == 303, answer.body.decode()
    assert not PersonsFile.default().read()[2].in_charge  # who is not in charge makes nobody so
    assert console.browser().unlock(third, "A03").status == 303


def test_another_secret_code_needs_the_one_before(console: LockedConsole) -> None:
    browser = console.browser()
    browser.let_in(console.persons[1])
    new = "hamac fenouil tambour"
    assert browser.ask("/persons/code", "POST", old=SECRET, secret=new, again=new).status == 422
    assert browser.ask("/persons/code", "POST", old=OTHER, secret=new, again=new).status == 303
    assert browser.refused("/people") == ""
    assert console.browser().unlock(OTHER, "A02").status == 403
    assert console.browser().unlock(new, "A02").status == 303


def test_a_list_of_persons_that_was_changed_or_is_gone_opens_nothing_and_stop_works(
    console: LockedConsole,
) -> None:
    path = PersonsFile.default().path
    content = path.read_bytes()
    for changed in (content.replace(b"A02", b"A09"), b"", b"{", None):
        path.unlink(missing_ok=True) if changed is None else path.write_bytes(changed)
        console.pass_s(2)
        browser = console.browser()
        assert browser.refused("/people") == "locked"
        assert browser.unlock().status == 403
        assert browser.ask("/unlock", "POST", first="yes", secret=OTHER, again=OTHER).status == 403
        assert "x-refused" not in browser.ask("/session/act", "POST").headers
    path.write_bytes(content)
    console.pass_s(2)
    assert console.browser().unlock().status == 303


def test_what_was_opened_stands_in_the_journal_once_and_nothing_is_shown_that_cannot_be_noted(
    console: LockedConsole,
) -> None:
    browser = console.browser()
    browser.let_in(console.persons[1])
    for _ in range(3):
        browser.ask("/after/s0")
    browser.ask("/after/s0/corrections", "POST")
    browser.ask("/after/s0/corrections", "POST")
    lines = [(line.person, line.act, line.about) for line in read_acts(House.default())]
    refused = [("A02", "corrected", "s0"), ("A02", "not_done", "s0")]
    assert lines == [("A02", "opened", "s0"), *refused * 2]
    journal = House.default().path / "journal.jsonl"
    kept = journal.read_bytes()
    journal.unlink()
    journal.mkdir()
    assert browser.refused("/after/s1") == "journal"
    journal.rmdir()
    journal.write_bytes(kept)
    assert browser.refused("/after/s1") == ""


def test_a_device_that_asks_for_what_is_not_for_it_stands_in_the_journal_once(console: LockedConsole) -> None:
    watching = console.tablet("watch")
    for name in ("Marie", "s0", "s1"):
        assert watching.refused(f"/replay/{name}/") == "role"
    assert watching.refused("/journal") == "role"
    lines = [(line.act, line.where.split()[0], line.about) for line in read_acts(House.default())]
    assert sorted(lines) == sorted(set(lines))
    assert {(act, where) for act, where, _ in lines} == {("turned_away", "watch")}
    assert len(lines) == 2
    assert "Marie" not in str(lines)


@pytest.mark.parametrize("cut", [True, False])
def test_the_journal_page_names_the_line_that_was_changed_or_follows_one_that_is_missing(
    console: LockedConsole, cut: bool
) -> None:
    browser = console.browser()
    browser.let_in(console.persons[0])
    browser.ask("/after/s0")
    browser.ask("/after/s1")
    journal = House.default().path / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if b'"about":"s0"' in line)
    lines[at : at + 1] = [] if cut else [lines[at].replace(b'"s0"', b'"s9"')]
    assert "intact" in browser.ask("/journal").body.decode()
    journal.write_bytes(b"".join(lines))
    assert House.default().first_broken_line() == at + 1
    page = browser.ask("/journal").body.decode()
    assert "intact" not in page
    assert f"ligne {at + 1}" in page.replace("\u00a0", " ")


def test_no_secret_code_is_in_an_address_a_page_or_a_file(
    console: LockedConsole, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    browser = console.browser()
    wrong = "perroquet vanille"
    answers = [
        browser.unlock(wrong),
        browser.unlock(SECRET),
        browser.ask("/persons"),
        browser.ask("/journal"),
    ]
    for answer in answers:
        told = answer.body.decode() + str(answer.headers)
        assert SECRET not in told
        assert wrong not in told
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert SECRET.encode() not in files
    assert wrong.encode() not in files
    assert wrong not in caplog.text


def test_the_journal_page_calls_a_session_by_its_title_and_date(console: LockedConsole) -> None:
    browser = console.browser()
    browser.let_in(console.persons[0])
    name, gone = "2026-11-24T140300Z_essai_abcd", "2026-11-25T140300Z_essai_abcd"
    shutil.copytree(GOLDEN / "fresh", console.config.sessions / name)
    for one in (name, gone):
        browser.ask(f"/after/{one}")
    page = unescape(browser.ask("/journal").body.decode()).replace("\u00a0", " ")
    assert "a ouvert « Le rituel du bonjour », 24 nov. 2026 à " in page
    assert "a ouvert la séance du 25 nov. 2026 à " in page
    assert "_essai_" not in page
