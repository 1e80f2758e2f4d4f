"""The researcher's page of one session: the video, the timeline, and the very frame of each event.

The sentence of an event, its lane and its alert: ``sentences`` (an import's events: ``imported``; the names
of the lanes and what a sentence may need: ``narration``). Words, keyboard shortcuts, how a time is written,
and the log's commands, refusals and responses in words: ``words``. What the page shows of the session, its
facts, the colours and order of the lanes, corrections: ``page_model``. Rows beside the lanes (codings,
curves, imports): ``rows``. Reading the folder, what is damaged, the times of pictures, the latency of an
answer: ``reading``. Addresses, the video sent in parts, curves of loudness, heat and battery: ``app``.
Player, zoom, loop, subtitles and search run in the browser: ``static/``, with ``templates/``.
"""
