"""References: what a person calls something by, and which thing in the ledger that is."""
