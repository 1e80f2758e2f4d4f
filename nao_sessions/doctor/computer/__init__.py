"""This computer: ``reading`` asks Linux, ``examination`` judges, ``codes`` lists the findings (D2xx)."""
