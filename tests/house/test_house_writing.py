"""A file is written by `record/private.py` alone, which follows no link; who does otherwise has a reason.

A folder of a session, or of an export, may come from a stranger. What opens a file for writing by its path,
here or in a library, is found in the source; a new place fails here until it is written privately, or its
reason stands below.
"""

from __future__ import annotations

import ast

import pytest

from tests.house.calls import argument, functions_with, is_for_writing, module_of, places_with

PRIVATE = ("record/private.py", "core/received.py")
"""The second opens what the first writes into, without following a link."""

_NAMED = "the one file that the user named: /dev/stdout and a link of one's own are meant"
_OWN_STATE = "in the user's own state folder (0700), never in a folder that was received"
_OWN_FOLDER = "in a folder that was just made, private, under a name that nobody could know before"
_DRAFT = "into the draft of a private replacement"
_MEMORY = "into memory"

REASONS = {
    "cli/words.py:write_output": _NAMED,
    "cli/words.py:hush": "/dev/null",
    "cli/new.py:_write": "a protocol that was not there (O_EXCL), under the name that the user gave",
    "core/confinement.py:_leave_network": "no file: settings of the kernel for this process",
    "paper/pdf.py:print_pdf": _OWN_FOLDER,
    "robot/session_mark.py:_lock": _OWN_STATE,
    "live/guard.py:take": _OWN_STATE,
    "live/guard.py:take_back": _OWN_STATE,
    "live/guard.py:_lock_older": _OWN_STATE,
    "analysis/importing/video.py:_bring": _OWN_FOLDER,
    "analysis/importing/added_files.py:_bring_sound": _OWN_FOLDER,
    "analysis/corpus/index_files.py:_written": _OWN_FOLDER,
    "analysis/tables/flat.py:write_table": _DRAFT,
    "analysis/film/work.py:cut": _DRAFT,
    "analysis/film/work.py:constant_copy": _DRAFT,
    "room/capture/encoders.py:__init__": _MEMORY,
    "boards/obf/zip_files.py:pack": _MEMORY,
    "analysis/corpus/bundle.py:bundle_of": _MEMORY,
    "protocol/diagram/svg.py:_leads": "no file: an element of a drawing",
    "cli/vault.py:_move_house": "into a vault that was just made and opened, from the user's own folder",
    "privacy/sealing.py:_pack": _OWN_FOLDER,
    "privacy/sealing.py:_unpack": "no writing: it opens what was sealed, in a folder that was just made",
    "room/capture/writer.py:__init__": "into a file that is open already, by open_private",
}
"""By module and function."""

_WRITE_FLAGS = {"O_WRONLY", "O_RDWR", "O_CREAT", "O_APPEND", "O_TRUNC"}
_BY_PATH = {"write_text", "write_bytes", "touch", "symlink_to", "hardlink_to"}
_OF_MODULES = {
    "os": {"mkfifo", "link", "symlink", "truncate", "mknod"},
    "shutil": {"copy", "copy2", "copyfile", "copytree", "move"},
    "cv2": {"imwrite"},
    "np": {"save", "savez", "savez_compressed", "savetxt"},
    "pq": {"ParquetWriter"},
    "pc": {"CSVWriter", "write_csv"},
    "zipfile": {"ZipFile"},
    "tarfile": {"open"},
}


def _writes(call: ast.Call) -> bool:
    """Return whether a call opens a file for writing by its path, or makes one."""
    asked = call.func
    if isinstance(asked, ast.Name):
        return asked.id == "open" and is_for_writing(argument(call, 1, "mode"))
    if not isinstance(asked, ast.Attribute):
        return False
    module = module_of(call)
    if (module, asked.attr) == ("os", "open"):
        flags = argument(call, 1, "flags")
        names = {node.attr for node in ast.walk(flags) if isinstance(node, ast.Attribute)} if flags else set()
        return bool(names & _WRITE_FLAGS) or not any(name.startswith("O_") for name in names)
    if module in {"av", "io"} and asked.attr == "open":
        return is_for_writing(argument(call, 1, "mode"))
    if asked.attr in _OF_MODULES.get(module, ()):
        return module != "zipfile" or is_for_writing(argument(call, 1, "mode"))
    if asked.attr == "open" and module not in {"SessionFolder", "webbrowser"}:
        mode = argument(call, 0, "mode")
        return isinstance(mode, ast.Constant) and isinstance(mode.value, str) and is_for_writing(mode)
    # a bare `robot.touch(part)` is no file: those of paths take no argument, or `exist_ok`
    return asked.attr in _BY_PATH and (asked.attr != "touch" or not call.args)


def test_who_writes_a_file_by_its_path_does_it_privately_or_has_a_reason() -> None:
    assert places_with(_writes, *PRIVATE) == REASONS.keys()


@pytest.mark.parametrize(
    "line",
    [
        "open(path, 'w')",
        "open(path, mode='ab')",
        "open(path, mode)",
        "path.open('x')",
        "path.open(mode='r+')",
        "path.write_text('')",
        "path.write_bytes(b'')",
        "(folder / 'a').touch()",
        "os.open(path, os.O_WRONLY | os.O_CREAT)",
        "os.open(path, flags)",
        "av.open(str(path), 'w')",
        "shutil.copyfile(a, b)",
        "pq.ParquetWriter(path, schema)",
        "zipfile.ZipFile(path, 'w')",
    ],
)
def test_a_call_that_writes_by_a_path_is_found(line: str) -> None:
    assert functions_with(f"def f():\n    {line}\n", _writes) == ["f"]


@pytest.mark.parametrize(
    "line",
    [
        "open(path)",
        "path.open('rb')",
        "SessionFolder.open(path)",
        "os.open(path, os.O_RDONLY | os.O_DIRECTORY)",
        "robot.touch('head.front')",
        "self.open()",
        "av.open(str(path))",
        "zipfile.ZipFile(path)",
        "os.fdopen(file, 'wb')",
    ],
)
def test_a_call_that_reads_is_not_found(line: str) -> None:
    assert functions_with(f"def f():\n    {line}\n", _writes) == []
