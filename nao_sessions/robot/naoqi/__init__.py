"""The adapter: the one place that knows NAOqi's names, over qi.

``robot`` is the port of :mod:`nao_sessions.robot.port` on a real Nao or the simulator; ``guard`` is the
little that the guard needs of one. Both hold a ``link``, whose calls have deadlines. What acts: ``body``,
``voice``, ``halt``, ``life`` (Nao's own, quietened and put back). What tells: ``senses``, ``watch``,
``samples``, ``condition``, ``clock``. ``trials`` asks Nao for one thing at a time, for the doctor.
"""
