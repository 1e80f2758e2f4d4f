"""The adapter: the one place that knows NAOqi's names, over qi.

``robot`` is the port of :mod:`nao_sessions.robot.port` on a real Nao or the simulator (with the lamps and
tones of a clap); ``guard`` is the little that the guard needs of one (with the head sign). Both hold a
``link``: calls with deadlines, the heartbeat, and the way back after a loss. ``clock`` has the calls of one
action, and Nao's clock. What acts: ``body`` (and eyes), ``voice`` (and the words it listens for), ``halt``,
``life`` (Nao's own, quietened and put back). What reports: ``senses`` (touches, battery, heat, falls),
``watch`` (cards, faces, gazes, voices), ``samples``, ``condition``. ``trials`` asks for one thing at a time,
for the doctor.
"""
