"""What coders wrote about a session: acts of coding, two codings side by side, codings that come back.

``acts`` is what a coder may do, ``session`` one coder's work on some sessions, ``folder`` what a session
folder holds of it, ``comparison`` two codings and their consensus, ``reimport`` a coding that comes back
from ELAN or BORIS, ``blinding`` what may be hidden. The pages are in ``review/coding``.
"""
