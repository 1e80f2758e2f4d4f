"""The pages on which a session is coded, compared with another coding, and corrected.

``pages`` serves them and takes away what a blind coder must not know; ``words`` are their words and keys.
``rows`` draws codings beside the replay, ``refusals`` says why an act was not written. ``attribution`` is who
gave a response, said from the video. The page's scripts are in ``static/``, its HTML in ``templates/``. What
coders write is in ``analysis/coding``.
"""
