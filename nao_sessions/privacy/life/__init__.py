"""The life of what was recorded: how long it is kept, and how somebody's part of it is erased.

``retention`` knows the terms and what falls due; ``erasure`` plans and carries out, ``cutting`` takes
somebody out of a session of several, ``elsewhere`` looks beside the sessions, ``traces`` finds a code.
"""
