"""The room: cameras, their recorders, and the times of their frames."""
