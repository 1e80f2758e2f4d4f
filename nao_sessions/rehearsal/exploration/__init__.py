"""Exploration: every order of events up to a depth, on the states of the engine itself."""
