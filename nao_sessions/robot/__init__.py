"""Nao: a port, a fake, an adult in Nao's place, and the adapter that alone knows NAOqi's names.

``port`` is what a session asks of a Nao, whatever stands behind; ``naoqi``, ``fake`` and ``adult_led`` are
the three. ``latch`` is the halt that guard and session share, ``session_mark`` keeps a second session off a
Nao, ``names`` puts first names into sentences last, ``hands`` says when a hand counts as touched.
"""
