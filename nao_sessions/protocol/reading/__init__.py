"""From bytes to keys: the file as text, as YAML nodes with their places, single values, maps of keys.

``source`` (bytes, encoding, sizes) and ``parsing`` make ``nodes``, each with its place; ``scalars`` reads one
value, ``languages`` words by language, ``shape`` a map of keys; ``rules`` are what holds between the keys of
one map, ``kinds`` what a key takes, as data. ``quoting`` and ``hidden`` catch what YAML would cut, split or
change without a word; ``yaml_errors`` says what makes a file no YAML.
"""
