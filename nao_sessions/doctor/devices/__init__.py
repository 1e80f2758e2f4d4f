"""Cameras and microphones, all tried at once through the code that records; findings D13x to D15x.

``trial`` reads a device for some seconds; ``times`` and ``content`` work out the ``facts`` of what came.
``examination`` judges them, and holds every limit with its reason.
"""
