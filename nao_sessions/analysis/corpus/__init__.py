"""Many sessions together: ``corpus`` is all of them as tables.

``index`` finds the sessions and says which must be read again, ``index_files`` keeps what was read (its
columns are those of ``analysis/tables``), ``spread`` reads in parallel. ``bundle`` writes the archive of a
session, ``bids`` lays it out for that standard, ``reexecution`` says whether its log is what its protocol
makes of it.
"""
