"""The page of a running session: what goes on, the two big buttons, and the stop.

``live_page`` is the session as its pages see it. ``model`` says what is shown, ``notices`` what is
announced beside the protocol and until when, ``words`` hold the sentences of all. A press: ``seats`` says
who may press, ``acts`` whether it still means what the page showed, and which input it is. ``routes`` are the
addresses, the stream of states and the journal of the page among them.
"""
