"""Discovery: the first half hour with the console, on the simulator, in six scenes with a coach beside.

``scenes`` says what to do in each, follows the session's log to tell when it is done, and keeps which ones
are; ``scenes/`` holds their protocols. ``routes`` are the addresses, with their words.
"""
