"""The report of rehearsals: what each session showed, coverage, figures, and the page."""
