"""What becomes of a recorded session, without a page: nothing here records a session or changes its record.

Exported tables, their columns and the sentences for a paper: ``tables``. Files of ELAN, BORIS, Praat, WebVTT,
CSV and JSON lines, and keeping names out of them: ``formats``. Coding schemes (behaviours, keys, modifiers):
``schemes``. The coder's file, consensus and reimport: ``coding``; kappa and other measures: ``agreement``.
Whether what was planned was done: ``fidelity``. Many sessions, the index, BIDS and the archive: ``corpus``.
Copies of the video, clips, contact sheets and measured features: ``film``. What sessions did with a protocol:
``practice``. Foreign videos and tables made into a session folder: ``importing``. The pages on which a
session is seen and coded are in ``review``.
"""
