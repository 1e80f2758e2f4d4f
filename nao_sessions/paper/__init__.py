"""Pages for paper and for a screen: whole in themselves, without a script, escaped throughout.

``html`` makes elements, ``document`` a whole page, ``pdf`` prints it by this machine's Chromium.
"""
