"""The researcher's page of one session: the video, the timeline, and the very frame of each event.

``reading`` reads a folder and says what is damaged; ``sentences`` tells an event in a sentence on its lane;
``page_model`` is the page as a value, and ``app`` serves it. ``pictures`` and ``curves`` are asked for by
range. The player is in ``static/``.
"""
