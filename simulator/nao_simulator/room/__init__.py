"""The simulated room: a camera that films Nao and a child, and the panel where a person plays the room.

A process of its own (``__main__``), which knows the robot only by the lines on its stdin (``feed``).

- Drawn: ``scene`` composes ``backdrop``, Nao (``robot``, with ``shells``, ``stance``, ``kinematics``),
  ``child``, ``card`` and ``lettering``, with ``brush`` through ``view``; ``timecode`` stamps the instant.
- Sent: ``film`` (pictures) and ``microphone`` (``sound``) are packed by ``transport``, and go by ``hub`` to
  viewers over ``tcp`` and HTTP (``web``); ``panel`` checks what a person does on the page.
"""
