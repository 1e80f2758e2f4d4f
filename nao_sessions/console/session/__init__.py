"""The page of a running session: what goes on in one sentence, the two big buttons, and the stop."""
