"""Another recorder's sound, laid on a session's own: where it belongs, and whether it does at all."""
