"""From keys to the flow: names resolved, texts and expressions compiled, files taken up.

A module here builds what the module of the same name in ``protocol/keys`` declares: ``steps`` steps, groups,
buttons, reactions, ways on; ``moments`` the dashes of a list and what is waited for (stimuli); ``trials``
blocks of trials; ``boards`` the words of a communication board; ``series`` a series of sessions.
``settings``: settings, data and remembered values, a setting's value in a session, suppressed checks
(*allow*). ``part``: one file, with its tables of items (inline or CSV), routines and used files. ``grammar``:
the syntax of expressions; ``scope``: the names that they may use. ``base``: what all need (findings,
language, texts with ``{path}`` places). A file's head and its bounds of size: ``protocol/loading``.
"""
