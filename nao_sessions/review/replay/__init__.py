"""The researcher's page of one session: the video, the timeline, and the very frame of each event.

``reading`` reads a folder and says what is damaged; ``narration`` tells an event in a sentence on its lane
(``trials``, ``robot_acts``, ``devices``, ``imported``); ``page_model`` is the page as a value, and ``app``
serves it.
"""
