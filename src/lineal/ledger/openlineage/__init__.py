"""OpenLineage: what happened here as its run events, and run events of others as facts."""
