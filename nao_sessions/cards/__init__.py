"""Cards with a printed square (ArUco): finding them in a picture, and reporting each once while it is shown.

``detect`` finds the cards of a picture, ``sightings`` says which are newly shown, ``paper`` is how large a
card is printed and how far off it is read. The protocol says what each card means. The process that reads a
camera for cards is in ``room/cards``.
"""
