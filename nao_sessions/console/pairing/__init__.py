"""The console on the room's own network: its certificate, the devices that were let in, what each may see.

``opening`` opens it, at the address that ``network`` finds and with the ``certificates`` of the house.
``door`` refuses whoever was not paired, ``roles`` is the table of what each role may see. ``pairing`` lets
``devices`` in by ``invitations``; ``guesses`` slows down whoever tries codes. ``view`` is what the pages
show, with their words, ``routes`` the addresses.
"""
