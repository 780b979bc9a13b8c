"""Whole commands against a history whose truth is known."""
