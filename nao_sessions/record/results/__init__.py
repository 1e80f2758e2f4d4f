"""What a session came to, read from its log and its corrections alone.

``trials`` and ``responses`` are each once, as they count at last; ``counts`` counts them, for every page
and table. ``interruptions`` and ``halts`` tell when a session stood still, ``voids`` and ``easy_trial``
what is special of a trial, ``endings`` how far it came, ``addressees`` which child a sentence means.
"""
