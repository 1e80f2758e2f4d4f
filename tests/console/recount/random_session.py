"""Random sessions: protocols of the library, virtual children, and what goes wrong in a room meanwhile.

Pauses, stops, a Nao that is lost or falls, a computer that sleeps, a crash, words in a pause, trials that are
judged again, children who leave, sessions that die and are closed by whoever finds them; and afterwards
corrections, and latencies that were measured in the sound.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from random import Random

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.engine import Engine, State
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.private import write_private
from nao_sessions.record.recover import recover
from nao_sessions.rehearsal.people.behaviour import PersonActs
from nao_sessions.rehearsal.people.people import InTheRoom
from tests.console.rehearsed_folder import engine_of, make_session

CODES = ("P07", "P12", "P31", "P44")
PROTOCOLS = (
    "attention-conjointe", "consignes", "demo", "emotions", "histoire-ours", "imitation", "nao-dit",
    "nommer-trier", "positions", "retour-au-calme", "rimes", "rituel-au-revoir", "rituel-bonjour", "simon",
    "tour-de-role", "tour-de-role", "tour-de-role",
)  # fmt: skip
POLICIES = ("confirms", "confirms", "helps", "helps", "presses_everything")
PROFILES = (
    "steady", "often_wrong", "uneven", "repeats", "tiring", "long_latency", "early_answers", "silent",
    "touches_everything",
)  # fmt: skip
"""Children who stay: of those who refuse there is little to count."""
JUDGED = ("correct", "prompted", "incorrect", "no_response", "refused", "void")
JUDGED_IN_SESSION = ("correct", "incorrect", "no_response", "void")
MOST_CUTS = 12
VIRTUAL = tuple(f"V{number:02}" for number in range(1, 1 + len(CODES)))
"""What a rehearsal calls its children: with other codes its log would not follow from its inputs."""
DYING = 0.3
CUTS = ("pause", "stop", "lost", "fell", "slept", "resumed", "halted")


class Interrupting:
    """Virtual people whose session is interrupted now and then; the seed decides when, by what, how long."""

    def __init__(self, people: InTheRoom, random: Random, each: float) -> None:
        self._people, self._random, self._each = people, random, each
        self._cuts = 0
        self._until_ns = 0

    def look(self, engine: Engine, state: State, now_ns: int) -> list[PersonActs]:
        """Let the people look, and now and then something happens to the session, and ends."""
        acts = self._people.look(engine, state, now_ns)
        if self._cuts < MOST_CUTS and self._random.random() < self._each:
            self._cuts += 1
            acts = [*acts, *self._interruption(now_ns)]
        elif state.paused and now_ns >= self._until_ns:  # somebody else paused it
            self._until_ns = now_ns + 5 * SECOND_NS
            acts = [*acts, PersonActs(5 * SECOND_NS, "command", {"name": "resume"})]
        if state.block is not None and self._random.random() < self._each / 4:
            judged = {"name": "judge", "as": self._random.choice(JUDGED_IN_SESSION)}
            acts = [*acts, PersonActs(self._soon(), "command", judged)]
        if len(state.present) > 1 and self._random.random() < self._each / 2:
            acts = [*acts, *self._absence(self._random.choice(state.present))]
        return acts

    def notice(self, act: PersonActs, engine: Engine, state: State) -> list[PersonActs]:
        """Let the people see it."""
        return self._people.notice(act, engine, state)

    def _interruption(self, now_ns: int) -> list[PersonActs]:
        what = self._random.choice(CUTS)
        begins, lasts = self._soon(), round(self._random.uniform(0.5, 60) * SECOND_NS)
        self._until_ns = max(self._until_ns, now_ns + begins + lasts)
        kind = "command" if what in ("pause", "stop") else what
        cut = PersonActs(begins, kind, {"name": what} if kind == "command" else {})
        back = [PersonActs(begins + lasts - 1, "back", {})] if what == "lost" else []
        heard = [PersonActs(begins + lasts // 2, "word", {"word": word}) for word in self._said()]
        return [cut, *heard, *back, PersonActs(begins + lasts, "command", {"name": "resume"})]

    def _absence(self, code: str) -> list[PersonActs]:
        """Let a child leave and, as a rule, come back."""
        leaves, lasts = self._soon(), round(self._random.uniform(1, 60) * SECOND_NS)
        gone = PersonActs(leaves, "command", {"name": "leave", "participant": code})
        back = PersonActs(leaves + lasts, "command", {"name": "return", "participant": code})
        return [gone, back] if self._random.random() < 0.8 else [gone]

    def _said(self) -> list[str]:
        """Give what is said meanwhile, in a pause as a rule: what is listened for everywhere, or is not."""
        return [word for word in ("stop", "pomme") if self._random.random() < 0.3]

    def _soon(self) -> int:
        return round(self._random.uniform(0, 9) * SECOND_NS)


def random_session(parent: Path, number: int) -> Path:
    """Make a session folder; the number decides everything in it."""
    random = Random(f"recount/{number}")
    name = random.choice(PROTOCOLS)
    protocol = engine_of(name).protocol
    least, most = protocol.participants_min, min(len(CODES), protocol.participants_max)
    count = random.randint(max(1, least), max(1, most))
    dies = random.random() < DYING
    codes = VIRTUAL[:count] if dies else CODES
    each = random.choice((0.0, 0.01, 0.04, 0.1))
    folder = make_session(
        parent,
        name,
        children=codes[:count] if random.random() < 0.5 else codes[len(codes) - count :],
        profile=random.choice(PROFILES),
        seed=number,
        day=number,
        policy=random.choice(POLICIES),
        around=lambda people: Interrupting(people, random, each),
    )
    _say_when_it_last_ran(folder)
    if dies:
        _die(folder, random)
    log = [json.loads(line) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]
    if random.random() < 0.6:
        _correct(folder, log, random)
    if random.random() < 0.5:
        _measure(folder, log, random)
    return folder


def _say_when_it_last_ran(folder: Path) -> None:
    """Let each resumption say when the session last ran, as those of a program do: at the line before it."""
    path = folder / "events.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for before, line in pairwise(lines):
        if (line["dir"], line["kind"]) == ("in", "resumed"):
            line["data"]["last_ns"] = before["at"]
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    path.write_text(text, "utf-8")


def _die(folder: Path, random: Random) -> None:
    """Cut the log anywhere behind its first step, and close the folder as whoever finds it does."""
    session = SessionFolder(folder)
    lines = session.events.read_bytes().splitlines(keepends=True)
    begun = next(place for place, line in enumerate(lines) if b'"kind":"entered"' in line)
    kept = lines[: random.randrange(begun + 1, len(lines))]
    session.events.write_bytes(b"".join(kept))
    if random.random() < 0.7:  # the guard sees that the session is dead, and halts Nao
        at = json.loads(kept[-1])["at"] + random.randint(0, 2 * SECOND_NS)
        write_private(session.halts, (json.dumps({"event": "halted", "at": at}) + "\n").encode())
    manifest = session.read_manifest()
    manifest.state, manifest.outcome = "open", ""
    manifest.write(session.manifest)
    recover(session)


def _correct(folder: Path, log: list[dict], random: Random) -> None:  # type: ignore[type-arg]
    """Correct trials and responses: judgement, who answered, some twice, some taken back, some nonsense."""
    codes = json.loads((folder / "session.json").read_text("utf-8"))["participants"]
    trials = [line for line in log if line["dir"] == "out" and line["kind"] == "trial"]
    responses = [line for line in log if line["dir"] == "out" and line["kind"] == "response"]
    written = []
    for _ in range(random.randint(1, 12) if responses else 0):
        seq = random.choice(responses)["seq"] if random.random() < 0.9 else random.choice(log)["seq"]
        new = random.choice((*codes, *codes, "professional", "unknown", "", "Z99"))
        record = {"seq": seq, "field": "by", "old": "unknown", "new": new, "who": "researcher"}
        written.append(json.dumps({**record, "when_utc": "2026-11-24T16:00:00Z", "why": ""}))
    for _ in range(random.randint(1, 6) if trials else 0):
        line = random.choice(trials)
        field = random.choice(("judgement", "by"))
        new = random.choice(JUDGED if field == "judgement" else (*codes, "professional", "unknown"))
        old = line["data"][field] or "unscored"
        when = "2026-11-24T15:00:00Z"
        record = {"seq": line["seq"], "field": field, "old": old, "new": new, "who": "professional"}
        written.append(json.dumps({**record, "when_utc": when, "why": ""}))
    random.shuffle(written)
    (folder / "corrections.jsonl").write_text("".join(f"{line}\n" for line in written), "utf-8")


def _measure(folder: Path, log: list[dict], random: Random) -> None:  # type: ignore[type-arg]
    """Measure latencies in a sound that nobody recorded: some differ from the robot's word."""
    answers = []
    times = {line["seq"]: line["t"] for line in log}
    same: dict[tuple[int, int], dict[str, object]] = {}  # a trial and the response that it rests on are one
    for line in log:
        logged = line["data"].get("latency_ns")
        if line["dir"] != "out" or line["kind"] not in ("trial", "response") or logged is None:
            continue
        is_trial, in_sound = line["kind"] == "trial", random.random() < 0.6
        opened = line["data"]["opened_at"] if is_trial else times[line["cause"]] - logged
        answer = {
            "opened_ns": opened,
            "answered_ns": opened + logged,
            "logged_latency_ns": logged,
            "latency_ns": logged + random.randint(-80, 80) * 1_000_000 if in_sound else logged,
            "uncertainty_ms": random.choice((18.5, 42.0, 130.0)) if in_sound else 300.0,
            "method": "sound" if in_sound else "event",
            "why": None if in_sound else "no_clap",
        }
        answer = same.setdefault((opened, logged), answer)
        answers.append({"seq": line["seq"], "kind": line["kind"], **answer})
    record = {"format": 1, "event": {"uncertainty_ms": 300.0}, "answers": answers}
    (folder / "latencies.json").write_text(json.dumps(record), "utf-8")
