"""A fake Nao for tests, rehearsals and protocols without a robot: a public object, not a mock.

``robot`` is the port; ``body`` holds a pose and a charge, ``senses`` sees and hears what a test tells it.
"""
