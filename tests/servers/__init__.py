"""Real servers on loopback for tests of remotes; each ends with the session that started it."""
