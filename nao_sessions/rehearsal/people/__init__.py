"""Virtual people: children by a stated model with few parameters, and a professional by a policy."""
