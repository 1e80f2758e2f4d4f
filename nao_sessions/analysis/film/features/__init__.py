"""Features of recordings: what can be counted second by second in a picture and in sound, of every video."""
