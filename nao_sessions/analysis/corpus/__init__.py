"""Many sessions together: ``corpus`` is all of them as tables.

``index`` finds the sessions and says which must be read again, ``index_files`` stores what was read (its
columns are those of ``analysis/tables``; its FORMAT is raised with them), ``spread`` reads in parallel, on
this machine or on Dask. ``series_places`` says which session of a series each one was. ``bundle`` writes the
archive of a session, ``bids`` lays sessions out for that standard, ``reexecution`` verifies that a log is
what its protocol makes of it.
"""
