"""Voice memos of a session: ``memos/NN.webm``, appended to second by second while somebody speaks.

A memo that was cut off (a page lost, a computer that stopped) keeps every second that came; a deleted one
leaves its line in ``after.jsonl``.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.clock import utc_now
from nao_sessions.core.errors import RecordError
from nao_sessions.core.received import read_received, received
from nao_sessions.record.additions.afterwards import MemoLine, append_memo_line, read_afterwards
from nao_sessions.record.additions.lines import append_whole, is_sealed
from nao_sessions.record.private import make_private_folder, remove_private
from nao_sessions.text.messages import Text, msg

LONGEST_S = 60
MOST_BYTES = 2 * 1024 * 1024
"""60 seconds of Opus at the highest rate that a browser takes by itself are under 1.5 MB."""
MOST_MEMOS = 99

_writing = threading.Lock()
"""The lock of the one writer at a time: a size that was read is still true when sound is appended."""


@dataclass(frozen=True, slots=True)
class Memo:
    """One voice memo of a session; ``ended`` is False for one that was cut off or is being spoken.

    ``seconds`` is its length, 0 where that is not known.
    """

    number: int
    when_utc: str
    seconds: float
    size_bytes: int
    ended: bool
    deleted_utc: str = ""

    @property
    def deleted(self) -> bool:
        """Return whether the memo was deleted."""
        return bool(self.deleted_utc)


def memo_path(folder: Path, number: int) -> Path:
    """Return the path of a memo's sound, by the memo's number."""
    return folder / "memos" / f"{number:02}.webm"


def read_memos(folder: Path) -> tuple[Memo, ...]:
    """Return every memo of a session folder, deleted ones too, in order. Raises: RecordError."""
    found: dict[int, Memo] = {}
    for line in read_afterwards(folder).memos:
        memo = found.get(line.number, Memo(line.number, line.when_utc, 0.0, 0, ended=False))
        if line.became == "ended":
            memo = Memo(line.number, memo.when_utc, line.seconds, line.size_bytes, ended=True)
        elif line.became == "deleted":
            memo = Memo(line.number, memo.when_utc, memo.seconds, 0, memo.ended, line.when_utc)
        found[line.number] = memo
    return tuple(_as_it_lies(folder, memo) for memo in found.values())


def begin_memo(folder: Path) -> int:
    """Begin a memo, and return its number.

    Raises:
        RecordError: the folder is sealed (R149), or holds as many memos as it takes (R150).
        OSError: it cannot be written.
    """
    with _writing:
        _refuse_sealed(folder)
        number = max((memo.number for memo in read_memos(folder)), default=0) + 1
        if number > MOST_MEMOS:
            raise _refused(_TOO_MANY.format(most=MOST_MEMOS), "R150")
        make_private_folder(memo_path(folder, number).parent)
        append_whole(memo_path(folder, number), b"", within=folder)
        append_memo_line(folder, MemoLine(number, "begun", utc_now()))
        return number


def add_to_memo(folder: Path, number: int, offset: int, sound: bytes) -> int:
    """Append sound to a memo; return the length of its file then, in bytes.

    ``offset`` is where the sound belongs: a second that is sent twice is kept once.

    Raises:
        RecordError: there is no such memo, it is over or too long, or a part before this one is missing
            (R150); the folder is sealed (R149).
        OSError: it cannot be written.
    """
    with _writing:
        _refuse_sealed(folder)
        memo = _memo(folder, number)
        if memo.ended or memo.deleted:
            raise _refused(_OVER, "R150")
        path = memo_path(folder, number)
        size = path.stat().st_size
        if offset < size:
            with received(path, folder) as there:
                there.seek(offset)
                known = there.read(len(sound))
            if known == sound[: len(known)] and offset + len(sound) <= size:
                return size
        if offset != size:
            raise _refused(_OUT_OF_ORDER, "R150")
        if size + len(sound) > MOST_BYTES:
            raise _refused(_TOO_LONG.format(seconds=LONGEST_S), "R150")
        append_whole(path, sound, within=folder)
        return size + len(sound)


def end_memo(folder: Path, number: int, seconds: float) -> None:
    """Write down that a memo is complete; one that has ended stays as it is. Raises: RecordError, OSError."""
    with _writing:
        memo = _memo(folder, number)
        if memo.ended or memo.deleted:
            return
        content = read_received(memo_path(folder, number), folder)
        length = min(max(seconds, 0.0), float(LONGEST_S))
        append_memo_line(folder, _line(number, "ended", content, round(length, 1)))


def delete_memo(folder: Path, number: int) -> None:
    """Delete a memo's sound; a line with its checksum stays.

    Raises:
        RecordError: there is no such memo (R150), or the folder is sealed (R149).
        OSError: it cannot be removed.
    """
    with _writing:
        _refuse_sealed(folder)
        memo = _memo(folder, number)
        if memo.deleted:
            return
        path = memo_path(folder, number)
        content = read_received(path, folder) if path.exists() else b""
        append_memo_line(folder, _line(number, "deleted", content, memo.seconds))
        remove_private(path, within=folder)


def _line(number: int, became: str, content: bytes, seconds: float) -> MemoLine:
    return MemoLine(
        number,
        "deleted" if became == "deleted" else "ended",
        utc_now(),
        len(content),
        seconds,
        hashlib.sha256(content).hexdigest(),
    )


def _as_it_lies(folder: Path, memo: Memo) -> Memo:
    path = memo_path(folder, memo.number)
    if memo.deleted or not path.is_file():
        return memo
    return Memo(memo.number, memo.when_utc, memo.seconds, path.stat().st_size, memo.ended)


def _memo(folder: Path, number: int) -> Memo:
    for memo in read_memos(folder):
        if memo.number == number:
            return memo
    raise _refused(_NONE, "R150")


def _refuse_sealed(folder: Path) -> None:
    if is_sealed(folder):
        raise _refused(_SEALED, "R149")


def _refused(sentence: Text, code: str) -> RecordError:
    return RecordError(sentence, code=code)


_SEALED = msg("This folder is sealed: nothing is added to it, nothing removed.")
_NONE = msg("There is no such memo.")
_OVER = msg("This memo is over.")
_OUT_OF_ORDER = msg("A part of the memo before this one is missing.")
_TOO_LONG = msg("A memo lasts {seconds} s at most.")
_TOO_MANY = msg("A session keeps {most} memos at most.")
