"""What a recording leaves on disk: the index of its frames, how loud it was, what an MP4 tells of itself."""
