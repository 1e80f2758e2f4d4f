"""What a source sees and hears now, while nothing is recorded: a process of its own, and the last picture."""
