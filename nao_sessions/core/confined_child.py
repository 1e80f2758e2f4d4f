"""A child that calls one function on a file from elsewhere, confined: what comes back is data, checked.

The child (``python -m nao_sessions.core.confined_child``) gives up network, files, memory and time
(`confinement`) and calls a function of this program. Its result comes back as JSON, read by the type that the
function declares: no object leaves a child as it is. What the function raises for a person comes back, too;
whatever else goes wrong is ``ForeignFileRefused``.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import inspect
import json
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import to_json

from nao_sessions.core import errors
from nao_sessions.core.confinement import ChildLimits, Confinement, confine
from nao_sessions.core.errors import Finding, ForeignFileRefused, NaoSessionsError
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg

NICE = 10
TEXT_LIMITS = ChildLimits(cpu_s=20, wall_s=60, memory_bytes=1 << 30)
"""What reading a board may take; the largest that people use takes a second."""
TABLE_LIMITS = ChildLimits(cpu_s=60, wall_s=180, memory_bytes=2 << 30)
"""What reading a table may take: an hour of dense coding takes less than a second."""

Tell = Callable[[float], None]
"""A function called with the share that is done, 0 to 1."""
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

_MODULE = "nao_sessions.core.confined_child"
_PIPES: dict[str, Any] = {
    "stdin": subprocess.PIPE,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.DEVNULL,
    "start_new_session": True,  # Ctrl-C in the terminal is not for it: whoever called it ends it
}
_MOST_ANSWERED = 512 << 20
"""The longest answer in bytes: boards as large as they may be, in JSON."""
_PROGRESS, _RESULT, _TOLD, _FAILED = b"p", b"r", b"t", b"f"
"""How a line of a child begins."""
_SHARE = re.compile(rb"p(0\.\d{1,2}|1\.0)\n")


def media_limits(*files: Path, makes: bool = False) -> ChildLimits:
    """Return what reading videos and sounds may take: 5 minutes, and a second for every 20 kB of them.

    That is ninety times what decoding took of the heaviest of three films that were measured (0.56 s a MB:
    docs/figures.md), and ends a small file that would be decoded for ever. What else is done with a film
    (encoding it again, for instance) was not measured by its size. ``makes``: a file is made of them, up to
    eight times as large.
    """
    size = sum(file.stat().st_size for file in files if file.is_file())
    cpu_s = 300 + size // 20_000
    return ChildLimits(cpu_s, 2 * cpu_s, 3 << 30, 8 * size + (64 << 20) if makes else 0)


@dataclass(frozen=True, slots=True)
class ConfinedChild:
    """A child for one call: ``file`` is what sentences name, ``reads`` and ``writes`` what it may reach.

    ``tell`` is handed to the function as its parameter of that name.
    """

    file: str
    limits: ChildLimits
    reads: Sequence[Path] = ()
    writes: Sequence[Path] = ()
    tell: Tell | None = None

    def call(
        self, function: Callable[_Arguments, _Result], *arguments: _Arguments.args, **_: _Arguments.kwargs
    ) -> _Result:
        """Return what a function of a module of this program returns for some arguments, called in the child.

        Arguments and result are texts, numbers, bytes, paths, ``Text``, and dataclasses and tuples of those.

        Raises:
            NaoSessionsError: the function raised it.
            OSError: the function raised it, or the child cannot be started.
            ForeignFileRefused: the call was ended by a limit, or failed as nobody foresaw.
        """
        return typing.cast(_Result, self._exchange(_results(function), self._order(function, arguments)))

    def try_out(
        self, function: Callable[_Arguments, object], *arguments: _Arguments.args, **_: _Arguments.kwargs
    ) -> None:
        """Call a function in the child and take nothing of its result, for which JSON has no form.

        For what is Python's own to read: whoever reads the same here afterwards knows that it ends. Raises as
        ``call`` does.
        """
        self._exchange(_NOTHING, self._order(function, arguments, returns=False))

    def _exchange(self, results: TypeAdapter[tuple[Any, ...]], order: bytes) -> Any:
        """Start a child, send it an order, and return its result."""
        from nao_sessions.core import processes  # lazily, as asyncio: no child needs them

        child = processes.start_blocking(processes.python_command(_MODULE), **_PIPES)
        # Later than the child's own clock ends it: that may have been taken from it.
        clock = threading.Timer(self.limits.wall_s + 1, child.kill)
        clock.start()
        try:
            answer = self._hear(child, order)
        finally:
            was_late = not clock.is_alive()
            clock.cancel()
            child.kill()
            status = child.wait()
            for end in (child.stdin, child.stdout):
                assert end is not None
                with contextlib.suppress(BrokenPipeError):  # it ended before it had read its order
                    end.close()
        return self._result(results, answer, "late" if was_late else _ended(status))

    async def call_beside(
        self, function: Callable[_Arguments, _Result], *arguments: _Arguments.args, **_: _Arguments.kwargs
    ) -> _Result:
        """Return what ``call`` does, for a running loop; where it is cancelled, the child is ended."""
        import asyncio

        from nao_sessions.core import processes

        child = await processes.start(processes.python_command(_MODULE), **_PIPES)
        ended, answer = "", b""
        try:
            async with asyncio.timeout(self.limits.wall_s + 1):
                answer, _nothing = await child.communicate(self._order(function, arguments))
        except TimeoutError:
            ended = "late"
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        result = self._result(_results(function), answer, ended or _ended(child.returncode or 0))
        return typing.cast(_Result, result)

    def _order(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], *, returns: bool = True
    ) -> bytes:
        """Return the two lines that a child reads: what it is to call, and with what."""
        order = {
            "module": function.__module__,
            "function": function.__qualname__,
            "limits": asdict(self.limits),
            "reads": [os.path.realpath(one) for one in self.reads],
            "writes": [os.path.realpath(one) for one in self.writes],
            "tells": self.tell is not None,
            "returns": returns,
        }
        return json.dumps(order).encode() + b"\n" + to_json(arguments, bytes_mode="base64") + b"\n"

    def _result(self, results: TypeAdapter[tuple[Any, ...]], answer: bytes, ended: str) -> Any:
        """Return the result in an answer, or raise its error; ``ended``: how a child without one ended."""
        try:
            match answer[:1]:
                case b"r":
                    return results.validate_json(answer[1:])[0]
                case b"t":
                    raise _TELLING.validate_json(answer[1:])[0].error()
                case b"f":
                    raise refused(self.file, json.loads(answer[1:]))
        except (ValidationError, ValueError):
            raise refused(self.file, "broken") from None
        raise refused(self.file, ended)

    def _hear(self, child: subprocess.Popen[bytes], sent: bytes) -> bytes:
        """Send a child its order; return its answer, empty where it ended without one."""
        assert child.stdin is not None
        assert child.stdout is not None
        with contextlib.suppress(BrokenPipeError):  # it ended before it read its order: what it said counts
            child.stdin.write(sent)
            child.stdin.flush()
        while (line := child.stdout.readline(_MOST_ANSWERED)).startswith(_PROGRESS):
            if self.tell is not None and _SHARE.fullmatch(line):
                self.tell(float(line[1:]))
        return line if line.endswith(b"\n") else b""  # cut short, or too long


def confinement_here() -> Confinement:
    """Return which parts of the confinement hold of a child on this computer.

    Raises:
        OSError: a child cannot be started, or a limit not be set.
        ForeignFileRefused: it ended without an answer.
    """
    child = ConfinedChild("", TEXT_LIMITS)
    held: Confinement = child._exchange(_HELD, child._order(confine, ()))
    return held


def _ended(status: int) -> str:
    """Return why a child ended that gave no answer, by how it ended."""
    return "late" if -status in (signal.SIGXCPU, signal.SIGALRM) else "broken"


def refused(file: str, why: object) -> ForeignFileRefused:
    """Return the error for a file whose reading failed: by "late", "memory", "size"; else it broke."""
    code, sentence, hint = _REFUSED.get(str(why), _BROKEN)
    return ForeignFileRefused(sentence.format(file=file), hint, code=code)


_SAVE_ANEW = msg("Save it anew with a program that you trust, or cut it into parts, and try again.")
_REFUSED = {
    "late": ("L101", msg("Reading {file} took too long, and was ended."), _SAVE_ANEW),
    "memory": ("L102", msg("Reading {file} took more memory than it may, and was ended."), _SAVE_ANEW),
    "size": ("L103", msg("What was made of {file} grew larger than it may, and was ended."), _SAVE_ANEW),
}
_BROKEN = (
    "L104",
    msg("{file} broke the program that read it: nothing of it is kept."),
    msg("It is damaged, or was made to do harm. Ask where it comes from."),
)


@dataclass(frozen=True, slots=True)
class _Failure:
    """An error that a function raised: of which class of the tree, and what it says; or the system's."""

    kind: str
    code: str = ""
    sentence: Text = EMPTY_TEXT
    hint: Text | None = None
    findings: tuple[Finding, ...] = ()
    number: int = 0
    path: str | None = None

    @classmethod
    def of(cls, error: NaoSessionsError | OSError) -> _Failure:
        if isinstance(error, OSError):
            path = None if error.filename is None else str(error.filename)
            return cls("OSError", number=error.errno or errno.EIO, path=path)
        # A class of another room is told as the one of the tree that it is made of.
        kind = next(one for one in type(error).__mro__ if one.__module__ == errors.__name__)
        findings = tuple(getattr(error, "findings", ()))
        return cls(kind.__name__, error.code, error.sentence, error.hint, findings)

    def error(self) -> Exception:
        if self.kind == "OSError":
            return OSError(self.number, os.strerror(self.number), self.path)
        kind = getattr(errors, self.kind, None)
        if not (isinstance(kind, type) and issubclass(kind, NaoSessionsError)):
            raise ValueError(self.kind)
        make: Any = kind
        made: Exception = (
            make(self.findings) if self.findings else make(self.sentence, self.hint, code=self.code)
        )
        return made


_BASE64 = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
_TELLING = TypeAdapter(tuple[_Failure])
_NOTHING: TypeAdapter[tuple[Any, ...]] = TypeAdapter(tuple[None])
_HELD: TypeAdapter[tuple[Any, ...]] = TypeAdapter(tuple[Confinement])


def _results(function: Callable[..., Any]) -> TypeAdapter[tuple[Any, ...]]:
    """Return what writes and reads the result of a function, as a tuple of one."""
    declared: Any = typing.get_type_hints(function).get("return")
    return _adapter(declared)


def _adapter(*declared: Any) -> TypeAdapter[tuple[Any, ...]]:
    """Return what writes and reads values of some types, as a tuple."""
    kind: Any = types.GenericAlias(tuple, declared)
    return TypeAdapter(kind, config=_BASE64)


def _called(order: dict[str, Any], arguments: bytes, tell: Tell) -> bytes:
    """Call the function that an order names, and return its result as JSON."""
    if not order["module"].startswith("nao_sessions."):
        raise ValueError(order["module"])
    function = getattr(importlib.import_module(order["module"]), order["function"])
    hints, names = typing.get_type_hints(function), inspect.signature(function).parameters
    count = len(json.loads(arguments))
    values = _adapter(*(hints[name] for name in [*names][:count])).validate_json(arguments)
    result = function(*values, **({"tell": tell} if order["tells"] else {}))
    return _results(function).dump_json((result,)) if order["returns"] else _NOTHING.dump_json((None,))


def _answer(order: dict[str, Any], arguments: bytes, tell: Tell) -> bytes:
    """Return the line that answers an order."""
    try:
        held = confine(
            ChildLimits(**order["limits"]),
            [Path(one) for one in order["reads"]],
            [Path(one) for one in order["writes"]],
        )
        if order["function"] == confine.__qualname__:
            return _RESULT + _HELD.dump_json((held,))
        return _RESULT + _called(order, arguments, tell)
    except MemoryError:
        return _FAILED + b'"memory"'
    except (NaoSessionsError, OSError) as error:
        number = error.errno if isinstance(error, OSError) else None
        # Whoever started this program may have set a lower limit: that is as a full disk.
        ours = resource.getrlimit(resource.RLIMIT_FSIZE)[0] == order["limits"]["written_bytes"]
        if number == errno.ENOMEM or (number == errno.EFBIG and ours):
            return _FAILED + (b'"memory"' if number == errno.ENOMEM else b'"size"')
        return _TOLD + _TELLING.dump_json((_Failure.of(error),))
    except Exception:
        return _FAILED + b'"broken"'


def main() -> int:
    """Carry out the order on stdin, and answer on what was stdout; return the exit code."""
    os.nice(NICE)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each takes 32 MB of what a child may have
    order, arguments = json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer.readline()
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a library prints is no answer
        percent = -1

        def tell(share: float) -> None:
            nonlocal percent
            if round(share * 100) > percent:
                percent = round(share * 100)
                answers.write(_PROGRESS + f"{percent / 100}\n".encode())
                answers.flush()

        answers.write(_answer(order, arguments, tell) + b"\n")
        answers.flush()
        os._exit(0)  # without the clearing up of libraries that a file may have damaged


if __name__ == "__main__":
    sys.exit(main())
