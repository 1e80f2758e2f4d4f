"""Who may be filmed, decided a second time: slowly, from stories of families, without a line of privacy/."""
