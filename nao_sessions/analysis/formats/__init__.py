"""Files of other programs, each with its reading and its writing side by side.

ELAN and BORIS are packages, ``elan`` and ``boris``; Praat is ``textgrid``, subtitles and chapters are
``webvtt``. CSV and JSON lines are read in ``plain_tables``; what a heading means, a row's cells and times,
and JSON of unsure shape: ``rows``; a table as it was read, how a time may be written, and findings:
``table``. A session as tiers of spans, which all timeline files are written from: ``tiers``. Keeping names
out, codes for people, and first names that seem to be left: ``name_filter``. Decoding bytes, and how
modifiers stand in a text: ``annotation_text``. How other programs call a scheme's codes: ``words``. The
events of an import, given back: ``foreign``. What coders did in another program: ``coded``. A format is
offered in ``analysis/tables/session_export`` (export) and ``analysis/importing/options`` (import).
"""
