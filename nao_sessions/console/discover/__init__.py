"""Discovery: the first half hour with the console, on the simulator, in six scenes with a coach beside.

``scenes`` says what to do in each, ``scenes/`` holds their protocols; ``coach`` follows the session's log,
``progress`` keeps which scenes are done. ``routes`` are the addresses, with their words.
"""
