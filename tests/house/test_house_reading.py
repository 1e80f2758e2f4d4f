"""A recording is opened in one place, by a descriptor; what gives FFmpeg something else has a reason."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.test_house_writing import _argument, _calls, _is_for_writing

ROOT = Path(__file__).parents[2]
_MEMORY = "out of memory"
_CAMERA = "what the room file names: a camera, in its recorder's own process"

REASONS = {
    "room/files/container.py:open_recording": "the one place",
    "room/capture/capture.py:changed": _MEMORY,
    "room/capture/encoders.py:__init__": _MEMORY,
    "room/sources/network.py:__init__": _CAMERA,
    "room/sources/opening.py:__init__": _CAMERA,
    "room/sources/rtsp.py:__init__": _CAMERA,
}
"""By module and function."""

_CV2 = {"imread", "imdecode", "VideoCapture", "imreadmulti"}


def readers(source: str) -> list[str]:
    """Return the functions of a module in which a picture, video or sound is opened for reading."""
    found = []
    for function, call in _calls(ast.parse(source)):
        if not isinstance(call.func, ast.Attribute) or not isinstance(call.func.value, ast.Name):
            continue
        module, name = call.func.value.id, call.func.attr
        opens = module == "av" and name == "open" and not _is_for_writing(_argument(call, 1, "mode"))
        if opens or (module == "cv2" and name in _CV2):
            found.append(function)
    return found


def test_who_opens_a_recording_by_its_path_has_a_reason() -> None:
    found = {
        f"{path.relative_to(ROOT / 'nao_sessions').as_posix()}:{function}"
        for path in sorted((ROOT / "nao_sessions").rglob("*.py"))
        for function in readers(path.read_text(encoding="utf-8"))
    }
    assert found == REASONS.keys()


def test_an_opening_is_found() -> None:
    assert readers("def f():\n    av.open(str(path))\n") == ["f"]
    assert readers("def f():\n    cv2.imread(path)\n") == ["f"]
    assert readers("def f():\n    av.open(path, 'w')\n") == []
