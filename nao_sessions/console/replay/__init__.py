"""A session seen again from the console: the replay page, behind the console's own door."""
