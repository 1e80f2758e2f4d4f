"""What comes after a session: how it went, in words to correct and to hand on."""
