"""What a technician asks before a workshop: each device, the computer, the network and Nao, tried and judged.

- ``devices``, ``computer`` and ``network`` are packages: each reads facts, and judges them by the limits in
  its ``examination``, where its findings are, but those of devices (``doctor/devices/codes``).
- ``robot``: Nao's facts, limits and findings (D3xx); how NAOqi is asked is in ``robot/naoqi``.
- ``codes``: the list of all findings but Nao's.
- ``result``: what a finding is made of, and how a fact is stated; ``output`` (terminal, JSON) and ``page``
  (HTML) show results.
"""
