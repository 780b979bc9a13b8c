"""One-row requests: our server, document B's shape, and the least a server could do."""
