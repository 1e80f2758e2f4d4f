"""A NAOqi on a desk: the services of a Nao on the real qi wire, with a body, a voice and a filmed room.

Nothing here imports nao_sessions: the program and its simulator meet on the wire alone.
"""
