"""The annotation pages, asked without a browser: acts are written, what is hidden is in no answer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from nao_sessions.analysis.coding.comparison import ComparedCodings
from nao_sessions.analysis.coding.folder import read_coded, scheme_used
from nao_sessions.analysis.coding.session import HIDDEN, CodingSession, Hidden
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.annotations import CONSENSUS, read_coding
from nao_sessions.review.coding.pages import AnnotationPages, CodingPages, application
from nao_sessions.review.replay.narration import LANES
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.web.access_policy import AccessPolicy
from tests.review.replay.synthetic_folder import Piece, make_folder
from tests.review.replay.synthetic_session import scripted_events

GOLDEN = Path(__file__).resolve().parent.parent.parent / "sessions" / "fresh"
PORT = 41_236
SCHEME = find_scheme("engagement")
AT = "2026-11-24T14:03:12Z"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a golden session."""
    copy = tmp_path / "2026-11-24T140312Z_bonjour_k3f9"
    shutil.copytree(GOLDEN, copy)
    return copy


@dataclass(frozen=True, slots=True)
class Coder:
    """A coder at a page, and what she asks of it."""

    client: TestClient
    desk: CodingSession

    def act(self, **body: Any) -> Any:
        asked = {"name": uuid4().hex, "seen": self.desk.seen} | body
        return self.client.post("/s/1/act", json=asked)

    def press(self, behaviour: str, at_s: float) -> Any:
        return self.act(
            act="press", behaviour=behaviour, at_ns=round(at_s * SECOND_NS), subject="", modifiers={}
        )


def client_of(opening: Any) -> TestClient:
    door = AccessPolicy(port=PORT)
    client = TestClient(
        application(1, opening, door, "fr"),
        base_url=f"http://127.0.0.1:{PORT}",
        raise_server_exceptions=False,
    )
    client.headers["origin"] = f"http://127.0.0.1:{PORT}"
    client.cookies.set(door.cookie_name, door.cookie)
    return client


def sitting(folder: Path, code: str = "C01", hidden: tuple[Hidden, ...] = ()) -> Coder:
    desk = CodingSession(folder, code, SCHEME, hidden, now=lambda: AT)
    pages = CodingPages(read_recording(folder), SCHEME, "fr", desk=desk, coder=code, hidden=frozenset(hidden))
    return Coder(client_of(lambda place: pages), desk)


@pytest.fixture
def coder(folder: Path) -> Iterator[Coder]:
    found = sitting(folder)
    yield found
    found.desk.close()


def test_a_press_is_on_the_disk_before_the_page_hears_of_it(coder: Coder, folder: Path) -> None:
    answer = coder.press("smiles", 2)
    assert answer.status_code == 200
    written = read_coding(folder, "C01").annotations
    assert [(one.behaviour, one.start_ns) for one in written] == [("smiles", 2 * SECOND_NS)]
    assert [one["id"] for one in answer.json()["annotations"]] == [one.id for one in written]


def test_undo_and_redo_by_the_page(coder: Coder) -> None:
    coder.press("looks_nao", 1)
    coder.press("looks_adult", 3)
    undone = coder.act(act="undo").json()
    assert [(one["behaviour"], one.get("open", False)) for one in undone["annotations"]] == [
        ("looks_nao", True)
    ]
    assert (undone["undo"], undone["redo"]) == (True, True)
    assert len(coder.act(act="redo").json()["annotations"]) == 2


def test_a_page_that_has_not_seen_all_writes_nothing_and_is_told_what_stands(coder: Coder) -> None:
    seen = coder.desk.seen
    coder.press("looks_nao", 1)
    for act in ({"act": "undo"}, {"act": "press", "behaviour": "looks_nao", "at_ns": 9}):
        stale = coder.act(**act, seen=seen)
        assert stale.status_code == 409
        told = stale.json()
        assert (told["code"], len(told["state"]["annotations"])) == ("K116", 1)
        assert told["error"].startswith("Une autre page a codé entre-temps")
    assert [one.open for one in coder.desk.coding.annotations] == [True]
    assert coder.act(act="undo", seen=told["state"]["seen"]).status_code == 200


def test_an_act_whose_answer_was_lost_is_written_once(coder: Coder) -> None:
    asked = {"act": "press", "behaviour": "smiles", "at_ns": 1, "name": "a", "seen": coder.desk.seen}
    for _ in range(2):
        assert coder.act(**asked).status_code == 200
    assert len(coder.desk.coding.annotations) == 1


def test_what_waits_goes_to_the_same_file_of_a_program_that_was_started_again(folder: Path) -> None:
    first = sitting(folder)
    first.press("smiles", 1)
    first.desk.close()
    again, other = sitting(folder), sitting(folder, "C02")
    assert again.act(act="undo", seen=first.desk.seen).status_code == 200
    refused = other.act(act="press", behaviour="smiles", at_ns=1, seen=first.desk.seen)
    assert (refused.json()["code"], "state" in refused.json()) == ("K117", False)
    for found in (again, other):
        found.desk.close()


def test_an_annotation_is_changed_and_removed(coder: Coder) -> None:
    name = coder.press("smiles", 2).json()["annotations"][0]["id"]
    changed = coder.act(act="change", id=name, changes={"start_ns": 5, "comment": "à demi"}).json()
    assert [(one["start_ns"], one["comment"]) for one in changed["annotations"]] == [(5, "à demi")]
    assert coder.act(act="remove", id=name).json()["annotations"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"act": "press", "behaviour": "yawns", "at_ns": 1}, 409),
        ({"act": "remove", "id": "k9"}, 409),
        ({"act": "praise"}, 400),
        ({"act": "press", "behaviour": "smiles", "at_ns": "soon"}, 400),
        ({"act": "press", "behaviour": "smiles", "at_ns": 1, "subject": "Léa"}, 409),
        ({"act": "undo", "more": 1}, 400),
    ],
)
def test_an_act_that_cannot_be_changes_nothing(coder: Coder, folder: Path, body: Any, status: int) -> None:
    assert coder.act(**body).status_code == status
    assert read_coding(folder, "C01").annotations == ()


def test_a_subject_that_is_none_is_told_as_what_it_is(coder: Coder) -> None:
    refused = coder.act(act="press", behaviour="smiles", at_ns=1, subject="Léa").json()
    assert (refused["code"], refused["error"]) == ("K115", "«\u00a0Léa\u00a0» n'est pas dans ce codage.")


@pytest.mark.parametrize("hidden", [(), HIDDEN])
def test_that_all_was_looked_at_is_said_once_and_counts_as_coded(
    folder: Path, hidden: tuple[Hidden, ...]
) -> None:
    found = sitting(folder, hidden=hidden)
    assert found.client.get("/s/1/coding.json").json()["done"] is False
    assert read_coded(folder).opened["C01"] == {"engagement"}
    told = [found.act(act="done").json() for _ in range(2)]
    assert [(one["done"], one["annotations"], one["undo"]) for one in told] == [(True, [], False)] * 2
    assert [line.op for line in read_coding(folder, "C01").lines] == ["open", "done"]
    assert set(read_coded(folder).schemes["C01"]) == {"engagement"}
    found.desk.close()


def test_no_letter_of_the_player_is_named_where_letters_are_the_schemes(coder: Coder) -> None:
    page = coder.client.get("/s/1/").text
    assert [key for key in "CIBOG" if f'({key})"' in page] == []


def test_a_body_that_is_too_large_is_not_read(coder: Coder) -> None:
    assert coder.client.post("/s/1/act", content=b"x" * 20_000).status_code == 413


def test_the_sitting_says_by_which_scheme_and_what_was_hidden(folder: Path) -> None:
    found = sitting(folder, "C02", HIDDEN)
    found.desk.close()
    (opened,) = read_coding(folder, "C02").sittings
    assert opened["hidden"] == list(HIDDEN)
    assert opened["scheme"]["digest"] == SCHEME.digest()
    assert find_scheme(str(folder / "annotations" / opened["scheme"]["file"])) == SCHEME


def test_a_blind_page_holds_nothing_that_is_hidden(folder: Path) -> None:
    manifest = json.loads((folder / "session.json").read_text())
    found = sitting(folder, "C02", HIDDEN)
    answers = [found.client.get(f"/s/1/{name}") for name in ("", "session.json", "coding.json")]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    whole = "".join(answer.text for answer in answers)
    hidden = [manifest["protocol"]["title"], manifest["protocol"]["id"], folder.name, "Bonjour"]
    assert [word for word in hidden if word in whole] == []
    assert answers[1].json()["events"] == []
    assert "coding-bare" in answers[0].text
    events = read_recording(folder).events
    assert {found.client.get(f"/s/1/events/{event.seq}").status_code for event in events} == {404}
    assert "À l'aveugle" in answers[0].text.replace("&#39;", "'")
    found.desk.close()


def test_the_page_is_named_for_what_is_done_on_it_and_its_rows_as_people_read_them(coder: Coder) -> None:
    assert "– Coder la séance</title>" in coder.client.get("/s/1/").text
    titles = [row["title"] for row in coder.client.get("/s/1/coding.json").json()["rows"]]
    assert titles == ["Regard", "Engagé", "Points", "Observé"]


def test_what_is_not_hidden_is_shown(coder: Coder, folder: Path) -> None:
    title = json.loads((folder / "session.json").read_text())["protocol"]["title"]
    assert title in coder.client.get("/s/1/").text
    assert len(coder.client.get("/s/1/session.json").json()["events"]) > 10
    assert coder.client.get("/s/1/events/0").status_code == 200


def test_only_the_judgements_can_be_hidden(folder: Path) -> None:
    found = sitting(folder, "C02", ("judgements",))
    events = found.client.get("/s/1/session.json").json()["events"]
    assert {event["lane"] for event in events} <= {0, 1, 2}
    page = found.client.get("/s/1/").text.replace("&#39;", "'")
    assert "tout ce qui est noté de l'enfant et de l'adulte" in page
    assert "coding-bare" not in page  # what is left is listed
    found.desk.close()


@pytest.mark.parametrize("one", HIDDEN)
def test_what_is_shown_beside_something_hidden_does_not_tell_it(folder: Path, one: Hidden) -> None:
    found = sitting(folder, "C02", (one,))
    told = found.client.get("/s/1/session.json").json()["events"]
    assert told
    # the program's own lines tell the clock, the settings, what was sent to Nao
    assert [event for event in told if LANES[event["lane"]] == "technical"] == []
    # a line of the log holds settings, the clock, latencies
    events = read_recording(folder).events
    assert {found.client.get(f"/s/1/events/{event.seq}").status_code for event in events} == {404}
    if one == "robot":  # when its question ended stands in each latency
        assert any(LANES[event["lane"]] == "child" for event in told)
        assert [event for event in told if "took" in event] == []
        assert [
            event["text"] for event in told if "laten" in event["text"] or "phrase" in event["text"]
        ] == []
    found.desk.close()


def test_what_is_left_of_the_events_is_shown_at_once(folder: Path) -> None:
    found = sitting(folder, "C02", ("robot", "judgements"))
    page = found.client.get("/s/1/").text
    assert [line for line in page.splitlines() if 'name="lane"' in line and "checked" not in line] == []
    found.desk.close()


@pytest.mark.parametrize(
    ("hidden", "silent"), [(("robot",), True), (("judgements", "phase", "number"), False), ((), False)]
)
def test_where_the_robot_is_hidden_its_voice_is_not_shown_and_begins_switched_off(
    tmp_path: Path, hidden: tuple[Hidden, ...], silent: bool
) -> None:
    folder = make_folder(tmp_path, scripted_events(), pieces=(Piece(1.0, 2.0),))
    recording = read_recording(folder)
    heard = replace(
        recording, streams=tuple(replace(one, levels=folder / "none.csv") for one in recording.streams)
    )
    desk = CodingSession(folder, "C02", SCHEME, hidden, now=lambda: AT)
    pages = CodingPages(heard, SCHEME, "fr", desk=desk, hidden=frozenset(hidden))
    page = client_of(lambda place: pages)
    assert ('id="sound">' in page.get("/s/1/").text) is silent
    assert (page.get("/s/1/session.json").json()["curves"] == []) is silent
    assert (page.get("/s/1/curves/v0/0/1000000000/4").status_code == 404) is silent
    assert ("Le son est coupé" in page.get("/s/1/").text) is silent
    assert read_coding(folder, "C02").sittings[0].get("sound") == ("off" if silent else None)
    desk.close()


def test_a_coder_never_sees_another(folder: Path) -> None:
    first = sitting(folder, "C01")
    first.press("turns_away", 4)
    second = sitting(folder, "C02")
    assert second.client.get("/s/1/coding.json").json()["annotations"] == []
    assert second.client.get("/s/1/compare").status_code == 404
    for found in (first, second):
        found.desk.close()


def test_a_second_window_of_one_coder_is_refused(folder: Path, coder: Coder) -> None:
    with pytest.raises(Exception, match="already open elsewhere"):
        sitting(folder, "C01")


def test_one_session_is_opened_at_once_and_several_are_listed(coder: Coder) -> None:
    assert coder.client.get("/", follow_redirects=False).headers["location"] == "/s/1/"
    pages = CodingPages(read_recording(GOLDEN), SCHEME, "fr", desk=coder.desk)
    routes = [route.path for route in AnnotationPages(3, lambda place: pages, "fr").routes()]
    assert routes == ["/", "/static/{name}", "/s/1", "/s/2", "/s/3"]


def comparing(folder: Path) -> tuple[ComparedCodings, TestClient]:
    for code, smile_s, looks in (("C01", 2.0, "looks_nao"), ("C02", 2.3, "looks_adult")):
        found = sitting(folder, code)
        found.press("smiles", smile_s)
        found.press(looks, 4)
        found.press(looks, 6)
        found.desk.close()
    coded = read_coded(folder)
    used = scheme_used([coded], None)
    table = ComparedCodings(coded, ("C01", "C02"), used, SECOND_NS, now=lambda: AT)
    pages = CodingPages(read_recording(folder), used, "fr", table=table)
    return table, client_of(lambda place: pages)


def choose(client: TestClient, pair: str, take: str, act: str = "choose") -> Any:
    seen = client.get("/s/1/coding.json").json()["seen"]
    asked = {"name": uuid4().hex, "seen": seen, "act": act, "pair": pair, "take": take}
    return client.post("/s/1/choose", json=asked)


def test_two_codings_become_a_consensus_with_its_choices(folder: Path) -> None:
    _, client = comparing(folder)
    same, differs = client.get("/s/1/coding.json").json()["pairs"]
    assert (same["difference"], differs["difference"], differs["take"]) == ("same", "name", None)
    assert not (folder / "annotations" / "CONSENSUS.jsonl").exists()
    answer = choose(client, differs["key"], "second")
    assert answer.json()["pairs"][1]["take"] == "second"
    made = read_coding(folder, CONSENSUS)
    assert [one.behaviour for one in made.annotations] == ["smiles", "looks_adult"]
    assert made.sittings[0]["made_of"] == ["C01", "C02"]
    assert made.lines[-1].facts["choice"] == {
        "pair": differs["key"], "take": "second", "agreed": False, "of": ["c01-3", "c02-3"],
    }  # fmt: skip


def test_a_choice_can_be_taken_otherwise(folder: Path) -> None:
    table, client = comparing(folder)
    key = table.pairs[1].key
    for take in ("first", "neither"):
        assert choose(client, key, take).status_code == 200
    assert [one.behaviour for one in read_coding(folder, CONSENSUS).annotations] == ["smiles"]
    choose(client, key, "first")
    assert [one.behaviour for one in read_coding(folder, CONSENSUS).annotations] == ["smiles", "looks_nao"]


def test_a_choice_is_taken_back_to_undecided(folder: Path) -> None:
    table, client = comparing(folder)
    key = table.pairs[1].key
    choose(client, key, "second")
    open_again = choose(client, key, "undecided").json()
    assert [pair["take"] for pair in open_again["pairs"]] == ["first", None]
    assert [one.behaviour for one in read_coding(folder, CONSENSUS).annotations] == ["smiles"]


def test_choices_are_undone_and_done_again_but_not_what_both_say(folder: Path) -> None:
    table, client = comparing(folder)
    key = table.pairs[1].key
    assert client.get("/s/1/coding.json").json()["undo"] is False
    choose(client, key, "first")
    undone = choose(client, key, "second", act="undo").json()
    assert (undone["pairs"][1]["take"], undone["undo"], undone["redo"]) == (None, False, True)
    choose(client, "", "undecided", act="undo")
    assert [one.behaviour for one in read_coding(folder, CONSENSUS).annotations] == ["smiles"]
    again = choose(client, "", "undecided", act="redo").json()
    assert (again["pairs"][1]["take"], again["redo"]) == ("first", False)


def test_an_answer_that_was_lost_says_again_what_was_taken_back(folder: Path) -> None:
    table, client = comparing(folder)
    choose(client, table.pairs[1].key, "first")
    asked = {"name": "the-same", "seen": table.seen, "act": "undo"}
    first, again = (client.post("/s/1/choose", json=asked).json() for _ in range(2))
    assert again["took"] == first["took"] == {"act": "undo", "pair": table.pairs[1].key, "take": "first"}
    assert again["undo"] is False  # it was taken back once
    assert "took" not in choose(client, table.pairs[1].key, "second").json()


def test_a_choice_that_is_none_is_refused(folder: Path) -> None:
    _, client = comparing(folder)
    assert choose(client, "x", "first").status_code == 409
    assert choose(client, "x", "both").status_code == 400


def watched(coder: Coder, *spans: list[int], seen: str | None = None) -> Any:
    return coder.client.post("/s/1/watched", json={"spans": spans, "seen": seen or coder.desk.seen})


def test_what_the_page_played_is_written_and_told(coder: Coder, folder: Path) -> None:
    told = watched(coder, [0, 3 * SECOND_NS], [2 * SECOND_NS, 5 * SECOND_NS]).json()
    assert told == {"planned": None, "watched": [[0, 5 * SECOND_NS]], "source": "page"}
    coder.act(act="press", behaviour="smiles", at_ns=SECOND_NS, watched=[[5 * SECOND_NS, 6 * SECOND_NS]])
    assert read_coding(folder, "C01").periods("engagement").watched == ((0, 6 * SECOND_NS),)
    assert coder.client.get("/s/1/coding.json").json()["observed"]["watched"] == [[0, 6 * SECOND_NS]]


def test_an_act_of_a_page_that_played_nothing_says_so_before_it(coder: Coder, folder: Path) -> None:
    coder.act(act="press", behaviour="smiles", at_ns=SECOND_NS, watched=[])
    assert [line.op for line in read_coding(folder, "C01").lines] == ["open", "watch", "add"]
    assert read_coding(folder, "C01").periods("engagement").source == "page"


def test_what_the_page_of_another_session_played_is_not_written(coder: Coder, folder: Path) -> None:
    assert watched(coder, [0, SECOND_NS], seen="another-1").status_code == 409
    assert watched(coder, [0]).status_code == 400
    assert watched(coder, [0, 2**70]).status_code == 400
    # a page that another one coded behind has played nonetheless
    old = coder.desk.seen
    coder.press("smiles", 1)
    assert watched(coder, [0, SECOND_NS], seen=old).status_code == 200
    assert [line.op for line in read_coding(folder, "C01").lines] == ["open", "add", "watch"]
