"""Project files → graph → plan → run → lock. Knows nothing of machine learning."""
