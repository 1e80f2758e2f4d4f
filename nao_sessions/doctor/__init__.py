"""What a technician asks before a workshop: each device, the disk, the network and Nao, tried for a while.

``computer``, ``network``, ``devices`` and ``robot`` examine; ``known`` is what a finding is made of,
``codes`` lists all, ``page`` and ``told`` show what was found.
"""
