"""Cameras and microphones, all tried at once through the code that records; findings D13x to D15x.

``trial`` reads a device for some seconds; ``times`` (rate, gaps, clock) and ``content`` (black, frozen, loud)
work out what came, and ``facts`` shows it. ``examination`` judges it, and holds the limits with their
reasons; ``codes`` lists the findings with their sentences.
"""
