"""What comes from outside is read by `core/received.py` alone; who reads otherwise has a reason.

A folder of a session, a protocol, a board or a film may come from a stranger. What opens a file for reading
by its path, here or in a library, is found in the source; a new place fails here until it reads as the others
do, or its reason stands below.
"""

from __future__ import annotations

import ast

import pytest

from tests.house.calls import argument, functions_with, is_for_writing, module_of, places_with

RECEIVED = "core/received.py"

_SYSTEM = "the system's own file, in /proc or /sys"
_PACKAGE = "a file of this program's package"
_OWN_STATE = "in the user's own state or cache folder (0700), never in a folder that was received"
_OWN_FOLDER = "in a folder that was just made, private, under a name that nobody could know before"
_MEMORY = "from memory"
_OPEN = "from a file that is open already, by this reader"
_CAMERA = "a camera, a microphone or a film in its place, by the address that the user gave"
_LIST = "the one list of first names that the user gave, and which may well be a pipe: --names <(...)"
_CHECKED = "checked by this reader just before: the web's library opens by path alone"

REASONS = {
    "analysis/corpus/bundle.py:_entries": _OWN_FOLDER,
    "analysis/corpus/index_files.py:_sum": _OWN_STATE,
    "analysis/corpus/index_files.py:_written": _OWN_STATE,
    "analysis/corpus/index_files.py:kept_at": _OWN_STATE,
    "analysis/film/features/store.py:forget_gone": _OWN_STATE,
    "analysis/film/features/store.py:read": _OWN_STATE,
    "analysis/schemes/files.py:take_scheme": _PACKAGE,
    "boards/obf/zip_files.py:unpack": _MEMORY,
    "cli/first_names.py:name_lines": _LIST,
    "cli/vault.py:_move_house": _OWN_STATE,
    "console/after/routes.py:_hear": _CHECKED,
    "console/board/boards.py:_read": _OWN_STATE,
    "console/discover/scenes.py:read_discovery": _OWN_STATE,
    "console/home/routes.py:_answer_picture": "read by this reader when its protocol was loaded",
    "console/pairing/certificates.py:_kept_authority": _OWN_STATE,
    "console/pairing/certificates.py:_kept_leaf": _OWN_STATE,
    "console/pairing/devices.py:_read": _OWN_STATE,
    "console/people.py:read_people": _OWN_STATE,
    "console/prepare/routes.py:_read": _OWN_STATE,
    "console/progress/figures.py:read_kept": _OWN_STATE,
    "console/session/routes.py:read_favourites": _OWN_STATE,
    "console/texts/drafts.py:read_changes": _OWN_STATE,
    "console/texts/store.py:read": _OWN_STATE,
    "core/clock.py:boot_id": _SYSTEM,
    "core/mounts.py:read_mounts": _SYSTEM,
    "core/confinement.py:_allow": "no reading: the place that a child may read, named to the kernel",
    "doctor/computer/reading.py:_word": _SYSTEM,
    "doctor/network/interfaces.py:_rows": _SYSTEM,
    "doctor/network/interfaces.py:forwards": _SYSTEM,
    "paper/pdf.py:print_pdf": _OWN_FOLDER,
    "privacy/layers.py:_text": _SYSTEM,
    "privacy/persons.py:_change": _OWN_STATE,
    "privacy/layers.py:read_swaps": _SYSTEM,
    "privacy/sealing.py:_read_identity": "the file of a key that the user named, or the house's own",
    "privacy/sealing.py:_unpack": "from a folder that was just made, entry by entry, plain files alone",
    "privacy/sealing.py:of_house": _OWN_STATE,
    "privacy/tpm.py:seal": _OWN_FOLDER,
    "privacy/vault.py:read_passphrase": "the file that the user named, which may well be a pipe",
    "protocol/diagram/svg.py:_wires": "no file: an element of a drawing",
    "record/house.py:_key": _OWN_STATE,
    "record/house.py:_read": _OWN_STATE,
    "record/manifest.py:program_version": _PACKAGE,
    "record/telemetry/samples.py:_read_parquet": _OPEN,
    "rehearsal/people/behaviour.py:profile": _PACKAGE,
    "privacy/life/elsewhere.py:_is_table_copy": _MEMORY,
    "review/replay/app.py:answer_video": _CHECKED,
    "robot/naoqi/life.py:load": _OWN_STATE,
    "room/capture/capture.py:changed": _MEMORY,
    "room/capture/encoders.py:__init__": _MEMORY,
    "room/capture/film_latch.py:_started_at": _SYSTEM,
    "room/files/container.py:open_recording": _OPEN,
    "room/sources/login.py:read_login": "in the user's own configuration (0600)",
    "room/sources/network.py:__init__": _CAMERA,
    "room/sources/opening.py:__init__": _CAMERA,
    "room/sources/rtsp.py:__init__": _CAMERA,
    "room/voice/ending.py:network": _PACKAGE,
    "web/kept_keys.py:_read": _OWN_STATE,
    "web/pages.py:read_static": _PACKAGE,
    "web/protection.py:uid_of_peer": _SYSTEM,
}
"""By module and function."""

_BY_PATH = {"read_text", "read_bytes"}
_OF_MODULES = {
    "json": {"load"},
    "pq": {"ParquetFile", "read_table"},
    "pc": {"read_csv"},
    "np": {"load", "loadtxt", "genfromtxt", "fromfile"},
    "cv2": {"imread", "VideoCapture"},
    "shutil": {"copy", "copy2", "copyfile", "copytree"},
    "zipfile": {"ZipFile"},
    "tarfile": {"open"},
    "ET": {"parse", "iterparse"},
    "ElementTree": {"parse", "iterparse"},
    "sqlite3": {"connect"},
}
_WRITE_FLAGS = {"O_WRONLY", "O_RDWR", "O_CREAT", "O_DIRECTORY"}
_NO_FILES = {"SessionFolder", "webbrowser", "self", "_canvas", "canvas", "latch"}


def _reads(call: ast.Call) -> bool:
    """Return whether a call opens a file for reading by its path."""
    asked = call.func
    if isinstance(asked, ast.Name):
        if asked.id == "open":
            return not is_for_writing(argument(call, 1, "mode"))
        return asked.id in {"FileResponse", "VideoResponse"}
    if not isinstance(asked, ast.Attribute):
        return False
    module = module_of(call)
    if (module, asked.attr) == ("os", "open"):
        flags = argument(call, 1, "flags")
        names = {node.attr for node in ast.walk(flags) if isinstance(node, ast.Attribute)} if flags else set()
        return not names & _WRITE_FLAGS
    if module in {"av", "io"} and asked.attr == "open":
        return not is_for_writing(argument(call, 1, "mode"))
    if asked.attr in _OF_MODULES.get(module, ()):
        return module not in {"zipfile", "tarfile"} or not is_for_writing(argument(call, 1, "mode"))
    if asked.attr == "open" and module not in _NO_FILES:
        return bool(call.args or call.keywords) and not is_for_writing(argument(call, 0, "mode"))
    return asked.attr in _BY_PATH


def test_what_comes_from_outside_is_read_by_the_one_reader_or_there_is_a_reason() -> None:
    assert places_with(_reads, RECEIVED) == REASONS.keys()


@pytest.mark.parametrize(
    "line",
    [
        "open(path)",
        "open(path, 'rb')",
        "path.open('rb')",
        "path.open(encoding='utf-8')",
        "path.read_text()",
        "(folder / 'a').read_bytes()",
        "os.open(path, os.O_RDONLY | os.O_CLOEXEC)",
        "os.open(path, flags)",
        "av.open(str(path))",
        "pq.read_table(path)",
        "shutil.copyfile(a, b)",
        "zipfile.ZipFile(path)",
        "json.load(file)",
        "FileResponse(path)",
    ],
)
def test_a_call_that_reads_by_a_path_is_found(line: str) -> None:
    assert functions_with(f"def f():\n    {line}\n", _reads) == ["f"]


@pytest.mark.parametrize(
    "line",
    [
        "open(path, 'w')",
        "path.open('xb')",
        "SessionFolder.open(path)",
        "os.open(path, os.O_RDONLY | os.O_DIRECTORY)",
        "os.open(path, os.O_WRONLY | os.O_CREAT)",
        "av.open(str(path), 'w')",
        "self.open()",
        "received(path)",
        "read_received(path, folder)",
        "json.loads(text)",
    ],
)
def test_a_call_that_opens_nothing_for_reading_is_not_found(line: str) -> None:
    assert functions_with(f"def f():\n    {line}\n", _reads) == []
