"""The directory that a watched Python has in front of its path: nothing else may be in it."""
