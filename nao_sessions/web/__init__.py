"""What protects and serves every page: the door, strict headers, bounds, files, TLS on the room's network."""
