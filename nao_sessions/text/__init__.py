"""Words for people: sentences rendered in the reader's language, and the catalogues of their translations.

A sentence is written in English, as ``msg("Nao no longer answers")`` (``messages``); its French stands in
``locale/fr/LC_MESSAGES/nao_sessions.po``. It becomes text where a page, a report or a terminal shows it, in
the language of whoever reads. ``glossary`` holds the terms, ``formats`` writes numbers, dates and lists,
``languages`` says which languages there are and how each is written, ``catalogues`` finds a translation.
This room imports no other.
"""
