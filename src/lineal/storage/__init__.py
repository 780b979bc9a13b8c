"""Bytes by content hash: digests, the index, the cache, links, ignore rules, locks."""
