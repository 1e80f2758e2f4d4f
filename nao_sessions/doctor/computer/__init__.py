"""This computer: ``reading`` asks Linux, ``examination`` judges, and lists the findings (D2xx)."""
