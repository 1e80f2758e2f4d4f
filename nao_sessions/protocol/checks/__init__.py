"""The checks: the registry of codes, and what is asked of a flow in which every name has a meaning."""
