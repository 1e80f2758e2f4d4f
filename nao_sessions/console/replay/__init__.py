"""A recorded session seen again from the console. The page itself is in ``review/replay``."""
