"""What a session came to, read from its log and its corrections alone.

``trials`` and ``responses`` are each once, as they count at last; ``counts`` counts them, for every page
and table. ``interruptions`` tell when a session stood still, ``easy_trial`` which one was the easy one;
how far a session came is in ``counts``, why a trial is void in ``trials``, which child a sentence means in
``responses``.
"""
