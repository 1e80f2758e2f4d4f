"""The start of every child process of this program: its command, its import path, its environment.

A session is often started in a folder that somebody else filled. Nothing of the current folder is imported by
a child (Python's ``-P``), and no variable reaches it that is not named here.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from nao_sessions.core.places import temporary_path

_VARIABLES = frozenset(
    {
        "HOME", "USER", "LOGNAME", "SHELL", "TERM", "TZ", "TMPDIR", "LANG", "LANGUAGE",
        "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS",  # a Chromium that prints
    }
)  # fmt: skip
_FAMILIES = ("LC_", "XDG_", "ALSA_", "PULSE_", "PIPEWIRE_", "QI_LOG_", "QI_EVENTLOOP_", "NAO_")
"""Beginnings of the names of other variables that a child gets: languages, folders, sound, the robot's link.

Left out on purpose: ``PYTHON*`` and ``LD_*``, which can name folders of code, and proxies, since nothing here
leaves the room's network.
"""

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
_changing_environment = threading.RLock()


def python_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module of this program, never one in the current folder.

    ``-P`` rather than ``-I``: an installation for one user alone (``pip install --user``) still works.
    """
    return [sys.executable, "-P", "-m", module, *arguments]


def beside_this_python(name: str) -> str:
    """Return the path of a command installed beside this Python; its bare name where there is none."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else name


def child_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment variables that a child process gets of this one's (or the given) environment.

    Of ``PATH`` only absolute folders stay: an empty or relative one means the current folder.
    ``PYTHONSAFEPATH`` is set, so that what a child starts in its turn does not look there either. Temporary
    files go into the vault, where one is open.
    """
    here = os.environ if environment is None else environment
    chosen = {name: text for name, text in here.items() if name in _VARIABLES or name.startswith(_FAMILIES)}
    folders = here.get("PATH", os.defpath).split(os.pathsep)
    path = os.pathsep.join(folder for folder in folders if Path(folder).is_absolute())
    vault = temporary_path()
    within = {} if vault is None else {"TMPDIR": str(vault)}
    return {**chosen, "PATH": path, "PYTHONSAFEPATH": "1", **within}


async def start(command: Sequence[str], **options: Any) -> asyncio.subprocess.Process:
    """Start a process for the running loop; options as ``asyncio.create_subprocess_exec`` takes them.

    Raises:
        OSError: it cannot be started.
    """
    return await asyncio.create_subprocess_exec(*command, env=child_environment(), **options)


def start_blocking(command: Sequence[str], **options: Any) -> subprocess.Popen[Any]:
    """Start a process; options as ``subprocess.Popen`` takes them. Raises: OSError."""
    return subprocess.Popen(command, env=child_environment(), **options)


def run(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[Any]:
    """Run a process to its end; options as ``subprocess.run`` takes them.

    Raises:
        OSError: it cannot be started.
        subprocess.SubprocessError: it took too long, or failed where ``check`` asks for success.
    """
    return subprocess.run(command, env=child_environment(), **options)


class ProcessPool(ProcessPoolExecutor):
    """A pool of processes that are spawned, never forked: another room of the program may have threads.

    The standard library gives a pool's processes this process's environment as it is. So it is changed to
    theirs while they are started: when the pool is made, and when work is handed in.
    """

    def __init__(self, jobs: int) -> None:
        """Create a pool of at most ``jobs`` processes."""
        with _environment_of_children():
            super().__init__(max_workers=jobs, mp_context=multiprocessing.get_context("spawn"))

    def submit(
        self,
        fn: Callable[_Arguments, _Result],
        /,
        *arguments: _Arguments.args,
        **named: _Arguments.kwargs,
    ) -> Future[_Result]:
        """Submit a call to the pool. Raises: BrokenProcessPool: a process died."""
        with _environment_of_children():
            return super().submit(fn, *arguments, **named)


def open_browser(address: str) -> None:
    """Open an address in the user's browser, without waiting for it.

    Every user of the computer can read the address among the browser's arguments: it must hold nothing that
    is good for longer than a moment. The browser is the user's own program and keeps its environment.
    """
    # In a thread: a browser of the terminal would keep the page from being served.
    threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()


@contextlib.contextmanager
def _environment_of_children() -> Iterator[None]:
    with _changing_environment:
        before = dict(os.environ)
        chosen = child_environment()
        try:
            for name in before.keys() - chosen.keys():
                del os.environ[name]
            os.environ.update(chosen)
            yield
        finally:
            for name in chosen.keys() - before.keys():
                del os.environ[name]
            os.environ.update(before)
