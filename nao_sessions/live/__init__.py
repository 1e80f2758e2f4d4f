"""A session in real time, from its preflight to its closed folder.

- ``preflight``: what is checked before; ``disk_space``: how much space a session is expected to need.
- ``start``: its start line and manifest, and what a resumed session reads back.
- ``loop``: the order in which inputs are taken up, and the watch over the computer's clocks.
- ``session``: recorders, first step, end and closing; cards that cameras see; errors of the log.
- ``clap``: the clap before and after; ``telemetry``: Nao's sensors; ``disk_watch``: a disk that fills.
- ``guard``, a process that can stop Nao whatever else has failed, with its route for presses
  (``guard_route``); ``guard_process`` is the session's side of it.
- ``simulator_process``: a simulator of the session's own; ``terminal``: what the professional types at `run`.
"""
