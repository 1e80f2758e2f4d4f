"""What a technician asks before a workshop: each device, the computer, the network and Nao, tried and judged.

- ``devices``, ``computer`` and ``network`` are packages: each reads facts, and judges them by the limits in
  ``examination``; their findings are in ``codes`` (those of the network in ``examination``).
- ``robot``: Nao's facts, limits and findings (D3xx); how NAOqi is asked is in ``robot/naoqi``.
- ``finding_kinds``: what a finding is made of; ``codes``: all findings but Nao's.
- ``result``: how a fact is stated; ``output`` (terminal, JSON) and ``page`` (HTML) show results.
"""
