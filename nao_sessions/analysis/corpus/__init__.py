"""Many sessions together: ``index`` finds them, ``spread`` reads them in parallel, ``corpus`` is all of them.

``bundle`` writes the archive of a session, ``bids`` lays it out for that standard, ``reexecution`` says
whether its log is what its protocol makes of it.
"""
