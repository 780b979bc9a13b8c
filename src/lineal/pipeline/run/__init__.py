"""``repro``: select stages, decide on each, perform it, record it."""
