"""Objects between a cache and a remote: what has to move is planned, then moved and verified."""
