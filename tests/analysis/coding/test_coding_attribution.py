"""Who gave a response is written from the replay: beside the log, by the door's rules; the page follows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp

from nao_sessions.record.additions.corrections import CORRECTIONS_FILE, read_corrections
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.results.responses import read_responses
from nao_sessions.record.verify import verify
from nao_sessions.review.coding.attribution import application
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.review.replay.rows import Further
from nao_sessions.web.access_policy import AccessPolicy
from tests.console.rehearsed_folder import make_session
from tests.web.asking import ask
from tests.web.attacks import ATTACKS, Change, good_request

PORT = 41_237
ORIGIN = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_session(tmp_path, "consignes", children=("P12", "P07"))


@pytest.fixture
def door() -> AccessPolicy:
    return AccessPolicy(port=PORT)


@pytest.fixture
def app(folder: Path, door: AccessPolicy) -> ASGIApp:
    return application(read_recording(folder), "fr", Further(asks_who=True), door)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all that is refused: nothing is ever written in it."""
    return make_session(tmp_path_factory.mktemp("untouched"), "consignes", children=("P12", "P07"))


@pytest.fixture(scope="module")
def refusing(untouched: Path) -> tuple[ASGIApp, AccessPolicy]:
    """The page of that folder, and its door."""
    door = AccessPolicy(port=PORT)
    return application(read_recording(untouched), "fr", Further(asks_who=True), door), door


def unnamed(folder: Path) -> list[int]:
    """Give the responses that have nobody's name."""
    found = read_responses(read_log(folder / "events.jsonl").events, read_corrections(folder))
    return [one.seq for one in found if one.unnamed]


def post(app: ASGIApp, door: AccessPolicy, body: Any) -> tuple[int, dict[str, Any]]:
    """Send what the page sends."""
    request = good_request(door, "/author", "POST").adding("origin", ORIGIN)
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = request.adding("content-length", str(len(content)))
    answer = ask(app, "POST", "/author", request.headers, content)
    return answer.status, json.loads(answer.body)


def page(app: ASGIApp, door: AccessPolicy, target: str) -> str:
    """Ask for a page."""
    answer = ask(app, "GET", target, good_request(door, target).headers)
    assert answer.status == 200
    return answer.body.decode()


def test_what_is_said_is_written_beside_the_log_and_the_page_follows(
    app: ASGIApp, door: AccessPolicy, folder: Path
) -> None:
    before = (folder / "events.jsonl").read_bytes()
    seq, *others = unnamed(folder)
    told = {"seq": seq, "by": "P12", "said": True, "unnamed": False}
    assert post(app, door, {"seq": seq, "by": "P12", "why": "à gauche"}) == (200, told)
    (made,) = read_corrections(folder)
    assert (made.seq, made.field, made.old, made.new) == (seq, "by", "unknown", "P12")
    assert (made.who, made.why) == ("researcher", "à gauche")
    assert made.when_utc.endswith("Z")
    assert (folder / "events.jsonl").read_bytes() == before
    assert unnamed(folder) == others
    assert "une réponse attribuée après la séance" in page(app, door, "/")
    data = json.loads(page(app, door, "/session.json"))
    (line,) = [one for one in data["events"] if one["seq"] == seq]
    assert data["lanes"][line["lane"]] == "P12"
    assert line["text"].endswith("réponse attribuée après la séance\u00a0: P12, «\u00a0à gauche\u00a0»")


def test_children_are_offered_by_their_codes_then_the_adult_then_nobody(
    app: ASGIApp, door: AccessPolicy
) -> None:
    asked = json.loads(page(app, door, "/session.json"))["attribution"]
    names = [(one["by"], one["name"]) for one in asked["authors"]]
    assert names == [
        ("P07", "P07"),
        ("P12", "P12"),
        ("professional", "l'adulte"),
        ("unknown", "on ne sait pas"),
    ]
    assert all(one["unnamed"] for one in asked["responses"])


def test_a_press_that_is_repeated_is_written_once_and_can_be_taken_back(
    app: ASGIApp, door: AccessPolicy, folder: Path
) -> None:
    seq = unnamed(folder)[0]
    for by in ("P12", "P12", "professional", "", ""):
        assert post(app, door, {"seq": seq, "by": by})[0] == 200
    assert [one.new for one in read_corrections(folder)] == ["P12", "professional", ""]
    assert seq in unnamed(folder)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"seq": 0, "by": "P07"}, 409),  # no response, the log's first line
        ({"seq": 10**9, "by": "P07"}, 409),
        ({"by": "P99"}, 409),
        ({"by": "Léa"}, 409),
        ({"by": "P07", "who": "professional"}, 400),
        ({"by": "P07", "why": "x" * 401}, 400),
        ({"by": 7}, 400),
        (b"{", 400),
        (b"x" * 20_000, 413),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_is_written(
    refusing: tuple[ASGIApp, AccessPolicy], untouched: Path, body: Any, status: int
) -> None:
    asked = body if isinstance(body, bytes) else {"seq": unnamed(untouched)[0], **body}
    assert post(*refusing, asked)[0] == status
    assert not (untouched / CORRECTIONS_FILE).exists()


@pytest.mark.parametrize("kind", ["open", "sealed", "link"])
def test_a_session_that_takes_nothing_more_is_left_as_it_is(
    app: ASGIApp, door: AccessPolicy, folder: Path, tmp_path: Path, kind: str
) -> None:
    target, seq = tmp_path / "elsewhere", unnamed(folder)[0]
    target.write_text("")
    match kind:
        case "open":
            facts = json.loads((folder / "session.json").read_text("utf-8"))
            (folder / "session.json").write_text(json.dumps({**facts, "state": "open"}), "utf-8")
        case "sealed":
            (folder / "sealed.json").write_text("{}")
        case "link":
            (folder / CORRECTIONS_FILE).symlink_to(target)
    status, told = post(app, door, {"seq": seq, "by": "P07"})
    assert (status, bool(told["error"])) == (409, True)
    assert target.read_text() == ""
    assert kind == "link" or not (folder / CORRECTIONS_FILE).exists()


@pytest.mark.parametrize(("change", "code"), [one[1:] for one in ATTACKS], ids=[one[0] for one in ATTACKS])
def test_every_attack_on_the_writing_is_refused(
    refusing: tuple[ASGIApp, AccessPolicy], untouched: Path, change: Change, code: str
) -> None:
    app, door = refusing
    ours = good_request(door, "/author", "POST")
    request = change(ours if code == "origin" else ours.adding("origin", ORIGIN), door)
    body = json.dumps({"seq": unnamed(untouched)[0], "by": "P07"}).encode()
    answer = ask(app, request.method, request.target, request.headers, body)
    assert answer.headers.get("x-refused") == code
    assert not (untouched / CORRECTIONS_FILE).exists()


def test_a_session_that_was_corrected_is_still_the_one_that_was_recorded(
    app: ASGIApp, door: AccessPolicy, folder: Path
) -> None:
    before = verify(SessionFolder(folder))
    post(app, door, {"seq": unnamed(folder)[0], "by": "P07"})
    assert verify(SessionFolder(folder)) == before


def test_a_coder_s_page_asks_nothing_of_it_and_a_session_still_open_neither(
    folder: Path, door: AccessPolicy
) -> None:
    recording = read_recording(folder)
    for further in (Further(), Further(whole=False)):
        app = application(recording, "fr", further, door)
        assert 'id="attribution"' not in page(app, door, "/")
