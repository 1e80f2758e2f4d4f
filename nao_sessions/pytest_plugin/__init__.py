"""Protocols as tests: a plugin of pytest that collects them, checks them and rehearses them."""
