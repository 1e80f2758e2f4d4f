"""Telemetry: Nao's joints, touch sensors, battery and heat are sampled while a session runs, and kept.

It never disturbs a session: what Nao does not answer is left out, and where samples cannot be written the
sampling ends and the log notes it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nao_sessions.core.clock import SessionClock
from nao_sessions.record.telemetry.columns import PARTS, every_s
from nao_sessions.record.telemetry.samples import TelemetryFile
from nao_sessions.robot.port import Sampled

Note = Callable[[str, str, Mapping[str, Any]], None]


async def keep_telemetry(robot: Sampled, path: Path, clock: SessionClock, note: Note) -> None:
    """Sample every part at its rate, in session time, until cancelled."""
    try:
        file = TelemetryFile(path)
    except OSError as error:
        note("robot", "telemetry_ended", {"error": error.strerror or type(error).__name__})
        return
    try:
        async with asyncio.TaskGroup() as parts:
            for part in PARTS:
                parts.create_task(_keep(robot, part, file, clock))
    except* OSError as errors:
        why = errors.exceptions[0]
        note("robot", "telemetry_ended", {"error": getattr(why, "strerror", None) or type(why).__name__})
    except* Exception as errors:  # whoever looks on must never cost a session
        note("robot", "telemetry_ended", {"error": type(errors.exceptions[0]).__name__})
    finally:
        file.close()


async def _keep(robot: Sampled, part: str, file: TelemetryFile, clock: SessionClock) -> None:
    """Append a sample of one part whenever one is due; samples that were missed are not made up for."""
    every_real_s = every_s(part, clock.speed) / clock.speed
    loop = asyncio.get_running_loop()
    due_s = loop.time()
    while True:
        sample = await robot.sample(part)
        if sample is not None:
            within_ns = round(sample.uncertainty_ns * clock.speed)
            file.append(clock.at_ns(sample.monotonic_ns), within_ns, part, sample.values)
        due_s = max(due_s + every_real_s, loop.time())
        await asyncio.sleep(due_s - loop.time())
