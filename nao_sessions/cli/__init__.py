"""The commands: one file a verb; what stands behind each port is chosen in run.py alone."""
