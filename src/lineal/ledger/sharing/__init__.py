"""The ledger on a remote: facts of each writer in segments, beside the data and apart from it."""
