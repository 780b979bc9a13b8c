"""The prediction log under everything that may happen to it."""
