"""The checks: what is asked of a flow in which every name has a meaning.

``registry`` lists every code with its severity and the title of its page, ``running`` runs all checks. A
module holds those on one subject: ``flow`` ways on, buttons, reactions, delays, conditions, loops;
``answers`` boards, helps, feedback; ``trials`` blocks of trials, answers out of reach, levels; ``times``
waits, speeches, odd items; ``sentences`` what Nao says (by the words in ``lexicon``); ``robot`` Nao, cameras,
files, words that sound alike, missing languages; ``ethics`` approvals, a committee's questions, personal
data, red eyes, used files; ``promises`` what every protocol promises. They look at a ``subject``: the flow as
a ``graph``, the ``places`` of texts and expressions, the ``domains`` of their values. ``pages`` explains each
check, which ``explaining`` writes. The rules between keys (P105, P120), and how many of something there may
be, stand in ``protocol/keys``; what makes a file unreadable (P100 to P139) is raised by reading and building.
"""
