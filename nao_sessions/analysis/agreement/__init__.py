"""How far coders agree: what is compared (units), by which measures, how surely, and in words."""
