"""The life of what is recorded: what there is, who may see it, when it goes, and what keeps it until then.

``inventory`` tells what there is, ``hold`` keeps it after an incident, ``consoles`` while a console is open,
``backup`` (by ``restic``) from being lost. ``retention`` knows the terms and what falls due; ``erasure``
plans and carries out, ``cutting`` takes somebody out of a session of several, ``elsewhere`` looks beside the
sessions, ``traces`` finds a code.

What each of these promises stands in ``docs/contracts/life.md``.
"""
