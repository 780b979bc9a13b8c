"""Side-by-side measurements against the pinned dvc; performance lives here, not in tests."""
