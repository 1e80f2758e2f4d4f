"""Nao's body during a session: columns, samples as they are written, the table at the end, its readers."""
