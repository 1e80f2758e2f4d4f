"""What protects the people who are recorded: grounds, and where recordings may lie."""
