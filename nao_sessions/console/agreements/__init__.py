"""The page of agreements: the ledger of grounds for somebody without a command line.

``routes`` are its addresses: what stands in the ledger, person by person; an answer, a withdrawal, a person
or a purpose that is written down. ``words`` are its sentences. `privacy/ledger` decides.
"""
