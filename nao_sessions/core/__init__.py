"""What every room may use: events, the clock, errors, sentences. It imports no other room."""
