"""What becomes of a recorded session: files of other programs (``formats``), coding ``schemes``."""
