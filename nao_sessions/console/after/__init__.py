"""The page after a session: how it went, corrections, notes, and a report to hand on.

``reading`` reads the folder, ``telling`` puts it into sentences, ``view`` is the page as a value;
``changes`` checks what a person adds before it is appended. ``routes`` serves it, and makes the report on
paper, whose layout is ``templates/after-sheet.html``.
"""
