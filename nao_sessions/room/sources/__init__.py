"""What stands behind the port of a source: network streams, RTSP, devices, files.

``port`` is the contract, ``opening`` chooses by the address. ``network`` and ``network_stream`` read bytes
themselves and ``rtsp`` stands before a camera, so that the arrival of every byte is known.
"""
