"""Progress over sessions: of one participant, and of the establishment without anybody's name or code."""
