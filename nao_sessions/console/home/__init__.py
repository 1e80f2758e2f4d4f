"""The home page of the console: what can be done, what was done, who takes part."""
