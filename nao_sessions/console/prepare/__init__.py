"""The preparation of a session: who takes part, the settings, the room, and what each child says today."""
