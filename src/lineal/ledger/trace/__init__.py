"""Lineage: what made a thing, and what it reached."""
