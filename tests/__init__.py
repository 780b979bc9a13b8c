"""Unit, integration and acceptance tests; each room mirrors src."""
