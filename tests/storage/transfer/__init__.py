"""Transfers, against a remote in memory that fails when it is told to."""
