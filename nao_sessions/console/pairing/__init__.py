"""The console on the room's own network: its certificate, the devices that were let in, what each may see.

``opening`` opens it, with the address and the certificates of ``certificates``. ``devices`` are the tablets
that were let in, and refuse whoever was not; ``roles`` is the table of what each role may see. ``pairing``
lets devices in by ``invitations`` (how long a code is good), which slow down whoever tries codes.
``routes`` are the addresses, what their pages show and its words.
"""
