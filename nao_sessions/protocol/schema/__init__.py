"""What is generated from the key table: the schema that editors read, and the reference page.

``table`` walks the keys, ``draft07`` and ``rules`` write the schema, ``reference`` and ``prose`` the page;
``typography`` sets French.
"""
