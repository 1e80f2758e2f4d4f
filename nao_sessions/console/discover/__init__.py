"""Découverte: the first half hour with the console, on the simulator, in six scenes with a coach beside."""
