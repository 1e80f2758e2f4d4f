"""Puts sessions together, and alone chooses what stands behind each port: robot, guard, simulator, recorders.

``Equipment`` is what there is, ``Plan`` what was chosen of a protocol, ``NewSession`` and ``Resumption``
what is asked for; ``SessionLauncher`` makes a ``LaunchedSession`` of them, which runs. ``RobotExamination``
and ``SourceViews`` say before a session how Nao and the room are.
"""

from __future__ import annotations

from nao_sessions.launch.empty_room import EmptyRoom
from nao_sessions.launch.equipment import (
    ROOM_TO_BE_DRAWN,
    UNFILMED,
    Equipment,
    OwnSimulator,
    drawn_room,
    is_simulator,
    room_of,
)
from nao_sessions.launch.examination import RobotExamination
from nao_sessions.launch.launcher import (
    Callbacks,
    LaunchedSession,
    NewSession,
    Resumption,
    SessionLauncher,
)
from nao_sessions.launch.plan import Plan, check_participants, plan_of
from nao_sessions.launch.robot import GuardAccess
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
    "check_participants",
    "drawn_room",
    "is_simulator",
    "plan_of",
    "room_of",
]
