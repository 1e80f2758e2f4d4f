"""Copies of a session's recordings: at a constant rate, clips around events, contact sheets.

How each of these is made, the picture and its band with the time, codec options and the child that does it:
``work``. The rate of a copy, which pictures it repeats
or leaves out, and the columns of the lists beside clips and copies: ``copies``. Where a first name is heard:
``names``; the sound of a copy without it: ``sound``. Brightness, motion, loudness and voice, second by
second: ``features``.
"""
