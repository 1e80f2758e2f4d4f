"""The sources that can be recorded: cameras and microphones on the network, devices, files.

``port`` is the contract, ``opening`` chooses by the address and reads devices and files. ``network`` reads a
stream over TCP or HTTP (``http_body``) and logs in, ``network_stream`` stamps the arrival of its bytes,
``rtsp`` relays an RTSP camera to FFmpeg. ``login`` reads user and password.
"""
