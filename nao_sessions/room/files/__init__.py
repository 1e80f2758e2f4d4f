"""What a recording leaves on disk: the index of its frames, how loud it was, what an MP4 tells of itself.

``index`` also names the files. ``probe`` reads a recording against its index, as the command `verify` wants
it.
"""
