"""From keys to the flow: names resolved, texts and expressions compiled, files taken up.

A module here builds what the module of the same name in ``protocol/keys`` declares. ``base`` is what all
need: the findings, the language, the names. ``grammar`` and ``scope`` compile expressions;
``part`` is one file with the files that it uses.
"""
