"""Communication boards as files: Open Board Format and Plaphoons, read, written and printed.

Nothing here knows a device, a page or a session; nothing is fetched from anywhere.
"""
