"""The tidy tables of a session, what each column means, and the methods that go with them.

A column, its type, unit and meaning, and the words that its cells may hold (judgements, verdicts, states):
``columns``; how it is filled: ``rows``. The columns of Nao's body and the list of all tables: ``dictionary``.
A session as exports read it, a recording's clock, its series and identity: ``source``; when an action, step,
touch or pause was over: ``spans``. Tables for pandas and R: ``tables`` and ``arrow``; CSV and Parquet files
with their dictionary: ``flat``. The formats of an export, its files, and its remarks: ``session_export``.
Sentences for a paper: ``methods`` (sessions, robot, video, missing pictures) and ``methods_coding`` (trials,
latencies, coding). Timeline files are made from ``analysis/formats/tiers``.
"""
