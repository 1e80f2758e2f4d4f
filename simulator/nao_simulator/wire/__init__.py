"""The qi wire.

``signatures``: the declared methods; ``convert``: the types of arguments; ``calls``: one call, from check to
error; ``expose``: the objects that qi exports; ``subscribers``: signals of events.
"""
