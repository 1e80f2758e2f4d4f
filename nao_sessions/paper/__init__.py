"""Pages for paper and for a screen: whole in themselves, without a script, escaped throughout.

An element, a list or a table of HTML and its escaping, the style sheet (fonts, margins, tables, page breaks),
the foot with the page's number, and what a page may load: ``page``. Printing to PDF by this machine's
Chromium, its options and where it is looked for: ``pdf``. What stands on a page is made by the room that it
belongs to, such as ``protocol/sheet`` or ``analysis/practice``.
"""
