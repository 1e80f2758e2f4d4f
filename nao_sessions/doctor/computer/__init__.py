"""This computer, examined: how it is read, what its facts mean for a session, and the findings (D2xx)."""
