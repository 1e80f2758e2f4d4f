"""What is generated from the key table: the schema that editors read, and the reference page.

``table`` walks the keys; ``draft07`` writes the JSON Schema of an editor, with the rules between keys and the
spaces of French; ``reference`` writes the page of the language, ``prose`` the sentences between its tables.
"""
