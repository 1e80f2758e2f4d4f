"""Sessions without people, in virtual time.

``session`` plays one and watches the promises of every protocol, ``many`` plays thousands; ``whatif`` plays
what people did in a recorded session to another version of its protocol. ``people`` are the virtual ones
(``profiles/`` has their behaviours), ``exploration`` tries every order of events, ``reports`` is the report,
``comparison`` sets two versions beside each other.
"""
