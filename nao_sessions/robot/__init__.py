"""Nao: a port, a fake, an adult in Nao's place, and the adapter that alone knows NAOqi's names.

``port`` is what a session asks of a Nao, whatever stands behind; ``naoqi``, ``fake`` (with a time of its
own for rehearsals) and ``adult_led`` (with the sentences of ``adult_words``) are the three. ``latch`` is
the halt that guard and session share, ``session_mark`` keeps a second session off a Nao,
``robot/naoqi/life`` is where Nao's own settings wait, ``names`` puts first names into sentences last,
``hands`` decides when a hand counts as touched. ``address`` reads `--robot`; ``simulated_hand`` is a
scripted child at the simulator.
"""
