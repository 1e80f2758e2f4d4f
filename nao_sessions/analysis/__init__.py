"""What becomes of a recorded session: files of other programs, and coding schemes."""
