"""Who may see which page of the console: persons who unlock it, and the roles of devices, in one table.

``access`` is the table: every address, and which role may ask for it in which state. ``lock`` knows who has
unlocked which browser, and slows down whoever guesses. ``gate`` stands before the pages and holds both;
``routes`` are the pages where one unlocks, where persons are added, and the journal; ``words`` their
sentences.
"""
