"""What Nao says and plays.

``espeak``: the synthesised voice; ``markup``: tags in a text; ``mouth``: the queue of sentences;
``speakers``: volume, tones, files.
"""
