"""Learning from a table: split, preprocess, candidates, tuning, threshold, metrics."""
