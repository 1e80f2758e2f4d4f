"""Nao's own voice in the recordings: when a question ended, and what that makes of a latency.

``latencies`` finds which sentence a latency is counted from, writes and reads the result; ``ending`` says
when that sentence ended, by its last sound (a network in ``ending.npz``, fitted by
``benchmarks/question_end_fitting.py``); ``latency_words`` puts it into words.
"""
