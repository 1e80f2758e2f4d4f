"""Many sessions together, as tables, as an archive or as a data set.

All sessions below a folder as tables, which are left out and why: ``corpus``. Finding sessions, and which
must be read again: ``index``; the Parquet files of the index and the FORMAT to raise when columns change:
``index_files``. Working on many folders at once, on all cores or on Dask: ``spread``. Session number, series
and phase of a child: ``series_places``. The zip to archive and cite, its code book and checksums: ``bundle``.
The BIDS data set and its sidecars: ``bids``. Verifying that the log of each session is what its protocol
makes of it: ``reexecution``.
"""
