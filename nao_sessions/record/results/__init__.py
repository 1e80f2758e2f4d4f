"""What a session came to, read from its log and its corrections alone.

``trials`` and ``responses`` list each trial and response once, with its corrections applied. ``counts``
counts trials, helps and latencies for every page and table, says which latencies do not count and why, and
how far a session came. ``interruptions`` tell when a session stood still, and for how long within a given
time; a latency that is cut so is none. ``easy_trial`` finds the easy trial before the end, ``trials`` why one
is void, and what was judged and marked live, ``unheard_help`` which passed with a help that was not yet
heard, ``responses`` which child a sentence means and which answers did not count. ``summary`` is a session in
numbers.
"""
