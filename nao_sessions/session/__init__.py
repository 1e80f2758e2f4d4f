"""The session folder: the log, what it came to, whether it is what it was."""
