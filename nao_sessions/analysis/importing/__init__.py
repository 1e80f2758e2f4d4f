"""Sessions that were not run here: a foreign video and a table of events, made into a session folder.

Reading a table and writing a folder know nothing of each other but the values in ``table.py``.
"""
