"""The clap: a pattern of lamps and tones whose time is known, and finding it again in pictures and sound.

``pattern`` is what Nao shows, ``light`` and ``tones`` find it, ``search`` puts both together. ``marks``
looks for the changes of Nao's eyes in the same way. Who plays a clap: ``live/clap``.
"""
