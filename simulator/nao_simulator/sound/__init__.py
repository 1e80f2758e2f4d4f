"""What Nao says and sounds: a synthesised voice, the queue of sentences, tones, the loudspeakers."""
