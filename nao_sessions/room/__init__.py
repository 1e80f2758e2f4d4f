"""The room: cameras and microphones, their recorders, and the times of their frames.

``sources`` are what is recorded, ``capture`` records them, ``files`` is what lies on disk, ``sync`` puts
every frame on the session's clock, ``voice`` finds the end of a question in the sound, ``viewing`` shows
what is not recorded yet, ``cards`` finds cards.
"""
