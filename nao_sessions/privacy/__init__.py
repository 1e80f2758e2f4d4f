"""What protects the people who are recorded: grounds for recording, and volumes on which recordings may lie.

``ledger`` decides who may be recorded, by which recorder; ``film_use`` asks it before a film leaves, or one
that somebody else made comes in. ``volume`` refuses a real recording among adults
without a stated ground, and any on a volume that is not encrypted; ``layers`` knows what encrypts a folder,
``inspection`` looks at every place, ``vault`` is gocryptfs. First names are kept out elsewhere: at the
robot's edge (``robot/names``) and in imports (``analysis/formats/name_filter``).
"""
