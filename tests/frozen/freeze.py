"""Freeze what must not move: 300 seeded sessions, ten imports from BORIS and ELAN, as this code makes them.

    python -m tests.frozen.freeze          # writes tests/frozen/sessions.tar.xz

Sessions: every protocol of the library, groups, pauses, stops, a Nao that is lost, falls, sleeps and crashes
that were resumed, trials judged again, and corrections. Imports: sessions of the first kind, exported to a
BORIS project or an ELAN file and brought back beside a short video, with what they give when they are
exported again. It is run when an engine means something else by a log (SEMANTICS), and then alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from nao_sessions.engine import SEMANTICS
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.recover import close
from tests.analysis.importing.foreign_videos import film
from tests.console.recount.random_session import random_session
from tests.frozen.archive import ARCHIVE, LINE_SUMS, exported, line_sums

SESSIONS, IMPORTS = 300, 10
WHY = ("--ground", "séance simulée", "--unencrypted", "un essai")


def complete(path: Path) -> None:
    """Give a rehearsed folder what a recorded one has: whose protocol and engine it is, and its checksums.

    Its children get the codes again that they were rehearsed with: what is drawn depends on these.
    """
    folder = SessionFolder(path)
    for number, code in enumerate(folder.read_manifest().participants, 1):
        for file in path.glob("*.json*"):
            file.write_text(file.read_text("utf-8").replace(code, f"V{number:02}"), "utf-8")
    manifest = folder.read_manifest()
    first, rest = folder.events.read_text("utf-8").split("\n", 1)
    start = json.loads(first)
    files = {name: hashlib.sha256(content).hexdigest() for name, content in folder.protocol_files().items()}
    start["data"] |= {"protocol": manifest.protocol.id, "files": files, "engine": SEMANTICS}
    first = json.dumps(start, ensure_ascii=False)
    folder.events.write_text(f"{first}\n{rest}", "utf-8")
    manifest.id, manifest.seed = path.name, start["data"]["seed"]
    manifest.start_sha256 = hashlib.sha256(first.encode()).hexdigest()
    manifest.write(folder.manifest)
    close(folder, manifest.outcome)


def bring_back(folder: Path, to: str, target: Path) -> None:
    """Import a session's export as a session of its own."""
    with tempfile.TemporaryDirectory() as place:
        table, video = Path(place, f"table.{to}"), Path(place, "film.mp4")
        exported(folder, to, table)
        film(video, sound=None, times_ms=list(range(0, 400, 40)))
        command = [sys.executable, "-m", "nao_sessions", "import", str(video), "--events", str(table)]
        command += ["--format", to, "--out", str(Path(place, "out")), *WHY]
        if to == "boris":
            command += ["--observation", f"{folder.name} session"]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise SystemExit(ran.stderr)
        (made,) = Path(place, "out").glob("2*")
        made.rename(target)


def main() -> None:
    """Make all, and pack it: in one order, without times and owners."""
    with tempfile.TemporaryDirectory() as place:
        sessions, imports = Path(place, "sessions"), Path(place, "imports")
        sessions.mkdir()
        imports.mkdir()
        for number in range(SESSIONS):
            complete(random_session(sessions, number).rename(sessions / f"{number:03}"))
        for number in range(IMPORTS):
            to = ("boris", "eaf")[number % 2]
            folder = imports / f"{number:03}"
            bring_back(sessions / f"{number:03}", to, folder)
            (imports / f"{number:03}.{to}").write_bytes(exported(folder, to, Path(place, f"again.{to}")))
        for sums in Path(place).glob(f"*s/*/{LINE_SUMS}"):
            if line_sums(sums.with_name("events.jsonl")) != sums.read_bytes():
                raise SystemExit(f"{sums} are not the sums of its lines")
            sums.unlink()
        raw = io.BytesIO()
        with tarfile.open(fileobj=raw, mode="w") as archive:
            for path in sorted(Path(place).glob("*s/**/*")):
                entry = archive.gettarinfo(path, str(path.relative_to(place)))
                entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = 0, 0, 0, "", ""
                with path.open("rb") if path.is_file() else io.BytesIO() as content:
                    archive.addfile(entry, content if path.is_file() else None)
        ARCHIVE.write_bytes(lzma.compress(raw.getvalue(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
