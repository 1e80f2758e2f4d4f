"""A fake Nao for tests, rehearsals and protocols without a robot: a public object, not a mock.

``robot`` is the port, with a body that holds a pose and a charge, and senses that a test feeds.
"""
