"""The prediction log: written ahead by each worker, compacted by day, found by id."""
