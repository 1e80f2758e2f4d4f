"""Two professionals who press at the same moment, a thousand times: how often was it counted?

    python benchmarks/console_presses.py [--times 1000]

Both pages show the same button of the same step; both press it at once, through the console's own route and
over its state marks, on a fake Nao a hundred times as fast as a real one. Each pair has to be counted once.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from nao_sessions.record.log import read_log
from tests.console.live import console_session
from tests.console.live.console_session import Console, on_console

SPEED = 100.0
AGAIN = """\
participants: {min: 1, max: 3}
commands: {finish: {next: fin}}
start: jeu
steps:
  jeu:
    do: [{say: "Encore ?"}]
    buttons: [{label: "Encore", next: jeu, main: true}]
    after: {wait: 3600 s, next: fin}
  fin: {do: [{say: "Au revoir !"}], end: completed}
"""


def pressing(times: int, answers: Counter[str]) -> console_session.Story:
    """Give a story in which two pages press at once, again and again."""

    async def story(console: Console) -> None:
        for _ in range(times):
            await console.until(lambda: bool(console.running.view.buttons))
            stamp, button = console.stamp, console.running.view.buttons[0].id
            both = await asyncio.gather(
                console.press("button", "one", id=button, stamp=stamp),
                console.press("button", "two", id=button, stamp=stamp),
            )
            answers.update("taken" if answer["taken"] else str(answer["code"]) for answer in both)
            await console.until(lambda stamp=stamp: console.stamp != stamp)  # type: ignore[misc]

    return story


def main() -> int:
    """Press, print, and give 1 where a pair was counted twice or not at all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=1000)
    times = parser.parse_args().times
    answers: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        made = on_console(
            Path(folder), pressing(times, answers), protocol=AGAIN, speed=SPEED, deadline_s=600, first=False
        )
        events = read_log(made / "events.jsonl").events
    entered = sum(event.kind == "entered" and event.data["step"] == "jeu" for event in events) - 1
    presses = sum(event.kind == "button" for event in events)
    print(f"pairs of presses: {times}; answers: {dict(answers)}")
    print(f"buttons in the log: {presses}; times the step was entered by one: {entered}")
    return 0 if entered == times else 1


if __name__ == "__main__":
    raise SystemExit(main())
