"""Many sessions together: found, indexed, read in parallel, packed, and laid out as BIDS or as a bundle."""
