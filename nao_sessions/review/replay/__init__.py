"""The researcher's page of one session: the video, the timeline, and the very frame of each event.

``reading`` reads a folder and says what is damaged; ``sentences`` tells an event in a sentence on its lane;
``lanes`` are the log's own lines on the timeline, one a child with its colour, ``rows`` what stands beside
them (codings, curves, imports). ``page_model`` puts all together, and ``app`` serves it. ``pictures`` and
``curves`` are asked for by range. The player is in ``static/``.
"""
