"""Recording: what stages do, as facts, by way of a journal."""
