"""The end page's addresses: what is added on it, and what is refused; asked without a browser."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from nao_sessions.console.after.changes import TypedCorrection, correct
from nao_sessions.console.after.routes import may_record, routes
from nao_sessions.console.app import application
from nao_sessions.console.session_registry import TRACELESS, Receipt, SessionRegistry
from nao_sessions.record.additions.afterwards import read_afterwards
from nao_sessions.record.additions.corrections import read_corrections
from nao_sessions.record.additions.lines import SEALED_FILE
from nao_sessions.record.additions.notes import latest, read_notes
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.manifest import Grounds
from nao_sessions.record.results.trials import read_trials
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.web.access_policy import AccessPolicy
from tests.console.after.after_house import AfterHouse, after_house, asking, plain
from tests.web.asking import ask
from tests.web.attacks import good_request


@pytest.fixture
def given(tmp_path: Path) -> AfterHouse:
    return after_house(tmp_path, names=Pseudonyms(["P07", "P12"], {"P07": "Léa", "P12": "Tom"}))


def first_trial(given: AfterHouse) -> tuple[int, str]:
    """Give the seq of the first trial, and how it was judged."""
    trial = read_trials(read_log(given.folder / "events.jsonl").events)[0]
    return trial.seq, trial.judgement


def test_after_a_session_without_a_trace_there_is_a_receipt_and_room_for_a_report(given: AfterHouse) -> None:
    registry = SessionRegistry()
    began = datetime(2026, 11, 30, 9, 2, tzinfo=UTC)
    registry.receipt = Receipt("À tour de rôle", began, began + timedelta(minutes=29))
    with TestClient(
        Starlette(routes=routes(replace(given.config, zone=ZoneInfo("Europe/Paris")), registry))
    ) as client:
        page = plain(client.get(f"/after/{TRACELESS}").text)
        note = client.post(f"/after/{TRACELESS}/notes", data={"about": "went_well", "text": "x"})
    assert note.status_code in (400, 404, 422)
    assert "Séance sans trace" in page
    assert "30 nov. 2026, de 10:02 à 10:31" in page
    assert "Rien de cette séance n&#39;a été gardé" in page
    assert "<form" not in page[page.index("<main") :]


def test_what_was_filmed_before_filming_was_ended_is_closed_until_somebody_writes_why_it_is_kept(
    given: AfterHouse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = SessionFolder(given.folder)
    facts = {"room": {"cameras": ["room"]}, "ground": Grounds(text="ledger 1f")}
    folder.read_manifest().model_copy(update=facts).write(folder.manifest)
    (folder.path / "room").mkdir(exist_ok=True)
    (folder.room / "room.01.mp4").write_bytes(b"film")
    with folder.events.open("a") as log:
        note = {"seq": len(folder.read_events()), "dir": "note", "at": 10**12, "t": 10**12}
        log.write(json.dumps({**note, "source": "guard", "kind": "film_over", "data": {}}) + "\n")
    closed, replay = "Il ne se montre et ne se remet à personne", "/replay/"
    with asking(given) as client:
        page = plain(unescape(client.get(given.address).text))
        assert (closed in page, replay in page) == (True, False)
        assert ("Donner un code à chaque professionnel" in page, "/film/keep" in page) == (True, False)
        form = {"why": "Léa veut se voir", "by": "A01"}
        refused = client.post(f"{given.address}/film/keep", data=form)
        assert (refused.status_code, read_afterwards(given.folder).kept) == (400, ())
    form = {"why": "Léa veut se voir"}
    with asking(given, person="A01") as client:
        assert "/film/keep" in client.get(given.address).text
        refused = client.post(f"{given.address}/film/keep", data={"why": ""})
        assert (refused.status_code, "A107" in refused.text) == (400, True)
        kept = client.post(f"{given.address}/film/keep", data=form)
        assert (kept.status_code, kept.headers["location"]) == (303, f"{given.address}#film")
        page = plain(unescape(client.get(given.address).text))
    assert (closed in page, replay in page) == (False, True)
    assert "A01 le garde" in page
    (said,) = read_afterwards(given.folder).kept
    assert (said.by, said.why) == ("A01", "P07 veut se voir")
    (given.folder / SEALED_FILE).write_text("{}")
    with asking(given, person="A01") as client:
        assert client.post(f"{given.address}/film/keep", data=form).status_code != 303


def test_a_correction_is_added_and_both_judgements_are_shown(given: AfterHouse) -> None:
    seq, judged = first_trial(given)
    log = (given.folder / "events.jsonl").read_bytes()
    fields = {"seq": str(seq), "judgement": "correct", "by": "P07", "why": "Léa avait montré"}
    with asking(given) as client:
        answer = client.post(f"{given.address}/corrections", data=fields)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{given.address}#trial-{seq}")
        page = plain(client.get(given.address).text)
    (made,) = read_corrections(given.folder)
    assert (made.seq, made.field, made.old, made.new) == (seq, "judgement", judged, "correct")
    assert (made.who, made.why) == ("professional", "P07 avait montré")
    assert "« réussi avec aide » devient « réussi »" in page
    assert "réussi, jugé ainsi après la séance" in page
    assert (given.folder / "events.jsonl").read_bytes() == log


def test_an_author_that_was_taken_back_is_not_said_to_be_unknown(given: AfterHouse) -> None:
    """The replay takes back what it said of a response: the log counts again, and the page says so."""
    seq, _ = first_trial(given)
    facts = {"seq": seq, "field": "by", "who": "researcher", "when_utc": "2026-11-25T09:00:00Z", "why": ""}
    said = [{**facts, "old": "P07", "new": "professional"}, {**facts, "old": "professional", "new": ""}]
    text = "".join(json.dumps(one) + "\n" for one in said)
    (given.folder / "corrections.jsonl").write_text(text, encoding="utf-8")
    with asking(given) as client:
        page = plain(client.get(given.address).text)
    assert "de qui vient la réponse n'est plus corrigé (avant : l'adulte)" in unescape(page)
    assert "la réponse est celle de on ne sait pas" not in page


def test_a_correction_that_is_sent_twice_is_added_once(given: AfterHouse) -> None:
    seq, _ = first_trial(given)
    with asking(given) as client:
        for _ in range(2):
            client.post(
                f"{given.address}/corrections", data={"seq": str(seq), "judgement": "void", "by": "P07"}
            )
    assert len(read_corrections(given.folder)) == 1


def test_the_author_of_an_answer_can_be_corrected(given: AfterHouse) -> None:
    seq, judged = first_trial(given)
    with asking(given) as client:
        client.post(
            f"{given.address}/corrections",
            data={"seq": str(seq), "judgement": judged, "by": "professional"},
        )
    (made,) = read_corrections(given.folder)
    assert (made.field, made.old, made.new) == ("by", "P07", "professional")


@pytest.mark.parametrize(
    ("place", "fields", "status"),
    [
        ("corrections", {"seq": "999999", "judgement": "correct", "by": "P07"}, 404),
        ("corrections", {"seq": "1", "judgement": "excellent", "by": "P07"}, 400),
        ("corrections", {"seq": "x", "judgement": "correct", "by": "P07"}, 400),
        ("corrections", {}, 400),
        ("word", {"child": "P99", "word": "liked"}, 400),
        ("word", {"child": "P07", "word": "loved"}, 400),
        ("notes", {"about": "../../etc", "text": "x"}, 400),
        ("notes", {"about": "worked", "text": "x" * 200_000}, 413),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    given: AfterHouse, place: str, fields: dict[str, str], status: int
) -> None:
    before = sorted(given.folder.rglob("*"))
    with asking(given) as client:
        answer = client.post(f"{given.address}/{place}", data=fields)
    assert answer.status_code == status
    assert re.search(r"A10[3-5]", answer.text)
    assert sorted(given.folder.rglob("*")) == before


def test_the_answer_of_somebody_who_was_not_there_is_refused(given: AfterHouse) -> None:
    seq, _ = first_trial(given)
    with asking(given) as client:
        answer = client.post(
            f"{given.address}/corrections", data={"seq": str(seq), "judgement": "correct", "by": "P12"}
        )
    assert answer.status_code == 400
    assert read_corrections(given.folder) == ()


def test_the_childs_word_is_kept_and_pressed_on_the_page(given: AfterHouse) -> None:
    with asking(given) as client:
        for word in ("liked", "liked", "no_answer"):
            client.post(f"{given.address}/word", data={"child": "P07", "word": word})
        page = client.get(given.address).text
    assert [one.word for one in read_afterwards(given.folder).words] == ["liked", "no_answer"]
    assert re.findall(r'value="(\w+)" aria-pressed="true"', page) == ["no_answer"]


def test_names_that_are_unlocked_become_codes_before_a_note_is_written(given: AfterHouse) -> None:
    fields = {"about": "worked", "text": "Léa a ri, Tom aussi."}
    with asking(given) as client:
        answer = client.post(f"{given.address}/notes", data=fields, headers={"Accept": "application/json"})
    assert answer.json() == {"text": "P07 a ri, P12 aussi."}
    assert latest(read_notes(given.folder)) == {"worked": "P07 a ri, P12 aussi."}
    written = b"".join(path.read_bytes() for path in given.folder.rglob("*") if path.is_file())
    assert "Léa".encode() not in written


def test_one_unlocked_child_becomes_its_code_too(tmp_path: Path) -> None:
    given = after_house(tmp_path, names=Pseudonyms(["P07"], {"P07": "Léa"}))
    with asking(given) as client:
        client.post(f"{given.address}/notes", data={"about": "next", "text": "Avec Lea, plus tôt."})
    assert latest(read_notes(given.folder)) == {"next": "Avec P07, plus tôt."}


def test_a_memo_comes_in_pieces_and_is_heard_again(given: AfterHouse) -> None:
    with asking(given) as client:
        number = client.post(f"{given.address}/memos").json()["number"]
        memo = f"{given.address}/memos/{number}"
        assert client.post(f"{memo}/sound?at=0", content=b"one").json() == {"size": 3}
        assert client.post(f"{memo}/sound?at=0", content=b"one").json() == {"size": 3}
        assert client.post(f"{memo}/sound?at=9", content=b"two").status_code == 409
        assert client.post(f"{memo}/sound?at=3", content=b"two").json() == {"size": 6}
        ended = client.post(f"{memo}/end", data={"seconds": "2.1"}).json()
        assert ended["length"] == "2\u00a0s"
        heard = client.get(memo, headers={"Range": "bytes=3-"})
        assert (heard.status_code, heard.content, heard.headers["content-type"]) == (
            206,
            b"two",
            "audio/webm",
        )
        assert client.post(f"{memo}/sound?at=6", content=b"late").status_code == 409
        client.post(f"{memo}/delete")
        assert client.get(memo).status_code == 404
        assert "effacé le" in client.get(given.address).text
        assert client.post(f"{given.address}/memos/77/sound?at=0", content=b"x").status_code == 409


def test_a_sealed_session_is_read_and_takes_nothing(given: AfterHouse) -> None:
    (given.folder / SEALED_FILE).write_text("{}", encoding="utf-8")
    seq, _ = first_trial(given)
    posts = {
        "corrections": {"seq": str(seq), "judgement": "correct", "by": "P07"},
        "word": {"child": "P07", "word": "liked"},
        "notes": {"about": "next", "text": "x"},
        "memos": {},
    }
    before = sorted(given.folder.rglob("*"))
    with asking(given) as client:
        for place, fields in posts.items():
            answer = client.post(f"{given.address}/{place}", data=fields)
            assert (answer.status_code, "R149" in answer.text) == (409, True), place
        assert "Ce dossier est scellé" in client.get(given.address).text
    assert sorted(given.folder.rglob("*")) == before


@pytest.mark.parametrize("name", ["nowhere", "keep", "-", "participants.json"])
def test_an_address_never_becomes_a_path(given: AfterHouse, name: str) -> None:
    with asking(given) as client:
        for place in ("", "/report", "/report.pdf", "/memos/1"):
            answer = client.get(f"/after/{name}{place}")
            assert (answer.status_code, "A101" in answer.text) == (404, True)


def test_a_link_to_a_folder_elsewhere_is_no_session(given: AfterHouse) -> None:
    (given.config.sessions / "elsewhere").symlink_to(given.folder)
    with asking(given) as client:
        assert client.get("/after/elsewhere").status_code == 404


def test_a_session_that_is_not_closed_says_so(tmp_path: Path) -> None:
    given = after_house(tmp_path, state="open")
    with asking(given) as client:
        answer = client.get(given.address)
    assert (answer.status_code, "A102" in answer.text) == (409, True)


def test_what_a_broken_file_says_is_told_in_place(given: AfterHouse) -> None:
    (given.folder / "corrections.jsonl").write_text("{\n", encoding="utf-8")
    with asking(given) as client:
        answer = client.get(given.address)
    assert (answer.status_code, "R147" in answer.text) == (500, True)


def test_the_whole_page_exists_in_english(tmp_path: Path) -> None:
    given = after_house(tmp_path, language="en", children=("P07", "P12"), protocol="tour-de-role")
    with asking(given) as client:
        page = client.get(given.address).text
        sheet = client.get(f"{given.address}/report?child=P12").text
    assert "The child&#39;s own word" in page
    assert "Handover: P12" in page
    assert "How the child answered" in sheet
    assert "P07" not in sheet


def test_the_microphone_is_for_the_end_page_alone(given: AfterHouse) -> None:
    assert may_record("/after/2026-11-24T140301Z_emotions_d000")
    assert not any(map(may_record, ("/", "/session", "/after", "/after/x/report", "/progress/P07")))
    door = AccessPolicy(8741)
    app = application(given.config, SessionRegistry(), None, door)  # type: ignore[arg-type]
    policies = []
    for target in (given.address, f"{given.address}/report"):
        answer = ask(app, "GET", target, good_request(door, target).headers)
        assert answer.status == 200
        policies.append(answer.headers["permissions-policy"])
    allowed, other = policies
    assert "microphone=(self)" in allowed
    assert "microphone=()" in other
    assert "camera=()" in allowed


@pytest.mark.parametrize("page", ["fr/apres-la-seance.md", "en/after-the-session.md"])
def test_every_code_of_these_pages_is_documented_in_both_languages(page: str) -> None:
    root = Path(__file__).parents[3]
    code = "".join(path.read_text(encoding="utf-8") for path in (root / "nao_sessions/console").rglob("*.py"))
    told = set(re.findall(r'code="(A1\d\d)"', code))
    assert len(told) >= 8
    documented = (root / "docs" / page).read_text(encoding="utf-8")
    assert [one for one in sorted(told) if f"| {one} |" not in documented] == []


def test_two_presses_at_once_are_one_correction(given: AfterHouse) -> None:
    seq, _ = first_trial(given)
    typed = TypedCorrection(seq=seq, judgement="void", by="P07")
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(correct, given.folder, typed, given.config.names) for _ in range(16)]:
            done.result()
    assert len(read_corrections(given.folder)) == 1


BAND = re.compile(r'class="rehearsal-band"[^>]*>([^<]*)<')


@pytest.mark.parametrize(
    ("rehearsal", "robot", "band"),
    [
        (True, {"simulator": True}, ["Répétition : Nao est simulé"]),
        (True, {"simulator": False, "kind": "none"}, ["Répétition, entre adultes"]),
        (False, {"simulator": False, "kind": "none"}, []),
    ],
)
def test_a_console_on_the_simulator_says_of_a_session_without_nao_what_it_was(
    given: AfterHouse, rehearsal: bool, robot: dict[str, object], band: list[str]
) -> None:
    file = given.folder / "session.json"
    facts = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(facts | {"rehearsal": rehearsal, "robot": robot}), encoding="utf-8")
    on_simulator = replace(given, config=replace(given.config, rehearsal=True))
    with asking(on_simulator) as client:
        for address in (given.address, f"{given.address}/report"):
            page = plain(client.get(address).text)
            assert BAND.findall(page) == band
            assert ("Nao est simulé" in page) == robot["simulator"]


@pytest.mark.parametrize("rehearsal", [True, False])
def test_the_paper_of_a_session_without_a_trace_says_that_it_was_a_rehearsal(
    tmp_path: Path, rehearsal: bool
) -> None:
    registry = SessionRegistry()
    now = datetime.now(UTC)
    registry.receipt = Receipt("Essai", now, now, rehearsal)
    with asking(after_house(tmp_path), registry) as client:
        page = client.get(f"/after/{TRACELESS}").text
    _, sheet = page.split('<article class="sheet">')
    assert ('class="sheet-rehearsal"' in sheet) == ("Répétition" in sheet) == rehearsal


def test_a_judgement_of_right_or_wrong_is_refused_where_nothing_is_either(tmp_path: Path) -> None:
    given = after_house(tmp_path, protocol="tour-de-role", children=("P07", "P12"))
    opinion = next(one for one in read_trials(read_log(given.folder / "events.jsonl").events) if one.opinion)
    for judgement, status in (("correct", 400), ("no_response", 400), ("refused", 303)):
        form = {"seq": str(opinion.seq), "judgement": judgement, "by": opinion.by, "why": ""}
        with asking(given) as client:
            answer = client.post(f"{given.address}/corrections", data=form)
        assert answer.status_code == status
        if status == 400:
            assert "ni juste ni faux" in plain(unescape(answer.text))
    assert [one.new for one in read_corrections(given.folder) if one.field == "judgement"] == ["refused"]


def test_an_author_is_refused_where_nobody_answered_but_by_the_score(given: AfterHouse) -> None:
    """It was written, and changed and showed nothing."""
    trials = read_trials(read_log(given.folder / "events.jsonl").events)
    silent = next(one for one in trials if not one.answered)
    for judgement, status in ((silent.judgement, 400), ("correct", 303)):
        form = {"seq": str(silent.seq), "judgement": judgement, "by": "professional", "why": ""}
        with asking(given) as client:
            answer = client.post(f"{given.address}/corrections", data=form, follow_redirects=False)
        assert answer.status_code == status
        if status == 400:
            assert "Personne n'a répondu dans cet essai" in plain(unescape(answer.text))
            assert read_corrections(given.folder) == ()
    assert [one.field for one in read_corrections(given.folder)] == ["judgement", "by"]
