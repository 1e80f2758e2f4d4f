"""The qi wire: declared signatures, conversion of arguments, and the objects that qi exports."""
