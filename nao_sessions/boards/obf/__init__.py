"""Open Board Format: boards (``.obf``) and packages of them (``.obz``), read within bounds and written."""
