"""The checks: what is asked of a flow in which every name has a meaning.

``registry`` lists every code with the title of its page, ``running`` runs all checks, and a module holds
those on one subject (its docstring says which codes). ``pages`` explains each check. The rules between keys
(P105, P120) stand in ``protocol/keys``; what makes a file unreadable (P100 to P139) is raised by reading
and building.
"""
