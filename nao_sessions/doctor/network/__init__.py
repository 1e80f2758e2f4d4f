"""The room's network, examined: who makes itself known on it, who can be reached, and the findings (D4xx)."""
