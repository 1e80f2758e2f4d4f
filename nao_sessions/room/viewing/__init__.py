"""What a source sees and hears now, while nothing is recorded yet.

``view`` starts the process of ``viewer``; ``preview`` is the memory in which both, and recorders, share a
picture.
"""
