"""The key table: every key of the protocol language, with its type and what it is for."""
