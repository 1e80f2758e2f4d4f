"""The simulated room: a camera that films Nao and a child, and the panel where a person plays the room.

A process of its own (`python -m nao_simulator.room`): it knows the robot only by the lines on its stdin.
"""
