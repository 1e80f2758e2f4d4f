"""What protects the people who are recorded: grounds for recording, and volumes on which recordings may lie.

``volume`` holds both: it refuses a real recording without a ground or an encrypted volume. First names are
kept out elsewhere: at the robot's edge (``robot/names``) and in imports (``analysis/formats/name_filter``).
"""
