"""The place that puts sessions together, and alone chooses robot, guard, simulator and recorders.

``equipment`` is what there is (``Equipment``): it starts the guard and reaches Nao, or puts the adult in
its place. ``launcher`` has what was chosen of a protocol (``Plan``), the requests (``NewSession``,
``Resumption``) and the order of things: its ``SessionLauncher`` makes a ``LaunchedSession`` of them, which
runs; it asks for an empty room before claps. ``recording_gate`` asks the ledger of grounds what may record,
before and all through. ``people_at_simulator`` are virtual children at a simulated
Nao. ``examination`` and ``source_views`` say before a session how Nao and the room are.
"""

from __future__ import annotations

from nao_sessions.launch.equipment import (
    ROOM_TO_BE_DRAWN,
    UNFILMED,
    Equipment,
    GuardAccess,
    OwnSimulator,
    StandbyGuard,
    drawn_room,
    is_simulator,
    room_of,
)
from nao_sessions.launch.examination import RobotExamination
from nao_sessions.launch.launcher import (
    Callbacks,
    EmptyRoom,
    LaunchedSession,
    NewSession,
    Plan,
    Resumption,
    SessionLauncher,
    check_participants,
    plan_of,
)
from nao_sessions.launch.recording_gate import recorders_of
from nao_sessions.launch.source_views import SourceViews
from nao_sessions.live.simulator_process import SimulatorProcess

__all__ = [
    "ROOM_TO_BE_DRAWN",
    "UNFILMED",
    "Callbacks",
    "EmptyRoom",
    "Equipment",
    "GuardAccess",
    "LaunchedSession",
    "NewSession",
    "OwnSimulator",
    "Plan",
    "Resumption",
    "RobotExamination",
    "SessionLauncher",
    "SimulatorProcess",
    "SourceViews",
    "StandbyGuard",
    "check_participants",
    "drawn_room",
    "is_simulator",
    "plan_of",
    "recorders_of",
    "room_of",
]
