"""Data between the cache and remotes: push, fetch, pull, and whether both agree."""
