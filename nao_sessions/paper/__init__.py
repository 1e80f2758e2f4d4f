"""Pages for paper and for a screen: whole in themselves, without a script, escaped throughout."""
