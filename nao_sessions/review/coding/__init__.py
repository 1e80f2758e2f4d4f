"""The pages on which a session is coded, compared with another coding, and corrected.

Addresses, what a page is sent, and what is taken away from a blind coder: ``pages``. Words and keyboard
shortcuts: ``words``. Codings and live judgements as rows on the replay's timeline: ``rows``. The answer where
an act was not written: ``refusals``. Who gave a response, said from the video: ``attribution``. What a key
does in the browser, the list of codes, undo, two codings side by side: ``static/`` and ``templates/``. The
coder's file and the consensus are written in ``analysis/coding``.
"""
