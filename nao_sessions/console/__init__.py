"""The professional's console: a workshop from the choice of a protocol to the last note; children's boards.

A package for each part of its pages: ``home``, ``prepare``, ``discover`` (before a session), ``session``
and ``board`` (during one), ``after``, ``progress``, ``replay`` (afterwards), ``texts`` (protocols),
``pairing`` (tablets). In each of them ``routes`` are the addresses and ``words`` the sentences. ``app``
puts the parts together, and says which addresses take larger bodies; ``supervisor`` keeps the ``process``
alive that serves them and runs the session. ``launcher`` is the port by which pages ask for a session,
``live_launcher`` the real one; ``session_registry`` holds the session being set up or running, and wakes
the pages that watch it. All parts use ``config`` (folders, language), ``rendering`` (the frame of a page,
its sentences, the pages of errors), ``forms``, ``people`` (participants and their symbols), ``library``
(the protocols), ``counting`` (trials in words) and ``plots``.
"""
