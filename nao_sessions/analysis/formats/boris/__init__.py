"""BORIS: projects of format 7.0, with their observations and their ethogram.

Reading the events of one observation: ``read``; what coders noted: ``read_coding``. A coding scheme from an
ethogram and as one, with keys, categories and exclusions: ``scheme``. Writing a project of a session:
``write``; its behaviours, sets of modifiers and when states end: ``ethogram``. The keys of a project, and
what a session keeps of one without names: ``copy``. What was imported, given back: ``foreign``.
"""
