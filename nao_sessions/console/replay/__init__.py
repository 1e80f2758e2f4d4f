"""A recorded session seen again from the console. The page itself is that of the room ``replay``."""
