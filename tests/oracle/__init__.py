"""A second interpreter of the protocol language, and what is compared with it."""
