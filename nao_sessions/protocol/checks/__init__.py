"""The checks: what is asked of a flow in which every name has a meaning.

``registry`` lists every code with the title of its page, ``running`` runs all checks. A module holds those
on one subject: ``entries`` buttons, reactions and delays, ``answers`` boards and helps, ``trials`` and
``rules`` blocks of trials, ``flow`` the ways on, ``times`` waits and delays, ``hearing`` words that are
listened for, ``sentences`` what Nao says, ``robot`` Nao, room and files, ``people`` personal data, ``head`` a
file's head; ``promises`` are what every protocol promises. ``pages`` explains each check. The rules between
keys (P105, P120), and how many of something there may be, stand in ``protocol/keys``; what makes a file
unreadable (P100 to P139) is raised by reading and building.
"""
