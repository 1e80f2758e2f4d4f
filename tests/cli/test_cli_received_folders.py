"""A folder that came from a stranger, over every verb that reads one: it is read, or refused by name.

Nothing of what a link leads to is shown or leaves, nothing waits for a pipe, and no error is unforeseen.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.in_process import nao_sessions_here

GOLDEN = Path(__file__).parents[1] / "sessions"
CANARY = "CANARY-OF-A-PRIVATE-KEY"

FILES = (
    "session.json",
    "events.jsonl",
    "events.sums",
    "SHA256SUMS",
    "sync.json",
    "latencies.json",
    "telemetry.parquet",
    "annotations/C01.jsonl",
    "annotations/engagement-d38b574b.scheme.yaml",
    "protocol/rituel-bonjour.yaml",
    "room/room.01.mp4",
    "room/room.frames.csv",
)
FOLDERS = ("annotations", "protocol", "room")

PROTOCOL = GOLDEN / "coded" / "protocol" / "rituel-bonjour.yaml"
VERBS: dict[str, tuple[object, ...]] = {
    "info": ("info", "FOLDER"),
    "verify": ("verify", "FOLDER"),
    "recover": ("recover", "FOLDER"),
    "sync": ("sync", "FOLDER"),
    "practice": ("practice", PROTOCOL, "FOLDER", "--json"),
    "fidelity": ("fidelity", "FOLDER"),
    "agree": ("agree", "FOLDER", "--coders", "C01,C02"),
    "rehearse": ("rehearse", PROTOCOL, "--log", "FOLDER"),
    **{
        f"export {format_}": ("export", "FOLDER", "--plain", "essai", "--to", format_, "-o", "OUT")
        for format_ in ("eaf", "boris", "textgrid", "webvtt", "csv", "parquet", "bundle", "methods", "bids")
    },
}
"""What each verb is asked, with the folder and the place where something is written."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with all that a reader reads, closed, in which nothing is odd yet."""
    made = tmp_path / "received"
    shutil.copytree(GOLDEN / "coded", made)
    shutil.copytree(GOLDEN / "imported" / "room", made / "room")
    for name in ("latencies.json", "telemetry.parquet"):
        shutil.copy(GOLDEN / "cut-2" / name, made / name)
    shutil.copy(GOLDEN / "imported" / "sync.json", made / "sync.json")
    (tmp_path / "key").write_text(f"{CANARY}\n")
    return made


def _ask(verb: str, folder: Path, out: Path) -> tuple[int, str]:
    """Run a verb; give its exit code and all that it said and wrote."""
    places = {"FOLDER": folder, "OUT": out}
    ran = nao_sessions_here(*(places.get(str(one), one) for one in VERBS[verb]), "--lang", "en")
    left = "".join(_texts(path) for path in out.parent.glob("out*"))
    return ran.returncode, ran.stdout + ran.stderr + left


def _texts(path: Path) -> str:
    if path.is_dir():
        return "".join(_texts(one) for one in path.iterdir())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return path.read_text(encoding="utf-8", errors="replace")


LAID: dict[str, Callable[[Path, Path], None]] = {
    "link": lambda key, place: place.symlink_to(key),
    "hard link": lambda key, place: os.link(key, place),
    "device": lambda key, place: place.symlink_to("/dev/zero"),
    "pipe": lambda key, place: os.mkfifo(place),
}


@pytest.mark.parametrize("laid", LAID)
@pytest.mark.parametrize("file", FILES)
def test_verify_names_whatever_is_no_plain_file_and_ends(folder: Path, file: str, laid: str) -> None:
    place = folder / file
    place.unlink()
    LAID[laid](folder.parent / "key", place)
    code, said = _ask("verify", folder, folder.parent / "out")
    assert code == 1
    assert "R135" in said
    assert CANARY not in said
    assert "X100" not in said


@pytest.mark.parametrize("inside", FOLDERS)
def test_verify_names_a_folder_that_is_a_link(folder: Path, tmp_path: Path, inside: str) -> None:
    shutil.move(folder / inside, tmp_path / "elsewhere")
    (folder / inside).symlink_to(tmp_path / "elsewhere")
    code, said = _ask("verify", folder, tmp_path / "out")
    assert (code, "R135" in said) == (1, True)


@pytest.mark.long
@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_reads_what_is_no_plain_file_of_the_folder(folder: Path, tmp_path: Path, verb: str) -> None:
    # Each kind in the place of each file, shared out among the verbs: one reader opens all of them.
    for number, file in enumerate(READ, list(VERBS).index(verb)):
        laid = list(LAID)[number % len(LAID)]
        received = tmp_path / file.replace("/", "-")
        shutil.copytree(folder, received)
        if verb == "recover":
            (received / "SHA256SUMS").unlink()
        (received / file).unlink()
        LAID[laid](tmp_path / "key", received / file)
        code, said = _ask(verb, received, received.parent / f"out-{received.name}")
        assert code in (0, 1), said
        assert CANARY not in said
        assert "X100" not in said


PROTOCOL_FILE = "protocol/rituel-bonjour.yaml"
READ = ("events.jsonl", "annotations/C01.jsonl", PROTOCOL_FILE, "room/room.01.mp4")

PACKED = ("latencies.json", "sync.json", "annotations/engagement-d38b574b.scheme.yaml", PROTOCOL_FILE)


@pytest.mark.parametrize("laid", ["link", "hard link"])
@pytest.mark.parametrize("file", PACKED)
def test_a_bundle_packs_nothing_that_lies_elsewhere(folder: Path, file: str, laid: str) -> None:
    place = folder / file
    place.unlink()
    LAID[laid](folder.parent / "key", place)
    code, said = _ask("export bundle", folder, folder.parent / "out.zip")
    assert (code, "R135" in said, CANARY in said) == (1, True, False)
    assert not (folder.parent / "out.zip").exists()


def _each_line(change: Callable[[dict[str, object]], object]) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        lines = (json.dumps(change(json.loads(line))).encode() for line in content.splitlines())
        return b"\n".join([*lines, b""])

    return changed


def _inside(value: object) -> Callable[[dict[str, object]], object]:
    """Give a change that puts a value in the place of each that lies in another."""
    return lambda record: {
        key: dict.fromkeys(one, value) if isinstance(one, dict) else one for key, one in record.items()
    }


ODD: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda content: b"",
    "zeros": lambda content: b"\0" * 400,
    "a hole": lambda content: content[: len(content) // 2] + b"\0\0" + content[len(content) // 2 :],
    "no UTF-8": lambda content: b"\xff\xfe" + content,
    "torn": lambda content: content[: len(content) * 2 // 3],
    "nested": lambda content: content.split(b"\n")[0] + b"\n" + b"[" * 99_999 + b"]" * 99_999 + b"\n",
    "null inside": _each_line(_inside(None)),
    "lists inside": _each_line(_inside([1])),
    "objects inside": _each_line(_inside({"a": 1})),
    "texts inside": _each_line(_inside("x")),
    "nothing inside": _each_line(
        lambda record: {k: {} if isinstance(v, dict) else v for k, v in record.items()}
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("verb", VERBS)
def test_nothing_in_a_log_or_coding_is_unforeseen(folder: Path, tmp_path: Path, verb: str, odd: str) -> None:
    number = list(VERBS).index(verb) + list(ODD).index(odd)
    file = ("events.jsonl", "annotations/C01.jsonl")[
        number % 2
    ]  # either, shared out among verbs and oddities
    if verb == "recover":
        (folder / "SHA256SUMS").unlink()
    (folder / file).write_bytes(ODD[odd]((folder / file).read_bytes()))
    code, said = _ask(verb, folder, tmp_path / "out")
    assert code in (0, 1, 2), said
    assert "X100" not in said
    assert "X101" not in said


@pytest.mark.parametrize("command", ["agree", "fidelity"])
def test_one_bad_folder_of_many_is_named_and_the_others_are_compared(
    folder: Path, tmp_path: Path, command: str
) -> None:
    many = tmp_path / "many"
    shutil.copytree(GOLDEN / "coded", many / "good")
    shutil.copytree(GOLDEN / "coded", many / "bad")
    (many / "bad" / "events.jsonl").write_bytes(b"no log\n")
    alone = nao_sessions_here(command, many / "good", "--json")
    both = nao_sessions_here(command, many, "--json", "--lang", "en")
    assert (alone.returncode, both.returncode) == (0, 1)
    assert both.stdout == alone.stdout
    assert f"{many / 'bad'} is left out" in both.stderr
