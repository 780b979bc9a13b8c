"""Checks with a verdict: one file a gate, and the verdict type."""
