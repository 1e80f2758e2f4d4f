"""Workshops of cognitive education with Nao: protocols, sessions, recordings in sync."""
