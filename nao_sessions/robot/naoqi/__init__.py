"""The adapter: the one place that knows NAOqi's names, over qi.

``robot`` is the port of :mod:`nao_sessions.robot.port` on a real Nao or the simulator; ``guard`` is the
little that the guard needs of one. Both hold a ``link``: calls with deadlines, the heartbeat, and the way
back after a loss. What acts: ``body``, ``voice``, ``halt``, ``life`` (Nao's own, quietened and put back).
What tells: ``senses``, ``watch`` (cards, faces, gazes, words), ``samples``, ``condition``, ``clock``.
``trials`` asks Nao for one thing at a time, for the doctor.
"""
