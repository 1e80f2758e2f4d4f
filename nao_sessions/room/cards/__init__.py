"""The cards that a camera of the room sees while somebody asks: a reader process, kept and heard."""
