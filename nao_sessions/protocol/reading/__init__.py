"""From bytes to keys: the file as text, as YAML nodes with their places, single values, maps of keys.

``source`` (bytes, encoding, sizes) and ``parsing`` make ``nodes``, each with its place. ``scalars`` reads one
value: a duration, a number, a name, a word. ``shape`` reads a map of keys and words by language, and holds
what must be so between the keys of one map (one of these, none beside that); ``kinds``: what a key takes, as
data. ``yaml_traps``: what makes a file no YAML, sentences that need quotes, characters that nobody sees.
"""
