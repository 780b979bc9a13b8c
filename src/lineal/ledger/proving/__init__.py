"""Proving that facts are what was written, removing what must go, building tables again."""
