"""Places outside this machine, or this project, that hold bytes: one port, an adapter each."""
