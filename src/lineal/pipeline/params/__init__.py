"""Parameter files: reading them by suffix, and finding keys in what was read."""
