"""What protects the people who are recorded: grounds for recording, and volumes on which recordings may lie.

``volume`` refuses a real recording without a ground or an encrypted volume; ``layers`` knows what encrypts a
folder, ``inspection`` looks at every place, ``vault`` is gocryptfs. First names are
kept out elsewhere: at the robot's edge (``robot/names``) and in imports (``analysis/formats/name_filter``).
"""
