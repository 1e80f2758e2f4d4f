"""Plaphoons (``.pla``): pages of text, read as boards that link to one another, and written again."""
