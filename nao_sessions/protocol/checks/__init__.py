"""The checks: what is asked of a flow in which every name has a meaning.

``registry`` lists every code with its severity and the title of its page, ``running`` runs all checks. A
module holds those on one subject: ``entries`` buttons, reactions and delays, ``answers`` boards and helps,
``trials`` and ``rules`` blocks of trials, ``flow`` the ways on, conditions and loops, ``times`` waits,
speeches and odd items, ``hearing`` words that are listened for and missing languages, ``sentences`` what Nao
says (by the words in ``lexicon``), ``robot`` Nao, room and files, ``people`` personal data and red eyes,
``head`` a file's head, ``promises`` what every protocol promises. They look at a ``subject``: the flow as a
``graph``, its ``texts``, the ``sites`` of expressions, the ``domains`` of their values. ``pages`` explains
each check, which ``explaining`` writes. The rules between keys (P105, P120), and how many of something there
may be, stand in ``protocol/keys``; what makes a file unreadable (P100 to P139) is raised by reading and
building.
"""
