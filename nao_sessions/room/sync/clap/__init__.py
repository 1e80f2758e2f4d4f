"""The clap: a pattern of lamps and tones whose time is known, and finding it again in pictures and sound."""
