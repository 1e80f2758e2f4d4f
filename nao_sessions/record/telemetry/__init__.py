"""Nao's body during a session: samples as they are written, the table at the end, its readers.

``columns`` says what is kept, in which unit, and how often it is sampled. The samples are taken in
``robot/naoqi/samples``; ``live/telemetry`` asks for them.
"""
