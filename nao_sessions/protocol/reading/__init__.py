"""From bytes to keys: the file as text, as YAML nodes with their places, single values, maps of keys."""
