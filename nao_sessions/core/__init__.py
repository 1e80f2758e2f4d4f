"""What every room may use: events, the clock, errors. It imports no room but that of sentences."""
