"""Pages for paper and for a screen: whole in themselves, without a script, escaped throughout.

``html`` makes elements and tables, ``document`` a whole page with its style sheet, ``pdf`` prints it by this
machine's Chromium. What stands on a page is made by the room that it belongs to.
"""
