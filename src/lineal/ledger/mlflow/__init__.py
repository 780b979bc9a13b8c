"""A mirror in MLflow: runs with their parameters and metrics, for those who look there."""
