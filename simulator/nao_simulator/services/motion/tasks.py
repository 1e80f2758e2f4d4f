"""ALMotion: the list of movements under way, and how to end them; ending is immediate."""

from __future__ import annotations

from typing import Any

from nao_simulator.body import joints
from nao_simulator.robot import Robot


class Tasks:
    """getTaskList, killTask, killTasksUsingResources, killAll."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot

    def get_task_list(self) -> Any:
        """Return [name, id, motors] of each movement under way or waiting for its joints."""
        return [[name, task_id, list(motors)] for name, task_id, motors in self._robot.body.task_list()]

    def are_resources_available(self, names: list[str]) -> bool:
        """Return whether no running task holds any of these joints; free movements do not count."""
        return not self._robot.body.held(joints.joint_names(names))

    def kill_task(self, task_id: int) -> bool:
        """Stop one movement; return whether there was one."""
        return self._robot.body.stop_task(task_id)

    def kill_tasks_using_resources(self, names: list[str]) -> None:
        """Stop the tasks and free movements that use any of these joints."""
        self._robot.body.stop_using(joints.joint_names(names))

    def kill_all(self) -> None:
        """Stop every movement."""
        self._robot.body.stop_all()
