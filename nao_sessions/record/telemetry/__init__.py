"""Nao's body during a session.

``columns`` says what is kept, in which unit, and how often it is sampled. ``samples`` writes and reads them
line by line (``telemetry.jsonl``), ``parquet`` makes a table of them at the end, ``reading`` reads both. They
are taken in ``robot/naoqi/samples``; ``live/telemetry`` asks for them.
"""
