"""What is generated from the key table: the schema that editors read, and the reference page."""
