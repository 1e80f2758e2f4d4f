"""The clap: a pattern of lamps and tones whose time is known, and finding it again in pictures and sound.

``pattern`` is what Nao shows, ``light`` and ``tones`` find it, ``chance`` is the test that both use,
``search`` puts them together, ``film`` reads the recording. ``marks`` looks for the changes of Nao's eyes in
the same way. A clap is played by ``live/clap``.
"""
