"""The researcher's page of one session: the video, the timeline, and the very frame of each event.

``reading`` reads a folder and says what is damaged; ``sentences`` puts an event into a sentence on its lane
(``vocabulary``: the log's words in people's, ``narration``: what each sentence needs; ``imported``: events of
an import). ``lanes`` are the log's own lines on the timeline, one a child with its colour, ``rows`` what
stands beside them (codings, curves, imports). ``page_model`` puts all together, ``words`` are the page's
words and keys, and ``app`` serves it. ``pictures`` and ``curves`` are requested by range. The player is in
``static/``.
"""
