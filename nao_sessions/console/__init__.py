"""The professional's console: a workshop from the choice of a protocol to the last note, and the boards."""
