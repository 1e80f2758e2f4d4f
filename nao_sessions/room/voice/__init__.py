"""Nao's own voice in the recordings: when a question ended, and what that makes of a latency.

``questions`` finds which sentence a latency is counted from, ``final_sound`` the sound that it ends with,
``ending`` when it ended (a network in ``ending.npz``, fitted by ``benchmarks/question_end_fitting.py``),
``latencies`` writes and reads the result, ``latency_words`` puts it into words.
"""
