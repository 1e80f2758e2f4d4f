"""A workshop of several weeks for the tests of what is erased: children alone and in groups.

Every session is played by the engine, signed by a house of the test's own, and has film of random bytes.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.engine import SEMANTICS
from nao_sessions.engine.state import State
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.ledger.values import Holder, PersonLine, PurposeLine, WordLine
from nao_sessions.privacy.life.erasure import ErasurePlaces
from nao_sessions.record.additions.afterwards import ChildsWord, append_word
from nao_sessions.record.additions.corrections import RecordCorrection, append_correction
from nao_sessions.record.additions.memos import add_to_memo, begin_memo, end_memo
from nao_sessions.record.additions.notes import NotesSection, append_note
from nao_sessions.record.checksums import write_checksums
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House
from nao_sessions.record.private import make_private_folder, write_private
from nao_sessions.record.signature import sign_addition, sign_closed
from nao_sessions.rehearsal.people.behaviour import profile as behaviour
from nao_sessions.rehearsal.session import RehearsalPlan, rehearse
from tests.console.rehearsed_folder import engine_of, make_session

WHEN = "2026-11-30T10:00:00Z"
ALONE, TOGETHER = "emotions", "tour-de-role"
"""A protocol for one child, and one for several."""


@dataclass
class Workshop:
    """A workshop's folders; ``sums`` are the digests of every film, memo and drawing, by whose they are."""

    root: Path
    house: House
    sums: dict[str, set[str]] = field(default_factory=dict)
    sessions: list[tuple[Path, tuple[str, ...]]] = field(default_factory=list)

    @property
    def places(self) -> ErasurePlaces:
        """All places of this workshop, and no other's."""
        return ErasurePlaces(
            self.house,
            (self.root / "sessions",),
            (self.root / "console",),
            (self.root / "cache" / "corpora",),
            self.root / "tmp",
            (self.root / "exports",),
        )


def make_workshop(root: Path, children: int, sessions: int, seed: int = 1) -> Workshop:
    """Make a workshop: a third of the sessions are of two or three children.

    ``root`` is where this user's data lie, so that the house is this user's.
    """
    draw = random.Random(seed)
    workshop = Workshop(root, House(root / "house"))
    codes = [f"P{number:02}" for number in range(1, children + 1)]
    make_private_folder(root)
    for name in ("sessions", "exports", "tmp"):
        make_private_folder(root / name)
    _keep_console(workshop, codes)
    _keep_ledger(workshop, codes)
    for number in range(sessions):
        several = draw.random() < 1 / 3
        took_part = tuple(draw.sample(codes, draw.choice((2, 3)) if several else 1))
        hold(workshop, took_part, number, draw)
    _export(workshop)
    return workshop


def hold(
    workshop: Workshop,
    codes: tuple[str, ...],
    number: int,
    draw: random.Random | None = None,
    *,
    day: int | None = None,
) -> None:
    """Hold a session: played, filmed, closed, signed, and talked about afterwards."""
    protocol = TOGETHER if len(codes) > 1 else ALONE
    draw = draw or random.Random(number)
    day = number if day is None else day
    made = make_session(workshop.root / "sessions", protocol, children=codes, seed=number % 60, day=day)
    folder = SessionFolder(made)
    contents = [draw.randbytes(700), draw.randbytes(300)]
    _play(folder, protocol, codes, number)
    write_private(folder.room / "face.01.mp4", contents[0])
    (folder.room / "face.frames.csv").write_text("segment,frame,pts,key,arrival_ns,source_t,flags\n")
    write_checksums(folder, lambda listing: sign_closed(made, listing, "closed", workshop.house))
    make_private_folder(made / "slate")
    strokes = f'{{"kind":"drawn","stroke":{number},"of":"{codes[0]}"}}\n'.encode()
    write_private(made / "slate" / f"{codes[0]}.jsonl", strokes)
    sign_addition(made / "slate" / f"{codes[0]}.jsonl")
    append_word(made, ChildsWord(codes[0], "liked", WHEN))
    append_note(made, NotesSection(WHEN, "free", "Notes", f"{codes[-1]} calme, comme P01"))
    append_correction(
        made, RecordCorrection(5, "by", "unknown", codes[0], "professional", WHEN, f"c'est {codes[0]}")
    )
    memo = begin_memo(made)
    add_to_memo(made, memo, 0, contents[1])
    end_memo(made, memo, 1.0)
    annotated = {"op": "add", "act": 1, "subject": codes[-1], "comment": f"{codes[-1]} rit"}
    make_private_folder(made / "annotations")
    write_private(made / "annotations" / "C01.jsonl", (json.dumps(annotated) + "\n").encode())
    sign_addition(made / "annotations" / "C01.jsonl")
    for code in codes:
        known = workshop.sums.setdefault(code, set())
        own = (*contents, strokes) if code == codes[0] else contents
        known |= {hashlib.sha256(content).hexdigest() for content in own}
    workshop.sessions.append((made, codes))


@dataclass(frozen=True)
class PlanWithCodes(RehearsalPlan):
    """A plan whose children have codes of their own: what is drawn by lot for a child depends on the code."""

    children: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return self.children


def _play(folder: SessionFolder, protocol: str, codes: tuple[str, ...], seed: int) -> None:
    """Play a session with these codes, and write the log that a real one has: it is computed again."""
    engine = engine_of(protocol)
    lines: list[Event] = []

    def watch(event: Event, outputs: Sequence[Any], state: State) -> None:
        lines.append(event._replace(seq=len(lines)))
        cause = lines[-1].seq
        for output in outputs:
            lines.append(Event(len(lines), "out", event.at, "engine", output.kind, output.data, cause=cause))

    plan = PlanWithCodes(seed, tuple(behaviour("often_wrong") for _ in codes), "confirms", children=codes)
    played = rehearse(engine, plan, watch)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in folder.protocol_files().items()}
    start = lines[0]
    lines[0] = start._replace(data={**start.data, "engine": SEMANTICS, "files": sums})
    write_private(folder.events, "".join(line.to_line() + "\n" for line in lines).encode())
    manifest = folder.read_manifest()
    manifest.seed, manifest.outcome = seed, played.outcome
    manifest.start_sha256 = hashlib.sha256(lines[0].to_line().encode()).hexdigest()
    manifest.write(folder.manifest)


def _keep_console(workshop: Workshop, codes: list[str]) -> None:
    keep = workshop.root / "console"
    make_private_folder(keep)
    make_private_folder(keep / "drafts")
    kept = {
        "participants.json": {
            "format": 1,
            "participants": [{"code": code, "symbol": "sun", "colour": "blue"} for code in codes],
        },
        "boards.json": {code: {"text": True} for code in codes},
        "devices.json": [{"id": code.lower(), "role": "board", "participant": code} for code in codes],
        "favourites.json": [f"Bravo {code} !" for code in codes],
        "preparations.json": {"protocols": {"emotions": {"participants": codes}}, "adults": ["A01"]},
        "progress.json": {"format": 6, "sessions": {}, "children": codes},
    }
    for name, content in kept.items():
        write_private(keep / name, json.dumps(content).encode())
    for code in codes:
        (keep / "drafts" / f"board_{code}.obf").write_text(json.dumps({"id": code}))
        (keep / "drafts" / f"salut-{code.lower()}.yaml").write_text(f"# pour {code}\nid: salut\n")
    levels = {
        "format": 1,
        "protocols": {"emotions": {code: {"values": {"niveau": 2}} for code in codes}},
    }
    write_private(workshop.root / "sessions" / "levels.json", json.dumps(levels).encode())
    cache = workshop.root / "cache" / "corpora"
    cache.mkdir(parents=True)
    (cache / "index.txt").write_text(" ".join(codes))
    left = workshop.root / "tmp" / "nao-export-left"
    left.mkdir()
    (left / "trials.csv").write_text("child\n" + "\n".join(codes))


def _keep_ledger(workshop: Workshop, codes: list[str]) -> None:
    ledger = LedgerFile(workshop.house)
    ledger.add(PurposeLine("support", "consent", "2026-09"))
    on, until = datetime.date(2026, 9, 1), datetime.date(2027, 9, 1)
    for code in codes:
        speaking = (Holder("H1", "parent"), Holder("H2", "parent"))
        ledger.add(PersonLine(code, "child", datetime.date(2035, 1, 1), speaking))
        for by in ("H1", "H2"):
            camera = ("camera:face",)
            ledger.add(WordLine(code, by, "agrees", on, until, "record", camera, ("support",), "2026-09"))


def _export(workshop: Workshop) -> None:
    for folder, codes in workshop.sessions[::5]:
        workshop.house.note(
            "export",
            sessions=[folder.name],
            format="csv",
            to=[],
            plain=f"demande de la famille de {codes[0]}",
        )
        (workshop.root / "exports" / f"{folder.name}.csv").write_text("child\n" + "\n".join(codes))
    (workshop.root / "exports" / "other.csv").write_text("colour\nblue\n")


def traces(root: Path, codes: Iterable[str], sums: Iterable[str]) -> Iterator[str]:
    """Yield every place below a folder, names and bytes, where a code or a digest still stands.

    The search is of this test's own making: what erases is not asked.
    """
    digests = [one.encode() for one in sums]
    contents = {bytes.fromhex(one.decode()) for one in digests}
    words = [re.compile(rb"(?<![A-Za-z0-9])" + code.encode() + rb"(?![A-Za-z0-9])") for code in codes]
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if any(word.search(name.encode()) for word in words):
            yield f"{name}: the name"
        if not path.is_file():
            continue
        content = path.read_bytes()
        if hashlib.sha256(content).digest() in contents:
            yield f"{name}: a film, a memo or a drawing"
        for word in words:
            if found := word.search(content):
                yield f"{name}: {content[max(0, found.start() - 30) : found.end() + 30]!r}"
        for one in digests:
            if one in content:
                yield f"{name}: the digest {one[:12].decode()}"
