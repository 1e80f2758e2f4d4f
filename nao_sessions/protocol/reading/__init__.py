"""From bytes to keys: the file as text, as YAML nodes with their places, single values, maps of keys.

``source`` and ``parsing`` make ``nodes``, each with its place; ``scalars`` reads one value, ``shape`` a map
of keys; ``rules`` are what holds between the keys of one map. ``quoting`` and ``hidden`` catch what YAML
would cut, split or change without a word.
"""
