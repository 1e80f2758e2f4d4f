"""What the simulated Nao sees.

``people``: who is in front of it, and the events of faces, people and gazes; ``faces``: learned faces;
``extractor``: subscribers; ``eye``: where a camera looks; ``cameras``: who takes pictures, drawn by ``view``
and converted by ``frames``.
"""
