"""What a technician asks before a workshop: each device, the computer, the network and Nao, tried and judged.

``devices``, ``computer`` and ``network`` are packages: each reads facts, judges them in ``examination``
and lists its findings in ``codes``. ``robot`` examines Nao; what NAOqi is asked
for that is in ``robot/naoqi``. ``codes`` here lists all findings; ``output`` and ``page`` show a
``result``.
"""
