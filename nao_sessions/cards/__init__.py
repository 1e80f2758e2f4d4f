"""Cards with a printed square (ArUco): finding them in a picture, and reporting each once while it is shown.

``paper`` is how large a card is printed and how far off it is read. Which card means what is the
protocol's. The process that reads a camera for cards is in ``room/cards``.
"""
