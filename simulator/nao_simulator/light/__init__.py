"""The lamps of a Nao: 2 x 8 in the eyes, 2 x 10 in the ears, 12 on the head, chest and feet.

``lamps``: their names and groups; ``lights``: how bright each is, and fades.
"""
