"""Search a disk byte for byte for what was recorded in a vault, after kills; and tell what the vault costs.

The disk is a file with ext4: on it lie the vault's ciphertext, home, caches, state, temporary files and
exports. A recorder films, a writer logs, notes and uses temporary files, an export is sealed; one of them, or
gocryptfs itself, is killed at a random moment; then every byte of the disk is searched, free space and
journal too, and every file elsewhere that is younger than the run. A canary stands in name, note and log; of
the film pieces are searched that the vault itself gives back. The same search of a disk without a vault shows
that it finds them. Needs gocryptfs and the right to mount. Exit 1 if anything was found.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import mmap
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av

from nao_sessions.core.events import Event
from nao_sessions.core.places import VaultPlace, keep_to_ourselves
from nao_sessions.privacy.vault import Vault
from nao_sessions.record.log import LogWriter, read_log
from nao_sessions.record.private import append_private, replace_private
from nao_sessions.room.files.probe import examine

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.record.made_folder import make_folder
from tests.room import cameras
from tests.room.cameras import camera, last_picture_ns, recorder
from tests.small_disk import disk_in
from tests.vaults import PASSPHRASE, kill_gocryptfs

ELSEWHERE = ("/tmp", "/var/tmp", "/dev/shm", "/run", "/root", "/home")
TICKS = os.sysconf("SC_CLK_TCK")
HEADS = (b"ftypisom", b'"seq":')
"""What begins a film and stands in every line of a log: not to be found either."""


@dataclass
class Found:
    """What the kills left: places where something was found, and the seconds of film that each kill lost."""

    leaks: list[str] = field(default_factory=list)
    lost_s: dict[str, list[float]] = field(default_factory=dict)
    logs: int = 0


def write_until_killed(folder: Path, token: str) -> None:
    """Log, note, and use temporary files, until somebody kills this process."""
    log, at = LogWriter(folder / "events.jsonl"), 0
    print("writing", flush=True)
    while True:
        data = {"text": f"{token} dit prune"}
        log.append([Event(at, "in", at * 1_000_000, "professional", "note", data)])
        append_private(folder / "notes.md", f"- {token} a ri\n".encode())
        replace_private(folder / "names.json", json.dumps({"P07": token}).encode())
        with tempfile.NamedTemporaryFile() as draft:
            draft.write(token.encode() * 500)
            draft.flush()
        at += 1


@contextlib.contextmanager
def process(*command: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command in a process group of its own, which is killed in any case."""
    started = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, process_group=0
    )
    try:
        yield started
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        assert started.stdout is not None
        started.stdout.close()


def kill_one(
    data: Path, source: str, token: str, kill: Callable[[int], int | None], after_s: float
) -> tuple[Path, int]:
    """Film and write into a new session folder of a place, and kill; return the folder, and when (ns)."""
    folder = data / "sessions" / f"kill-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    with (
        recorder() as films,
        process(sys.executable, __file__, "--write", str(folder), "--token", token) as writes,
    ):
        films.start(source, folder)
        films.wait_for("rolling")
        assert writes.stdout is not None
        writes.stdout.readline()
        time.sleep(after_s)
        killed_ns = kill(films.process.pid)
        if killed_ns is None:
            killed_ns = time.monotonic_ns()
            os.killpg(films.process.pid, signal.SIGKILL)
        os.killpg(writes.pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(films.process.pid, signal.SIGKILL)
        films.process.wait()
    return folder, killed_ns


def pieces_of(folder: Path) -> list[bytes]:
    """Return pieces of a film's pictures, as the open vault gives them back."""
    found = []
    for film in sorted((folder / "room").glob("*.mp4")):
        content = film.read_bytes()
        for share in (0.2, 0.4, 0.6, 0.8, 0.95):
            piece = content[int(len(content) * share) :][:24]
            if len(set(piece)) > 16:
                found.append(piece)
    return found


def found_in(image: Path, wanted: list[bytes]) -> list[bytes]:
    """Return what of some bytes stands anywhere in a disk."""
    with image.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return [one for one in wanted if content.find(one) >= 0]


def found_elsewhere(token: str, since_s: float, but: Path) -> list[str]:
    """Return the files elsewhere on this computer, younger than the run, that hold the canary."""
    found = []
    for root in ELSEWHERE:
        for folder, names, files in os.walk(root):
            names[:] = [
                one for one in names if Path(folder, one) != but and not Path(folder, one).is_symlink()
            ]
            for name in files:
                path = Path(folder, name)
                with contextlib.suppress(OSError):
                    about = path.stat(follow_symlinks=False)
                    young = about.st_mtime >= since_s and about.st_size < 50_000_000
                    if young and path.is_file() and token.encode() in path.read_bytes():
                        found.append(str(path))
    return found


def flush(place: Path) -> None:
    """Write a disk through, so that its file holds all that it was given."""
    subprocess.run(["sync", "-f", str(place)], check=True)


def search(kills: int, here: Path, chance: random.Random) -> Found:
    """Kill so many times in a vault, and search the disk after each."""
    token, found, since_s = f"canari{secrets.token_hex(8)}", Found(), time.time()
    image, disk = here / "disk.image", here / "disk"
    with disk_in(image, disk, 400 * 1024**2), camera() as source, at_home_in(disk):
        vault = Vault(VaultPlace.default())
        try:
            vault.create(PASSPHRASE)
            vault.open(PASSPHRASE)
            keep_to_ourselves()
            data = vault.place.opened
            session = real_session(data / "sessions", token)
            exporting = ("export", str(session), "--to", "csv", "-o", str(disk / "exports" / "out"))
            began = time.monotonic()
            with process(sys.executable, "-m", "nao_sessions", *exporting) as whole:
                assert whole.wait() == 0
            export_s = time.monotonic() - began
            assert [path.name for path in (disk / "exports").iterdir()] == ["out.tar.age"]
            for number in range(kills):
                kind = ("recorder", "gocryptfs", "export")[number % 3]
                if kind == "export":
                    with process(sys.executable, "-m", "nao_sessions", *exporting):
                        time.sleep(chance.random() * export_s)
                    wanted = [token.encode(), *HEADS]
                else:
                    dies = (lambda pid: None) if kind == "recorder" else (lambda pid: dead(vault))
                    folder, killed_ns = kill_one(data, source.tcp, token, dies, chance.random() * 1.5)
                    vault.open(PASSPHRASE)
                    losses = found.lost_s.setdefault(f"vault, {kind} killed", [])
                    losses.append((killed_ns - last_picture_ns(folder / "room" / "room.01.mp4")) / 1e9)
                    found.logs += bool(read_log(folder / "events.jsonl").events)
                    assert not [text for one in examine(folder) for text in one.problems]
                    wanted = [token.encode(), *HEADS, *pieces_of(folder)]
                    shutil.rmtree(folder)
                flush(disk)
                leaks = found_in(image, wanted)
                found.leaks += [f"{kind}: {one!r} on the disk" for one in leaks]
                print(f"kill {number + 1} ({kind}): {len(wanted)} searched, {len(leaks)} found", flush=True)
            found.leaks += found_elsewhere(token, since_s, here)
        finally:
            with contextlib.suppress(Exception):
                vault.close()
    return found


def dead(vault: Vault) -> int:
    """Kill the vault's gocryptfs, and return when."""
    at_ns = time.monotonic_ns()
    kill_gocryptfs(vault)
    return at_ns


def real_session(parent: Path, token: str) -> Path:
    """Make a closed session of a child, with the canary in its notes."""
    folder = make_folder(parent, closed=True).path
    manifest = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    manifest |= {"rehearsal": False, "ground": {"text": f"accord, {token}", "unencrypted": None}}
    (folder / "session.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "notes.md").write_text(f"## 2026-11-30\n\n{token} a ri\n", encoding="utf-8")
    return folder


@contextlib.contextmanager
def at_home_in(disk: Path) -> Iterator[None]:
    """Have this process and its children take a disk for the user's home and temporary files."""
    before, temporary = dict(os.environ), tempfile.tempdir
    for name in ("home", "data", "cache", "state", "config", "tmp", "exports"):
        (disk / name).mkdir(mode=0o700, exist_ok=True)
    os.environ |= {
        f"XDG_{name}_HOME": str(disk / name.lower()) for name in ("DATA", "CACHE", "STATE", "CONFIG")
    }
    os.environ |= {"HOME": str(disk / "home"), "TMPDIR": str(disk / "tmp")}
    tempfile.tempdir = None
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        tempfile.tempdir = temporary


def control(kills: int, here: Path, chance: random.Random) -> tuple[int, list[float]]:
    """Do the same without a vault; return on how many disks the search found something, and film lost (s)."""
    token, hits, lost = f"canari{secrets.token_hex(8)}", 0, []
    disk = here / "plain"
    with disk_in(here / "plain.image", disk, 400 * 1024**2), camera() as source, at_home_in(disk):
        data = here / "plain" / "data"
        (data / "sessions").mkdir()
        for _ in range(kills):
            folder, killed_ns = kill_one(data, source.tcp, token, lambda pid: None, chance.random() * 1.5)
            lost.append((killed_ns - last_picture_ns(folder / "room" / "room.01.mp4")) / 1e9)
            flush(here / "plain")
            wanted = [token.encode(), *HEADS, *pieces_of(folder)]
            hits += len(found_in(here / "plain.image", wanted)) == len(wanted)
    return hits, lost


def cpu_s(pid: int) -> float:
    """Return the processor time of a process, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def pid_of(vault: Vault) -> int:
    """Return the number of a vault's gocryptfs."""
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (entry / "cmdline").read_bytes()
            if b"gocryptfs" in command.split(b"\0")[0] and os.fsencode(vault.place.sealed) in command:
                return int(entry.name)
    raise LookupError("no gocryptfs")


def cost(here: Path, seconds: float, lines: int) -> None:
    """Print what recording, a log line and a seek cost, plain and in a vault, turn by turn."""
    with disk_in(here / "cost.image", here / "cost", 800 * 1024**2), camera() as source:
        vault = Vault(VaultPlace.at(here / "cost" / "vault"))
        vault.create(PASSPHRASE)
        vault.open(PASSPHRASE)
        try:
            places = {"plain": here / "cost" / "plain", "vault": vault.place.opened / "sessions"}
            places["plain"].mkdir()
            for name, place in places.items():
                with recorder() as films:
                    films.start(source.tcp, place / "film")
                    films.wait_for("rolling")
                    pids = [films.process.pid, *([pid_of(vault)] if name == "vault" else [])]
                    before, began = [cpu_s(pid) for pid in pids], time.monotonic()
                    time.sleep(seconds)
                    took = time.monotonic() - began
                    shares = [100 * (cpu_s(pid) - was) / took for pid, was in zip(pids, before, strict=True)]
                    films.tell(cmd="stop")
                    films.process.wait()
                print(
                    f"{name}: recorder {shares[0]:.1f} % of a core, gocryptfs {sum(shares[1:]):.1f} %",
                    flush=True,
                )
            writers = {name: LogWriter(place / "events.jsonl") for name, place in places.items()}
            took_ms: dict[str, list[float]] = {name: [] for name in places}
            for at in range(lines):
                for name, writer in writers.items():
                    event = Event(at, "note", at * 10_000_000, "engine", "line", {"text": "x" * 80})
                    began = time.perf_counter()
                    writer.append([event])
                    took_ms[name].append((time.perf_counter() - began) * 1000)
                time.sleep(0.005)
            for writer in writers.values():
                writer.close()
            for name, each in took_ms.items():
                print(f"{name}: a log line {of(each, 0.5):.3f} ms p50, {of(each, 0.99):.3f} ms p99")
            chance = random.Random(1)
            for name, place in places.items():
                each = seeks(place / "film" / "room" / "room.01.mp4", chance)
                print(f"{name}: a seek {of(each, 0.5):.2f} ms p50, {of(each, 0.99):.2f} ms p99")
        finally:
            vault.close()


def seeks(film: Path, chance: random.Random) -> list[float]:
    """Return how long random seeks in a film take, each to its first picture, in ms."""
    took = []
    with av.open(str(film)) as container:
        video = container.streams.video[0]
        for _ in range(100):
            began = time.perf_counter()
            container.seek(int(chance.random() * (video.duration or 1)), stream=video)
            next(iter(container.decode(video)))
            took.append((time.perf_counter() - began) * 1000)
    return took


def of(values: list[float], share: float) -> float:
    """Return a quantile."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main() -> int:
    """Kill, search and measure; return 1 if anything was found outside."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--plain", type=int, default=10, help="kills without a vault")
    parser.add_argument("--seconds", type=float, default=30.0, help="how long each recorder is measured")
    parser.add_argument("--lines", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--token", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write is not None:
        write_until_killed(given.write, given.token)
    cameras.DEADLINE_S = 120.0  # a busy machine takes its time until a recorder rolls
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="vault-", ignore_cleanup_errors=True) as name:
        here = Path(name)
        if given.seconds:
            cost(here, given.seconds, given.lines)
        hits, lost = control(given.plain, here, chance)
        print(f"without a vault: all that was searched was found after {hits} of {given.plain} kills")
        found = search(given.kills, here, chance)
    losses = {"plain, recorder killed": lost, **found.lost_s}
    for which, each in losses.items():
        if each:
            print(
                f"{which}: {len(each)} times, film lost {of(each, 0.5):.3f} s median, {max(each):.3f} s worst"
            )
    swap = Path("/proc/swaps").read_text().splitlines()[1:]
    print(f"swap areas of this computer: {len(swap)} (what is swapped out was not searched)")
    print(f"{given.kills} kills: {len(found.leaks)} found outside the vault")
    for leak in found.leaks:
        print(f"  {leak}")
    return 1 if found.leaks else 0


if __name__ == "__main__":
    sys.exit(main())
