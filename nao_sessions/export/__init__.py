"""What leaves: tidy tables, files for ELAN, BORIS, Praat and players, and corpora of many sessions."""
