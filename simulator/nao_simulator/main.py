"""The command ``nao-simulator``: one JSON line on stdout when it is ready, nothing else ever.

stdout is kept for that line: what libraries print there goes to stderr.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading

import click

from nao_simulator.settings import LANGUAGES, PROFILES, LanguageName, Settings

_THREADS = "24"  # qi calls that may be in the server at one time; the default is the number of cores
_SWITCH_S = 0.001  # a qi thread waits at most so long for another Python thread (the default is 5 ms)
_AFTER_STDIN_S = 5.0


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--listen", default="tcp://127.0.0.1:0", show_default=True, help="Where qi listens; port 0 is a free one."
)
@click.option(
    "--profile",
    type=click.Choice(list(PROFILES)),
    default="nao-v6-2.8",
    show_default=True,
    help="Which robot.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of every draw.")
@click.option(
    "--speed",
    type=click.FloatRange(0.1, 20.0),
    default=1.0,
    show_default=True,
    help="Simulated seconds a real second.",
)
@click.option("--trace", type=click.Path(dir_okay=False), help="Write a JSON line for each call and effect.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    help="HTTP port of stream and panel.",
)
@click.option("--no-camera", is_flag=True, help="Start no camera process.")
@click.option("--until-stdin-closes", is_flag=True, help="End 5 s after the end of stdin.")
@click.option(
    "--language",
    type=click.Choice(["French", "English"]),
    default="French",
    show_default=True,
    help="Language at start.",
)
@click.option(
    "--speaks",
    type=click.Choice(LANGUAGES),
    multiple=True,
    default=LANGUAGES,
    show_default=True,
    help="A language of its voice, the only ones where given; else a call fails, as on a robot.",
)
@click.option(
    "--camera-bframes",
    type=click.IntRange(0, 8),
    default=0,
    show_default=True,
    help="B frames in the stream.",
)
def main(
    listen: str,
    profile: str,
    seed: int,
    speed: float,
    trace: str | None,
    port: int,
    no_camera: bool,
    until_stdin_closes: bool,
    language: LanguageName,
    speaks: tuple[LanguageName, ...],
    camera_bframes: int,
) -> None:
    """Run a simulated NAO: its services on the qi wire, and the room camera that films it."""
    settings = Settings(
        listen, profile, seed, speed, trace, port, not no_camera, camera_bframes, until_stdin_closes,
        language if language in speaks else speaks[0], speaks,
    )  # fmt: skip
    answers = _keep_stdout()
    end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: end.set())
    os.environ.setdefault("QI_LOG_LEVEL", "2")
    os.environ.setdefault("QI_EVENTLOOP_THREAD_COUNT", _THREADS)
    sys.setswitchinterval(_SWITCH_S)
    from nao_simulator.simulator import Simulator  # qi reads the environment when it is imported

    try:
        simulator = Simulator(settings)
    except (RuntimeError, OSError) as error:
        raise click.ClickException(f"the simulator cannot start: {error}") from None
    try:
        os.write(answers, json.dumps(simulator.ready_line()).encode() + b"\n")
        if until_stdin_closes:
            threading.Thread(target=_watch_stdin, args=(end,), name="stdin", daemon=True).start()
        while not end.wait(1.0):
            pass
    finally:
        simulator.close()
    sys.stderr.flush()
    os._exit(0)  # at the end of Python qi's threads abort the process now and then ("terminate called")


def _keep_stdout() -> int:
    """Return a private descriptor of stdout and let descriptor 1 lead to stderr."""
    sys.stdout.flush()
    answers = os.dup(1)
    os.dup2(2, 1)
    return answers


def _watch_stdin(end: threading.Event) -> None:
    """Wait for the end of stdin, then a little, then let the simulator end."""
    while os.read(0, 65536):
        pass
    end.wait(_AFTER_STDIN_S)
    end.set()
