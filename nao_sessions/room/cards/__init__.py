"""Cards that a camera of the room sees: ``reader`` is the process that looks, ``camera`` starts it."""
