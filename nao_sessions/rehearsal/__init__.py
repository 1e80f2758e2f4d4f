"""Sessions without people: the scripted child."""
