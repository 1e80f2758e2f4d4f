"""Every reader of what comes from outside: real files of its kind, and how it is called.

A reader gets the bytes of a mutant and a house: a folder of its own, in which the mutant may be put in the
place of the file that it is of. What it raises for a person is told; whatever else it raises is a finding.
"""

from __future__ import annotations

import asyncio
import io
import itertools
import json
import shutil
import wave
from collections.abc import Callable, Iterator
from contextlib import ExitStack, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import click
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.testclient import TestClient

from nao_sessions.analysis.film.passages import read_passages
from nao_sessions.analysis.formats.boris.read import read_boris
from nao_sessions.analysis.formats.boris.read_coding import read_coded_boris
from nao_sessions.analysis.formats.boris.scheme import read_boris_ethogram
from nao_sessions.analysis.formats.elan.read import read_eaf
from nao_sessions.analysis.formats.elan.read_coding import read_coded_eaf
from nao_sessions.analysis.formats.elan.read_scheme import read_elan_vocabulary
from nao_sessions.analysis.formats.plain_tables import read_csv, read_json_lines
from nao_sessions.analysis.importing.video import codec_of
from nao_sessions.analysis.schemes.yaml_files import read_scheme
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.boards.opening import apart, as_obz, as_record, as_sentences, open_boards
from nao_sessions.cli.main import group
from nao_sessions.console.board.boards import Touch
from nao_sessions.console.board.slate import Drawn, strokes_of
from nao_sessions.console.session.acts import PagePress
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.core.errors import Finding, NaoSessionsError, TableRefused
from nao_sessions.core.received import as_written
from nao_sessions.live.guard_route import StopRoute, _read
from nao_sessions.protocol import check, load_files
from nao_sessions.record.additions.afterwards import (
    ChildsWord,
    MemoLine,
    append_memo_line,
    append_word,
    read_afterwards,
)
from nao_sessions.record.additions.annotations import read_coding
from nao_sessions.record.additions.corrections import RecordCorrection, append_correction, read_corrections
from nao_sessions.record.additions.notes import NotesSection, append_note, read_notes
from nao_sessions.record.additions.recordings import AddedRecording, append_added, read_added
from nao_sessions.record.checksums import changed_files, changed_lines, write_checksums
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House as Signing
from nao_sessions.record.log import read_log
from nao_sessions.record.manifest import Manifest
from nao_sessions.record.results.interruptions import read_halts
from nao_sessions.record.signature import authenticity, read_seal, sign_addition, sign_closed
from nao_sessions.record.telemetry.columns import COLUMNS
from nao_sessions.record.telemetry.samples import TelemetryFile, read_raw, read_telemetry
from nao_sessions.record.verify import verify
from nao_sessions.rehearsal.people.behaviour import profile
from nao_sessions.review.coding.pages import ActBody, ChooseBody, WatchedBody
from nao_sessions.review.replay.reading import read_recording
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.room.files.columns import index_columns
from nao_sessions.room.files.index import frames_by_segment, last_frame
from nao_sessions.room.files.mp4 import video_facts, was_closed
from nao_sessions.room.files.probe import examine
from nao_sessions.room.room_file import read_room
from nao_sessions.room.sync.arrivals import read_arrivals
from nao_sessions.room.sync.sync_file import read_counts, read_odd, read_sync, sounds_of
from nao_sessions.room.voice.latencies import latencies_by_seq, read_latencies
from tests.console.console_house import asking, house_in, put_people, put_protocol, put_session
from tests.console.stub_launcher import StubLauncher
from tests.fuzz.mutations import Kind

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "sessions"
SAMPLE = next((ROOT / "recordings" / "sample").glob("20*"))
TOLD = (NaoSessionsError, OSError, click.ClickException, ValidationError)
"""What a command tells a person, and what a page answers with 422."""


@dataclass(slots=True)
class House:
    """The folder of a run: the readers' files lie in ``given``, and nothing is written outside of it."""

    path: Path
    opened: ExitStack = field(default_factory=ExitStack)
    client: TestClient | None = None
    requests: int = 0

    @property
    def given(self) -> Path:
        """Return the folder in which the mutants are put."""
        return self.path / "given"

    def session(self, name: str) -> Path:
        """Return the copy of a golden session."""
        return self.given / "sessions" / name


Seeds = Callable[["House"], list[bytes]]
Read = Callable[[bytes, House], object]


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader: its name, the kind of its files, real ones of them, and its share of the inputs."""

    name: str
    kind: Kind
    seeds: Seeds
    read: Read
    weight: int
    confined: bool = False
    """It runs in a child that was confined, of several mutants each."""


def prepared(path: Path) -> House:
    """Return a house whose folders lie at a place that is empty."""
    house = House(path)
    for name in ("given", "beside", "here"):
        (path / name).mkdir(parents=True, exist_ok=True)
    (path / "beside" / "canary").write_bytes(b"canary")
    for name in ("coded", "cut-2", "imported", "fresh-2", "resumed-2", "whole"):
        shutil.copytree(GOLDEN / ("coded" if name == "whole" else name), house.session(name))
    _fill(house.session("whole"), Signing(path / "keys"))
    for name in ("pictures", "boards", "series"):
        shutil.copytree(ROOT / "protocols" / name, house.given / "protocols" / name)
    for file in (ROOT / "protocols").glob("*.yaml"):
        shutil.copy(file, house.given / "protocols")
    film = house.given / "film" / "room"
    shutil.copytree(GOLDEN / "imported" / "room", film)
    (house.given / "protocols" / "mots.yaml").write_text(ITEM_PROTOCOL, encoding="utf-8")
    for to in ("boris", "eaf"):
        run_command("export", GOLDEN / "coded", "--to", to, "-o", house.given / f"coded.{to}")
    return house


def _fill(whole: Path, signing: Signing) -> None:
    """Write into a session folder all that a folder may hold, by the program's own writers, and sign it."""
    shutil.copytree(GOLDEN / "imported" / "room", whole / "room")
    for name in ("latencies.json", "telemetry.parquet"):
        shutil.copy(GOLDEN / "cut-2" / name, whole / name)
    shutil.copy(GOLDEN / "resumed-2" / "halts.jsonl", whole)
    shutil.copy(GOLDEN / "imported" / "sync.json", whole / "sync.json")
    judged = 12
    when = "2026-11-24T10:00:00Z"
    for field_, old, new in (("judgement", "correct", "incorrect"), ("by", "P07", "unknown")):
        append_correction(whole, RecordCorrection(judged, field_, old, new, "professional", when, "a"))
    append_word(whole, ChildsWord("P07", "good", when))
    append_memo_line(whole, MemoLine(1, "begun", when))
    append_memo_line(whole, MemoLine(1, "ended", when, 5, 1.5, "0" * 64))
    append_note(whole, NotesSection(when, "about_p07", "P07", "Une note.\n## entre deux"))
    reading = {"beside": "room", "rate": 1.0, "offset_ns": 5, "verdict": "measured", "uncertainty_ms": 2.5}
    append_added(
        whole, AddedRecording("dictaphone", when, {"codec": "aac"}, {"room/a.01.m4a": "0" * 64}, reading)
    )
    raw = TelemetryFile(whole / "telemetry.jsonl")
    for at_ns in range(0, 10**9, 10**8):
        for part, columns in COLUMNS.items():
            raw.append(at_ns, 1_000, part, dict.fromkeys(columns, 0.5))
    raw.close()
    write_checksums(SessionFolder(whole), partial(sign_closed, whole, closed="closed", house=signing))
    sign_addition(whole / "annotations" / "C01.jsonl", house=signing)


# Seeds


def _of(*patterns: str) -> Seeds:
    """Return what gives the files of this project at some places."""

    def read(house: House) -> list[bytes]:
        found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
        assert found, patterns
        expected = ".expect." in patterns[0]
        return [path.read_bytes() for path in found if (".expect." in path.name) == expected]

    return read


def _in_sessions(name: str, *sessions: str) -> Seeds:
    """Return what gives the files of a name in the sessions of a house; none named: in all of them."""

    def read(house: House) -> list[bytes]:
        folders = [house.session(one) for one in sessions] or sorted((house.given / "sessions").iterdir())
        return [(folder / name).read_bytes() for folder in folders if (folder / name).exists()]

    return read


def _as_they_stand(*contents: bytes) -> Seeds:
    return lambda house: list(contents)


def _exported(to: str) -> Seeds:
    return lambda house: [(house.given / f"coded.{to}").read_bytes()]


def _both(*several: Seeds) -> Seeds:
    return lambda house: [content for one in several for content in one(house)]


PROTOCOLS = _of(
    "tests/protocol/examples/*.yaml", "tests/published/*.yaml", "protocols/demo.yaml",
    "protocols/rituel-*.yaml", "protocols/emotions.yaml", "protocols/simon.yaml", "protocols/consignes.yaml",
    "tests/sessions/cut-2/protocol/court.yaml", "tests/cli/c*.yaml",
)  # fmt: skip
ROOM = b"""cameras:
  room: {url: "rtsp://192.0.2.10/stream"}
  tablet: {url: "file:/srv/film.mp4", cards: true}
microphones:
  table: {url: "alsa:default"}
robot: {place: table, head_sign: true}
clap: {lamps: true, tones: false}
"""
TABLE = 'début;fin;code;sujet;remarque\n1,5;2,5;regard;P07;à deux\n3;;"rire; fort";P12;\n'.encode()
TABLES = _as_they_stand(TABLE, TABLE.replace(b";", b"\t"))
EVENTS = b'{"start": 1.5, "stop": 2.5, "code": "regard", "subject": "P07"}\n{"start": 3, "code": "rire"}\n'
ITEMS = (
    b"id,mot,image,answer\nchat,chat,pictures/chat.svg,oui\nlune,lune,pictures/lune.svg,non\nours,ours,,oui\n"
)
PASSAGES = (
    b"session,film,from,to,left,top,right,bottom,sound\ns1,room.01.mp4,5s,1h02m03.5,10,0,60 %,100,oui\n"
    b"s1,room.02.mp4,1m,1m08.25,all,,,,\ns1,room.03.mp4,,,,,,,\n"
)
ITEM_PROTOCOL = """\
protocol: 1
id: mots
version: "1.0.0"
title: "Mots"
language: fr
duration: {expected: 5 min, limit: 10 min}
participants: {min: 1, max: 1}
items: {mots: mots.csv}
start: jeu
steps:
  jeu:
    trials:
      items: mots
      ask: [{say: "{item.mot} ?"}]
      answers: {from: [oui, non], by: [board]}
      correct: = item.answer
    next: fin
  fin: {do: [{say: "Fini."}], end: completed}
"""
PLA = (
    "PLAPHOONS (C) Jordi Lagares Roset - Projecte FRESSA\n// fait à l'école\nCOLUMNES=2\nFILES=1\nCOLOR=0\n"
    "CAPTION CENTRAT=S\nFont Name = Comic Sans MS\n"
    'PICTURE="Poma.png" CAPTION="pomme" READ="une pomme" LINK="" MC="3" FCOLOR="255" FNAME="Arial"\n'
    'PICTURE="" CAPTION="desserts" READ="" LINK="desserts.pla" MC="6" FNAME=""\n'
).encode("cp1252")


def _sound() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(bytes(range(256)) * 12)
    return made.getvalue()


def _films(house: House) -> list[bytes]:
    whole = (SAMPLE / "room" / "room.01.mp4").read_bytes()
    return [(GOLDEN / "imported" / "room" / "room.01.mp4").read_bytes(), _sound(), whole[:60_000]]


def _packages(house: House) -> list[bytes]:
    boards = [
        (path.name, path.read_bytes()) for path in sorted((ROOT / "protocols" / "boards").glob("*.obf"))
    ]
    return [as_obz(open_boards(name, content).boards) for name, content in boards]


# How each is read


def _told(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        for language in ("fr", "en"):
            finding.render(language).encode()


def _protocol(content: bytes, house: House) -> None:
    path = house.given / "protocols" / "mutant.yaml"
    path.write_bytes(content)
    _told(check(path))


ALONE = _of(
    "tests/sessions/cut-2/protocol/court.yaml", "protocols/simon.yaml", "protocols/rituel-bonjour.yaml"
)


def _alone(content: bytes, house: House) -> None:
    load_files({"a.yaml": content}, "a.yaml")


def _expectations(content: bytes, house: House) -> None:
    path = house.given / "protocols" / "demo.expect.yaml"
    path.write_bytes(content)
    _told(check(path))


def _series(content: bytes, house: House) -> None:
    path = house.given / "protocols" / "series" / "mutant.yaml"
    path.write_bytes(content)
    _told(check(path))


def _items(content: bytes, house: House) -> None:
    (house.given / "protocols" / "mots.csv").write_bytes(content)
    _told(check(house.given / "protocols" / "mots.yaml"))


def _passages(content: bytes, house: House) -> None:
    path = house.given / "passages.csv"
    path.write_bytes(content)
    read_passages(path)


def _profile(content: bytes, house: House) -> None:
    path = house.given / "profile.yaml"
    path.write_bytes(content)
    profile(str(path))


def _room(content: bytes, house: House) -> None:
    path = house.given / "room.yaml"
    path.write_bytes(content)
    read_room(path)


def _in_place(name: str, read: Callable[[Path], object], session: str = "whole") -> Read:
    """Return a reader of a session's folder in which a file was put in the place of the one of that name."""

    def reading(content: bytes, house: House) -> object:
        folder = house.session(session)
        place = folder / name
        before = place.read_bytes() if place.exists() else None
        place.write_bytes(content)
        try:
            return read(folder)
        finally:
            if before is None:
                place.unlink()
            else:
                place.write_bytes(before)

    return reading


def _each(*read: Callable[[Path], object]) -> Callable[[Path], None]:
    """Return a reading of a folder by several readers, each of which may refuse it."""

    def reading(folder: Path) -> None:
        refused: list[Exception] = []
        for one in read:
            try:
                one(folder)
            except TOLD as error:
                refused.append(error)
        if refused:
            raise refused[0]

    return reading


def _log(folder: Path) -> None:
    read_log(folder / "events.jsonl")


def _line_sums(folder: Path) -> None:
    changed_lines(SessionFolder(folder))


def _samples(folder: Path) -> None:
    with as_written(folder):
        read_telemetry(SessionFolder(folder))


def _columns(folder: Path) -> None:
    with as_written(folder):
        index_columns(folder / "room" / "room.frames.csv")


_frames = _each(
    lambda folder: frames_by_segment(folder / "room", "room"),
    lambda folder: last_frame(folder / "room" / "room.frames.csv"),
    _columns,
)
_syncs = _each(
    lambda folder: read_sync(folder / "sync.json"),
    lambda folder: read_odd(folder / "sync.json"),
    lambda folder: read_counts(folder / "sync.json"),
    sounds_of,
)
SCHEMES = _of("nao_sessions/analysis/schemes/library/*.yaml")
SCHEME = "annotations/engagement-d38b574b.scheme.yaml"


def _verify(folder: Path) -> None:
    found = verify(SessionFolder(folder))
    for text in (*found.problems, *found.remarks):
        for language in ("fr", "en"):
            text.in_language(language).encode()


def _signatures(folder: Path) -> None:
    with as_written(folder):
        read_seal(folder)
        words = authenticity(folder).in_words()
    words.in_language("fr").encode()


def _arrivals(folder: Path) -> None:
    with as_written(folder):
        for number, frames in frames_by_segment(folder / "room", "room").items():
            read_arrivals(folder / "room" / f"room.{number:02}.mp4", frames)


def _latencies(folder: Path) -> None:
    with as_written(folder):
        latencies_by_seq(SessionFolder(folder).read_events(), read_latencies(folder / "latencies.json"))


def run_command(*arguments: object) -> None:
    """Run a command as the command line does, with what it says in a text; raise what it ends with."""
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with redirect_stdout(out), redirect_stderr(out):
        try:
            group.main([str(one) for one in arguments], standalone_mode=False)
        except SystemExit as ended:
            if ended.code not in (0, 1, 2):
                raise AssertionError(ended.code) from ended


def _commands(*verbs: tuple[str, ...]) -> Callable[[Path], None]:
    """Return a reading of a folder by commands, in turns."""
    turns = itertools.cycle(verbs)

    def reading(folder: Path) -> None:
        places = {"FOLDER": folder, "OUT": folder.parents[1] / "out"}
        try:
            run_command(*(places.get(one, one) for one in next(turns)))
        finally:
            for made in folder.parents[1].glob("out*"):
                shutil.rmtree(made) if made.is_dir() else made.unlink()

    return reading


PROTOCOL = str(GOLDEN / "coded" / "protocol" / "rituel-bonjour.yaml")
TELLING = (
    ("info", "FOLDER"), ("info", "FOLDER", "--json"), ("practice", PROTOCOL, "FOLDER", "--json"),
    ("fidelity", "FOLDER"), ("agree", "FOLDER", "--coders", "C01,C02"),
    ("rehearse", PROTOCOL, "--log", "FOLDER"),
)  # fmt: skip
LEAVING = tuple(
    ("export", "FOLDER", "--to", to, "-o", "OUT")
    for to in ("eaf", "boris", "textgrid", "webvtt", "csv", "bundle", "methods", "bids")
)


def _returned(kind: str) -> Read:
    """Return a reader of a coding that comes back into the coded session."""

    def reading(content: bytes, house: House) -> None:
        source = _source(str(house.session("coded")))
        if kind == "eaf":
            read_coded_eaf(content, "back.eaf", source.films, 0)
        else:
            read_coded_boris(content, "back.boris", source.films, 0, None)

    return reading


@cache
def _source(folder: str) -> Any:
    return read_source(Path(folder))


def _imported(read: Callable[..., Any], file: str) -> Read:
    def reading(content: bytes, house: House) -> None:
        table = read(content, file)
        for remark in table.remarks:
            remark.in_language("fr").encode()

    return reading


def _scheme(read: Callable[..., Any], file: str) -> Read:
    return lambda content, house: read(content, file)


def _boards(name: str) -> Read:
    def reading(content: bytes, house: House) -> None:
        opened = open_boards(name, content, lambda beside: None, "cp1252" if name.endswith("pla") else None)
        for one in as_sentences(opened):
            one.in_language("fr").encode()
        json.dumps(as_record(opened, "fr")).encode()
        if house.requests % 4 == 0:
            apart(opened.boards)
            as_obz(opened.boards)
        house.requests += 1
        _told(opened.remarks)

    return reading


def _film(content: bytes, house: House) -> None:
    """Read the head of a film and its index, as `verify`, `sync` and `import` do before they decode."""
    room = house.given / "film" / "room"
    path = room / "room.01.mp4"
    path.write_bytes(content)
    video_facts(path)
    was_closed(path)
    examine(room.parent)
    with suppress(TableRefused):  # of a sound: it has no pictures
        codec_of(path)


# The console and the guard


def _client(house: House) -> TestClient:
    if house.client is None:
        config = house_in(house.given / "console", names=Pseudonyms())
        put_protocol(config, "emotions")
        put_session(config, "coded", "s1")
        put_people(config, 2)
        registry = SessionRegistry()
        house.client = house.opened.enter_context(asking(config, registry, StubLauncher(config.sessions)))
    return house.client


PAGES = (
    "/", "/people", "/progress", "/progress/P01", "/after/s1", "/after/s1/report", "/prepare/emotions",
    "/board/P01", "/replay/s1", "/texts", "/discover", "/session/journal", "/picture/emotions",
    "/pair", "/checks/P101",
    "/after/s1/memos/1",
)  # fmt: skip
FORMS: tuple[tuple[str, dict[str, object] | str], ...] = (
    ("/people", {"badge": "boat", "colour": "blue"}),
    ("/people/P01", {"badge": "sun", "colour": "red", "name": "x"}),
    ("/after/s1/corrections", {"seq": 12, "now": "incorrect", "why": "a", "was": "correct"}),
    ("/after/s1/word", {"child": "P07", "word": "bien"}),
    ("/after/s1/notes", {"P07": "une note", "session": "x"}),
    ("/after/s1/memos/1/end", {"seconds": 3}),
    ("/prepare/emotions", {"participant": "P01", "ground": "a", "setting.patience": "8 s"}),
    ("/prepare/emotions/look", {"participant": "P01"}),
    ("/board/P01/settings", {"again_ms": 300, "hold_ms": 0}),
    ("/discover/part", {"part": "head"}),
    ("/sessions/s1/close", {}),
)
PRESS: dict[str, object] = {
    "seat": "a",
    "press": "a-1",
    "name": "judge",
    "stamp": "x-y",
    "age_ms": 12.5,
    "answer": "correct",
    "stops": 1,
}
DRAWN: dict[str, object] = {
    "kind": "drawn", "stroke": "a", "part": 0, "points": [[1.0, 2, 3, 0.5]], "ended": True, "at": 3,
}  # fmt: skip
BODIES: tuple[tuple[str, dict[str, object]], ...] = (
    ("/session/act", PRESS),
    ("/session/favourite", {"protocol": "emotions", "text": "a", "kept": True}),
    (
        "/board/P01/touch",
        {"touch": "a", "shown": 1, "cell": "c1", "down_ms": 1.0, "up_ms": 2.0, "at_ms": 3.0},
    ),
    ("/board/P01/mode", {"slate": True, "model": False}),
    (
        "/board/P01/slate",
        {"kind": "drawn", "stroke": "a", "part": 0, "points": [[1.0, 2, 3, 0.5]], "ended": True},
    ),
    ("/replay/s1/author", {"seq": 12, "by": "P07", "why": "a"}),
)


def _console_seeds(house: House) -> list[bytes]:
    seeds = [json.dumps(["GET", page, {}]).encode() for page in PAGES]
    seeds += [json.dumps(["FORM", page, fields]).encode() for page, fields in FORMS]
    return seeds + [json.dumps(["POST", page, body]).encode() for page, body in BODIES]


def _console(content: bytes, house: House) -> None:
    """Send a request of the console's pages: a method, an address and a body, as a mutant has them."""
    method, page, body = "RAW", "/session/act", content
    try:
        record = json.loads(content)
        method, page, body = str(record[0]), str(record[1]), record[2]
    except (ValueError, LookupError, TypeError):
        record = None
    client = _client(house)
    address = quote(page.replace("\ud800", ""), safe="/?=&.%")[:2_000]
    if "stream" in address or "events" in address:  # they go on for ever
        return
    address = address if address.startswith("/") else f"/{address}"
    if method == "FORM" and isinstance(body, dict):
        fields = {key.replace("\ud800", ""): str(value).replace("\ud800", "") for key, value in body.items()}
        answer = client.post(address, content=urlencode(fields), headers=FORM)
    elif method == "POST":
        answer = client.post(address, content=json.dumps(body).encode())
    elif method == "RAW":
        answer = client.post(address, content=body if isinstance(body, bytes) else b"", headers=FORM)
    else:
        answer = client.get(address)
    if answer.status_code >= 500 and answer.status_code not in (503, 507):
        raise AssertionError(f"{address} answers {answer.status_code}")


FORM = {"content-type": "application/x-www-form-urlencoded"}
_SLATE = TypeAdapter(Drawn)
_BODY_KINDS: tuple[type[BaseModel], ...] = (PagePress, Touch, ActBody, WatchedBody, ChooseBody)


def _bodies(content: bytes, house: House) -> None:
    for kind in _BODY_KINDS:
        try:
            read = kind.model_validate_json(content)
        except ValidationError:
            continue
        if isinstance(read, PagePress):
            _ = read.made_ns, read.stop, read.kind
    strokes_of([content])


_SENT: tuple[dict[str, object], ...] = (
    PRESS,
    {
        "act": "press",
        "name": "a",
        "seen": 1,
        "behaviour": "regard",
        "at_ns": 5,
        "subject": "P07",
        "modifiers": {},
    },
    {"spans": [[0, 5_000_000_000]], "seen": 1},
    {"act": "choose", "name": "a", "seen": 1, "pair": 0, "take": "first"},
    DRAWN,
)
BODY_SEEDS = tuple(json.dumps(one).encode() for one in _SENT)
STOP = (
    b"POST /stop HTTP/1.1\r\nHost: 127.0.0.1:8766\r\nOrigin: http://127.0.0.1:8765\r\nX-Stop-Token: token\r\n"
    b"Content-Type: application/json\r\nContent-Length: 71\r\n\r\n"
    b'{"age_ms": 12.5, "resumes": 1, "session": "2026-11-24", "press": "a-1"}'
)
HOLD = b"POST /hold HTTP/1.1\r\nHost: 127.0.0.1:8766\r\nX-Stop-Token: token\r\nContent-Length: 0\r\n\r\n"


def _guard(content: bytes, house: House) -> None:
    """Read a request as the guard does, and answer it."""

    async def ask() -> None:
        reader = asyncio.StreamReader(limit=8_192)
        reader.feed_data(content)
        reader.feed_eof()
        request = await _read(reader, 1.0)
        if request is not None:
            route = StopRoute("token", ["http://127.0.0.1:8765"], lambda stop: round(stop.made_ns))
            route._hosts = frozenset({"127.0.0.1:8766"})
            route._answer(request).encoded()

    _loop().run_until_complete(ask())


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


# All of them


SESSION_FILES: tuple[tuple[str, Kind], ...] = (
    ("session.json", "json"),
    ("events.jsonl", "lines"),
    ("annotations/C01.jsonl", "lines"),
    ("sync.json", "json"),
    ("latencies.json", "json"),
    ("halts.jsonl", "lines"),
    ("corrections.jsonl", "lines"),
    ("after.jsonl", "lines"),
    ("added.jsonl", "lines"),
    ("additions.jsonl", "lines"),
    ("signature.json", "json"),
    ("notes.md", "text"),
    ("room/room.frames.csv", "table"),
    ("SHA256SUMS", "text"),
    ("events.sums", "text"),
    ("protocol/rituel-bonjour.yaml", "yaml"),
)


def _of_session(
    name: str, kind: Kind, file: str, weight: int, read: Callable[[Path], object], *sessions: str
) -> Reader:
    """Return the reader of a file of a session's folder."""
    return Reader(name, kind, _in_sessions(file, *sessions), _in_place(file, read), weight)


def _whole_folders() -> Iterator[Reader]:
    """Yield what reads whole folders of which one file is a mutant."""
    for file, kind in SESSION_FILES:
        yield _of_session(f"verify: {file}", kind, file, 2, _verify, "whole")
        yield _of_session(f"replay: {file}", kind, file, 1, read_recording, "whole")
        yield _of_session(f"commands that tell: {file}", kind, file, 1, _commands(*TELLING), "whole")
        yield _of_session(f"exports: {file}", kind, file, 1, _commands(*LEAVING), "whole")


READERS: tuple[Reader, ...] = (
    Reader("protocol", "yaml", PROTOCOLS, _protocol, 180),
    Reader("protocol of a folder", "yaml", ALONE, _alone, 10),
    Reader("expectations", "yaml", _of("protocols/*.expect.yaml"), _expectations, 20),
    Reader("series", "yaml", _of("protocols/series/*.yaml"), _series, 6),
    Reader("items", "table", _as_they_stand(ITEMS, ITEMS.replace(b",", b";")), _items, 30),
    Reader("passages", "table", _as_they_stand(PASSAGES, PASSAGES.replace(b",", b";")), _passages, 30),
    Reader("profile", "yaml", _of("nao_sessions/rehearsal/profiles/*.yaml"), _profile, 40),
    Reader("room file", "yaml", _as_they_stand(ROOM), _room, 60),
    _of_session("session.json", "json", "session.json", 40, lambda f: Manifest.read(f / "session.json")),
    _of_session("events.jsonl", "lines", "events.jsonl", 40, _log, "whole", "cut-2"),
    _of_session("frames.csv", "table", "room/room.frames.csv", 40, _frames),
    _of_session("arrivals", "table", "room/room.frames.csv", 10, _arrivals),
    _of_session("sync.json", "json", "sync.json", 50, _syncs),
    _of_session("latencies.json", "json", "latencies.json", 30, _latencies),
    _of_session("added.jsonl", "lines", "added.jsonl", 30, read_added),
    _of_session("corrections.jsonl", "lines", "corrections.jsonl", 30, read_corrections),
    _of_session("after.jsonl", "lines", "after.jsonl", 30, read_afterwards),
    _of_session("notes.md", "text", "notes.md", 20, read_notes),
    _of_session("halts.jsonl", "lines", "halts.jsonl", 20, lambda f: read_halts(f / "halts.jsonl")),
    _of_session("annotations", "lines", "annotations/C01.jsonl", 50, lambda f: read_coding(f, "C01")),
    _of_session("scheme beside annotations", "yaml", SCHEME, 10, read_source),
    _of_session("signature.json", "json", "signature.json", 20, _signatures),
    _of_session("additions.jsonl", "lines", "additions.jsonl", 20, _signatures),
    _of_session("checksums", "text", "SHA256SUMS", 30, lambda f: changed_files(SessionFolder(f))),
    _of_session("checksums of lines", "text", "events.sums", 20, _line_sums, "whole"),
    _of_session("telemetry.jsonl", "lines", "telemetry.jsonl", 20, lambda f: read_raw(f / "telemetry.jsonl")),
    _of_session("telemetry.parquet", "text", "telemetry.parquet", 4, _samples),
    Reader("scheme", "yaml", SCHEMES, _scheme(read_scheme, "a.yaml"), 20),
    Reader("csv", "table", TABLES, _imported(read_csv, "t.csv"), 80),
    Reader("json lines", "lines", _as_they_stand(EVENTS), _imported(read_json_lines, "t.jsonl"), 30),
    Reader("boris", "json", _of("tests/analysis/importing/files/projet.boris"),
           _imported(read_boris, "t.boris"), 20),
    Reader("boris that comes back", "json", _exported("boris"), _returned("boris"), 20),
    Reader("ethogram of boris", "json", _exported("boris"), _scheme(read_boris_ethogram, "t.boris"), 20),
    Reader("eaf", "xml", _both(_of("tests/analysis/importing/files/*.eaf"), _exported("eaf")),
           _imported(read_eaf, "t.eaf"), 30),
    Reader("eaf that comes back", "xml", _exported("eaf"), _returned("eaf"), 30),
    Reader("vocabulary of elan", "xml", _exported("eaf"), _scheme(read_elan_vocabulary, "t.eaf"), 20),
    Reader("obf", "json", _of("protocols/boards/*.obf"), _boards("b.obf"), 30),
    Reader("obz", "zip", _packages, _boards("b.obz"), 20),
    Reader("plaphoons", "text", _as_they_stand(PLA), _boards("b.pla"), 30),
    Reader("film and sound, confined", "film", _films, _film, 30, confined=True),
    Reader("console", "json", _console_seeds, _console, 10),
    Reader("bodies of pages", "json", _as_they_stand(*BODY_SEEDS), _bodies, 40),
    Reader("guard", "http", _as_they_stand(STOP, HOLD), _guard, 100),
    *_whole_folders(),
)  # fmt: skip
