"""A session in real time: its beginning, its loop, its guard, its end."""
