"""From keys to the flow: names resolved, texts and expressions compiled, files taken up.

A module here builds what the module of the same name in ``protocol/keys`` declares. ``base``: what all need
(findings, language, texts with ``{path}`` places). ``grammar``: expressions; ``scope``: the names that they
may use. ``head``: the whole protocol, bounds of its size. ``part``: one file with its CSV tables of items,
routines and used files. ``steps``: steps, reactions, ways on. ``moments``: lists of moments. ``boards``:
words of a communication board. ``stimuli``: what is waited for. ``values``: declarations of settings and
data; ``settings``: their values in a session, and the checks that an author suppresses.
"""
