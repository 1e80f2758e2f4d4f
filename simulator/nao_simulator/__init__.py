"""A NAOqi on a desk: the services of a Nao on the real qi wire, with a body, a voice and a filmed room.

- ``services``: the AL* services that clients call (which exist: ``services.catalogue``); ``wire``: their
  signatures, checks of arguments, errors and events on qi.
- ``robot`` joins the robot's parts: ``body``, ``light``, ``sound``, ``sight``, ``hearing``, ``touch``,
  ``life``, ``power``, ``memory`` (keys and events), ``clock`` (simulated time).
- ``control``: NaoSimulator, what a test or the panel does to the robot and its faults; ``settings``:
  durations and estimates; ``main``: the command's options; ``trace``: the log of calls and effects.
- ``room``: the process that films; ``camera_link`` and ``snapshot`` send it what to draw.

Nothing here imports nao_sessions: the program and its simulator meet on the wire alone.
"""
