"""Versions of models and the names that point at them, as facts of the ledger."""
