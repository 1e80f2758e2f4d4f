"""The pages on which a session is coded, compared with another coding, and corrected.

``pages`` serves them, ``blind`` takes away what a coder must not know, ``attribution`` writes who gave a
response, ``refusals`` says why an act was not written. What is kept is in ``analysis/coding``.
"""
