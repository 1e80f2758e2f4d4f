"""ELAN: annotation files (EAF 2.x and 3.0), read and written as EAF 3.0, and templates with vocabularies.

A file in memory: ``model``; its lists of words: ``vocabulary``. Reading the XML, and when annotations begin
and end: ``parsing``; annotations with their times, versions that are read, and linked videos: ``read``; what
coders noted: ``read_coding``; vocabularies as a scheme: ``read_scheme``. Writing a session and its coders'
tiers: ``write``, into a ``document`` with its types and slots; a template of a scheme: ``write_scheme``. The
copy that a session keeps of what it was imported from, without names: ``copy``.
"""
