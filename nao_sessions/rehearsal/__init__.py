"""Sessions without people, in virtual time.

``session`` plays one, ``many`` plays thousands; ``whatif`` gives what people did in a recorded session to
another version of its protocol. ``people`` are the virtual ones, ``exploration`` tries every order of
events, ``reports`` says what came of it, ``comparison`` sets two versions beside each other.
"""
